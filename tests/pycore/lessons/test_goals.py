"""Goals: each metric and rule on losses worked out by hand."""

import math

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons.goals import Goal, first_met

LOSSES = np.array([[0.25, 0.5], [0.5, 0.25], [0.25, math.nan], [math.inf, math.inf]])


@pytest.mark.parametrize(
    ("goal", "expected"),
    [
        (Goal("test", "below", 0.5), [False, True, False, False]),
        (Goal("test", "at most", 0.5), [True, True, False, False]),
        (Goal("train", "at most", 0.25), [True, False, True, False]),
        (Goal("both", "below", 0.6), [True, True, False, False]),
        (Goal("both", "above", 0.25), [False, False, False, True]),
        (Goal("both", "above", 0.2), [True, True, False, True]),
        (Goal("gap", "at most", 0), [False, True, False, False]),
    ],
    ids=str,
)
def test_a_goal_judges_every_run(goal, expected):
    with np.errstate(invalid="ignore"):  # infinity minus infinity
        assert goal.check().met(LOSSES).tolist() == expected


def test_a_goal_is_a_sentence():
    assert str(Goal("gap", "below", 0.085)) == "test loss minus training loss below 0.085"


@pytest.mark.parametrize("goal", [Goal("loss", "below", 1), Goal("test", "under", 1), Goal("test", "below", math.nan)])
def test_a_goal_that_means_nothing_is_refused(goal):
    with pytest.raises(ValueError, match="expected"):
        goal.check()


def test_the_first_epoch_that_meets_a_goal():
    goal = Goal("test", "below", 0.1)
    p = Playground(dataset="gauss", network_shape=(), runs=5)
    epochs = first_met(p, goal, 20)
    assert p.epoch == max(epochs) < 20
    for run in range(5):
        alone = Playground(p.run_settings[run])
        alone.train(int(epochs[run]))
        assert alone.loss_test < 0.1
        if epochs[run]:
            alone.reset()
            alone.train(int(epochs[run]) - 1)
            assert alone.loss_test >= 0.1


def test_a_goal_that_is_not_met_in_time_is_at_infinity():
    p = Playground(runs=2)
    assert first_met(p, Goal("test", "below", 0), 3).tolist() == [math.inf] * 2
    assert p.epoch == 3
    p.configure(stop_epoch=3)
    assert first_met(p, Goal("test", "below", 0), 9).tolist() == [math.inf] * 2
