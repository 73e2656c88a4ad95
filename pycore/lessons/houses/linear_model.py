"""A prediction as a weighted sum: predictions, their mean squared error, its slope, descent along it, and the best there is.

Letters: f features, n examples. Inputs are (f, n), features first; targets and predictions are (n,); weights are (f,), and the
bias is one number. For one feature, inputs may be (n,) and weights one number. Nothing here knows units: the inputs' are
whatever they are, the error's are the target's squared.

The *error* is mean((prediction - target)²), without a half. Descent follows *half* the error, as the tutorials do whose numbers
these are: the half cancels the 2 of the derivative, so that a step is rate · mean((prediction - target) · input).
"""

from typing import NamedTuple

import numpy as np

__all__ = [
    *("Descent", "Scale", "best", "descend", "error", "error_surface", "errors", "gradient", "nudge", "predict"),
    *("rescale", "standardise", "unscale", "unscale_path"),
]


class Scale(NamedTuple):
    """What `standardise` took away and divided by: (f,) each, in the inputs' own units."""

    means: np.ndarray
    deviations: np.ndarray


class Descent(NamedTuple):
    """A path of gradient descent: `weights` (steps + 1, f), `biases` and `errors` (steps + 1,), the start included."""

    weights: np.ndarray
    biases: np.ndarray
    errors: np.ndarray

    def first_below(self, threshold):
        """Return the number of the first step whose error is below `threshold`, or None."""
        below = np.flatnonzero(self.errors < threshold)
        return int(below[0]) if len(below) else None


def predict(inputs, weights, bias=0.0):
    """Return the predictions (n,): the sum of weight times input, plus the bias.

    >>> predict([2104, 1600, 2400], 0.18).round(2).tolist()
    [378.72, 288.0, 432.0]
    """
    inputs, weights = _checked(inputs, weights)
    return weights @ inputs + bias


def errors(inputs, targets, weights, bias=0.0):
    """Return (n,): each target minus its prediction."""
    return _targets(targets, inputs) - predict(inputs, weights, bias)


def error(inputs, targets, weights, bias=0.0):
    """Return the mean of the squared errors.

    >>> round(error([2104, 1600, 2400], [399.9, 329.9, 369.0], 0.18), 4)
    2057.7341
    """
    missed = errors(inputs, targets, weights, bias)
    return float(missed @ missed / len(missed))


def gradient(inputs, targets, weights, bias=0.0):
    """Return ((f,), number): the derivatives of *half* the error by the weights and by the bias.

    d/dw ½ mean((w x + b - y)²) = mean((w x + b - y) x); by b it is mean(w x + b - y).
    """
    inputs, weights = _checked(inputs, weights)
    over = -errors(inputs, targets, weights, bias)
    return inputs @ over / len(over), float(over.sum() / len(over))


def descend(inputs, targets, weights, bias, rates, steps, *, is_halved=True):
    """Take `steps` steps of gradient descent from `weights` and `bias`; returns the Descent.

    rates: (weights' rate, bias' rate), the first one number or (f,). Every step moves all of them by what the *old* predictions
    say. `is_halved=False` follows the error itself instead of half of it, which doubles every step. Ten calls of one step
    give what one call of ten gives, to the last bit. Raises ValueError for a negative or broken number of steps; rates that
    are too large make the errors grow beyond all numbers, which is not an error here.
    """
    if isinstance(steps, bool) or not isinstance(steps, int) or steps < 0:
        raise ValueError(f"steps: expected a whole number of at least 0, got {steps!r}")
    inputs, weights = _checked(inputs, weights)
    targets = _targets(targets, inputs)
    factor = 1.0 if is_halved else 2.0
    weight_rates, bias_rate = factor * np.asarray(rates[0], float), factor * float(rates[1])
    path = Descent(np.empty((steps + 1, len(weights))), np.empty(steps + 1), np.empty(steps + 1))
    weights, bias = weights.copy(), float(bias)
    count = len(targets)
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(steps + 1):
            over = weights @ inputs + bias - targets
            path.weights[step], path.biases[step], path.errors[step] = weights, bias, over @ over / count
            weights = weights - weight_rates * (inputs @ over / count)
            bias = bias - bias_rate * (over.sum() / count)
    return path


def best(inputs, targets, *, has_bias=True):
    """Return (weights (f,), bias) with the least error there is, by least squares; the bias is 0 without `has_bias`.

    >>> weights, bias = best([2104, 1600, 2400], [399.9, 329.9, 369.0])
    >>> weights.round(9).tolist(), round(bias, 6)
    ([0.058487906], 247.263274)
    """
    inputs = _features_first(inputs)
    targets = _targets(targets, inputs)
    if not has_bias:
        return np.linalg.lstsq(inputs.T, targets)[0], 0.0
    # Around the means the bias falls out, and what is left is well conditioned.
    means = inputs.mean(axis=1)
    weights = np.linalg.lstsq((inputs - means[:, None]).T, targets - targets.mean())[0]
    return weights, float(targets.mean() - weights @ means)


def error_surface(inputs, targets, weights, biases):
    """Return (len(biases), len(weights)): the error of one feature's every pair of a weight and a bias."""
    inputs = _features_first(inputs)
    if len(inputs) != 1:
        raise ValueError(f"inputs: expected one feature, got {len(inputs)}")
    x, y = inputs[0], _targets(targets, inputs)
    weights, biases = np.asarray(weights, float)[None, :], np.asarray(biases, float)[:, None]
    return sum((weights * one + biases - target) ** 2 for one, target in zip(x, y, strict=True)) / len(x)


def nudge(inputs, targets, weights, bias, index, distance):
    """Return (3,): the error with one parameter lowered by `distance`, as it is, and raised by it.

    index: 0 to f - 1 for a weight, f for the bias. Raises IndexError beyond that.
    """
    inputs, weights = _checked(inputs, weights)
    if not 0 <= index <= len(weights):
        raise IndexError(f"index: expected one from 0 to {len(weights)}, got {index}")
    moves = np.zeros(len(weights) + 1)
    moves[index] = distance
    return np.array([error(inputs, targets, weights + side * moves[:-1], bias + side * moves[-1]) for side in (-1, 0, 1)])


def standardise(inputs):
    """Return `(inputs, scale)`: each feature with mean 0 and standard deviation 1 (of these n, not n - 1), and its Scale.

    Raises ValueError for a feature that is the same everywhere.
    """
    inputs = _features_first(inputs)
    means, deviations = inputs.mean(axis=1), inputs.std(axis=1)
    if not deviations.all():
        raise ValueError(f"inputs: feature {int(np.argmin(deviations))} is the same everywhere")
    return (inputs - means[:, None]) / deviations[:, None], Scale(means, deviations)


def unscale(weights, bias, scale):
    """Return (weights (f,), bias) for raw inputs that predict what the given ones do for standardised inputs."""
    raw = np.atleast_1d(np.asarray(weights, float)) / scale.deviations
    return raw, float(bias - raw @ scale.means)


def rescale(weights, bias, scale):
    """Return (weights (f,), bias) for standardised inputs that predict what the given ones do for raw inputs: `unscale` undone."""
    weights = np.atleast_1d(np.asarray(weights, float))
    return weights * scale.deviations, float(bias + weights @ scale.means)


def unscale_path(path, scale):
    """Return the Descent whose weights and biases are those of raw inputs, for a path that was taken with standardised ones."""
    raw = path.weights / scale.deviations
    return Descent(raw, path.biases - raw @ scale.means, path.errors)


def _features_first(inputs):
    inputs = np.atleast_2d(np.asarray(inputs, float))
    if inputs.ndim != 2 or not inputs.shape[1]:
        raise ValueError(f"inputs: expected shape (features, examples), got {inputs.shape}")
    return inputs


def _checked(inputs, weights):
    inputs, weights = _features_first(inputs), np.atleast_1d(np.asarray(weights, float))
    if weights.shape != (len(inputs),):
        raise ValueError(f"weights: expected {len(inputs)}, one a feature, got shape {weights.shape}")
    return inputs, weights


def _targets(targets, inputs):
    targets = np.asarray(targets, float)
    count = np.atleast_2d(inputs).shape[1]
    if targets.shape != (count,):
        raise ValueError(f"targets: expected shape ({count},), got {targets.shape}")
    return targets
