"""Good or bad? The ten houses with labels: softmax regression, which gets 7 of them right, and the hidden layer that gets all.

Inputs are area and bathrooms, (2, 10) in the order of houses.TEN; the two outputs are Good and Bad, in that order, and
probabilities are (2, 10). Losses are means over the ten houses, in nats for the log loss.

Seven houses are Good, so that "always Good" is right seven times, too, at a log loss of 0.6109; "one half" costs 0.6931.
The best softmax regression costs 0.5412 and is still right seven times. No straight line gets more than eight.

The labels, and the run of `notebook`, are those of the notebook that accompanies Jay Alammar's "A Visual and Interactive Guide
to the Basics of Neural Networks" (2016).
"""

from typing import NamedTuple

import numpy as np

from pycore.data.rng import SeededRandom
from pycore.lessons.houses import linear_model as linear
from pycore.lessons.houses.houses_model import TEN
from pycore.nn.functions import OUTPUTS
from pycore.nn.initializers import initialize
from pycore.nn.network import Network, Pass, play
from pycore.nn.trainer import Trainer
from pycore.settings import Settings

__all__ = [
    *("IS_GOOD", "SCALE", "STANDARDISED", "TARGETS", "HiddenLayer", "LeftOut", "Regression", "accuracy", "best_straight_line"),
    *("log_loss", "log_slope", "notebook", "probabilities", "regression", "step"),
]

#: (10,): whether the friend called the house good.
IS_GOOD = np.array([True, True, True, False, False, True, False, True, True, True])
#: (2, 10): 1 in the row of the right class, 0 in the other.
TARGETS = np.stack([IS_GOOD, ~IS_GOOD]).astype(float)
#: (2, 10): the inputs with mean 0 and deviation 1, and the linear.Scale that made them so.
STANDARDISED, SCALE = linear.standardise(TEN.inputs)
for _fixed in (IS_GOOD, TARGETS, STANDARDISED):
    _fixed.flags.writeable = False


class Regression(NamedTuple):
    """A softmax regression as trained: `weights` (2, 2), a row a class; `biases` (2,); after each step, the start included,
    `costs` and `accuracies` (steps + 1,)."""

    weights: np.ndarray
    biases: np.ndarray
    costs: np.ndarray
    accuracies: np.ndarray


def probabilities(inputs, weights, biases):
    """Return (2, n): of Good and Bad, the softmax of weights times inputs (2, n) plus biases."""
    sums = np.asarray(weights) @ inputs + np.asarray(biases)[:, None]
    for call in OUTPUTS["softmax"].forward(sums, sums):
        call()
    return sums


def log_loss(found):
    """Return the mean of -ln(probability of the right class), for probabilities (2, 10)."""
    return float(-np.log((found * TARGETS).sum(axis=0)).mean())


def accuracy(found):
    """Return how many of the ten houses are on the right side, for probabilities (2, 10); one half counts as Good."""
    return int(((found[0] >= found[1]) == IS_GOOD).sum())


def regression(steps=500, rate=1.0):
    """Train by gradient descent on the log loss, from zero and with STANDARDISED inputs; returns the Regression.

    The derivative of the log loss by the sums is probability minus target: one line, because softmax and log cancel.

    >>> trained = regression()
    >>> trained.costs[-1].round(6).item(), trained.accuracies[-1].item()
    (0.541199, 7)
    """
    return _descend(STANDARDISED, rate, steps, log_loss, log_slope)


def step(weights, biases, rate=1.0):
    """Take a step of `regression`; returns weights (2, 2) and biases (2,).

    >>> weights, biases = step(np.zeros((2, 2)), np.zeros(2))
    >>> biases.round(3).tolist()
    [0.2, -0.2]
    """
    found = probabilities(STANDARDISED, weights, biases)
    by_sums = log_slope(found)
    weights = weights - rate * by_sums @ STANDARDISED.T
    return weights, biases - rate * by_sums.sum(axis=1)


def log_slope(found):
    """Return the slope of the log loss by the ten houses' scores, (2, 10)."""
    return (found - TARGETS) / TARGETS.shape[1]


def notebook(steps=2000, rate=1e-6):
    """Train as the notebook does: raw inputs, and a cost of sum((target - probability)²) / 40; returns the Regression.

    It hardly moves, and calls every house good.
    """

    def cost(found):
        return float(((TARGETS - found) ** 2).sum() / (2 * TARGETS.size))

    def slope(found):  # through softmax: p_i (d_i - sum of p_j d_j), where d is the cost's derivative by p
        by_probability = (found - TARGETS) / TARGETS.size
        return found * (by_probability - (found * by_probability).sum(axis=0))

    return _descend(TEN.inputs, rate, steps, cost, slope)


def _descend(inputs, rate, steps, cost, slope):
    """`slope(probabilities)` is the derivative of the cost by the sums, (2, 10)."""
    weights, biases = np.zeros((2, 2)), np.zeros(2)
    costs, accuracies = np.empty(steps + 1), np.empty(steps + 1, int)
    for step in range(steps + 1):
        found = probabilities(inputs, weights, biases)
        costs[step], accuracies[step] = cost(found), accuracy(found)
        if step < steps:
            by_sums = slope(found)
            weights -= rate * by_sums @ inputs.T
            biases -= rate * by_sums.sum(axis=1)
    return Regression(weights, biases, costs, accuracies)


def best_straight_line():
    """Return (right, weights (2,), bias): the most houses that any straight line has on the right side, and such a line.

    Good is where weights · input + bias > 0, with STANDARDISED inputs. The search is complete: turning a line changes the
    order of the points along its direction only where it becomes perpendicular to the line through two of them, so one
    direction between any two such angles, and every place to cut it, are all there are.

    >>> best_straight_line()[0]
    8
    """
    x, y = STANDARDISED
    first, second = np.triu_indices(len(x), 1)
    critical = np.sort((np.arctan2(y[second] - y[first], x[second] - x[first]) + np.pi / 2) % np.pi)
    critical = np.append(critical, critical[0] + np.pi)
    best = (0, None, None)
    for angle in (critical[:-1] + critical[1:]) / 2:
        for direction in (np.array([np.cos(angle), np.sin(angle)]), -np.array([np.cos(angle), np.sin(angle)])):
            along = direction @ STANDARDISED
            places = np.sort(along)
            for cut in (places[0] - 1, *(places[:-1] + places[1:]) / 2):
                right = int(((along > cut) == IS_GOOD).sum())
                best = max(best, (right, direction, float(-cut)), key=lambda line: line[0])
    return best


class HiddenLayer:
    """The houses' network with a hidden layer, `runs` of them side by side, each with first weights of its own.

    units: of the hidden layer. activation: one of functions.ACTIVATIONS. optimizer and rate: as in settings. All ten houses
    are one batch, so that an epoch is a step; inputs are STANDARDISED and the loss is the log loss.

    >>> network = HiddenLayer(units=4, runs=3)
    >>> network.train(1000)
    1000
    >>> network.accuracies().tolist()
    [10, 10, 10]

    Ten points fitted without a fault say nothing about the eleventh.
    """

    def __init__(self, units=4, activation="tanh", runs=1, seed="0.12345", optimizer="adam", rate=0.05):
        self.network = _network(units, activation, runs, seed)
        orders = [list(range(len(IS_GOOD)))] * runs
        self._trainer = _trainer(self.network, orders, len(IS_GOOD), seed, optimizer, rate)

    def train(self, steps=1):
        """Take so many steps; returns the number taken in all."""
        for _ in range(steps):
            self._trainer.epoch()
        return self._trainer.epochs

    def losses(self):
        """Return (runs,): the log loss of each."""
        return self._trainer.losses()[:, 0].copy()

    def probabilities(self):
        """Return (runs, 2, 10): of Good and Bad for each house."""
        return self._trainer.outputs().copy()

    def accuracies(self):
        """Return (runs,): how many of the ten houses each has on the right side."""
        return np.array([accuracy(found) for found in self.probabilities()])

    def good_at(self, inputs, run=0):
        """Return (n,): the probability of Good at standardised inputs (2, n), for a map of the plane."""
        inputs = np.asarray(inputs, float)
        if inputs.ndim != 2 or len(inputs) != 2:
            raise ValueError(f"inputs: expected shape (2, n), got {inputs.shape}")
        batch = Pass(self.network, inputs.shape[1])
        batch.first(np.broadcast_to(np.vstack([inputs, np.ones(inputs.shape[1])]), (self.network.runs, 3, inputs.shape[1])))()
        play(batch.forward())
        return batch.outputs[run, 0].copy()


class LeftOut:
    """What fitting ten houses is worth: ten networks side by side, each trained on nine houses and asked about the tenth.

    Arguments are those of HiddenLayer. All ten start from the same weights.

    >>> judges = LeftOut()
    >>> judges.train(1000)
    1000
    >>> judges.right()
    4

    Always saying Good, which takes no network, is right seven times.
    """

    def __init__(self, units=4, activation="tanh", seed="0.12345", optimizer="adam", rate=0.05):
        count = len(IS_GOOD)
        orders = [[*range(out), *range(out + 1, count), out] for out in range(count)]
        self.network = _network(units, activation, count, seed)
        self.network.parameters[:] = self.network.parameters[0]
        self._trainer = _trainer(self.network, orders, count - 1, seed, optimizer, rate)

    def train(self, steps=1):
        """Take so many steps; returns the number taken in all."""
        for _ in range(steps):
            self._trainer.epoch()
        return self._trainer.epochs

    def good(self):
        """Return (10,): the probability of Good for each house, by the network that has not seen it."""
        return self._trainer.outputs()[:, 0, -1].copy()

    def right(self):
        """Return how many of the ten are judged right by the network that has not seen them."""
        return int(((self.good() >= 0.5) == IS_GOOD).sum())


def _network(units, activation, runs, seed):
    """Two inputs, a hidden layer, softmax; the weights of one run after the other from one generator."""
    network = Network((2, units, 2), (activation, "softmax"), runs)
    rng = SeededRandom(seed)
    for run in range(runs):
        initialize("uniform", [layer[run] for layer in network.weights], rng)
    return network


def _trainer(network, orders, count, seed, optimizer, rate):
    """A Trainer of the houses in the order of each run, the first `count` of them to be trained on, in one batch."""
    settings = Settings(optimizer=optimizer, learning_rate=rate, batch_size=count, seed=seed)
    inputs = np.stack([np.vstack([STANDARDISED, np.ones(len(IS_GOOD))])[:, order] for order in orders])
    targets = np.stack([TARGETS[:, order] for order in orders])
    generators = [SeededRandom(f"{seed} {run}") for run in range(network.runs)]
    return Trainer(network, inputs, targets, count, [settings] * network.runs, generators, "cross-entropy")
