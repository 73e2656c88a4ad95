"""The softmax calculator: the story's inputs to four places, and what changes nothing changes nothing."""

import math

import numpy as np
import pytest

from pycore.lessons.softmax.softmax_model import EXAMPLES, parameter_count, softmax, working

EXPECTED = {
    (1,): [1],
    (1, 1): [0.5, 0.5],
    (0, 1): [0.2689, 0.7311],
    (2, 4): [0.1192, 0.8808],
    (5, 10): [0.0067, 0.9933],
    (-1, 0, 1): [0.0900, 0.2447, 0.6652],
    (1, 2, 4): [0.0420, 0.1142, 0.8438],
}


@pytest.mark.parametrize("values", EXAMPLES, ids=str)
def test_s1_the_seven_inputs(values):
    found = softmax(values)
    assert found.round(4).tolist() == EXPECTED[values]
    assert found.sum() == pytest.approx(1, abs=1e-12)
    assert softmax(np.array(values) + 1000) == pytest.approx(found, abs=1e-15)
    assert softmax(values, shift=-12.5) == pytest.approx(found, abs=1e-15)


def test_only_differences_count():
    assert softmax([1, 2]) == pytest.approx([0.26894142, 0.73105858], abs=5e-9)
    assert softmax([1, 2]).tolist() == softmax([0, 1]).tolist()
    smaller, larger = softmax([2, 4])
    assert larger / smaller == pytest.approx(math.e**2)


def test_large_numbers_do_not_overflow_and_the_temperature_divides():
    assert softmax([800, -800]).tolist() == [1, 0]
    assert softmax([1e308, -1e308]).tolist() == softmax([1, 0], temperature=1e-308).tolist() == [1, 0]
    assert softmax([2, 4], temperature=2).tolist() == softmax([1, 2]).tolist()
    assert softmax([2, 4], temperature=1e9) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("values", [[], [[1, 2]], [1, math.nan], [math.inf]])
def test_what_is_no_list_of_numbers_is_refused(values):
    with pytest.raises(ValueError, match="values: expected one or more finite numbers"):
        softmax(values)


@pytest.mark.parametrize("temperature", [0, -1, math.nan, math.inf])
def test_the_temperature_is_above_zero(temperature):
    with pytest.raises(ValueError, match="temperature: expected a number above 0"):
        softmax([1, 2], temperature=temperature)


def test_s4_the_shape_of_a_network():
    assert parameter_count(2, 2) == (4, 2)
    assert parameter_count(2, 2).total == 6
    assert parameter_count(784, 10).total == 7850


@pytest.mark.parametrize(("features", "classes", "name"), [(0, 2, "features"), (2, -1, "classes"), (2.5, 1, "features")])
def test_a_shape_has_at_least_one_of_each(features, classes, name):
    with pytest.raises(ValueError, match=f"{name}: expected a whole number of at least 1"):
        parameter_count(features, classes)


def test_the_working_divides_each_exponential_by_their_sum():
    for values, temperature in (([2, 4], 1.0), ([-1, 0, 1], 0.5), ([690, 701.5], 1.0), ([5, -9999, 9999], 0.1)):
        shown = working(values, temperature)
        assert shown.exponentials / shown.total == pytest.approx(shown.probabilities)
        assert shown.total == pytest.approx(shown.exponentials.sum())
    assert working([2, 4]).taken_away == 0 and working([690, 701.5]).taken_away == 701.5
    assert working([80, 2], temperature=0.1).taken_away == 80
