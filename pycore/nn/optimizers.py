"""Optimisers: an update rule as a tape (see update_rules.py), and as other libraries spell it.

Everything about a rule is in its record, so that a new one is one entry of OPTIMIZERS.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from pycore.data.registry import PartError, Registry, check_sources
from pycore.nn import update_rules
from pycore.nn.network import Network, play
from pycore.nn.run_state import RunState
from pycore.nn.updates import Options, Update

__all__ = ["OPTIMIZERS", "Optimizer"]


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
            "sgd", "SGD", "w = w - rate g", update_rules.sgd,
            uses=("momentum", "layerwise_gradient_normalization"),
            numpy=((), ("w -= rate * g",)),
            torch="SGD(groups, lr={rate})", keras="SGD({rate})",
            sklearn=('solver="sgd"', "momentum={momentum}", "nesterovs_momentum=False"),
        ),
        Optimizer(
            "momentum", "Momentum", "v = {beta1} v + g; w = w - rate v", update_rules.momentum,
            uses=("beta1",),
            numpy=(("velocities",), ("v *= {beta1}", "v += g", "w -= rate * v")),
            torch="SGD(groups, lr={rate}, momentum={beta1})", keras="SGD({rate}, momentum={beta1})",
            sklearn=('solver="sgd"', "momentum={beta1}", "nesterovs_momentum=False"),
        ),
        Optimizer(
            "nesterov", "Nesterov", "v = {beta1} v + g; w = w - rate (g + {beta1} v)", update_rules.nesterov,
            uses=("beta1",),
            numpy=(("velocities",), ("v *= {beta1}", "v += g", "w -= rate * (g + {beta1} * v)")),
            # PyTorch wants some momentum for Nesterov's.
            torch="SGD(groups, lr={rate}, momentum={beta1}, nesterov={has_beta1})",
            keras="SGD({rate}, momentum={beta1}, nesterov=True)",
            sklearn=('solver="sgd"', "momentum={beta1}", "nesterovs_momentum=True"),
        ),
        Optimizer(
            "rmsprop", "RMSProp", "s = {alpha} s + (1 - {alpha}) g²; w = w - rate g / (sqrt(s) + {epsilon})", update_rules.rmsprop,
            uses=("alpha", "epsilon"),
            numpy=(("squares",), ("s *= {alpha}", "s += (1 - {alpha}) * g**2", "w -= rate * g / (np.sqrt(s) + {epsilon})")),
            torch="RMSprop(groups, lr={rate}, alpha={alpha}, eps={epsilon})",
            keras="RMSprop({rate}, rho={alpha}, epsilon={epsilon} ** 2)",
        ),
        Optimizer(
            "adam", "Adam", _MOMENTS, update_rules.adam,
            uses=("beta1", "beta2", "epsilon"),
            numpy=(("means", "squares"), _MOMENT_LINES),
            torch="Adam(groups, lr={rate}, betas=({beta1}, {beta2}), eps={epsilon})",
            keras="Adam({rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon})",
            sklearn=('solver="adam"', "beta_1={beta1}", "beta_2={beta2}", "epsilon={epsilon}"),
        ),
        Optimizer(
            "adamw", "AdamW", "w = w - rate {weight_decay} w, then Adam: " + _MOMENTS, update_rules.adamw,
            uses=("beta1", "beta2", "epsilon", "weight_decay"),
            numpy=(("means", "squares"), ("w -= rate * {weight_decay} * w", *_MOMENT_LINES)),
            torch="AdamW(groups, lr={rate}, betas=({beta1}, {beta2}), eps={epsilon}, weight_decay={weight_decay})",
            keras="AdamW({rate}, beta_1={beta1}, beta_2={beta2}, epsilon={epsilon}, weight_decay={weight_decay})",
        ),
    ),
    _checked,
)  # fmt: skip
