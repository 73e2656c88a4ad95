"""The parts of a plot, as data: axes, lines, dots, bars, cells, nodes and handles, in the units of the axes.

builder/plots.py draws them at build time and js/draw/plot.js in the page, both the same. A tone is the name of a colour of the
page: "ink", "ink-2", "ink-3", "line", "pos", "neg", "good", "bad", "warn", "zero", "card", "sunken", "train", "test", "class-1" to
"class-6"; or a number from -1 to 1 on the scale of orange and blue. Sizes and widths are CSS pixels; they shrink on narrow pages.
"""

import math

import numpy as np

__all__ = [
    *("axis", "band", "bars", "cells", "dots", "handle", "heat_cells", "line", "node", "note", "plot", "polygon", "segments"),
    *("spots", "ticks"),
]


def ticks(low, high, count=5):
    """Return about `count` round numbers from `low` to `high`.

    >>> ticks(0, 10)
    [0, 2, 4, 6, 8, 10]
    """
    raw = (high - low) / max(count, 1)
    power = 10 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first = math.ceil(low / step - 1e-9)
    found = [number * step for number in range(first, math.floor(high / step + 1e-9) + 1)]
    return [round(value, 10) if step < 1 else int(value) if value == int(value) else value for value in found]


def axis(low, high, marked=None, format="{:,g}", label="", is_log=False):
    """Return an axis from `low` to `high`: `marked` are the numbers at its ticks (or pairs of number and text), () for none.

    On a logarithmic axis, both ends are above 0.
    """
    if marked is None:
        powers = range(math.ceil(math.log10(low)), math.floor(math.log10(high)) + 1) if is_log else ()
        marked = [10.0**power for power in powers] or ticks(low, high)
    pairs = [tick if isinstance(tick, tuple) else (tick, format.format(tick).replace("-", "−")) for tick in marked]
    return {"low": float(low), "high": float(high), "ticks": [[float(at), text] for at, text in pairs], "label": label, "log": is_log}


def plot(x, y, marks, label, *, is_square=False, has_grid=True, is_space=False):
    """Return a plot: axes (None: hidden, from 0 to 100), marks in the order of drawing, and what it is to who doesn't see it.

    `is_square` gives both axes one scale. With `is_space` points have three coordinates from -1 to 1, and the reader can turn it.
    """
    hidden = axis(0, 100, ())
    shape = {"square": is_square, "grid": has_grid, "space": is_space}
    return {"x": x or hidden, "y": y or hidden, "marks": marks, "label": label, **shape}


def line(points, tone="ink", width=2.5, *, is_dashed=False, fade=1.0):
    """Return a line through points (n, 2); a point with a nan interrupts it."""
    return {"mark": "line", "points": _rows(points), "tone": tone, "width": width, "dashed": is_dashed, "fade": fade}


def dots(points, tone="pos", size=7, texts=None, *, tones=None, shape="circle", fade=1.0):
    """Return discs around points (n, 2): `size` is the radius; `tones` gives each its own, `texts` what stands beside each.

    `shape` is "circle", "square", "diamond" or "ring".
    """
    return {
        "mark": "dots",
        "points": _rows(points),
        "tones": _tones(tones, tone, points),
        "size": size,
        "texts": list(texts) if texts is not None else [],
        "shape": shape,
        "fade": fade,
    }


def segments(ends, tone="neg", width=7, fade=0.55, *, is_dashed=False, tones=None):
    """Return straight pieces, each (x0, y0, x1, y1)."""
    look = {"width": width, "fade": fade, "dashed": is_dashed}
    return {"mark": "segments", "ends": _rows(ends), "tones": _tones(tones, tone, ends), **look}


def bars(rows, tone="pos", fade=1.0, *, tones=None):
    """Return filled boxes, each (x0, y0, x1, y1) by opposite corners."""
    return {"mark": "bars", "rows": _rows(rows), "tones": _tones(tones, tone, rows), "fade": fade}


def polygon(points, tone="pos", fade=0.25):
    """Return a filled shape with corners (n, 2)."""
    return {"mark": "polygon", "points": _rows(points), "tone": tone, "fade": fade}


def band(low, high, tone="good", fade=0.15):
    """Return a strip across the plot from y = `low` to y = `high`."""
    return {"mark": "band", "low": _number(low), "high": _number(high), "tone": tone, "fade": fade}


def cells(values, extent):
    """Return a grid of boxes over extent (x0, y0, x1, y1), row 0 at y0, coloured by values from -1 to 1; nan leaves one blank."""
    return {"mark": "cells", "rows": _rows(values), "extent": list(map(float, extent)), "scale": "signed"}


def heat_cells(values, extent):
    """Return the same for values from 0 (calm) to 1 (alarming); nan leaves one blank."""
    return {**cells(values, extent), "scale": "heat"}


def note(at, text, tone="ink-2", anchor="start", size=13, *, is_strong=False, dx=0, dy=0):
    """Return a text at a point, moved by (dx, dy) pixels; `anchor` is "start", "middle" or "end"."""
    look = {"tone": tone, "anchor": anchor, "size": size, "strong": is_strong, "dx": dx, "dy": dy}
    return {"mark": "note", "at": _numbers(at), "text": text, **look}


def node(at, text="", tone="ink", shape="circle", width=44, height=44, *, fill="card", label="", is_strong=False):
    """Return a node of a diagram, `width` x `height` pixels: a "circle" (or ellipse), "square" (rounded) or "pill" with text in it.

    `label` stands below it.
    """
    look = {"tone": tone, "shape": shape, "width": width, "height": height, "fill": fill, "strong": is_strong}
    return {"mark": "node", "at": _numbers(at), "text": text, "label": label, **look}


def handle(name, at, label, words, *, along="xy", step=(1.0, 1.0), tone="ink"):
    """Return something that a reader can drag, or move by the arrow keys in steps of `step`: the page then does "move".

    `along` is "x", "y" or "xy". `label` names it and `words` says its value to who doesn't see it.
    """
    moves = {"along": along, "step": list(step)}
    return {"mark": "handle", "name": name, "at": _numbers(at), "label": label, "words": words, "tone": tone, **moves}


def spots(rows):
    """Return invisible places that answer to hover, focus and click: each (name, x, y, width and height in pixels, label).

    The page does "look" with the name, and with "" when the reader has left; a click or Enter does "pick".
    """
    return {"mark": "spots", "rows": [[name, _number(x), _number(y), width, height, label] for name, x, y, width, height, label in rows]}


def _tones(tones, tone, rows):
    return list(tones) if tones is not None else [tone] * len(rows)


def _rows(rows):
    if isinstance(rows, np.ndarray) and rows.dtype == float and np.isfinite(rows).all():
        return rows.tolist()  # the same as below, at once
    return [_numbers(row) for row in rows]


def _numbers(row):
    return [_number(value) for value in row]


def _number(value):
    """JSON has no nan, so it is None."""
    value = float(value)
    return value if math.isfinite(value) else None
