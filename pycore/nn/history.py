"""The losses and accuracies of a run over its epochs in bounded memory: evenly thinned, however long the run."""

import numpy as np

__all__ = ["History"]


class History:
    """Rows of epoch, both losses and both accuracies; the first and the last one that were added are always among them.

    When LIMIT rows are full, every second one goes and from then on only every second addition stays, and so on.
    """

    #: Rows that are kept at the most.
    LIMIT = 512
    #: Numbers in a row: epoch, training loss, test loss, accuracy in training and in the test (NaN for regression).
    COLUMNS = 5

    def __init__(self, epoch, losses, accuracies):
        self._rows = np.zeros((self.LIMIT, self.COLUMNS))
        self._length = self._added = 0
        self._stride, self._provisional = 1, False
        self.add(epoch, losses, accuracies)

    @property
    def rows(self):
        """(n, COLUMNS) with n <= LIMIT, ascending; a view until the next `add`."""
        return self._rows[: self._length]

    def add(self, epoch, losses, accuracies):
        """Add a row, the losses and accuracies as (training, test); it replaces the last row if that was only there as the last."""
        if self._length == self.LIMIT and not self._provisional:
            self._rows[: self.LIMIT // 2] = self._rows[::2].copy()
            self._length = self.LIMIT // 2
            self._stride *= 2
        row = self._length - 1 if self._provisional else self._length
        self._rows[row] = epoch, *losses, *accuracies
        self._length = row + 1
        self._provisional = self._added % self._stride != 0
        self._added += 1

    def getstate(self):
        """Return the history as an array and JSON-able values, for `setstate`."""
        return {
            "rows": self.rows.copy(),
            "added": self._added,
            "stride": self._stride,
            "provisional": self._provisional,
        }

    def setstate(self, state):
        """Become the history that `getstate` described."""
        self._length = len(state["rows"])
        self._rows[: self._length] = state["rows"]
        self._added, self._stride, self._provisional = state["added"], state["stride"], state["provisional"]
