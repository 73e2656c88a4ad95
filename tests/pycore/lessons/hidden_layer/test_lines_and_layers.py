"""The numbers that the lesson of lines and layers tells, measured again from twenty seeds."""

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons.hidden_layer import hidden_model as hidden


@pytest.mark.parametrize(
    ("units", "loss", "slack", "right"),
    [(1, 0.42, 0.01, 0.646), (2, 0.274, 0.01, 0.832), (3, 0.019, 0.002, 0.996), (6, 0.014, 0.002, 1.0)],
)
def test_neurons_around_the_disc(units, loss, slack, right):
    p = Playground(hidden.SETTINGS, runs=20)
    p.configure(network_shape=(units,))
    p.train(300)
    assert np.median(p.losses[:, 1]) == pytest.approx(loss, abs=slack)
    assert np.median([p.accuracy(run=run) for run in range(20)]) == pytest.approx(right, abs=0.01)


def test_no_line_encloses_the_disc():
    p = Playground(hidden.SETTINGS.replace(network_shape=()), runs=20)
    p.train(100)
    assert np.median(p.losses[:, 1]) == pytest.approx(0.51, abs=0.005)


def test_the_spiral_s_loss_falls_late():
    p = Playground(hidden.SPIRAL)
    losses = []
    for epochs in (1, 99, 100):
        p.train(epochs)
        losses.append(p.loss_test)
    assert losses[1] > 0.8 * losses[0]
    assert losses[2] < 0.4 * losses[1]
