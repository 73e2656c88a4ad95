"""Networks learn as well as the reference's do: medians of test losses over 30 seeds, trained side by side.

The expectations are percentiles of 30 other seeds of the reference and of its fork. Where both samples come from one
distribution, the median of one falls between the 10th and the 90th percentile of the other beyond any doubt, and between the
20th and the 80th in more than 97 of 100 samples: the place of a median of 30 varies by 0.09, the difference of two by 0.13.
The seeds are fixed, so what holds once holds always.
"""

import numpy as np
import pytest

from pycore import Playground

RELU = {"activation": "relu"}
LOG = {"loss": "log"}
DEEP = {**LOG, "network_shape": (4, 2, 2, 2, 2, 2)}
SQUARES = {"x": False, "y": False, "x_squared": True, "y_squared": True}
#: Settings; epochs; the 10th, 50th and 90th percentile of the reference's test losses then.
ROWS = {
    "circle": ({}, 100, (0.007, 0.017, 0.072)),
    "circle, longer": ({}, 300, (0.002, 0.004, 0.011)),
    "exclusive or": ({"dataset": "xor"}, 100, (0.011, 0.029, 0.095)),
    "exclusive or, longer": ({"dataset": "xor"}, 300, (0.002, 0.008, 0.055)),
    "spiral": ({"dataset": "spiral"}, 100, (0.473, 0.484, 0.500)),
    "multi gaussian": ({"problem": "regression", "reg_dataset": "reg-gauss"}, 100, (0.019, 0.021, 0.024)),
    "one ReLU": ({**RELU, "network_shape": (1,)}, 100, (0.408, 0.422, 0.507)),
    "five ReLUs": ({**RELU, "network_shape": (5,)}, 100, (0.009, 0.015, 0.022)),
    "five linear units": ({"activation": "linear", "network_shape": (5,)}, 100, (0.500, 0.507, 0.524)),
    "five ReLUs and the squares": ({**RELU, **SQUARES, "network_shape": (5,)}, 40, (0.005, 0.006, 0.010)),
    "six layers of two ReLUs": ({**RELU, "network_shape": (2, 2, 2, 2, 2, 2)}, 100, (0.493, 0.500, 0.511)),
    "log loss": (LOG, 100, (0.014, 0.029, 0.052)),
    "log loss, deep": (DEEP, 100, (0.693, 0.694, 0.706)),
    "log loss, too much L2": ({**LOG, "regularization": "L2", "regularization_rate": 0.1}, 100, (0.693, 0.695, 0.705)),
}


def final_losses(settings, epochs):
    """(30,): the test losses of 30 seeds."""
    p = Playground(runs=30, **settings)
    p.train(epochs)
    return p.losses[:, 1]


@pytest.mark.parametrize("row", ROWS)
def test_medians_are_the_reference_s_and_its_are_ours(row):
    settings, epochs, (low, median, high) = ROWS[row]
    losses = final_losses(settings, epochs)
    assert low <= np.median(losses) <= high
    assert np.percentile(losses, 20) - 0.0005 <= median <= np.percentile(losses, 80) + 0.0005  # theirs has three decimals


@pytest.mark.parametrize(
    ("settings", "median", "high"),
    [
        ({"dataset": "gauss"}, 0.001, 0.0015),
        ({"problem": "regression"}, 0.001, 0.0015),
        ({**DEEP, "layerwise_gradient_normalization": 0.8}, 0.0005, 0.024),
    ],
    ids=["gauss", "plane", "log loss, deep, normalised"],
)
def test_what_comes_to_next_to_nothing_there_does_so_here(settings, median, high):
    losses = final_losses(settings, 100)
    assert np.median(losses) <= median
    assert np.percentile(losses, 90) <= high


def test_normalisation_by_layer_is_what_lets_the_deep_network_learn():
    """The same 30 seeds: at a standstill without it, learnt with it."""
    plain = final_losses(DEEP, 100)
    normalised = final_losses({**DEEP, "layerwise_gradient_normalization": 0.8}, 100)
    assert np.median(plain) > 0.69
    assert (normalised < plain).mean() > 0.85
