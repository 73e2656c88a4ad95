"""A fully connected network: all parameters in one flat vector a run, layer views made once, forward and backward as tapes.

Letters: R runs side by side, P parameters of one run, u units of a layer, i its inputs, n points.

Arrays are features-first. The values of a layer are (R, u, n); stored under them is a row of ones, so that the bias is the
last column of the weight matrix (R, u, i + 1) and needs no call of its own. With one run the leading axis is dropped
inside (NumPy's two-dimensional products are faster), never in what a caller sees.

A *tape* is a list of calls without arguments (`functools.partial` of a NumPy function on arrays that exist already). It is
recorded once and replayed for every batch, because in the browser the cost of a small network is the number of calls and
what Python does between them, not the arithmetic.
"""

from functools import partial

import numpy as np

from pycore.functions import ACTIVATIONS

__all__ = ["Network", "Pass", "play"]

#: What every bias starts with.
FIRST_BIAS = 0.1


def play(tape):
    """Run the calls of a tape in order."""
    for call in tape:
        call()


class Network:
    """The shape and the parameters of `runs` networks.

    sizes: (inputs, hidden ..., outputs), at least inputs and outputs. activations: one name for each layer but the inputs.

    `parameters` is (R, P) float64, written in place and never replaced. Layer by layer it holds the weight matrices
    (u, i + 1) row by row, the bias in the last column; `weights` are views of it, one (R, u, i + 1) for each layer.
    `is_weight` (P,) is 1.0 at weights and 0.0 at biases.
    """

    def __init__(self, sizes, activations, runs=1):
        self.sizes, self.activations, self.runs = tuple(sizes), tuple(activations), runs
        shapes = [(units, inputs + 1) for inputs, units in zip(self.sizes, self.sizes[1:], strict=False)]
        ends = np.cumsum([units * columns for units, columns in shapes])
        self.slices = [
            slice(int(end) - units * columns, int(end)) for end, (units, columns) in zip(ends, shapes, strict=True)
        ]
        self.shapes = shapes
        self.parameters = np.zeros((runs, int(ends[-1])))
        self.weights = self.layers_of(self.parameters)
        is_weight = np.ones((1, self.parameters.shape[1]))
        for layer in self.layers_of(is_weight):
            layer[..., -1] = 0
        self.is_weight = is_weight[0]

    def layers_of(self, flat):
        """Return views (..., u, i + 1), one a layer, of an array (..., P) laid out as the parameters are."""
        return [
            flat[..., part].reshape(*flat.shape[:-1], *shape)
            for part, shape in zip(self.slices, self.shapes, strict=True)
        ]

    def draw_uniform(self, run, rng):
        """Give `run` its first weights, uniform in [-0.5, 0.5), drawn layer by layer, unit by unit, input by input."""
        for layer in self.weights:
            for unit in layer[run]:
                for k in range(len(unit) - 1):
                    unit[k] = rng.random() - 0.5
                unit[-1] = FIRST_BIAS

    def squeezed(self, array):
        """Return `array` without its axis of runs when there is one run; a view."""
        return array[0] if self.runs == 1 else array


class Pass:
    """The buffers to send n points through a network, and the tapes that do it.

    `values` (R, rows, n) holds the outputs of all layers above each other, a row of ones under each hidden layer;
    `outputs` is the view (R, outputs, n) of its last rows. With `backward=True` there are also `slopes` and `deltas`,
    arrays of the same layout (the derivative of the activation, and of the loss by the weighted sum), and `gradient`
    (R, P), the sum over the n points of the derivative of the loss by each parameter.
    """

    def __init__(self, network, points, backward=False):
        self.network, self.points = network, points
        lead = () if network.runs == 1 else (network.runs,)
        units = network.sizes[1:]
        rows = [count + 1 for count in units[:-1]] + [units[-1]]
        stops = np.cumsum(rows)
        self._spans = [(int(stop) - row, int(stop)) for stop, row in zip(stops, rows, strict=True)]
        self._lead = lead
        self._values = np.ones((*lead, int(stops[-1]), points))
        self.values = self._values.reshape(network.runs, -1, points)
        self._flat = network.squeezed(network.parameters)
        self._weights = network.layers_of(self._flat)
        self._layers = self._units_of(self._values)
        self.outputs = self.values[:, self._spans[-1][0] :]
        if backward:
            self._slopes, self._deltas = np.zeros_like(self._values), np.zeros_like(self._values)
            self._delta_layers = self._units_of(self._deltas)
            self.output_delta = self._delta_layers[-1]
            self.gradient = np.zeros_like(network.parameters)
            self._gradients = network.layers_of(network.squeezed(self.gradient))

    def _units_of(self, stacked):
        """Views (..., u, n) of each layer's rows, without the rows of ones."""
        return [
            stacked[..., start : start + count, :]
            for (start, _), count in zip(self._spans, self.network.sizes[1:], strict=True)
        ]

    def units(self, layer):
        """Return the view (R, u, n) of the outputs of layer 0, 1, ..., the last being the network's output."""
        return self._layers[layer].reshape(self.network.runs, -1, self.points)

    def first(self, inputs):
        """The call that enters `inputs`, (R, i + 1, n) or (i + 1, n) for all runs, with its row of ones, into the first layer."""
        return partial(np.matmul, self._weights[0], inputs, self._layers[0])

    def forward(self):
        """The tape from the first layer's weighted sums to the outputs; `first` goes before it."""
        tape = []
        for layer, name in enumerate(self.network.activations):
            if layer:
                start, stop = self._spans[layer - 1]
                tape.append(
                    partial(np.matmul, self._weights[layer], self._values[..., start:stop, :], self._layers[layer])
                )
            tape += ACTIVATIONS[name].forward(self._layers[layer], self._layers[layer])
        return tape

    def output_error(self, labels):
        """The call that writes a - label into `output_delta`; labels (R, outputs, n) or what fits it."""
        return partial(np.subtract, self._layers[-1], labels, self.output_delta)

    def backward(self):
        """The tape from `output_error` to the gradients of all layers but the first; `last` goes behind it."""
        tape = self._slope_calls()
        tape.append(partial(np.multiply, self.output_delta, self._units_of(self._slopes)[-1], self.output_delta))
        slope_layers = self._units_of(self._slopes)
        for layer in range(len(self._layers) - 1, 0, -1):
            start, stop = self._spans[layer - 1]
            below = self._values[..., start:stop, :].swapaxes(-1, -2)
            delta = self._delta_layers[layer - 1]
            upward = self._weights[layer][..., :-1].swapaxes(-1, -2)
            tape += [
                partial(np.matmul, self._delta_layers[layer], below, self._gradients[layer]),
                partial(np.matmul, upward, self._delta_layers[layer], delta),
                partial(np.multiply, delta, slope_layers[layer - 1], delta),
            ]
        return tape

    def last(self, inputs):
        """The call that writes the first layer's gradient, given the `inputs` of `first`."""
        return partial(np.matmul, self._delta_layers[0], inputs.swapaxes(-1, -2), self._gradients[0])

    def _slope_calls(self):
        """The derivatives of all activations; neighbouring layers of one activation take a single set of calls."""
        tape, names = [], self.network.activations
        layer = 0
        while layer < len(names):
            end = layer
            while end + 1 < len(names) and names[end + 1] == names[layer]:
                end += 1
            rows = slice(self._spans[layer][0], self._spans[end][1])
            tape += ACTIVATIONS[names[layer]].slope(self._values[..., rows, :], self._slopes[..., rows, :])
            layer = end + 1
        return tape
