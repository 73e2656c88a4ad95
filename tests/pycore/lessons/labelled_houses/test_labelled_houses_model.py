"""Good or bad: what softmax regression, a straight line and a hidden layer make of ten labelled houses."""

import numpy as np
import pytest

from pycore.lessons.houses.houses_model import TEN
from pycore.lessons.labelled_houses import labelled_houses_model as labelled


def test_s2_the_notebook_s_run_hardly_moves():
    run = labelled.notebook()
    assert run.costs[0] == 0.125
    assert run.costs[[1, 51, 1951]] == pytest.approx([0.1149586672, 0.1095399421, 0.1095373490], abs=5e-9)
    assert run.weights[0] == pytest.approx([2.1415e-4, 5.1275e-5], rel=5e-5)
    assert run.weights[1] == pytest.approx(-run.weights[0])
    assert run.biases == pytest.approx([1.1916e-5, -1.1916e-5], rel=1e-4)  # published in float32
    good = labelled.probabilities(TEN.inputs, run.weights, run.biases)[0]
    assert (good.min(), good.max()) == (pytest.approx(0.644, abs=5e-4), pytest.approx(0.783, abs=5e-4))
    assert run.accuracies[-1] == 7


def test_s3_the_best_softmax_regression_is_no_more_often_right_than_always_good():
    run = labelled.regression(2000)
    assert run.costs[-1] == pytest.approx(0.5411985150987892, abs=1e-12)
    assert run.accuracies[-1] == 7
    found = labelled.probabilities(labelled.STANDARDISED, run.weights, run.biases)
    expected = [0.5642, 0.7825, 0.4152, 0.4657, 0.5576, 0.9081, 0.8044, 0.8363, 0.8490, 0.8169]
    assert found[0] == pytest.approx(expected, abs=5e-5)
    assert run.weights[0] - run.weights[1] == pytest.approx([-1.03078028, 0.96445262], abs=1e-6)
    assert run.biases[0] - run.biases[1] == pytest.approx(0.98482891, abs=1e-6)
    assert (found[0] > 0.5).tolist() == [True, True, False, False] + [True] * 6  # wrong: houses 3, 5 and 7
    assert labelled.log_loss(found) == pytest.approx(run.costs[-1])
    assert run.costs[0] == pytest.approx(np.log(2))


def test_a_hundred_steps_come_close_and_the_way_leads_over_six():
    run = labelled.regression(500)
    assert run.costs[100] == pytest.approx(0.5412, abs=1e-3)
    assert run.costs[500] == pytest.approx(0.541198515, abs=1e-8)
    assert run.accuracies.min() == 6


def test_always_good():
    always = np.full((2, 10), [[0.7], [0.3]])
    assert labelled.accuracy(always) == 7
    assert labelled.log_loss(always) == pytest.approx(0.6109, abs=5e-5)


def test_the_slope_of_both_costs_is_the_numerical_one():
    """One step from zero at a rate of 1 is minus the gradient there."""
    for train, inputs in ((labelled.regression, labelled.STANDARDISED), (labelled.notebook, TEN.inputs)):
        step = train(1, 1.0)

        def cost(weights, biases, inputs=inputs, train=train):
            found = labelled.probabilities(inputs, weights, biases)
            squared = ((labelled.TARGETS - found) ** 2).sum() / 40
            return labelled.log_loss(found) if train is labelled.regression else squared

        direction = np.array([[1e-7, 2e-5], [-3e-7, 1e-5]])
        turn = np.array([2e-5, -1e-5])
        numerical = (cost(direction, turn) - cost(-direction, -turn)) / 2
        assert -(step.weights * direction).sum() - step.biases @ turn == pytest.approx(numerical, rel=1e-6)


def test_g2_no_straight_line_gets_more_than_eight():
    right, weights, bias = labelled.best_straight_line()
    assert right == 8
    assert ((weights @ labelled.STANDARDISED + bias > 0) == labelled.IS_GOOD).sum() == 8
    rng = np.random.default_rng(1)
    lines = rng.normal(size=(20_000, 3)) * [1, 1, 1.5]
    right = ((lines[:, :2] @ labelled.STANDARDISED + lines[:, 2:] > 0) == labelled.IS_GOOD).sum(axis=1)
    assert right.max() <= 8


@pytest.mark.parametrize(
    ("units", "activation", "least", "most"),
    [(4, "tanh", 18, 20), (8, "tanh", 19, 20), (3, "tanh", 16, 20), (2, "tanh", 1, 9), (4, "relu", 8, 18)],
)
def test_g1_a_hidden_layer_gets_all_ten(units, activation, least, most):
    network = labelled.HiddenLayer(units, activation, runs=20)
    network.train(5000)
    assert least <= (network.accuracies() == 10).sum() <= most


def test_plain_descent_gets_there_too():
    network = labelled.HiddenLayer(4, runs=10, optimizer="sgd", rate=0.5)
    network.train(2000)
    assert network.accuracies().tolist() == [10] * 10


def test_a_hidden_layer_starts_anew_for_each_run_and_answers_for_any_house():
    network = labelled.HiddenLayer(3, runs=2)
    assert len(set(network.losses())) == 2
    network.train(20)
    for run in (0, 1):
        assert network.good_at(labelled.STANDARDISED, run) == pytest.approx(network.probabilities()[run, 0])
    assert network.probabilities().sum(axis=1) == pytest.approx(np.ones((2, 10)))
    assert network.losses()[1] == pytest.approx(labelled.log_loss(network.probabilities()[1]))
    with pytest.raises(ValueError, match=r"inputs: expected shape \(2, n\)"):
        network.good_at([1.0, 2.0])


def test_single_steps_are_those_of_the_regression():
    weights, biases = np.zeros((2, 2)), np.zeros(2)
    for steps in range(1, 6):
        weights, biases = labelled.step(weights, biases)
        run = labelled.regression(steps)
        assert weights == pytest.approx(run.weights, abs=1e-15) and biases == pytest.approx(run.biases, abs=1e-15)


def test_each_of_ten_networks_leaves_a_house_out_and_judges_it():
    judges = labelled.LeftOut(units=3)
    assert judges.train(3) == 3
    # A network of its own on nine houses, for the house that the third has not seen.
    alone = labelled.LeftOut(units=3)
    alone.train(3)
    house = labelled.STANDARDISED[:, 2:3]
    hidden = np.tanh(judges.network.weights[0][2] @ np.vstack([house, [[1.0]]]))
    sums = judges.network.weights[1][2] @ np.vstack([hidden, [[1.0]]])
    expected = np.exp(sums[0]) / np.exp(sums).sum()
    assert judges.good()[2] == pytest.approx(expected[0])
    assert judges.good().tolist() == alone.good().tolist()
    assert not np.allclose(judges.network.parameters[2], judges.network.parameters[3])


@pytest.mark.parametrize("seed", ["0.12345", "1", "2", "3"])
def test_all_ten_by_heart_and_yet_worse_than_always_good_on_what_was_left_out(seed):
    network = labelled.HiddenLayer(seed=seed)
    network.train(1000)
    judges = labelled.LeftOut(seed=seed)
    judges.train(1000)
    assert network.accuracies().tolist() == [10]
    assert judges.right() <= 6 < labelled.IS_GOOD.sum()
