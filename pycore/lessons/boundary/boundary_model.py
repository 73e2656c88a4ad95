"""A neuron draws a line: one that can be dragged, the rule it stands for, and the one the computer finds from any start.

A Line is the neuron w1 x1 + w2 x2 + bias: its positive side is blue, +1. w1 and w2 turn it, the bias shifts it. Points are
(n, 3): x1, x2 and a label of -1 or +1, as in Playground; the plane is shown from -EXTENT to EXTENT.
"""

import math
from typing import NamedTuple

import numpy as np

from pycore import Playground, Settings
from pycore.lessons.restarts import restarts

__all__ = [
    "EXTENT",
    "OVERLAPPING",
    "SETTINGS",
    "Learned",
    "Line",
    "ends",
    "half_plane",
    "learn",
    "many_starts",
    "moved",
    "rule",
    "sides",
    "spread",
    "through",
    "turned",
    "wrong",
]

EXTENT = 6.0
#: Two clouds that a line can part, and the single neuron that looks for it.
SETTINGS = Settings(dataset="gauss", network_shape=(), learning_rate=0.03)
#: Clouds that overlap a little. There one line is best; between clouds with a gap many are equally right.
OVERLAPPING = SETTINGS.replace(noise=20.0)


class Line(NamedTuple):
    """The points where w1 x1 + w2 x2 + bias is 0."""

    w1: float
    w2: float
    bias: float


class Learned(NamedTuple):
    """What training did with a line: `lines` (runs, epochs + 1, 3) of w1, w2 and bias, and the `losses` (runs, epochs + 1, 2) of
    training and test, the start included."""

    lines: np.ndarray
    losses: np.ndarray

    def line(self, run=0, epoch=-1):
        """Return the Line of a run after so many epochs."""
        return Line(*self.lines[run, epoch].tolist())


def rule(line):
    """Return the line as a condition with a threshold, as one would write it by hand.

    >>> rule(Line(1.0, -0.5, 2.0))
    'IF 1 · x₁ − 0.5 · x₂ > −2 THEN blue ELSE orange'
    """
    sign = "−" if line.w2 < 0 else "+"
    condition = f"{_text(line.w1)} · x₁ {sign} {_text(abs(line.w2))} · x₂ > {_text(-line.bias)}"
    return f"IF {condition} THEN blue ELSE orange"


def sides(line, points):
    """Return (n,): +1 where the points, (n, 2) or (n, 3), are on the positive side, -1 elsewhere and on the line itself."""
    points = np.asarray(points, float)
    return np.where(points[:, 0] * line.w1 + points[:, 1] * line.w2 + line.bias > 0, 1, -1)


def wrong(line, points):
    """Return how many points (n, 3) are on the side of the other label.

    >>> wrong(Line(1, 0, 0), [(2, 0, 1), (-1, 3, 1), (-2, 0, -1)])
    1
    """
    return int((sides(line, points) != np.asarray(points)[:, 2]).sum())


def ends(line, extent=EXTENT):
    """Return (2, 2), the two points where the line leaves the square of half width `extent`, or None if it misses it.

    The positive side is on the left as one goes from the first to the second. A line without direction, w1 = w2 = 0, is None.

    >>> ends(Line(0, 1, -2)).tolist()
    [[-6.0, 2.0], [6.0, 2.0]]
    """
    length = math.hypot(line.w1, line.w2)
    if not length or not math.isfinite(length + line.bias):
        return None
    w1, w2, bias = (value / length for value in line)
    # From the point nearest to the origin along (w2, -w1), as far as both coordinates stay within the square.
    start, along = (-bias * w1, -bias * w2), (w2, -w1)
    low, high = -math.inf, math.inf
    for place, step in zip(start, along, strict=True):
        if abs(step) < 1e-12:
            if abs(place) > extent:
                return None
            continue
        reached = sorted(((-extent - place) / step, (extent - place) / step))
        low, high = max(low, reached[0]), min(high, reached[1])
    if low >= high:
        return None
    return np.array([[place + t * step for place, step in zip(start, along, strict=True)] for t in (low, high)])


def half_plane(line, extent=EXTENT):
    """Return the corners (n, 2) of the positive side's part of the square of half width `extent`; (0, 2) if there is none.

    >>> half_plane(Line(0, 1, 0)).tolist()
    [[6.0, 0.0], [6.0, 6.0], [-6.0, 6.0], [-6.0, 0.0]]
    """
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * extent
    values = corners @ (line.w1, line.w2) + line.bias
    found = []
    for here, there in ((0, 1), (1, 2), (2, 3), (3, 0)):
        if values[here] > 0:
            found.append(corners[here])
        if (values[here] > 0) != (values[there] > 0):  # the line crosses this edge
            found.append(corners[here] + values[here] / (values[here] - values[there]) * (corners[there] - corners[here]))
    return np.array(found, float).reshape(-1, 2)


def spread(lines):
    """Return how far the directions of some lines are apart: their standard deviation around their mean direction, in degrees.

    >>> round(spread([Line(1, 0, 3), Line(0, 1, 0)]), 6)
    45.0
    """
    angles = np.array([math.atan2(line[1], line[0]) for line in lines])
    middle = math.atan2(np.sin(angles).sum(), np.cos(angles).sum())
    return math.degrees(np.sqrt((((angles - middle + math.pi) % (2 * math.pi) - math.pi) ** 2).mean()))


def through(first, second, length=1.0):
    """Return the Line through two points, its positive side on the left of the way from the first to the second.

    `length` is that of (w1, w2): how steeply the neuron's sum rises across the line. Raises ValueError if the points are one.

    >>> through((-6, 2), (6, 2))
    Line(w1=0.0, w2=1.0, bias=-2.0)
    """
    (x1, x2), (y1, y2) = first, second
    distance = math.dist(first, second)
    if not distance:
        raise ValueError(f"second: expected another point than {first}, got {second}")
    w1, w2 = length * (x2 - y2) / distance, length * (y1 - x1) / distance
    return Line(w1 + 0.0, w2, -(w1 * x1 + w2 * x2))


def moved(line, by):
    """Return the line shifted by the vector `by` (2,); its direction stays."""
    return line._replace(bias=line.bias - line.w1 * by[0] - line.w2 * by[1])


def turned(line, angle, around=(0.0, 0.0)):
    """Return the line turned by `angle`, in radians and against the clock, around a point."""
    cos, sin = math.cos(angle), math.sin(angle)
    w1, w2 = cos * line.w1 - sin * line.w2, sin * line.w1 + cos * line.w2
    value = line.w1 * around[0] + line.w2 * around[1] + line.bias  # the neuron's sum at that point stays
    return Line(w1, w2, value - w1 * around[0] - w2 * around[1])


def learn(line=None, epochs=5, settings=SETTINGS):
    """Let the computer do it: train the neuron from `line`, or from the seed's first weights; returns a Learned of one run.

    A line that is sure and wrong, with large w1 and w2, hardly moves at first: the output's tanh has saturated. From
    Line(-1, -1, 0.5) five epochs change nothing, and ten do it.

    `settings` have no hidden layer and the features x1 and x2 alone, or ValueError is raised.
    """
    playground = Playground(settings)
    if line is not None:
        _check(playground)
        playground.set_layers([([line.bias], [[line.w1, line.w2]])])
    return _follow(playground, epochs)


def many_starts(runs=20, epochs=5, settings=SETTINGS):
    """Train `runs` neurons with first weights of their own on one data set; returns a Learned.

    Many starts, one answer: on OVERLAPPING clouds all directions agree to 0.02 degrees after 100 epochs. Where there is a gap
    between the clouds all lines part them, but after 5 epochs their directions still differ by 16 degrees (one standard
    deviation), and after 100 by 5.

    >>> learned = many_starts(runs=5)
    >>> bool((learned.losses[:, -1] < 0.02).all())
    True
    """
    return _follow(restarts(settings, runs), epochs)


def _follow(playground, epochs):
    _check(playground)
    (weights,) = playground.network.weights
    lines, losses = [weights[:, 0].copy()], [playground.losses.copy()]
    for _ in range(epochs):
        playground.train()
        lines.append(weights[:, 0].copy())
        losses.append(playground.losses.copy())
    return Learned(np.stack(lines, axis=1), np.stack(losses, axis=1))


def _check(playground):
    if playground.network.sizes != (2, 1) or [feature.key for feature in playground.features] != ["x", "y"]:
        raise ValueError("settings: expected no hidden layer, and the features x1 and x2")


def _text(value):
    return f"{round(value, 2) + 0.0:g}".replace("-", "−")
