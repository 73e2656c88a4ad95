"""What all widgets' models have in common: values, actions, and views that JSON can hold."""

import json
import re

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, NumberList, action

#: Attributes that any element of HTML has, and those of our elements themselves.
GLOBAL = {
    *("accesskey", "autocapitalize", "autofocus", "class", "contenteditable", "dir", "draggable", "enterkeyhint", "exportparts"),
    *("hidden", "id", "inert", "inputmode", "is", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "lang", "nonce", "part"),
    *("popover", "role", "slot", "spellcheck", "start", "style", "tabindex", "theme", "title", "translate"),
}


class Lamp(Exhibit):
    DIALS = {"power": Dial(0, 10, 0.5, 2.5, "Power", "W", ".1f"), "bulbs": Dial(1, 3, 1, 1, "Bulbs", is_whole=True)}
    CHOICES = {
        "colour": Choice((("red", "Red"), ("blue", "Blue")), "red", "Colour"),
        "on": Choice(((False, "Off"), (True, "On")), False, "On"),
    }
    LISTS = {"hours": NumberList(0, 24, 3, (8.0, 20.0), "On at")}

    @action
    def break_it(self):
        self.power = 0

    def picture(self):
        return {"texts": {"hours": str(self.hours)}}


def test_a_view_has_the_values_and_what_the_picture_adds():
    lamp = Lamp(power="7", hours="6, 7.5", on="")
    assert lamp.view()["values"] == lamp.values == {"power": 7, "bulbs": 1, "colour": "red", "on": True, "hours": [6, 7.5]}
    assert lamp.view()["texts"] == {"power": "7.0", "bulbs": "1", "hours": "[6.0, 7.5]"}


def test_several_values_are_set_together_or_not_at_all():
    lamp = Lamp(power=3)
    lamp.do("configure", values={"power": "4", "colour": "blue"})
    assert (lamp.power, lamp.colour) == (4, "blue")
    with pytest.raises(ExhibitError, match="bulbs: expected a whole number from 1 to 3, got 7"):
        lamp.do("configure", values={"power": 5, "bulbs": 7}, begins=True)
    with pytest.raises(ExhibitError, match="values: expected names and values, got 3"):
        lamp.do("configure", values=3)
    assert (lamp.power, lamp.bulbs) == (4, 1)
    lamp.do("start_over")
    assert (lamp.power, lamp.colour) == (3, "red")
    lamp.do("configure", values={"power": 8, "colour": "blue"}, begins=True)
    lamp.do("set", name="power", value=1)
    lamp.do("start_over")
    assert (lamp.power, lamp.colour) == (8, "blue")
    lamp.do("configure", values={"power": None}, begins=True)
    assert lamp.power == 2.5
    with pytest.raises(ExhibitError, match="got None"):
        lamp.do("configure", values={"power": None})


def test_what_is_wrong_is_sorted_out_with_its_reason():
    right, faults = Lamp.sorted_out({"power": "much", "on": "true", "size": "3"})
    assert right == {"on": True}
    assert faults == {
        "power": "power: expected a number from 0 to 10, got 'much'",
        "size": "'size' is no value of this widget; there are power, bulbs, colour, on, hours",
    }


@pytest.mark.parametrize("name", exhibits.NAMES)
def test_values_can_be_attributes_and_are_what_json_can_hold(name):
    parts = exhibits.class_of(name).parts()
    for value, part in parts.items():
        assert re.fullmatch("[a-z][a-z0-9]*", value) and value not in GLOBAL, value
        assert part.kind in ("number", "integer", "choice", "flag", "numbers") and part.label and part.allowed
    made = exhibits.create(name)
    assert json.loads(json.dumps(made.values)) == made.values and list(made.values) == list(parts)
    # What is said of a widget makes the same widget, also as the text of attributes.
    texts = {key: ",".join(map(str, value)) if isinstance(value, list) else str(value) for key, value in made.values.items()}
    assert exhibits.create(name, texts).values == made.values


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
        ("hours", "1,25", "hours: expected 1 to 3 numbers from 0 to 24, with commas between them, got '1,25'"),
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
    with pytest.raises(ExhibitError, match="'size' is no value of this widget; there are power, bulbs, colour, on, hours"):
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
