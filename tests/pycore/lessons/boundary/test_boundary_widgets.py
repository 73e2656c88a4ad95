"""The widgets of lines: what is dragged, turned and trained is one line, and its numbers are those of the model."""

import math

import pytest

from pycore.lessons import exhibits
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.boundary_model import Line
from pycore.lessons.exhibits import ExhibitError


def handles(exhibit, plot="plane"):
    return {mark["name"]: mark for mark in exhibit.view()["plots"][plot]["marks"] if mark["mark"] == "handle"}


def line_of(exhibit):
    return Line(exhibit.w1, exhibit.w2, exhibit.bias)


def test_a_line_is_turned_by_dials_and_its_handles_follow():
    widget = exhibits.create("line-by-hand", {"w1": 1, "w2": 1, "bias": 0})
    view = widget.view()
    assert view["texts"]["rule"] == "IF 1 · x₁ + 1 · x₂ > 0 THEN blue ELSE orange"
    assert int(view["texts"]["wrong"]) == boundary.wrong(line_of(widget), widget._points) == 0
    assert view["shown"]["goal"]
    widget.do("set", name="w1", value=-1)
    assert not widget.view()["shown"]["goal"]
    for mark in handles(widget).values():
        x1, x2 = mark["at"]
        assert -x1 + x2 == pytest.approx(0)


def test_a_dragged_handle_gives_the_line_through_both():
    widget = exhibits.create("line-by-hand")
    first = handles(widget)["first"]["at"]
    widget.do("move", name="second", x=3, y=-2)
    for x1, x2 in (first, (3, -2)):
        assert widget.w1 * x1 + widget.w2 * x2 + widget.bias == pytest.approx(0, abs=1e-9)
    assert handles(widget)["second"]["at"] == [3, -2]
    widget.do("move", name="first", x=2.9, y=-2)  # too near: no direction
    assert handles(widget)["first"]["at"] == pytest.approx(first)


def test_what_the_dials_cannot_show_becomes_a_smaller_line_that_is_the_same():
    widget = exhibits.create("line-by-hand", {"w1": 2, "w2": 2, "bias": 0})
    widget.do("move", name="first", x=-1, y=5.6)
    widget.do("move", name="second", x=5.6, y=-1)
    for name, dial in widget.DIALS.items():
        assert dial.low <= getattr(widget, name) <= dial.high
    assert widget.w1 == pytest.approx(widget.w2)
    assert -widget.bias / widget.w1 == pytest.approx(4.6)


@pytest.mark.parametrize("x", ["here", math.nan, None])
def test_a_handle_goes_nowhere_by_nonsense(x):
    widget = exhibits.create("line-by-hand")
    before = widget.view()
    with pytest.raises(ExhibitError, match="x: expected a number"):
        widget.do("move", name="first", x=x, y=0)
    with pytest.raises(ExhibitError, match="'third' can't be moved"):
        widget.do("move", name="third", x=0, y=0)
    assert widget.view() == before


def test_without_a_line_in_sight_there_is_nothing_to_drag():
    widget = exhibits.create("line-by-hand", {"w1": 0, "w2": 0})
    assert not handles(widget)
    assert widget.view()["texts"]["wrong"] == str((widget._points[:, 2] < 0).sum())


def test_the_computer_goes_on_from_the_reader_s_line():
    widget = exhibits.create("line-by-hand", {"w1": -0.35, "w2": -0.35, "bias": 0.2})
    assert int(widget.view()["texts"]["wrong"]) > 245
    for _ in range(5):
        widget.do("learn")
    learned = boundary.learn(Line(-0.35, -0.35, 0.2), epochs=5)
    assert line_of(widget) == pytest.approx(learned.line())
    texts = widget.view()["texts"]
    assert int(texts["wrong"]) <= 1
    assert texts["state"] == f"After 5 epochs of training: test loss {learned.losses[0, -1, 1]:.4f}."
    at_once = exhibits.create("line-by-hand", {"w1": -0.35, "w2": -0.35, "bias": 0.2})
    at_once.do("learn", epochs=5)
    assert at_once.view() == widget.view()
    widget.do("set", name="w1", value=1)
    assert widget.view()["texts"]["state"] == "Drawn by you."


def test_a_point_s_sum_decides_its_side():
    widget = exhibits.create("point-and-line", {"w1": 0.5, "w2": -1, "bias": 1.0})
    widget.do("move", name="point", x=2, y=1)
    view = widget.view()
    assert view["texts"]["sum"] == "0.50 · 2.0 − 1.00 · 1.0 + 1.00 = 1.00"
    assert view["texts"]["side"] == "blue"
    assert view["texts"]["distance"] == "The point is 0.89 away from the line."
    widget.do("move", name="point", x=2, y=2)  # on the line itself
    assert widget.view()["texts"]["side"] == "orange"
    assert widget.view()["plots"]["neuron"]["label"] == "The neuron adds up 1.00 plus −2.00 plus 1.00, which is 0.00"


def test_twenty_starts_part_the_clouds_and_one_line_remains_where_they_overlap():
    widget = exhibits.create("many-starts")
    lines = [mark for mark in widget.view()["plots"]["plane"]["marks"] if mark["mark"] == "line"]
    assert 15 <= len(lines) <= 20  # a first line may be beyond the picture
    widget.do("play", to=5)
    while widget.epoch < 5:
        widget.do("go", milliseconds=0)
    learned = boundary.many_starts(20, 5)
    low, high = learned.losses[:, 5, 1].min(), learned.losses[:, 5, 1].max()
    assert high < 0.02
    assert widget.view()["texts"]["losses"] == f"{low:.3f} to {high:.3f}"
    widget.do("set", name="clouds", value="overlapping")
    widget.do("set", name="epoch", value=100)
    assert widget.view()["texts"]["spread"] == "0.01°"
    widget.do("set", name="epoch", value=0)
    assert float(widget.view()["texts"]["spread"].rstrip("°")) > 60
    assert not widget.view()["busy"]


def test_all_epochs_are_trained_ahead_while_the_picture_stays():
    widget = exhibits.create("many-starts", {"epoch": 3})
    before, portions = widget.view(), 0
    assert before["busy"]
    while widget.view()["busy"]:
        widget.do("go", milliseconds=0)
        portions += 1
    assert widget.view() == {**before, "busy": False}
    assert 40 < portions < 60
    widget.do("play")
    assert widget.epoch == 3
    widget.do("go")
    assert widget.epoch == 4
    assert "play" in widget.view()["off"]


def test_other_starts_are_other_starts():
    widget = exhibits.create("many-starts")
    before = widget.view()["plots"]
    widget.do("again")
    assert widget.view()["plots"] != before
    widget.do("start_over")
    assert widget.view()["plots"] == before
