"""Training on images a slice at a time, so that a page can show what has become of the weights and nobody waits."""

import numpy as np

from pycore.images.quick_random import QuickRandom

__all__ = ["Practice", "answers", "balanced_places"]


def balanced_places(is_one, generator):
    """Return places (m,) with every one and as many others, which `generator`, a QuickRandom, chooses: is_one (n,) bool."""
    ones, others = np.flatnonzero(is_one), np.flatnonzero(~is_one)
    count = min(len(ones), len(others))
    return np.concatenate([generator.chosen(ones, count), generator.chosen(others, count)])


class Practice:
    """A `model` (DenseImages or ConvolutionImages) that learns from an ImageSet, each image once an epoch, in an order drawn anew.

    asked: None for the classes of the set, or the class that one neuron is to tell from all others. balanced: whether an epoch then
    has as many of them as of the others. seed: decides the order.
    """

    def __init__(self, images, model, asked=None, balanced=False, seed=0):
        self.images, self.model, self.asked, self.balanced = images, model, asked, balanced
        self.epochs, self.seen = 0, 0
        self._generator, self._left = QuickRandom(seed), np.zeros(0, int)

    def labels_of(self, images):
        """Return what the model is to answer for an ImageSet, (n,) whole numbers."""
        return images.labels.astype(int) if self.asked is None else (images.labels == self.asked).astype(int)

    def step(self):
        """Learn from the next slice; returns how many images it had."""
        if not len(self._left):
            self._left = self._new_order()
        size = self.model.SLICE
        places, self._left = self._left[:size], self._left[size:]
        self.model.learn(self.images.inputs(places), self.labels_of(self.images.take(places)))
        self.seen += len(places)
        self.epochs += not len(self._left)
        return len(places)

    def train(self, epochs):
        """Learn until so many more epochs are over; returns self."""
        goal = self.epochs + epochs
        while self.epochs < goal:
            self.step()
        return self

    def _new_order(self):
        if self.balanced:
            places = balanced_places(self.labels_of(self.images) > 0, self._generator)
            return self._generator.chosen(places, len(places))
        return self._generator.permutation(len(self.images))


def answers(model, images):
    """Return the class that `model` thinks likeliest for each image of an ImageSet, (n,); slice by slice, too."""
    most = model.SLICE
    found = [model.probabilities(images.inputs(slice(at, at + most))).argmax(axis=1) for at in range(0, len(images), most)]
    return np.concatenate(found) if found else np.zeros(0, int)
