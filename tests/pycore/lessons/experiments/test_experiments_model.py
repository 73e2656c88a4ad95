"""Experiments: what twenty seeds come to, side by side, as medians and shares; never one random run."""

import math

import numpy as np
import pytest

from pycore import Playground, SettingError
from pycore.lessons.experiments import experiments_model as experiments
from pycore.lessons.experiments.experiments_model import CLAIMS, STORY, Experiment, Outcome, by_name, run
from pycore.lessons.goals import Goal, first_met


def median(name):
    return run(by_name[name]).median


def test_every_experiment_has_an_address_that_is_understood_and_a_name_of_its_own():
    assert len(by_name) == len(CLAIMS) + len(STORY)
    for experiment in by_name.values():
        assert not experiment.settings.unknown
        assert experiment.epochs > 0
        if experiment.goal:
            experiment.goal.check()
    assert all(experiment.verdict for experiment in CLAIMS)
    assert all(experiment.goal for experiment in STORY)
    assert all(bool(experiment.goal) for experiment in CLAIMS if experiment.claim)


def test_a_link_opens_the_network_and_stops_it_in_time():
    p = Playground.from_hash(by_name["line"].link)
    assert p.train(100) == 5


def test_p1_one_neuron_is_not_enough():
    test = run(by_name["A1"]).losses[:, 1]
    assert np.median(test) > 0.40
    assert test.min() > 0.33


def test_p2_five_neurons_are():
    test = run(by_name["A2"]).losses[:, 1]
    assert np.median(test) < 0.02
    assert (test < 0.02).mean() >= 0.65


def test_p3_linear_neurons_learn_nothing_but_cost_less_than_a_half_in_training():
    outcome = run(by_name["B"])
    assert outcome.losses[:, 1].min() > 0.48
    assert 0.48 < np.median(outcome.losses[:, 0]) < 0.505
    assert outcome.share < 0.3  # the claim was that both losses stay above 0.5


def test_p4_a_second_layer_gets_there_sooner():
    assert median("C1") < 0.02
    epochs = [
        np.median(first_met(Playground(by_name[name].settings, runs=20), Goal("both", "below", 0.02), 150))
        for name in ("C1", "A2")
    ]
    assert epochs[0] <= 0.75 * epochs[1] < math.inf


def test_p5_six_layers_of_two_do_not():
    assert median("C2") > 0.4


def test_p6_activations_in_their_order():
    relu, tanh, sigmoid, linear = (median(name) for name in ("A2", "D-tanh", "D-sigmoid", "B"))
    assert relu < tanh < sigmoid < linear
    assert tanh < 0.05
    assert sigmoid > 0.2


def test_p7_to_p9_features_that_help_and_that_do_not():
    assert median("E1") < 0.01
    assert median("E2-sines") > 0.48
    assert 0.11 < median("E2-cross") < 0.25
    assert 0.10 < median("E2-both") < 0.25


def test_p10_each_neuron_more_adds_less():
    medians = [median(name) for name in ("A+2", "A+3", "A+4", "A+8")]
    assert medians == sorted(medians, reverse=True)
    assert medians[0] > 0.2
    assert medians[3] < 0.02
    assert medians[0] - medians[1] > 5 * (medians[1] - medians[3])


def test_p11_squares_need_no_hidden_layer_but_some_runs_blow_up():
    outcome = run(by_name["E3-squares"], runs=60)
    assert outcome.median < 0.02
    assert 0 < (outcome.losses[:, 1] > 0.9).mean() < 0.4


def test_z1_one_line_parts_two_clouds():
    p = Playground(by_name["line"].settings, runs=20)
    p.train(5)
    assert p.losses[:, 1].max() < 0.02
    assert min(p.accuracy(run=run) for run in range(20)) >= 0.99


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("no triangle", 0.48, 0.6),  # Z3, E3
        ("four squares, one line", 0.48, 0.6),  # Z4
        ("four squares", 0, 0.02),
        ("triangle", 0, 0.03),  # Z2
        ("default", 0, 0.01),  # Z8
        ("spiral, ReLU", 0, 0.1),  # Z5
        ("spiral, one layer", 0.4, 0.6),  # Z6
        ("spiral, sines", 0, 0.06),  # Z7
    ],
)
def test_z3_to_z8_the_story_s_networks(name, low, high):
    assert low <= median(name) < high


@pytest.mark.slow
def test_the_spiral_gets_better_with_each_layer():
    shares = [run(by_name[name], runs=16).share for name in ("spiral, one layer", "spiral, two layers", "spiral, three layers")]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert shares[2] > 0.25


def test_the_triangle_s_own_seed_makes_one():
    p = Playground(by_name["triangle"].settings)
    p.train(300)
    assert p.loss_test < 0.05


def test_a_run_can_be_repeated_on_the_same_points():
    experiment = Experiment("one", "One", "networkShape=2", 3, Goal("test", "below", 10))
    first, again = (run(experiment, 4, same_points=True) for _ in range(2))
    assert first.losses.tolist() == again.losses.tolist()
    assert len(np.unique(first.losses[:, 0])) == 4
    assert first.share == 1
    assert first.losses[0].tolist() != run(experiment, 4).losses[1].tolist()


def test_an_outcome_without_a_goal_has_no_share():
    assert run(by_name["A+2"], 2).share is None


def test_a_histogram_counts_every_run_even_those_that_are_no_numbers():
    outcome = Outcome(np.array([[0, 0.1], [0, 0.2], [0, 0.9], [0, math.nan]]), None)
    counts, edges = outcome.histogram(4, highest=0.4)
    assert counts.tolist() == [0, 1, 1, 2]
    assert edges.tolist() == pytest.approx([0, 0.1, 0.2, 0.3, 0.4])
    assert outcome.histogram(3)[0].tolist() == [2, 0, 2]
    assert Outcome(np.full((2, 2), math.nan), None).histogram(2)[0].tolist() == [0, 2]


def test_a_wrong_address_is_named():
    with pytest.raises(SettingError, match="activation"):
        _ = Experiment("x", "X", "activation=none", 1).settings
    assert experiments.run(by_name["line"], 1).losses.shape == (1, 2)
