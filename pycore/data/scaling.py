"""Fitting numbers of any size into the playground's window, and back."""

import math
from typing import NamedTuple

import numpy as np

__all__ = ["Axis", "Scaling", "fit"]


class Axis(NamedTuple):
    """How a column was scaled: to (value - offset) * factor. `low` and `high` are its ends in the table."""

    name: str
    offset: float
    factor: float
    low: float
    high: float

    def __str__(self):
        if (self.offset, self.factor) == (0, 1):
            return f"{self.name} is as it was"
        ends = [(end - self.offset) * self.factor for end in (self.low, self.high)]
        return f"{self.name}: {self.low:.6g} to {self.high:.6g} became {ends[0]:.6g} to {ends[1]:.6g}"


class Scaling(NamedTuple):
    """The scaling of a table's columns x1, x2 and label; str() says what was done."""

    axes: tuple

    @property
    def changes(self):
        """For each column whether it was scaled at all."""
        return tuple((axis.offset, axis.factor) != (0, 1) for axis in self.axes)

    def inputs(self, xy):
        """Return places xy (n, 2), given in the table's own units, as they are in the window."""
        return np.column_stack([(xy[:, k] - axis.offset) * axis.factor for k, axis in enumerate(self.axes[:2])])

    def labels(self, outputs):
        """Return a regression's outputs (n,) in the table's own units."""
        return outputs / self.axes[2].factor + self.axes[2].offset

    def undo(self, points):
        """Return points (n, 3) in the table's own units."""
        _, offsets, factors, _, _ = zip(*self.axes, strict=True)
        return np.asarray(points, float) / factors + offsets

    def __str__(self):
        return "; ".join(map(str, self.axes))


def fit(name, values, limit, reach):
    """Return `(scaled, axis)` for finite values (n,): a copy, and the Axis called `name` that says what was done.

    Values within +-limit that span at least a fifth of -reach to reach, or nothing at all, stay as they are. Others are mapped
    onto -reach to reach; a single value is moved to 0.
    """
    low, high = float(values.min()), float(values.max())
    half = high / 2 - low / 2
    if -limit <= low and high <= limit and (half >= reach / 5 or half == 0):
        return values.copy(), Axis(name, 0.0, 1.0, low, high)
    factor = reach / half if half > 0 else math.inf
    axis = Axis(name, low / 2 + high / 2, factor if math.isfinite(factor) else 1.0, low, high)
    # Rounding may put an end beyond.
    return np.clip((values - axis.offset) * axis.factor, -reach, reach), axis
