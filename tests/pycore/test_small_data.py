"""Fewer training points than a batch: the batch is all of them, that is said, and everything is learned."""

import numpy as np
import pytest

from pycore import Playground, tables
from pycore.nn import inspection

NINE = [(x, y, "in" if x * y == 0 else "out") for x in (-3, 0, 3) for y in (-3, 0, 3)]


def table(count):
    """A table of so many points in two classes."""
    return tables.from_points([(k % 5 - 2, k % 7 - 3, "ab"[k % 2]) for k in range(count)])


@pytest.mark.parametrize(("count", "percent", "batch"), [(9, 50, 10), (9, 99, 10), (2, 50, 10), (20, 50, 30), (60, 50, 100_000), (3, 1, 2)])
def test_a_batch_holds_no_more_than_all_training_points(count, percent, batch):
    p = Playground(data=table(count), perc_train_data=percent, batch_size=batch, learning_rate=0.3)
    own = len(p.train_points)
    assert p.batch_size == own < batch
    same = Playground(data=table(count), perc_train_data=percent, batch_size=own, learning_rate=0.3)
    before = p.loss_train
    p.train(50)
    same.train(50)
    assert p.loss_train < before
    assert np.array_equal(p.network.parameters, same.network.parameters) and np.array_equal(p.history, same.history)


@pytest.mark.parametrize("settings", [{"batch_size": 251}, {"perc_train_data": 1.0}, {"problem": "regression", "batch_size": 1000}])
def test_it_is_so_with_the_data_sets_too(settings):
    p = Playground(**settings)
    before = p.loss_train
    p.train(20)
    assert p.loss_train < before and p.batch_size == len(p.train_points)


def test_the_bound_is_said_where_it_holds_and_only_there():
    p = Playground(data=NINE)
    assert p.notes == ("A batch of 10 is all 4 training points here, so an epoch makes 1 update.",)
    assert "batches of 4," in p.summary() and p.summary().endswith(p.notes[0])
    assert "the only training point" in Playground(data=NINE[:2]).notes[-1]
    p.configure(batch_size=4)
    assert p.notes == () and Playground().notes == ()
    assert p.settings.batch_size == 4 and Playground(data=NINE).settings.batch_size == 10  # what was asked for stays


def test_other_data_bring_other_bounds():
    p = Playground(data=NINE)
    p.use(None)
    assert p.batch_size == 10
    p.configure(perc_train_data=1.0)
    assert p.batch_size == len(p.train_points) == 5
    p.use(NINE)
    assert p.batch_size == 1


def test_a_scaled_table_says_how_it_was_scaled():
    notes = Playground(data=[(100, 1, "a"), (300, 2, "b"), (200, 4, "a")]).notes
    assert any("x1: 100 to 300 became -5 to 5" in note for note in notes)


def test_the_only_step_of_an_epoch_can_be_explained():
    p = Playground(data=NINE)
    step = inspection.explain_step(p)
    p.train(1)
    assert step["count"] == 4
    assert np.concatenate([np.ravel(layer["new"]) for layer in step["layers"]]).tolist() == p.network.parameters[0].tolist()
