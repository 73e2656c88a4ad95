"""What all widgets' models have in common: options, dials, actions, and views that JSON can hold."""

import json

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, action


class Lamp(Exhibit):
    DIALS = {"power": Dial(0, 10, 0.5, 2.5, "Power", "W", ".1f"), "bulbs": Dial(1, 3, 1, 1, "Bulbs", is_whole=True)}
    CHOICES = {
        "colour": Choice((("red", "Red"), ("blue", "Blue")), "red", "Colour"),
        "on": Choice(((False, "Off"), (True, "On")), False, "On"),
    }
    OPTIONS = {"place": (str, "hall")}

    @action
    def break_it(self):
        self.power = 0

    def picture(self):
        return {"texts": {"place": self.place}}


def test_a_view_has_the_dials_and_what_the_picture_adds():
    view = Lamp(power="7", place="attic").view()
    assert view["values"] == {"power": 7, "bulbs": 1, "colour": "red", "on": False}
    assert view["texts"] == {"power": "7.0", "bulbs": "1", "place": "attic"}


def test_setting_and_starting_over():
    lamp = Lamp(power=3)
    lamp.do("set", name="power", value="4.5")
    lamp.do("set", name="on", value=True)
    assert (lamp.power, lamp.on) == (4.5, True)
    lamp.do("break_it")
    assert lamp.power == 0
    lamp.do("start_over")
    assert (lamp.power, lamp.on) == (3, False)


@pytest.mark.parametrize(
    "name, value, words",
    [
        ("power", 11, "power: expected a number from 0 to 10, got 11"),
        ("power", "much", "power: expected a number from 0 to 10, got 'much'"),
        ("power", float("nan"), "power: expected a number from 0 to 10, got nan"),
        ("bulbs", 1.5, "bulbs: expected a whole number from 1 to 3, got 1.5"),
        ("colour", "green", "colour: expected one of red, blue, got 'green'"),
        ("on", 1, "on: expected one of False, True, got 1"),
        ("place", "here", "'place' can't be set here"),
    ],
)
def test_what_can_not_be_set_is_said_and_changes_nothing(name, value, words):
    lamp = Lamp()
    before = lamp.view()
    with pytest.raises(ExhibitError) as caught:
        lamp.do("set", name=name, value=value)
    assert str(caught.value) == words
    assert lamp.view() == before


def test_only_actions_can_be_done():
    for name in ("picture", "view", "_options", "changed", "nothing"):
        with pytest.raises(ExhibitError, match="can't be done here"):
            Lamp().do(name)


def test_unknown_widgets_and_options_are_named():
    with pytest.raises(ExhibitError, match="'lamp' is no widget; there are "):
        exhibits.create("lamp")
    with pytest.raises(ExhibitError, match="'size' is no option here; there are power, bulbs, colour, on, place"):
        Lamp(size=3)


@pytest.mark.parametrize("name", exhibits.NAMES)
def test_every_widget_has_a_first_view_that_json_can_hold_and_says_what_it_shows(name):
    exhibit = exhibits.create(name)
    view = exhibit.view()
    assert json.loads(json.dumps(view, allow_nan=False)).keys() == view.keys()
    assert exhibit.TITLE and exhibit.__doc__ and exhibit.SOURCE.startswith("pycore")
    assert all(plot["label"] for plot in view.get("plots", {}).values())
    exhibit.do("start_over")
    assert exhibit.view() == view


@pytest.mark.parametrize("name", exhibits.NAMES)
def test_every_dial_goes_to_both_ends(name):
    exhibit = exhibits.create(name)
    for dial, part in exhibit.DIALS.items():
        for end in (part.low, part.high):
            exhibit.do("set", name=dial, value=end)
            json.dumps(exhibit.view(), allow_nan=False)
    for choice, part in exhibit.CHOICES.items():
        for option, _ in part.options:
            exhibit.do("set", name=choice, value=option)
            json.dumps(exhibit.view(), allow_nan=False)
