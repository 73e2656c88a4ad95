"""Three and ten houses give the worked figures of their story, to the digits given there."""

import numpy as np
import pytest

from pycore.lessons.houses import houses_model as houses
from pycore.lessons.houses import linear_model as linear
from pycore.lessons.houses.houses_model import TEN, THREE


def test_the_houses_are_those_of_the_story_and_can_not_be_changed():
    assert THREE.inputs.tolist() == [[2104, 1600, 2400]]
    assert (TEN.inputs.shape, TEN.prices.shape) == ((2, 10), (10,))
    assert TEN.prices.sum() == pytest.approx(3138.999)
    assert TEN.inputs.mean(axis=1) == pytest.approx([1834.0, 3.1])
    assert TEN.inputs.std(axis=1) == pytest.approx([508.1789, 0.538516], abs=1e-4)
    assert np.corrcoef(TEN.inputs)[0, 1] == pytest.approx(0.63399, abs=5e-6)
    with pytest.raises(ValueError, match="read-only"):
        THREE.prices[0] = 1


def test_h1_the_error_table_of_the_first_line():
    table = houses.error_table(0.18)
    assert table[:, 2] == pytest.approx([378.72, 288, 432])
    assert table[:, 3] == pytest.approx([21.18, 41.90, -63])
    assert table[:, 4] == pytest.approx([448.5924, 1755.61, 3969])
    assert table[:, 4].mean() == pytest.approx(2057.7341, abs=1e-3)


@pytest.mark.parametrize(
    ("weight", "bias", "expected"),
    [
        (0.18, 0, 2057.7341),
        (0.19, 0, 2746.6099),
        (0.16, 0, 3229.3459),
        (0.1, 150, 799.0867),
        (0, 0, 134_971.6733),
        (0, 366.2666667, 820.4022),
    ],
)
def test_lines_that_are_tried(weight, bias, expected):
    assert houses.error(weight, bias) == pytest.approx(expected, abs=1e-4)


def test_h2_the_dials_start_just_above_the_goal_and_nothing_is_said():
    value = houses.error(*houses.TRIED[-1])
    assert value == pytest.approx(799.0867, abs=1e-4)
    assert round(value) == 799
    assert houses.message(value) == ""


def test_h3_the_best_line():
    (weight,), bias = houses.best_line()
    assert weight == pytest.approx(0.058487906, abs=1e-9)
    assert bias == pytest.approx(247.263274, abs=1e-6)
    assert houses.error(weight, bias) == pytest.approx(447.290974, abs=1e-6)
    assert weight * 2000 + bias == pytest.approx(364.239, abs=1e-3)


def test_h4_the_dials():
    surface = houses.error_surface()
    assert surface.size == 184_861
    weight, bias, least = houses.on_grid()
    assert (weight, bias) == (0.059, 246)
    assert least == pytest.approx(447.36857, abs=1e-5)
    assert [int((surface < limit).sum()) for limit in (450, 500, 600, 750, 799)] == [26, 503, 1452, 2884, 3349]
    assert surface.max() == surface[-1, -1] == pytest.approx(836_905.97, abs=5e-3)


def test_h5_the_best_line_through_the_origin():
    (weight,), bias = houses.best_line(has_bias=False)
    assert (weight, bias) == (pytest.approx(0.176893555, abs=1e-9), 0)
    assert houses.error(weight) == pytest.approx(2016.7319, abs=1e-4)


def test_h6_descent_from_zero():
    path = houses.gradient_descent(steps=10_000)
    expected = {
        0: (0, 0, 134_971.6733),
        1: (0.0075160987, 366.2666667, 964.5374),
        2: (0.0072605371, 350.9739112, 733.7882),
        10: (0.0077003740, 350.7073093, 728.6355),
        100: (0.0122710534, 341.3977504, 680.2744),
        200: (0.0168687878, 332.0330858, 636.2249),  # not ...859: with 50 digits it is ...85846
        500: (0.0280951279, 309.1672784, 548.0456),
        1000: (0.0404895458, 283.9223305, 482.6248),
        2000: (0.0521760363, 260.1192889, 451.6365),
        5000: (0.0582156776, 247.8177487, 447.2991),  # and here ...874485
        10_000: (0.0584864619, 247.2662153, 447.29097),
    }
    for step, (weight, bias, value) in expected.items():
        assert path.weights[step, 0] == pytest.approx(weight, abs=5.1e-11)
        assert path.biases[step] == pytest.approx(bias, abs=5.1e-8)
        assert path.errors[step] == pytest.approx(value, abs=5.1e-5)
    # h7, and the other goals
    assert [path.first_below(limit) for limit in (799, 750, 700, 600, 500, 450)] == [2, 2, 62, 302, 810, 2226]


def test_descent_from_where_the_dials_start():
    path = houses.gradient_descent(0.1, 150, 1000)
    assert path.errors[[1, 100, 1000]] == pytest.approx([637.3917, 601.5479, 470.6853], abs=5.1e-5)


def test_h8_ten_clicks_of_one_step_are_one_click_of_ten():
    weight, bias = 0.0, 0.0
    for _ in range(10):
        step = houses.gradient_descent(weight, bias)
        weight, bias = step.weights[-1], step.biases[-1]
    ten = houses.gradient_descent(steps=10)
    assert weight.tolist() == ten.weights[-1].tolist()
    assert bias == ten.biases[-1]


def test_h9_the_best_plane_makes_a_bathroom_lower_the_price():
    weights, bias = houses.best_line(TEN)
    assert weights == pytest.approx([0.18613026, -10.01238232], abs=5.1e-9)
    assert bias == pytest.approx(3.57538029, abs=5.1e-9)
    assert houses.error(weights, bias, TEN) == pytest.approx(1406.05263, abs=5.1e-6)
    assert weights @ [2000, 3] + bias == pytest.approx(345.80, abs=5e-3)


def test_ten_houses_by_area_or_by_bathrooms_alone():
    (weight,), bias = linear.best(TEN.inputs[0], TEN.prices)
    assert (weight, bias) == (pytest.approx(0.17940354, abs=5.1e-9), pytest.approx(-15.12619229, abs=5.1e-9))
    assert linear.error(TEN.inputs[0], TEN.prices, weight, bias) == pytest.approx(1423.4392, abs=5.1e-5)
    (weight,), bias = linear.best(TEN.inputs[1], TEN.prices)
    assert linear.error(TEN.inputs[1], TEN.prices, weight, bias) == pytest.approx(6756.7165, abs=5.1e-5)
    assert houses.error([0, 0], TEN.prices.mean(), TEN) == pytest.approx(9735.2430, abs=5.1e-5)


def test_h10_descent_for_ten_houses():
    path = houses.gradient_descent(steps=20_000, houses=TEN)
    expected = {
        0: (0, 0, 0, 108_268.3902),
        1: (0.00622023, 10.024797, 313.8999, 10_435.3453),
        2: (0.00587090, 8.961805, 271.4151, 8730.4084),
        10: (0.00917138, 10.784296, 265.0137, 8343.1527),
        100: (0.04022339, 25.274453, 162.7091, 5479.1998),
        500: (0.11217360, 38.329628, -10.5064, 2255.6872),
        1000: (0.14603632, 24.408805, -29.6098, 1685.8983),
        2000: (0.17178435, 3.233128, -11.1896, 1444.1432),
        5000: (0.18540415, -9.339415, 2.8201, 1406.1506),
        20_000: (0.18613026, -10.012382, 3.5754, 1406.05263),
    }
    for step, (area, bathrooms, bias, value) in expected.items():
        assert path.weights[step] == pytest.approx([area, bathrooms], abs=5.1e-7)
        assert path.weights[step, 0] == pytest.approx(area, abs=5.1e-9)
        assert path.biases[step] == pytest.approx(bias, abs=5.1e-5)
        assert path.errors[step] == pytest.approx(value, abs=5.1e-5)
    assert [path.first_below(limit) for limit in (8000, 5000, 3000, 2000, 1700, 1500)] == [19, 124, 302, 646, 976, 1546]


def test_h11_a_standardised_input_needs_fifty_steps():
    path = houses.gradient_descent(steps=50, is_standardised=True)
    assert path.errors[20] == pytest.approx(465.172, abs=5e-4)
    assert path.errors[50] == pytest.approx(447.2910, abs=5e-5)
    (weight,), bias = linear.unscale(path.weights[50], path.biases[50], linear.standardise(THREE.inputs)[1])
    assert weight == pytest.approx(0.058487, abs=1e-6)
    assert bias == pytest.approx(247.259745, abs=5.1e-7)  # with 50 digits; 247.2598 would be rounded twice


@pytest.mark.parametrize("data", [THREE, TEN], ids=["three", "ten"])
def test_h12_the_gradient_is_that_of_half_the_error(data):
    weights, bias = np.full(len(data.inputs), 0.1), 150.0
    coded = np.append(*linear.gradient(data.inputs, data.prices, weights, bias))
    for index, distance in enumerate([1e-5, 1e-3][: len(weights)] + [1e-3]):
        low, _, high = linear.nudge(data.inputs, data.prices, weights, bias, index, distance)
        assert (high - low) / (4 * distance) == pytest.approx(coded[index], rel=1e-6)


def test_the_weight_that_meets_a_goal_with_its_best_bias():
    """Around the best line the error is a parabola of the weight: a band for each goal."""
    for limit, low, high in [(799, 0.0017, 0.1153), (600, 0.0211, 0.0959), (450, 0.0535, 0.0635)]:
        met = [w for w in np.arange(1200) / 10_000 if houses.error(w, 366.26667 - 2034.66667 * w) < limit]
        assert (met[0], met[-1]) == (pytest.approx(low, abs=1.1e-4), pytest.approx(high, abs=1.1e-4))


def test_180_is_the_total_price_by_the_total_area():
    assert houses.price_per_area() == pytest.approx(0.180013, abs=5e-7)
    assert np.mean(THREE.prices / THREE.inputs[0]) == pytest.approx(0.18333, abs=2e-5)


def test_the_map_is_filled_where_the_parameters_have_been():
    path = houses.gradient_descent(0.1, 150.0, 1)
    seen = houses.visited(path)
    assert (~np.isnan(seen)).sum() == 1 + (houses.cell(path.weights[1, 0], path.biases[1]) != (4, 3))
    assert seen[4, 3] == path.errors[0]
    again = houses.visited(houses.gradient_descent(0.1, 151.0, 0), seen)
    assert again[4, 3] == path.errors[0]  # the first value stays
    assert houses.cell(-0.01, 0) is None
    assert houses.cell(0.4, 460) == (14, 14)


def test_the_whole_map_is_the_error_in_the_cells_middles():
    whole = houses.error_map()
    assert whole.shape == (15, 15)
    assert whole[8, 2] == pytest.approx(houses.error(0.4 * 2.5 / 15, 460 * 8.5 / 15))


def test_colours_change_between_the_levels():
    assert houses.heat([0, 400, 1e4, 1e5, 1e7]) == pytest.approx([0, 0, 1 / 3, 2 / 3, 1])


def test_every_goal_has_words_of_its_own():
    said = [houses.message(value) for value in (449.9, 450, 500, 600, 750, 799, 99_999, 100_000, 800_000)]
    assert [bool(text) for text in said] == [True] * 5 + [False] * 2 + [True] * 2
    assert len(set(said)) == 8
