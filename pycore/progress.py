"""How far the runs of a playground are: epochs, losses and accuracies, what has stopped, and what has diverged."""

import math
from typing import TYPE_CHECKING

import numpy as np

from pycore.answers import read_only

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Progress", "looks_every"]

#: One call of `train` looks at the losses, for the history, so often at the most, and not more often than every so many epochs.
MOST_LOOKS, LOOK_EVERY = 32, 10


def looks_every(epochs):
    """Return how many epochs lie between two looks at the losses in a training of `epochs` epochs."""
    return max(LOOK_EVERY, -(-epochs // MOST_LOOKS))


class Progress:
    """The part of a Playground that looks at its training; it writes to the state only what it has seen."""

    @property
    def epoch(self) -> int:
        """The number of epochs that run 0 has been trained since the first weights."""
        return int(self.state.epochs[0])

    @property
    def epochs(self) -> "NDArray[np.int64]":
        """(runs,): the number of epochs that each run has been trained; read-only. They differ once one has stopped."""
        return read_only(self.state.epochs)

    @property
    def diverged(self) -> int | None:
        """The epoch since which run 0's parameters or losses are beyond all numbers, or None."""
        return self.diverged_runs[0]

    @property
    def diverged_runs(self) -> tuple[int | None, ...]:
        """For each run the epoch since which its parameters or losses are beyond all numbers, or None."""
        if (self.state.diverged >= 0).any():  # weights may have been set right since
            self._see_divergence(with_losses=True)
        return tuple(None if epoch < 0 else epoch for epoch in self.state.diverged.tolist())

    @property
    def stopped(self) -> str | None:
        """The stop condition that run 0 has met ("epoch", "loss" or "patience"), or None."""
        return self.stops[0]

    @property
    def stops(self) -> tuple[str | None, ...]:
        """For each run the stop condition that it has met ("epoch", "loss" or "patience"), or None."""
        settings, state = self.settings, self.state
        if not (settings.stop_epoch or self._stops_by_loss):
            return (None,) * self.runs
        losses = self.losses[:, 1].tolist() if settings.stop_loss else [math.inf] * self.runs
        reasons = []
        for epoch, loss, best in zip(state.epochs.tolist(), losses, state.best_epochs.tolist(), strict=True):
            if settings.stop_epoch and epoch >= settings.stop_epoch:
                reasons.append("epoch")
            elif epoch and loss < settings.stop_loss:
                reasons.append("loss")
            elif epoch and settings.stop_patience and epoch - best >= settings.stop_patience:
                reasons.append("patience")
            else:
                reasons.append(None)
        return tuple(reasons)

    @property
    def loss_train(self) -> float:
        """The mean loss over the training points, without any penalty, as training sees it: under its dropout mask."""
        return float(self.losses[0, 0])

    @property
    def loss_test(self) -> float:
        """The mean loss over the test points."""
        return float(self.losses[0, 1])

    @property
    def losses(self) -> "NDArray[np.float64]":
        """(runs, 2): the training and the test loss of each run, under its dropout mask; read-only."""
        return read_only(self._trainer.losses())

    @property
    def accuracies(self) -> "NDArray[np.float64]":
        """(runs, 2): the share of the training and of the test points whose class is right, by the whole network; read-only.

        NaN for regression, and for a run that has diverged.
        """
        accuracies = self._trainer.accuracies()
        if (self.state.diverged >= 0).any():
            lost = [[epoch is not None] for epoch in self.diverged_runs]
            accuracies = np.where(lost, np.nan, accuracies)
        return read_only(accuracies)

    @property
    def learning_rate(self) -> float:
        """The learning rate of the next epoch before any schedule; autotuning and preventing loss increases move it."""
        return float(self.state.learning_rates[0])

    @property
    def batch_size(self) -> int:
        """The points of a full batch: as the setting says, or all training points where those are fewer."""
        return self._trainer.batch_size

    @property
    def history(self) -> "NDArray[np.float64]":
        """(n, 5): epoch, training and test loss, training and test accuracy of run 0, ascending and evenly thinned; read-only."""
        return read_only(self.state.history.of_run(0))

    def look(self) -> None:
        """Add losses and accuracies to the history of the runs whose last epoch there is an earlier one; see whether they are numbers."""
        self._look(self.state.history.last_epochs() != self.state.epochs)

    def _look(self, runs):
        """Do so for the runs marked in `runs` (R,), None for all."""
        if not np.isfinite(self.losses).all():
            self._see_divergence(with_losses=True)
        if runs is None or runs.any():
            which = None if runs is None else np.flatnonzero(runs)
            self.state.history.add(self.state.epochs, self.losses, self.accuracies, which)

    def _see_divergence(self, with_losses=False):
        """Note for each run since when it has diverged; the losses are looked at only if with_losses."""
        since = self.state.diverged
        lost = ~np.isfinite(self._network.parameters).all(axis=1)
        lost |= ~np.isfinite(self.losses).all(axis=1) if with_losses else since >= 0
        since[:] = np.where(lost, np.where(since < 0, self.state.epochs, since), -1)

    def _state_changed(self):
        self._trainer.state_changed()
        self._see_divergence(with_losses=True)

    def _note_progress(self, active):
        state, losses = self.state, self.losses[:, 1]
        better = losses < state.best_losses
        if active is not None:
            better &= active
        state.best_losses[better] = losses[better]
        state.best_epochs[better] = state.epochs[better]

    @property
    def _stops_by_loss(self):
        return self.settings.stop_loss > 0 or self.settings.stop_patience > 0
