"""Epochs that take long: played in parts, over several requests of the page, and taken back where something else is asked for."""

import copy
import json

import numpy as np
import pytest

from pycore import Playground, bounds
from pycore.data import tables
from pycore.nn import epoch_tapes
from pycore.page import bridge
from pycore.picture.frame import MOST_OF_A_PICTURE, finest_side

#: What an epoch may be made of: rests of batches, masks and choices that are drawn, repeated epochs, memories, runs.
KINDS = {
    "a carried rest": {"batch_size": 30, "perc_train_data": 47},
    "dropout": {"dropout": 0.3, "network_shape": (6, 3)},
    "dropout by batch": {"dropout": 0.3, "dropout_mask": "batch"},
    "autotuning": {"learning_rate_autotuning": 0.5, "prevent_loss_increases": True, "learning_rate": 1},
    "Adam with L1": {"optimizer": "adam", "regularization": "L1", "regularization_rate": 0.03},
    "three runs": {"runs": 3, "learning_rate": 3, "prevent_loss_increases": True},
    "a stop": {"stop_loss": 0.45, "runs": 3},
}


@pytest.fixture(autouse=True)
def unhurried():
    """Here it counts how long a request takes."""


@pytest.fixture
def in_parts(monkeypatch):
    """Here every epoch takes long, and has parts of a few calls."""
    monkeypatch.setattr(epoch_tapes, "_LONG", 0.0)
    monkeypatch.setattr(epoch_tapes, "_PART", 1e-5)


def same(one, other):
    """Whether what `getstate` gave is the same, to the bit."""
    return json.dumps(one, default=lambda a: a.tolist()) == json.dumps(other, default=lambda a: a.tolist())


def state(p):
    return copy.deepcopy(p.getstate())


@pytest.mark.parametrize("kind", KINDS)
def test_an_epoch_in_parts_is_the_same_epoch_and_taken_back_leaves_nothing(monkeypatch, kind):
    plain = Playground(seed="0.7", **KINDS[kind])
    assert not plain.takes_long
    monkeypatch.setattr(epoch_tapes, "_LONG", 0.0)
    monkeypatch.setattr(epoch_tapes, "_PART", 1e-5)
    p = Playground(seed="0.7", **KINDS[kind])
    assert p.takes_long
    plain.train(3)
    assert p.train(3) == 3 and same(state(plain), state(p))
    before = state(p)
    for parts in (1, 5):
        training = p.training(2)
        for _ in range(parts):
            assert 0 < next(training) <= 1
        with p.between_epochs():
            assert same(state(p), before)
        training.close()
        assert same(state(p), before)
    training = p.training(4)
    for share in training:
        with p.between_epochs():
            assert p.losses.shape == (p.runs, 2) and 0 < share <= 1
    plain.train(4)
    assert same(state(plain), state(p))


class Clock:
    """A clock that a part of an epoch moves on."""

    def __init__(self, monkeypatch, seconds):
        self.now = 0.0
        monkeypatch.setattr(bridge.time, "perf_counter", lambda: self.now)
        play = epoch_tapes.play

        def slow(tape):
            self.now += seconds
            play(tape)

        monkeypatch.setattr(epoch_tapes, "play", slow)


def header(instance):
    return instance.buffer[: 8 * 24].view(np.float64)


@pytest.mark.usefixtures("in_parts")
def test_an_epoch_goes_on_from_request_to_request_and_the_picture_waits_for_its_end(monkeypatch):
    instance = bridge.open("seed=0.5")
    picture = instance.buffer[8 * 24 :].copy()
    clock = Clock(monkeypatch, 0.03)
    left, requests, shares = 3, 0, []
    while left:
        began = clock.now
        instance.frame(left, 0)
        assert clock.now - began <= bridge.REQUEST_SECONDS + 0.03 + 1e-9
        left, share, epoch = int(header(instance)[20]), header(instance)[21], int(header(instance)[0])
        assert left == 3 - epoch and 0 <= share <= 1
        if epoch == 0:
            assert np.array_equal(instance.buffer[8 * 24 :], picture)
            shares.append(share)
        requests += 1
    assert requests > 9 and shares == sorted(shares) and shares[0] < 0.2
    plain = Playground(seed="0.5")
    plain.train(3)
    assert instance._model.history.tolist() == plain.history.tolist()
    assert header(instance)[:3].tolist() == [3, plain.loss_train, plain.loss_test] and header(instance)[21] == 0


@pytest.mark.usefixtures("in_parts")
def test_at_full_speed_every_epoch_that_took_long_is_in_the_history(monkeypatch):
    instance = bridge.open("seed=0.5")
    Clock(monkeypatch, 0.03)
    while instance._model.epoch < 4:
        instance.frame(-1, 50)
    assert instance._model.history[:, 0].tolist()[:5] == [0, 1, 2, 3, 4]


@pytest.mark.usefixtures("in_parts")
def test_what_is_asked_meanwhile_finds_the_network_from_before_the_epoch_which_goes_on(monkeypatch):
    plain = Playground(seed="0.5")
    instance = bridge.open("seed=0.5")
    Clock(monkeypatch, 0.03)
    before = instance.snapshot()
    layers = instance.ask("layers")
    instance.frame(1, 0)
    assert header(instance)[21] > 0
    share = header(instance)[21]
    assert instance.snapshot() == before and instance.ask("layers") == layers
    instance.frame(0, 0)  # a picture of something else, say
    assert header(instance)[0] == 0 and header(instance)[21] == share
    while instance._model.epoch < 1:
        instance.frame(1, 0)
    plain.train(1)
    assert header(instance)[1] == plain.loss_train


ROWS = "x1,x2,label\n1,1,a\n-1,-1,b\n2,1,a\n-2,-1,b\n"


def with_weight(p, value):
    p.network.parameters[0, 0] = value
    p.parameters_changed()


@pytest.mark.usefixtures("in_parts")
@pytest.mark.parametrize(
    ("change", "alike"),
    [
        (lambda i: i.reset(), lambda p: None),
        (lambda i: i.configure('{"learningRate": 0.1}'), lambda p: p.configure(learning_rate=0.1)),
        (lambda i: i.ask("setParameter", '{"index": 0, "value": 0.5}'), lambda p: with_weight(p, 0.5)),
        (lambda i: i.use(json.dumps({"text": ROWS, "skipBad": False})), lambda p: p.use(tables.parse(ROWS))),
    ],
    ids=["reset", "configure", "a weight", "data"],
)
def test_what_changes_the_network_takes_back_the_epoch_that_is_under_way(monkeypatch, change, alike):
    plain = Playground(seed="0.5")
    instance = bridge.open("seed=0.5")
    Clock(monkeypatch, 0.03)
    instance.frame(1, 0)
    assert header(instance)[21] > 0
    change(instance)
    alike(plain)
    instance.frame(0, 0)
    assert header(instance)[0] == 0 and header(instance)[21] == 0 and header(instance)[1] == plain.loss_train
    while instance._model.epoch < 1:
        instance.frame(1, 0)
    plain.train(1)
    assert header(instance)[1] == plain.loss_train


@pytest.mark.usefixtures("in_parts")
def test_networks_that_are_compared_stay_together_where_an_epoch_is_taken_back(monkeypatch):
    instance = bridge.open("networkShape=1&percTrainData=20", compared="widths")
    Clock(monkeypatch, 0.03)
    for _ in range(12):
        instance.frame(1, 0)
    playgrounds = instance._model.playgrounds
    assert len({p.epoch for p in playgrounds}) == 2  # some are ahead
    instance.frame(0, 0)
    instance.configure('{"learningRate": 0.1}')
    assert len({p.epoch for p in playgrounds}) == 1


@pytest.mark.parametrize(
    ("shape", "options", "long"),
    [
        ((64,) * 5, {"batch_size": 1}, True),
        ((150, 100), {"batch_size": 1, "optimizer": "adam"}, True),
        ((30,) * 20, {"batch_size": 1}, True),
        ((250, 60), {"batch_size": 500, "prevent_loss_increases": True}, False),
        ((4, 2), {"batch_size": 1}, False),
        ((8,) * 6, {}, False),
    ],
)
def test_what_an_epoch_takes_is_known_before_and_no_part_of_a_request_is_longer_than_that(monkeypatch, shape, options, long):
    played = []
    monkeypatch.setattr(epoch_tapes, "play", lambda tape: played.append(len(tape)) or [call() for call in tape])
    p = Playground(network_shape=shape, **options)
    assert p.takes_long is long and p.train(1) == 1
    numbers = p.network.parameters.size * (3 * len(p.train_points) + len(p.trainer._every_update) * len(p.train_points) / p.batch_size)
    seconds = sum(played) * epoch_tapes._CALL + numbers * epoch_tapes._NUMBER
    assert (seconds > epoch_tapes._LONG) is long
    if long:
        assert max(played) <= 1 + sum(played) * epoch_tapes._PART / seconds
    assert p.network.parameters.shape[1] * finest_side(p.network) ** 2 <= MOST_OF_A_PICTURE
    assert max(bounds.MOST_MULTIPLICATIONS, MOST_OF_A_PICTURE / 2) * epoch_tapes._NUMBER <= 0.2
