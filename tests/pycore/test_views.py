"""What a playground looks like at a prompt, in a notebook, and drawn with matplotlib."""

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib

import matplotlib
import numpy as np
import pytest

from builder.paths import ROOT
from pycore import Playground
from pycore.picture.colours import grid
from pycore.views import CLASS_COLOURS, SIDE

SVG = "{http://www.w3.org/2000/svg}"
KINDS = {
    "plain": {},
    "no hidden layers, one input": {"network_shape": (), "y": False},
    "no inputs": {"x": False, "y": False},
    "many units": {"network_shape": (40, 3)},
    "classes": {"dataset": "rings", "classes": 4},
    "regression": {"problem": "regression"},
    "own points": {"data": [(0, 1, "<a>"), (1, 2, "b"), (9, 0, "<a>"), (3, 3, "b")]},
    "formula": {"expressions": "x1^2", "dropout": 0.2},
    "diverged": {"learning_rate": 1000.0, "problem": "regression", "activation": "relu"},
    "sweep": {"sweep": {"noise": [0, 10]}},
}


@pytest.mark.parametrize("options", KINDS.values(), ids=KINDS)
def test_every_kind_has_a_line_a_summary_and_one_svg(options):
    p = Playground(**options)
    p.train(30)
    assert repr(p).startswith("<Playground(") and "\n" not in repr(p) and "epoch 30" in repr(p)
    assert len(p.summary().splitlines()) >= 6
    root = ET.fromstring(p._repr_html_())
    assert root.tag == f"{SVG}svg" and len(list(root.iter(f"{SVG}image"))) == 1
    assert "nan" not in re.sub(r"<title>.*?</title>|<text.*?</text>", "", p._repr_html_())


def test_the_line_and_the_summary_say_what_is_so():
    p = Playground(dataset="xor", network_shape=(3,))
    assert (
        repr(p)
        == f"<Playground(dataset='xor', network_shape=(3,)): epoch 0, loss {p.loss_train:.4g} in training, {p.loss_test:.4g} in the test>"
    )
    assert p.summary().splitlines()[:4] == [
        "data      xor: 250 training points, 250 test points, 2 classes",
        "inputs    X₁, X₂",
        "hidden 1  3 tanh, 9 parameters",
        "output    1 tanh, 4 parameters",
    ]
    p = Playground(learning_rate=1000.0, problem="regression", activation="relu")
    p.train(20)
    assert f"diverged in epoch {p.diverged}" in repr(p)


def test_the_picture_s_map_is_the_whole_network_s_output_and_its_lines_are_the_weights():
    p = Playground(dropout=0.4)
    p.train(50)
    root = ET.fromstring(p._repr_html_())
    png = base64.b64decode(next(root.iter(f"{SVG}image")).get("href").partition(",")[2])
    assert png.startswith(b"\x89PNG") and b"IEND" in png
    start = png.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompress(png[start : start + int.from_bytes(png[start - 8 : start - 4], "big")]), np.uint8)
    pixels = rows.reshape(SIDE, -1)[:, 1:].reshape(-1, 3).astype(int)
    values = p.predict(np.column_stack(grid(SIDE)))
    assert np.corrcoef(values, pixels[:, 2] - pixels[:, 0])[0, 1] > 0.98  # from orange to blue
    told = [float(line[0].text.split()[1]) for line in root.iter(f"{SVG}line")]
    weights = np.concatenate([w.ravel() for _, w in p.layers()])
    assert told == pytest.approx(weights, rel=1e-3)


def test_plots_draw_into_axes_that_are_given_or_new(monkeypatch):
    matplotlib.use("Agg")
    from matplotlib import pyplot

    p = Playground(dataset="circle")
    p.train(20)
    figure, (left, right) = pyplot.subplots(1, 2)
    assert p.plot(left) is left and p.plot_history(right) is right
    assert len(left.images) == 1 and len(left.collections[0].get_offsets()) == 250
    assert np.array_equal(right.lines[1].get_xydata(), p.history[:, [0, 2]])
    assert p.plot().figure is not figure
    pyplot.close("all")
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
    with pytest.raises(ImportError, match=r"pip install 'pycore\[plot\]'"):
        p.plot_history()


def test_a_picture_needs_no_matplotlib():
    code = "import sys, pycore; pycore.Playground()._repr_html_(); assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, timeout=60)


def test_classes_have_the_colours_that_they_have_in_the_page():
    styles = (ROOT / "site" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    assert tuple(re.findall(r"--class-\d: (#\w{6})", styles)[:6]) == CLASS_COLOURS
