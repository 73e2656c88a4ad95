"""What a playground answers: its points, its outputs anywhere, and how right they are."""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from pycore.data import features, targets
from pycore.data.masked import is_masked
from pycore.nn.network import Pass, play

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Answers", "numbers", "read_only"]


class Answers:
    """The part of a Playground that is asked and changes nothing."""

    def points(self, run: int = 0) -> "NDArray[np.float64]":
        """Return (n, 3): x1, x2 and label of a run's training points, in the order of training, then of its test points; read-only.

        A table's points are as they were scaled for training; `own_points` has them in the table's own units.
        """
        return read_only(self._points[self._one_of(run)])

    def own_points(self, run: int = 0) -> "NDArray[np.float64]":
        """Return (n, 3), the points as `points` has them, but in the units of one's own table if there is one; read-only."""
        run = self._one_of(run)
        return read_only(self._points[run] if self.data is None else self.data.points[self._orders[self.seeds[run]]])

    @property
    def train_points(self) -> "NDArray[np.float64]":
        """(n, 3): x1, x2 and label of the training points of run 0, in the order of training; read-only."""
        return read_only(self._points[0, : self._train_count])

    @property
    def test_points(self) -> "NDArray[np.float64]":
        """(n, 3): x1, x2 and label of the test points of run 0; read-only."""
        return read_only(self._points[0, self._train_count :])

    def accuracy(self, test: bool = True, run: int = 0) -> float | None:
        """Return the share of the test points, or else of the training points, whose class is right; None for regression.

        NaN for a run that has diverged.
        """
        return float(self.accuracies[self._one_of(run), int(test)]) if self.classes else None

    def confusion(self, test: bool = True, run: int = 0) -> "NDArray[np.int64] | None":
        """Return counts (classes, classes), rows the true class and columns the network's; None for regression.

        Of two classes -1 is the first. An output of exactly 0 counts as +1; points whose outputs are no numbers are left out.
        """
        run = self._one_of(run)
        if not self.classes:
            return None
        part = slice(self._train_count, None) if test else slice(0, self._train_count)
        return targets.confusion(self._trainer.outputs()[run, :, part], self._points[run, part, 2], self.classes)

    def rmse(self, test: bool = True, run: int = 0) -> float | None:
        """Return the root of the mean squared error of a regression, by the whole network, in the units of the labels.

        Those of a table of one's own are its own units. None for classes; NaN for a run that has diverged.
        """
        run = self._one_of(run)
        if self.classes:
            return None
        return math.sqrt(self._squared_error(test, run)) / (self.scaling.axes[2].factor if self.scaling else 1.0)

    def r2(self, test: bool = True, run: int = 0) -> float | None:
        """Return R², the share of the labels' variance that a regression explains: 1 - squared errors / squared deviations.

        1 is perfect, 0 as good as the mean of the labels. NaN where all labels are alike. None for classes; NaN for a run that
        has diverged.
        """
        run = self._one_of(run)
        if self.classes:
            return None
        part = slice(self._train_count, None) if test else slice(0, self._train_count)
        variance = float(self._points[run, part, 2].var())
        return 1 - self._squared_error(test, run) / variance if variance else math.nan

    def _squared_error(self, test, run):
        """A regression's mean squared error, as the labels are scaled for training; NaN for a run that has diverged."""
        return math.nan if self.diverged_runs[run] is not None else float(self._trainer.squared_errors()[run, int(test)])

    def predict(self, xy: "ArrayLike", run: int = 0, *, with_dropout: bool = False, in_window: bool = False) -> "NDArray[Any]":
        """Return the outputs (n,) at the points `xy` (n, 2): numbers, -1 to +1 for two classes, class numbers for more.

        NaN where a network that has diverged has no answer. With a table of one's own, places and numbers are in the table's own
        units; `in_window` takes and gives them as they are scaled for training, as the pictures and `points` have them.

        They are the whole network's; `with_dropout` gives those of the units that training has left, as the pictures do.
        """
        outputs = self._outputs_at(xy, run, with_dropout, in_window)
        if self.classes <= 2:
            in_own_units = self.scaling and not self.classes and not in_window
            return self.scaling.labels(outputs[0]) if in_own_units else outputs[0].copy()
        unknown = np.isnan(outputs).any(axis=0)
        return np.where(unknown, np.nan, outputs.argmax(axis=0)) if unknown.any() else outputs.argmax(axis=0)

    def probabilities(
        self, xy: "ArrayLike", run: int = 0, *, with_dropout: bool = False, in_window: bool = False
    ) -> "NDArray[np.float64]":
        """Return the probability (n, classes) of each class at the points `xy` (n, 2); ValueError for regression.

        Of two classes, the second's, +1, is (1 + output) / 2. `with_dropout` and `in_window` as for `predict`.
        """
        if not self.classes:
            raise ValueError("probabilities: expected a classification problem, got a regression")
        outputs = self._outputs_at(xy, run, with_dropout, in_window)
        if self.classes == 2:
            outputs = np.stack([(1 - outputs[0]) / 2, (1 + outputs[0]) / 2])
        return outputs.T.copy()

    def _outputs_at(self, xy, run, with_dropout, in_window):
        """(outputs, n): one run's outputs, as they are scaled for training."""
        run = self._one_of(run)
        xy = numbers(xy, "xy")
        if xy.ndim != 2 or xy.shape[1] != 2:
            raise ValueError(f"xy: expected shape (n, 2), got {xy.shape}")
        if self.scaling and not in_window:
            xy = self.scaling.inputs(xy)
        keep = self._trainer.keep[run : run + 1] if with_dropout and self._trainer.keep is not None else None
        batch = Pass(self._network.of_run(run), len(xy), keep=keep)
        with np.errstate(all="ignore"):
            batch.first(features.inputs(self._features, xy[:, 0], xy[:, 1]))()
            play(batch.forward())
        return batch.outputs[0]

    def _one_of(self, run):
        """Return the number of a run, from 0 on; IndexError if there is none such."""
        if isinstance(run, bool) or not isinstance(run, int | np.integer) or not 0 <= run < self.runs:
            raise IndexError(f"run: expected a whole number from 0 to {self.runs - 1}, got {run!r}")
        return int(run)


def numbers(values, name):
    """Return real numbers as an array of floats; ValueError for texts, dates, complex numbers, rows of unequal length and masks."""
    try:
        array = np.asarray(values)
        if is_masked(values) or array.dtype.kind not in "biufO":
            raise ValueError("masked values" if is_masked(values) else f"an array of {array.dtype}")
        return array.astype(float)
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{name}: expected real numbers, got {str(error)[:120]}") from error


def read_only(array):
    """Return a view that can't be written to."""
    view = array.view()
    view.flags.writeable = False
    return view
