"""The widget that follows a training step: its numbers are those of training, and its lines of code are there."""

import inspect

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.one_step import trace_widget


@pytest.fixture
def widget():
    return exhibits.create("step-trace")


def rows(widget):
    return {row[0]: row[1:] for row in widget.view()["tables"]["sums"]["rows"]}


def test_the_first_point_s_step_stage_by_stage(widget):
    assert rows(widget) == {"x₁": ["first coordinate", "5.096"], "x₂": ["second coordinate", "−2.198"], "y": ["the truth", "−1"]}
    widget.do("step")
    assert rows(widget)["sum of h₁"] == ["0.151 · 5.096 + 0.340 · (−2.198) + 0.100", "0.124"]
    widget.do("step")
    assert rows(widget)["h₂"] == ["tanh(1.950)", "0.960"]
    widget.do("step")
    assert rows(widget)["output"] == ["tanh(0.522)", "0.480"]
    widget.do("step")
    assert rows(widget)["loss"] == ["½ · (0.480 − (−1.000))²", "1.095"]
    widget.do("step")
    assert rows(widget)["delta"] == ["1.480 · 0.770", "1.139"]
    widget.do("step")
    assert rows(widget)["delta of h₁"] == ["0.078 · 1.139 · 0.985", "0.087"]
    widget.do("step")
    assert rows(widget)["h₂ → output"] == ["1.139 · 0.960", "1.094"]
    assert rows(widget)["bias of the output"] == ["1.139 · 1", "1.139"]
    widget.do("step")
    assert rows(widget)["x₂ → h₁"] == ["0.340 − 0.1 · (−0.191)", "0.359"]
    assert len(rows(widget)) == 9
    assert widget.view()["texts"]["step"] == "Next point"
    widget.do("step")
    assert widget.view()["texts"]["where"] == "Epoch 1, point 2 of 250"


def test_it_goes_back_but_not_before_the_first_stage(widget):
    first = widget.view()
    assert first["off"] == ["back"]
    widget.do("step")
    widget.do("back")
    assert widget.view() == first
    with pytest.raises(ExhibitError, match="before the first"):
        widget.do("back")


def test_its_updates_are_those_of_training(widget):
    widget._batch = 248
    widget.do("next_point")  # the last of the epoch
    new = np.concatenate([np.ravel(layer["new"]) for layer in widget._told["layers"]])
    p = Playground(trace_widget.SETTINGS)
    p.train()
    assert new == pytest.approx(p.network.parameters[0], abs=1e-12)
    widget.do("next_point")
    assert widget.view()["texts"]["where"] == "Epoch 2, point 1 of 250"
    old = np.concatenate([np.ravel(layer["old"]) for layer in widget._told["layers"]])
    assert old == pytest.approx(new, abs=1e-12)


def test_the_rest_of_an_epoch_can_be_skipped(widget):
    widget.do("next_point")
    widget.do("epoch")
    assert widget.view()["texts"]["where"] == "Epoch 2, point 1 of 250"


@pytest.mark.parametrize("stage", trace_widget.STAGES, ids=lambda stage: stage.title)
def test_the_lines_shown_are_in_the_source(stage):
    for name, beginning, _ in stage.lines:
        module, *path = name.removeprefix("pycore.").split(".")
        found = __import__(f"pycore.{module}", fromlist=["x"])
        for part in path:
            found = getattr(found, part)
        assert [line for line in inspect.getsource(found).splitlines() if line.strip().startswith(beginning)]


@pytest.mark.parametrize("stage", range(9))
def test_the_drawing_knows_no_more_than_has_been_calculated(widget, stage):
    for _ in range(stage):
        widget.do("step")
    marks = widget.view()["plots"]["network"]["marks"]
    nodes = {mark["label"]: mark["text"] for mark in marks if mark["mark"] == "node"}
    assert (nodes["h₁"] != "") == (stage >= 1)
    assert (nodes["output"] != "") == (stage >= 3)
    notes = [mark["text"] for mark in marks if mark["mark"] == "note"]
    assert sum(text.startswith("δ") for text in notes) == (0 if stage < 5 else 1 if stage == 5 else 3)
    assert sum(text.startswith("loss") for text in notes) == (stage >= 4)
