"""Brings what a reader has drawn to the form of the images that a network knows: place, size and width of the pen.

A network that has only seen digits which fill their square, stand in its middle and were written with one kind of pen can't be asked
about others. What the form is, is measured on the images themselves. Coordinates are (x, y) with y downwards; pixel (row, column)
has its middle at (column + 0.5, row + 0.5).
"""

import math
from typing import NamedTuple

import numpy as np

__all__ = ["MOST_POINTS", "Form", "box_of", "centre_of", "drawn", "form_of", "pen_width"]

#: Points of one drawing.
MOST_POINTS = 5000
#: From how much ink a pixel counts as part of the box around an image.
BOX_INK = 0.25
#: Samples within a pixel, along each side.
_FINE = 4
#: Images that a form is measured on, spread over the set.
_MEASURED = 200


class Form(NamedTuple):
    """What the images of a set have in common.

    shape: (height, width) in pixels. full: the value of full ink. size: the longer side of the box around the ink, in pixels.
    centre: (x, y), where the centre of mass is. pen: the width of the strokes in pixels, as `pen_width` measures it. length: that of all
    strokes together, the ink by the width of the pen. Each of these is a median. thinning: how much thinner images with longer strokes are
    drawn, from 0 (all pens are one) to 1 (all images have as much ink): the width goes with the power -thinning of the length.
    """

    shape: tuple
    full: int
    size: float
    centre: tuple
    pen: float
    length: float
    thinning: float

    def misses(self, ink):
        """Return how many times as wide as an image of this form is drawn the strokes of ink (height, width) are."""
        pen = pen_width(ink)
        return pen / self.pen * (ink.sum() / max(pen, 1e-9) / self.length) ** self.thinning


def form_of(images):
    """Return the Form of an ImageSet."""
    inks = images.pictures[:: max(1, len(images) // _MEASURED)] / images.full
    inks = [ink for ink in inks if ink.max() >= BOX_INK]
    if not inks:
        raise ValueError(f"{images.name}: expected images with ink on them, got only paper")
    boxes = np.array([box_of(ink) for ink in inks])
    size = _middle(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]))
    centre = _middle(np.array([centre_of(ink) for ink in inks]))
    pens = np.array([pen_width(ink) for ink in inks])
    lengths = np.array([ink.sum() for ink in inks]) / pens
    x, y = np.log(lengths), np.log(pens)
    # The slope of a straight line through the logarithms.
    slope = np.cov(x, y)[0, 1] / x.var(ddof=1) if len(inks) > 2 and x.var() > 0 else 0.0
    middle = tuple(map(float, centre))
    thinning = float(np.clip(-slope, 0, 1))
    return Form(images.shape, images.full, float(size), middle, float(_middle(pens)), float(_middle(lengths)), thinning)


def _middle(values):
    """Return the upper median of values (n, ...) along the first axis; NumPy's own would load numpy.ma, which a page has to fetch."""
    return np.sort(values, axis=0)[len(values) // 2]


def box_of(ink):
    """Return (left, top, right, bottom) of the ink, (height, width) from 0 to 1, in pixels; all 0 without ink."""
    rows, columns = (np.flatnonzero((ink >= BOX_INK).any(axis=axis)) for axis in (1, 0))
    return (columns[0], rows[0], columns[-1] + 1, rows[-1] + 1) if len(rows) else (0, 0, 0, 0)


def centre_of(ink):
    """Return (x, y) of the centre of mass of ink (height, width), which must not be all paper."""
    columns, rows = np.arange(ink.shape[1]) + 0.5, np.arange(ink.shape[0]) + 0.5
    return float(ink.sum(axis=0) @ columns / ink.sum()), float(ink.sum(axis=1) @ rows / ink.sum())


def pen_width(ink):
    """Return how wide the strokes of ink (height, width) are in pixels: twice its area by the length of its outline.

    A stroke of length L and width w, much longer than wide, has an area L w and an outline 2 L. The length of an outline is the total
    variation of the shades (the coarea formula), which needs no decision about what is ink.
    """
    padded = np.pad(ink, 1)
    across, down = np.diff(padded, axis=1)[:-1], np.diff(padded, axis=0)[:, :-1]
    outline = np.hypot(across, down).sum()
    return float(2 * ink.sum() / outline) if outline else 0.0


def drawn(strokes, form):
    """Return strokes as an image of this Form: (height, width) uint8.

    strokes: [[(x, y), ...], ...], lines through points in any unit; where they are and how large does not count, nor how wide the
    pen was. The drawing is scaled until it fills the box of the form, moved until its centre of mass is at the form's, as far as it
    stays inside, and drawn with a pen as wide as the form has it for so long strokes. Raises ValueError for what are no strokes.
    """
    ends = _segments(strokes)
    height, width = form.shape
    if not len(ends):
        return np.zeros(form.shape, np.uint8)
    corners = ends.reshape(-1, 2)
    low, high = corners.min(axis=0), corners.max(axis=0)
    longest = (high - low).max()
    room = max(form.size - form.pen, 0.0)
    # A dot stays a dot.
    scale = room / longest if longest > 0 else 0.0
    placed = (ends - (low + high) / 2) * scale + (width / 2, height / 2)
    first = _inked(_distances(placed, form.shape), form.pen)
    margin = (np.array([width, height]) - (high - low) * scale - form.pen) / 2
    margin = np.maximum(margin, 0)
    move = np.clip(np.subtract(form.centre, centre_of(first)), -margin, margin) if first.any() else np.zeros(2)
    away = _distances(placed + move, form.shape)
    thin, thick = 0.2, 3 * form.pen + 1
    for _ in range(12):
        pen = (thin + thick) / 2
        thin, thick = (pen, thick) if form.misses(_inked(away, pen)) < 1 else (thin, pen)
    return np.round(_inked(away, (thin + thick) / 2) * form.full).astype(np.uint8)


def _segments(strokes):
    """Return the pieces of strokes, (m, 2, 2): from where to where; a single point is a piece of no length."""
    pieces, count = [], 0
    try:
        for stroke in strokes:
            points = np.asarray(stroke, float).reshape(-1, 2)
            count += len(points)
            if count > MOST_POINTS or not np.isfinite(points).all():
                break
            if len(points):
                pieces.append(np.stack([points, np.concatenate([points[1:], points[-1:]])], axis=1)[: max(1, len(points) - 1)])
        else:
            return np.concatenate(pieces) if pieces else np.zeros((0, 2, 2))
    except (TypeError, ValueError) as error:
        raise ValueError(f"strokes: expected lists of points (x, y), got {str(strokes)[:60]}") from error
    found = f"more than {MOST_POINTS:,}" if count > MOST_POINTS else "some that are none"
    raise ValueError(f"strokes: expected up to {MOST_POINTS:,} points of finite numbers, got {found}")


def _distances(ends, shape):
    """Return how far each sample of an image of this shape is from the nearest piece, (height, fine, width, fine) in pixels."""
    rows, columns = ((np.arange(side * _FINE) + 0.5) / _FINE for side in shape)
    x, y = columns[None, :], rows[:, None]
    nearest = np.full((len(rows), len(columns)), math.inf)
    last = None
    for (x0, y0), (x1, y1) in ends:
        if last is not None and math.hypot(x1 - last[0], y1 - last[1]) < 1 / _FINE:
            continue  # too near to be seen
        if last is not None and (x0, y0) != last and math.hypot(x0 - last[0], y0 - last[1]) < 1 / _FINE:
            x0, y0 = last
        dx, dy = x1 - x0, y1 - y0
        along = np.clip(((x - x0) * dx + (y - y0) * dy) / max(dx * dx + dy * dy, 1e-12), 0, 1)
        np.minimum(nearest, np.square(x - x0 - along * dx) + np.square(y - y0 - along * dy), out=nearest)
        last = x1, y1
    return np.sqrt(nearest).reshape(shape[0], _FINE, shape[1], _FINE)


def _inked(distances, pen):
    """Return the ink (height, width) from 0 to 1 of a pen of this width along the pieces."""
    covered = np.clip((pen / 2 - distances) * _FINE + 0.5, 0, 1)
    return covered.mean(axis=(1, 3))
