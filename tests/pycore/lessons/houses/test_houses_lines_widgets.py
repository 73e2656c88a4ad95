"""The first lesson's widgets show the story's numbers: a price of 360, an error of 2,058, and what other lines come to."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError


def texts(widget):
    return widget.view()["texts"]


def test_a_price_is_read_off_the_line_in_three_steps():
    look_up = exhibits.create("house-look-up")
    assert look_up.view()["off"] == ["step:by=-1"]
    for _ in range(2):
        look_up.do("step", by=1)
        assert texts(look_up)["price"] == "?"
    look_up.do("step", by=1)
    view = look_up.view()
    assert view["texts"]["price"] == "360 k$" and "asks for 400 k$" in view["texts"]["words"]
    assert view["off"] == ["step:by=1"]
    look_up.do("move", name="area", x=2504, y=17)
    assert texts(look_up)["area"] == "2,500" and texts(look_up)["price"] == "450 k$"
    assert "asks" not in texts(look_up)["words"]
    look_up.do("move", name="area", x=9e9, y=0)
    assert look_up.area == 2600


@pytest.mark.parametrize("details", [{"by": 2}, {"by": "1"}])
def test_steps_go_one_on_or_one_back(details):
    with pytest.raises(ExhibitError, match="step: expected -1 or 1"):
        exhibits.create("house-look-up").do("step", **details)


def test_only_the_house_moves():
    with pytest.raises(ExhibitError, match="'price' can't be moved here"):
        exhibits.create("house-look-up").do("move", name="price", x=2000, y=1)


def test_three_bars_become_the_error():
    errors = exhibits.create("house-errors")
    rows = errors.view()["tables"]["errors"]["rows"]
    assert [row[2:] for row in rows] == [["", "", ""]] * 3
    for number, (said, missed) in enumerate([("378.7", "+21.2"), ("288.0", "+41.9"), ("432.0", "−63.0")]):
        errors.do("step")
        table = errors.view()["tables"]["errors"]
        assert table["rows"][number][2:] == [said, missed, ""] and table["strong"] == [number]
    errors.do("step")
    assert [row[4] for row in errors.view()["tables"]["errors"]["rows"]] == ["448.6", "1,755.6", "3,969.0"]
    assert texts(errors)["error"] == "?"
    errors.do("step")
    assert texts(errors)["error"] == "2,058"
    assert "(449 + 1,756 + 3,969) / 3 = 2,058" in texts(errors)["words"]
    errors.do("step")
    assert errors.stage == errors.STAGES


def test_each_line_shows_its_error_once_it_is_tried():
    lines = exhibits.create("house-lines")
    shown = [error for _, error in lines.view()["tables"]["lines"]["rows"]]
    assert shown == ["2,058"] + ["?"] * 6
    for row, error in enumerate(["2,058", "2,747", "3,229", "2,017", "820", "799"]):
        lines.do("pick", row=row)
        view = lines.view()
        assert view["texts"]["error"] == error and view["tables"]["lines"]["rows"][row][1] == error
        assert view["tables"]["lines"]["strong"] == [row]


def test_the_readers_own_line_is_kept_when_others_are_tried():
    lines = exhibits.create("house-lines")
    lines.do("set", name="weight", value=0.059)
    lines.do("set", name="bias", value=246)
    assert texts(lines)["error"] == "447"
    lines.do("pick", row=2)
    assert texts(lines)["error"] == "3,229"
    lines.do("pick", row=6)
    assert (texts(lines)["error"], texts(lines)["weight"], texts(lines)["bias"]) == ("447", "0.059", "246.0")
    assert lines.view()["tables"]["lines"]["rows"][6][0] == "Your own: 0.059 × area + 246.0"
    lines.do("start_over")
    assert lines.view() == exhibits.create("house-lines").view()


@pytest.mark.parametrize("row", [7, -1, "0", True, None])
def test_there_are_seven_lines(row):
    with pytest.raises(ExhibitError, match="row: expected one from 0 to 6"):
        exhibits.create("house-lines").do("pick", row=row)


def test_a_lesson_may_begin_with_a_line_of_its_own():
    lines = exhibits.create("house-lines", {"weight": "0.1", "bias": "140"})
    assert texts(lines)["error"] == "1,155" and lines.view()["tables"]["lines"]["strong"] == [6]
