"""Learns pycore's bank of filters anew, by k-means from patches of scikit-image's photographs; a test compares.

PYTHONPATH=site:. python -m builder.filter_files
"""

import numpy as np

from builder.files import whole
from pycore.images.filter_bank import FILTERS, PARTS, PATH, SIZE, packed
from pycore.images.picture_features import normalised
from pycore.images.quick_random import QuickRandom

#: Of the photographs in scikit-image's wheel those in colour that show what people see; all are free to use: pycore.images.filter_bank.
PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "rocket")
#: Each photograph whole, and made smaller by these factors; patches of all, and rounds of k-means.
SMALLER, PATCHES, ROUNDS = (1, 2, 4), 40_000, 25
#: Patches with less variance show nothing; directions of variance are not blown up beyond this.
EVEN, LEAST = 30, 0.1


def photograph(name):
    """Return one of scikit-image's photographs, (height, width, 3) uint8; a grey one three times over."""
    from skimage import data  # of the tests' dependencies

    found = getattr(data, name)()
    return np.repeat(found[:, :, None], 3, axis=2) if found.ndim == 2 else found[:, :, :3]


def smaller(photo, factor):
    """Return a photograph made smaller by a whole factor: means of squares."""
    height, width = (size // factor for size in photo.shape[:2])
    cut = photo[: height * factor, : width * factor].astype(float)
    return np.rint(cut.reshape(height, factor, width, factor, 3).mean(axis=(1, 3))).astype(np.uint8)


def patches(seed=1):
    """Return patches of all photographs, (m, 3 size²) float64, from places that `seed` decides."""
    random, found, count = QuickRandom(seed), [], PATCHES // len(PHOTOGRAPHS) // len(SMALLER)
    for name in PHOTOGRAPHS:
        for factor in SMALLER:
            photo = smaller(photograph(name), factor)
            rows, columns = ((random.uniform(count) * (size - SIZE + 1)).astype(int) for size in photo.shape[:2])
            windows = np.lib.stride_tricks.sliding_window_view(photo, (SIZE, SIZE), axis=(0, 1))
            found.append(windows[rows, columns].transpose(0, 2, 3, 1).reshape(count, -1).astype(float))
    every = np.concatenate(found)
    return every[every.var(axis=1) > EVEN]


def learned():
    """Return the bank: patches of one brightness and contrast, whitened, and their centres by k-means.

    Whitened along the axes of the largest variance, which is what ZCA does but for a turn back, and distances don't know of turns.
    """
    found = normalised(patches())
    mean = found.mean(axis=0)
    variances, axes = np.linalg.eigh((found - mean).T @ (found - mean) / len(found))
    variances, axes = variances[::-1][:PARTS], axes[:, ::-1][:, :PARTS]
    # An axis and its opposite are one: the largest part of each is positive, on every machine.
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(PARTS)])
    whitening = (axes / np.sqrt(variances + LEAST)).T
    white = (found - mean) @ whitening.T
    centres = white[QuickRandom(2).permutation(len(white))[:FILTERS]].copy()
    for _ in range(ROUNDS):
        nearest = ((centres**2).sum(axis=1) - 2 * white @ centres.T).argmin(axis=1)
        counts = np.bincount(nearest, minlength=FILTERS)
        sums = np.stack([np.bincount(nearest, part, FILTERS) for part in white.T], axis=1)
        centres = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], centres)
    return {"mean": mean, "whitening": whitening, "centres": centres}


def main():
    with whole(PATH) as target:
        target.write_bytes(packed(learned()))


if __name__ == "__main__":
    main()
