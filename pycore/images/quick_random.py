"""Many random numbers at once, from a seed: SplitMix64 in NumPy, without numpy.random, which a page would have to fetch by itself.

G. L. Steele, D. Lea and C. H. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014, figure 16. The generator of settings,
pycore.data.rng, gives one number at a time and is too slow for an order of 60,000 images.
"""

import numpy as np

__all__ = ["QuickRandom"]

_STEP = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


class QuickRandom:
    """A stream of numbers that `seed`, a whole number, fixes once and for all.

    >>> QuickRandom(1234567).bits(2).tolist()
    [6457827717110365317, 3203168211198807973]
    """

    def __init__(self, seed):
        self._state = int(seed) % 2**64

    def bits(self, count):
        """Return the next numbers of 64 random bits, (count,) uint64."""
        with np.errstate(over="ignore"):  # arithmetic is meant to wrap around
            mixed = np.uint64(self._state) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_STEP)
            mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
            mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
        self._state = (self._state + count * _STEP) % 2**64
        return mixed ^ (mixed >> np.uint64(31))

    def uniform(self, count):
        """Return the next uniforms in [0, 1), (count,), multiples of 2**-53."""
        return (self.bits(count) >> np.uint64(11)) * 2.0**-53

    def normal(self, spread, shape):
        """Return normal variates of mean 0 and standard deviation `spread`: Box and Muller 1958, of pairs of uniforms the cosine."""
        count = int(np.prod(shape))
        radius, angle = 1 - self.uniform(count), self.uniform(count)
        return (spread * np.sqrt(-2 * np.log(radius)) * np.cos(2 * np.pi * angle)).reshape(shape)

    def permutation(self, count):
        """Return range(count) in a random order, (count,)."""
        return np.argsort(self.bits(count), kind="stable")

    def chosen(self, values, count):
        """Return `count` of `values`, an array, none of them twice."""
        return values[self.permutation(len(values))[:count]]
