"""From any numbers to probabilities: the softmax calculator, and the shape of a network that ends in one.

The running example is [2, 4] for (good, bad). Its story, Jay Alammar's "A Visual and Interactive Guide to the Basics of Neural
Networks" (2016), truncates four of its printed probabilities, so that its pairs add up to 0.99; here digits are rounded. And
the larger of [2, 4] is e² = 7.39 times as probable as the other, not eight times.
"""

from typing import NamedTuple

import numpy as np

from pycore.nn.functions import OUTPUTS

__all__ = ["EXAMPLES", "MOST_NUMBERS", "ParameterCount", "Working", "parameter_count", "softmax", "working"]

#: What the calculator takes at the most.
MOST_NUMBERS = 6
#: Inputs to try, in the order of the story.
EXAMPLES = ((1,), (1, 1), (0, 1), (2, 4), (5, 10), (-1, 0, 1), (1, 2, 4))

#: The exponential of more than 709.78 overflows a float64; so do six of a little less, added up.
_MOST_EXPONENT = 700.0


class ParameterCount(NamedTuple):
    """The numbers that a layer learns."""

    weights: int
    biases: int

    @property
    def total(self):
        """All of them."""
        return self.weights + self.biases


class Working(NamedTuple):
    """Softmax on paper: each number's exponential (k,), their `total`, and the `probabilities` (k,), their shares of it.

    `taken_away` is what was subtracted from all numbers first: 0.0, or the largest where its exponential would overflow.
    """

    taken_away: float
    exponentials: np.ndarray
    total: float
    probabilities: np.ndarray


def softmax(values, shift=0.0, temperature=1.0):
    """Return the probabilities (k,) of k numbers: exp(v / temperature) of each, divided by the sum of all.

    A `shift` is added to every number first and changes nothing. A high temperature evens the probabilities out, a low one
    gives nearly everything to the largest. The largest is taken away from all before the exponentials, so that they can't
    overflow. Raises ValueError for no numbers, for numbers that are not finite and for a temperature that is not above 0.

    >>> softmax([2, 4]).round(4).tolist()
    [0.1192, 0.8808]
    >>> softmax([2, 4], shift=1000).round(4).tolist()
    [0.1192, 0.8808]
    >>> softmax([2, 4], temperature=4).round(4).tolist()
    [0.3775, 0.6225]
    """
    values = np.asarray(values, float) + shift
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"values: expected one or more finite numbers, got {values.tolist()}")
    if not (np.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature: expected a number above 0, got {temperature!r}")
    with np.errstate(over="ignore"):
        scaled = (values - values.max()) / temperature
    result = np.empty_like(scaled)[:, None]
    for call in OUTPUTS["softmax"].forward(scaled[:, None], result):
        call()
    return result[:, 0]


def working(values, temperature=1.0):
    """Return the Working of softmax for k numbers; raises ValueError as `softmax` does.

    >>> shown = working([2, 4])
    >>> shown.exponentials.round(3).tolist(), round(shown.total, 3)
    ([7.389, 54.598], 61.987)
    >>> working([2, 1000]).taken_away
    1000.0
    """
    found = softmax(values, temperature=temperature)
    values = np.asarray(values, float)
    largest = float(values.max())
    taken_away = largest if largest / temperature > _MOST_EXPONENT else 0.0
    with np.errstate(under="ignore"):
        exponentials = np.exp((values - taken_away) / temperature)
    return Working(taken_away, exponentials, float(exponentials.sum()), found)


def parameter_count(features, classes):
    """Return the ParameterCount of `features` inputs and `classes` outputs: a weight a pair and a bias a class.

    Raises ValueError unless both are whole numbers of at least 1.

    >>> parameter_count(784, 10).total
    7850
    """
    for name, value in (("features", features), ("classes", classes)):
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise ValueError(f"{name}: expected a whole number of at least 1, got {value!r}")
    return ParameterCount(features * classes, classes)
