"""Training with points that count differently, with a remainder that has an update of its own, and in changing orders."""

import copy
import pickle

import numpy as np
import pytest

from pycore.data.rng import SeededRandom
from pycore.data.targets import targets
from pycore.nn.initializers import initialize
from pycore.nn.network import Network
from pycore.nn.trainer import Trainer
from pycore.settings import Settings


def made(points, labels, batch, count=2, held=2, **options):
    """A trainer of a network 3-4-outputs on `points` (n, 3) with `labels` (n,) of `count` classes, the last `held` for the test."""
    network = Network((3, 4, count if count > 2 else 1), ("tanh", "softmax" if count > 2 else "tanh"))
    rng = SeededRandom("1")
    initialize("xavier", [layer[0] for layer in network.weights], rng)
    inputs = np.ones((1, 4, len(points)))
    inputs[0, :3] = points.T
    settings = Settings(batch_size=batch, learning_rate=0.1)
    loss = "cross-entropy" if count > 2 else "log"
    return Trainer(network, inputs, targets(labels[None], count), len(points) - held, [settings], [rng], loss, **options)


POINTS = np.random.default_rng(0).normal(size=(12, 3))
SIGNS = np.where(POINTS[:, 0] > 0, 1.0, -1.0)
KINDS = (np.arange(12) % 3).astype(float)


@pytest.mark.parametrize("count, labels", [(2, SIGNS), (3, KINDS)])
def test_a_weight_of_2_is_the_same_as_the_point_twice(count, labels):
    times = np.array([2, 1, 1, 2, 2, 1, 1, 1, 2, 2, 1, 2])
    each = made(POINTS.repeat(times, axis=0), labels.repeat(times), 100, count, held=int(times[10:].sum()), carries=False)
    weighted = made(POINTS, labels, 100, count, carries=False, weights=times / times[:10].mean())
    for _ in range(5):
        each.epoch(), weighted.epoch()
        assert np.allclose(each.network.parameters, weighted.network.parameters, atol=1e-13)
        assert np.allclose(each.losses(), weighted.losses()) and np.allclose(each.accuracies(), weighted.accuracies())


def test_a_remainder_can_have_an_update_of_its_own():
    whole = made(POINTS, SIGNS, 4, carries=False)
    whole.epoch()
    by_hand = made(POINTS, SIGNS, 4, carries=False)
    parts = [(0, 4), (4, 8), (8, 10)]
    for start, stop in parts:
        part = made(np.vstack([POINTS[start:stop], POINTS[:2]]), np.r_[SIGNS[start:stop], 1, 1], stop - start)
        part.network.parameters[:] = by_hand.network.parameters
        part.epoch()
        by_hand.network.parameters[:] = part.network.parameters
    assert np.allclose(whole.network.parameters, by_hand.network.parameters, atol=1e-15)


@pytest.mark.parametrize("count, labels", [(2, SIGNS), (3, KINDS)])
def test_another_order_is_that_of_points_given_in_that_order(count, labels):
    order = [9, 3, 1, 0, 2, 8, 7, 4, 5, 6]
    weights = np.linspace(0.5, 1.5, 12)
    moved = made(POINTS, labels.copy(), 3, count, carries=False, reorders=True, weights=weights.copy())
    moved.epoch()
    moved.reorder(order)
    given = [*order, 10, 11]
    direct = made(POINTS[given], labels[given], 3, count, carries=False, weights=weights[given])
    first = made(POINTS, labels, 3, count, carries=False, weights=weights)
    first.epoch()
    direct.network.parameters[:] = first.network.parameters
    for _ in range(3):
        moved.epoch(), direct.epoch()
    assert np.array_equal(moved.network.parameters, direct.network.parameters)
    with pytest.raises(ValueError, match="made with reorders=True"):
        direct.reorder(order)


def test_a_copy_and_a_pickle_of_a_trainer_train_on_by_themselves():
    trainer = made(POINTS, SIGNS, 4)
    trainer.epoch()
    twins = copy.deepcopy(trainer), pickle.loads(pickle.dumps(trainer))
    before = trainer.network.parameters.copy()
    for twin in twins:
        twin.epoch()
    assert np.array_equal(trainer.network.parameters, before)
    trainer.epoch()
    for twin in twins:
        assert np.array_equal(twin.network.parameters, trainer.network.parameters)
        assert np.array_equal(twin.losses(), trainer.losses()) and twin.state.epochs.tolist() == [2]
