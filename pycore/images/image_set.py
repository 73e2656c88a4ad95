"""Images with labels: kept as bytes, turned into numbers only as far as they are used."""

from dataclasses import dataclass, replace

import numpy as np

from pycore.images.quick_random import QuickRandom

__all__ = ["ImageSet", "split"]


@dataclass(frozen=True)
class ImageSet:
    """Images of one size and the class of each.

    pictures: (n, height, width) uint8, 0 for paper. labels: (n,) uint8, the number of the class. full: the value of full ink, such
    as 16 or 255. classes: what the classes are called, by their numbers. name: what the set is called.
    """

    pictures: np.ndarray
    labels: np.ndarray
    full: int
    classes: tuple
    name: str

    @property
    def shape(self):
        """(height, width) in pixels."""
        return self.pictures.shape[1:]

    @property
    def pixels(self):
        """The number of pixels of an image: the inputs of a network that looks at it."""
        return self.pictures.shape[1] * self.pictures.shape[2]

    def __len__(self):
        return len(self.pictures)

    def inputs(self, places=slice(None)):
        """Return the images at `places` as what a network takes: (m, pixels) float64, ink from 0 to 1, row after row."""
        chosen = self.pictures[places]
        return chosen.reshape(len(chosen), self.pixels) / self.full

    def take(self, places):
        """Return the ImageSet of the images at `places` alone."""
        return replace(self, pictures=self.pictures[places], labels=self.labels[places])

    def counts(self):
        """Return how many images each class has, (classes,)."""
        return np.bincount(self.labels, minlength=len(self.classes))


def split(images, test_share=0.25, seed=0):
    """Return two ImageSets, one to train on and one to test with, in an order that `seed` decides.

    The second has round(test_share * n) images, of each class its share. Those of one writer may be in both: who wants to know how a
    network does with hands it has never seen keeps whole writers apart.
    """
    count = round(test_share * len(images))
    order = QuickRandom(seed).permutation(len(images))
    by_class = order[np.argsort(images.labels[order], kind="stable")]
    is_test = np.zeros(len(images), bool)
    is_test[by_class[((np.arange(count) + 0.5) * len(images) / max(count, 1)).astype(int)]] = True
    return images.take(order[~is_test[order]]), images.take(order[is_test[order]])
