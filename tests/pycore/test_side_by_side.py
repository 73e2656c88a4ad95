"""Runs side by side can't touch each other: each is the single run of its settings, whatever the others do."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pycore import Playground, SettingError, Settings, storage
from pycore.run_plan import SWEEPABLE
from pycore.settings import TABLE

ROWS = [(x1 / 2, x2 / 3, "ab"[(x1 * x2 + x1) % 2]) for x1 in range(-4, 4) for x2 in range(-3, 3)]
RATES = st.sampled_from([0.001, 0.01, 0.03, 0.3, 1.0, 3.0])
#: What all runs have in common.
COMMON = st.fixed_dictionaries(
    {},
    optional={
        "optimizer": st.sampled_from(["sgd", "momentum", "nesterov", "rmsprop", "adam", "adamw"]),
        "learning_rate": RATES,
        "schedule": st.sampled_from(["step", "cosine"]),
        "schedule_epochs": st.integers(1, 5),
        "regularization": st.sampled_from(["L1", "L2"]),
        "regularization_rate": st.sampled_from([0.01, 0.1]),
        "batch_size": st.sampled_from([1, 7, 24, 100]),
        "dropout": st.sampled_from([0.2, 0.5]),
        "dropout_mask": st.sampled_from(["epoch", "batch"]),
        "momentum": st.sampled_from([0.5, 0.9]),
        "layerwise_gradient_normalization": st.sampled_from([0.5, 1.0]),
        "learning_rate_autotuning": st.sampled_from([0.0, 0.001, 0.1, 1.0]),
        "prevent_loss_increases": st.booleans(),
        "stop_epoch": st.integers(1, 6),
        "stop_loss": st.sampled_from([0.3, 0.45, 0.5]),
        "stop_patience": st.integers(1, 3),
        "loss": st.just("log"),
        "activation": st.sampled_from(["relu", "tanh", "swish"]),
        "network_shape": st.sampled_from([(), (2,), (3, 2)]),
        "frozen": st.just((1,)),
        "init_zero": st.booleans(),
    },
)
#: What runs may differ in, a strategy for each.
DIFFERING = {
    "learning_rate": st.one_of(RATES, st.just(1000.0)),
    "regularization_rate": st.sampled_from([0.0, 0.01, 0.3]),
    "noise": st.sampled_from([0.0, 30.0]),
    "seed": st.sampled_from(["0.1", "0.2", "0.3"]),
    "dataset": st.sampled_from(["circle", "xor", "gauss"]),
    "reg_dataset": st.sampled_from(["reg-plane", "reg-gauss"]),
    "dropout": st.sampled_from([0.0, 0.3]),
    "initialization": st.sampled_from(["uniform", "he", "zero"]),
    "init_zero": st.booleans(),
    "init_seed": st.sampled_from(["", "1", "2"]),
    "learning_rate_autotuning": st.sampled_from([-1.0, 0.0, 0.01, 1.0]),
}
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_same_run(many, run, one):
    """Run `run` of `many` is the only one of `one`, to 1e-9 where nothing has grown beyond sense."""
    state, alone = many.state.take([run]), one.state
    assert state.epochs.tolist() == alone.epochs.tolist()
    assert many.stops[run] == one.stopped and many.diverged_runs[run] == one.diverged
    assert np.array_equal(state.learning_rates, alone.learning_rates)
    assert np.array_equal(state.keep, alone.keep) and np.array_equal(state.alive, alone.alive)
    assert state.carried.tolist() == alone.carried.tolist() and state.masks_are_old.tolist() == alone.masks_are_old.tolist()
    for name in ("parameters", "carry", "average", "velocity", "square", "power1", "power2", "best_losses"):
        close = np.isclose(getattr(state, name), getattr(alone, name), rtol=1e-9, atol=1e-9, equal_nan=True)
        assert close.all(), name
    assert state.best_epochs.tolist() == alone.best_epochs.tolist()
    assert [b.scores.keys() for b in state.bandits] == [b.scores.keys() for b in alone.bandits]
    assert [g.random() for g in state.generators] == [g.copy().random() for g in alone.generators]
    assert np.allclose(state.history.of_run(0), one.history, rtol=1e-9, atol=1e-9, equal_nan=True)


def grows(one):
    """Whether rounding can have grown to a different course: a loss far beyond its beginning, or a choice between near equals."""
    return not np.isfinite(one.network.parameters).all() or np.abs(one.network.parameters).max() > 1e3


@MANY
@given(COMMON, st.sampled_from(sorted(DIFFERING)), st.data())
def test_each_run_of_a_sweep_is_the_single_run(common, name, data):
    values = data.draw(st.lists(DIFFERING[name], min_size=2, max_size=4))
    common.pop(name, None)
    table = None if name in ("dataset", "reg_dataset", "noise") else ROWS
    if name == "reg_dataset":
        common["problem"] = "regression"
        common.pop("loss", None)
    if table is None:
        common["perc_train_data"] = 10.0
    many = Playground(sweep={name: values}, data=table, **common)
    portions = data.draw(st.sampled_from([(4,), (1, 3), (2, 0, 2)]))
    for portion in portions:
        many.train(portion)
    for run, value in enumerate(values):
        one = Playground(data=table, **common, **{name: value})
        for portion in portions:
            one.train(portion)
        if not grows(one):
            assert_same_run(many, run, one)
        else:  # beyond 1,000 the last digits decide; what is no number is none in both
            assert many.epochs[run] == one.epoch or one.settings.stop_loss or one.settings.stop_patience


@MANY
@given(st.lists(st.tuples(st.sampled_from(["0.1", "0.2", "0.3"]), st.sampled_from([0.01, 0.1, 0.3])), min_size=2, max_size=4), st.data())
def test_runs_are_split_and_joined_at_any_moment(each, data):
    common = {"optimizer": data.draw(st.sampled_from(["sgd", "adam"])), "dropout": data.draw(st.sampled_from([0.0, 0.3]))}
    common |= {"batch_size": 7, "network_shape": (3,), "stop_patience": data.draw(st.sampled_from([0, 2]))}
    singles = [Playground(data=ROWS, seed=seed, learning_rate=rate, **common) for seed, rate in each]
    for p in singles:
        p.train(data.draw(st.integers(0, 3)))
    together = Playground.joined(singles)
    assert [p.epoch for p in singles] == together.epochs.tolist()
    for p in (*singles, together):
        p.train(3)
    apart = [together.run(run) for run in range(len(singles))]
    for p in (*singles, *apart, together):
        p.train(2)
    for run, (single, split) in enumerate(zip(singles, apart, strict=True)):
        assert_same_run(together, run, single)
        assert_same_run(together, run, split)
        assert split.to_hash() == single.to_hash() and np.array_equal(split.points(), single.points())


def test_a_stop_a_retry_and_a_divergence_change_nothing_in_the_others():
    common = {"prevent_loss_increases": True, "stop_loss": 0.2, "activation": "relu", "batch_size": 30, "optimizer": "adam"}
    rates = [0.0001, 0.03, 3.0, 0.3]
    many = Playground(sweep={"learning_rate": rates}, **common)
    many.train(60)
    ends = many.epochs.tolist()
    assert len(set(ends)) > 1 and None in many.stops and "loss" in many.stops
    assert (many.state.learning_rates < rates).any() and (many.state.learning_rates == rates).any()
    for run, rate in enumerate(rates):
        one = Playground(learning_rate=rate, **common)
        one.train(60)
        assert (one.epoch, one.stopped) == (ends[run], many.stops[run])
        assert many.losses[run] == pytest.approx(one.losses[0], rel=1e-5)
        assert len(one.history) == len(many.run(run).history)
    at_rest = many.run(many.stops.index("loss"))
    assert at_rest.train(5) == at_rest.epoch and at_rest.stopped == "loss"


def test_autotuning_beside_runs_without_is_each_run_s_own():
    values = [-1.0, 0.0, 0.0001, 1.0]
    many = Playground(sweep={"learning_rate_autotuning": values}, dropout=0.2)
    many.train(30)
    assert len({loss for loss, _ in many.losses.tolist()}) == 3  # off twice
    for run, value in enumerate(values):
        one = Playground(learning_rate_autotuning=value, dropout=0.2)
        one.train(30)
        assert one.learning_rate == many.state.learning_rates[run]
        assert many.losses[run] == pytest.approx(one.losses[0], rel=1e-9)
        assert bool(one.state.bandits[0].scores) == (value > 0) == bool(many.state.bandits[run].scores)


def test_first_weights_from_a_seed_of_their_own_leave_the_points_alone():
    p = Playground(sweep={"init_seed": ["", "1", "2", "1"]}, dropout=0.3)
    assert all(np.array_equal(p.points(0), p.points(run)) for run in range(4))
    first = p.network.parameters.copy()
    assert np.array_equal(first[1], first[3]) and len({tuple(row) for row in first.tolist()}) == 3
    assert np.array_equal(first[0], Playground(dropout=0.3).network.parameters[0])
    alone = Playground(init_seed="1", dropout=0.3)
    assert np.array_equal(alone.network.parameters[0], first[1]) and alone.to_hash() == "initSeed=1&dropout=0.3"
    p.train(9)
    p.reset()
    assert np.array_equal(p.network.parameters, first)
    assert alone.configure(init_seed="2") == "network" and np.array_equal(alone.network.parameters[0], first[2])
    assert alone.configure(init_seed="") == "network" and np.array_equal(alone.network.parameters[0], first[0])


@pytest.mark.parametrize("name", sorted({row.name for row in TABLE} - set(SWEEPABLE)))
def test_what_can_t_be_swept_says_why(name):
    with pytest.raises(SettingError, match=f"{name} changes the .*, so each of its values needs a playground of its own"):
        Playground(sweep={name: [Settings().by_key()[next(row.key for row in TABLE if row.name == name)]]})


def test_sets_of_different_classes_can_t_be_swept():
    with pytest.raises(SettingError, match="as many classes for all runs side by side, as these have 2 and 3"):
        Playground(sweep={"dataset": ["blobs", "circle"]}, classes=3)
    Playground(sweep={"dataset": ["blobs", "rings"]}, classes=3).train(2)
    Playground(sweep={"dataset": [name for name, _ in next(row.options for row in TABLE if row.name == "dataset")]}).train(2)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: [Playground(), Playground(network_shape=(3,))], "one value of network_shape for all runs, as it changes the network's"),
        (lambda: [Playground(), Playground(optimizer="adam")], "one value of optimizer for all runs, as it changes the calls"),
        (lambda: [Playground(), Playground(data=ROWS)], "data: expected the same data"),
        (lambda: [Playground(dataset="blobs", classes=3), Playground(classes=3)], "as many classes for all runs"),
        (lambda: [], "settings of 1 to 1024 runs"),
    ],
)
def test_what_can_t_be_joined_is_named(make, told):
    with pytest.raises(SettingError, match=told):
        Playground.joined(make())


def test_a_setting_in_which_joined_runs_differ_can_t_be_set_for_all():
    p = Playground.joined([Playground(), Playground(learning_rate=0.3)])
    with pytest.raises(SettingError, match="learning_rate: expected no value: it is swept over runs"):
        p.configure(learning_rate=1.0)
    p.configure(regularization="L2", regularization_rate=0.1)
    assert [s.learning_rate for s in p.run_settings] == [0.03, 0.3] and p.epochs.tolist() == [0, 0]
    p.train(3)
    assert (p.losses == p.losses).all() and p.run(1).learning_rate == 0.3


@pytest.mark.parametrize("twin_of", [copy.deepcopy, lambda p: pickle.loads(pickle.dumps(p)), lambda p: storage.load(storage.save(p))])
def test_copies_files_and_runs_go_on_alike_after_stops_and_joins(twin_of):
    p = Playground.joined([Playground(seed="0.1", stop_patience=3), Playground(seed="0.2", learning_rate=0.0, stop_patience=3)])
    p.train(10)
    assert p.stops == (None, "patience") and p.epochs.tolist() == [10, 4]
    twin = twin_of(p)
    for each in (p, twin):
        each.train(7)
        each.configure(stop_patience=0)
        each.train(2)
    assert p.epochs.tolist() == twin.epochs.tolist() == [19, 6]
    assert np.array_equal(p.network.parameters, twin.network.parameters) and np.array_equal(p.losses, twin.losses)
    assert np.array_equal(p.run(1).history, twin.run(1).history)


def test_weights_set_in_one_run_leave_the_others_alone():
    p = Playground(runs=3, stop_epoch=4)
    p.train(9)
    before = p.network.parameters.copy()
    p.set_layers(p.layers(0), run=2)
    assert np.array_equal(p.network.parameters, before[[0, 1, 0]])
