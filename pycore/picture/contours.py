"""The line along which values over the plane change sides, as short straight pieces: marching squares in NumPy."""

import numpy as np

from pycore.picture.colours import EXTENT

__all__ = ["boundary", "crossings"]

#: Corners of a cell in turn, from its upper left one: (down, right); its edges lead from each corner to the next.
_CORNERS = ((0, 0), (0, 1), (1, 1), (1, 0))


def boundary(values):
    """Return the pieces (n, 4) float32, x1, x2, x1, x2, of the line between the sides of `values` (k, side, side).

    With k = 1 the sides are below 0 and from 0 on; with several layers, one a class, they are where each class is ahead.
    """
    if len(values) == 1:
        return crossings(values[0])
    pieces = []
    for number in range(len(values) - 1):  # the last class meets others only along their lines
        others = np.delete(values, number, axis=0).max(axis=0)
        pieces.append(crossings(values[number] - others))
    return np.concatenate(pieces)


def crossings(values):
    """Return the pieces (n, 4) float32 of the line between values (side, side) below 0 and from 0 on, which lie as a map's do.

    Between two samples the value is taken to go straight. Where one of a cell's samples is no number there is no line.
    """
    side = len(values)
    above = values >= 0
    count = above[:-1, :-1].astype(np.int8) + above[:-1, 1:] + above[1:, 1:] + above[1:, :-1]
    rows, columns = np.nonzero((count > 0) & (count < 4))
    corners = np.stack([values[rows + down, columns + right] for down, right in _CORNERS], axis=1)
    known = np.isfinite(corners).all(axis=1)
    rows, columns, corners = rows[known], columns[known], corners[known]
    over = corners >= 0
    crossed = over != np.roll(over, -1, axis=1)
    places = _places(corners, crossed)
    first, last = crossed.argmax(axis=1), 3 - crossed[:, ::-1].argmax(axis=1)
    saddle = crossed.all(axis=1)
    # Of the four crossings of a saddle, those around a corner that the centre is not with belong together.
    turned = saddle & ((corners.mean(axis=1) >= 0) == over[:, 0])
    first[saddle], last[saddle] = 3, 0
    first[turned], last[turned] = 0, 1
    cells = np.arange(len(corners))
    pieces = [np.stack([places[cells, first], places[cells, last]], axis=1)]
    opposite = np.stack([places[saddle, (first[saddle] + 2) % 4], places[saddle, (last[saddle] + 2) % 4]], axis=1)
    pieces.append(opposite)
    corner = np.stack([rows, columns], axis=1)
    whole = np.concatenate([pieces[0] + corner[:, None], pieces[1] + corner[saddle][:, None]])
    step = 2 * EXTENT / (side - 1)
    lines = np.empty((len(whole), 4), np.float32)
    lines[:, 0::2] = whole[:, :, 1] * step - EXTENT
    lines[:, 1::2] = EXTENT - whole[:, :, 0] * step
    return lines


def _places(corners, crossed):
    """Return where each edge of a cell is crossed, (n, 4, 2): down and right from the cell's first corner, 0 to 1."""
    after = np.roll(corners, -1, axis=1)
    share = np.divide(corners, corners - after, out=np.zeros_like(corners), where=crossed)
    at = np.array(_CORNERS, float)
    return at + share[:, :, None] * (np.roll(at, -1, axis=0) - at)
