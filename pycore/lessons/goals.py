"""Goals: small predicates on the two losses of a run, whether of one network on the page or of twenty side by side."""

import math
from typing import NamedTuple

import numpy as np

__all__ = ["METRICS", "Goal", "first_met"]

#: What can be asked of training and test loss. "both" is the larger below a limit, the smaller above one; "gap" is test minus
#: training, negative where the test points happen to be easier.
METRICS = ("test", "train", "both", "gap")
_RULES = ("below", "at most", "above")
_NAMES = {"test": "test loss", "train": "training loss", "both": "both losses", "gap": "test loss minus training loss"}


class Goal(NamedTuple):
    """`metric`, one of METRICS, is `rule` ("below", "at most" or "above") `limit`.

    >>> goal = Goal("both", "below", 0.02)
    >>> goal.is_met(0.015, 0.019), goal.is_met(0.015, 0.021)
    (True, False)
    >>> str(goal)
    'both losses below 0.02'
    """

    metric: str
    rule: str
    limit: float

    def __str__(self):
        return f"{_NAMES[self.metric]} {self.rule} {self.limit:g}"

    def values(self, losses):
        """Return (...,): what the limit is compared with, for losses (..., 2) of training and test."""
        losses = np.asarray(losses, float)
        train, test = losses[..., 0], losses[..., 1]
        if self.metric == "both":
            return np.minimum(train, test) if self.rule == "above" else np.maximum(train, test)
        return {"train": train, "test": test, "gap": test - train}[self.metric]

    def met(self, losses):
        """Return (...,): whether losses (..., 2) of training and test meet the goal. What is no number meets none."""
        values = self.values(losses)
        if self.rule == "above":
            return values > self.limit
        return values < self.limit if self.rule == "below" else values <= self.limit

    def is_met(self, loss_train, loss_test):
        """Return whether one run's losses meet the goal."""
        return bool(self.met((loss_train, loss_test)))

    def check(self):
        """Return the goal; raise ValueError if its metric, its rule or its limit is none."""
        if self.metric not in METRICS:
            raise ValueError(f"metric: expected one of {', '.join(METRICS)}, got {self.metric!r}")
        if self.rule not in _RULES:
            raise ValueError(f"rule: expected one of {', '.join(_RULES)}, got {self.rule!r}")
        if not math.isfinite(self.limit):
            raise ValueError(f"limit: expected a finite number, got {self.limit!r}")
        return self


def first_met(playground, goal, most):
    """Train up to the epoch `most` and return (runs,): the first epoch at which each run met the goal, inf if it did not.

    It stops as soon as all runs have met it. What they were before counts, too, if it is met at once.
    """
    epochs = np.full(playground.runs, np.inf)
    while True:
        fresh = np.isinf(epochs) & goal.met(playground.losses)
        epochs[fresh] = playground.epoch
        if playground.epoch >= most or not np.isinf(epochs).any():
            return epochs
        before = playground.epoch
        if playground.train() == before:  # a stop condition of the settings is met
            return epochs
