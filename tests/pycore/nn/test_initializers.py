"""First weights: their bounds and moments, the order in which they are drawn, and what starts at zero."""

import math

import numpy as np
import pytest

from pycore import Playground
from pycore.data.rng import SeededRandom
from pycore.nn.initializers import INITIALIZERS, initialize
from pycore.settings import by_name

#: The standard deviation of a weight in a layer of `fan_in` inputs and `fan_out` units.
DEVIATIONS = {
    "uniform": lambda fan_in, fan_out: 1 / math.sqrt(12),
    "xavier": lambda fan_in, fan_out: math.sqrt(2 / (fan_in + fan_out)),
    "he": lambda fan_in, fan_out: math.sqrt(2 / fan_in),
    "lecun": lambda fan_in, fan_out: math.sqrt(1 / fan_in),
    "orthogonal": lambda fan_in, fan_out: math.sqrt(1 / max(fan_in, fan_out)),
}


def drawn(name, *shapes, seed="0.6"):
    """Layers (units, inputs + 1) that an initialiser has filled."""
    layers = [np.full((units, inputs + 1), np.nan) for units, inputs in shapes]
    initialize(name, layers, SeededRandom(seed))
    return layers


def test_every_initialiser_can_be_chosen_and_is_tested_here():
    assert set(INITIALIZERS) == {value for value, _ in by_name["initialization"].options} == set(DEVIATIONS) | {"zero"}


@pytest.mark.parametrize(("units", "inputs"), [(40, 60), (60, 20)])
@pytest.mark.parametrize("name", DEVIATIONS)
def test_the_mean_is_zero_and_the_deviation_is_the_formula_s(name, units, inputs):
    weights = drawn(name, (units, inputs))[0][:, :-1]
    deviation = DEVIATIONS[name](inputs, units)
    count = units * inputs
    assert weights.mean() == pytest.approx(0, abs=4 * deviation / math.sqrt(count))
    assert weights.std() == pytest.approx(deviation, rel=4 / math.sqrt(2 * count))


@pytest.mark.parametrize("name", ["he", "lecun"])
def test_normal_weights_have_normal_tails(name):
    weights = drawn(name, (60, 60))[0][:, :-1] / DEVIATIONS[name](60, 60)
    assert (abs(weights) > 1).mean() == pytest.approx(0.3173, abs=0.03)
    assert (abs(weights) > 2).mean() == pytest.approx(0.0455, abs=0.015)
    assert abs(weights).max() > 3


@pytest.mark.parametrize(("name", "bound"), [("uniform", 0.5), ("xavier", math.sqrt(6 / 100))])
def test_uniform_weights_fill_their_bounds(name, bound):
    weights = drawn(name, (40, 60))[0][:, :-1]
    assert abs(weights).max() <= bound
    assert weights.max() > 0.99 * bound and weights.min() < -0.99 * bound


@pytest.mark.parametrize("name", INITIALIZERS)
def test_biases_are_a_tenth_with_the_reference_s_weights_and_zero_with_all_others(name):
    for layer in drawn(name, (4, 2), (2, 4), (1, 2)):
        assert (layer[:, -1] == (0.1 if name == "uniform" else 0)).all()
        assert np.isfinite(layer).all()


@pytest.mark.parametrize(("units", "inputs"), [(5, 5), (3, 8), (8, 3), (1, 4), (4, 1), (1, 1)])
def test_orthogonal_rows_or_columns_are_orthonormal(units, inputs):
    weights = drawn("orthogonal", (units, inputs))[0][:, :-1]
    product = weights @ weights.T if units <= inputs else weights.T @ weights
    assert product == pytest.approx(np.eye(min(units, inputs)), abs=1e-14)


def test_orthogonal_weights_have_no_preferred_sign():
    corners = [drawn("orthogonal", (3, 3), seed=str(seed))[0][0, 0] for seed in range(60)]
    assert 15 < sum(corner > 0 for corner in corners) < 45


def test_weights_are_drawn_layer_by_layer_unit_by_unit_input_by_input():
    rng = SeededRandom("0.6")
    for layer in drawn("uniform", (3, 2), (2, 3), (1, 2)):
        for unit in layer:
            for weight in unit[:-1]:
                assert weight == rng.random() - 0.5
    rng = SeededRandom("0.6")
    for layer in drawn("he", (3, 2), (1, 3)):
        for weight in layer[:, :-1].flat:
            assert weight == rng.normal(0, 2 / (layer.shape[1] - 1))


def test_zero_draws_as_the_uniform_does_so_that_what_follows_is_the_same():
    generators = [SeededRandom("0.6"), SeededRandom("0.6")]
    layers = [[np.empty((4, 3)), np.empty((1, 5))] for _ in generators]
    for name, own, rng in zip(("zero", "uniform"), layers, generators, strict=True):
        initialize(name, own, rng)
    assert all((layer == 0).all() for layer in layers[0])
    assert generators[0].random() == generators[1].random()


@pytest.mark.parametrize(
    "settings", [{"init_zero": True}, {"initialization": "zero"}, {"init_zero": True, "initialization": "he"}]
)
def test_a_playground_can_start_at_zero(settings):
    p = Playground(**settings)
    assert (p.network.parameters == 0).all()
    assert np.array_equal(p.train_points, Playground().train_points)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_a_layer_without_inputs_has_only_its_biases(name):
    p = Playground(initialization=name, x=False, y=False)
    assert p.layers()[0][1].shape == (4, 0)
    assert np.isfinite(p.network.parameters).all()


@pytest.mark.parametrize("name", sorted(set(INITIALIZERS) - {"zero"}))
def test_every_run_draws_its_own(name):
    p = Playground(initialization=name, runs=3)
    assert len({tuple(run) for run in p.network.parameters.tolist()}) == 3
