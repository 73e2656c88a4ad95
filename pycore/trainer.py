"""Training by epochs and batches: the reference's order of the points, carried remainder and updates; knows no picture."""

import numpy as np

from pycore.network import Pass, play
from pycore.optimizers import Sgd

__all__ = ["Trainer"]

#: Above this many batches an epoch their calls are made when needed, not kept: two calls a batch would be too much memory.
_MOST_KEPT_BATCHES = 5000


class Trainer:
    """Trains a network on fixed points, in place.

    network: what to train. inputs: (R, i + 1, n) with a last row of ones. labels: (R, 1, n). batch_size: points an update.
    regularization: "none", "L1" or "L2". The rates, `learning_rate` and `regularization_rate`, are arrays (R,), changed with
    `set_rates`.

    The points are taken in the same order every epoch. A batch that is not full at the end of an epoch is not thrown away:
    its gradients are added to the next epoch's first batch, which then averages more points (they were computed at older
    weights; the reference does so). A batch size above n therefore never updates anything.

    `alive` (R, P) is 0 at links that L1 has killed, else 1.
    """

    def __init__(self, network, inputs, labels, batch_size, regularization="none"):
        self.network = network
        self.alive = np.ones_like(network.parameters)
        count = inputs.shape[-1]
        self._inputs, self._labels = network.squeezed(inputs), network.squeezed(labels)
        self._batch_size = batch_size
        self._full, self._left = divmod(count, batch_size)
        self._carried = 0
        self._carry = np.zeros_like(network.parameters)
        squeezed = network.squeezed
        self._batch = Pass(network, batch_size, backward=True) if self._full else None
        self._rest = Pass(network, self._left, backward=True) if self._left else None
        gradient = (self._batch or self._rest).gradient
        self._optimizer = Sgd(
            squeezed(network.parameters), squeezed(gradient), squeezed(self.alive), regularization
        )
        self._scale, self._first_scale = np.zeros(()), np.zeros(())
        self._tapes = self._record(self._batch) if self._full else None
        self._rest_tapes = self._record(self._rest) if self._left else None
        self._update = self._optimizer.tape(self._scale)
        self._first_update = self._optimizer.tape(self._first_scale)
        self._kept = list(self._batches()) if self._full <= _MOST_KEPT_BATCHES else None
        self._rest_calls = self._bind(self._rest, self._full * batch_size) if self._left else None

    def set_rates(self, learning_rate, regularization_rate):
        """Set the learning rate and the regularisation rate that updates use from now on."""
        self._learning_rate = learning_rate
        np.divide(learning_rate, self._batch_size, out=self._scale)
        np.multiply(
            self.network.is_weight, learning_rate * regularization_rate, out=self._optimizer.decay
        )

    def restart(self):
        """Forget the carried gradients and revive the dead links, for a network that got its first weights again."""
        self._carried = 0
        self._carry.fill(0)
        self.alive.fill(1)

    def epoch(self):
        """Train on every point once."""
        with np.errstate(all="ignore"):  # a run may diverge; its owner says so
            if self._full:
                self._full_batches()
            if self._left:
                self._keep_remainder()

    def _full_batches(self):
        forward, backward = self._tapes
        update = self._update
        carried = self._carried
        for first, error, last in self._kept or self._batches():
            first()
            for call in forward:
                call()
            error()
            for call in backward:
                call()
            last()
            if carried:
                self._batch.gradient += self._carry
                np.divide(self._learning_rate, self._batch_size + carried, out=self._first_scale)
                play(self._first_update)
                self._carried = carried = 0
            else:
                for call in update:
                    call()

    def _keep_remainder(self):
        """Add the gradients of the points behind the last full batch to the carried ones."""
        first, error, last = self._rest_calls
        forward, backward = self._rest_tapes
        first()
        play(forward)
        error()
        play(backward)
        last()
        if self._carried:
            self._carry += self._rest.gradient
        else:
            self._carry[:] = self._rest.gradient
        self._carried += self._left

    def _record(self, batch):
        return batch.forward(), batch.backward()

    def _batches(self):
        for index in range(self._full):
            yield self._bind(self._batch, index * self._batch_size)

    def _bind(self, batch, start):
        """The three calls that differ from batch to batch: they touch the inputs and labels from point `start` on."""
        inputs = self._inputs[..., start : start + batch.points]
        labels = self._labels[..., start : start + batch.points]
        return batch.first(inputs), batch.output_error(labels), batch.last(inputs)
