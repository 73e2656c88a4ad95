"""Rows of small pictures for the lesson about digits: images with what was said of them, weights, and contributions."""

import numpy as np

from pycore.lessons.widgets import sheets

__all__ = ["images_sheet", "signed_sheet"]


def images_sheet(images, places, items, action="pick"):
    """Return a sheet of the images of an ImageSet at `places`, with `items`."""
    return sheets.sheet(images.pictures[places] / images.full, "ink", items, action)


def signed_sheet(pictures, items, action="", *, together=False):
    """Return a sheet of pictures (n, height, width) of any size; each, or with `together` all, reach the full colours."""
    size = np.abs(pictures)
    reach = size.max() if together else size.max(axis=(1, 2), keepdims=True)
    return sheets.sheet(pictures / np.maximum(reach, 1e-9), "signed", items, action)
