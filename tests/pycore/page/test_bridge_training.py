"""How the page trains at full speed: in portions, to time, with one look at the losses for each picture."""

import numpy as np
import pytest

from pycore.page import bridge
from pycore.playground import Playground


@pytest.fixture
def looks(monkeypatch):
    """The epochs at which losses are added to a history."""
    epochs = []
    look = Playground.look
    monkeypatch.setattr(Playground, "look", lambda playground: (look(playground), epochs.append(playground.epoch)))
    return epochs


def test_at_full_speed_the_losses_are_looked_at_once_for_each_picture(looks):
    instance = bridge.open("networkShape=3")
    for _ in range(3):
        instance.frame(300, 10_000)
    assert looks == [300, 600, 900]
    assert instance._model.history[:, 0].tolist() == [0, 300, 600, 900]
    plain = Playground(network_shape=(3,))
    plain.train(900)
    assert np.array_equal(plain.network.parameters, instance._model.network.parameters)
    assert plain.history[-1].tolist() == instance._model.history[-1].tolist()


def test_networks_that_are_compared_are_looked_at_once_for_each_picture_too(looks):
    instance = bridge.open("networkShape=1&percTrainData=5", compared="widths")
    instance.frame(8, 10_000)
    assert looks == [8] * len(instance._model.playgrounds)


def test_a_run_that_stops_is_looked_at_where_it_stopped(looks):
    instance = bridge.open("stopEpoch=40")
    instance.frame(-1, 10_000)
    assert instance._model.stopped == "epoch" and looks == [40]
    instance.frame(-1, 10_000)
    assert instance._model.history[-1, 0] == 40


def test_training_without_looks_leaves_the_history_as_it_was_until_one_looks():
    p = Playground()
    assert p.train(25, looks=False) == 25 and p.history[:, 0].tolist() == [0]
    p.look()
    p.look()
    assert p.history[:, 0].tolist() == [0, 25] and p.history[-1, 1] == p.loss_train
