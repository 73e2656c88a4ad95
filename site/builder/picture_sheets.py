"""Draws a widget's sheets of small pictures, and its pads to draw on, at build time; in the page js/panels/image-parts.js does."""

import base64
import re
from functools import cache
from html import escape

import numpy as np

from builder import paths
from builder.figures import png, rgb_of, theme_tokens
from pycore.picture.colours import SHADES


@cache
def styles():
    """Return the style sheet of these parts, which stands in the widgets that have them: no other page pays for it."""
    text = (paths.SITE / "static" / "css" / "image-parts.css").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.S)).strip()


def sheet_html(name, sheet, label, size=""):
    """Return the list of a sheet from pycore.lessons.widgets.sheets, as its element; `size` is "", "tiles", "cells" or "large"."""
    count, (height, width) = len(sheet["items"]), sheet["size"]
    shades = np.frombuffer(base64.b64decode(sheet["shades"]), np.uint8).reshape(count, height, width)
    rows = "".join(_item(*pair, sheet) for pair in zip(shades, sheet["items"], strict=True))
    return f'<ul class="sheet {size}" data-sheet="{escape(name)}" aria-label="{escape(label)}">{rows}</ul>'


def strokes_svg(strokes):
    """Return the drawing of strokes in shares of the side of a square, as a pad shows them."""
    lines = "".join(f'<path d="{_path(stroke)}"/>' for stroke in strokes)
    return f'<svg viewBox="0 0 1 1" aria-hidden="true"><g class="strokes">{lines}</g></svg>'


def _path(stroke):
    return "".join(f"{'L' if place else 'M'}{x:g} {y:g}" for place, (x, y) in enumerate(stroke))


def _item(shades, item, sheet):
    height, width = shades.shape
    drawn = _svg(shades, width, height, sheet["kind"])
    if item["box"]:
        drawn += f'<i style="{_box(item["box"])}"></i>'
    words = escape(item["words"])
    if sheet["action"]:
        body = f'<button type="button" data-item="{escape(item["name"])}" aria-label="{words}">{drawn}</button>'
    else:
        body = f'<span role="img" aria-label="{words}">{drawn}</span>'
    caption = f"<small>{escape(item['caption'])}</small>" if item["caption"] else ""
    tone = f' data-tone="{escape(item["tone"])}"' if item["tone"] else ""
    return f"<li{tone}>{body}{caption}</li>"


def _box(box):
    left, top, width, height = (f"{share * 100:g}%" for share in box)
    return f"left:{left};top:{top};width:{width};height:{height}"


def _svg(shades, width, height, kind):
    place = f'width="{width}" height="{height}"'
    images = "".join(
        f'<image class="in-{theme}" {place} href="data:image/png;base64,{base64.b64encode(png(*_few(shades, colours))).decode()}"/>'
        for theme, colours in sheet_themes()[kind].items()
    )
    return f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">{images}</svg>'


def _few(shades, colours):
    """Return shades and colours without the colours that do not occur: small pictures have few, and each has a table of its own."""
    used, places = np.unique(shades, return_inverse=True)
    return places.reshape(shades.shape).astype(np.uint8), colours[used]


@cache
def sheet_themes():
    """Return {kind: {theme: colours (31, 3) uint8}}, as js/draw/sheet-colours.js has them."""
    share = np.linspace(0, 1, SHADES)[:, None]
    found = {"ink": {}, "signed": {}}
    for theme, tokens in theme_tokens().items():
        card, ink, low, zero, high = (rgb_of(tokens[name]) for name in ("card", "ink", "neg", "zero", "pos"))
        scale = 2 * share - 1
        found["ink"][theme] = _bytes(card + (ink - card) * share)
        found["signed"][theme] = _bytes(zero + np.where(scale < 0, low - zero, high - zero) * np.abs(scale))
    return found


def _bytes(colours):
    return np.floor(colours + 0.5).astype(np.uint8)
