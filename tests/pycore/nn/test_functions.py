"""Activations and losses: the reference's table, their slopes, and what happens far away from zero."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycore import Playground
from pycore.nn.functions import ACTIVATIONS, activate, derivative
from pycore.nn.losses import LOSSES

AT = [-2, -0.5, 0, 0.5, 2]
#: f and f' at the points AT.
TABLE = {
    "tanh": ((-0.96402758, -0.46211716, 0, 0.46211716, 0.96402758), (0.07065082, 0.78644773, 1, 0.78644773, 0.07065082)),
    "relu": ((0, 0, 0, 0.5, 2), (0, 0, 0, 1, 1)),
    "sigmoid": ((0.11920292, 0.37754067, 0.5, 0.62245933, 0.88079708), (0.10499359, 0.23500371, 0.25, 0.23500371, 0.10499359)),
    "leaky_relu": ((-0.02, -0.005, 0, 0.5, 2), (0.01, 0.01, 0.01, 1, 1)),
    "elu": ((-0.86466472, -0.39346934, 0, 0.5, 2), (0.13533528, 0.60653066, 1, 1, 1)),
    "swish": ((-0.23840584, -0.18877033, 0, 0.31122967, 1.76159416), (-0.09078425, 0.26003881, 0.5, 0.73996119, 1.09078425)),
    "softplus": (
        (0.12692801, 0.47407698, 0.69314718, 0.97407698, 2.12692801), (0.11920292, 0.37754067, 0.5, 0.62245933, 0.88079708),
    ),
    "linear": ((-2, -0.5, 0, 0.5, 2), (1, 1, 1, 1, 1)),
    "sine": ((-0.90929743, -0.47942554, 0, 0.47942554, 0.90929743), (-0.41614684, 0.87758256, 1, 0.87758256, -0.41614684)),
    "step": ((0, 0, 0, 1, 1), (0, 0, 0, 0, 0)),
}  # fmt: skip

#: What each activation and its slope come to at -1000 and at 1000.
FAR = {
    "tanh": ((-1, 1), (0, 0)),
    "relu": ((0, 1000), (0, 1)),
    "sigmoid": ((0, 1), (0, 0)),
    "leaky_relu": ((-10, 1000), (0.01, 1)),
    "elu": ((-1, 1000), (0, 1)),
    "swish": ((0, 1000), (0, 1)),
    "softplus": ((0, 1000), (0, 1)),
    "linear": ((-1000, 1000), (1, 1)),
    "sine": ((-math.sin(1000), math.sin(1000)), (math.cos(1000), math.cos(1000))),
    "step": ((0, 1), (0, 0)),
}


def test_every_activation_is_in_the_tables_of_this_file():
    assert set(TABLE) == set(FAR) == set(ACTIVATIONS)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_slopes_are_the_reference_s_to_eight_digits(name):
    values, slopes = TABLE[name]
    assert activate(name, AT) == pytest.approx(values, abs=5.1e-9)
    assert derivative(name, AT) == pytest.approx(slopes, abs=5.1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_far_from_zero_nothing_overflows_and_nothing_is_not_a_number(name):
    values, slopes = FAR[name]
    assert activate(name, [-1000, 1000]) == pytest.approx(values, abs=1e-300)
    assert derivative(name, [-1000, 1000]) == pytest.approx(slopes, abs=1e-300)
    everywhere = np.concatenate([-np.logspace(-300, 3, 400), [0.0], np.logspace(-300, 3, 400)])
    assert np.isfinite(activate(name, everywhere)).all()
    assert np.isfinite(derivative(name, everywhere)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=st.floats(-30, 30))
def test_the_slope_is_the_central_difference(name, z):
    h = 1e-5
    if name in ("relu", "leaky_relu", "elu", "step") and abs(z) <= h:
        return  # the kink, or the jump of the second derivative
    low, high = activate(name, [z - h, z + h])
    size = max(1, abs(low), abs(high))
    assert derivative(name, [z])[0] == pytest.approx((high - low) / (2 * h), abs=1e-9 + 1e-10 * size)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_arrays_of_any_shape_are_taken_and_left_as_they_were(name):
    z = np.linspace(-3, 3, 24).reshape(2, 3, 4)
    before = z.copy()
    for result in (activate(name, z), derivative(name, z)):
        assert result.shape == z.shape
        assert result.dtype == np.float64
    assert np.array_equal(z, before)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_many_numbers_at_once_give_what_each_gives_alone(name):
    # Large arrays may be computed in another form; it differs in the last bits only.
    z = np.linspace(-40, 40, 1001)
    for function in (activate, derivative):
        alone = np.concatenate([function(name, part) for part in np.array_split(z, 20)])
        assert function(name, z) == pytest.approx(alone, rel=1e-14, abs=2e-15)


def test_nothing_is_learned_through_a_step_and_all_is_above_it():
    p = Playground(activations=("tanh", "step"), network_shape=(4, 3), seed="0.3")
    before = p.layers()
    p.train(20)
    for layer, (old, new) in enumerate(zip(before, p.layers(), strict=True)):
        assert np.array_equal(old[1], new[1]) == (layer < 2)
    assert p.loss_train < 0.47 < 0.5 < Playground(p.settings).loss_train


def test_sines_draw_rings_better_than_as_many_tanhs():
    waves, bends = (
        Playground(dataset="rings", network_shape=(8,), activation=name, learning_rate=0.1) for name in ("sine", "tanh")
    )
    waves.train(150)
    bends.train(150)
    assert waves.loss_train < bends.loss_train / 3 < 0.01


def loss(name, outputs, labels):
    """The loss of single points: (outputs, n) against (outputs, n) -> (n,), with the axis of runs that LOSSES wants."""
    return LOSSES[name].value(np.array([outputs], float), np.array([labels], float))[0]


def test_the_log_loss_is_the_reference_s():
    outputs = [-1, -0.9, 0, 0.9, 1]
    expected = [32.236191, 2.995732, 0.693147, 0.051293, 3.3e-13]
    positive = loss("log", [outputs], [[1] * 5])
    assert positive[:-1] == pytest.approx(expected[:-1], abs=5.1e-7)
    assert positive[-1] == pytest.approx(expected[-1], rel=0.02)
    negative = loss("log", [outputs[::-1]], [[-1] * 5])
    assert negative == pytest.approx(positive, rel=1e-4)  # 1 - 1e-14 is rounded


def test_the_squared_loss_is_half_the_square():
    assert loss("squared", [[3.0, -1.0, 0.5]], [[1.0, 1.0, 0.5]]).tolist() == [2.0, 2.0, 0.0]


def test_cross_entropy_is_the_surprise_at_the_true_class_and_bounded():
    outputs = np.array([[0.5, 1.0, 0.25], [0.25, 0.0, 0.25], [0.25, 0.0, 0.5]])
    labels = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1]])
    assert loss("cross-entropy", outputs, labels) == pytest.approx([np.log(2), 14 * np.log(10), np.log(2)])


@given(outputs=st.lists(st.floats(-1, 1), min_size=1, max_size=5), label=st.sampled_from([-1.0, 1.0]))
def test_no_output_of_a_classifier_costs_more_than_the_bound_or_less_than_nothing(outputs, label):
    labels = [[label] * len(outputs)]
    assert (loss("log", [outputs], labels) <= 32.24).all()
    assert (loss("log", [outputs], labels) > 0).all()
    assert (loss("squared", [outputs], labels) <= 2).all()
