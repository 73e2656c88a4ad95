"""Training by epochs: batches with a carried remainder, dropout, learning-rate tuning and roll-back; knows no picture."""

from contextlib import contextmanager

import numpy as np

from pycore.data.rng import SeededRandom
from pycore.nn.epoch_tapes import EpochTapes
from pycore.nn.losses import LOSSES
from pycore.nn.measuring import Measuring
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.run_state import TAKEN_BACK, RunState
from pycore.nn.tuning import schedule_factor, step_down
from pycore.nn.updates import Update

__all__ = ["Trainer"]


class Trainer(EpochTapes, Measuring):
    """Trains a network on fixed points, in place.

    network: what to train. inputs: (R, i + 1, n) with a last row of ones. labels: (R, outputs, n). The first `train_count` of
    the n points are trained on, the others only looked at. settings: one Settings a run; what decides shapes and calls is
    taken from the first, rates and dropout from each. rngs: one SeededRandom a run. loss: a name of losses.LOSSES.

    The points are taken in the same order every epoch. A batch that is not full at the end of an epoch is not thrown away:
    its gradients are added to the next epoch's first batch, which then averages more points (they were computed at older
    weights; the reference does so). A batch never holds more than all training points: `batch_size` is how many a full one has.

    weights: None, or how much each point counts, (n,), for all runs: a point of weight 2 is worth two points, in gradients as in
    losses and accuracies; a gradient is divided by the number of points of its batch, so that the mean of the weights should be 1.
    carries: False gives a batch that is not full an update of its own instead of carrying it over.
    reorders: True lets `reorder` change the order of the training points; the arrays given are then written to.

    Dropout: a mask over the hidden units is drawn for each epoch, one uniform a unit; it stays for looking at losses and
    pictures until the next epoch begins. (The fork shows the losses of one mask beside the picture of the next.) With the setting
    dropout_mask "batch" one is drawn for each batch instead, which is how dropout was first described; the last one stays. `losses`
    are those of the masked network, as the fork shows them, `accuracies` and `outputs` those of the whole one.

    Random draws that nobody looks at are not made: there are none without dropout and autotuning.
    """

    def __init__(self, network, inputs, labels, train_count, settings, rngs, loss, *, weights=None, carries=True, reorders=False):
        self.network, self.loss = network, loss
        self._cost = LOSSES[loss].value  # which stays, whatever becomes of the registry
        self._inputs, self._labels, self._weights = inputs, labels, weights
        self._carries, self._reorders = carries, reorders
        self._train_count = train_count
        self._right = self._off = None  # see accuracies, squared_errors
        self._before = None  # the state from before the epoch that is under way, if it takes long
        #: The points of a full batch: as the settings say, or all training points where those are fewer.
        self.batch_size = max(1, min(settings[0].batch_size, train_count))
        self._full, self._left = divmod(train_count, self.batch_size)
        #: The RunState that all of this reads and writes; its parameters are the network's.
        rule = OPTIMIZERS[settings[0].optimizer]
        self.state = RunState(network.parameters, network.hidden_units, rngs, rule.memory)
        self._everyone = self._training = list(range(network.runs))  # the runs that the present epoch trains
        # The first batch of an epoch also holds the points that were left over, which may be none: a count for each run.
        self._first_counts = np.zeros(() if network.runs == 1 else (network.runs, 1))
        self._update = Update(network, self._options(settings[0]), self.state, rule)
        self._gradient = self._update.gradient
        self._take(settings)
        self._record()
        self.restart(rngs)

    def __reduce__(self):
        """Copies and pickles are made anew from what made this one, and go on from its state: tapes can't be copied."""
        made_of = self.network, self._inputs, self._labels, self._train_count, self._settings, self.loss
        return _remade, (*made_of, self._weights, self._carries, self._reorders, self.state)

    # -- what the owner does

    def restart(self, rngs):
        """Start from the network's parameters as they are now: no memory, epoch 0, the first mask drawn."""
        self.state.restart(rngs, [s.learning_rate for s in self._settings])
        self._draw_masks_of(self._everyone)
        self.state_changed()

    def go_on(self, state):
        """Go on from a RunState of the same shape, of which a copy is taken, but with the parameters as they are here."""
        self.state.put(state, without=("parameters",))
        self.state_changed()

    def state_changed(self):
        """Say that the state has been written to from outside."""
        self.forget_losses()
        self._set_rates()

    def configure(self, settings):
        """Take new settings, alike in everything that shapes the network, the data and the batches."""
        old, dropped = self._settings, (self._drops, self._draws_each_batch)
        self._take(settings)
        for run, (before, now) in enumerate(zip(old, settings, strict=True)):
            if before.learning_rate != now.learning_rate:
                self.learning_rates[run] = now.learning_rate
        others = [run for run in self._everyone if old[run].dropout != settings[run].dropout]
        if others:
            self._draw_masks_of(others)
            self.state.masks_are_old[others] = False
        options = self._options(settings[0])
        if options != self._update.options or dropped != (self._drops, self._draws_each_batch):
            self._record()
        self.state_changed()

    def epoch(self, active=None):
        """Train on every training point once; with `prevent_loss_increases` again at lower rates until the loss does not rise.

        active: None, or whether each run is trained, (R,); the others stay exactly as they are.
        """
        for _ in self._epoch(active):
            pass

    def epoch_in_parts(self, active=None):
        """Do the same as a generator, which yields the share that is done about every fiftieth of a second; for epochs that take long.

        Between two parts the state is in the middle of an epoch; `between_epochs` has that of before. A generator that is closed
        before its end leaves the state as it was before the epoch.
        """
        self._before = self.state.copy()
        try:
            yield from self._epoch(active)
        except GeneratorExit:
            self._training = self._everyone
            self.go_back()
            raise
        finally:
            self._before = None

    def go_back(self):
        """Take the state from before the epoch that is under way."""
        self.state.put(self._before)
        self.state_changed()

    @contextmanager
    def between_epochs(self):
        """Within the block the state is that from before an epoch that is under way, or as it is; what changes there does not stay."""
        if self._before is None:
            yield
            return
        now, gradient = self.state.copy(), self._gradient.copy()
        self.go_back()
        try:
            yield
        finally:
            self.state.put(now)
            self._gradient[:] = gradient
            self.state_changed()

    def _epoch(self, active):
        self._training, resting = self._everyone, None
        if active is not None and not active.all():
            self._training, resting = np.flatnonzero(active).tolist(), np.flatnonzero(~active)
            kept = self.state.rows(resting)
        before = self.losses()[:, 0].copy() if self._is_watched else None  # under the old mask, as the fork compares
        if self._draws:
            self._draw_masks_of([run for run in self._training if self._draws_each_epoch[run] and self.state.masks_are_old[run]])
        if self._is_scheduled:
            self._set_rates()
        if self._is_watched:
            yield from self._watched_epoch(before)
        else:
            yield from self._one_epoch()
            self._losses = None
        self.state.masks_are_old[:] = self._draws_of
        self.state.epochs += 1
        if resting is not None:
            self.state.put_rows(kept, resting)
            self.state_changed()

    @property
    def epochs(self):
        """The epochs that run 0 has been trained."""
        return int(self.state.epochs[0])

    @property
    def learning_rates(self):
        """(R,): the learning rates of the next epoch before any schedule."""
        return self.state.learning_rates

    def reorder(self, order):
        """Take the training points in another order from now on: `order` is a permutation of range(train_count)."""
        if not self._reorders:
            raise ValueError("reorder: expected a Trainer made with reorders=True")
        for array in (self._inputs, self._labels, self._weights):
            if array is not None:
                array[..., : self._train_count] = array[..., order]
        self.forget_losses()

    @property
    def keep(self):
        """(R, hidden units, 1): 0 at dropped units, 1 / (1 - dropout) at the others, for a Pass; None without dropout."""
        return self.state.keep if self._drops else None

    @property
    def alive(self):
        """(R, P): 0.0 at links that L1 has killed, else 1.0."""
        return self.state.alive

    # -- one epoch

    def _one_epoch(self):
        yield from self._play_epoch()
        if self._left and self._carries:
            self.state.carry[:] = self._rest.gradient
            if not self._all_carried:
                self.state.carried.fill(self._left)
                self._set_rates()

    def _watched_epoch(self, before):
        """Train an epoch, in parts, score each run's learning rate, take back what raised a loss, and choose the next rates.

        `before` (R,) are the training losses. A loss that is not a number is no rise. Taking back restores the parameters,
        the carried gradients and the dead links, but no optimiser's memory, as in the fork. Unlike there, the L1 rule still
        holds afterwards, and whoever looks at the network looks at the restored one.

        Only runs that are to be repeated go on being trained: what the others have come to is kept aside for them.
        """
        state, trained = self.state, self._training
        before_with_penalty = before + self._penalties()
        start = state.rows(self._everyone, TAKEN_BACK) if self._prevents else None
        aside, gave_up = None, []
        while True:
            yield from self._one_epoch()
            self.forget_losses()
            after = self.losses()[:, 0].copy()
            after_with_penalty = after + self._penalties()
            again, lost = [], []
            for run in self._training:
                if self._watched[run]:
                    state.bandits[run].record(float(state.learning_rates[run]), before_with_penalty[run], after_with_penalty[run])
                if self._prevents and after[run] > before[run]:
                    lower = step_down(state.learning_rates[run])
                    (lost if lower is None else again).append(run)
                    if lower is not None:
                        state.learning_rates[run] = lower
            gave_up += lost
            state.put_rows({name: rows[lost] for name, rows in start.items()} if lost else {}, lost)
            if again or aside is not None:
                done = [run for run in self._training if run not in again]
                aside = aside or state.rows(self._everyone)
                for name, rows in aside.items():
                    rows[done] = state.array(name)[done]
            if not again:
                break
            self._training = again
            state.put_rows({name: rows[again] for name, rows in start.items()}, again)
            self._set_rates()
        if aside is not None:
            state.put_rows(aside, self._everyone)
        if aside is not None or gave_up:
            self.forget_losses()
        self._training = trained
        for run in trained:
            if self._tunes[run] and run not in gave_up:
                temperature = self._settings[run].learning_rate_autotuning
                rate = float(state.learning_rates[run])
                state.learning_rates[run] = state.bandits[run].choose(rate, temperature, state.generators[run])
        self._set_rates()

    def _penalties(self):
        """(R,): the sum over live links of lambda R(w)."""
        penalty = REGULARIZERS[self._settings[0].regularization]
        weights = self.network.parameters * self.alive if penalty.kills else self.network.parameters
        return self._penalty_rates * (penalty.size(weights) * self.network.is_weight).sum(axis=1)

    # -- rates and masks

    def _take(self, settings):
        """Keep the settings of all runs, and what follows from them for every epoch."""
        self._settings, first = settings, settings[0]
        drops = [s.dropout > 0 and self.network.hidden_units > 0 for s in settings]
        self._drops = any(drops)
        self._tunes = [s.learning_rate_autotuning > 0 for s in settings]
        # Masks are drawn for dropout, and also when autotuning shares its stream with them, as in the fork.
        self._draws_of = np.array([drop or tune for drop, tune in zip(drops, self._tunes, strict=True)])
        self._draws = bool(self._draws_of.any())
        self._draws_each_batch = self._drops and first.dropout_mask == "batch"
        by_batch = [drop and self._draws_each_batch for drop in drops]
        self._draws_by_batch = [run for run in self._everyone if by_batch[run]]
        self._draws_each_epoch = [bool(draw) and not batch for draw, batch in zip(self._draws_of, by_batch, strict=True)]
        self._prevents = first.prevent_loss_increases
        self._watched = [tune or self._prevents for tune in self._tunes]
        self._is_watched = any(self._watched)
        self._is_scheduled = first.schedule != "constant"
        self._penalty_rates = np.array([s.regularization_rate for s in settings])

    def _set_rates(self):
        """Bring the rates of the next update up to date, and the counts of points in the first batch."""
        self._all_carried = bool((self.state.carried == self._left).all())
        self._first_counts[...] = self.batch_size + (self.state.carried[0] if self._first_counts.ndim == 0 else self.state.carried[:, None])
        rates = self.state.learning_rates
        if self._is_scheduled:
            epochs = self.state.epochs.tolist()
            rates = rates * [schedule_factor(*each) for each in zip(self._settings, epochs, strict=True)]
        self._update.set_rates(rates, self._penalty_rates)

    def _draw_masks(self):
        """Draw the masks for a batch of the runs that are trained and have one for each batch."""
        training = self._draws_by_batch
        if self._training is not self._everyone:
            training = [run for run in training if run in self._training]
        self._draw_masks_of(training)

    def _draw_masks_of(self, runs):
        """Draw the masks of these runs, one uniform a hidden unit: dropped when it is below the rate, else scaled up."""
        for run in runs:
            keep, rate, rng = self.state.keep[run], self._settings[run].dropout, self.state.generators[run]
            if not self._draws_of[run]:
                keep.fill(1)
                continue
            for unit in range(len(keep)):
                keep[unit] = 0.0 if rng.random() < rate else 1 / (1 - rate)


def _remade(network, inputs, labels, train_count, settings, loss, weights, carries, reorders, state):
    """Return a Trainer that goes on from `state`."""
    rngs = [SeededRandom(each.seed) for each in settings]  # whose places are taken by those in `state`
    trainer = Trainer(
        network, inputs, labels, train_count, settings, rngs, loss, weights=weights, carries=carries, reorders=reorders
    )
    trainer.go_on(state)
    return trainer
