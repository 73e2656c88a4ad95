"""The widgets of the hidden layer: the triangle is the model's, and what is drawn in space is what the neurons give on."""

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.hidden_layer import hidden_model as hidden


def finish(widget):
    while widget.view()["busy"]:
        widget.do("go", milliseconds=0)
    return widget.view()


def test_three_neurons_close_a_triangle():
    widget = exhibits.create("three-neurons")
    assert not widget.view()["busy"] and "untrained" in widget.view()["off"]
    widget.do("train")
    assert widget.view()["texts"]["train"] == "Pause"
    view = finish(widget)
    assert view["texts"]["epoch"] == "300"
    assert view["texts"]["loss"] == "0.014"
    assert view["texts"]["gaps"] == "117°, 123°, 120°"
    assert view["shown"]["goal"]
    lines = [mark for mark in view["plots"]["plane"]["marks"] if mark["mark"] == "line" and len(mark["points"]) == 2]
    assert len(lines) == 6  # three lines, three arrows' shafts
    widget.do("untrained")
    assert widget.view()["texts"]["epoch"] == "0"


@pytest.mark.parametrize(("units", "low", "high"), [(1, 0.34, 0.5), (2, 0.2, 0.34), (6, 0, 0.03)])
def test_fewer_neurons_leave_it_open_and_more_make_it_rounder(units, low, high):
    widget = exhibits.create("three-neurons", {"units": units})
    widget.do("train")
    view = finish(widget)
    assert low <= float(view["texts"]["loss"]) <= high
    assert view["shown"]["goal"] == (units > 2)


def test_pausing_stays_where_it_is_and_training_goes_on():
    widget = exhibits.create("three-neurons")
    widget.do("train")
    widget.do("go")
    widget.do("train")
    assert not widget.view()["busy"]
    at = widget.playground.epoch
    assert 0 < at < 300
    widget.do("go")
    assert widget.playground.epoch == at
    widget.do("train")
    finish(widget)
    assert widget.playground.epoch == at + 300


def test_other_starts_and_other_numbers_of_neurons_begin_anew():
    widget = exhibits.create("three-neurons")
    first = widget.playground.network.parameters.copy()
    widget.do("again")
    assert not np.allclose(widget.playground.network.parameters, first)
    widget.do("set", name="units", value=8)
    assert widget.playground.network.sizes == (2, 8, 1)
    assert widget.view()["plots"]["compass"]["label"].startswith("The directions of 8 neurons")


def test_in_space_points_are_where_the_neurons_say():
    widget = exhibits.create("hidden-space")
    view = widget.view()
    assert view["texts"]["epoch"] == "300"
    dots = [mark for mark in view["plots"]["space"]["marks"] if mark["mark"] == "dots"]
    p = Playground(hidden.SETTINGS)
    p.train(300)
    points = p.train_points[: widget.SHOWN]
    assert np.array(dots[0]["points"]) == pytest.approx(hidden.hidden_space(p, points[:, :2]), abs=1e-3)
    weights, bias = hidden.output_plane(p)
    (plane,) = (mark["points"] for mark in view["plots"]["space"]["marks"] if mark["mark"] == "polygon")
    assert np.array(plane) @ weights + bias == pytest.approx(0, abs=2e-3)
    assert view["plots"]["space"]["space"]


def test_the_marked_point_is_in_both_pictures():
    widget = exhibits.create("hidden-space")
    widget.do("move", name="here", x=0, y=0)
    h = ", ".join(f"{v:.2f}" for v in hidden.hidden_space(widget.playground, [(0, 0)])[0])
    texts = widget.view()["texts"]["here"]
    assert texts.startswith(f"The marked point (x₁ 0.0, x₂ 0.0) becomes ({h})".replace("-", "−"))
    assert f"The output there: {widget.playground.predict([(0, 0)])[0]:.2f}." in texts
    with pytest.raises(ExhibitError, match="'there' can't be moved"):
        widget.do("move", name="there", x=0, y=0)


def test_the_space_can_be_watched_unfolding():
    widget = exhibits.create("hidden-space")
    widget.do("untrained")
    assert widget.view()["texts"]["epoch"] == "0"
    widget.do("train")
    assert float(finish(widget)["texts"]["loss"]) == pytest.approx(0.014)
