"""One update of the parameters: what all update rules are made of, as parts of tapes.

Symbols: w parameters, g the mean gradient of a batch, eta the learning rate, lambda the regularisation rate, R' the slope of
the penalty (see regularizers.py), and 0 for biases, which are never penalised. All arrays are (P,) for one run or
(R, P), in the layout of network.py; rates are 0-d, or (R, 1) when runs differ. What a rule remembers from update to update is
in `memory`, by name.
"""

from functools import partial
from typing import NamedTuple

import numpy as np

from pycore.nn.functions import ZERO
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["Options", "Update"]


class Options(NamedTuple):
    """What decides which calls an update is made of."""

    rule: str = "sgd"
    regularization: str = "none"
    average: float = 0.0  # SGD's moving average of gradients: the share of the past
    normalization: float = 0.0  # SGD's layerwise power p
    beta1: float = 0.9
    beta2: float = 0.999
    alpha: float = 0.99
    epsilon: float = 1e-8
    weight_decay: float = 0.01
    frozen: tuple = ()  # layers, from 0


class Update:
    """One update of the parameters of `network` by `rule`, an optimizers.Optimizer, with the memory that is in `state`, a RunState.

    `gradient` (R, P) takes the summed gradients of a batch. `rate` is eta and `penalty` is lambda, set by `set_rates`. `alive` is 0.0
    at links that L1 has killed.

    What several rules remember lies above each other in one block, in an order in which the arrays that a rule treats alike are
    neighbours: a call on two of them costs little more than a call on one.
    """

    def __init__(self, network, options, state, rule):
        self.options = options
        self._rule = rule  # which stays, whatever becomes of the registry
        self.network = network
        self.w = network.squeezed(network.parameters)
        self.gradient = state.block[2]
        self.block = state.block[:, 0] if network.runs == 1 else state.block
        average, square, self.g, velocity = self.block
        self.alive = network.squeezed(state.alive)
        self.column = () if network.runs == 1 else (network.runs, 1)
        self.rate, self.penalty = np.zeros(self.column), np.zeros(self.column)
        self.scratch, self.pull = np.zeros_like(self.w), np.zeros_like(self.w)
        self.pair = np.zeros((2, *self.w.shape))
        self.crossed = np.zeros(self.w.shape, bool)
        self.memory = {"average": average, "velocity": velocity, "square": square, "power1": state.power1, "power2": state.power2}
        self.memory |= {name: network.squeezed(array) for name, array in state.memory.items()}
        self._derived = {}

    def begin(self, options):
        """Forget the tapes that were made, and make the next ones with these options."""
        self.options = options
        self._derived.clear()

    def set_rates(self, rates, penalties):
        """Set eta and lambda, (R,) each, and whatever was derived from them."""
        self.rate[...] = rates[0] if self.rate.ndim == 0 else rates[:, None]
        self.penalty[...] = penalties[0] if self.penalty.ndim == 0 else penalties[:, None]
        for array, compute in self._derived.values():
            array[...] = compute()

    def tape(self, count):
        """The calls of one update; `count` is the number of points whose gradients `gradient` adds up.

        It may be an array like `rate`, a count for each run, which counts as it is at the last `set_rates`.
        """
        return self._rule.calls(self, count)

    # -- parts of the rules

    def derived(self, name, compute):
        """Return an array that holds `compute()`, now and after each `set_rates`: what costs a call less at every update."""
        values = np.array(compute(), float)
        array = self._derived[name][0] if name in self._derived else values
        array[...] = values
        self._derived[name] = array, compute
        return array

    def by_count(self, name, count, compute):
        """`derived` for what depends on the number of points, too, of which the array, one for each run, is one."""
        return self.derived((name, count if isinstance(count, int) else "each"), compute)

    def mean(self, count):
        """1 over the number of points."""
        return self.by_count("mean", count, lambda: 1 / count)

    @property
    def is_penalized(self):
        """Whether there is a penalty."""
        return self.options.regularization != "none"

    def scale(self, count):
        """eta over the number of points: a mean and a rate in a single call."""
        return self.by_count("scale", count, lambda: self.rate / count)

    def mean_calls(self, count):
        """Make g the mean gradient, with the slope of the penalty in it: the one-stage form of every rule but plain SGD.

        No link dies by it.
        """
        calls = [partial(np.multiply, self.g, self.mean(count), self.g)]
        if not self.is_penalized:
            return calls
        return [*calls, *self.slope_calls(self.pull), partial(np.add, self.g, self.pull, self.g)]

    def slope_calls(self, out):
        """Write lambda R'(w), 0 for biases, into `out`."""
        return self._penalty_calls(out, self.derived("penalty", lambda: self.penalty * self.network.is_weight))

    def pull_calls(self):
        """Write eta lambda R'(w), 0 for biases, into `pull`; 0 at dead links and in frozen layers, too."""
        moves = self._moving()
        factor = self.derived("pull", lambda: self.rate * self.penalty * self.network.is_weight * moves * self.alive)
        return self._penalty_calls(self.pull, factor)

    def _penalty_calls(self, out, factor):
        penalty = REGULARIZERS[self.options.regularization]
        if penalty.decays:
            return [partial(np.multiply, self.w, factor, out)]
        return [*penalty.calls(self.w, out), partial(np.multiply, out, factor, out)]

    def decay_calls(self, name, decay):
        """Take eta times `decay()` of every parameter away, as one factor, but not in frozen layers nor of dead links."""
        moves = self._moving()
        return [partial(np.multiply, self.w, self.derived(name, lambda: 1 - self.rate * decay() * moves * self.alive), self.w)]

    def take(self, step):
        """Subtract `step` from the parameters, but not from frozen layers nor from dead links."""
        return [*self.masked(step), partial(np.subtract, self.w, step, self.w)]

    def masked(self, step):
        """Make `step` 0 in frozen layers and at dead links."""
        calls = []
        if self.options.frozen:
            calls.append(partial(np.multiply, step, self._moving(), step))
        if REGULARIZERS[self.options.regularization].kills:
            calls.append(partial(np.multiply, step, self.alive, step))
        return calls

    def _moving(self):
        """(P,): 0.0 at the parameters of frozen layers, else 1.0."""
        moving = np.ones(self.network.parameters.shape[1])
        for layer, view in enumerate(self.network.layers_of(moving)):
            if layer in self.options.frozen:
                view.fill(0)
        return moving

    def factors(self, *values):
        """Return numbers for a call on so many arrays above each other: an array of their shape, which NumPy takes faster than a column."""
        return np.stack([np.broadcast_to(value, self.w.shape) for value in values])

    def layer_norm_calls(self, vector, out):
        """Write eta / N^p into `out`, N being the length of a layer's part of `vector`, weights and biases; 0 where N is 0.

        In a layer whose N is 0 every part of the vector is 0 too, so no limit has to be taken.
        """
        starts = np.array(self.network.layer_starts)
        lengths = np.diff([*starts, self.w.shape[-1]])
        layer_of = np.repeat(np.arange(len(starts)), lengths)
        norms = np.zeros((*self.w.shape[:-1], len(starts)))
        at_rest = np.zeros(norms.shape, bool)
        power = np.array(-self.options.normalization / 2)
        return [
            partial(np.multiply, vector, vector, out),
            partial(np.add.reduceat, out, starts, -1, None, norms),
            partial(np.equal, norms, ZERO, at_rest),
            partial(np.power, norms, power, norms),
            partial(np.copyto, norms, ZERO, where=at_rest),
            partial(np.multiply, norms, self.rate, norms),
            partial(norms.take, layer_of, -1, out, "clip"),
        ]
