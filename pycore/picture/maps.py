"""What every unit of a network says all over the plane: the pictures' hot path, written for few passes over large arrays.

In the browser a picture costs many times what an epoch of training costs, and here it is the arithmetic that counts, not the
number of calls. What is done about it:

- tanh is 1 - 2 t with t = 1 / (exp(2 z) + 1): three quick passes instead of NumPy's slow one. The maps hold t. What leads from
  t to the unit's value, and a dropout mask's factor, goes into the weights of the next layer.
- Most features look at one coordinate, so a first layer's weighted sum is f(x1) + g(x2): an outer sum of 100 and 100 numbers
  instead of a matrix product for 10,000 points, and its exponential is an outer product.
- `einsum` is the quickest product of a small matrix and a long one where no BLAS is behind NumPy.
- Where it can't be seen, t is looked up in a table instead of computed: an exponential costs four times as much. Each layer
  adds at most 0.00025 to the error of a value, and what its weights make of the error below; a layer whose error could exceed
  ERROR_LIMIT, a third of the difference between two shades, is computed exactly.
- The samples are ordered so that the means over blocks, which small maps show, are sums along one axis: the place within the
  block first (row, column), then the block (row, column).

The values are those of the network to within ERROR_LIMIT; with `exact=True`, to rounding.
"""

from functools import partial

import numpy as np

from pycore.data.features import inputs
from pycore.nn.functions import ACTIVATIONS, ONE, OUTPUTS, ZERO
from pycore.nn.network import play
from pycore.picture.colours import EXTENT

__all__ = ["ERROR_LIMIT", "Maps"]

#: The largest error of a value of a unit that a short cut may make. Shades are 0.0645 apart.
ERROR_LIMIT = 0.02

#: Beyond such exponents one factor of an outer product could overflow where the product does not.
_LARGEST_EXPONENT = 300.0
_INFINITY = np.array(np.inf)


class Maps:
    """The values of all units of one run at side x side samples of the plane, and their means over blocks.

    network, features: what is looked at. side: samples along an edge; the outermost lie on the edges of the plane. small: the
    side of the small maps, a divisor of `side`. keep: None or the dropout mask (R, hidden units, 1), read at every `fill`.

    After `fill`, `means` (U, small, small) has the small maps of the hidden units, layer by layer, and of the outputs;
    `write_output` gives the large ones. Probabilities of classes, 0 to 1, are shown as -1 to 1.
    """

    def __init__(self, network, features, side, small, keep=None, run=0, exact=False):
        self._side, self._small, self._block = side, small, side // small
        along = np.linspace(-EXTENT, EXTENT, side)
        # (place in the block, block) along either axis; rows run from the top, where x2 is largest
        x1, x2 = (line.reshape(small, self._block).T for line in (along, along[::-1]))
        self._samples = side * side
        self._table = None if exact else _Table()
        units = network.sizes[1:]
        self.means = np.zeros((sum(units), small, small))
        self._layers, first = [], 0
        for index, (weights, name) in enumerate(zip(network.weights, network.activations, strict=True)):
            count = len(weights[run])
            mask = None if keep is None or index == len(units) - 1 else keep[run, first : first + count, 0]
            means = self.means[first : first + count].reshape(count, -1)
            self._layers.append(_Layer(weights[run], name, self._samples, means, mask))
            first += count
        everywhere = np.broadcast_arrays(x1[None, :, None, :], x2[:, None, :, None])
        self._inputs = inputs(features, *(coordinate.ravel() for coordinate in everywhere))
        separable = all(feature.axis is not None for feature in features)
        self._outer = _OuterSum(features, x1, x2) if separable else None

    def fill(self):
        """Compute all maps from the parameters as they are now."""
        below = None
        with np.errstate(all="ignore"):  # an exponential that overflows gives t = 0, which is right
            for layer in self._layers:
                layer.fold(below)
                entering = self._inputs if below is None else below.held
                if below is None and self._outer and self._outer.fill(layer):
                    play(layer.tape)
                elif self._table and layer.may_look_up(below):
                    layer.look_up(self._table, entering)
                else:
                    layer.add_up(entering)
                    play(layer.tape)
                layer.write_means(self._block**2)
                below = layer

    def write_output(self, out, unit=0):
        """Write the values of an output unit into `out` (side, side), row by row from the upper left corner."""
        block, small = self._block, self._small
        values = self._layers[-1].held[unit].reshape(block, block, small, small).transpose(2, 0, 3, 1)
        np.copyto(out.reshape(small, block, small, block), values)
        self._layers[-1].to_values(out, unit)


class _Layer:
    """One layer of the maps.

    `held` (u + 1, n) are the values in the form that is cheapest, over a row of ones. The value of unit k is
    shift[k] + scale[k] held[k]: with tanh that is 1 - 2 t, under dropout times the mask's factor.
    """

    def __init__(self, weights, name, samples, means, keep):
        self._weights, self._means, self._keep = weights, means, keep
        count = len(weights)
        self.held = np.ones((count + 1, samples))
        self.units = self.held[:count]
        self.effective = np.zeros_like(weights)
        self.has_exponentials = name == "tanh"
        self._factor = 2.0 if name == "tanh" else 1.0
        offset, slope = {"tanh": (1.0, -2.0), "softmax": (-1.0, 2.0)}.get(name, (0.0, 1.0))
        self._offset, self._slope = np.full((count, 1), offset), np.full((count, 1), slope)
        self.shift, self.scale = self._offset.copy(), self._slope.copy()
        #: The largest error of what is held, given the short cuts taken below.
        self.error = 0.0
        #: The steepest slope of what is held by the weighted sum.
        self._steepest = 0.5 if name == "tanh" else (OUTPUTS.get(name) or ACTIVATIONS[name]).steepest
        self.tape = self._tape(name)
        self._sums = np.zeros_like(means)

    def _tape(self, name):
        """The calls from weighted sums, or from exp(2 z) with tanh, to what is held."""
        held = self.units
        if name == "tanh":
            return [partial(np.add, held, ONE, held), partial(np.reciprocal, held, held)]
        if name == "relu":  # the quickest form of max(0, z) on large arrays
            return [partial(np.clip, held, ZERO, _INFINITY, held)]
        function = OUTPUTS.get(name) or ACTIVATIONS[name]
        sums = held if function.in_place else np.zeros_like(held)
        copy = [] if function.in_place else [partial(np.copyto, sums, held)]
        return copy + function.forward(sums, held)

    def fold(self, below):
        """Write into `effective` the weights that take what the layer below holds; twice them for tanh's exp(2 z)."""
        if self._keep is not None:
            np.multiply(self._offset, self._keep[:, None], out=self.shift)
            np.multiply(self._slope, self._keep[:, None], out=self.scale)
        if below is None:
            np.multiply(self._weights, self._factor, out=self.effective)
            return
        weights, effective = self._weights, self.effective
        np.multiply(weights[:, :-1], below.scale.T * self._factor, out=effective[:, :-1])
        effective[:, -1] = (weights[:, -1] + weights[:, :-1] @ below.shift[:, 0]) * self._factor

    def may_look_up(self, below):
        """Say whether a look-up stays within ERROR_LIMIT, and note the error there is either way."""
        error_below = 0.0 if below is None else below.error
        self.error = self._steepest * error_below * np.abs(self.effective[:, :-1]).sum(axis=1).max(initial=0.0) / self._factor
        if not self.has_exponentials or not 2 * (self.error + _Table.ERROR) <= ERROR_LIMIT:  # also if it is not a number
            return False
        self.error += _Table.ERROR
        return True

    def look_up(self, table, entering):
        """Write t of what enters by the table."""
        np.einsum("uk,kn->un", self.effective, entering, out=self.units)
        table.look_up(self.units)

    def add_up(self, entering):
        """Write the weighted sums, or exp(2 z), of what enters: (i + 1, n) with a row of ones."""
        np.einsum("uk,kn->un", self.effective, entering, out=self.units)
        if self.has_exponentials:
            np.exp(self.units, self.units)

    def write_means(self, samples):
        """Write the means of blocks of `samples` samples."""
        blocks = self._means.shape[1]
        np.einsum("uwn->un", self.units.reshape(len(self.units), -1, blocks), out=self._sums)
        np.multiply(self._sums, self.scale / samples, out=self._means)
        np.add(self._means, self.shift, out=self._means)

    def to_values(self, held, unit):
        """Turn what is held of one unit into its values, in place."""
        np.multiply(held, self.scale[unit], out=held)
        np.add(held, self.shift[unit], out=held)


class _Table:
    """t = 1 / (exp(x) + 1) for x from -REACH to REACH, in STEPS a unit; beyond it t differs from 0 or 1 by less than 1e-7.

    It is small enough for a processor's cache, which is what makes it quick.

    The place in the table is read off a float's own bits: x plus a number so large that its last binary digit is one step.
    """

    STEPS, REACH = 1024, 18
    #: The slope of t is 1/4 at the most, and the table is half a step off at the most.
    ERROR = 0.25 * 0.5 / STEPS
    _rounding = np.array(1.5 * 2.0**52 / STEPS)
    _low, _high = np.array(-REACH + 1.0), np.array(REACH - 1.0)

    def __init__(self):
        count = 2 * self.REACH * self.STEPS
        self._values = 1 / (np.exp((np.arange(count) - count // 2) / self.STEPS) + 1)
        self._first = self._rounding.view(np.int64) - count // 2

    def look_up(self, x):
        """Replace `x` (float64, contiguous) by t in place."""
        np.clip(x, self._low, self._high, x)
        np.add(x, self._rounding, x)
        places = x.view(np.int64)
        np.subtract(places, self._first, places)
        x[...] = self._values[places]


class _OuterSum:
    """The weighted sums of a first layer whose features each look at one coordinate, or their exponentials."""

    def __init__(self, features, x1, x2):
        self._of_x1 = [k for k, feature in enumerate(features) if feature.axis == 0]
        self._of_x2 = [k for k, feature in enumerate(features) if feature.axis == 1]
        self._shape = x1.shape
        lines = (x1.ravel(), x2.ravel())
        self._x1_features, self._x2_features = (
            np.array([f.function(*lines) for f in features if f.axis == axis]).reshape(-1, x1.size) for axis in (0, 1)
        )

    def fill(self, layer):
        """Write the layer's sums, or exp(2 z); returns False, having done nothing, where that could overflow on the way."""
        weights = layer.effective
        f = weights[:, self._of_x1] @ self._x1_features  # (u, side)
        g = weights[:, self._of_x2] @ self._x2_features + weights[:, -1:]
        combine = np.add
        if layer.has_exponentials:
            if not max(np.abs(f).max(), np.abs(g).max()) < _LARGEST_EXPONENT:
                return False
            np.exp(f, f)
            np.exp(g, g)
            combine = np.multiply
        block, small = self._shape
        # Written out along the blocks, so that the inner loops are long.
        columns = np.empty((len(f), 1, block, small, small))
        rows = np.empty((len(f), block, 1, small, small))
        columns[:] = f.reshape(-1, 1, block, 1, small)
        rows[:] = g.reshape(-1, block, 1, small, 1)
        whole = layer.units.reshape(-1, block, block, small * small)
        combine(rows.reshape(-1, block, 1, small * small), columns.reshape(-1, 1, block, small * small), whole)
        return True
