"""Policies that change the learning rate: schedules, and the three-armed bandit that tunes it by what each rate achieved."""

import math
from bisect import bisect_left, bisect_right

__all__ = ["LEARNING_RATES", "Bandit", "schedule_factor", "step_down", "step_up"]

#: The learning rates that the page offers and that autotuning and preventing loss increases step along.
LEARNING_RATES = (
    0.000001, 0.000003, 0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0,
)  # fmt: skip


def schedule_factor(settings, epoch):
    """Return what the learning rate is multiplied by in the epoch after `epoch` epochs.

    "step": scheduleFactor to the power of the whole periods of scheduleEpochs that have passed (PyTorch's StepLR). "cosine":
    (1 + cos(pi epoch / scheduleEpochs)) / 2, and 0 from then on (CosineAnnealingLR, which would rise again).
    """
    period = settings.schedule_epochs
    if settings.schedule == "step":
        return settings.schedule_factor ** (epoch // period)
    if settings.schedule == "cosine":
        return (1 + math.cos(math.pi * min(epoch, period) / period)) / 2
    return 1.0


def step_down(rate):
    """Return the next lower learning rate of the ladder, or None. `rate` need not be on it."""
    place = bisect_left(LEARNING_RATES, rate)
    return LEARNING_RATES[place - 1] if place else None


def step_up(rate):
    """Return the next higher learning rate of the ladder, or None. `rate` need not be on it."""
    place = bisect_right(LEARNING_RATES, rate)
    return LEARNING_RATES[place] if place < len(LEARNING_RATES) else None


class Bandit:
    """Chooses among one step down, staying and one step up by the relative decrease of the loss that each rate brought.

    Each rate's score is a mean that starts with one phantom observation of 0. A step up is a candidate only if the current
    rate's scores add up to more than 0. A candidate of mean score Q is chosen with odds exp(Q / temperature).

    Repaired against the reference's fork: the odds are computed with the largest exponent taken away, so that they can't
    overflow, and a rate that is not on the ladder has neighbours (the fork jumps to the lowest rate, or to no number at
    all). The fork keeps scores while autotuning is off, too; here they begin when it is switched on.
    """

    def __init__(self):
        self.scores = {}  # rate: [observations, the phantom included, sum]

    def copy(self):
        """Return a Bandit with the same scores."""
        twin = Bandit()
        twin.setstate(self.getstate())
        return twin

    def getstate(self):
        """Return [[rate, observations, sum], ...], for `setstate`."""
        return [[rate, *score] for rate, score in self.scores.items()]

    def setstate(self, state):
        """Become the Bandit that `getstate` described; a sum that is no number may be a text, as a file has it."""
        self.scores = {float(rate): [count, float(total)] for rate, count, total in state}

    def record(self, rate, before, after):
        """Note that an epoch at `rate` took the loss with its penalty from `before` to `after`."""
        score = self.scores.setdefault(rate, [1, 0.0])
        score[0] += 1
        score[1] += (before - after) / before if before else 0.0

    def choose(self, rate, temperature, rng):
        """Return the rate for the next epoch; takes one draw."""
        candidates = [candidate for candidate in (step_down(rate), rate) if candidate is not None]
        higher = step_up(rate)
        if higher is not None and self._score(rate)[1] > 0:
            candidates.append(higher)
        exponents = [self._mean(candidate) / temperature for candidate in candidates]
        top = max(exponents)
        uniform = rng.random()
        if not all(map(math.isfinite, exponents)):  # a run that has diverged: nothing can be said for any rate
            return rate
        odds = [math.exp(exponent - top) for exponent in exponents]
        point = uniform * sum(odds)
        for candidate, share in zip(reversed(candidates), reversed(odds), strict=True):
            point -= share
            if point <= 0:
                return candidate
        return candidates[0]

    def _score(self, rate):
        return self.scores.get(rate, (1, 0.0))

    def _mean(self, rate):
        count, total = self._score(rate)
        return total / count
