"""Values to colours: maps of units over the plane as shades, shades as RGBA bytes.

A *shade* is what the reference quantises a value to: 31 steps from -1 (0, orange) over 0 (15, grey) to +1 (30, blue), values
beyond are clamped; NOT_A_NUMBER (31) stands for a value that is none. The page and the builder turn shades into colours.
"""

import numpy as np

__all__ = [
    "NOT_A_NUMBER", "SHADES", "confidence", "continuous_colour", "enlarging", "grid",
    "palette", "rgba", "shade", "shade_classes", "shades_of",
]  # fmt: skip

SHADES = 31
NOT_A_NUMBER = 31
#: The plane that maps show: both coordinates from -EXTENT to EXTENT.
EXTENT = 6.0
#: The reference's colours: -1, 0, +1, and what is drawn where there is no number.
NEGATIVE, NEUTRAL, POSITIVE, MISSING = (245, 147, 34), (232, 234, 235), (8, 119, 189), (0, 0, 0)
#: The reference's opacity of a map.
ALPHA = 160


def grid(side):
    """Return the coordinates (x1, x2) of a map's samples, each (side * side,), row by row from the upper left corner.

    The first and last samples lie on the edges of the plane: sample k is at -6 + 12 k / (side - 1).
    """
    along = np.linspace(-EXTENT, EXTENT, side)
    return np.tile(along, side), np.repeat(along[::-1], side)


def shade(values, out, scratch, missing=False, sign=False):
    """Write the shades of `values` into `out` (uint8) of the same shape; `scratch` is a float array of that shape.

    The shade is floor((v + 1) 31 / 2), held within 0 and 30; with `sign` it is 30 from zero on and 0 below. `missing`
    says that `values` may hold what is not a number, which takes longer.
    """
    if sign:
        np.greater_equal(values, 0, out=scratch)
        np.multiply(scratch, SHADES - 1, out=scratch)
    else:
        np.multiply(values, SHADES / 2, out=scratch)
        np.add(scratch, SHADES / 2, out=scratch)
        np.clip(scratch, 0, SHADES - 1, out=scratch)
    if missing:
        gaps = np.isnan(values)
        scratch[gaps] = NOT_A_NUMBER
    np.copyto(out, scratch, casting="unsafe")


def shade_classes(values, out, hard=False):
    """Write 32 times the number of the class that is ahead in `values` (classes, ...), -1 to 1, plus its probability as 0 to 31.

    `hard` shows all probabilities as full. Where there is no number, the first class has a probability of 0.
    """
    values = np.where(np.isfinite(values), values, -1.0)
    strength = 31.0 if hard else np.clip((values.max(axis=0) + 1) * 15.5, 0, 31)
    np.add(32 * values.argmax(axis=0), strength, out=out, casting="unsafe")


def shades_of(values, hard=False):
    """Return the shades (side, side) of a map's `values` (k, side, side): one layer, or of three and more classes one for each."""
    out = np.empty(values.shape[1:], np.uint8)
    if len(values) > 1:
        shade_classes(values, out, hard)
    else:
        shade(values[0], out, np.empty_like(values[0]), not np.isfinite(values).all(), hard)
    return out


def confidence(values):
    """Return how sure outputs (k, side, side), each -1 to 1, are of the class that is ahead: (1, side, side), again -1 to 1.

    -1 is undecided, as likely one class as any other; 1 is certain. Of two classes that is the distance from 0; of k it is
    (p - 1/k) / (1 - 1/k) with the likeliest one's probability p.
    """
    count = len(values)
    share = np.minimum(np.abs(values), 1) if count == 1 else (count * (values.max(axis=0, keepdims=True) + 1) / 2 - 1) / (count - 1)
    return 2 * share - 1


def enlarging(small, large):
    """Return the matrix (large, small) that makes of the samples along an edge more of them, straight between two."""
    at = np.arange(large) * (small - 1) / (large - 1)
    return np.maximum(0, 1 - np.abs(at[:, None] - np.arange(small)))


def palette(negative=NEGATIVE, neutral=NEUTRAL, positive=POSITIVE, missing=MISSING, alpha=255):
    """Return the RGBA colours of all shades as an array (32, 4) uint8: piecewise linear from colour to colour.

    Colours are (red, green, blue) from 0 to 255.
    """
    colours = np.empty((SHADES + 1, 4), np.uint8)
    for k in range(SHADES):
        colours[k, :3] = continuous_colour(2 * k / (SHADES - 1) - 1, negative, neutral, positive)
    colours[NOT_A_NUMBER, :3] = missing
    colours[:, 3] = alpha
    return colours


def continuous_colour(value, negative=NEGATIVE, neutral=NEUTRAL, positive=POSITIVE):
    """Return the colour (red, green, blue) of a value; -1 and below is `negative`, +1 and above `positive`."""
    end = positive if value > 0 else negative
    strength = min(abs(value), 1.0)
    return tuple(int(zero + (full - zero) * strength + 0.5) for zero, full in zip(neutral, end, strict=True))


def rgba(shades, colours):
    """Return the colours of `shades` as uint8 with a last axis of 4; `colours` is a palette."""
    return colours[shades]
