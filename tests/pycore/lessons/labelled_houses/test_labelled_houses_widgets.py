"""The labelled houses train as the facts say, in single steps and in portions; the hidden layer is tested on what it has not seen."""

import numpy as np
import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.labelled_houses import labelled_houses_model as labelled_houses
from pycore.lessons.labelled_houses.town import ALWAYS_GOOD, GRID, border


def train(exhibit):
    """Let it go on until it stops by itself; returns how many pictures that took."""
    pictures = 0
    while exhibit.view()["busy"]:
        exhibit.do("go", milliseconds=12)
        pictures += 1
        assert pictures < 1000
    return pictures


def test_s3_training_ends_at_the_best_there_is():
    houses = exhibits.create("labelled-houses")
    assert houses.view()["texts"]["loss"] == "0.6931"
    assert not houses.view()["busy"]
    houses.do("train")
    assert train(houses) == 250
    view = houses.view()
    assert (view["texts"]["steps"], view["texts"]["loss"], view["texts"]["right"]) == ("500", "0.5412", "7 of 10")
    assert view["shown"]["done"]
    rows = view["tables"]["houses"]["rows"]
    assert [row[4] for row in rows] == "0.5642 0.7825 0.4152 0.4657 0.5576 0.9081 0.8044 0.8363 0.8490 0.8169".split()
    assert [number for number, row in enumerate(rows, 1) if row[5] == "✗"] == [3, 5, 7]
    assert pytest.approx(0.6109, abs=5e-5) == ALWAYS_GOOD


def test_single_steps_portions_and_hundreds_are_the_same():
    views = []
    for clicks in ((100,), (10,) * 10, (1,) * 100):
        houses = exhibits.create("labelled-houses")
        for n in clicks:
            houses.do("steps", n=n)
        views.append(houses.view())
    assert views[0] == views[1] == views[2]


def test_pausing_going_on_and_starting_over():
    houses = exhibits.create("labelled-houses")
    first = houses.view()
    houses.do("train")
    assert houses.view()["off"] == ["train"]
    houses.do("go", milliseconds=12)
    houses.do("pause")
    houses.do("go", milliseconds=12)
    assert houses.view()["texts"]["steps"] == "2" and houses.view()["off"] == ["pause"]
    houses.do("again")
    assert houses.view() == first
    for n in (0, 7, "many"):
        with pytest.raises(ExhibitError, match="n: expected 1, 10 or 100"):
            houses.do("steps", n=n)


def test_a_house_that_is_looked_at_tells_its_scores():
    houses = exhibits.create("labelled-houses")
    houses.do("steps", n=100)
    houses.do("look", name="5")
    assert houses.view()["texts"]["chosen"].startswith("House 6, 1,985 sq ft, 4 bathrooms: Good with 0.90")
    assert "Its scores are 1.1" in houses.view()["texts"]["chosen"]
    houses.do("look", name="")
    assert houses.view()["texts"]["chosen"].startswith("Point at a house")
    houses.do("choose", row=2)
    assert "House 3" in houses.view()["texts"]["chosen"] and houses.view()["tables"]["houses"]["strong"] == [2]
    houses.do("pick", name="2")
    assert houses.view()["tables"]["houses"]["strong"] == []
    with pytest.raises(ExhibitError, match="house: expected 0 to 9, got '10'"):
        houses.do("look", name="10")


def lines_of(view):
    return [mark for mark in view["plots"]["houses"]["marks"] if mark["mark"] == "line"]


def test_g2_the_best_straight_line_is_right_eight_times():
    houses = exhibits.create("labelled-houses", {"best": True})
    (line,) = lines_of(houses.view())
    (x0, y0), (x1, y1) = line["points"]
    areas, bathrooms = labelled_houses.TEN.inputs
    side = ((x1 - x0) * (bathrooms - y0) - (y1 - y0) * (areas - x0) > 0) == labelled_houses.IS_GOOD
    assert side.sum() == 8
    assert houses.view()["shown"]["best"] and "right 8 times" in houses.view()["texts"]["best"]


def test_the_border_is_where_the_network_is_undecided():
    houses = exhibits.create("labelled-houses")
    assert lines_of(houses.view()) == []
    houses.do("steps", n=100)
    (line,) = lines_of(houses.view())
    inputs = (np.array(line["points"]).T - labelled_houses.SCALE.means[:, None]) / labelled_houses.SCALE.deviations[:, None]
    assert labelled_houses.probabilities(inputs, houses.weights, houses.biases)[0] == pytest.approx([0.5, 0.5])
    assert border(np.array([0.0, 0.0]), 1.0, "ink") == []


def test_the_map_shows_the_probability_at_the_middle_of_each_cell():
    houses = exhibits.create("labelled-houses")
    houses.do("steps", n=100)
    cells = houses.view()["plots"]["houses"]["marks"][0]
    first = labelled_houses.probabilities(GRID[:, :1], houses.weights, houses.biases)[0, 0]
    assert cells["rows"][0][0] == pytest.approx(0.75 * (2 * first - 1), abs=1e-3)
    area, bathrooms = GRID[:, 0] * labelled_houses.SCALE.deviations + labelled_houses.SCALE.means
    assert (area, bathrooms) == (pytest.approx(1330), pytest.approx(1.5 + 1 / 12))


@pytest.mark.parametrize(("units", "parameters"), [(4, 22), (8, 42)])
def test_g1_a_hidden_layer_gets_all_ten(units, parameters):
    hidden = exhibits.create("labelled-hidden", {"units": units})
    hidden.do("train")
    assert train(hidden) == 100
    view = hidden.view()
    assert (view["texts"]["steps"], view["texts"]["right"]) == ("1,000", "10 of 10") and view["shown"]["goal"]
    assert view["texts"]["parameters"] == f"{parameters} parameters to fit 10 houses"
    hidden.do("train")
    assert hidden.view()["texts"]["steps"] == "0"


def test_houses_left_out_are_judged_worse_than_by_always_saying_good():
    hidden = exhibits.create("labelled-hidden")
    hidden.do("test")
    assert hidden.view()["texts"]["test"] == "Training ten networks: step 0 of 1,000."
    assert train(hidden) == 100
    assert hidden.view()["texts"]["test"].startswith("4 of 10.")
    hidden.do("set", name="units", value=8)
    assert not hidden.view()["shown"]["test"]


def test_a_new_start_has_other_weights_and_starting_over_the_first_ones():
    hidden = exhibits.create("labelled-hidden")
    first = hidden.view()
    hidden.do("new_start")
    other = hidden.view()
    assert other["texts"]["loss"] != first["texts"]["loss"]
    hidden.do("start_over")
    assert hidden.view() == first
    hidden.do("set", name="activation", value="relu")
    assert hidden.view()["texts"]["loss"] != first["texts"]["loss"]


def test_two_neurons_rarely_do_and_a_long_loss_curve_stays_short():
    hidden = exhibits.create("labelled-hidden", {"units": 2})
    hidden.do("train")
    train(hidden)
    assert hidden.view()["texts"]["right"] == "9 of 10"
    line = next(mark for mark in hidden.view()["plots"]["loss"]["marks"] if mark["mark"] == "line")
    assert len(line["points"]) <= 162 and line["points"][-1][0] == 1000
