"""Straight ways through the space of images, one dimension a pixel, and where a network changes its mind on them."""

import numpy as np

__all__ = ["blend", "crossing", "step_to_plane"]


def blend(start, end, share):
    """Return the image that is `share` of the way, 0 to 1, from `start` to `end`, both (pixels,)."""
    return start + share * (end - start)


def crossing(model, start, end, looks=50):
    """Return the share of the way from `start` to `end`, (pixels,) each, at which the answer of `model` first changes, or None.

    `looks` points are tried along the way; between two that differ it is halved until the place is known to a millionth.
    """
    shares = np.linspace(0, 1, looks + 1)
    said = model.probabilities(blend(start, end, shares[:, None])).argmax(axis=1)
    changed = np.flatnonzero(said != said[0])
    if not len(changed):
        return None
    low, high = shares[changed[0] - 1], shares[changed[0]]
    while high - low > 1e-6:
        middle = (low + high) / 2
        same = model.probabilities(blend(start, end, middle)[None]).argmax() == said[0]
        low, high = (middle, high) if same else (low, middle)
    return float((low + high) / 2)


def step_to_plane(score, slopes):
    """Return the shortest change (pixels,) of an image that brings its `score` to 0; the score is a plane with `slopes` (pixels,)."""
    return -score / (slopes @ slopes) * slopes
