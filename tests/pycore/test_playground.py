"""A Playground at a Python prompt: training, looking, changing settings, going back, and many runs at once."""

import tracemalloc

import numpy as np
import pytest

from pycore import Playground, SettingError, tables
from pycore.nn.history import History


def test_train_returns_the_epoch_reached_and_lowers_the_loss():
    p = Playground()
    before = p.loss_train
    assert p.train(epochs=20) == p.epoch == 20
    assert p.loss_train < before


def test_points_are_rows_of_two_coordinates_and_a_label():
    p = Playground(perc_train_data=30)
    assert p.train_points.shape == (150, 3)
    assert p.test_points.shape == (350, 3)
    assert set(p.train_points[:, 2]) == {-1.0, 1.0}


def test_predictions_are_the_network_written_out():
    p = Playground(activation="relu", network_shape=(3,))
    p.train(5)
    (b1, w1), (b2, w2) = p.layers()
    xy = np.array([[1.0, -2.0], [0.0, 0.5], [-3.0, 4.0]])
    hidden = np.maximum(w1 @ xy.T + b1[:, None], 0)
    assert p.predict(xy) == pytest.approx(np.tanh(w2 @ hidden + b2[:, None])[0], rel=1e-13)


def test_layers_are_copies_and_can_be_put_back():
    p = Playground()
    first = p.layers()
    p.train(10)
    trained = p.loss_test
    kept = p.layers()
    first[0][0][:] = 99
    assert p.loss_test == trained
    p.train(10)
    p.set_layers(kept)
    assert p.loss_test == trained


def test_layers_of_a_wrong_shape_are_refused_and_change_nothing():
    p = Playground()
    layers = p.layers()
    before = p.loss_train
    with pytest.raises(ValueError, match="expected 3 of them, got 2"):
        p.set_layers(layers[:2])
    layers[1] = (layers[1][0], layers[1][1][:, :2])
    with pytest.raises(ValueError, match=r"layer 1: expected a bias \(2,\) and weights \(2, 4\), got \(2,\) and \(2, 2\)"):
        p.set_layers(layers)
    assert p.loss_train == before


def test_predict_names_the_shape_it_wants():
    with pytest.raises(ValueError, match=r"xy: expected shape \(n, 2\), got \(3,\)"):
        Playground().predict([1, 2, 3])


def test_reset_gives_the_seed_s_first_weights_and_the_same_run_again():
    p = Playground(regularization="L1", regularization_rate=0.03, batch_size=30)
    first = p.loss_train
    p.train(30)
    trained = p.loss_train
    p.reset()
    assert (p.epoch, p.loss_train, len(p.history)) == (0, first, 1)
    p.train(30)
    assert p.loss_train == trained


def test_the_learning_rate_changes_without_a_restart():
    p = Playground()
    p.train(5)
    weights = p.layers()[0][1]
    assert p.configure(learning_rate=0.0) == "no"
    assert p.train(5) == 10
    assert np.array_equal(p.layers()[0][1], weights)


def test_a_change_of_structure_restarts_on_the_same_points():
    p = Playground()
    points = p.train_points.copy()
    p.train(5)
    assert p.configure(network_shape=(8, 8)) == "network"
    assert p.epoch == 0
    assert np.array_equal(p.train_points, points)
    assert [bias.size for bias, _ in p.layers()] == [8, 8, 1]


def test_a_change_of_the_data_restarts_on_new_points_as_the_address_would():
    p = Playground()
    assert p.configure(dataset="spiral") == "data"
    assert p.loss_train == Playground.from_hash(p.to_hash()).loss_train


def test_a_wrong_change_is_refused_whole():
    p = Playground()
    p.train(3)
    with pytest.raises(SettingError, match="noise"):
        p.configure(learning_rate=1.0, noise=-1.0)
    assert p.settings.learning_rate == 0.03
    assert p.epoch == 3


def test_setting_what_is_set_already_restarts_nothing():
    p = Playground()
    p.train(3)
    assert p.configure(dataset="circle", batch_size=10) == "no"
    assert p.epoch == 3


def test_a_network_without_any_input_trains_its_biases():
    p = Playground(x=False, y=False)
    before = p.layers()[-1][0].copy()
    p.train(3)
    assert p.layers()[0][1].shape == (4, 0)
    assert not np.array_equal(p.layers()[-1][0], before)


def test_all_zero_weights_stay_at_a_loss_of_one_half():
    p = Playground(init_zero=True)
    p.train(20)
    assert p.loss_train == pytest.approx(0.5, abs=0.01)


def test_divergence_is_a_state_with_the_epoch_it_began():
    p = Playground(problem="regression", activation="relu", learning_rate=10.0)
    assert p.diverged is None
    p.train(50)
    began = p.diverged
    assert 1 <= began <= 50
    p.train(5)
    assert p.diverged == began
    p.reset()
    assert p.diverged is None


def test_history_is_bounded_ascending_and_ends_with_now():
    p = Playground(network_shape=(1,), perc_train_data=1)
    for _ in range(3 * History.LIMIT):
        p.train(1)
    epochs = p.history[:, 0]
    assert len(p.history) <= History.LIMIT
    assert epochs[0] == 0
    assert epochs[-1] == p.epoch
    assert (np.diff(epochs) > 0).all()
    assert np.diff(epochs[:-1]).max() == np.diff(epochs[:-1]).min()
    assert p.history[-1, 1:].tolist() == [p.loss_train, p.loss_test, p.accuracy(test=False), p.accuracy()]


def test_a_regression_has_no_accuracy_and_three_classes_have_one():
    assert np.isnan(Playground(problem="regression").accuracies).all()
    p = Playground(dataset="blobs", classes=3, noise=50, runs=2)
    p.train(20)
    right = [[p.accuracy(test, run) for test in (False, True)] for run in range(2)]
    assert p.accuracies.tolist() == right != [[1, 1], [1, 1]]


@pytest.mark.parametrize("settings", [{}, {"regularization": "L1", "regularization_rate": 0.01}, {"batch_size": 30}])
def test_each_of_many_runs_is_the_single_run_of_its_seed(settings):
    many = Playground(runs=4, **settings)
    many.train(10)
    assert len(set(many.seeds)) == 4
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, **settings)
        one.train(10)
        assert many.losses[run] == pytest.approx(one.losses[0], rel=1e-12)
        for (bias, weights), (bias_one, weights_one) in zip(many.layers(run), one.layers(), strict=True):
            assert bias == pytest.approx(bias_one, rel=1e-9)
            assert weights == pytest.approx(weights_one, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("settings", [{}, {"regularization": "L2", "regularization_rate": 0.01, "batch_size": 30}])
def test_an_epoch_keeps_no_memory(settings):
    p = Playground(**settings)
    p.train(3)
    tracemalloc.start()
    try:
        p.train(5)
        before = tracemalloc.get_traced_memory()[0]
        p.train(50)
        assert tracemalloc.get_traced_memory()[0] - before < 2000
    finally:
        tracemalloc.stop()


def test_own_data_that_is_given_back_leaves_nothing_behind():
    p = Playground(noise=10)
    p.use(tables.parse("1,2,0.5\n3,4,0.7\n5,6,0.9"))
    assert p.settings.problem == "regression"
    with pytest.raises(SettingError, match="data: expected a Table"):
        p.use("x")
    assert p.data.kind == p.settings.problem == "regression"
    p.use(None)
    assert (p.data, p.to_hash(), p.classes) == (None, Playground(noise=10).to_hash(), 2)
