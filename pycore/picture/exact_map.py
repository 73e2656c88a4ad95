"""What the output, a unit or a feature says at every place of the plane, computed exactly, as many samples as one likes."""

import numpy as np

from pycore.data import features
from pycore.nn.network import Pass, play
from pycore.picture import colours

__all__ = ["ExactMap"]

#: Numbers that the pass through the network may hold at a time: 8 MB.
_LARGEST = 1_000_000


class ExactMap:
    """side x side samples of the plane, sent through run 0 of `playground` in strips of whole rows.

    The dropout mask is read at every call. A playground of another shape, or one whose dropout has been switched on or off,
    needs another ExactMap.
    """

    def __init__(self, playground, side):
        self._playground, self._side = playground, side
        self._offered = features.offered(playground.settings)
        network = playground.network
        rows = max(1, _LARGEST // (side * (sum(network.sizes[1:]) + len(network.sizes))))
        while side % rows:  # strips of one height
            rows -= 1
        self._x1, self._x2 = (line.reshape(-1, rows * side) for line in colours.grid(side))
        self._pass = Pass(network, rows * side, keep=playground.trainer.keep)

    def values(self, looked=0):
        """Return (k, side, side), from the upper left corner; k is 1, or for the output of three and more classes their number.

        looked: 0 for the output, else a unit or feature by its number in `Frame.look`. Probabilities are shown as -1 to 1.
        """
        p, side = self._playground, self._side
        if looked < 0:
            feature = self._offered[-looked - 1].function
            return np.array([feature(x1, x2) for x1, x2 in zip(self._x1, self._x2, strict=True)], float).reshape(1, side, side)
        last = len(p.network.sizes) - 2
        layer, unit = (last, slice(None)) if not looked else self._place(looked - 1)
        strips = []
        for x1, x2 in zip(self._x1, self._x2, strict=True):
            play([self._pass.first(features.inputs(p.features, x1, x2)), *self._pass.forward()])
            strips.append(self._pass.units(layer)[0, unit].copy())
        values = np.concatenate(strips, axis=1).reshape(-1, side, side)
        return 2 * values - 1 if p.classes > 2 and layer == last else values

    def _place(self, number):
        """The layer of a unit, counted through all layers from 0, and the slice that it is in it."""
        for layer, units in enumerate(self._playground.network.sizes[1:]):
            if number < units:
                return layer, slice(number, number + 1)
            number -= units
        raise ValueError(f"looked: there is no unit {number} beyond the last layer")
