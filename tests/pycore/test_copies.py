"""Copies and pickles of playgrounds train on by themselves, and what a person is shown can't be written to."""

import copy
import pickle

import numpy as np
import pytest

from pycore import Playground

KINDS = {
    "plain": {},
    "dropout and Adam": {"dropout": 0.3, "optimizer": "adam", "expressions": "x1^2"},
    "runs": {"runs": 3, "learning_rate_autotuning": 0.1, "prevent_loss_increases": True},
    "sweep": {"sweep": {"learning_rate": [0.01, 0.3]}, "regularization": "L1", "regularization_rate": 0.01},
    "classes": {"dataset": "rings", "classes": 3, "stop_patience": 50},
    "own points": {"data": [(0, 1, "a"), (1, 2, "b"), (2, 0, "a"), (3, 3, "b")], "batch_size": 1},
}


@pytest.mark.parametrize("twin_of", [copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p))], ids=["copy", "pickle"])
@pytest.mark.parametrize("options", KINDS.values(), ids=KINDS)
def test_a_twin_is_alike_and_neither_changes_the_other(options, twin_of):
    p = Playground(**options)
    p.train(7)
    twin = twin_of(p)
    assert twin.epoch == 7 and twin.to_hash() == p.to_hash() and np.array_equal(twin.history, p.history, equal_nan=True)
    before = p.network.parameters.copy()
    twin.train(6)
    assert np.array_equal(p.network.parameters, before) and p.epoch == 7
    p.train(6)
    assert np.array_equal(p.network.parameters, twin.network.parameters)
    assert np.array_equal(p.losses, twin.losses) and np.array_equal(p.predict([(1, 2)]), twin.predict([(1, 2)]))
    twin.reset()
    p.reset()
    assert np.array_equal(p.network.parameters, twin.network.parameters) and twin.train(1) == p.train(1) == 1
    twin.configure(dataset="xor") if p.data is None else twin.use(None)
    assert p.settings.dataset == Playground(**options).settings.dataset


@pytest.mark.parametrize("name", ["losses", "accuracies", "history", "train_points", "test_points"])
def test_what_is_shown_is_read_only(name):
    with pytest.raises(ValueError, match="read-only"):
        getattr(Playground(), name)[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        Playground().points()[0] = 1
    layer = Playground().layers()[0]
    layer[1][:] = 0  # a copy
