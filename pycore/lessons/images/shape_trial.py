"""A network that learns shapes from their raw pixels, in steps: what every demonstration of what can go wrong begins with."""

import numpy as np

from pycore.images.feature_head import FeatureHead
from pycore.images.quick_random import QuickRandom
from pycore.lessons.images.drawn_shapes import BRIGHT, GREY, INK, SIDE, drawn

__all__ = ["KINDS", "ShapeTrial", "others"]

#: The two classes.
KINDS = ("disc", "plus")
_EPOCHS, _BATCH, _HIDDEN = 50, 16, 100


def inputs_of(pictures):
    """Return pictures (n, SIDE, SIDE) uint8 as the network takes them: (n, SIDE²) from -1 to 1."""
    return pictures.reshape(len(pictures), SIDE**2) / 127.5 - 1


def shapes(counts, random, backgrounds=None):
    """Return (pictures (n, SIDE, SIDE), labels (n,)) of so many discs and plus signs: ink on paper, or grey on `backgrounds` by class."""
    shades, ink = ((BRIGHT, BRIGHT), INK) if backgrounds is None else (backgrounds, GREY)
    made = [drawn(kind, count, random, shade, ink) for kind, count, shade in zip(KINDS, counts, shades, strict=True)]
    return np.concatenate(made), np.repeat(np.arange(len(KINDS)), counts)


def others(count, seed, backgrounds=None):
    """Return such shapes, `count` of each, that no trial is trained on."""
    return shapes((count, count), QuickRandom(1_000_003 * (seed + 1)), backgrounds)


class ShapeTrial:
    """100 hidden units learn from so many discs and plus signs (`counts`), on `backgrounds` as in `shapes`.

    Adam with rate 0.001, 50 epochs, batches of 16. `pictures` (n, SIDE, SIDE) and `labels` (n,) are what it learns from.
    """

    def __init__(self, counts, seed=0, backgrounds=None):
        random = QuickRandom(seed)
        self.pictures, self.labels = shapes(counts, random, backgrounds)
        self.head = FeatureHead(SIDE**2, len(KINDS), _HIDDEN, seed)
        self._random = random

    def steps(self):
        """Yield the share that is done, from 0 to 1, after each epoch."""
        inputs = inputs_of(self.pictures)
        for epoch in range(_EPOCHS):
            order = self._random.permutation(len(inputs))
            for at in range(0, len(order), _BATCH):
                places = order[at : at + _BATCH]
                self.head.learn(inputs[places], self.labels[places])
            yield (epoch + 1) / _EPOCHS

    def shares(self, pictures):
        """Return the probability of each class, (n, 2)."""
        return self.head.probabilities(inputs_of(pictures))

    def recalls(self, pictures, labels):
        """Return the share of right answers among each class's pictures, (2,)."""
        right = self.shares(pictures).argmax(axis=1) == labels
        return np.array([right[labels == label].mean() for label in range(len(KINDS))])

    def accuracy(self, pictures, labels):
        """Return the share of right answers."""
        return float((self.shares(pictures).argmax(axis=1) == labels).mean())
