"""The widget of three layers: stored training to look at, every neuron by its name, and training that goes on."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.hidden_layer import hidden_model as hidden


@pytest.fixture
def widget():
    return exhibits.create("spiral-layers")


def marks_of(view, plot, kind):
    return [mark for mark in view["plots"][plot]["marks"] if mark["mark"] == kind]


def test_it_begins_trained_with_a_map_for_each_neuron(widget):
    view = widget.view()
    assert (view["texts"]["epoch"], view["texts"]["loss"]) == ("500", "0.013")
    assert len(marks_of(view, "layers", "cells")) == 24
    (spots,) = marks_of(view, "layers", "spots")
    assert [row[0] for row in spots["rows"]][:9] == [*(f"1-{unit}" for unit in range(1, 9)), "2-1"]
    assert not view["busy"]


def test_a_neuron_is_looked_at_and_picked(widget):
    output = widget.view()["plots"]["plane"]
    widget.do("look", name="2-3")
    assert widget.view()["texts"]["words"].startswith("Layer 2, neuron 3: it fires in ")
    (frame,) = marks_of(widget.view(), "layers", "line")
    assert (frame["fade"], frame["points"][0]) == (1, [2.05, pytest.approx(1.42)])
    widget.do("look", name="")
    assert widget.view()["plots"]["plane"] == output
    assert "pick" in widget.view()["off"]
    widget.do("pick", name="3-8")
    widget.do("look", name="1-1")
    assert widget.view()["texts"]["words"].startswith("Layer 1, neuron 1")
    widget.do("look", name="")
    assert widget.view()["texts"]["words"].startswith("Layer 3, neuron 8")
    widget.do("pick", name="3-8")
    assert widget.view()["plots"]["plane"] == output


@pytest.mark.parametrize("name", ["0-1", "4-1", "1-9", "one", None, "1-1-1"])
def test_only_neurons_that_there_are_are_shown(widget, name):
    with pytest.raises(ExhibitError, match="is no neuron here"):
        widget.do("pick", name=name)


def test_a_neuron_s_map_is_what_it_gives_on(widget):
    widget.do("pick", name="1-2")
    (cells,) = marks_of(widget.view(), "plane", "cells")
    corner = hidden.layer_values(widget.playground, [(-5.85, -5.85), (5.85, 5.85)])[0][1]
    assert (cells["rows"][0][0] > 0, cells["rows"][-1][-1] > 0) == tuple(corner > 0)
    assert max(max(row) for row in cells["rows"]) == pytest.approx(0.5)


def test_a_dead_neuron_is_called_so(widget):
    widget.playground.network.weights[0][0, 4] = (0, 0, -1)
    widget.do("pick", name="1-5")
    assert widget.view()["texts"]["words"] == "Layer 1, neuron 5 never fires: a dead neuron."


def test_training_goes_on_and_can_begin_anew(widget):
    widget.do("train")
    widget.do("go")
    assert widget.view()["texts"]["epoch"] == "504"
    widget.do("untrained")
    view = widget.view()
    assert (view["texts"]["epoch"], view["busy"]) == ("0", False)
    assert float(view["texts"]["loss"]) > 0.4
    widget.do("start_over")
    assert widget.view()["texts"]["loss"] == "0.013"
