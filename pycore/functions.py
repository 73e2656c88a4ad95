"""Activations and losses by name, each as a few in-place NumPy calls.

The trainer runs a network as a *tape*: a list of calls without arguments, recorded once and replayed at every batch (see
network.py). So a function here does not compute; it returns the calls that will: `functools.partial` objects on the arrays
they are given. `activate` and `derivative` run them at once for people and tests.
"""

from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

__all__ = ["ACTIVATIONS", "Activation", "activate", "derivative", "squared_loss"]

# 0-d arrays, because NumPy takes them faster than Python's floats and never copies them.
ZERO, ONE, TWO = (np.array(value) for value in (0.0, 1.0, 2.0))


class Activation(NamedTuple):
    """An activation function f.

    forward(z, a): the calls that write f(z) into `a`; the two may be the same array.
    slope(a, d): the calls that write f'(z) into `d`, told in terms of the output a = f(z), so that nothing is computed
    twice. `d` is another array than `a`.
    """

    forward: object
    slope: object


def _tanh(z, a):
    return [partial(np.tanh, z, a)]


def _tanh_slope(a, d):  # 1 - a²
    return [partial(np.multiply, a, a, d), partial(np.subtract, ONE, d, d)]


def _relu(z, a):
    return [partial(np.maximum, z, ZERO, a)]


def _relu_slope(a, d):  # 0 at z <= 0, as the reference has it
    return [partial(np.greater, a, ZERO, d)]


def _sigmoid(z, a):  # 1 / (1 + exp(-z))
    return [
        partial(np.negative, z, a),
        partial(np.exp, a, a),
        partial(np.add, a, ONE, a),
        partial(np.reciprocal, a, a),
    ]


def _sigmoid_slope(a, d):  # a (1 - a)
    return [partial(np.subtract, ONE, a, d), partial(np.multiply, d, a, d)]


def _linear(z, a):
    return [] if a is z else [partial(np.copyto, a, z)]


def _linear_slope(a, d):
    return [partial(d.fill, 1.0)]


ACTIVATIONS = MappingProxyType(
    {
        "relu": Activation(_relu, _relu_slope),
        "tanh": Activation(_tanh, _tanh_slope),
        "sigmoid": Activation(_sigmoid, _sigmoid_slope),
        "linear": Activation(_linear, _linear_slope),
    }
)


def activate(name, z):
    """Return f(z) of the activation `name` for an array z of any shape."""
    a = np.array(z, dtype=float)
    with np.errstate(all="ignore"):
        for call in ACTIVATIONS[name].forward(a, a):
            call()
    return a


def derivative(name, z):
    """Return f'(z) of the activation `name` for an array z of any shape."""
    a = activate(name, z)
    d = np.empty_like(a)
    for call in ACTIVATIONS[name].slope(a, d):
        call()
    return d


def squared_loss(outputs, labels):
    """Return the mean of (a - label)² / 2 over the last axis."""
    return ((outputs - labels) ** 2).mean(axis=-1) / 2
