"""Gradient descent in the second lesson takes the steps of the story, and the nudges show where they lead."""

import numpy as np
import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.houses import houses_model as houses
from pycore.lessons.houses import linear_model as linear


def stepped(*counts, **options):
    descent = exhibits.create("house-descent", options)
    for count in counts:
        descent.do("step", count=count)
    return descent


def texts(widget):
    return widget.view()["texts"]


@pytest.mark.parametrize(
    ("counts", "weight", "bias", "error"),
    [
        ([], 0, 0, 134_971.6733),
        ([1], 0.0075160987, 366.2666667, 964.5374),
        ([1, 1], 0.0072605371, 350.9739112, 733.7882),
        ([10], 0.0077003740, 350.7073093, 728.6355),
        ([100], 0.0122710534, 341.3977504, 680.2744),
        ([100] * 10, 0.0404895458, 283.9223305, 482.6248),
    ],
)
def test_steps_from_zero(counts, weight, bias, error):
    descent = stepped(*counts)
    assert descent.weight == pytest.approx(weight, abs=1e-9)
    assert descent.bias == pytest.approx(bias, abs=1e-6)
    assert descent.error == pytest.approx(error, abs=1e-4)
    assert texts(descent)["error"] == f"{error:,.0f}" and texts(descent)["steps"] == f"{sum(counts):,}"


def test_one_of_a_thing_is_called_so():
    assert [texts(stepped(*counts))["steps_word"] for counts in ([], [1], [1, 1])] == ["steps", "step", "steps"]
    assert stepped(1).view()["says"].startswith("1 step. ")
    nudge = exhibits.create("house-nudge")
    words = [texts(nudge)["nudges_word"]]
    nudge.do("take", side="better")
    assert [*words, texts(nudge)["nudges_word"]] == ["nudges", "nudge"]


@pytest.mark.parametrize("is_standardised", [False, True])
def test_ten_single_steps_are_one_click_on_ten(is_standardised):
    single, ten = (exhibits.create("house-descent", {"standardised": is_standardised}) for _ in range(2))
    for _ in range(10):
        single.do("step", count=1)
    ten.do("step", count=10)
    assert (single.weight, single.bias, single.error) == (ten.weight, ten.bias, ten.error)
    assert single.view()["plots"]["errors"] == ten.view()["plots"]["errors"]


def test_from_where_the_dials_are():
    descent = stepped(weight=0.1, bias=150)
    for count, error in ((1, 637.3917), (10, None), (100, None)):
        descent.do("step", count=count)
        assert error is None or descent.error == pytest.approx(error, abs=1e-4)
    dialled = exhibits.create("house-descent")
    dialled.do("set", name="weight", value=0.1)
    dialled.do("set", name="bias", value=150)
    assert (dialled.steps, round(dialled.error)) == (0, 799)
    dialled.do("step", count=100)
    assert dialled.error == pytest.approx(601.5479, abs=1e-4)


def test_fifty_steps_do_what_five_thousand_did():
    descent = stepped(*[100] * 50)
    assert descent.error == pytest.approx(447.2991, abs=1e-4)
    descent.do("set", name="standardised", value=True)
    assert (descent.weight, descent.bias, descent.steps) == (0, 0, 0)
    for _ in range(5):
        descent.do("step", count=10)
    assert descent.error == pytest.approx(447.2910, abs=1e-4)
    assert (round(descent.weight, 6), round(descent.bias, 4)) == (0.058487, 247.2597)
    assert descent.view()["tables"]["runs"]["rows"] == [["as it is", "5,000", "447"], ["standardised", "50", "447"]]


def test_it_goes_on_by_itself_and_stops_when_nothing_is_left_to_gain():
    descent = exhibits.create("house-descent")
    assert not descent.view().get("busy")
    descent.do("run")
    pictures = 0
    while descent.view()["busy"]:
        descent.do("go", milliseconds=12)
        pictures += 1
    assert 480 < pictures < 500
    assert texts(descent)["state"] == "As good as the best there is." and "run" in descent.view()["off"]
    descent.do("run")
    assert not descent.view()["busy"]


def test_a_pause_holds_it():
    descent = exhibits.create("house-descent")
    descent.do("run")
    descent.do("go", milliseconds=12)
    descent.do("run")
    error = descent.error
    descent.do("go", milliseconds=12)
    assert descent.error == error and not descent.view()["busy"]


def test_double_rates_run_away_unless_the_input_is_standardised():
    descent = stepped(100, 100, rate="2")
    assert descent.error > 1e9 and "run away" in texts(descent)["state"]
    assert "step" in descent.view()["off"]
    steps = descent.steps
    descent.do("step", count=100)
    assert descent.steps == steps
    assert stepped(10, 10, 10, rate=2, standardised=True).error == pytest.approx(447.291, abs=1e-3)


def test_the_history_keeps_the_last_two_hundred():
    descent = stepped(100, 100, 10)
    points = next(mark for mark in descent.view()["plots"]["errors"]["marks"] if mark["mark"] == "line")["points"]
    assert len(points) == 200 and points[-1] == [210, descent.error]
    descent.do("set", name="logarithmic", value=False)
    assert not descent.view()["plots"]["errors"]["y"]["log"] and descent.steps == 210


def test_the_map_fills_where_the_path_leads_until_the_whole_is_asked_for():
    def filled(descent):
        cells = descent.view()["plots"]["map"]["marks"][1]["rows"]
        return sum(value is not None for row in cells for value in row), len(cells) ** 2

    descent = exhibits.create("house-descent")
    assert filled(descent) == (1, 225)
    descent.do("step", count=100)
    assert filled(descent) == (2, 225)
    for _ in range(30):
        descent.do("step", count=100)
    several, _ = filled(descent)
    assert 4 < several < 20
    descent.do("set", name="weight", value=0.3)
    assert filled(descent)[0] == several + 1
    descent.do("set", name="surface", value=True)
    assert filled(descent) == (900, 900) and descent.steps == 0
    descent.do("start_over")
    assert descent.view() == exhibits.create("house-descent").view()


@pytest.mark.parametrize("count", [0, 2, -1, "1", True, None])
def test_a_click_takes_one_ten_or_a_hundred(count):
    with pytest.raises(ExhibitError, match="count: expected one of 1, 10, 100"):
        exhibits.create("house-descent").do("step", count=count)


def test_rescaling_is_undone_by_unscaling():
    _, scale = linear.standardise(houses.TEN.inputs)
    weights, bias = linear.unscale(*linear.rescale([0.18, -10], 3.5, scale), scale)
    assert weights == pytest.approx([0.18, -10]) and bias == pytest.approx(3.5)
    path = linear.unscale_path(houses.gradient_descent(steps=300, houses=houses.TEN, is_standardised=True), scale)
    assert path.weights[-1] == pytest.approx([0.18613026, -10.01238232], abs=1e-6)
    assert path.biases[-1] == pytest.approx(3.57538, abs=1e-4)
    predicted = linear.error(*houses.TEN, path.weights[7], path.biases[7])
    assert predicted == pytest.approx(path.errors[7])


def test_nudges_show_the_error_to_both_sides():
    nudge = exhibits.create("house-nudge")
    shown = texts(nudge)
    expected = [houses.error(0.1 + side, 140) for side in (-0.01, 0, 0.01)]
    assert [shown["lower"], shown["error"], shown["higher"]] == [f"{error:,.0f}" for error in expected]
    assert shown["words"].startswith("Raising the weight") == (int(np.argmin(expected)) == 2)


def test_the_difference_of_the_neighbours_is_the_slope():
    nudge = exhibits.create("house-nudge", {"parameter": "bias", "size": "small"})
    _, half = linear.gradient(*houses.THREE, 0.1, 140)
    assert texts(nudge)["slope"] == f"{2 * half:+,.0f}".replace("-", "−")


def test_taking_the_better_side_until_there_is_none():
    nudge = exhibits.create("house-nudge")
    for part in ("bias", "weight", "bias"):
        nudge.do("set", name="parameter", value=part)
        while "take:side=better" not in nudge.view()["off"]:
            before = texts(nudge)["error"]
            nudge.do("take", side="better")
            assert float(texts(nudge)["error"].replace(",", "")) <= float(before.replace(",", ""))
        nudges = nudge.nudges
        nudge.do("take", side="better")
        assert nudge.nudges == nudges
    assert houses.error(nudge.weight, nudge.bias) < 750
    nudge.do("start_over")
    nudge.do("take", side="lower")
    assert (round(nudge.weight, 4), nudge.nudges) == (0.09, 1)


def test_a_nudge_stays_on_the_dial():
    nudge = exhibits.create("house-nudge", {"weight": 0, "bias": 0})
    nudge.do("take", side="lower")
    assert (nudge.weight, nudge.nudges) == (0, 0)
    with pytest.raises(ExhibitError, match="side: expected lower, higher or better"):
        nudge.do("take", side="up")
