"""The learning rate's ladder, the bandit that climbs it, and epochs that are taken back because they raised the loss."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycore import Playground, Settings
from pycore.nn.tuning import LEARNING_RATES, Bandit, schedule_factor, step_down, step_up


class Draws:
    """A generator that gives the uniforms it was made with."""

    def __init__(self, *values):
        self.values = list(values)

    def random(self):
        return self.values.pop(0)


# -- the ladder


def test_steps_go_along_the_ladder_and_end_where_it_ends():
    for lower, higher in zip(LEARNING_RATES, LEARNING_RATES[1:], strict=False):
        assert step_up(lower) == higher
        assert step_down(higher) == lower
    assert step_down(LEARNING_RATES[0]) is None
    assert step_up(LEARNING_RATES[-1]) is None


@given(rate=st.floats(0, 1000))
def test_a_rate_that_is_not_on_the_ladder_steps_to_its_neighbours_there(rate):
    lower, higher = step_down(rate), step_up(rate)
    assert lower == max((r for r in LEARNING_RATES if r < rate), default=None)
    assert higher == min((r for r in LEARNING_RATES if r > rate), default=None)


# -- the bandit


def test_a_score_is_the_mean_of_relative_decreases_and_a_phantom_of_nothing():
    bandit = Bandit()
    bandit.record(0.03, 0.5, 0.4)
    bandit.record(0.03, 0.4, 0.44)
    count, total = bandit.scores[0.03]
    assert (count, total) == (3, pytest.approx(0.2 - 0.1))
    bandit.record(0.1, 0.0, 0.0)  # nothing to decrease is no decrease
    assert bandit.scores[0.1] == [2, 0.0]


def chosen(bandit, rate, temperature, draws=400):
    """The rates that evenly spread uniforms lead to."""
    return Counter(bandit.choose(rate, temperature, Draws((k + 0.5) / draws)) for k in range(draws))


def test_a_step_up_is_tried_only_after_the_current_rate_has_brought_a_decrease():
    bandit = Bandit()
    assert set(chosen(bandit, 0.03, 1.0)) == {0.01, 0.03}
    bandit.record(0.03, 0.5, 0.5)
    assert set(chosen(bandit, 0.03, 1.0)) == {0.01, 0.03}
    bandit.record(0.03, 0.5, 0.4)
    assert set(chosen(bandit, 0.03, 1.0)) == {0.01, 0.03, 0.1}
    bandit.record(0.03, 0.4, 0.6)
    assert set(chosen(bandit, 0.03, 1.0)) == {0.01, 0.03}


def test_odds_are_exponentials_of_mean_scores_over_the_temperature():
    bandit = Bandit()
    for _ in range(3):
        bandit.record(0.03, 1.0, 0.8)
    bandit.record(0.1, 1.0, 0.9)
    means = {0.01: 0.0, 0.03: 0.6 / 4, 0.1: 0.1 / 2}
    total = sum(math.exp(mean / 0.1) for mean in means.values())
    found = chosen(bandit, 0.03, 0.1, draws=10_000)
    for rate, mean in means.items():
        assert found[rate] / 10_000 == pytest.approx(math.exp(mean / 0.1) / total, abs=2e-4)


def test_the_smallest_temperature_does_not_overflow_and_takes_the_best():
    bandit = Bandit()
    bandit.record(0.03, 1.0, 0.1)  # mean 0.45, exponent 4500
    bandit.record(0.1, 1.0, 0.05)  # mean 0.475, exponent 4750
    assert chosen(bandit, 0.03, 0.0001) == {0.1: 400}
    bandit.record(0.1, 1.0, 3e5)  # and far below: its odds are 0
    assert chosen(bandit, 0.03, 0.0001) == {0.03: 400}


def test_the_ends_of_the_ladder_have_one_neighbour():
    bandit = Bandit()
    bandit.record(10.0, 1.0, 0.5)
    bandit.record(0.000001, 1.0, 0.5)
    assert set(chosen(bandit, 10.0, 1.0)) == {3.0, 10.0}
    assert set(chosen(bandit, 0.000001, 1.0)) == {0.000001, 0.000003}


def test_a_rate_off_the_ladder_has_neighbours_and_may_stay():
    bandit = Bandit()
    bandit.record(0.05, 1.0, 0.5)
    assert set(chosen(bandit, 0.05, 1.0)) == {0.03, 0.05, 0.1}


@pytest.mark.parametrize("after", [math.nan, math.inf])
def test_a_choice_takes_one_draw_even_when_a_loss_is_not_a_number(after):
    bandit, draws = Bandit(), Draws(0.5, 0.25)
    bandit.record(0.03, 1.0, after)
    assert bandit.choose(0.03, 0.1, draws) == 0.03
    assert draws.values == [0.25]


@given(uniform=st.floats(0, 1, exclude_max=True), rate=st.sampled_from(LEARNING_RATES), gain=st.floats(-1e6, 1))
def test_every_choice_is_the_rate_or_a_neighbour(uniform, rate, gain):
    bandit = Bandit()
    bandit.record(rate, 1.0, 1.0 - gain)
    assert bandit.choose(rate, 0.0001, Draws(uniform)) in (step_down(rate), rate, step_up(rate))


def test_autotuning_climbs_from_a_rate_that_is_far_too_low():
    p = Playground(learning_rate=0.00001, learning_rate_autotuning=0.0001, seed="0.3")
    plain = Playground(learning_rate=0.00001, seed="0.3")
    p.train(150)
    plain.train(150)
    assert p.learning_rate > 0.001
    assert p.loss_train < 0.95 * plain.loss_train


def test_autotuning_is_the_seed_s_and_each_run_has_its_own():
    many = Playground(runs=4, learning_rate_autotuning=0.1)
    many.train(15)
    rates = many.trainer.learning_rates.tolist()
    assert len(set(rates)) > 1
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, learning_rate_autotuning=0.1)
        one.train(15)
        assert one.learning_rate == rates[run]


# -- epochs that are taken back


def losses_while_training(p, epochs):
    losses = [p.loss_train]
    for _ in range(epochs):
        p.train(1)
        losses.append(p.loss_train)
    return losses


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"learning_rate_autotuning": 0.1},
        {"learning_rate_autotuning": 1.0, "loss": "log", "batch_size": 30},
        {"optimizer": "adam"},
        {"regularization": "L1", "regularization_rate": 0.03, "momentum": 0.9},
        {"problem": "regression", "activation": "relu"},
    ],
    ids=str,
)
def test_the_training_loss_never_rises(settings):
    p = Playground(learning_rate=3.0, prevent_loss_increases=True, **settings)
    losses = losses_while_training(p, 40)
    assert all(now <= before for before, now in zip(losses, losses[1:], strict=False))
    assert losses[-1] < losses[0]


@pytest.mark.parametrize("seed", ["0.5", "0.1", "0.2", "0.3", "0.12345"])
def test_the_first_epoch_ends_at_the_highest_rate_that_does_not_raise_the_loss_as_if_nothing_else_had_been_tried(seed):
    kind = {"loss": "log", "regularization": "L1", "regularization_rate": 0.1, "seed": seed, "batch_size": 30}
    p = Playground(learning_rate=3.0, prevent_loss_increases=True, **kind)
    first = p.loss_train
    p.train(1)
    for rate in (3.0, 1.0, 0.3, 0.1, 0.03, 0.01):
        plain = Playground(learning_rate=rate, **kind)
        plain.train(1)
        if plain.loss_train <= first:
            break
    assert p.learning_rate == rate
    assert np.array_equal(p.network.parameters, plain.network.parameters)
    assert np.array_equal(p.trainer.alive, plain.trainer.alive)
    plain.train(1)  # the carried gradients were those of the attempt that counted
    p.configure(prevent_loss_increases=False)
    p.train(1)
    assert np.array_equal(p.network.parameters, plain.network.parameters)


def test_from_a_rate_of_3_the_first_epoch_ends_at_0_3():
    p = Playground(learning_rate=3.0, prevent_loss_increases=True, loss="log", seed="0.5")
    p.train(1)
    assert p.learning_rate == 0.3


def test_after_an_epoch_was_taken_back_links_still_die():
    p = Playground(learning_rate=3.0, prevent_loss_increases=True, regularization="L1", regularization_rate=0.1)
    p.train(1)
    assert p.learning_rate < 3.0
    dead = p.trainer.alive == 0
    weights = p.network.parameters.copy()
    p.train(4)
    dead_later = p.trainer.alive == 0
    assert dead_later.sum() > dead.sum() > 0
    assert (dead_later >= dead).all()
    assert (p.network.parameters[dead_later] == 0).all()
    assert not np.array_equal(p.network.parameters, weights)


def test_at_the_lowest_rate_it_gives_up_and_the_epoch_counts():
    kind = {"problem": "regression", "reg_dataset": "reg-gauss", "network_shape": (), "learning_rate": 0.000003, "batch_size": 1}
    p, plain = Playground(prevent_loss_increases=True, **kind), Playground(**kind)
    # At the optimum any step can only raise the loss.
    x = np.column_stack([p.train_points[:, :2], np.ones(len(p.train_points))])
    for playground in (p, plain):
        playground.network.parameters[0] = np.linalg.lstsq(x, p.train_points[:, 2], rcond=None)[0]
        playground.trainer.forget_losses()
    optimum, weights = p.loss_train, p.network.parameters.copy()
    plain.train(1)
    assert plain.loss_train > optimum
    assert p.train(3) == 3
    assert p.loss_train == optimum
    assert p.learning_rate == 0.000001
    assert np.array_equal(p.network.parameters, weights)


def test_runs_are_taken_back_one_by_one():
    settings = {"learning_rate": 3.0, "prevent_loss_increases": True, "loss": "log", "batch_size": 30}
    many = Playground(runs=5, **settings)
    many.train(6)
    assert len(set(many.trainer.learning_rates)) > 1
    for run, seed in enumerate(many.seeds):
        one = Playground(seed=seed, **settings)
        one.train(6)
        assert one.learning_rate == many.trainer.learning_rates[run]
        assert many.network.parameters[run] == pytest.approx(one.network.parameters[0], rel=1e-9, abs=1e-11)


def test_a_loss_that_is_not_a_number_is_no_rise():
    p = Playground(problem="regression", learning_rate=1000.0, batch_size=1, prevent_loss_increases=True)
    p.network.parameters[:] = np.nan
    p.trainer.forget_losses()
    assert p.train(2) == 2
    assert p.learning_rate == 1000.0
    assert p.diverged == 1


# -- schedules


@given(epoch=st.integers(0, 10_000), period=st.integers(1, 1000), factor=st.floats(0, 1))
def test_schedules_are_their_formulas(epoch, period, factor):
    common = {"schedule_epochs": period, "schedule_factor": factor}
    assert schedule_factor(Settings(**common), epoch) == 1
    assert schedule_factor(Settings(schedule="step", **common), epoch) == factor ** (epoch // period)
    cosine = schedule_factor(Settings(schedule="cosine", **common), epoch)
    assert cosine == pytest.approx((1 + math.cos(math.pi * epoch / period)) / 2 if epoch < period else 0, abs=1e-15)
