"""Plots drawn at build time are those that the page draws, shape by shape."""

import json
import math
import re
import subprocess

import pytest

from builder import plots
from builder.node import find_node
from builder.paths import SITE
from pycore.lessons import exhibits
from pycore.lessons.widgets import marks

SCRIPT = """
import { plotShapes } from %s;
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const drawn = JSON.parse(text).map(({ plot, width, height }) => plotShapes(plot, width, height));
  process.stdout.write(JSON.stringify(drawn));
});
"""

EVERYTHING = marks.plot(
    marks.axis(-3, 5, label="across"),
    marks.axis(0.5, 2000, is_log=True, label="up"),
    [
        marks.line([(-3, 1), (math.nan, 2), (0, 30), (5, 1999)], is_dashed=True, fade=0.5),
        marks.dots([(0, 1), (1, 10), (2, 100)], tones=["pos", -0.5, 0.25], texts=["a", "", "<c>"]),
        marks.dots([(0, 2)], shape="square"),
        marks.dots([(1, 2)], shape="diamond"),
        marks.dots([(2, 2)], shape="ring"),
        marks.segments([(0, 1, 2, 3)], is_dashed=True),
        marks.bars([(0, 1, 1, 5), (1, 1, 2, 9)], tones=["ink", 1.0]),
        marks.polygon([(0, 1), (1, 2), (1, 1)]),
        marks.band(3, 4),
        marks.cells([[-1, -1, 0.02, math.nan], [0.5, 0.51, 2, -0.025]], (-3, 1, 5, 10)),
        marks.heat_cells([[0, 0.5, 1]], (-3, 1, 5, 10)),
        marks.note((1, 1), "7 & 8", "pos", is_strong=True, dx=3),
        marks.note((1, math.nan), "nowhere"),
        *(marks.node((2, 2), "w", shape=shape, label="weight", is_strong=shape == "pill") for shape in ("circle", "square", "pill")),
        marks.handle("a", (1.5, 7.25), "A", "one and a half", along="y"),
        marks.spots([("one", 1, 1, 10, 60, "First")]),
    ],
    "every mark",
)
SPACE = marks.plot(
    None,
    None,
    [marks.dots([(-1, 0, 1), (1, 1, -1), (0, -1, 0.5)]), marks.segments([(0, 0, 0, 1, 1, 1)]), marks.line([(0, 0, 0), (1, 0, 0)])],
    "a space",
    is_space=True,
)
SQUARE = marks.plot(marks.axis(-6, 6, ()), marks.axis(-6, 6, ()), [marks.dots([(3, -3)])], "a square", is_square=True, has_grid=False)


def views():
    yield from ({"plot": plot, "width": width, "height": 380} for plot in (EVERYTHING, SPACE, SQUARE) for width in (600, 320))
    for name in exhibits.NAMES:
        for plot in exhibits.create(name).view().get("plots", {}).values():
            yield {"plot": plot, "width": 600, "height": 300}



def test_the_page_draws_what_the_builder_draws():
    asked = list(views())
    script = SCRIPT % json.dumps((SITE / "static" / "js" / "draw" / "plot.js").as_uri())
    command = [find_node(), "--experimental-detect-module", "--no-warnings", "--input-type=module", "--eval", script]
    run = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    for one, drawn in zip(asked, json.loads(run.stdout), strict=True):
        mine = plots.shapes(one["plot"], one["width"], one["height"])
        assert [shape[0] for shape in mine] == [shape[0] for shape in drawn]
        assert json.loads(json.dumps(mine)) == drawn, one["plot"]["label"]


def test_every_mark_is_drawn():
    assert {mark["mark"] for mark in EVERYTHING["marks"]} == set(plots.DRAWING)


def test_texts_can_not_become_markup():
    plot = marks.plot(None, None, [marks.note((1, 1), "<script>"), marks.dots([(1, 1)], texts=['"><b>'])], '"><img>')
    svg = plots.svg(plot, 100)
    assert "<script>" not in svg and "<b>" not in svg and "<img>" not in svg


@pytest.mark.parametrize("value, text", [(0, "0"), (0.05, "0.1"), (-0.04, "0"), (12.34, "12.3"), (100, "100"), (-2.25, "-2.2")])
def test_lengths_are_written_to_a_tenth(value, text):
    assert plots.pixels(value) == text


@pytest.mark.parametrize("width", [313, 600, 641])
def test_cells_leave_no_gap_between_them(width):
    values = [[(row - column) / 18 for column in range(30)] for row in range(18)]
    plot = marks.plot(marks.axis(0, 1), marks.axis(0, 1), [marks.cells(values, (0, 0, 1, 1))], "cells")
    paths = [shape[1]["d"] for shape in plots.shapes(plot, width, 360)[-1][2]]
    assert len(paths) < 41  # one for each colour
    boxes = [
        [float(length) for length in box] for path in paths for box in re.findall(r"M(\S+) (\S+?)h([\d.]+)v([\d.]+)h-\3z", path)
    ]
    assert len(boxes) > 300
    right, bottom = (max(box[axis] + box[axis + 2] for box in boxes) for axis in (0, 1))
    lefts, tops = ({box[axis] for box in boxes} for axis in (0, 1))
    for axis, starts, end in ((0, lefts, right), (1, tops, bottom)):
        for box in boxes:
            edge = box[axis] + box[axis + 2]
            assert min(abs(edge - start) for start in (*starts, end)) < 1e-6
