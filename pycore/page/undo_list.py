"""What stood before each of a reader's changes, in bounded memory: to take changes back, and to make them again."""

from typing import Any, NamedTuple

from pycore.playground import Playground

__all__ = ["MOST_BYTES", "MOST_STEPS", "Standing", "UndoList"]

#: Changes that can be taken back, and bytes that what stood before them may take: the oldest go first.
MOST_STEPS, MOST_BYTES = 100, 30_000_000


class Standing(NamedTuple):
    """What a playground was at a moment. Without `state` only its settings, for a change that left everything else as it was.

    words: what the change after it was, for people. series: None, or what changes in a row have in common that count as one.
    """

    words: str
    settings: Any
    data: Any = None
    problem: str = ""
    state: Any = None
    series: Any = None

    @property
    def bytes(self):
        """About how many bytes it takes."""
        if self.state is None:
            return 1000
        return sum(self.state.array(name).nbytes for name in self.state.trained) + self.state.history.of_run(0).base.nbytes


def standing(playground, words, series=None):
    """Return the Standing of a playground of one run, whole."""
    p = playground
    return Standing(words, p.settings, p.data, p.problem_without_data, p.state.copy(), series)


class UndoList:
    """The changes that can be taken back, and those that were; a change that is new forgets the latter."""

    def __init__(self):
        self._past, self._future = [], []

    @property
    def counts(self):
        """(how many changes can be taken back, how many made again)."""
        return len(self._past), len(self._future)

    def add(self, before):
        """Note the Standing from before a change. Of a series that goes on the one from before its first change stays."""
        self._future.clear()
        if before.series is not None and self._past and self._past[-1].series == before.series:
            return
        self._past.append(before)
        while len(self._past) > MOST_STEPS or (len(self._past) > 1 and sum(each.bytes for each in self._past) > MOST_BYTES):
            del self._past[0]

    def take(self, playground, forwards=False):
        """Return the Standing to go back to, or forwards to, having noted what stands now; None where there is none."""
        here, there = (self._future, self._past) if forwards else (self._past, self._future)
        if not here:
            return None
        wanted = here.pop()
        there.append(standing(playground, wanted.words) if wanted.state else Standing(wanted.words, playground.settings))
        return wanted


def restored(wanted):
    """Return the Playground of a whole Standing; it goes on exactly as it would have."""
    return Playground._of([wanted.settings], wanted.data, wanted.state, wanted.problem)
