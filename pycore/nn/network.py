"""A fully connected network: all parameters in one flat vector a run, layer views made once, forward and backward as tapes.

Letters: R runs side by side, P parameters of one run, u units of a layer, i its inputs, n points.

Seen from outside arrays are features-first with a leading axis of runs: the values of a layer are (R, u, n), its weight matrix
is (R, u, i + 1). Every layer's values have a row of ones under them, so that the bias is the last column of the weight matrix
and needs no call of its own.

Inside, the layers of a pass lie above each other in one array, (rows, n) for one run and (rows, R, n) for several: rows come
first, because then a layer, and a stretch of layers, is one contiguous block, which NumPy runs through several times faster.

A *tape* is a list of calls without arguments (`functools.partial` of a NumPy function on arrays that exist already). It is
recorded once and replayed for every batch, because in the browser the cost of a small network is the number of calls and
what Python does between them, not the arithmetic.
"""

from functools import partial

import numpy as np

from pycore.nn.functions import ACTIVATIONS, OUTPUTS
from pycore.nn.losses import LOSSES

__all__ = ["Network", "Pass", "play"]

#: Up to so many results `ndarray.dot` is the faster product of two matrices, because its call is cheaper; above it
#: `matmul`, whose inner loop is. Measured in Pyodide, where neither has a BLAS behind it.
_DOT_UP_TO = 150


def play(tape):
    """Run the calls of a tape in order."""
    for call in tape:
        call()


class Network:
    """The shape and the parameters of `runs` networks.

    sizes: (inputs, hidden ..., outputs), at least inputs and outputs. activations: the names of the hidden layers' in turn
    and of the output's ("tanh", "linear" or "softmax"). parameters: an array (R, P) to work on, or None for one of zeros.

    `parameters` is (R, P) float64, written in place and never replaced. Layer by layer it holds the weight matrices
    (u, i + 1) row by row, the bias in the last column; `weights` are views of it, one (R, u, i + 1) for each layer.
    `is_weight` (P,) is 1.0 at weights and 0.0 at biases; `layer_starts` are the places in P where the layers begin.
    """

    def __init__(self, sizes, activations, runs=1, parameters=None):
        self.sizes, self.activations, self.runs = tuple(sizes), tuple(activations), runs
        self.shapes = [(units, inputs + 1) for inputs, units in zip(self.sizes, self.sizes[1:], strict=False)]
        counts = [units * columns for units, columns in self.shapes]
        self.layer_starts = [sum(counts[:layer]) for layer in range(len(counts))]
        self.parameters = np.zeros((runs, sum(counts))) if parameters is None else parameters
        self.weights = self.layers_of(self.parameters)
        self.is_weight = np.ones(sum(counts))
        for layer in self.layers_of(self.is_weight):
            layer[:, -1] = 0

    def __reduce__(self):
        """Copies and pickles are made anew from shape and parameters, so that `weights` are views of `parameters` there, too."""
        return _remade, (self.sizes, self.activations, self.parameters)

    def of_run(self, run):
        """Return the Network of one run alone; its `parameters` are a view of that row of these."""
        return Network(self.sizes, self.activations, 1, self.parameters[run : run + 1])

    @property
    def hidden_units(self):
        """The number of units in all hidden layers together."""
        return sum(self.sizes[1:-1])

    def layers_of(self, flat):
        """Return views (..., u, i + 1), one a layer, of an array (..., P) laid out as the parameters are."""
        return [
            flat[..., start : start + units * columns].reshape(*flat.shape[:-1], units, columns)
            for start, (units, columns) in zip(self.layer_starts, self.shapes, strict=True)
        ]

    def squeezed(self, array):
        """Return `array` without its leading axis of runs when there is one run; a view."""
        return array[0] if self.runs == 1 else array

    def rows_first(self, array):
        """Return (R, rows, n) as (rows, R, n), or as (rows, n) when there is one run; a view."""
        return array[0] if self.runs == 1 else array.swapaxes(0, 1)


def _remade(sizes, activations, parameters):
    """Return a Network with a copy of `parameters` (R, P)."""
    network = Network(sizes, activations, len(parameters))
    network.parameters[:] = parameters
    return network


class Pass:
    """The buffers to send n points through a network, and the tapes that do it.

    `outputs` (R, outputs, n) is what comes out, `units(layer)` what each layer gives on. `gradient` is None, or the array
    (R, P) that receives the sum over the n points of the derivative of the loss by each parameter.

    `keep` is None, or a dropout mask (R, hidden units, 1) that multiplies what hidden units give on, and their slopes; it is
    read at every pass.

    There are up to three arrays of all layers: weighted sums z, activations a, values with dropout applied. They are one
    and the same unless the activation or the dropout needs them apart.
    """

    def __init__(self, network, points, gradient=None, keep=None):
        self.network, self.points, self.gradient = network, points, gradient
        units = network.sizes[1:]
        rows = [count + 1 for count in units[:-1]] + [units[-1]]
        self._starts = [sum(rows[:layer]) for layer in range(len(rows))]
        self._keep = None if keep is None else self._keep_by_layer(network.rows_first(keep))
        shape = (sum(rows), points) if network.runs == 1 else (sum(rows), network.runs, points)
        self._functions = [ACTIVATIONS[name] for name in network.activations[:-1]] + [OUTPUTS[network.activations[-1]]]
        self._values = np.ones(shape)
        self._active = self._values if keep is None else np.ones(shape)
        self._sums = self._active if all(f.in_place for f in self._functions) else np.ones(shape)
        self._weights = network.layers_of(network.squeezed(network.parameters))
        self._sum_layers, self._active_layers, self._value_layers = map(self._units_of, (self._sums, self._active, self._values))
        self.outputs = self.units(-1)
        if gradient is not None:
            self._slopes, self._deltas = np.zeros(shape), np.zeros(shape)
            self._slope_layers, self._delta_layers = self._units_of(self._slopes), self._units_of(self._deltas)
            self._gradients = network.layers_of(network.squeezed(gradient))

    def units(self, layer):
        """Return the view (R, u, n) of what layer 0, 1, ... gives on; -1 is the network's output."""
        view = self._value_layers[layer]
        return view[None] if self.network.runs == 1 else view.swapaxes(0, 1)

    def first(self, inputs):
        """The call that enters `inputs`, (R, i + 1, n) or (i + 1, n) for all runs, with its row of ones, into the first layer."""
        return _product(self._weights[0], self._one_run(inputs), self._matrix(self._sum_layers[0]))

    def forward(self):
        """The tape from the first layer's weighted sums to the outputs; `first` goes before it."""
        tape = []
        for layer, function in enumerate(self._functions):
            z, a, value = self._sum_layers[layer], self._active_layers[layer], self._value_layers[layer]
            if layer:
                tape.append(_product(self._weights[layer], self._below(layer), self._matrix(z)))
            tape += function.forward(z, z if self._sums is self._active else a)
            if self._keep is not None and layer < len(self._functions) - 1:
                tape.append(partial(np.multiply, a, self._keep[layer], value))
            elif self._keep is not None:
                tape.append(partial(np.copyto, value, a))
        return tape

    def output_error(self, labels, loss, in_place=False):
        """The call that takes the `labels` (R, outputs, n) from the outputs; the tape `backward` starts with the result.

        A `loss` with a derivative of its own has that instead. in_place: `labels` is read at every pass, as it is then;
        otherwise once, now, which makes the call quicker.
        """
        labels, outputs, deltas = self.network.rows_first(labels), self._value_layers[-1], self._delta_layers[-1]
        labels = labels if in_place else np.ascontiguousarray(labels)
        if own := LOSSES[loss].error:
            return partial(play, own(*map(self._matrix, (outputs, labels, deltas))))
        aim = LOSSES[loss].aim
        if aim == 1:
            return partial(np.subtract, outputs, labels, deltas)
        if in_place:
            return partial(play, [partial(np.multiply, labels, np.array(aim), deltas), partial(np.subtract, outputs, deltas, deltas)])
        return partial(np.subtract, outputs, aim * labels, deltas)

    def weigh(self, weights):
        """The call that multiplies the output error by each point's weight (n,); it goes behind `output_error`."""
        return partial(np.multiply, self._delta_layers[-1], weights, self._delta_layers[-1])

    def backward(self, loss):
        """The tape from `output_error` to the gradients of all layers but the first, for a named loss; `last` goes behind it."""
        through_slope = LOSSES[loss].through_slope
        deltas, slopes = self._delta_layers, self._slope_layers
        tape = self._slope_calls(len(deltas) if through_slope else len(deltas) - 1)
        if through_slope:
            tape.append(partial(np.multiply, deltas[-1], slopes[-1], deltas[-1]))
        for layer in range(len(deltas) - 1, 0, -1):
            delta, lower = self._matrix(deltas[layer]), deltas[layer - 1]
            upward = self._weights[layer][..., :-1].swapaxes(-1, -2)
            tape += [
                _product(delta, self._below(layer).swapaxes(-1, -2), self._gradients[layer]),
                _product(upward, delta, self._matrix(lower)),
                partial(np.multiply, lower, slopes[layer - 1], lower),
            ]
            if self._keep is not None:
                tape.append(partial(np.multiply, lower, self._keep[layer - 1], lower))
        return tape

    def last(self, inputs):
        """The call that writes the first layer's gradient, given the `inputs` of `first`."""
        return _product(self._matrix(self._delta_layers[0]), self._one_run(inputs).swapaxes(-1, -2), self._gradients[0])

    def _one_run(self, inputs):
        return inputs[0] if self.network.runs == 1 and inputs.ndim == 3 else inputs

    def _matrix(self, rows):
        """(rows, n) as it is, (rows, R, n) as the stack of matrices (R, rows, n) that products take; a view."""
        return rows if rows.ndim == 2 else rows.swapaxes(0, 1)

    def _below(self, layer):
        """What enters `layer`: the values of the layer under it and their row of ones, (..., i + 1, n)."""
        return self._matrix(self._values[self._starts[layer - 1] : self._starts[layer]])

    def _units_of(self, stacked):
        """Views of each layer's rows, without the rows of ones."""
        return [stacked[start : start + count] for start, count in zip(self._starts, self.network.sizes[1:], strict=True)]

    def _keep_by_layer(self, keep):
        stops = np.cumsum(self.network.sizes[1:-1])
        return [keep[stop - count : stop] for stop, count in zip(stops, self.network.sizes[1:-1], strict=True)]

    def _slope_calls(self, layers):
        """The slopes of the first `layers` layers; neighbours of one activation take a single set of calls."""
        tape, layer = [], 0
        while layer < layers:
            end = layer + 1
            while end < layers and self._functions[end] is self._functions[layer]:
                end += 1
            rows = slice(self._starts[layer], self._starts[end] if end < len(self._starts) else None)
            tape += self._functions[layer].slope(self._sums[rows], self._active[rows], self._slopes[rows])
            layer = end
        return tape


def _product(a, b, out):
    """The call that writes the product of two matrices, or of two stacks of matrices, into `out`."""
    if out.ndim == 2 and out.size <= _DOT_UP_TO:
        return partial(a.dot, b, out)
    return partial(np.matmul, a, b, out)
