"""Update rules on flat parameter vectors, as tapes, and as other libraries spell them.

Symbols: w parameters, g the mean gradient of a batch, eta the learning rate, lambda the regularisation rate, R' the slope of
the penalty (see regularizers.py), and 0 for biases, which are never penalised. All arrays are (P,) for one run or
(R, P), in the layout of network.py; rates are 0-d, or (R, 1) when runs differ. What a rule remembers from update to update is
in `memory`, by name. Everything about a rule is in its record, so that a new one is one entry of OPTIMIZERS.
"""

import math
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from pycore.data.registry import PartError, Registry, check_sources
from pycore.nn.functions import ZERO
from pycore.nn.network import Network, play
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.run_state import RunState

__all__ = ["OPTIMIZERS", "Optimizer", "Options", "Update"]


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


@dataclass(frozen=True)
class Optimizer:
    """An update rule.

    name, label: in settings and addresses; for people. formula: for people, with the names of settings in braces.
    calls(update, count): the calls that make an Update's update from its summed gradient; `count` is the number of points.
    uses: the names of the settings that act on it. memory: names of vectors that it remembers, beside those of Update.

    numpy: the vectors that it remembers in a program (a plural each, whose first letter is the vector in the formula), and the lines
    that update one array w by its gradient g at `rate`. torch, keras: the call that makes the optimiser of that library. sklearn: its
    solver's arguments. All are source with the names of settings in braces, {rate} being the learning rate; None where a library has
    no spelling. note: what people should know.
    """

    name: str
    label: str
    formula: str
    calls: object
    uses: tuple = ()
    memory: tuple = ()
    numpy: tuple | None = None
    torch: str | None = None
    keras: str | None = None
    sklearn: tuple | None = None
    note: str = ""

    @classmethod
    def of(cls, name, step, *, memory=(), label="", formula="", uses=(), **spellings):
        """Return the record of a rule `w -= step(g, rate, memory, options)`, g and the step being arrays of one shape.

        `memory` names vectors, zeros at first, that `step` finds in its dict `memory` and changes in place. The gradient has the
        slope of the penalty in it.
        """

        def calls(update, count):
            kept = {name: update.memory[name] for name in memory}
            return [
                *update.mean_calls(count),
                partial(_write_step, step, update, kept),
                *update.take(update.scratch),
            ]

        return cls(name, label or name, formula or f"{name}(g)", calls, uses, tuple(memory), **spellings)


def _write_step(step, update, memory):
    update.scratch[...] = step(update.g, update.rate, memory, update.options)


class Update:
    """One update of the parameters of `network`, with the memory that is in `state`, a RunState.

    `gradient` (R, P) takes the summed gradients of a batch. `rate` is eta and `penalty` is lambda, set by `set_rates`. `alive` is 0.0
    at links that L1 has killed.

    What several rules remember lies above each other in one block, in an order in which the arrays that a rule treats alike are
    neighbours: a call on two of them costs little more than a call on one.
    """

    def __init__(self, network, options, state, rule=None):
        self.options = options
        self._rule = rule or OPTIMIZERS[options.rule]  # which stays, whatever becomes of the registry
        self.network = network
        self.w = network.squeezed(network.parameters)
        self.gradient = state.block[2]
        self.block = state.block[:, 0] if network.runs == 1 else state.block
        average, square, self.g, velocity = self.block
        self.alive = network.squeezed(state.alive)
        self.column = () if network.runs == 1 else (network.runs, 1)
        self.rate, self.penalty = np.zeros(self.column), np.zeros(self.column)
        self.scratch, self._pull = np.zeros_like(self.w), np.zeros_like(self.w)
        self.pair = np.zeros((2, *self.w.shape))
        self._crossed = np.zeros(self.w.shape, bool)
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
        return [*calls, *self.slope_calls(self._pull), partial(np.add, self.g, self._pull, self.g)]

    def slope_calls(self, out):
        """Write lambda R'(w), 0 for biases, into `out`."""
        return self._penalty_calls(out, self.derived("penalty", lambda: self.penalty * self.network.is_weight))

    def pull_calls(self):
        """Write eta lambda R'(w), 0 for biases, into `_pull`; 0 at dead links and in frozen layers, too."""
        moves = self._moving()
        factor = self.derived("pull", lambda: self.rate * self.penalty * self.network.is_weight * moves * self.alive)
        return self._penalty_calls(self._pull, factor)

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
        return [*self._masked(step), partial(np.subtract, self.w, step, self.w)]

    def _masked(self, step):
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


def _sgd(update, count):
    """SGD with a penalty in two stages, or the fork's one-stage form once gradients are averaged.

    Without averaging w1 = w - eta g and w2 = w1 - eta lambda R'(w); under L1 a weight for which w1 w2 < 0 becomes 0 and dead: it
    is never updated again. With averaging by beta, v = beta v + (1 - beta) (g + lambda R'(w)), w = w - eta v, and no link dies.
    Layerwise normalisation by p divides eta, in both stages, by the length of the layer's v to the power p; the v of a dead
    link keeps its last value in that length, as in the fork.
    """
    options, g = update.options, update.g
    if options.average or options.normalization:
        return _followed_sgd(update, count)
    calls = [partial(np.multiply, g, update.scale(count), g)]
    if not update.is_penalized:
        return [*calls, *update.take(g)]
    if REGULARIZERS[options.regularization].decays:
        decay = update.decay_calls("decay", lambda: update.penalty * update.network.is_weight)
        return [*calls, *decay, *update.take(g)]
    return [*update.pull_calls(), *calls, *_two_stages(update)]


def _followed_sgd(update, count):
    """SGD along an average of gradients, or with layerwise normalisation, or both."""
    options, g, pull = update.options, update.g, update._pull
    calls = [partial(np.multiply, g, update.mean(count), g)]
    penalized = update.is_penalized
    calls += update.slope_calls(pull) if penalized else []
    average, target = update.memory["average"], update.pair[0]
    calls.append(partial(np.add, g, pull, target) if penalized else partial(np.copyto, target, g))
    calls += [  # average += (1 - beta) (target - average), where the link lives
        partial(np.subtract, target, average, target),
        partial(np.multiply, target, np.array(1 - options.average), target),
        partial(np.multiply, target, update.alive, target),
        partial(np.add, average, target, average),
    ]
    factor = update.scratch
    calls += update.layer_norm_calls(average, factor) if options.normalization else [partial(np.copyto, factor, update.rate)]
    if options.average:
        return [*calls, partial(np.multiply, average, factor, factor), *update.take(factor)]
    calls.append(partial(np.multiply, g, factor, g))
    if not penalized:
        return [*calls, *update.take(g)]
    return [*calls, partial(np.multiply, pull, factor, pull), *update._masked(pull), *_two_stages(update)]


def _two_stages(update):
    """Subtract the step in `g`, then the penalty's in `_pull`; under L1 what the second takes across zero dies."""
    w, pull, calls = update.w, update._pull, update.take(update.g)
    if not REGULARIZERS[update.options.regularization].kills:
        return [*calls, partial(np.subtract, w, pull, w)]
    after, crossed = update.scratch, update._crossed
    return [
        *calls,
        partial(np.subtract, w, pull, after),
        partial(np.multiply, w, after, pull),
        partial(np.less, pull, ZERO, crossed),
        partial(np.copyto, after, ZERO, where=crossed),
        partial(np.copyto, update.alive, ZERO, where=crossed),
        partial(np.copyto, w, after),
    ]


def _momentum(update, count):
    """v = beta1 v + g; w = w - eta v. PyTorch's SGD(momentum=beta1), after Polyak 1964."""
    v, step = update.memory["velocity"], update.scratch
    return [*_velocity(update, count), partial(np.multiply, v, update.rate, step), *update.take(step)]


def _nesterov(update, count):
    """v = beta1 v + g; w = w - eta (g + beta1 v). PyTorch's SGD(momentum=beta1, nesterov=True), after Sutskever et al. 2013."""
    both, (step, ahead) = update.block[2:4], update.pair
    rates = update.derived("nesterov", lambda: update.factors(update.rate, update.rate * update.options.beta1))
    return [
        *_velocity(update, count),
        partial(np.multiply, both, rates, update.pair),
        partial(np.add, step, ahead, step),
        *update.take(step),
    ]


def _velocity(update, count):
    """v = beta1 v + g."""
    g, v = both = update.block[2:4]
    if update.is_penalized:
        calls = [*update.mean_calls(count), partial(np.multiply, v, np.array(update.options.beta1), v)]
    else:
        shares = update.by_count("velocity", count, lambda: update.factors(1 / count, update.options.beta1))
        calls = [partial(np.multiply, both, shares, both)]
    return [*calls, partial(np.add, v, g, v)]


def _rmsprop(update, count):
    """s = alpha s + (1 - alpha) g²; w = w - eta g / (sqrt(s) + epsilon). PyTorch's RMSprop, after Hinton's lecture 6e, 2012.

    Both are told by h = sqrt(1 - alpha) g.
    """
    options, both, step = update.options, update.block[1:3], update.scratch
    square, h = both
    share = math.sqrt(1 - options.alpha)
    calls = update.mean_calls(count) if update.is_penalized else []
    points = 1 if calls else count
    return [
        *calls,
        partial(np.multiply, both, update.by_count("both", points, lambda: update.factors(options.alpha, share / points)), both),
        partial(np.multiply, h, h, step),
        partial(np.add, square, step, square),
        partial(np.sqrt, square, step),
        partial(np.add, step, np.array(options.epsilon), step),
        partial(np.divide, h, step, step),
        partial(np.multiply, step, update.derived("h", lambda: update.rate / share), step),
        *update.take(step),
    ]


def _adam(update, count):
    """Kingma and Ba 2015, as PyTorch's Adam: m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g²; with t updates made,
    w = w - eta m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon).
    """
    calls = update.mean_calls(count) if update.is_penalized else []
    return [*calls, *_adam_step(update, 1 if calls else count)]


def _adam_step(update, count):
    """The update from g times `count`: both moments are kept by the same calls, and the corrections put into rate and epsilon."""
    options, moments, fresh, step = update.options, update.block[:2], update.pair, update.scratch
    mean, square = moments
    shares = update.by_count("shares", count, lambda: update.factors((1 - options.beta1) / count, math.sqrt(1 - options.beta2) / count))
    rate, epsilon = np.zeros(update.column), np.zeros(update.column)
    return [
        partial(np.multiply, update.g, shares, fresh),
        partial(np.multiply, fresh[1], fresh[1], fresh[1]),
        partial(np.multiply, moments, update.factors(options.beta1, options.beta2), moments),
        partial(np.add, moments, fresh, moments),
        _correction(update, rate, epsilon),
        partial(np.sqrt, square, step),
        partial(np.add, step, epsilon, step),
        partial(np.divide, mean, step, step),
        partial(np.multiply, step, rate, step),
        *update.take(step),
    ]


def _correction(update, rate, epsilon):
    """The call that writes Adam's rate and epsilon of this update: eta r / (1 - beta1^t) and epsilon r, where r = sqrt(1 - beta2^t).

    For one run it is made of Python's floats: of so few numbers NumPy would take longer.
    """
    power1, power2, options = update.memory["power1"], update.memory["power2"], update.options

    def correct():
        left1, left2 = power1.item() * options.beta1, power2.item() * options.beta2
        power1[...], power2[...] = left1, left2
        root = math.sqrt(1 - left2)
        epsilon[()] = options.epsilon * root
        rate[()] = update.rate.item() * root / (1 - left1)

    def correct_each():
        np.multiply(power1, options.beta1, power1)
        np.multiply(power2, options.beta2, power2)
        root = np.sqrt(1 - power2)
        np.multiply(root, options.epsilon, epsilon)
        np.divide(update.rate * root, 1 - power1, rate)

    return correct if update.rate.ndim == 0 else correct_each


def _adamw(update, count):
    """Adam after w = w - eta weight_decay w, biases too. PyTorch's AdamW, after Loshchilov and Hutter 2019.

    The gradient, with the slope of a penalty, is that of the parameters before the decay.
    """
    calls = update.mean_calls(count) if update.is_penalized else []
    decay = update.decay_calls("weight decay", lambda: update.options.weight_decay)
    return [*calls, *decay, *_adam_step(update, 1 if calls else count)]


def _checked(part):
    """Raise PartError unless a rule moves the parameters of a small network, and they stay finite."""
    check_sources(part, "optimizer", "formula", "torch", "keras")
    network = Network((2, 3, 1), ("tanh", "tanh"), 2)
    network.parameters[:] = np.linspace(-1, 1, network.parameters.size).reshape(network.parameters.shape)
    before = network.parameters.copy()

    def wrong(field, expected, got):
        return PartError("optimizer", part.name, field, expected, got)

    if part.numpy is not None and not (isinstance(part.numpy, tuple) and len(part.numpy) == 2):
        raise wrong("numpy", "the names of vectors and the lines of an update, or None", repr(part.numpy))
    update = Update(network, Options(), RunState(network.parameters, network.hidden_units, [None, None], part.memory), part)
    update.set_rates(np.array([0.01, 0.02]), np.zeros(2))
    try:
        for call in part.calls(update, 5):
            if not callable(call):
                raise TypeError(f"{call!r} can't be called")
        with np.errstate(all="ignore"):
            for _ in range(20):
                update.gradient[:] = before * 5
                play(part.calls(update, 5))
    except Exception as error:
        raise wrong("calls", "calls that update arrays (P,) and (runs, P)", str(error)) from error
    if not np.isfinite(network.parameters).all():
        raise wrong("calls", "finite parameters after 20 updates", str(network.parameters[~np.isfinite(network.parameters)][0]))


_MOMENTS = """m = {beta1} m + (1 - {beta1}) g; s = {beta2} s + (1 - {beta2}) g²; after t updates
w = w - rate m / (1 - {beta1}^t) / (sqrt(s / (1 - {beta2}^t)) + {epsilon})"""
_MOMENT_LINES = (
    "m *= {beta1}",
    "m += (1 - {beta1}) * g",
    "s *= {beta2}",
    "s += (1 - {beta2}) * g**2",
    "mean, square = m / (1 - {beta1}**self.updates), s / (1 - {beta2}**self.updates)",
    "w -= rate * mean / (np.sqrt(square) + {epsilon})",
)

#: The update rules.
OPTIMIZERS = Registry(
    "optimizer",
    (
        Optimizer(
            "sgd", "SGD", "w = w - rate g", _sgd,
            uses=("momentum", "layerwise_gradient_normalization"),
            numpy=((), ("w -= rate * g",)),
            torch="SGD(groups, lr={rate})", keras="SGD({rate})",
            sklearn=('solver="sgd"', "momentum={momentum}", "nesterovs_momentum=False"),
        ),
        Optimizer(
            "momentum", "Momentum", "v = {beta1} v + g; w = w - rate v", _momentum,
            uses=("beta1",),
            numpy=(("velocities",), ("v *= {beta1}", "v += g", "w -= rate * v")),
            torch="SGD(groups, lr={rate}, momentum={beta1})", keras="SGD({rate}, momentum={beta1})",
            sklearn=('solver="sgd"', "momentum={beta1}", "nesterovs_momentum=False"),
        ),
        Optimizer(
            "nesterov", "Nesterov", "v = {beta1} v + g; w = w - rate (g + {beta1} v)", _nesterov,
            uses=("beta1",),
            numpy=(("velocities",), ("v *= {beta1}", "v += g", "w -= rate * (g + {beta1} * v)")),
            # PyTorch wants some momentum for Nesterov's.
            torch="SGD(groups, lr={rate}, momentum={beta1}, nesterov={has_beta1})",
            keras="SGD({rate}, momentum={beta1}, nesterov=True)",
            sklearn=('solver="sgd"', "momentum={beta1}", "nesterovs_momentum=True"),
        ),
        Optimizer(
            "rmsprop", "RMSProp", "s = {alpha} s + (1 - {alpha}) g²; w = w - rate g / (sqrt(s) + {epsilon})", _rmsprop,
            uses=("alpha", "epsilon"),
            numpy=(("squares",), ("s *= {alpha}", "s += (1 - {alpha}) * g**2", "w -= rate * g / (np.sqrt(s) + {epsilon})")),
            torch="RMSprop(groups, lr={rate}, alpha={alpha}, eps={epsilon})",
            keras="RMSprop({rate}, rho={alpha}, epsilon={epsilon} ** 2)",
        ),
        Optimizer(
            "adam", "Adam", _MOMENTS, _adam,
            uses=("beta1", "beta2", "epsilon"),
            numpy=(("means", "squares"), _MOMENT_LINES),
            torch="Adam(groups, lr={rate}, betas=({beta1}, {beta2}), eps={epsilon})",
            keras="Adam({rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon})",
            sklearn=('solver="adam"', "beta_1={beta1}", "beta_2={beta2}", "epsilon={epsilon}"),
        ),
        Optimizer(
            "adamw", "AdamW", "w = w - rate {weight_decay} w, then Adam: " + _MOMENTS, _adamw,
            uses=("beta1", "beta2", "epsilon", "weight_decay"),
            numpy=(("means", "squares"), ("w -= rate * {weight_decay} * w", *_MOMENT_LINES)),
            torch="AdamW(groups, lr={rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            keras="AdamW({rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon}, weight_decay={weight_decay})",
        ),
    ),
    _checked,
)  # fmt: skip
