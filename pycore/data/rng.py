"""The seeded random generator: the same stream as the JavaScript library `seedrandom` 2.4, so that one seed means one run.

The generator is ARC4 keyed by the seed's characters, with the first 256 output bytes thrown away. ARC4 is used here as a
well-defined stream of bytes, not as a cipher. The way six or more of its bytes become one uniform is described in
`SeededRandom.random`.
"""

import copy
import math

__all__ = ["SeededRandom"]

#: Bytes of the stream that are computed at a time; any number gives the same stream.
_CHUNK = 2048
_TWO_52 = 1 << 52
_TWO_53 = 1 << 53


class SeededRandom:
    """A stream of uniforms in [0, 1) that a seed fixes once and for all.

    `seed` is any text; numbers are used as Python writes them. Two generators of one seed give the same stream.

    >>> SeededRandom("0.12345").random()
    0.9152007406557323
    """

    def __init__(self, seed):
        self.seed = str(seed)
        self._state = _key_schedule(_key(self.seed))
        self._i = self._j = 0
        self._bytes = b""
        self._position = 0
        self._refill(256)
        self._bytes = b""

    def random(self):
        """Return the next uniform in [0, 1), a multiple of 2**-53 or finer.

        Six bytes make an integer n over 2**48. While n < 2**52 it is shifted by a byte, the byte before is added and the next
        one fetched; while n >= 2**53 everything is halved. The result is (n + last byte) / denominator.
        """
        if self._position + 6 > len(self._bytes):
            self._refill(_CHUNK)
        position = self._position
        n = int.from_bytes(self._bytes[position : position + 6], "big")
        self._position = position + 6
        exponent, extra = 48, 0
        while n < _TWO_52:
            n = (n + extra) << 8
            exponent += 8
            extra = self._byte()
        while n >= _TWO_53:
            n >>= 1
            exponent -= 1
            extra >>= 1
        return math.ldexp(n + extra, -exponent)

    def uniform(self, low, high):
        """Return the next uniform in [low, high)."""
        return low + (high - low) * self.random()

    def normal(self, mean, variance):
        """Return a normal variate by Marsaglia's polar method, which keeps the first of its two values.

        It draws pairs from the square (-1, 1)**2 until one falls inside the unit circle.
        """
        while True:
            v1 = 2 * self.random() - 1
            v2 = 2 * self.random() - 1
            q = v1 * v1 + v2 * v2
            if 0 < q <= 1:
                return mean + math.sqrt(variance) * math.sqrt(-2 * math.log(q) / q) * v1

    def shuffle(self, count):
        """Return a permutation of range(count) as a list: Fisher-Yates from the back, one draw an element."""
        order = list(range(count))
        for remaining in range(count, 0, -1):
            pick = int(self.random() * remaining)
            order[remaining - 1], order[pick] = order[pick], order[remaining - 1]
        return order

    def new_seed(self):
        """Return the text of the next seed in a chain of seeds: the next uniform with five decimals."""
        return f"{self.random():.5f}"

    def copy(self):
        """Return a generator that goes on as this one does."""
        twin = copy.copy(self)
        twin._state = list(self._state)
        return twin

    def getstate(self):
        """Return the state as a JSON-able list, for `setstate`."""
        return [self.seed, list(self._state), self._i, self._j, list(self._bytes[self._position :])]

    def setstate(self, state):
        """Continue from a state that `getstate` gave."""
        self.seed, permutation, self._i, self._j, rest = state
        self._state = list(permutation)
        self._bytes, self._position = bytes(rest), 0

    def _byte(self):
        if self._position >= len(self._bytes):
            self._refill(_CHUNK)
        value = self._bytes[self._position]
        self._position += 1
        return value

    def _refill(self, count):
        """Compute `count` further bytes of the stream behind those not used yet."""
        state, i, j = self._state, self._i, self._j
        fresh = bytearray(count)
        for k in range(count):
            i = (i + 1) & 255
            a = state[i]
            j = (j + a) & 255
            b = state[j]
            state[i] = b
            state[j] = a
            fresh[k] = state[(a + b) & 255]
        self._i, self._j = i, j
        self._bytes = self._bytes[self._position :] + bytes(fresh)
        self._position = 0


def _key(seed):
    """Mix the seed's UTF-16 code units into a key of at most 256 bytes; a longer seed wraps around and is smeared."""
    units = memoryview(seed.encode("utf-16-le", "surrogatepass")).cast("H")
    key, smear = [], 0
    for index, unit in enumerate(units):
        place = index & 255
        smear ^= (key[place] if place < len(key) else 0) * 19
        value = (smear + unit) & 255
        if place < len(key):
            key[place] = value
        else:
            key.append(value)
    return key or [0]


def _key_schedule(key):
    """ARC4's key schedule: a permutation of 0..255."""
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + key[i % len(key)] + state[i]) & 255
        state[i], state[j] = state[j], state[i]
    return state
