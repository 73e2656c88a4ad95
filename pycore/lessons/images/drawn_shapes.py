"""Discs, plus signs and triangles, drawn by chance: pictures that are known through and through, to see what a network learns from them."""

import numpy as np

__all__ = ["BRIGHT", "DARK", "GREY", "INK", "SIDE", "drawn", "inside"]

#: Pixels from side to side.
SIDE = 24
#: Shades from 0 to 255: of ink on paper, and of a grey shape that can lie on a bright and on a dark background.
INK, GREY, BRIGHT, DARK = 40, 128, 225, 30
#: A shape's size in pixels from its middle, from and to; points to each side of a pixel that are looked at for its edge.
_SIZES, _FINE = (4.0, 9.0), 3


def inside(kind, x, y):
    """Return which points belong to a shape of size 1 around 0, bool, for arrays x and y."""
    if kind == "disc":
        return x * x + y * y < 1
    if kind == "plus":
        return ((np.abs(x) < 0.3) & (np.abs(y) < 1)) | ((np.abs(y) < 0.3) & (np.abs(x) < 1))
    if kind == "triangle":
        return (y > -0.9) & (y < 0.9) & (np.abs(x) < (y + 0.9) / 1.8)
    raise ValueError(f"kind: expected disc, plus or triangle, got {kind!r}")


def drawn(kind, count, random, background=BRIGHT, ink=INK):
    """Return pictures (count, SIDE, SIDE) uint8 of a shape, whole, in places and sizes that `random`, a QuickRandom, draws.

    background, ink: shades; each picture's differ from them by up to 20.
    """
    sizes, across, down, paper, pen = random.uniform(5 * count).reshape(5, count, 1, 1)
    sizes = _SIZES[0] + sizes * (_SIZES[1] - _SIZES[0])
    x, y = (sizes + each * (SIDE - 2 * sizes) for each in (across, down))
    fine = (np.arange(SIDE * _FINE) + 0.5) / _FINE
    found = inside(kind, (fine[None, None, :] - x) / sizes, (fine[None, :, None] - y) / sizes)
    share = found.reshape(count, SIDE, _FINE, SIDE, _FINE).mean(axis=(2, 4))
    paper, pen = background + 40 * paper - 20, ink + 40 * pen - 20
    return np.clip(np.rint(paper + share * (pen - paper)), 0, 255).astype(np.uint8)
