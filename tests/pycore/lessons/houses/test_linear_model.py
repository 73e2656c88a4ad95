"""The linear model: its slope is the slope of its error, descent is exact step by step, and the best line is the best."""

import numpy as np
import pytest

from pycore.lessons.houses import linear_model as linear

INPUTS = np.array([[1.0, 2.0, 4.0, 5.0], [0.0, 1.0, -1.0, 2.0]])
TARGETS = np.array([1.0, 3.0, 2.0, 6.0])


def test_one_step_by_hand():
    """x = 1, 3; y = 2, 4; w = 0, b = 0: predictions 0; mean(-y x) = -(2 + 12) / 2 = -7, mean(-y) = -3, error (4 + 16) / 2."""
    path = linear.descend([1.0, 3.0], [2.0, 4.0], 0.0, 0.0, (0.1, 0.1), 1)
    assert path.errors[0] == 10
    assert path.weights[1] == pytest.approx([0.7])
    assert path.biases[1] == pytest.approx(0.3)


@pytest.mark.parametrize("direction", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (0.3, -2, 1)])
def test_the_gradient_is_the_derivative_of_half_the_error(direction):
    weights, bias = np.array([0.4, -0.7]), 0.2
    slope, by_bias = linear.gradient(INPUTS, TARGETS, weights, bias)
    move = np.array(direction, float)

    def half(distance):
        moved = np.append(weights, bias) + distance * move
        return linear.error(INPUTS, TARGETS, moved[:-1], moved[-1]) / 2

    numerical = (half(1e-5) - half(-1e-5)) / 2e-5
    assert np.append(slope, by_bias) @ move == pytest.approx(numerical, rel=1e-8)


def test_following_the_whole_error_takes_steps_twice_as_long():
    half = linear.descend(INPUTS, TARGETS, [0.0, 0.0], 0.0, (0.02, 0.04), 7)
    whole = linear.descend(INPUTS, TARGETS, [0.0, 0.0], 0.0, (0.01, 0.02), 7, is_halved=False)
    assert whole.weights == pytest.approx(half.weights, rel=1e-12)
    assert whole.biases == pytest.approx(half.biases, rel=1e-12)


def test_descent_leaves_what_it_was_given_as_it_was_and_ends_at_the_best():
    start = np.array([1.0, 1.0])
    path = linear.descend(INPUTS, TARGETS, start, 0.0, (0.05, 0.05), 3000)
    weights, bias = linear.best(INPUTS, TARGETS)
    assert start.tolist() == [1, 1]
    assert path.weights[-1] == pytest.approx(weights, abs=1e-9)
    assert path.biases[-1] == pytest.approx(bias, abs=1e-9)
    assert path.first_below(path.errors[5]) == 6
    assert path.first_below(0) is None


def test_descent_at_a_rate_that_is_too_large_grows_beyond_numbers_without_failing():
    path = linear.descend([1.0, 3.0], [2.0, 4.0], 0.0, 0.0, (10.0, 10.0), 500)
    assert not np.isfinite(path.errors[-1])


def test_the_best_without_a_bias_is_the_projection():
    weights, bias = linear.best([1.0, 2.0], [1.0, 1.0], has_bias=False)
    assert weights == pytest.approx([3 / 5])  # sum of x y over sum of x²
    assert bias == 0


def test_weights_for_standardised_inputs_predict_the_same_for_raw_ones():
    scaled, scale = linear.standardise(INPUTS)
    assert scaled.mean(axis=1) == pytest.approx([0, 0], abs=1e-15)
    assert scaled.std(axis=1) == pytest.approx([1, 1])
    raw, bias = linear.unscale([2.0, -1.0], 0.5, scale)
    assert linear.predict(INPUTS, raw, bias) == pytest.approx(linear.predict(scaled, [2.0, -1.0], 0.5))


def test_the_surface_is_the_error_at_each_pair():
    surface = linear.error_surface(INPUTS[0], TARGETS, [0.0, 1.0, 2.0], [-1.0, 0.5])
    assert surface.shape == (2, 3)
    assert surface[1, 2] == pytest.approx(linear.error(INPUTS[0], TARGETS, 2.0, 0.5))


def test_a_nudge_shows_the_error_on_both_sides():
    before, here, after = linear.nudge(INPUTS, TARGETS, [0.0, 0.0], 0.0, 2, 0.1)
    assert here == linear.error(INPUTS, TARGETS, [0.0, 0.0])
    assert after < here < before  # all targets are above 0: a higher bias is better


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: linear.predict(INPUTS, 1.0), "weights: expected 2, one a feature"),
        (lambda: linear.error(INPUTS, [1.0], [1.0, 1.0]), "targets: expected shape"),
        (lambda: linear.descend(INPUTS, TARGETS, [0, 0], 0, (1, 1), -1), "steps: expected a whole number"),
        (lambda: linear.error_surface(INPUTS, TARGETS, [0], [0]), "inputs: expected one feature, got 2"),
        (lambda: linear.standardise([[1.0, 2.0], [3.0, 3.0]]), "feature 1 is the same everywhere"),
        (lambda: linear.predict([], 1.0), "inputs: expected shape"),
    ],
)
def test_wrong_arguments_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_a_nudge_of_a_parameter_that_is_not_there_is_refused():
    with pytest.raises(IndexError, match="expected one from 0 to 2, got 3"):
        linear.nudge(INPUTS, TARGETS, [0.0, 0.0], 0.0, 3, 0.1)
