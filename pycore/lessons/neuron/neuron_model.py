"""Inside a neuron: what an activation makes of one number, as a formula, as a curve, and beside its derivative.

The functions are those of pycore.nn.functions, by the names of its table.
"""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pycore.nn.functions import ACTIVATIONS, activate, derivative

__all__ = ["EXPLORERS", "SLIDER", "Comparison", "compare", "curve", "explain", "fires", "relu", "sigmoid"]

#: (lowest, highest, step, start) of the slider of the explorers.
SLIDER = (-20.0, 20.0, 0.01, 0.0)
#: By activation: how many samples its curve takes over the slider's range, and the ticks of its upright axis.
EXPLORERS = MappingProxyType({"sigmoid": (41, (0.0, 0.5, 1.0)), "relu": (5, (0.0, 10.0, 20.0))})


class Comparison(NamedTuple):
    """All activations at the same n places: `names`; `values` and `slopes`, (names, n) each."""

    names: tuple
    values: np.ndarray
    slopes: np.ndarray


def sigmoid(x):
    """Return 1 / (1 + exp(-x)), between 0 and 1, of a number or an array.

    >>> f"{sigmoid(-2):.11f}"
    '0.11920292202'
    """
    return _plain(activate("sigmoid", x))


def relu(x):
    """Return max(0, x) of a number or an array.

    >>> relu([-20, -0.01, 0, 3.5]).tolist()
    [0.0, 0.0, 0.0, 3.5]
    """
    return _plain(activate("relu", x))


def explain(name, x):
    """Return the text of the activation's formula with the number put in, and its result: 11 decimals, or all of ReLU's.

    `name` is one of EXPLORERS; KeyError for another.

    >>> explain("sigmoid", 1.5)
    '1 / (1 + e^−1.5) = 0.81757447619'
    >>> explain("sigmoid", -2)
    '1 / (1 + e^2) = 0.11920292202'
    >>> explain("relu", -2)
    'max(0, −2) = 0'
    """
    number = _number(x)
    if name == "sigmoid":
        return f"1 / (1 + e^{_number(-x)}) = {sigmoid(x):.11f}"
    return {"relu": f"max(0, {number}) = {_number(relu(x))}"}[name]


def curve(name, low=SLIDER[0], high=SLIDER[1], samples=None):
    """Return (samples, 2): x and the activation's value at equal distances from `low` to `high`, both included.

    Without `samples` it takes as many as EXPLORERS says, or 101. Raises ValueError unless low < high and there are two or more.
    """
    if samples is None:
        samples = EXPLORERS.get(name, (101,))[0]
    if not low < high or samples < 2:
        raise ValueError(f"expected low < high and at least 2 samples, got {low}, {high} and {samples}")
    x = np.linspace(low, high, samples)
    return np.column_stack([x, activate(name, x)])


def compare(x, names=None):
    """Return the Comparison of activations, of all of them if no `names` are given, at the places x (n,).

    >>> compare([-1.0, 2.0], ("relu", "linear")).slopes.tolist()
    [[0.0, 1.0], [1.0, 1.0]]

    The sigmoid's slope is never above 1/4, the reason why layers of sigmoids learn slowly; the tanh's is 1 at zero.
    """
    names = tuple(names or ACTIVATIONS)
    values = np.stack([activate(name, x) for name in names])
    return Comparison(names, values, np.stack([derivative(name, x) for name in names]))


def fires(number, smaller_than=10.0):
    """Return whether a neuron that looks for numbers "smaller than ten" fires: its input 10 - number is above 0.

    >>> fires(5), fires(10), fires(12)
    (True, False, False)
    """
    return relu(smaller_than - number) > 0


def _plain(result):
    """A float of a 0-d array."""
    return result.item() if result.ndim == 0 else result


def _number(x):
    """The shortest text of a number, with a minus sign and no negative zero."""
    return f"{x + 0.0:.12g}".replace("-", "−")
