"""Update rules against their formulas written out again, against PyTorch, and with layers that are frozen."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from pycore import Playground
from pycore.nn.optimizers import OPTIMIZERS

RECORDING = json.loads(Path(__file__).with_name("torch_runs.json").read_text(encoding="utf-8"))
#: Settings that make each rule move by more than rounding, and by less than everything.
RATES = {"sgd": 0.3, "momentum": 0.05, "nesterov": 0.05, "rmsprop": 0.01, "adam": 0.02, "adamw": 0.02}


def test_every_rule_is_in_the_tables_of_this_file():
    assert set(RATES) == set(OPTIMIZERS) == set(WRITTEN_OUT)


# -- the formulas again: parameters and gradients are lists of arrays, one a bias vector or a weight matrix


def gradients(parameters, points):
    """The mean gradient of ½ (a - label)² for one hidden layer and an output unit of tanh; points (n, 3)."""
    b1, w1, b2, w2 = parameters
    x, label = points[:, :2], points[:, 2:]
    hidden = np.tanh(x @ w1.T + b1)
    output = np.tanh(hidden @ w2.T + b2)
    delta2 = (output - label) * (1 - output**2)
    delta1 = (delta2 @ w2) * (1 - hidden**2)
    n = len(points)
    return [delta1.sum(0) / n, delta1.T @ x / n, delta2.sum(0) / n, delta2.T @ hidden / n]


def sgd(w, g, s, memory, t):
    return w - s.learning_rate * g


def momentum(w, g, s, memory, t):
    v = memory["v"] = s.beta1 * memory.get("v", 0) + g
    return w - s.learning_rate * v


def nesterov(w, g, s, memory, t):
    v = memory["v"] = s.beta1 * memory.get("v", 0) + g
    return w - s.learning_rate * (g + s.beta1 * v)


def rmsprop(w, g, s, memory, t):
    square = memory["s"] = s.alpha * memory.get("s", 0) + (1 - s.alpha) * g**2
    return w - s.learning_rate * g / (np.sqrt(square) + s.epsilon)


def adam(w, g, s, memory, t):
    m = memory["m"] = s.beta1 * memory.get("m", 0) + (1 - s.beta1) * g
    v = memory["v"] = s.beta2 * memory.get("v", 0) + (1 - s.beta2) * g**2
    m_hat, v_hat = m / (1 - s.beta1**t), v / (1 - s.beta2**t)
    return w - s.learning_rate * m_hat / (np.sqrt(v_hat) + s.epsilon)


def adamw(w, g, s, memory, t):
    return adam(w - s.learning_rate * s.weight_decay * w, g, s, memory, t)


WRITTEN_OUT = {"sgd": sgd, "momentum": momentum, "nesterov": nesterov, "rmsprop": rmsprop, "adam": adam, "adamw": adamw}


@pytest.mark.parametrize("penalty", [0.0, 0.05])
@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_fifty_updates_are_the_formula_s(rule, penalty):
    p = Playground(optimizer=rule, learning_rate=RATES[rule], network_shape=(3,), regularization="L2",
                   regularization_rate=penalty, weight_decay=0.1, seed="0.4")  # fmt: skip
    parameters = [array for layer in p.layers() for array in layer]
    memories = [{} for _ in parameters]
    batches = np.split(p.train_points, 25)
    for update in range(50):
        slopes = gradients(parameters, batches[update % 25])
        slopes[1] += penalty * parameters[1]
        slopes[3] += penalty * parameters[3]
        parameters = [
            WRITTEN_OUT[rule](w, g, p.settings, memory, update + 1)
            for w, g, memory in zip(parameters, slopes, memories, strict=True)
        ]
    first = p.network.parameters.copy()
    p.train(2)
    assert np.abs(p.network.parameters - first).max() > 0.05
    ours = [array for layer in p.layers() for array in layer]
    for a, b in zip(ours, parameters, strict=True):
        assert a == pytest.approx(b, rel=1e-10, abs=1e-11)


# -- calls, which are what an update costs in a browser


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        ({}, 2),
        ({"regularization": "L2"}, 3),
        ({"regularization": "L1"}, 11),
        ({"optimizer": "momentum"}, 4),
        ({"optimizer": "nesterov"}, 5),
        ({"optimizer": "rmsprop"}, 8),
        ({"optimizer": "adam"}, 10),
        ({"optimizer": "adam", "regularization": "L2"}, 13),
        ({"optimizer": "adamw"}, 11),
        ({"frozen": (1,)}, 3),
    ],
    ids=str,
)
@pytest.mark.parametrize("runs", [1, 2])
def test_an_update_makes_so_many_calls(settings, count, runs):
    p = Playground(runs=runs, regularization_rate=0.01, **settings)
    assert len(p.trainer._every_update) == count


def test_rates_that_are_changed_while_training_are_those_of_the_next_update():
    for settings in ({"optimizer": "nesterov"}, {"optimizer": "adamw"}, {"regularization": "L2"}, {"regularization": "L1"}):
        p, q = (Playground(learning_rate=rate, regularization_rate=0.1, **settings) for rate in (0.01, 0.03))
        p.configure(learning_rate=0.03)
        p.train(3)
        q.train(3)
        assert np.array_equal(p.network.parameters, q.network.parameters)
        p.configure(regularization_rate=0.0, beta1=0.5, weight_decay=0.3, epsilon=0.01)
        q = Playground(q.settings, regularization_rate=0.0, beta1=0.5, weight_decay=0.3, epsilon=0.01)
        q.setstate(p.getstate())
        p.train(3)
        q.train(3)
        assert np.array_equal(p.network.parameters, q.network.parameters)


# -- PyTorch


def test_the_recording_begins_where_the_playground_does():
    p = Playground.from_hash(RECORDING["runs"]["sgd"]["address"])
    assert p.train_points == pytest.approx(np.array(RECORDING["points"]), abs=1e-14)
    assert p.network.parameters[0] == pytest.approx(RECORDING["first"], abs=1e-15)


@pytest.mark.parametrize("name", RECORDING["runs"])
def test_thirty_updates_are_pytorch_s(name):
    run = RECORDING["runs"][name]
    p = Playground.from_hash(run["address"])
    for epoch, parameters in run["after"].items():
        p.train(int(epoch) - p.epoch)
        assert p.network.parameters[0] == pytest.approx(parameters, rel=1e-9, abs=1e-11), f"after {epoch} epochs"


def test_every_rule_is_recorded():
    assert {Playground.from_hash(run["address"]).settings.optimizer for run in RECORDING["runs"].values()} == set(OPTIMIZERS)


# -- schedules


def rates_by_displacement(p, epochs):
    """The rate of each epoch, read off what one update moves a network without hidden layers; it starts anew each time."""
    first = p.network.parameters.copy()
    rates = []
    for _ in range(epochs):
        before = p.network.parameters[0].copy()
        x, label = p.train_points[:, :2], p.train_points[:, 2]
        slope = ((x @ before[:2] + before[2] - label)[:, None] * np.column_stack([x, np.ones(len(x))])).mean(0)
        p.train(1)
        rates.append(np.median((before - p.network.parameters[0]) / slope))
        p.network.parameters[:] = first
        p.trainer.forget_losses()
    return rates


def linear(**settings):
    return Playground(problem="regression", network_shape=(), batch_size=600, learning_rate=0.01, **settings)


def test_a_step_schedule_multiplies_the_rate_after_each_period():
    p = linear(schedule="step", schedule_epochs=3, schedule_factor=0.5)
    expected = [0.01 * 0.5 ** (epoch // 3) for epoch in range(8)]
    assert rates_by_displacement(p, 8) == pytest.approx(expected, rel=1e-8)


def test_a_cosine_schedule_falls_to_nothing_and_stays_there():
    p = linear(schedule="cosine", schedule_epochs=6)
    expected = [0.01 * (1 + math.cos(math.pi * epoch / 6)) / 2 for epoch in range(6)] + [0, 0, 0]
    assert rates_by_displacement(p, 9) == pytest.approx(expected, rel=1e-8, abs=1e-16)


def test_a_schedule_can_be_changed_while_training():
    p = linear()
    assert rates_by_displacement(p, 4) == pytest.approx([0.01] * 4, rel=1e-8)
    assert p.configure(schedule="step", schedule_epochs=2, schedule_factor=0.1) == "no"
    assert rates_by_displacement(p, 3) == pytest.approx([1e-4, 1e-4, 1e-5], rel=1e-8)
    p.configure(schedule="constant")
    assert rates_by_displacement(p, 2) == pytest.approx([0.01] * 2, rel=1e-8)
    assert p.learning_rate == 0.01


# -- frozen layers

EVERYTHING_THAT_MOVES = [
    *({"optimizer": rule, "regularization": "L2", "regularization_rate": 0.1, "weight_decay": 0.5} for rule in OPTIMIZERS),
    {"optimizer": "adam", "regularization": "L1", "regularization_rate": 0.1},
    {"regularization": "L1", "regularization_rate": 0.1},
    {"regularization": "L2", "regularization_rate": 0.1, "momentum": 0.9, "layerwise_gradient_normalization": 0.5},
    {"layerwise_gradient_normalization": 1.0},
    {},
]


@pytest.mark.parametrize("settings", EVERYTHING_THAT_MOVES, ids=lambda s: ", ".join(map(str, s.values())))
@pytest.mark.parametrize("runs", [1, 2])
def test_frozen_layers_stay_under_every_rule_and_the_others_move(settings, runs):
    p = Playground(frozen=(1, 3), network_shape=(4, 3), batch_size=30, runs=runs, **settings)
    before = p.network.parameters.copy()
    p.train(3)
    for layer, (old, new) in enumerate(zip(p.network.layers_of(before), p.network.weights, strict=True)):
        if layer in (0, 2):
            assert np.array_equal(old, new)
        else:
            assert (old != new).any(axis=(1, 2)).all()


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_a_layer_frozen_after_its_momentum_has_grown_stands_still_at_once_and_moves_again_when_thawed(rule):
    p = Playground(optimizer=rule, learning_rate=RATES[rule])
    p.train(3)
    assert p.configure(frozen=(2,)) == "no"
    before = p.layers()
    p.train(2)
    frozen = p.layers()
    assert np.array_equal(before[1][0], frozen[1][0]) and np.array_equal(before[1][1], frozen[1][1])
    assert not np.array_equal(before[0][1], frozen[0][1])
    p.configure(frozen=())
    p.train(1)
    assert not np.array_equal(frozen[1][1], p.layers()[1][1])


# -- many runs, and coming back


@pytest.mark.parametrize("settings", EVERYTHING_THAT_MOVES, ids=lambda s: ", ".join(map(str, s.values())))
def test_each_of_many_runs_is_the_single_run_of_its_seed(settings):
    many = Playground(runs=3, batch_size=30, **settings)
    many.train(4)
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, batch_size=30, **settings)
        one.train(4)
        assert many.network.parameters[run] == pytest.approx(one.network.parameters[0], rel=1e-9, abs=1e-11)


@pytest.mark.parametrize("settings", EVERYTHING_THAT_MOVES, ids=lambda s: ", ".join(map(str, s.values())))
def test_after_a_reset_nothing_is_remembered(settings):
    p = Playground(batch_size=30, **settings)
    p.train(3)
    trained = p.network.parameters.copy()
    p.reset()
    p.train(3)
    assert np.array_equal(p.network.parameters, trained)
