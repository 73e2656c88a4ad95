"""The tapes of an epoch: the calls of every batch and every update in order, recorded once for the present settings."""

from functools import partial
from itertools import islice

import numpy as np

from pycore.nn.network import Pass, play
from pycore.nn.updates import Options

__all__ = ["EpochTapes"]

#: Above this many batches an epoch their calls are made when needed, not kept: three calls a batch would be too much memory.
_MOST_KEPT_BATCHES = 5000

#: Seconds that a call, and a multiplication or a number written, take about in the browser of a slow device: three times what they
#: take in Pyodide on a desktop of 2024.
_CALL, _NUMBER = 2.5e-6, 3e-9
#: An epoch that takes longer than this by that reckoning is played in parts of about the other length.
_LONG, _PART = 0.06, 0.02


class EpochTapes:
    """The part of a Trainer that records what it plays."""

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
        self._update.begin(self._options(self._settings[0]))
        self._everything = Pass(network, self._inputs.shape[-1], keep=self.keep)
        self._look = [self._everything.first(self._inputs), *self._everything.forward()]
        self._every_update = self._update.tape(self.batch_size)
        self._first_counts.fill(self.batch_size)
        self._first_update = self._update.tape(self._first_counts)
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
        self._tapes = list(self._in_order())
        self._reckon()

    def _in_order(self):
        """Yield the tapes of a whole epoch."""
        yield self._first_batch
        if self._left and self._carries:
            yield [partial(np.add, self._gradient, self.state.carry, self._gradient), *self._first_update]
        else:
            yield self._every_update
        yield self._other_batches
        if self._left:
            yield self._rest_calls

    def _reckon(self):
        """Find out whether an epoch takes long, and how many calls make a part of it."""
        batches, calls_of_update = self._full + bool(self._left), len(self._every_update)
        self._calls_of_epoch = (len(self._first_batch) + calls_of_update) * batches
        # Each point takes a product forward and two backward, each call of an update all parameters.
        numbers = self.network.parameters.size * (3 * self._train_count + calls_of_update * batches)
        seconds = self._calls_of_epoch * _CALL + numbers * _NUMBER
        self.takes_long = seconds > _LONG
        self._calls_of_part = max(1, int(self._calls_of_epoch * _PART / seconds)) if self.takes_long else None

    def _play_epoch(self):
        """Play the tapes; a generator that yields the share that is done between the parts of an epoch that takes long."""
        if not self.takes_long:
            with np.errstate(all="ignore"):  # a run may diverge; its owner says so
                for tape in self._tapes:
                    play(tape)
            return
        done = 0
        for tape in self._tapes:
            calls = iter(tape)
            while part := list(islice(calls, self._calls_of_part)):
                with np.errstate(all="ignore"):
                    play(part)
                done += len(part)
                yield min(1.0, done / self._calls_of_epoch)

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


class _Replayed:
    """A tape that makes its calls anew each time it is played, when there are too many to keep."""

    def __init__(self, make):
        self._make = make

    def __iter__(self):
        return self._make()
