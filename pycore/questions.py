"""What the page asks beside its frames, or has done to a picture: small requests with answers that JSON can hold.

Each function takes the Frame of a playground and keywords from the page; a change shows in the next `fill`.
"""

import math
from types import MappingProxyType

from pycore.rng import SeededRandom
from pycore.settings import Settings

__all__ = ["QUESTIONS"]


def next_seed(frame):
    """Return the text of the seed that follows the playground's in the chain of seeds."""
    return SeededRandom(frame.playground.settings.seed).new_seed()


def settings_of(frame, address):
    """Return {address key: value} of the settings of an address; what is wrong in it has its default."""
    return Settings.from_hash(address)[0].by_key()


def look(frame, unit=None):
    """Show in the output's map the unit of this number, or with `None` the output again; see `Frame.look`."""
    frame.look(unit)


def watch(frame, index=None):
    """Follow the parameter of this number in the header, or with `None` no more."""
    frame.watch(index)


def set_parameter(frame, index, value):
    """Give a parameter of run 0 another value. Raises ValueError if it is not a finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"value: expected a finite number, got {value!r}")
    frame.playground.network.parameters[0, index] = value
    frame.playground.trainer.forget_losses()


def confusion(frame):
    """Return {"train", "test"}: counts by true class and by the network's, or None for regression."""
    counts = {name: frame.playground.confusion(test) for name, test in (("train", False), ("test", True))}
    return {name: count if count is None else count.tolist() for name, count in counts.items()}


#: By the names that the page uses.
QUESTIONS = MappingProxyType(
    {
        "nextSeed": next_seed,
        "settingsOf": settings_of,
        "look": look,
        "watch": watch,
        "setParameter": set_parameter,
        "confusion": confusion,
    }
)
