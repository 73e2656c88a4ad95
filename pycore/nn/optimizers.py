"""Update rules on flat parameter vectors, and the penalties that are part of them, as tapes.

Symbols: w parameters, g the mean gradient of a batch, eta the learning rate, lambda the regularisation rate, R' the slope of
the penalty: sign(w) under L1, w under L2, and 0 for biases, which are never penalised. All arrays are (P,) for one run or
(R, P), in the layout of network.py; rates are 0-d, or (R, 1) when runs differ. What a rule remembers from update to update is
in `memory`, by name.
"""

from functools import partial
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pycore.nn.functions import ONE, ZERO
from pycore.nn.run_state import MEMORY

__all__ = ["RULES", "Options", "Update"]


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
    """One update of the parameters of `network` from the summed gradients in `gradient` (R, P).

    `rate` is eta and `penalty` is lambda, set by `set_rates`. `state` is the RunState that has the memory, and `alive`, which
    is 0.0 at links that L1 has killed.
    """

    def __init__(self, network, gradient, options, state):
        squeezed = network.squeezed
        self.options = options
        self._network = network
        self._w, self._g = squeezed(network.parameters), squeezed(gradient)
        self.alive = squeezed(state.alive)
        column = () if network.runs == 1 else (network.runs, 1)
        self.rate, self.penalty = np.zeros(column), np.zeros(column)
        self._scratch, self._step, self._pull = (np.zeros_like(self._w) for _ in range(3))
        self._crossed = np.zeros(self._w.shape, bool)
        self.memory = {name: squeezed(getattr(state, name)) for name in MEMORY}
        self._scales = []  # (what is divided, the count, the result), kept up to date by set_rates

    def begin(self, options):
        """Forget the tapes that were made, and make the next ones with these options."""
        self.options = options
        self._scales.clear()

    def set_rates(self, rates, penalties):
        """Set eta and lambda, (R,) each."""
        self.rate[...] = rates[0] if self.rate.ndim == 0 else rates[:, None]
        self.penalty[...] = penalties[0] if self.penalty.ndim == 0 else penalties[:, None]
        for divided, count, scale in self._scales:
            np.divide(divided, count, out=scale)

    def tape(self, count):
        """The calls of one update; `count` is the number of points whose gradients `gradient` adds up.

        It may be an array like `rate`, a count for each run, which counts as it is at the last `set_rates`.
        """
        options = self.options
        if (options.rule, options.regularization) == ("sgd", "none") and not options.average and not options.normalization:
            scale = self._scale(self.rate, count)  # the mean and the rate in a single call
            return [partial(np.multiply, self._g, scale, self._g), *self.take(self._g)]
        return [partial(np.multiply, self._g, self._scale(ONE, count), self._g), *RULES[self.options.rule](self)]

    def _scale(self, divided, count):
        scale = np.divide(divided, count, out=np.zeros_like(self.rate))
        self._scales.append((divided, count, scale))
        return scale

    # -- parts of the rules

    def penalty_calls(self, out):
        """Write lambda R'(w), 0 for biases, into `out`; none without a penalty."""
        if self.options.regularization == "L1":
            calls = [partial(np.sign, self._w, out), partial(np.multiply, out, self._network.is_weight, out)]
        else:
            calls = [partial(np.multiply, self._w, self._network.is_weight, out)]
        return [*calls, partial(np.multiply, out, self.penalty, out)]

    def penalized_gradient(self):
        """Add the penalty's slope to g: the one-stage form of every rule but plain SGD. No link dies by it."""
        if self.options.regularization == "none":
            return []
        return [*self.penalty_calls(self._pull), partial(np.add, self._g, self._pull, self._g)]

    def take(self, step):
        """Subtract `step` from the parameters, but not from frozen layers nor from dead links."""
        calls = []
        if self.options.frozen:
            calls.append(partial(np.multiply, step, self._moving(), step))
        if self.options.regularization == "L1":
            calls.append(partial(np.multiply, step, self.alive, step))
        return [*calls, partial(np.subtract, self._w, step, self._w)]

    def _moving(self):
        """(P,): 0.0 at the parameters of frozen layers, else 1.0."""
        moving = np.ones(self._network.parameters.shape[1])
        for layer, view in enumerate(self._network.layers_of(moving)):
            if layer in self.options.frozen:
                view.fill(0)
        return moving

    def layer_norm_calls(self, vector, out):
        """Write eta / N^p into `out`, N being the length of a layer's part of `vector`, weights and biases; 0 where N is 0.

        In a layer whose N is 0 every part of the vector is 0 too, so no limit has to be taken.
        """
        starts = np.array(self._network.layer_starts)
        lengths = np.diff([*starts, self._w.shape[-1]])
        layer_of = np.repeat(np.arange(len(starts)), lengths)
        norms = np.zeros((*self._w.shape[:-1], len(starts)))
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


def _sgd(update):
    """SGD with a penalty in two stages, or the fork's one-stage form once gradients are averaged.

    Without averaging w1 = w - eta g and w2 = w1 - eta lambda R'(w); under L1 a weight for which w1 w2 < 0 becomes 0 and dead: it
    is never updated again. With averaging by beta, v = beta v + (1 - beta) (g + lambda R'(w)), w = w - eta v, and no link dies.
    Layerwise normalisation by p divides eta, in both stages, by the length of the layer's v to the power p; the v of a dead
    link keeps its last value in that length, as in the fork.
    """
    options, g = update.options, update._g
    if not options.average and not options.normalization:
        return [
            *update.penalty_calls(update._pull),
            partial(np.multiply, update._pull, update.rate, update._pull),
            partial(np.multiply, g, update.rate, g),
            *_two_stages(update),
        ]
    penalized = options.regularization != "none"
    calls = update.penalty_calls(update._pull) if penalized else []
    average, target = update.memory["average"], update._scratch
    calls.append(partial(np.add, g, update._pull, target) if penalized else partial(np.copyto, target, g))
    calls += [  # average += (1 - beta) (target - average), where the link lives
        partial(np.subtract, target, average, target),
        partial(np.multiply, target, np.array(1 - options.average), target),
        partial(np.multiply, target, update.alive, target),
        partial(np.add, average, target, average),
    ]
    factor = update._step
    calls += update.layer_norm_calls(average, factor) if options.normalization else [partial(np.copyto, factor, update.rate)]
    if options.average:
        return [*calls, partial(np.multiply, average, factor, factor), *update.take(factor)]
    calls.append(partial(np.multiply, g, factor, g))
    if not penalized:
        return [*calls, *update.take(g)]
    return [*calls, partial(np.multiply, update._pull, factor, update._pull), *_two_stages(update)]


def _two_stages(update):
    """Subtract the step in `_g`, then the penalty's in `_pull`; under L1 what the second takes across zero dies."""
    w, pull = update._w, update._pull
    calls = update.take(update._g)
    if update.options.regularization == "L2":
        return calls + update.take(pull)
    before, crossed = update._scratch, update._crossed
    return [
        *calls,
        partial(np.copyto, before, w),
        *update.take(pull),
        partial(np.multiply, before, w, before),
        partial(np.less, before, ZERO, crossed),
        partial(np.copyto, w, ZERO, where=crossed),
        partial(np.copyto, update.alive, ZERO, where=crossed),
    ]


def _momentum(update):
    """v = beta1 v + g; w = w - eta v. PyTorch's SGD(momentum=beta1), after Polyak 1964."""
    v = update.memory["velocity"]
    return [*_velocity(update, v), partial(np.multiply, v, update.rate, update._step), *update.take(update._step)]


def _nesterov(update):
    """v = beta1 v + g; w = w - eta (g + beta1 v). PyTorch's SGD(momentum=beta1, nesterov=True), after Sutskever et al. 2013."""
    v, step = update.memory["velocity"], update._step
    return [
        *_velocity(update, v),
        partial(np.multiply, v, np.array(update.options.beta1), step),
        partial(np.add, step, update._g, step),
        partial(np.multiply, step, update.rate, step),
        *update.take(step),
    ]


def _velocity(update, v):
    return [
        *update.penalized_gradient(),
        partial(np.multiply, v, np.array(update.options.beta1), v),
        partial(np.add, v, update._g, v),
    ]


def _rmsprop(update):
    """s = alpha s + (1 - alpha) g²; w = w - eta g / (sqrt(s) + epsilon). PyTorch's RMSprop, after Hinton's lecture 6e, 2012."""
    square, step, options = update.memory["square"], update._step, update.options
    return [
        *update.penalized_gradient(),
        *_moving_square(update, square, options.alpha),
        partial(np.sqrt, square, step),
        partial(np.add, step, np.array(options.epsilon), step),
        partial(np.divide, update._g, step, step),
        partial(np.multiply, step, update.rate, step),
        *update.take(step),
    ]


def _adam(update):
    """Kingma and Ba 2015, as PyTorch's Adam: m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g²; with t updates made,
    w = w - eta m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon).
    """
    return [*update.penalized_gradient(), *_adam_step(update)]


def _adam_step(update):
    options, memory, step, scratch = update.options, update.memory, update._step, update._scratch
    mean, square = memory["average"], memory["square"]
    beta1 = np.array(options.beta1)
    correction1, correction2 = np.ones_like(memory["power1"]), np.ones_like(memory["power2"])
    return [
        partial(np.multiply, mean, beta1, mean),
        partial(np.multiply, update._g, np.array(1 - options.beta1), scratch),
        partial(np.add, mean, scratch, mean),
        *_moving_square(update, square, options.beta2),
        partial(np.multiply, memory["power1"], beta1, memory["power1"]),
        partial(np.multiply, memory["power2"], np.array(options.beta2), memory["power2"]),
        partial(np.subtract, ONE, memory["power1"], correction1),
        partial(np.subtract, ONE, memory["power2"], correction2),
        partial(np.divide, square, correction2, step),
        partial(np.sqrt, step, step),
        partial(np.add, step, np.array(options.epsilon), step),
        partial(np.multiply, step, correction1, step),
        partial(np.divide, mean, step, step),
        partial(np.multiply, step, update.rate, step),
        *update.take(step),
    ]


def _adamw(update):
    """Adam after w = w - eta weight_decay w, biases too. PyTorch's AdamW, after Loshchilov and Hutter 2019.

    The gradient, with the slope of a penalty, is that of the parameters before the decay.
    """
    decay = update._step
    return [
        *update.penalized_gradient(),
        partial(np.multiply, update._w, np.array(update.options.weight_decay), decay),
        partial(np.multiply, decay, update.rate, decay),
        *update.take(decay),
        *_adam_step(update),
    ]


def _moving_square(update, square, share):
    """square = share square + (1 - share) g²."""
    return [
        partial(np.multiply, square, np.array(share), square),
        partial(np.multiply, update._g, update._g, update._scratch),
        partial(np.multiply, update._scratch, np.array(1 - share), update._scratch),
        partial(np.add, square, update._scratch, square),
    ]


#: The calls that follow the mean gradient, for each rule.
RULES = MappingProxyType(
    {
        "sgd": _sgd,
        "momentum": _momentum,
        "nesterov": _nesterov,
        "rmsprop": _rmsprop,
        "adam": _adam,
        "adamw": _adamw,
    }
)
