"""What the widgets about the plane draw alike: its axes, clouds of points, the two sides of a line, and arrows."""

import math

import numpy as np

from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.boundary_model import Line
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial

__all__ = ["EXTENT", "arrow", "cloud", "halves", "map_cells", "plane", "point_of"]

EXTENT = boundary.EXTENT
#: Both axes of the plane; their names stand within it.
AXIS = marks.axis(-EXTENT, EXTENT, (-6, -3, 0, 3, 6))
#: Maps are paler than the points on them.
MAP_STRENGTH = 0.5
#: Handles stay so far within the picture.
REACH = EXTENT - 0.4


def plane(drawn, label):
    """Return a plot of the plane with these marks."""
    names = marks.note((EXTENT, -EXTENT), "x₁", anchor="end", dx=-6, dy=-8), marks.note((-EXTENT, EXTENT), "x₂", dx=8, dy=18)
    return marks.plot(AXIS, AXIS, [*drawn, *names], label, is_square=True, has_grid=False)


def cloud(points, size=4.5, fade=0.9):
    """Return dots for points (n, 3), blue where the label is +1 and orange elsewhere."""
    return marks.dots(
        np.round(points[:, :2], 3), size=size, tones=["pos" if label > 0 else "neg" for label in points[:, 2]], fade=fade
    )


def halves(line):
    """Return the two sides of a line as shapes, blue and orange."""
    parts = (boundary.half_plane(line), "pos"), (boundary.half_plane(Line(*(-value for value in line))), "neg")
    return [marks.polygon(corners, tone, 0.14) for corners, tone in parts if len(corners)]


def arrow(start, direction, tone="ink", length=1.4, width=2.5, head=0.45):
    """Return an arrow from a point along a direction (2,), as lines."""
    size = math.hypot(*direction)
    if not size:
        return []
    along = np.array(direction) / size
    start = np.array(start, float)
    end, across = start + length * along, np.array((-along[1], along[0]))
    wings = (end - head * (along - 0.6 * across), end, end - head * (along + 0.6 * across))
    return [marks.line([start, end], tone, width), marks.line(wings, tone, width)]


def point_of(x, y):
    """Return where a handle was moved to, held within the picture."""
    return tuple(min(max(Dial(-1e6, 1e6, 0, 0, "").check(name, value), -REACH), REACH) for name, value in (("x", x), ("y", y)))


def map_cells(values, side=30):
    """Return the plane's colours: `values` takes points (n, 2) and gives numbers from -1 to 1, at the middles of side x side cells."""
    middles = (np.arange(side) + 0.5) / side * 2 * EXTENT - EXTENT
    x1, x2 = np.meshgrid(middles, middles)
    found = values(np.column_stack([x1.ravel(), x2.ravel()])).reshape(side, side)
    return marks.cells(np.round(np.clip(found, -1, 1) * MAP_STRENGTH, 2), (-EXTENT, -EXTENT, EXTENT, EXTENT))
