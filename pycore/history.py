"""The losses of a run over its epochs in bounded memory: evenly thinned, however long the run."""

import numpy as np

__all__ = ["History"]


class History:
    """Rows of epoch, training loss and test loss; the first and the last one that were added are always among them.

    When LIMIT rows are full, every second one goes and from then on only every second addition stays, and so on.
    """

    #: Rows that are kept at the most.
    LIMIT = 512

    def __init__(self, epoch, loss_train, loss_test):
        self._rows = np.zeros((self.LIMIT, 3))
        self._length = self._added = 0
        self._stride, self._provisional = 1, False
        self.add(epoch, loss_train, loss_test)

    @property
    def rows(self):
        """(n, 3) with n <= LIMIT, ascending; a view until the next `add`."""
        return self._rows[: self._length]

    def add(self, epoch, loss_train, loss_test):
        """Add a row; it replaces the last one if that was only there because it was the last."""
        if self._length == self.LIMIT and not self._provisional:
            self._rows[: self.LIMIT // 2] = self._rows[::2].copy()
            self._length = self.LIMIT // 2
            self._stride *= 2
        row = self._length - 1 if self._provisional else self._length
        self._rows[row] = epoch, loss_train, loss_test
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
