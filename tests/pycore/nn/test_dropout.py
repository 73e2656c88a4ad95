"""Dropout: whole units of hidden layers, one mask an epoch, scaled up, and switched off at once."""

import numpy as np
import pytest

from pycore import Playground
from pycore.data import features
from pycore.nn.functions import activate

WIDE = {"network_shape": (60, 40), "batch_size": 250}


def with_mask(p, xy, run=0):
    """The output at `xy` (n, 2), written out, with the mask that the trainer shows."""
    values = features.inputs(p.features, xy[:, 0], xy[:, 1])[:-1]
    start = 0
    for layer, (bias, weights) in enumerate(p.layers(run)):
        values = activate(p.network.activations[layer], weights @ values + bias[:, None])
        if layer < len(p.network.weights) - 1:
            values = values * p.trainer.keep[run, start : start + len(values)]
            start += len(values)
    return values[0]


@pytest.mark.parametrize("rate", [0.1, 0.5, 0.9])
def test_masks_drop_the_share_that_is_asked_for_and_scale_up_the_others(rate):
    p = Playground(dropout=rate, learning_rate=0.0, **WIDE)
    dropped = []
    for _ in range(40):
        p.train(1)
        keep = p.trainer.keep
        assert set(np.unique(keep)) <= {0.0, 1 / (1 - rate)}
        dropped.append((keep == 0).mean())
    units = 40 * 100
    assert np.mean(dropped) == pytest.approx(rate, abs=4 * np.sqrt(rate * (1 - rate) / units))
    assert len(set(dropped)) > 3


def test_a_mask_keeps_the_expected_sum():
    p = Playground(dropout=0.3, learning_rate=0.0, **WIDE)
    total = 0.0
    for _ in range(60):
        p.train(1)
        total = total + p.trainer.keep
    assert (total / 60).mean() == pytest.approx(1, abs=0.05)


def test_the_mask_changes_with_the_epoch_and_not_before():
    p = Playground(dropout=0.5, **WIDE)
    at_first = p.trainer.keep.copy()
    p.trainer.losses()
    assert np.array_equal(p.trainer.keep, at_first)
    p.train(1)
    assert np.array_equal(p.trainer.keep, at_first)  # the mask of epoch 0 is the first epoch's
    p.train(1)
    assert not np.array_equal(p.trainer.keep, at_first)


def test_losses_are_those_of_one_mask_and_predictions_and_accuracies_those_of_the_whole_network():
    p = Playground(dropout=0.5, activation="swish", network_shape=(8, 6))
    p.train(5)
    train = p.train_points
    outputs = with_mask(p, train[:, :2])
    assert p.loss_train == pytest.approx(np.mean((outputs - train[:, 2]) ** 2) / 2, rel=1e-12)
    whole = Playground(activation="swish", network_shape=(8, 6))
    whole.set_layers(p.layers())
    assert np.array_equal(p.predict(train[:, :2]), whole.predict(train[:, :2]))
    assert not np.allclose(p.predict(train[:, :2]), outputs)
    assert np.array_equal(p.accuracies, whole.accuracies) and p.accuracy() == whole.accuracy()
    assert np.array_equal(p.confusion(), whole.confusion())


@pytest.mark.parametrize("runs", [1, 3])
def test_a_mask_for_each_batch_is_drawn_before_it_and_the_last_one_stays(runs):
    rate, options = 0.5, {"network_shape": (8, 6), "batch_size": 25, "dropout": 0.5}
    p = Playground(dropout_mask="batch", runs=runs, **options)
    drawn = []
    draw = p.trainer._draw_masks
    p.trainer._draw_masks = lambda: (draw(), drawn.append(p.trainer.keep.copy()))
    p.trainer._record()
    p.train(2)
    assert len(drawn) == 2 * 10 and not np.array_equal(drawn[0], drawn[1])
    assert np.array_equal(drawn[-1], p.trainer.keep) and set(np.unique(p.trainer.keep)) <= {0.0, 1 / (1 - rate)}
    # The same batches by hand, each under the mask that was drawn for it.
    by_hand = Playground(runs=runs, **options)
    for batch, mask in enumerate(drawn[:10]):
        by_hand.trainer.keep[...] = mask
        tape = list(
            by_hand.trainer._calls(by_hand.trainer._batch, 25 * batch, by_hand.trainer._forward, by_hand.trainer._backward)
        )
        for call in [*tape, *by_hand.trainer._every_update]:
            call()
    again = Playground(dropout_mask="batch", runs=runs, **options)
    again.train(1)
    assert np.allclose(again.network.parameters, by_hand.network.parameters, atol=1e-14)


def test_the_kind_of_mask_changes_while_training():
    p = Playground(dropout=0.3)
    p.train(2)
    assert p.configure(dropout_mask="batch") == "no" and p.configure(dropout_mask="epoch") == "no"
    p.train(1)
    assert p.epoch == 3


def test_dropped_units_do_not_learn_and_the_others_do():
    p = Playground(dropout=0.5, network_shape=(8, 6), batch_size=250)
    before = [weights.copy() for _, weights in p.layers()]
    p.train(1)
    keep = p.trainer.keep[0, :, 0]
    first, second = keep[:8] > 0, keep[8:] > 0
    assert 0 < first.sum() < 8 and 0 < second.sum() < 6
    moved = [now != old for (_, now), old in zip(p.layers(), before, strict=True)]
    assert not moved[0][~first].any() and not moved[1][~second].any()
    assert not moved[1][:, ~first].any() and not moved[2][:, ~second].any()
    assert moved[0][first].all() and moved[1][np.ix_(second, first)].all() and moved[2][:, second].all()


def test_switched_off_it_shows_the_test_time_network_at_once_in_losses_too():
    p = Playground(dropout=0.5, network_shape=(8, 6))
    p.train(5)
    masked = p.losses.copy()
    assert p.configure(dropout=0.0) == "no"
    assert p.trainer.keep is None
    whole = Playground(network_shape=(8, 6))
    whole.set_layers(p.layers())
    assert np.array_equal(p.losses, whole.losses)
    assert not np.array_equal(p.losses, masked)
    xy = np.array([[1.0, 2.0], [-3.0, 0.5]])
    assert np.array_equal(p.predict(xy), whole.predict(xy))
    assert p.epoch == 5


def test_switched_on_while_training_it_shows_a_mask_at_once():
    p = Playground(network_shape=(8, 6))
    p.train(5)
    whole = p.loss_train
    assert p.configure(dropout=0.5) == "no"
    assert (p.trainer.keep == 0).any()
    assert p.loss_train != whole
    p.train(1)
    assert p.epoch == 6


def test_a_network_without_hidden_layers_has_nothing_to_drop():
    p, plain = Playground(dropout=0.9, network_shape=()), Playground(network_shape=())
    p.train(5)
    plain.train(5)
    assert np.array_equal(p.network.parameters, plain.network.parameters)


def test_masks_are_the_seed_s_and_each_run_has_its_own():
    many = Playground(runs=3, dropout=0.4, network_shape=(8, 6))
    many.train(4)
    assert not np.array_equal(many.trainer.keep[0], many.trainer.keep[1])
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, dropout=0.4, network_shape=(8, 6))
        one.train(4)
        assert np.array_equal(one.trainer.keep[0], many.trainer.keep[run])
        assert many.losses[run] == pytest.approx(one.losses[0], rel=1e-9)


def test_runs_may_have_rates_of_their_own():
    p = Playground(sweep={"dropout": [0.0, 0.5]}, network_shape=(8, 6))
    p.train(3)
    plain = Playground(network_shape=(8, 6))
    plain.train(3)
    assert (p.trainer.keep[0] == 1).all()
    assert p.losses[0] == pytest.approx(plain.losses[0], rel=1e-12)
