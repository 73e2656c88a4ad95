"""Training by epochs: batches with a carried remainder, dropout, learning-rate tuning and roll-back; knows no picture."""

import numpy as np

from pycore.data.rng import SeededRandom
from pycore.nn.losses import LOSSES
from pycore.nn.network import Pass, play
from pycore.nn.optimizers import Options, Update
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.tuning import Bandit, schedule_factor, step_down

__all__ = ["Trainer"]

#: Above this many batches an epoch their calls are made when needed, not kept: three calls a batch would be too much memory.
_MOST_KEPT_BATCHES = 5000


class Trainer:
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
        self._right = None  # see accuracies
        #: The points of a full batch: as the settings say, or all training points where those are fewer.
        self.batch_size = max(1, min(settings[0].batch_size, train_count))
        self._full, self._left = divmod(train_count, self.batch_size)
        self._carry = np.zeros_like(network.parameters)
        # The first batch of an epoch, but of the very first one, also holds the points that were left over.
        self._count, self._first_count = self.batch_size, self.batch_size + self._left
        self._update = Update(network, self._options(settings[0]))
        self._gradient = self._update.gradient
        self._keep = np.ones((network.runs, network.hidden_units, 1))
        self.learning_rates = np.zeros(network.runs)
        self._take(settings)
        self._record()
        self.restart(rngs)

    def __reduce__(self):
        """Copies and pickles are made anew from what made this one, and go on from where it is: tapes can't be copied."""
        made_of = self.network, self._inputs, self._labels, self._train_count, self._settings, self.loss
        return _remade, (*made_of, self._weights, self._carries, self._reorders, self.getstate())

    # -- what the owner does

    def restart(self, rngs):
        """Start from the network's parameters as they are now: no memory, epoch 0, the first mask drawn."""
        self.epochs = self._carried = 0
        self._carry.fill(0)
        self._update.restart()
        self._rngs = rngs
        self._bandits = [Bandit() for _ in rngs]
        self.learning_rates[:] = [s.learning_rate for s in self._settings]
        self._draw_masks()
        self._masks_are_old = False
        self.forget_losses()
        self._set_rates()

    def configure(self, settings):
        """Take new settings, alike in everything that shapes the network, the data and the batches."""
        old, dropped = self._settings, (self._drops, self._draws_each_batch)
        self._take(settings)
        for run, (before, now) in enumerate(zip(old, settings, strict=True)):
            if before.learning_rate != now.learning_rate:
                self.learning_rates[run] = now.learning_rate
        if [s.dropout for s in old] != [s.dropout for s in settings]:
            self._draw_masks()
            self._masks_are_old = False
        options = self._options(settings[0])
        if options != self._update.options or dropped != (self._drops, self._draws_each_batch):
            self._update.options = options
            self._record()
        self.forget_losses()
        self._set_rates()

    def epoch(self):
        """Train on every training point once; with `prevent_loss_increases` again at lower rates until the loss does not rise."""
        before = self.losses()[:, 0].copy() if self._is_watched else None  # under the old mask, as the fork compares
        if self._masks_are_old and not self._draws_each_batch:
            self._draw_masks()
        if self._is_scheduled:
            self._set_rates()
        if self._is_watched:
            self._watched_epoch(before)
        else:
            self._one_epoch()
            self._losses = None
        self._masks_are_old = self._draws
        self.epochs += 1

    def reorder(self, order):
        """Take the training points in another order from now on: `order` is a permutation of range(train_count)."""
        if not self._reorders:
            raise ValueError("reorder: expected a Trainer made with reorders=True")
        for array in (self._inputs, self._labels, self._weights):
            if array is not None:
                array[..., : self._train_count] = array[..., order]
        self.forget_losses()

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

    def _measure(self):
        with np.errstate(all="ignore"):
            play(self._look)
            outputs = self._everything.outputs
            self._losses = self._means(self._cost(outputs, self._labels))
        self._right = None

    def _shares_right(self):
        if self.network.activations[-1] == "linear":
            return np.full((self.network.runs, 2), np.nan)
        # Without dropout they are as they were measured: nothing has changed since.
        outputs = self.outputs() if self._drops else self._everything.outputs
        if outputs.shape[1] == 1:
            return self._means(np.where(self._labels[:, 0] > 0, outputs[:, 0] >= 0, outputs[:, 0] < 0))
        right = outputs.argmax(axis=1) == self._labels.argmax(axis=1)
        return self._means(right & ~np.isnan(outputs[:, 0]))  # softmax makes all of them NaN, or none

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

    @property
    def keep(self):
        """(R, hidden units, 1): 0 at dropped units, 1 / (1 - dropout) at the others, for a Pass; None without dropout."""
        return self._keep if self._drops else None

    def getstate(self):
        """Return everything that training continues from, but the parameters, as arrays and JSON-able values by name."""
        return {
            "epochs": self.epochs,
            "learning_rates": self.learning_rates.copy(),
            "carried": self._carried,
            "carry": self._carry.copy(),
            "alive": self.alive.copy(),
            "keep": self._keep[..., 0].copy(),
            "masks_are_old": self._masks_are_old,
            "memory": {name: array.copy() for name, array in self._update.memory.items()},
            "scores": [[[rate, *score] for rate, score in bandit.scores.items()] for bandit in self._bandits],
            "generators": [rng.getstate() for rng in self._rngs],
        }

    def setstate(self, state):
        """Continue from what `getstate` gave for a trainer of the same shape."""
        self.epochs, self._carried = state["epochs"], state["carried"]
        self._masks_are_old = state["masks_are_old"]
        self.learning_rates[:], self._carry[:] = state["learning_rates"], state["carry"]
        self.alive[:], self._keep[..., 0] = state["alive"], state["keep"]
        for name, array in self._update.memory.items():
            array[...] = state["memory"][name]
        for bandit, scores in zip(self._bandits, state["scores"], strict=True):
            bandit.scores = {rate: [count, total] for rate, count, total in scores}
        for rng, saved in zip(self._rngs, state["generators"], strict=True):
            rng.setstate(saved)
        self.forget_losses()
        self._set_rates()

    @property
    def alive(self):
        """(R, P): 0.0 at links that L1 has killed, else 1.0; a view."""
        return self._update.alive.reshape(self.network.runs, -1)

    # -- one epoch

    def _one_epoch(self):
        with np.errstate(all="ignore"):  # a run may diverge; its owner says so
            if self._full:
                self._full_batches()
            if self._left and self._carries:
                self._keep_remainder()
            elif self._left:
                play(self._rest_calls)

    def _full_batches(self):
        if self._carried:
            play(self._first_batch)
            self._gradient += self._carry
            play(self._first_update)
            self._carried = 0
            play(self._other_batches)
        else:
            play(self._first_batch)
            play(self._every_update)
            play(self._other_batches)

    def _keep_remainder(self):
        """Add the gradients of the points behind the last full batch to the carried ones."""
        play(self._rest_calls)
        if self._carried:
            self._carry += self._rest.gradient
        else:
            self._carry[:] = self._rest.gradient
        self._carried += self._left

    def _watched_epoch(self, before):
        """Train an epoch, score each run's learning rate, take back what raised a loss, and choose the next rates.

        `before` (R,) are the training losses. A loss that is not a number is no rise. Taking back restores the parameters,
        the carried gradients and the dead links, but no optimiser's memory, as in the fork. Unlike there, the L1 rule still
        holds afterwards, and whoever looks at the network looks at the restored one.
        """
        prevents = self._settings[0].prevent_loss_increases
        before_with_penalty = before + self._penalties()
        start = self._copy_state() if prevents else None
        pending = np.ones(self.network.runs, bool)
        gave_up = np.zeros(self.network.runs, bool)
        result = None
        while True:
            self._one_epoch()
            self.forget_losses()
            after = self.losses()[:, 0].copy()
            after_with_penalty = after + self._penalties()
            for run in np.flatnonzero(pending):
                self._bandits[run].record(self.learning_rates[run], before_with_penalty[run], after_with_penalty[run])
            if not prevents:
                break
            rose = pending & (after > before)
            for run in np.flatnonzero(rose):
                lower = step_down(self.learning_rates[run])
                if lower is None:
                    gave_up[run] = True
                else:
                    self.learning_rates[run] = lower
            done = pending & (~rose | gave_up)
            result = self._keep_results(result, done, gave_up, start)
            pending &= ~done
            if not pending.any():
                break
            self._put_state(start)
            self._set_rates()
        if prevents:
            self._put_state(result)
            self.forget_losses()
        if self._tunes:
            for run, bandit in enumerate(self._bandits):
                if not gave_up[run]:
                    temperature = self._settings[run].learning_rate_autotuning
                    self.learning_rates[run] = bandit.choose(self.learning_rates[run], temperature, self._rngs[run])
        self._set_rates()

    def _keep_results(self, result, done, gave_up, start):
        """Return the state to end with, the runs that are `done` taken from now, or from `start` where they gave up."""
        now = self._copy_state()
        if result is None:
            result = self._copy_state()
        for target, fresh, old in zip(result[0], now[0], start[0], strict=True):
            target[done] = fresh[done]
            target[gave_up & done] = old[gave_up & done]
        return result[0], now[1]

    def _copy_state(self):
        return [array.copy() for array in self._state()], self._carried

    def _put_state(self, state):
        for array, saved in zip(self._state(), state[0], strict=True):
            array[...] = saved
        self._carried = state[1]

    def _state(self):
        """What rolling back restores, (R, P) each."""
        return self.network.parameters, self._carry, self.alive

    def _penalties(self):
        """(R,): the sum over live links of lambda R(w)."""
        penalty = REGULARIZERS[self._settings[0].regularization]
        weights = self.network.parameters * self.alive if penalty.kills else self.network.parameters
        rates = np.array([s.regularization_rate for s in self._settings])
        return rates * (penalty.size(weights) * self.network.is_weight).sum(axis=1)

    # -- rates, masks, tapes

    def _take(self, settings):
        """Keep the settings of all runs, and what follows from them for every epoch."""
        self._settings, first = settings, settings[0]
        self._drops = any(s.dropout for s in settings) and self.network.hidden_units > 0
        self._draws_each_batch = self._drops and first.dropout_mask == "batch"
        self._tunes = first.learning_rate_autotuning > 0
        # Masks are drawn for dropout, and also when autotuning shares its stream with them, as in the fork.
        self._draws = self._drops or self._tunes
        self._is_watched = self._tunes or first.prevent_loss_increases
        self._is_scheduled = first.schedule != "constant"

    def _set_rates(self):
        rates = self.learning_rates * schedule_factor(self._settings[0], self.epochs)
        self._update.set_rates(rates, np.array([s.regularization_rate for s in self._settings]))

    def _draw_masks(self):
        """Draw every run's mask, one uniform a hidden unit: dropped when it is below the rate, else scaled up."""
        if not self._draws:
            self._keep.fill(1)
            return
        for keep, settings, rng in zip(self._keep, self._settings, self._rngs, strict=True):
            rate = settings.dropout
            for unit in range(len(keep)):
                keep[unit] = 0.0 if rng.random() < rate else 1 / (1 - rate)

    @staticmethod
    def _options(settings):
        return Options(
            settings.optimizer,
            settings.regularization,
            settings.momentum,
            settings.layerwise_gradient_normalization,
            settings.beta1,
            settings.beta2,
            settings.alpha,
            settings.epsilon,
            settings.weight_decay,
            tuple(layer - 1 for layer in settings.frozen),
        )

    def _record(self):
        """Make the buffers and record the tapes for the present settings."""
        network = self.network
        self._everything = Pass(network, self._inputs.shape[-1], keep=self.keep)
        self._look = [self._everything.first(self._inputs), *self._everything.forward()]
        self._every_update = self._update.tape(self._count)
        self._first_update = self._update.tape(self._first_count)
        if self._full:
            self._batch = Pass(network, self.batch_size, self._gradient, self.keep)
            self._forward, self._backward = self._batch.forward(), self._batch.backward(self.loss)
            self._first_batch = list(self._calls(self._batch, 0, self._forward, self._backward))
            others = _Replayed(self._other_calls)
            self._other_batches = list(others) if self._full <= _MOST_KEPT_BATCHES else others
        if self._left:
            gradient = np.zeros_like(self._gradient) if self._carries else self._gradient
            self._rest = Pass(network, self._left, gradient, self.keep)
            start = self._full * self.batch_size
            self._rest_calls = list(self._calls(self._rest, start, self._rest.forward(), self._rest.backward(self.loss)))
            if not self._carries:
                self._rest_calls += self._update.tape(self._left)

    def _other_calls(self):
        """Yield the calls of all full batches but the first, updates included: one flat tape of the whole epoch."""
        for index in range(1, self._full):
            yield from self._calls(self._batch, index * self.batch_size, self._forward, self._backward)
            yield from self._every_update

    def _calls(self, batch, start, forward, backward):
        """Yield the calls that add up the gradient of the points from `start` on, as many as `batch` takes."""
        inputs, labels = (array[..., start : start + batch.points] for array in (self._inputs, self._labels))
        if self._draws_each_batch:
            yield self._draw_masks
        yield batch.first(inputs)
        yield from forward
        yield batch.output_error(labels, self.loss, in_place=self._reorders)
        if self._weights is not None:
            yield batch.weigh(self._weights[start : start + batch.points])
        yield from backward
        yield batch.last(inputs)


def _remade(network, inputs, labels, train_count, settings, loss, weights, carries, reorders, state):
    """Return a Trainer that goes on from `state`."""
    rngs = [SeededRandom(settings[0].seed) for _ in range(network.runs)]  # whose states are in `state`
    trainer = Trainer(
        network, inputs, labels, train_count, settings, rngs, loss, weights=weights, carries=carries, reorders=reorders
    )
    trainer.setstate(state)
    return trainer


class _Replayed:
    """A tape that makes its calls anew each time it is played, when there are too many to keep."""

    def __init__(self, make):
        self._make = make

    def __iter__(self):
        return self._make()
