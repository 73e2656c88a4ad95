"""Many seeds and sweeps at once: every run gives what a playground of its own gives, whatever the settings."""

import itertools

import numpy as np
import pytest

from pycore import Playground, SettingError
from pycore.data import datasets

SPREAD = {
    "default": {},
    "remainder": {"batch_size": 30},
    "relu": {"activation": "relu", "network_shape": (5,)},
    "swish": {"activation": "swish", "loss": "log"},
    "L1 with dead links": {"regularization": "L1", "regularization_rate": 0.03},
    "dropout": {"dropout": 0.3, "network_shape": (6, 4)},
    "averages and normalisation": {"momentum": 0.9, "layerwise_gradient_normalization": 0.5},
    "adamw": {"optimizer": "adamw", "learning_rate": 0.003},
    "autotuning": {"learning_rate_autotuning": 0.1, "loss": "log"},
    "no loss increases": {"prevent_loss_increases": True, "learning_rate": 1.0, "loss": "log"},
    "three classes": {"dataset": "blobs", "classes": 3},
    "regression": {"problem": "regression", "reg_dataset": "reg-gauss"},
}


def assert_run(many, run, one):
    assert many.losses[run] == pytest.approx(one.losses[0], rel=1e-9)
    for (bias, weights), (bias_one, weights_one) in zip(many.layers(run), one.layers(), strict=True):
        assert bias == pytest.approx(bias_one, rel=1e-7, abs=1e-10)
        assert weights == pytest.approx(weights_one, rel=1e-7, abs=1e-10)
    assert many.trainer.learning_rates[run] == one.learning_rate


@pytest.mark.parametrize("name", SPREAD)
def test_each_of_many_runs_is_the_single_run_of_its_seed(name):
    many = Playground(runs=3, **SPREAD[name])
    many.train(8)
    assert len(set(many.seeds)) == 3
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, **SPREAD[name])
        one.train(8)
        assert_run(many, run, one)
        assert many.accuracy(run=run) == one.accuracy()
        places = one.test_points[:20, :2]
        assert many.predict(places, run=run) == pytest.approx(one.predict(places), rel=1e-7, abs=1e-10)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("learning_rate", (0.003, 0.03, 0.3)),
        ("regularization_rate", (0.0, 0.01, 0.1)),
        ("noise", (0.0, 25.0)),
        ("dataset", ("circle", "xor", "gauss")),
        ("dropout", (0.0, 0.5)),
        ("initialization", ("uniform", "he", "orthogonal")),
        ("seed", ("0.1", "0.2")),
    ],
)
def test_a_sweep_trains_a_network_for_each_value(name, values):
    common = {"regularization": "L2", "network_shape": (5, 3)}
    many = Playground(sweep={name: list(values)}, **common)
    many.train(8)
    assert many.runs == len(values)
    for run, value in enumerate(values):
        one = Playground(**common, **{name: value})
        one.train(8)
        assert_run(many, run, one)


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ({"sweep": {"network_shape": [(2,), (3,)]}}, "sweep"),
        ({"sweep": {"learning_rate": []}}, "sweep"),
        ({"sweep": {"learning_rate": "0.1"}}, "sweep"),
        ({"sweep": {"learning_rate": [0.1], "noise": [0.0]}}, "sweep"),
        ({"sweep": {"learning_rate": [0.1]}, "runs": 2}, "sweep"),
        ({"sweep": {"learning_rate": [-1.0]}}, "learning_rate"),
        ({"runs": 0}, "runs"),
        ({"runs": True}, "runs"),
        ({"runs": 2.0}, "runs"),
        ({"runs": 10**6}, "runs"),
    ],
)
def test_what_can_t_be_run_side_by_side_is_named(arguments, name):
    with pytest.raises(SettingError, match=f"^{name}: expected"):
        Playground(**arguments)


def test_a_swept_setting_can_t_be_set_for_all():
    p = Playground(sweep={"learning_rate": [0.01, 0.1]})
    with pytest.raises(SettingError, match="learning_rate: expected no value"):
        p.configure(learning_rate=0.3)
    assert p.configure(regularization_rate=0.1) == "no"
    assert p.run_settings[1].learning_rate == 0.1


def test_points_that_several_runs_have_in_common_are_drawn_once(monkeypatch):
    drawn, generate = [], datasets.generate
    monkeypatch.setattr(datasets, "generate", lambda settings, rng: drawn.append(settings.noise) or generate(settings, rng))
    Playground(sweep={"learning_rate": [0.01, 0.1, 1.0]})
    Playground(sweep={"noise": [5.0, 20.0, 5.0]})
    assert drawn == [0, 5, 20]


def test_one_run_that_diverges_leaves_the_others_alone():
    many = Playground(sweep={"learning_rate": [0.001, 10.0]}, problem="regression", activation="relu")
    one = Playground(learning_rate=0.001, problem="regression", activation="relu")
    many.train(40)
    one.train(40)
    assert not np.isfinite(many.losses[1]).all()
    assert_run(many, 0, one)


def test_the_values_of_a_sweep_may_come_once():
    swept = Playground(sweep={"learning_rate": (rate for rate in (0.01, 0.1))})
    assert swept.sweep == {"learning_rate": (0.01, 0.1)}
    with pytest.raises(SettingError, match="sweep"):
        Playground(sweep={"learning_rate": itertools.repeat(0.1)})
