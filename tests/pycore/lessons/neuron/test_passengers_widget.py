"""The passengers' neuron shows every number on the way, for each passenger, and explains the part that is pointed at."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.neuron import passengers_model as passengers

#: chance, sum and whether it is right, from the facts' table, with a digit less.
EXPECTED = [
    ("38.1 %", "−0.487", True),
    ("48.7 %", "−0.053", False),
    ("53.7 %", "0.150", True),
    ("49.9 %", "−0.002", False),
    ("33.0 %", "−0.706", True),
    ("58.7 %", "0.352", False),
    ("36.9 %", "−0.538", True),
    ("26.4 %", "−1.026", True),
]


def texts_of(view):
    return [mark["text"] for mark in view["plots"]["neuron"]["marks"] if mark["mark"] == "node"]


@pytest.mark.parametrize("row", range(8))
def test_t1_each_passenger(row):
    neuron = exhibits.create("passenger-neuron")
    neuron.do("choose", row=str(row))
    view = neuron.view()
    chance, total, is_right = EXPECTED[row]
    assert view["texts"]["chance"] == chance and view["shown"]["good"] == is_right and view["shown"]["bad"] != is_right
    assert {chance, total, "−0.017", "0.704", "−0.116"} <= set(texts_of(view))
    assert view["tables"]["passengers"]["strong"] == [row]
    assert view["tables"]["passengers"]["rows"][row][3:] == [chance, "✓" if is_right else "✗"]


def test_five_of_eight_and_the_rule_behind_it():
    neuron = exhibits.create("passenger-neuron")
    view = neuron.view()
    assert view["texts"]["right"] == "5 of 8"
    assert view["texts"]["limits"] == "All that these weights say: women younger than 34.9 years survive, no man does."
    neuron.do("set", name="weights", value="trained")
    view = neuron.view()
    assert view["texts"]["right"] == "7 of 8"
    assert (
        view["texts"]["limits"] == "All that these weights say: every woman survives (the age limit would be 259), no man does."
    )


def test_before_a_passenger_is_chosen_the_neuron_asks_for_one():
    neuron = exhibits.create("passenger-neuron")
    assert neuron.view()["texts"]["chance"] == "–" and "?" in texts_of(neuron.view())
    assert not neuron.view()["shown"]["good"] and not neuron.view()["shown"]["bad"]
    for part in ("sum", "sigmoid", "result"):
        neuron.do("look", name=part)
        assert neuron.view()["texts"]["tip"].startswith("Choose a passenger")
    assert exhibits.create("passenger-neuron", {"passenger": 3}).row == 2
    with pytest.raises(ExhibitError, match="passenger: expected a whole number from 0 to 8, got '9'"):
        exhibits.create("passenger-neuron", {"passenger": "9"})


def test_what_is_pointed_at_explains_itself_and_what_is_picked_stays():
    neuron = exhibits.create("passenger-neuron", {"passenger": 1})
    neuron.do("look", name="weight-age")
    assert neuron.view()["texts"]["tip"] == "Each year of age adds −0.016852 to the sum."
    assert "−0.016852" in texts_of(neuron.view())
    neuron.do("pick", name="sum")
    neuron.do("look", name="sigmoid")
    assert neuron.view()["texts"]["tip"] == "Number in: −0.48705. Then 1 / (1 + e^0.48705) = 0.38059."
    neuron.do("look", name="")
    assert neuron.view()["texts"]["tip"] == "−0.37074 from age, 0.00000 from sex, −0.11631 from the bias: together −0.48705."
    neuron.do("pick", name="sum")
    assert neuron.view()["texts"]["tip"].startswith("Point at a part")
    with pytest.raises(ExhibitError, match="'heart' is no part of the neuron"):
        neuron.do("look", name="heart")


def test_every_spot_can_be_looked_at():
    neuron = exhibits.create("passenger-neuron", {"passenger": 4})
    (spots,) = [mark for mark in neuron.view()["plots"]["neuron"]["marks"] if mark["mark"] == "spots"]
    said = set()
    for name, *_ in spots["rows"]:
        neuron.do("look", name=name)
        said.add(neuron.view()["texts"]["tip"])
    assert len(said) == len(spots["rows"]) == 9
    assert len(passengers.PASSENGERS) == len(neuron.view()["tables"]["passengers"]["rows"])
