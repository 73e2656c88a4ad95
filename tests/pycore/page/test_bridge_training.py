"""How the page trains at full speed: in portions, to time, with one look at the losses for each picture."""

import numpy as np
import pytest

from pycore.nn.trainer import Trainer
from pycore.page import bridge
from pycore.playground import Playground


@pytest.fixture(autouse=True)
def unhurried():
    """Here it counts how long a request takes."""


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


class Clock:
    """A clock on which every epoch of a network takes as long as one likes."""

    def __init__(self, monkeypatch, seconds):
        self.now = 0.0
        monkeypatch.setattr(bridge.time, "perf_counter", lambda: self.now)
        epoch = Trainer.epoch

        def counted(trainer, *args):
            self.now += seconds
            epoch(trainer, *args)

        monkeypatch.setattr(Trainer, "epoch", counted)


def left(instance):
    return int(instance.buffer[8 * 20 : 8 * 21].view(np.float64)[0])


@pytest.mark.parametrize(("asked", "stop"), [(1, 0), (7, 0), (25, 0), (400, 0), (400, 260)])
@pytest.mark.parametrize("seconds", [0.001, 0.03, 0.5])
def test_one_request_is_short_however_many_epochs_it_asks_for_and_the_next_ones_go_on(monkeypatch, asked, stop, seconds):
    asked = min(asked, 40) if seconds > 0.001 else asked
    plain = Playground(network_shape=(3,), stop_epoch=stop)
    plain.train(asked)
    instance = bridge.open(f"networkShape=3&stopEpoch={stop}")
    clock = Clock(monkeypatch, seconds)
    to_train, requests = asked, 0
    while to_train:
        began = clock.now
        instance.frame(to_train, 0)
        assert clock.now - began <= max(bridge.REQUEST_SECONDS, seconds) + 1e-9
        assert left(instance) < to_train
        to_train, requests = left(instance), requests + 1
    assert instance._model.epoch == plain.epoch
    assert instance._model.history.tolist() == plain.history.tolist()
    assert requests <= 2 + plain.epoch * max(1, seconds / bridge.REQUEST_SECONDS)


def test_networks_that_are_compared_are_trained_in_short_requests_too(monkeypatch):
    instance = bridge.open("networkShape=1&percTrainData=5", compared="seeds")
    clock = Clock(monkeypatch, 0.03)
    instance.frame(40, 0)
    header = instance.buffer[:24].view(np.float64)
    assert header[0] + header[2] == 40 and header[2] > 30 and clock.now <= bridge.REQUEST_SECONDS
