"""What mattered in a picture: how much less sure the network is when a part of it is covered.

M. D. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014, section 4.2.
"""

import numpy as np

__all__ = ["covered", "occlusion"]


def covered(picture, cells):
    """Return copies of a picture (side, side, 3) with one of cells² squares each in the picture's mean colour, (cells², side, side, 3)."""
    side = len(picture)
    edges = np.linspace(0, side, cells + 1).round().astype(int)
    # A little more than the cell: an edge that lies between two cells would never be covered.
    more = max(side // cells // 2, 1)
    copies, mean = np.repeat(picture[None], cells**2, axis=0), np.rint(picture.mean(axis=(0, 1)))
    for place in range(cells**2):
        row, column = divmod(place, cells)
        rows = slice(max(edges[row] - more, 0), edges[row + 1] + more)
        copies[place, rows, max(edges[column] - more, 0) : edges[column + 1] + more] = mean
    return copies


def occlusion(model, picture, label, cells=8):
    """Return how much less of class `label` a PictureModel sees when a cell is covered, (cells, cells): positive where it spoke for it."""
    whole = model.shares(picture[None])[0, label]
    return (whole - model.shares(covered(picture, cells))[:, label]).reshape(cells, cells)
