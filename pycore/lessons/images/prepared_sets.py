"""Pictures for rooms without a camera, drawn when they are asked for: hands, as in the exercise, and shapes."""

import numpy as np

from pycore.images.quick_random import QuickRandom
from pycore.lessons.images import drawn_shapes
from pycore.lessons.images.drawn_hands import GESTURES, hands
from pycore.lessons.images.picture_store import SIDE, ImagesError

__all__ = ["MOST_PREPARED", "SETS", "prepared", "prepared_sets"]

#: Pictures of a class that are drawn at once.
MOST_PREPARED = 200
#: By name: title, what it is for, and its classes.
SETS = {
    "hands": ("High five and knuckles", "Two gestures, as the exercise has them: train on these first.", ("high-five", "knuckles")),
    "two-fingers": ("Two fingers", "What the network has never seen: show these when it has learned the other two.", ("two-fingers",)),
    "shapes": ("Discs and plus signs", "Simple drawings in all places and sizes.", ("disc", "plus")),
}
_SHAPES = {"disc": "Disc", "plus": "Plus sign"}


def prepared_sets():
    """Return [{"name", "title", "text"}] of all."""
    return [{"name": name, "title": title, "text": text} for name, (title, text, _) in SETS.items()]


def prepared(name, count=60, seed=0):
    """Return (names of the classes, labels (n,), pictures (n, SIDE, SIDE, 3) uint8) of a set, `count` pictures of each class."""
    if name not in SETS:
        raise ImagesError(f"name: expected one of {', '.join(SETS)}, got {str(name)[:60]!r}")
    for what, value, most in (("count", count, MOST_PREPARED), ("seed", seed, 2**31 - 1)):
        if isinstance(value, bool) or not isinstance(value, int) or not (what == "count") <= value <= most:
            raise ImagesError(f"{what}: expected a whole number from {int(what == 'count')} to {most}, got {str(value)[:40]!r}")
    kinds = SETS[name][2]
    made = [_drawn(kind, count, QuickRandom(1000 * seed + place)) for place, kind in enumerate(kinds)]
    return [GESTURES.get(kind) or _SHAPES[kind] for kind in kinds], np.repeat(np.arange(len(kinds)), count), np.concatenate(made)


def _drawn(kind, count, random):
    if kind in GESTURES:
        return hands(kind, count, random, SIDE)
    small = drawn_shapes.drawn(kind, count, random)
    # Each pixel of the larger picture has the shade of the one under its middle.
    places = ((np.arange(SIDE) + 0.5) * drawn_shapes.SIDE / SIDE).astype(int)
    return np.repeat(small[:, places][:, :, places, None], 3, axis=3)
