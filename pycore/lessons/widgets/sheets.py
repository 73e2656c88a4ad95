"""Small pictures in a row, as data: images in ink, or weights and contributions on the scale of orange and blue.

builder/picture_sheets.py draws them at build time and js/panels/picture-sheets.js in the page. In a view they stand under "sheets" by their
names; one that has not changed since the last view may be left out.
"""

import base64

import numpy as np

from pycore.picture.colours import SHADES

__all__ = ["item", "sheet"]


def item(name="", caption="", words="", tone="", *, box=None):
    """Return what is said of a picture: `words` to who doesn't see it, `caption` below it, `tone` "chosen" or "".

    `box` (left, top, width, height), in shares of the picture, is a frame over a part of it.
    """
    return {"name": str(name), "caption": caption, "words": words or caption, "tone": tone, "box": box}


def sheet(pictures, kind, items, action=""):
    """Return a sheet of pictures (n, height, width) with an item each.

    kind: "ink" for values from 0 (paper) to 1, "signed" for values from -1 (orange) to 1 (blue). With an `action` each is a button, and the
    page does the action with the item's name.
    """
    pictures = np.asarray(pictures, float)
    if len(pictures) != len(items):
        raise ValueError(f"items: expected {len(pictures)}, one for each picture, got {len(items)}")
    share = pictures if kind == "ink" else (pictures + 1) / 2
    shades = np.round(np.clip(share, 0, 1) * (SHADES - 1)).astype(np.uint8)
    size = list(pictures.shape[1:])
    return {"kind": kind, "size": size, "shades": base64.b64encode(shades.tobytes()).decode(), "items": items, "action": action}
