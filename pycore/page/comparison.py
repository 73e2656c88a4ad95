"""Networks to compare, trained together: of several seeds, learning rates or widths, each as one change to the same settings."""

from contextlib import ExitStack, contextmanager
from typing import NamedTuple

from pycore.nn.tuning import LEARNING_RATES
from pycore.playground import Playground
from pycore.setting_types import number_text
from pycore.settings import SettingError, by_name

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
        self.kind = kind
        self._make(settings, data)

    def _make(self, settings, data):
        if self.kind == "widths":
            depth = max(1, len(settings.network_shape))
            options = [{"network_shape": (width,) * depth} for width in WIDTHS]
        else:
            options = [{"runs": RUNS} if self.kind == "seeds" else {"sweep": {"learning_rate": RATES}}]
        self.playgrounds = [Playground(settings, data=data, **each) for each in options]
        self.settings, self.data = settings.replace(problem=self.playgrounds[0].settings.problem), data

    @property
    def members(self):
        """The list of Members, in the order of what they differ in."""
        if self.kind == "widths":
            shapes = [list(p.settings.network_shape) for p in self.playgrounds]
            return [
                Member(p, 0, str(shape[0]), {"networkShape": shape}) for p, shape in zip(self.playgrounds, shapes, strict=True)
            ]
        (only,) = self.playgrounds
        if self.kind == "seeds":
            return [Member(only, run, seed, {"seed": seed}) for run, seed in enumerate(only.seeds)]
        return [Member(only, run, number_text(rate), {"learningRate": rate}) for run, rate in enumerate(RATES)]

    def configure(self, **changes):
        """Change settings by name for all networks; returns what was drawn anew, as a Playground does. SettingError changes nothing.

        What the networks differ in can't be given one value, but that of "seeds", which is the first one's.
        """
        differing = {"rates": "learning_rate", "widths": "network_shape"}.get(self.kind)
        if differing in changes:
            expected = "no value: it is what the networks differ in"
            raise SettingError(by_name[differing].key, changes[differing], expected, differing)
        # What one of them refuses, the last refuses, which is the widest, before anything has changed.
        anew = [playground.configure(**changes) for playground in reversed(self.playgrounds)]
        self.settings = self.settings.replace(**changes)
        return anew[0]

    def use(self, data, **changes):
        """Learn from the tables.Table `data`, or from the settings' data set if it is None; all are made anew."""
        problem = self.playgrounds[0].problem_without_data
        self._make(self.settings.replace(**{"problem": problem, **changes}), data)

    def reset(self):
        """Go back to epoch 0 and everyone's first weights."""
        for playground in self.playgrounds:
            playground.reset()

    @property
    def epoch(self):
        """The epoch that those have reached that go on."""
        return max(int(playground.epochs.max()) for playground in self.playgrounds)

    @property
    def stopped(self):
        """Whether a stop condition is met for every network."""
        return all(reason for playground in self.playgrounds for reason in playground.stops)

    def train(self, epochs, *, looks=True):
        """Train each for `epochs` epochs and return the epoch reached; `looks` as for a playground."""
        for playground in self.playgrounds:
            playground.train(epochs, looks=looks)
        return self.epoch

    def training(self, epochs, *, looks=True):
        """Do what `train` does as a generator, as a Playground's; closing it takes all back to where they were when it began."""
        before = [playground.state.copy() for playground in self.playgrounds] if self.takes_long else []
        try:
            for playground in self.playgrounds:
                yield from playground.training(epochs, looks=looks)
        except GeneratorExit:
            for playground, state in zip(self.playgrounds, before, strict=True):
                playground.state.put(state)
                playground.trainer.state_changed()
            raise

    @property
    def takes_long(self):
        """Whether an epoch of one of them takes so long that `training` yields in the middle of it."""
        return any(playground.takes_long for playground in self.playgrounds)

    @contextmanager
    def between_epochs(self):
        """Within the block no epoch that is under way has begun."""
        with ExitStack() as stack:
            for playground in self.playgrounds:
                stack.enter_context(playground.between_epochs())
            yield

    def look(self):
        """Add the losses of each to its history."""
        for playground in self.playgrounds:
            playground.look()

    def to_hash(self):
        """Return the address' fragment of the settings that all began with."""
        return self.settings.to_hash()
