"""Networks to compare, trained together: of several seeds, learning rates or widths, each as one change to the same settings."""

from typing import NamedTuple

from pycore.nn.tuning import LEARNING_RATES
from pycore.playground import Playground
from pycore.setting_types import number_text

__all__ = ["KINDS", "Comparison", "Member"]

RUNS = 16
#: Below these learning rates nothing moves for so long that there is nothing to see.
RATES = tuple(rate for rate in LEARNING_RATES if rate >= 0.0001)
WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
KINDS = ("seeds", "rates", "widths")


class Member(NamedTuple):
    """One network: the run of a playground, its value in words, and {address key: value} of what makes the main one like it."""

    playground: Playground
    run: int
    label: str
    changes: dict


class Comparison:
    """The `members` of one of KINDS, beginning with `settings`; `data` is a tables.Table, or None as in Playground.

    Seeds and learning rates are runs of one playground, side by side; widths, all hidden layers' alike, need one each.
    """

    def __init__(self, settings, kind, data=None):
        if kind not in KINDS:
            raise ValueError(f"kind: expected one of {', '.join(KINDS)}, got {kind!r}")
        self.settings, self.kind, self.data = settings, kind, data
        if kind == "widths":
            depth = max(1, len(settings.network_shape))
            shapes = [(width,) * depth for width in WIDTHS]
            self.playgrounds = [Playground(settings, data=data, network_shape=shape) for shape in shapes]
            named = [(str(shape[0]), {"networkShape": list(shape)}) for shape in shapes]
            self.members = [Member(p, 0, *name) for p, name in zip(self.playgrounds, named, strict=True)]
            return
        options = {"runs": RUNS} if kind == "seeds" else {"sweep": {"learning_rate": RATES}}
        only = Playground(settings, data=data, **options)
        self.playgrounds = [only]
        named = (
            [(seed, {"seed": seed}) for seed in only.seeds]
            if kind == "seeds"
            else [(number_text(rate), {"learningRate": rate}) for rate in RATES]
        )
        self.members = [Member(only, run, *name) for run, name in enumerate(named)]

    @property
    def epoch(self):
        """The epoch that those have reached that go on."""
        return max(playground.epoch for playground in self.playgrounds)

    @property
    def stopped(self):
        """Whether a stop condition is met in every playground."""
        return all(playground.stopped for playground in self.playgrounds)

    def train(self, epochs, *, looks=True):
        """Train each for `epochs` epochs and return the epoch reached; `looks` as for a playground."""
        for playground in self.playgrounds:
            playground.train(epochs, looks=looks)
        return self.epoch

    def look(self):
        """Add the losses of each to its history."""
        for playground in self.playgrounds:
            playground.look()

    def to_hash(self):
        """Return the address' fragment of the settings that all began with."""
        return self.settings.to_hash()
