"""The dials of the second lesson: its goals, what stays reached, and a drawing that stays within its plot."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.houses import houses_marks
from pycore.lessons.houses.houses_dials_widget import GOALS


def turned(weight, bias):
    dials = exhibits.create("house-dials")
    dials.do("set", name="weight", value=weight)
    dials.do("set", name="bias", value=bias)
    return dials


def reached(dials):
    return [goal for goal in GOALS if dials.view()["shown"][f"below{goal}"]]


def test_the_dials_begin_above_the_goal():
    dials = exhibits.create("house-dials")
    assert dials.view()["texts"]["error"] == "1,155"
    assert reached(dials) == [] and not dials.view()["shown"]["message"]
    assert dials.view()["texts"]["next"] == "Next goal: below 799."


@pytest.mark.parametrize(
    ("weight", "bias", "error", "goals"),
    [
        (0.1, 150, "799", []),
        (0.1, 155, "696", [799, 750]),
        (0.08, 212, "570", [799, 750, 600]),
        (0.059, 246, "447", [799, 750, 600, 500, 450]),
        (0.4, 460, "836,906", []),
    ],
)
def test_the_goals_below_the_error_are_reached(weight, bias, error, goals):
    dials = turned(weight, bias)
    assert dials.view()["texts"]["error"] == error
    assert reached(dials) == goals


def test_a_goal_stays_reached_until_one_starts_over():
    dials = turned(0.059, 246)
    dials.do("set", name="bias", value=0)
    assert reached(dials) == list(GOALS)
    assert dials.view()["texts"]["next"] == "All goals reached."
    dials.do("start_over")
    assert reached(dials) == []


def test_being_shown_the_best_reaches_no_goal():
    dials = exhibits.create("house-dials")
    dials.do("best")
    assert dials.view()["texts"]["error"] == "447" and "computer" in dials.view()["texts"]["message"]
    assert reached(dials) == [] and dials.view()["texts"]["next"].endswith(" with your own hands.")


@pytest.mark.parametrize(("weight", "bias"), [(0, 0), (0.4, 0), (0, 460), (0.4, 460), (0.25, 100), (0.1, 140)])
def test_line_and_bars_stay_within_the_plot(weight, bias):
    areas, prices = houses_marks.NEAR_AREAS, houses_marks.NEAR_PRICES
    drawn = [*houses_marks.line(weight, bias), *houses_marks.bars(weight, bias)]
    points = [point for mark in drawn if mark["mark"] == "line" for point in mark["points"]]
    points += [end for mark in drawn if mark["mark"] == "segments" for row in mark["ends"] for end in (row[:2], row[2:])]
    assert points
    for area, price in points:
        assert areas["low"] <= area <= areas["high"] and prices["low"] - 1e-9 <= price <= prices["high"] + 1e-9
        assert (
            price in (prices["low"], prices["high"]) or abs(weight * area + bias - price) < 1e-9 or price in (399.9, 329.9, 369.0)
        )


def test_the_network_says_what_the_dials_say():
    network = turned(0.059, 246).view()["plots"]["network"]
    assert network["label"] == "One neuron: area times 0.059, plus 246.0, gives the price"
