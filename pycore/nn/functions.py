"""Activations and losses by name, each as a few in-place NumPy calls.

The trainer runs a network as a *tape*: a list of calls without arguments, recorded once and replayed at every batch (see
network.py). So a function here does not compute; it returns the calls that will: `functools.partial` objects on the arrays
they are given. `activate` and `derivative` run them at once for people and tests.
"""

from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

__all__ = ["ACTIVATIONS", "LOSSES", "Activation", "Loss", "activate", "derivative"]

# 0-d arrays, because NumPy takes them faster than Python's floats and never copies them.
ZERO, ONE, MINUS_TWO, LEAK, REST = (np.array(value) for value in (0.0, 1.0, -2.0, 0.01, 0.99))

#: From so many numbers on the exponential form of tanh is quicker than NumPy's tanh. They agree to 1e-15.
_LARGE = 300


class Activation(NamedTuple):
    """An activation function f.

    forward(z, a): the calls that write f(z) into `a`.
    slope(z, a, d): the calls that write f'(z) into `d`, told in terms of the output a = f(z) wherever that is possible, so
    that nothing is computed twice.
    in_place: `z` and `a` may be one array, and `slope` does not look at `z`. Otherwise they are two arrays, and what is left in
    `z` after `slope` has no meaning.
    """

    forward: object
    slope: object
    in_place: bool = True


def _tanh(z, a):
    if z.size < _LARGE:
        return [partial(np.tanh, z, a)]
    return [  # 1 - 2 / (exp(2 z) + 1)
        partial(np.add, z, z, a),
        partial(np.exp, a, a),
        partial(np.add, a, ONE, a),
        partial(np.divide, MINUS_TWO, a, a),
        partial(np.add, a, ONE, a),
    ]


def _tanh_slope(z, a, d):  # 1 - a²
    return [partial(np.square, a, d), partial(np.subtract, ONE, d, d)]


def _relu(z, a):
    return [partial(np.maximum, z, ZERO, a)]


def _relu_slope(z, a, d):  # the sign of a: 0 at z <= 0, as the reference has it
    return [partial(np.sign, a, d)]


def _leaky_relu(z, a):  # max(z, 0.01 z)
    return [partial(np.multiply, z, LEAK, a), partial(np.maximum, z, a, a)]


def _leaky_relu_slope(z, a, d):
    return [partial(np.greater, a, ZERO, d), partial(np.multiply, d, REST, d), partial(np.add, d, LEAK, d)]


def _elu(z, a):  # exp(min(z, 0)) - 1 + max(z, 0)
    return [
        partial(np.minimum, z, ZERO, a),
        partial(np.exp, a, a),
        partial(np.subtract, a, ONE, a),
        partial(np.maximum, z, ZERO, z),
        partial(np.add, a, z, a),
    ]


def _elu_slope(z, a, d):  # min(a, 0) + 1
    return [partial(np.minimum, a, ZERO, d), partial(np.add, d, ONE, d)]


def _sigmoid(z, a):  # 1 / (1 + exp(-z))
    return [
        partial(np.negative, z, a),
        partial(np.exp, a, a),
        partial(np.add, a, ONE, a),
        partial(np.reciprocal, a, a),
    ]


def _sigmoid_slope(z, a, d):  # a (1 - a)
    return [partial(np.subtract, ONE, a, d), partial(np.multiply, d, a, d)]


def _swish(z, a):  # z sigmoid(z)
    return [*_sigmoid(z, a), partial(np.multiply, a, z, a)]


def _swish_slope(z, a, d):  # a + s - s a, where s = sigmoid(z)
    return [
        *_sigmoid(z, d),
        partial(np.multiply, d, a, z),
        partial(np.subtract, d, z, d),
        partial(np.add, d, a, d),
    ]


def _softplus(z, a):  # log(1 + exp(z)), in a form that does not overflow
    return [partial(np.logaddexp, z, ZERO, a)]


def _softplus_slope(z, a, d):  # sigmoid(z) = 1 - exp(-a)
    return [partial(np.negative, a, d), partial(np.expm1, d, d), partial(np.negative, d, d)]


def _linear(z, a):
    return [] if a is z else [partial(np.copyto, a, z)]


def _linear_slope(z, a, d):
    return [partial(d.fill, 1.0)]


def _softmax(z, a):
    """Over the units, the first axis, with their maximum taken away first."""
    top = np.empty_like(z[:1])
    return [
        partial(np.maximum.reduce, z, 0, None, top, True),
        partial(np.subtract, z, top, a),
        partial(np.exp, a, a),
        partial(np.add.reduce, a, 0, None, top, True),
        partial(np.divide, a, top, a),
    ]


#: The activations that hidden layers can have.
ACTIVATIONS = MappingProxyType(
    {
        "relu": Activation(_relu, _relu_slope),
        "leaky_relu": Activation(_leaky_relu, _leaky_relu_slope, in_place=False),
        "elu": Activation(_elu, _elu_slope, in_place=False),
        "swish": Activation(_swish, _swish_slope, in_place=False),
        "softplus": Activation(_softplus, _softplus_slope),
        "tanh": Activation(_tanh, _tanh_slope),
        "sigmoid": Activation(_sigmoid, _sigmoid_slope),
        "linear": Activation(_linear, _linear_slope),
    }
)
#: Those of the output layer: softmax has no slope of its own, its loss has the derivative of both together.
OUTPUTS = MappingProxyType({"tanh": ACTIVATIONS["tanh"], "linear": ACTIVATIONS["linear"], "softmax": Activation(_softmax, None)})


def activate(name, z):
    """Return f(z) of the activation `name` for an array z of any shape."""
    return _activated(name, z)[1]


def derivative(name, z):
    """Return f'(z) of the activation `name` for an array z of any shape."""
    z, a = _activated(name, z)
    d = np.empty_like(a)
    with np.errstate(all="ignore"):
        for call in ACTIVATIONS[name].slope(z, a, d):
            call()
    return d


def _activated(name, z):
    z = np.array(z, dtype=float)
    a = np.empty_like(z)
    with np.errstate(all="ignore"):
        for call in ACTIVATIONS[name].forward(z, a):
            call()
    return z, a


class Loss(NamedTuple):
    """A loss of outputs against labels, arrays (R, outputs, n) each.

    value(outputs, labels): the loss of each point, (R, n).
    through_slope: the derivative by the output layer's weighted sum is (output - label) times the activation's slope;
    otherwise it is output - label itself, because the slope cancels.
    """

    value: object
    through_slope: bool


def _squared(outputs, labels):
    errors = outputs - labels
    return np.add.reduce(errors * errors, -2) / 2


#: Probabilities are kept so far from 0 and 1, as the reference's fork does: one point costs at most 32.2.
CLIP = 1e-14


def _log(outputs, labels):
    """-(t ln p + (1 - t) ln(1 - p)) of p = (1 + output) / 2 and t = (1 + label) / 2, both clipped to [CLIP, 1 - CLIP].

    Its derivative by the output, times tanh's slope, is output - label wherever nothing is clipped; that form is used
    everywhere. The fork multiplies the two factors, and gets 0 for a wrong point once tanh saturates.
    """
    p = np.clip((1 + outputs) / 2, CLIP, 1 - CLIP)
    t = np.clip((1 + labels) / 2, CLIP, 1 - CLIP)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum(axis=-2)


def _cross_entropy(outputs, labels):
    """-ln p of the true class, for softmax outputs and labels that are 1 at the true class and 0 elsewhere."""
    return -np.log(np.clip((outputs * labels).sum(axis=-2), CLIP, None))


LOSSES = MappingProxyType(
    {
        "squared": Loss(_squared, through_slope=True),
        "log": Loss(_log, through_slope=False),
        "cross-entropy": Loss(_cross_entropy, through_slope=False),
    }
)
