"""Follows one parameter of a playground: the gradient of the training loss by it, and how far it has just moved."""

import numpy as np

from pycore.data import features
from pycore.nn.network import Pass, play

__all__ = ["ParameterProbe"]


class ParameterProbe:
    """The parameter number `index` of run 0, in the order of the flat parameters.

    The gradient is that of the mean loss over all training points, without the penalty, under the present dropout mask.
    """

    def __init__(self, playground, index):
        network, points = playground.network, playground.train_points
        if not 0 <= index < network.parameters.shape[1]:
            raise ValueError(f"index: expected 0 to {network.parameters.shape[1] - 1}, got {index}")
        self.playground, self.index = playground, index
        self._gradient = np.zeros_like(network.parameters)
        inputs = features.inputs(playground.features, points[:, 0], points[:, 1])
        batch = Pass(network, len(points), self._gradient, playground.trainer.keep)
        labels = points[:, 2][None]
        if playground.classes > 2:
            labels = (labels == np.arange(playground.classes)[:, None]).astype(float)
        targets = np.broadcast_to(labels, (network.runs, *labels.shape))
        self._tape = [
            batch.first(inputs), *batch.forward(), batch.output_error(targets, playground.trainer.loss),
            *batch.backward(playground.trainer.loss), batch.last(inputs),
        ]  # fmt: skip
        self._count = len(points)
        self._before = (playground.epoch, self.value)
        #: How far the parameter moved over how many epochs, when training was last seen to go on; NaN and 0 before that.
        self.change, self.epochs = np.nan, 0

    @property
    def value(self):
        """The parameter as it is now."""
        return float(self.playground.network.parameters[0, self.index])

    @property
    def gradient(self):
        """The derivative of the mean training loss by the parameter as it is now."""
        with np.errstate(all="ignore"):
            play(self._tape)
        return float(self._gradient[0, self.index]) / self._count

    def look(self):
        """Note how far the parameter has moved since the last look, if epochs have been trained since."""
        epoch, before = self._before
        if self.playground.epoch != epoch:
            went_on = self.playground.epoch > epoch  # not so after a reset
            self.change = self.value - before if went_on else np.nan
            self.epochs = max(0, self.playground.epoch - epoch)
        self._before = (self.playground.epoch, self.value)
