"""Many beginnings on one data set: the first is the playground itself, and all learn the same points."""

import numpy as np
import pytest

from pycore import Playground, SettingError, Settings
from pycore.lessons.restarts import restarts


def test_run_0_is_the_playground_and_the_others_differ_in_their_weights_alone():
    settings = Settings(dataset="xor", noise=20.0, network_shape=(3,), activation="relu")
    p, one = restarts(settings, 4), Playground(settings)
    assert np.array_equal(p.points(0), one.points())
    assert all(np.array_equal(p.points(run), p.points(0)) for run in range(4))
    assert np.array_equal(p.network.parameters[:1], one.network.parameters)
    assert len(np.unique(p.network.parameters[:, 0])) == 4
    assert len(np.unique(p.losses[:, 0])) == 4
    p.train(5)
    one.train(5)
    assert p.losses[0] == pytest.approx(one.losses[0], rel=1e-12)


def test_the_same_settings_give_the_same_beginnings():
    first, second = (restarts(Settings(seed="0.5"), 3).network.parameters for _ in range(2))
    assert np.array_equal(first, second)


def test_all_start_at_zero_if_the_settings_say_so():
    assert not restarts(Settings(init_zero=True), 3).network.parameters.any()


def test_no_runs_are_refused():
    with pytest.raises(SettingError, match="sweep"):
        restarts(Settings(), 0)
