"""Ten houses with two inputs: the steps of the story, the predictions, and what each weight adds to a price."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.houses import houses_model as houses


def stepped(*counts, **options):
    two = exhibits.create("house-two", options)
    for count in counts:
        two.do("step", count=count)
    return two


@pytest.mark.parametrize(
    ("counts", "weights", "bias", "error"),
    [
        ([], (0, 0), 0, 108_268.3902),
        ([1], (0.00622023, 10.024797), 313.8999, 10_435.3453),
        ([1, 1], (0.00587090, 8.961805), 271.4151, 8_730.4084),
        ([10], (0.00917138, 10.784296), 265.0137, 8_343.1527),
        ([100], (0.04022339, 25.274453), 162.7091, 5_479.1998),
        ([100] * 10, (0.14603632, 24.408805), -29.6098, 1_685.8983),
        ([100] * 50, (0.18540415, -9.339415), 2.8201, 1_406.1506),
    ],
)
def test_steps_from_zero(counts, weights, bias, error):
    two = stepped(*counts)
    assert two.weights == pytest.approx(weights, abs=1e-5)
    assert two.bias == pytest.approx(bias, abs=1e-4)
    assert two.error == pytest.approx(error, abs=1e-4)
    assert two.view()["texts"]["error"] == f"{error:,.0f}"


def test_ten_single_steps_are_one_click_on_ten():
    assert stepped(*[1] * 10).view() == stepped(10).view()


def test_standardised_inputs_need_a_hundred_steps():
    two = stepped(100, standardised="True")
    assert two.error == pytest.approx(1406.05263, abs=1e-3)
    assert two.weights == pytest.approx([0.186, -9.97], abs=1e-2)
    assert two.view()["texts"]["state"] == "As good as the best there is."


def test_goals_and_the_history_of_three_hundred():
    two = stepped(*[100] * 7)
    shown = two.view()["shown"]
    assert [shown[f"below{limit}"] for limit in two.GOALS] == [True, True, True, False, False]
    points = next(mark for mark in two.view()["plots"]["errors"]["marks"] if mark["mark"] == "line")["points"]
    assert len(points) == 300


def test_the_table_has_every_house_with_its_prediction():
    two = exhibits.create("house-two")
    for name, value in (("weight1", 0.1861), ("weight2", -10.012), ("bias", 3.6)):
        two.do("set", name=name, value=value)
    assert two.view()["texts"]["error"] == "1,406"
    table = two.view()["tables"]["houses"]
    assert len(table["rows"]) == 10 and table["rows"][0] == ["2,104", "3", "399.9", "365.1", "+34.8"]
    assert [row[1] for row in table["rows"]] == ["3", "3", "3", "2", "4", "4", "3", "3", "3", "3"]
    assert table["strong"] == [1]
    assert "bathrooms" in two.DIALS["weight2"].label


def test_the_network_shows_both_weights():
    label = stepped(100).view()["plots"]["network"]["label"]
    assert label == "One neuron: area times 0.040, baths times 25.274, plus 162.7, gives the price"


def test_each_input_adds_its_part_to_the_price():
    quote = exhibits.create("house-quote")
    view = quote.view()
    assert (view["texts"]["price"], view["texts"]["error"]) == ("345.8 k$", "1,406")
    assert view["texts"]["more"] == "One bathroom more, at the same area, changes the price by −10.0 k$."
    assert [row[2] for row in view["tables"]["terms"]["rows"]] == ["+372.3", "−30.0", "+3.6", "345.8"]
    quote.do("set", name="baths", value=4)
    assert quote.view()["texts"]["price"] == "335.8 k$"


@pytest.mark.parametrize(("inputs", "error", "more"), [("area", "1,423", "+0.0"), ("baths", "6,757", "+101.3")])
def test_what_a_network_with_one_input_makes_of_it(inputs, error, more):
    view = exhibits.create("house-quote", {"inputs": inputs}).view()
    assert view["texts"]["error"] == error
    assert f"by {more} k$" in view["texts"]["more"]


def test_bars_in_space_end_on_the_plane():
    space = exhibits.create("house-quote").view()["plots"]["space"]
    (weight1, weight2), bias = houses.best_line(houses.TEN)
    ends = next(mark for mark in space["marks"] if mark["mark"] == "segments")["ends"]
    for (*_, price), (area, baths) in zip(ends, houses.TEN.inputs.T, strict=True):
        assert price * 300 + 350 == pytest.approx(weight1 * area + weight2 * baths + bias)
