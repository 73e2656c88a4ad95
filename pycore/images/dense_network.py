"""One neuron, a row of them, or a hidden layer, on the pixels of an image: pycore.nn's Network, trained slice by slice."""

import numpy as np

from pycore.data import targets
from pycore.data.rng import SeededRandom
from pycore.images.quick_random import QuickRandom
from pycore.nn.network import Network
from pycore.nn.trainer import Trainer
from pycore.settings import Settings

__all__ = ["DenseImages"]


class DenseImages:
    """A network of images of `shape` (height, width) for `classes` classes; two classes make one neuron, which says how much of class 1.

    hidden: units of each hidden layer (ReLU), () for none: then it starts from weights 0, so that all that its weights show was learned.
    seed: decides first weights and order. It learns as `pycore.NetworkClassifier` does with optimizer="sgd", but has only one slice of
    images at a time as numbers.

    >>> import numpy as np
    >>> dark, light = np.ones((20, 4)), np.zeros((20, 4))
    >>> network = DenseImages((2, 2), 2)
    >>> for _ in range(80):
    ...     network.learn(np.vstack([dark, light]), np.repeat([1, 0], 20))
    >>> network.probabilities(np.ones((1, 4))).round().tolist()
    [[0.0, 1.0]]
    """

    #: Plain gradient descent: the rate for many classes, and the images of a batch. The score of one neuron is twice its sum, so that its
    #: steps count four times as much, and a quarter of the rate does the same. SLICE: how many images it takes well in one call.
    RATE, BATCH, SLICE = 0.5, 100, 500

    def __init__(self, shape, classes, hidden=(), seed=0):
        self.shape, self.classes, self.hidden = tuple(shape), classes, tuple(hidden)
        sizes = (self.shape[0] * self.shape[1], *self.hidden, targets.outputs(classes))
        self.network = Network(sizes, (*("relu",) * len(hidden), targets.output_activation(classes)))
        self._order = QuickRandom(seed)
        if hidden:
            for layer in self.network.weights:
                units, columns = layer.shape[1:]
                # He et al. 2015, equation 10; drawn at once, since a large picture has many weights.
                layer[0, :, :-1] = self._order.normal(np.sqrt(2 / (columns - 1)), (units, columns - 1))
        self.loss = float(np.log(classes))  # until something has been learned

    @property
    def parameters(self):
        """All weights and biases, (P,); can be written to."""
        return self.network.parameters[0]

    def learn(self, inputs, labels):
        """Learn from a slice of images once, in batches: inputs (m, pixels) from 0 to 1, labels (m,) whole numbers."""
        order = self._order.permutation(len(inputs))
        points = np.ones((1, inputs.shape[1] + 1, len(order)))
        points[0, :-1] = inputs[order].T
        values = np.asarray(labels, float)[order]
        wanted = targets.targets((2 * values - 1 if self.classes == 2 else values)[None], self.classes)
        settings = Settings(learning_rate=self.RATE / (4 if self.classes == 2 else 1), batch_size=min(self.BATCH, len(order)))
        kind = targets.loss(self.classes, "log")
        trainer = Trainer(self.network, points, wanted, len(order), [settings], [SeededRandom("0")], kind, carries=False)
        trainer.epoch()
        self.loss = float(trainer.losses()[0, 0])

    def probabilities(self, inputs):
        """Return the probability of each class, (m, classes)."""
        scores = self.scores(inputs)
        if self.classes == 2:
            ones = 1 / (1 + np.exp(-np.clip(scores, -500, 500)))
            return np.stack([1 - ones, ones], axis=1)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def scores(self, inputs):
        """Return what the outputs sum up to, (m, classes), or (m,) of one neuron; softmax, or a sigmoid, makes probabilities of it."""
        *before, last = self._layers()
        for weights, biases in before:
            inputs = np.maximum(inputs @ weights.T + biases, 0)
        sums = inputs @ last[0].T + last[1]
        # tanh(z) stands for the probability (1 + tanh(z)) / 2, the sigmoid of 2 z.
        return 2 * sums[:, 0] if self.classes == 2 else sums

    def slopes(self, image, answer):
        """Return how the score of class `answer` changes with each pixel of one image (pixels,), (height, width).

        With ReLU a network is a plane around each image, so that these are its weights there; of many classes the mean over the classes is
        taken away, which softmax does not see. Without hidden layers they are the weights, whatever the image.
        """
        *before, (last, _) = self._layers()
        value, masks = image, []
        for weights, biases in before:
            value = np.maximum(weights @ value + biases, 0)
            masks.append(value > 0)
        slope = 2 * last[0] * (1 if answer else -1) if self.classes == 2 else last[answer] - last.mean(axis=0)
        for (weights, _), mask in zip(reversed(before), reversed(masks), strict=True):
            slope = (slope * mask) @ weights
        return slope.reshape(self.shape)

    def pictures(self):
        """Return what the first layer's neurons look for: their weights as images, (neurons, height, width)."""
        return self._layers()[0][0].reshape(-1, *self.shape)

    def _layers(self):
        """[(weights (units, inputs), biases (units,)), ...], views."""
        return [(layer[0, :, :-1], layer[0, :, -1]) for layer in self.network.weights]
