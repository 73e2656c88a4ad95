"""Stop conditions: an epoch, a loss, no progress; training ends there and says why."""

import pytest

from pycore import Playground


def test_training_ends_at_the_epoch_and_goes_on_when_it_is_moved():
    p = Playground(stop_epoch=7)
    assert p.train(100) == 7
    assert p.stopped == "epoch"
    assert p.train(5) == 7
    assert p.configure(stop_epoch=0) == "no"
    assert p.stopped is None
    assert p.train(5) == 12


def test_training_ends_at_the_first_epoch_below_the_loss():
    p = Playground(stop_loss=0.1)
    p.train(1000)
    assert p.stopped == "loss"
    assert p.loss_test < 0.1
    before = Playground()
    before.train(p.epoch - 1)
    assert before.loss_test >= 0.1


def test_training_ends_when_there_was_no_progress_for_so_many_epochs():
    p = Playground(stop_patience=10, learning_rate=0.0)
    assert p.train(1000) == 11  # the first epoch's loss is the best; ten more are no better
    assert p.stopped == "patience"
    improving = Playground(stop_patience=10)
    assert improving.train(60) == 60


def test_a_condition_that_is_switched_on_late_counts_from_then():
    p = Playground(learning_rate=0.0)
    p.train(50)
    p.configure(stop_patience=10)
    assert p.stopped is None
    assert p.train(1000) == 61


def test_reset_forgets_that_training_had_ended():
    p = Playground(stop_loss=0.2)
    p.train(1000)
    p.reset()
    assert p.stopped is None
    assert p.train(3) == 3


@pytest.mark.parametrize("epochs", [-1, 1.5, "3", True, None])
def test_train_wants_a_whole_number_of_epochs(epochs):
    with pytest.raises(ValueError, match="epochs: expected a whole number"):
        Playground().train(epochs)


def test_training_for_no_epochs_changes_nothing():
    p = Playground()
    assert p.train(0) == 0
    assert len(p.history) == 1
