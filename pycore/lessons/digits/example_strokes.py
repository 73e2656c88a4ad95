"""An 8 as someone may draw it, in shares of the pad's side, so that there is something to read before anything was drawn."""

import math

__all__ = ["EIGHT"]


def _around(x, y, wide, high, turns):
    """Points on an ellipse, from its top; `turns` may be negative, which goes the other way round."""
    angles = [2 * math.pi * turns * k / 24 for k in range(25)]
    return [[round(x + wide * math.sin(at), 3), round(y - high * math.cos(at), 3)] for at in angles]


#: The lower circle begins at its top, where the upper one has its foot.
EIGHT = [_around(0.52, 0.31, 0.15, 0.17, 1), _around(0.5, 0.67, 0.18, 0.19, 1)]
