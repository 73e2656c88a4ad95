"""What is measured in colour pictures, so that a small network can tell them apart: pixels, edges, colours, and learned filters.

Each function takes pictures (n, side, side, 3) uint8 and returns (n, numbers) float64. A program that is taken along holds this very text,
so it needs NumPy and nothing else.
"""

import numpy as np


def pixels(pictures):
    """Return the pixels themselves, four averaged to one, from 0 to 1: (n, 3 (side / 2)²), row after row, red, green and blue of each."""
    n, side = pictures.shape[:2]
    fours = pictures.reshape(n, side // 2, 2, side // 2, 2, 3).sum(axis=(2, 4), dtype=np.uint16)
    return fours.reshape(n, -1) / 1020


def gradients(pictures, cell=8, turns=9):
    """Return histograms of oriented gradients: how much edge there is in which direction, cell by cell, whatever the light.

    N. Dalal and B. Triggs, "Histograms of oriented gradients for human detection", CVPR 2005: of the brightness, in cells of `cell` pixels,
    for `turns` directions from 0° to 180°; blocks of 2 × 2 cells are brought to one length, cut at 0.2, and brought to it once more. The
    numbers are those of skimage.feature.hog with block_norm="L2-Hys": (n, blocks² · 4 · turns), blocks = side / cell - 1.
    """
    n, side = pictures.shape[:2]
    grey = pictures @ np.array([0.2125, 0.7154, 0.0721])  # ITU-R BT.709, as CRT phosphors have it
    down, right = np.zeros_like(grey), np.zeros_like(grey)
    down[:, 1:-1] = grey[:, 2:] - grey[:, :-2]
    right[:, :, 1:-1] = grey[:, :, 2:] - grey[:, :, :-2]
    strength = np.hypot(down, right)
    # A direction and its opposite are one; what rounds up to 180° is the last's, not a bin of its own.
    turn = np.minimum((np.rad2deg(np.arctan2(down, right)) % 180) * (turns / 180), turns - 1e-9).astype(np.int64)
    cells = side // cell
    rows = np.minimum(np.arange(side) // cell, cells - 1)
    place = ((np.arange(n)[:, None, None] * cells + rows[None, :, None]) * cells + rows[None, None, :]) * turns + turn
    counts = np.bincount(place.ravel(), strength.ravel(), n * cells * cells * turns) / cell**2
    counts = counts.reshape(n, cells, cells, turns)
    blocks = np.stack([counts[:, :-1, :-1], counts[:, :-1, 1:], counts[:, 1:, :-1], counts[:, 1:, 1:]], axis=3)
    blocks = blocks.reshape(n, (cells - 1) ** 2, 4 * turns)
    for most in (0.2, None):
        blocks = blocks / np.sqrt((blocks**2).sum(axis=2, keepdims=True) + 1e-10)
        blocks = np.minimum(blocks, most) if most else blocks
    return blocks.reshape(n, -1)


def colours(pictures, shades=4):
    """Return how much of the picture has which colour, wherever it is: the square roots of the shares, (n, shades³).

    Red, green and blue each in `shades` equal parts (M. J. Swain and D. H. Ballard, "Color indexing", 1991). The distance of two square
    roots is Hellinger's, to which a rare colour counts for more.
    """
    n = len(pictures)
    part = pictures.reshape(n, -1, 3).astype(np.int64) * shades // 256
    place = (part[:, :, 0] * shades + part[:, :, 1]) * shades + part[:, :, 2] + np.arange(n)[:, None] * shades**3
    counts = np.bincount(place.ravel(), minlength=n * shades**3).reshape(n, -1)
    return np.sqrt(counts / part.shape[1])


def filters(pictures, bank, step=2):
    """Return how much there is, in each quarter of the picture, of what each filter of a bank looks for: its square root, (n, 4 · filters).

    A. Coates and A. Y. Ng, "The importance of encoding versus training with sparse, high-dimensional data and vector quantization", and
    A. Coates, H. Lee and A. Y. Ng, "An analysis of single-layer networks in unsupervised feature learning", both 2011: every `step` pixels
    a patch is brought to one brightness and contrast and whitened; a filter answers with how much nearer it is than filters are in the
    mean ("triangle"); the answers are averaged over each quarter.

    bank: {"mean": (3 size²,), "whitening": (parts, 3 size²), "centres": (filters, parts)}.
    """
    centres = bank["centres"]
    size = round((bank["mean"].size / 3) ** 0.5)
    n, side = pictures.shape[:2]
    starts = np.arange(0, side - size + 1, step)
    windows = np.lib.stride_tricks.sliding_window_view(pictures, (size, size), axis=(1, 2))[:, ::step, ::step]
    patches = normalised(windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 3 * size * size).astype(float))
    white = (patches - bank["mean"]) @ bank["whitening"].T
    squares = (white**2).sum(axis=1)[:, None] - 2 * white @ centres.T + (centres**2).sum(axis=1)
    distances = np.sqrt(np.maximum(squares, 0))
    answers = np.maximum(distances.mean(axis=1, keepdims=True) - distances, 0)
    answers = answers.reshape(n, len(starts), len(starts), -1)
    half = len(starts) // 2
    quarters = [answers[:, rows, columns].mean(axis=(1, 2)) for rows in (slice(0, half), slice(half, None))
                for columns in (slice(0, half), slice(half, None))]
    return np.sqrt(np.concatenate(quarters, axis=1))


def normalised(patches):
    """Return patches (m, numbers), of shades from 0 to 255, with mean 0 and variance 1; 10 keeps an even patch from being all noise."""
    patches = patches - patches.mean(axis=1, keepdims=True)
    return patches / np.sqrt(patches.var(axis=1, keepdims=True) + 10)


def features(pictures, names, bank):
    """Return several of them side by side, `names` with "+" between, such as "gradients+colours": (n, numbers)."""
    every = {"pixels": pixels, "gradients": gradients, "colours": colours, "filters": lambda found: filters(found, bank)}
    return np.concatenate([every[name](pictures) for name in names.split("+")], axis=1)
