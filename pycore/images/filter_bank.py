"""The bank of filters that comes with pycore: learned by k-means from patches of photographs that are free to use.

`site/builder/filter_files.py` learned it, from these photographs as scikit-image distributes them: "astronaut" (NASA, public domain),
"chelsea" (Stéfan van der Walt, CC0), "coffee" (Rachel Michetti, CC0) and "rocket" (SpaceX, public domain).
"""

from functools import cache
from pathlib import Path

import numpy as np

__all__ = ["FILTERS", "PARTS", "PATH", "SIZE", "load_bank", "packed", "unpacked"]

#: Filters, the directions that are left of a patch when it is whitened, and pixels of a patch from side to side.
FILTERS, PARTS, SIZE = 96, 60, 6
PATH = Path(__file__).with_name("shipped") / "photograph-filters.f2"


@cache
def load_bank():
    """Return the bank as pycore.images.picture_features.filters takes it: {"mean", "whitening", "centres"}, float64."""
    return unpacked(PATH.read_bytes())


def packed(bank):
    """Return a bank as bytes: its arrays one after the other, float16 of the lowest byte first."""
    return b"".join(bank[name].astype("<f2").tobytes() for name in _shapes())


def unpacked(data):
    """Return the bank of such bytes."""
    flat, at, bank = np.frombuffer(data, "<f2").astype(float), 0, {}
    for name, shape in _shapes().items():
        size = int(np.prod(shape))
        bank[name] = flat[at : at + size].reshape(shape)
        at += size
    return bank


def _shapes():
    numbers = 3 * SIZE**2
    return {"mean": (numbers,), "whitening": (PARTS, numbers), "centres": (FILTERS, PARTS)}
