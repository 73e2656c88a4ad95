"""What a network may cost: parameters, multiplications, memory and calls, reckoned and refused before anything is made.

The bounds are those of a page: of what they allow a look at all points takes a fifth of a second, and an epoch at most a few, in the
browser of a slow device, where NumPy has no BLAS behind it. At a prompt there is more time and memory; there each
can be raised:

>>> from pycore import bounds
>>> bounds.cost((2, 256, 256, 1), points=500).parameters
66817
>>> bounds.MOST_PARAMETERS
20000
"""

from itertools import pairwise
from typing import NamedTuple

from pycore.settings import SettingError, by_key

__all__ = ["Cost", "CostError", "check", "cost", "within"]

#: Parameters of one network. Their first weights are drawn, and the maps of all units computed, for each of them.
MOST_PARAMETERS = 20_000
#: Multiplications of one look at all points of all runs, which is not made in parts: a fifth of a second on a slow device.
MOST_MULTIPLICATIONS = 60_000_000
#: Bytes of parameters, of the optimiser's memory, and of the values of all units at all points, in a batch and over the plane.
MOST_BYTES = 400_000_000
#: Calls of NumPy in an epoch: for each batch several a layer, and the update.
MOST_CALLS = 1_000_000

#: Samples of the plane that a picture is computed from.
PLANE = 100 * 100
#: Arrays like the parameters that a training holds: themselves, gradients, memory, what is carried, marks, and room to work in.
_LIKE_PARAMETERS = 16
#: Arrays of all units that a pass over all points, a batch and the plane hold: sums and values; with slopes and deltas.
_OF_ALL, _OF_BATCH, _OF_PLANE = 2, 5, 2
#: Calls of a batch: for each layer a product and the activation, forward and backward, and what comes once.
_CALLS_A_LAYER, _CALLS_A_BATCH = 8, 12


class CostError(SettingError):
    """A SettingError for a network that is too large; `value` is what it would cost."""


def within(settings, make):
    """Return `(make(settings), errors)`: where that costs too much, what it names has its default, as a wrong value of an address has.

    errors: the CostErrors, named by the settings' keys. What costs too much even so raises its CostError.
    """
    errors = []
    while True:
        try:
            return make(settings), errors
        except CostError as error:
            default = by_key[error.key].default
            if getattr(settings, by_key[error.key].name) == default:
                raise
            errors.append(error.named(error.key))
            settings = settings.replace(**{by_key[error.key].name: default})


class Cost(NamedTuple):
    """What a network costs; see `cost`."""

    parameters: int
    multiplications: int
    bytes: int
    calls: int


def cost(shape, points, batch_size=10, runs=1, train_share=0.5):
    """Return the Cost of `runs` networks with the units `shape` (inputs, hidden ..., outputs) that learn `points` points.

    train_share: which part of them is trained on.
    """
    parameters = sum(units * (inputs + 1) for inputs, units in pairwise(shape))
    rows = sum(shape) + len(shape)
    batches = -(-max(1, int(points * train_share)) // batch_size)
    of_layers = runs * rows * (_OF_ALL * points + _OF_BATCH * min(batch_size, points)) + _OF_PLANE * rows * PLANE
    return Cost(
        parameters,
        parameters * runs * points,
        8 * (_LIKE_PARAMETERS * runs * parameters + of_layers),
        batches * (_CALLS_A_LAYER * (len(shape) - 1) + _CALLS_A_BATCH),
    )


def check(shape, points, batch_size=10, runs=1, train_share=0.5):
    """Raise CostError, which says by how much and how the bound is raised, if a network costs more than it may; as `cost` otherwise."""
    found = cost(shape, points, batch_size, runs, train_share)
    here = f"with {found.parameters} parameters and {points} points" + (f" in each of {runs} runs" if runs > 1 else "")
    for key, name, value, bound, what in (
        ("networkShape", "network_shape", found.parameters, "MOST_PARAMETERS", "layers of at most {} parameters together"),
        ("networkShape", "network_shape", found.multiplications, "MOST_MULTIPLICATIONS", f"at most {{}} multiplications {here}"),
        ("networkShape", "network_shape", found.bytes, "MOST_BYTES", f"at most {{}} bytes of memory {here}"),
        (
            "batchSize",
            "batch_size",
            found.calls,
            "MOST_CALLS",
            f"batches so large that an epoch takes at most {{}} calls, {here}",
        ),
    ):
        most = globals()[bound]
        if value > most:
            raise CostError(key, value, f"{what.format(most)} (at a prompt pycore.bounds.{bound} can be raised)", name)
