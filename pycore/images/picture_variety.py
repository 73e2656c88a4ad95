"""Copies of pictures that show the same: mirrored, shifted, lighter or darker."""

import numpy as np

__all__ = ["moved", "varied"]


def moved(pictures, right, down):
    """Return pictures (n, side, side, 3), each moved by whole pixels right (n,) and down (n,); what comes in repeats the edge."""
    side = pictures.shape[1]
    columns = np.clip(np.arange(side) - np.asarray(right)[:, None], 0, side - 1)
    rows = np.clip(np.arange(side) - np.asarray(down)[:, None], 0, side - 1)
    return pictures[np.arange(len(pictures))[:, None, None], rows[:, :, None], columns[:, None, :]]


def varied(pictures, random, most_shift=3, most_light=0.1):
    """Return a copy of each picture (n, side, side, 3) uint8: every second one mirrored, shifted by up to `most_shift` pixels, its light
    times 1 - `most_light` to 1 + `most_light`; all as `random`, a QuickRandom, has it."""
    n = len(pictures)
    flips, right, down, light = random.uniform(4 * n).reshape(4, n)
    copies = np.where((flips < 0.5)[:, None, None, None], pictures[:, :, ::-1], pictures)
    ways = [np.floor(each * (2 * most_shift + 1)).astype(int) - most_shift for each in (right, down)]
    copies = moved(copies, *ways)
    factors = (1 + most_light * (2 * light - 1))[:, None, None, None]
    return np.clip(np.rint(copies * factors), 0, 255).astype(np.uint8)
