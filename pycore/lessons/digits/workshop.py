"""A network and the images it learns from, between two pictures: trains a little, looks how good it is, and never takes long."""

import time
from functools import cache

import numpy as np

from pycore.images import trained
from pycore.images.practice import Practice, answers

__all__ = ["Workshop", "a", "digit_parts", "percent"]


@cache
def digit_parts():
    """Return the digits that come with pycore as (to train on, to test on)."""
    return trained.parts()


def a(digit):
    """Return a digit with its article.

    >>> a(8), a(3)
    ('an 8', 'a 3')
    """
    return f"a{'n' if digit == 8 else ''} {digit}"


def percent(share):
    """Return a share from 0 to 1 as text, "–" where nothing was asked."""
    return "–" if np.isnan(share) else f"{share * 100:.1f} %"


class Workshop:
    """A `model` that learns from the ImageSet `train` and is judged by `test`; the other arguments are Practice's.

    `said` (n,) are its answers to the first `judged` images of `test`, as they are now.
    """

    def __init__(self, train, test, model, asked=None, balanced=False, seed=0):
        self.test = test
        self.practice = Practice(train, model, asked, balanced, seed)
        self.true = self.practice.labels_of(test)
        self.goal = 0
        self.look()

    @property
    def model(self):
        return self.practice.model

    @property
    def is_training(self):
        return self.practice.epochs < self.goal

    @property
    def is_busy(self):
        """Whether there is something left to do: to train, or to look at more of the test images."""
        return self.is_training or self.judged < len(self.test)

    def start(self, epochs):
        """Want so many more epochs."""
        self.goal = self.practice.epochs + epochs

    def pause(self):
        self.goal = self.practice.epochs

    def go(self, seconds):
        """Go on for about so long, by one slice at least."""
        begin = time.perf_counter()
        if not self.is_training:
            self._judge(begin + seconds)
            return
        while True:
            self.practice.step()
            if not self.is_training or time.perf_counter() - begin > seconds / 2:
                break
        self.look()

    def look(self):
        """Look at the first test images, as many as two slices have; `go` looks at the others when there is nothing to train."""
        self.said = answers(self.model, self.test.take(slice(0, 2 * self.model.SLICE)))

    @property
    def judged(self):
        return len(self.said)

    def _judge(self, end):
        while self.judged < len(self.test):
            more = self.test.take(slice(self.judged, self.judged + self.model.SLICE))
            self.said = np.concatenate([self.said, answers(self.model, more)])
            if time.perf_counter() > end:
                break
