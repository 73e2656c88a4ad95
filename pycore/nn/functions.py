"""Activations by name, each as a few in-place NumPy calls, and as other libraries spell it.

The trainer runs a network as a *tape*: a list of calls without arguments, recorded once and replayed at every batch (see
network.py). So a function here does not compute; it returns the calls that will: `functools.partial` objects on the arrays
they are given. `activate` and `derivative` run them at once for people and tests.

Everything about an activation is in its record, so that a new one is one entry of ACTIVATIONS. `Activation.of` makes a record of
a plain function.
"""

import math
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from pycore.data.registry import PartError, Registry, check_sources

__all__ = ["ACTIVATIONS", "NUMERICAL", "ONE", "OUTPUTS", "STEP", "ZERO", "Activation", "activate", "derivative", "layer_function"]

# 0-d arrays, because NumPy takes them faster than Python's floats and never copies them.
ZERO, ONE, MINUS_TWO, LEAK, REST = (np.array(value) for value in (0.0, 1.0, -2.0, 0.01, 0.99))

#: From so many numbers on the exponential form of tanh is quicker than NumPy's tanh. They agree to 1e-15.
_LARGE = 300
#: Half the distance over which a difference quotient is taken: the cube root of the rounding error, where it is most exact.
STEP = 6e-6
#: The note of a part that was given without a slope.
NUMERICAL = "Its slope is a difference quotient, because none was given: exact to about ten digits."


@dataclass(frozen=True)
class Activation:
    """An activation function f.

    name, label: in settings and addresses; for people. formula: f(x), for people. about: what it is known for, in sentences.

    forward(z, a): the calls that write f(z) into `a`.
    slope(z, a, d): the calls that write f'(z) into `d`, told in terms of the output a = f(z) wherever that is possible, so
    that nothing is computed twice.
    in_place: `z` and `a` may be one array, and `slope` does not look at `z`. Otherwise they are two arrays, and what is left in
    `z` after `slope` has no meaning.

    numpy: Python source of f(z), and of f'(z) told by z and a = f(z), or None. torch: source of a module, such as nn.Tanh(), or of
    f(z) with torch's functions, or None. keras: a name that Keras knows, source of a layer, or of f(z) with keras.ops, or None.
    sklearn: the name that scikit-learn has for it, or None.

    steepest: no slope is steeper. bounds: (lowest, highest) value where there are such. note: what people should know of the record.
    """

    name: str
    label: str
    formula: str
    about: str
    forward: object
    slope: object
    in_place: bool = True
    numpy: tuple | None = None
    torch: str | None = None
    keras: str | None = None
    sklearn: str | None = None
    steepest: float = math.inf
    bounds: tuple | None = None
    note: str = ""

    @classmethod
    def of(cls, name, function, slope=None, *, label="", formula="", about="", **spellings):
        """Return the record of an activation whose `function(z)`, and `slope(z)`, take and return arrays of one shape.

        The slope that training follows may be another than the function's; without one it is a difference quotient, and the
        record's note says so. `spellings` are `numpy`, `torch`, `keras` and `sklearn`; a library that has none refuses to export it.
        """
        note = "" if slope else NUMERICAL
        slope = slope or partial(_difference_quotient, function)

        def forward(z, a):
            return [partial(_apply, function, z, a)]

        def slope_calls(z, a, d):
            return [partial(_apply, slope, z, d)]

        words = label or name, formula or f"{name}(x)", about
        return cls(name, *words, forward, slope_calls, in_place=False, note=note, **spellings)


def _apply(function, z, out):
    values = function(z)
    if np.shape(values) != z.shape:
        raise ValueError(f"expected an array of the shape {z.shape}, got one of {np.shape(values)}")
    out[...] = values


def _difference_quotient(function, z):
    h = STEP * np.maximum(1, np.abs(z))
    return (function(z + h) - function(z - h)) / (2 * h)


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


def _step(z, a):
    return [partial(np.greater, z, ZERO, a)]


def _step_slope(z, a, d):  # 0, also at the jump, where there is none
    return [partial(d.fill, 0.0)]


def _sine(z, a):
    return [partial(np.sin, z, a)]


def _sine_slope(z, a, d):
    return [partial(np.cos, z, d)]


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


def _checked_activation(part):
    """Raise PartError unless an activation gives finite numbers and slopes, in place, for arrays of any shape."""
    z = np.linspace(-8, 8, 42).reshape(2, 3, 7)
    values, slopes = (np.full_like(z, np.nan) for _ in range(2))
    sums = values if part.in_place else z.copy()
    np.copyto(sums, z)
    with np.errstate(all="ignore"):
        for field, out, calls in (("forward", values, lambda: part.forward(sums, values)),
                                  ("slope", slopes, lambda: part.slope(sums, values, slopes))):  # fmt: skip
            try:
                for call in calls():
                    call()
            except Exception as error:
                raise PartError("activation", part.name, field, "calls that take arrays of any shape", str(error)) from error
            if not np.isfinite(out).all():
                place = np.argmax(~np.isfinite(out))
                got = f"{out.flat[place]} at {z.flat[place]:.3g}"
                raise PartError("activation", part.name, field, "finite numbers between -8 and 8", got)
    check_sources(part, "activation", "torch", "keras", "sklearn")
    if part.numpy is not None and not (isinstance(part.numpy, tuple) and list(map(type, part.numpy)) == [str, str]):
        raise PartError("activation", part.name, "numpy", "source of the value and of the slope, or None", repr(part.numpy))


#: The activations that hidden layers can have.
ACTIVATIONS = Registry(
    "activation",
    (
        Activation(
            "relu", "ReLU", "max(0, x)",
            "It passes what is above zero and blocks the rest. Quick to compute, and its slope is a full 1 wherever it is on.",
            _relu, _relu_slope,
            numpy=("np.maximum(z, 0)", "np.where(z > 0, 1.0, 0.0)"),
            torch="nn.ReLU()", keras="relu", sklearn="relu", steepest=1,
        ),
        Activation(
            "leaky_relu", "Leaky ReLU", "max(x, 0.01 · x)",
            "Like ReLU, but below zero a hundredth leaks through, so that the neuron can always find its way back.",
            _leaky_relu, _leaky_relu_slope, in_place=False,
            numpy=("np.maximum(z, 0.01 * z)", "np.where(z > 0, 1.0, 0.01)"),
            # A layer of its own, because Keras' leaky ReLU has another slope by default.
            torch="nn.LeakyReLU(0.01)", keras="keras.layers.LeakyReLU(negative_slope=0.01)", steepest=1,
        ),
        Activation(
            "elu", "ELU", "x above 0, else e^x − 1", "Like ReLU above zero; below, it bends softly towards −1.",
            _elu, _elu_slope, in_place=False,
            numpy=("np.where(z > 0, z, np.expm1(np.minimum(z, 0)))", "np.where(z > 0, 1.0, a + 1)"),
            torch="nn.ELU()", keras="elu", steepest=1,
        ),
        Activation(
            "swish", "Swish", "x · sigmoid(x)", "ReLU with a soft corner, and a dip a little below zero.",
            _swish, _swish_slope, in_place=False,
            numpy=("z / (1 + np.exp(-z))", "a + (1 - a) / (1 + np.exp(-z))"),
            torch="nn.SiLU()", keras="silu", steepest=1.1,
        ),
        Activation(
            "softplus", "SoftPlus", "ln(1 + e^x)", "ReLU with its corner rounded off. Its slope is the sigmoid.",
            _softplus, _softplus_slope,
            numpy=("np.logaddexp(z, 0)", "1 - np.exp(-a)"),
            torch="nn.Softplus(threshold=40.0)", keras="softplus", steepest=1,
        ),
        Activation(
            "tanh", "Tanh", "(e^x − e^−x) / (e^x + e^−x)",
            "An S from −1 to 1. Its slope is 1 at zero and fades away on both sides.",
            _tanh, _tanh_slope,
            numpy=("np.tanh(z)", "1 - a**2"),
            torch="nn.Tanh()", keras="tanh", sklearn="tanh", steepest=1, bounds=(-1.0, 1.0),
        ),
        Activation(
            "sigmoid", "Sigmoid", "1 / (1 + e^−x)", "An S from 0 to 1: a probability. Its slope is a quarter at the most.",
            _sigmoid, _sigmoid_slope,
            numpy=("1 / (1 + np.exp(-z))", "a * (1 - a)"),
            torch="nn.Sigmoid()", keras="sigmoid", sklearn="logistic", steepest=0.25, bounds=(0.0, 1.0),
        ),
        Activation(
            "linear", "Linear", "x", "It passes everything as it is. Layers of it are worth no more than one.",
            _linear, _linear_slope,
            numpy=("z", "np.ones_like(z)"),
            torch="", keras="", sklearn="identity", steepest=1,
        ),
        Activation(
            "sine", "Sine", "sin x",
            "A wave that never ends: one neuron can fire in many stripes, and the slope changes its sign again and again.",
            _sine, _sine_slope, in_place=False,
            numpy=("np.sin(z)", "np.cos(z)"),
            torch="torch.sin(z)", keras="keras.ops.sin(z)", steepest=1, bounds=(-1.0, 1.0),
        ),
        Activation(
            "step", "Step", "1 above 0, else 0",
            "All or nothing, as the first artificial neurons had it. Its slope is 0, so no gradient comes through: nothing below it "
            "can learn, and only the layer above it does.",
            _step, _step_slope,
            numpy=("np.where(z > 0, 1.0, 0.0)", "np.zeros_like(z)"),
            # The sign has the slope 0 in both libraries; a comparison would have none, and no gradient at all.
            torch="torch.relu(torch.sign(z))", keras="keras.ops.relu(keras.ops.sign(z))", bounds=(0.0, 1.0),
        ),
    ),
    _checked_activation,
)  # fmt: skip
#: Those of the output layer: softmax has no slope of its own, its loss has the derivative of both together.
OUTPUTS = MappingProxyType(
    {
        "tanh": ACTIVATIONS["tanh"],
        "linear": ACTIVATIONS["linear"],
        "softmax": Activation("softmax", "Softmax", "e^x / Σ e^x", "", _softmax, None, steepest=1, bounds=(0.0, 1.0)),
    }
)


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


def layer_function(name):
    """Return an output's or a hidden layer's activation as reference.py wants it: sums (n, units) to values and slopes, or None."""

    def function(z):
        part = OUTPUTS.get(name) or ACTIVATIONS[name]
        sums = np.array(z.T, dtype=float)  # units first, as softmax needs them
        a = np.empty_like(sums)
        slopes = np.empty_like(sums) if part.slope else None
        for call in part.forward(sums, a):
            call()
        for call in part.slope(sums, a, slopes) if part.slope else ():
            call()
        return a.T, None if slopes is None else slopes.T

    return function


def _activated(name, z):
    z = np.array(z, dtype=float)
    a = np.empty_like(z)
    with np.errstate(all="ignore"):
        for call in ACTIVATIONS[name].forward(z, a):
            call()
    return z, a
