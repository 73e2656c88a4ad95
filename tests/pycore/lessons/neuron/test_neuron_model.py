"""One neuron's activation: the check values of the explorers, and slopes that are the slopes of the values."""

import numpy as np
import pytest

from pycore.lessons.neuron import neuron_model as neuron
from pycore.nn.functions import ACTIVATIONS


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (-20, "0.00000000206"),
        (-5, "0.00669285092"),
        (-2, "0.11920292202"),
        (-1, "0.26894142137"),
        (0, "0.50000000000"),
        (1, "0.73105857863"),
        (2, "0.88079707798"),
        (5, "0.99330714908"),
        (20, "0.99999999794"),
    ],
)
def test_t2_the_sigmoid_with_eleven_decimals(x, text):
    assert f"{neuron.sigmoid(x):.11f}" == text
    assert neuron.explain("sigmoid", x).endswith(f"= {text}")


def test_t2_the_relu():
    assert [neuron.relu(x) for x in (-20, -0.01, 0, 3.5, 20)] == [0, 0, 0, 3.5, 20]
    assert neuron.explain("relu", 3.5) == "max(0, 3.5) = 3.5"
    assert neuron.explain("relu", -0.01) == "max(0, −0.01) = 0"


def test_the_formula_has_no_negative_zero():
    assert neuron.explain("sigmoid", 0.0) == "1 / (1 + e^0) = 0.50000000000"
    assert neuron.explain("sigmoid", 0.1 + 0.2).startswith("1 / (1 + e^−0.3)")


def test_an_activation_without_an_explorer_has_no_formula():
    with pytest.raises(KeyError, match="swish"):
        neuron.explain("swish", 1)


def test_curves_are_sampled_as_the_explorers_draw_them():
    assert neuron.curve("relu").tolist() == [[-20, 0], [-10, 0], [0, 0], [10, 10], [20, 20]]
    assert neuron.curve("sigmoid")[:, 0].tolist() == list(range(-20, 21))
    assert neuron.curve("tanh", -1, 1).shape == (101, 2)
    with pytest.raises(ValueError, match="expected low < high"):
        neuron.curve("tanh", 1, 1)


def test_every_slope_is_that_of_its_curve():
    x = np.array([-3.1, -0.7, 0.4, 2.2])
    compared = neuron.compare(x)
    assert compared.names == tuple(ACTIVATIONS)
    numerical = (neuron.compare(x + 1e-6).values - neuron.compare(x - 1e-6).values) / 2e-6
    assert compared.slopes == pytest.approx(numerical, abs=1e-8)
    assert neuron.compare([0.0], ("sigmoid", "tanh")).slopes.tolist() == [[0.25], [1.0]]


def test_a_condition_is_a_neuron():
    assert [neuron.fires(number) for number in (5, 9.99, 10, 12)] == [True, True, False, False]
    assert neuron.fires(5, smaller_than=4) is False
