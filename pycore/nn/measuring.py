"""How right a network in training is: losses, accuracies and squared errors over its training and its test points."""

import numpy as np

from pycore.nn.network import Pass, play

__all__ = ["Measuring"]


class Measuring:
    """The part of a Trainer that measures its network; what was measured is kept until the parameters change."""

    def losses(self):
        """Return (R, 2): the mean loss over the training and over the test points, without penalty, with the dropout mask."""
        if self._losses is None:
            self._measure()
        return self._losses

    def accuracies(self):
        """Return (R, 2): the share of the training and of the test points whose class is right, by the whole network.

        NaN for a regression. An output of exactly 0 counts as +1, one that is no number as wrong.
        """
        if self._losses is None:
            self._measure()
        if self._right is None:
            self._right = self._shares_right()
        return self._right

    def squared_errors(self):
        """Return (R, 2): the mean squared error over the training and over the test points, by the whole network, without penalty."""
        if self._losses is None:
            self._measure()
        if self._off is None:
            with np.errstate(all="ignore"):
                self._off = self._means(np.add.reduce((self._whole_outputs() - self._labels) ** 2, 1))
        return self._off

    def outputs(self):
        """Return the whole network's outputs at all points, (R, outputs, n), without dropout; a view until the next call."""
        with np.errstate(all="ignore"):
            if not self._drops:
                play(self._look)
                return self._everything.outputs
            whole = Pass(self.network, self._inputs.shape[-1])
            play([whole.first(self._inputs), *whole.forward()])
        return whole.outputs

    def forget_losses(self):
        """Say that the parameters have been changed from outside."""
        self._losses = None

    def _measure(self):
        with np.errstate(all="ignore"):
            play(self._look)
            outputs = self._everything.outputs
            self._losses = self._means(self._cost(outputs, self._labels))
        self._right = self._off = None

    def _shares_right(self):
        if self.network.activations[-1] == "linear":
            return np.full((self.network.runs, 2), np.nan)
        outputs = self._whole_outputs()
        if outputs.shape[1] == 1:
            return self._means(np.where(self._labels[:, 0] > 0, outputs[:, 0] >= 0, outputs[:, 0] < 0))
        right = outputs.argmax(axis=1) == self._labels.argmax(axis=1)
        return self._means(right & ~np.isnan(outputs[:, 0]))  # softmax makes all of them NaN, or none

    def _whole_outputs(self):
        """The whole network's outputs once it has been measured: without dropout nothing has changed since."""
        return self.outputs() if self._drops else self._everything.outputs

    def _means(self, each):
        """Return (R, 2): the means of `each` (R, n) over the training and over the test points."""
        count, means = self._train_count, np.empty((len(each), 2))
        if self._weights is not None:
            each = each * self._weights
        for column, part in enumerate((slice(0, count), slice(count, None))):
            np.add.reduce(each[:, part], 1, float, means[:, column])
            whole = each[:, part].shape[1] if self._weights is None else self._weights[part].sum()
            with np.errstate(invalid="ignore"):  # of no points there is no mean
                means[:, column] /= whole
        return means
