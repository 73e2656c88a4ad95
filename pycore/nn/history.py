"""The losses and accuracies of runs over their epochs in bounded memory: evenly thinned, however long the runs."""

import numpy as np

__all__ = ["History"]


class History:
    """For each run rows of epoch, both losses and both accuracies; the first and the last that were added are always among them.

    When LIMIT rows of a run are full, every second one goes and from then on only every second addition stays, and so on.
    Runs go on by themselves: one that has stopped has no more rows.
    """

    #: Rows of a run that are kept at the most.
    LIMIT = 512
    #: Numbers in a row: epoch, training loss, test loss, accuracy in training and in the test (NaN for regression).
    COLUMNS = 5

    def __init__(self, runs=1):
        self._rows = np.zeros((runs, self.LIMIT, self.COLUMNS))
        self._length, self._added = np.zeros(runs, int), np.zeros(runs, int)
        self._stride, self._provisional = np.ones(runs, int), np.zeros(runs, bool)

    def of_run(self, run):
        """Return (n, COLUMNS) with n <= LIMIT, ascending; a view until the next `add`."""
        return self._rows[run, : self._length[run]]

    def last_epochs(self):
        """Return (R,): the epochs of the last rows, -1 of a run that has none."""
        last = self._rows[np.arange(len(self._rows)), self._length - 1, 0]
        return np.where(self._length > 0, last, -1)

    def clear(self):
        """Forget all rows."""
        self._length.fill(0)
        self._added.fill(0)
        self._stride.fill(1)
        self._provisional.fill(False)

    def add(self, epochs, losses, accuracies, runs=None):
        """Add a row to each run, or to those numbered in `runs`; it replaces a last row that was only there as the last.

        epochs (R,), losses and accuracies (R, 2), of all runs.
        """
        runs = np.arange(len(self._rows)) if runs is None else runs
        for run in runs[(self._length[runs] == self.LIMIT) & ~self._provisional[runs]]:
            self._rows[run, : self.LIMIT // 2] = self._rows[run, ::2].copy()
            self._length[run] = self.LIMIT // 2
            self._stride[run] *= 2
        places = self._length[runs] - self._provisional[runs]
        self._rows[runs, places, 0] = epochs[runs]
        self._rows[runs, places, 1:3] = losses[runs]
        self._rows[runs, places, 3:] = accuracies[runs]
        self._length[runs] = places + 1
        self._provisional[runs] = self._added[runs] % self._stride[runs] != 0
        self._added[runs] += 1

    def renew(self, epochs, losses, accuracies):
        """Write the last row of each run anew if it is of the run's epoch: something else than training has changed the network there.

        epochs (R,), losses and accuracies (R, 2), of all runs.
        """
        (runs,) = np.nonzero((self._length > 0) & (self.last_epochs() == epochs))
        places = self._length[runs] - 1
        self._rows[runs, places, 1:3] = losses[runs]
        self._rows[runs, places, 3:] = accuracies[runs]

    def take(self, runs):
        """Return a History of the numbered runs alone, in that order; a copy."""
        taken = History(len(runs))
        taken.put(self, runs)
        return taken

    def put(self, other, runs=slice(None)):
        """Become the History of the numbered runs of `other`, which are as many as there are here."""
        for name, array in vars(self).items():
            array[...] = vars(other)[name][runs]

    @classmethod
    def joined(cls, parts):
        """Return the History of all runs of several; a copy."""
        whole = cls(sum(len(part._rows) for part in parts))
        for name, array in vars(whole).items():
            np.concatenate([vars(part)[name] for part in parts], out=array)
        return whole

    def getstate(self):
        """Return the history as arrays and JSON-able values, a list of one a run each, for `setstate`."""
        return {
            "rows": [self.of_run(run).copy() for run in range(len(self._rows))],
            "added": self._added.tolist(),
            "stride": self._stride.tolist(),
            "provisional": self._provisional.tolist(),
        }

    def setstate(self, state):
        """Become the History that `getstate` described."""
        for run, rows in enumerate(state["rows"]):
            self._length[run] = len(rows)
            self._rows[run, : len(rows)] = rows
        self._added[:], self._stride[:], self._provisional[:] = state["added"], state["stride"], state["provisional"]
