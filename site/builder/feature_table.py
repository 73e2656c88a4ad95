"""Measures which features tell pictures apart with how few of them, and writes the table that images.html shows; a test compares.

PYTHONPATH=site:. python -m builder.feature_table
"""

import json

import numpy as np

from builder.files import whole
from builder.filter_files import photograph
from builder.paths import ROOT
from pycore.images.feature_head import FeatureHead
from pycore.images.quick_random import QuickRandom
from pycore.lessons.images.drawn_hands import GESTURES, hands
from pycore.lessons.images.image_settings import DEFAULTS, FEATURES
from pycore.lessons.images.picture_model import measured, scaling
from pycore.lessons.images.picture_store import SIDE

PATH = ROOT / "pycore" / "images" / "shipped" / "measured-features.json"
COUNTS, SPLITS, TESTED = (5, 20, 50), 10, 50
#: Photographs of surfaces; the filters were learned from other ones.
SURFACES = ("brick", "grass", "gravel")
#: Sides of the squares that are cut out, in pixels, from and to; strips that a photograph is cut into, every second one for testing.
CUTS, STRIPS = (48, 112), 4


def crops(name, part, count, random):
    """Return squares cut out of a photograph, (count, SIDE, SIDE, 3) uint8, from its even strips for `part` 0, its odd ones for 1."""
    photo, found = photograph(name), []
    strip = photo.shape[1] // STRIPS
    for size, down, across, which in random.uniform(4 * count).reshape(count, 4):
        side = min(int(CUTS[0] + size * (CUTS[1] - CUTS[0])), strip, photo.shape[0])
        left = strip * (2 * int(which * STRIPS / 2) + part) + int(across * (strip - side + 1))
        top = int(down * (photo.shape[0] - side + 1))
        found.append(shrunk(photo[top : top + side, left : left + side]))
    return np.stack(found)


def shrunk(square):
    """Return a square (side, side, 3) as SIDE × SIDE: the mean of what lies under each pixel, as browsers' canvases have it."""
    edges = np.linspace(0, len(square), SIDE + 1)
    sums = np.zeros((len(square) + 1, len(square) + 1, 3))
    sums[1:, 1:] = square.astype(float).cumsum(axis=0).cumsum(axis=1)
    low = np.minimum(edges.astype(int), len(square) - 1)
    part = (edges - low)[:, None, None]
    rows = sums[low] * (1 - part) + sums[low + 1] * part
    part = (edges - low)[None, :, None]
    both = rows[:, low] * (1 - part) + rows[:, low + 1] * part
    areas = both[1:, 1:] - both[:-1, 1:] - both[1:, :-1] + both[:-1, :-1]
    return np.clip(np.rint(areas / (edges[1] ** 2)), 0, 255).astype(np.uint8)


def surfaces(count, part, seed):
    return [crops(name, part, count, QuickRandom(1000 * seed + 100 * part + place)) for place, name in enumerate(SURFACES)]


def gestures(count, part, seed):
    return [hands(name, count, QuickRandom(1000 * seed + 100 * part + place)) for place, name in enumerate(GESTURES)]


#: Sets of pictures by name: what they are, and a function of (pictures per class, part, seed) to a list of pictures by class.
SETS = {
    "surfaces": ("Photographs of brick, grass and gravel: squares cut out, tested with other parts of the photographs", surfaces),
    "hands": ("Drawn hands: high five, knuckles, two fingers, on backgrounds of all sorts", gestures),
}


def accuracies(name, count, seed, names):
    """Return the share of held-out pictures that each set of features in `names` gets right, with `count` pictures per class."""
    make = SETS[name][1]
    # Even seeds train on the one part, odd ones on the other.
    train, test = make(count, seed % 2, seed), make(TESTED, 1 - seed % 2, seed)
    labels, true = (np.repeat(np.arange(len(each)), len(each[0])) for each in (train, test))
    pictures, test = np.concatenate(train), np.concatenate(test)
    found = {part: (measured(pictures, part), measured(test, part)) for part in {part for each in names for part in each.split("+")}}
    return {each: _accuracy(each, found, labels, true, seed) for each in names}


def _accuracy(name, found, labels, true, seed):
    inputs, asked = (np.concatenate([found[part][place] for part in name.split("+")], axis=1) for place in (0, 1))
    mean, factor = scaling(inputs, name)
    inputs, asked = (inputs - mean) * factor, (asked - mean) * factor
    head, random = FeatureHead(inputs.shape[1], true.max() + 1, DEFAULTS["hidden"], seed), QuickRandom(seed)
    for _ in range(DEFAULTS["epochs"]):
        order = random.permutation(len(inputs))
        for at in range(0, len(order), DEFAULTS["batch"]):
            places = order[at : at + DEFAULTS["batch"]]
            head.learn(inputs[places], labels[places], DEFAULTS["rate"])
    return head.judged(asked, true)[1]


def row(name, feature, count):
    """Return the median over all splits of one cell of the table."""
    return round(float(np.median([accuracies(name, count, seed, [feature])[feature] for seed in range(SPLITS)])), 3)


def table():
    """Return all of it, as JSON can hold it."""
    sets = []
    for name, (title, _) in SETS.items():
        cells = {count: [accuracies(name, count, seed, list(FEATURES)) for seed in range(SPLITS)] for count in COUNTS}
        rows = [[round(float(np.median([each[feature] for each in cells[count]])), 3) for count in COUNTS] for feature in FEATURES]
        sets.append({"name": name, "title": title, "rows": rows})
    named = [{"name": name, "label": words[0]} for name, words in FEATURES.items()]
    return {"features": named, "counts": list(COUNTS), "splits": SPLITS, "tested": TESTED, "classes": 3, "sets": sets}


def main():
    with whole(PATH) as target:
        target.write_text(json.dumps(table(), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
