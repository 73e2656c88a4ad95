"""What is trained on measured features: softmax, or 100 ReLU units before it, with Adam."""

import numpy as np

from pycore.images.quick_random import QuickRandom

__all__ = ["FeatureHead"]


class FeatureHead:
    """A network from `inputs` numbers to `classes` classes with `hidden` ReLU units between, 0 for none: then it starts from weights 0.

    `layers` is [[weights (inputs, units), biases (units,)], ...]. seed: decides the first weights.

    >>> head = FeatureHead(2, 3)
    >>> for _ in range(300):
    ...     head.learn(np.eye(2), np.array([0, 2]), rate=0.05)
    >>> head.probabilities(np.eye(2)).argmax(axis=1).tolist()
    [0, 2]
    """

    #: Adam, D. P. Kingma and J. Ba 2015: how long the means remember, and what keeps a division from 0.
    FIRST, SECOND, LEAST = 0.9, 0.999, 1e-8

    def __init__(self, inputs, classes, hidden=0, seed=0):
        random = QuickRandom(seed)
        self.layers = []
        if hidden:
            # He et al. 2015, equation 10.
            self.layers.append([random.normal(np.sqrt(2 / inputs), (inputs, hidden)), np.zeros(hidden)])
            last = random.normal(np.sqrt(1 / hidden), (hidden, classes))
        else:
            last = np.zeros((inputs, classes))
        self.layers.append([last, np.zeros(classes)])
        self.forget()

    def forget(self):
        """Let the optimiser begin anew; the weights stay."""
        self._steps = 0
        self._memory = [[(np.zeros_like(part), np.zeros_like(part)) for part in layer] for layer in self.layers]

    def copy(self):
        """Return another one with the same weights, whose optimiser begins anew."""
        new = FeatureHead.__new__(FeatureHead)
        new.layers = [[part.copy() for part in layer] for layer in self.layers]
        new.forget()
        return new

    @property
    def parameters(self):
        """The number of weights and biases."""
        return sum(part.size for layer in self.layers for part in layer)

    def scores(self, inputs):
        """Return what the outputs sum up to, (m, classes): inputs (m, inputs)."""
        *before, (weights, biases) = self.layers
        for inner, offsets in before:
            inputs = np.maximum(inputs @ inner + offsets, 0)
        return inputs @ weights + biases

    def probabilities(self, inputs):
        """Return the probability of each class, (m, classes)."""
        scores = self.scores(inputs)
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return raised / raised.sum(axis=1, keepdims=True)

    def judged(self, inputs, labels):
        """Return (mean cross-entropy, share of right answers) for inputs (m, inputs), labels (m,); (nan, nan) for none."""
        if not len(labels):
            return float("nan"), float("nan")
        shares = self.probabilities(inputs)
        loss = -np.log(np.maximum(shares[np.arange(len(labels)), labels], 1e-300)).mean()
        return float(loss), float((shares.argmax(axis=1) == labels).mean())

    def gradients(self, inputs, labels):
        """Return the slopes of the mean cross-entropy, like `layers`."""
        values = [inputs]
        for weights, biases in self.layers[:-1]:
            values.append(np.maximum(values[-1] @ weights + biases, 0))
        scores = values[-1] @ self.layers[-1][0] + self.layers[-1][1]
        slopes = np.exp(scores - scores.max(axis=1, keepdims=True))
        slopes /= slopes.sum(axis=1, keepdims=True)
        slopes[np.arange(len(labels)), labels] -= 1
        slopes /= len(labels)
        found = []
        for place in range(len(self.layers) - 1, -1, -1):
            found.append([values[place].T @ slopes, slopes.sum(axis=0)])
            if place:
                slopes = (slopes @ self.layers[place][0].T) * (values[place] > 0)
        return found[::-1]

    def learn(self, inputs, labels, rate=0.001):
        """Take one step of Adam for a batch: inputs (m, inputs), labels (m,) whole numbers."""
        self._steps += 1
        pace = rate * np.sqrt(1 - self.SECOND**self._steps) / (1 - self.FIRST**self._steps)
        for layer, memory, slopes in zip(self.layers, self._memory, self.gradients(inputs, labels), strict=True):
            for part, (first, second), slope in zip(layer, memory, slopes, strict=True):
                first += (1 - self.FIRST) * (slope - first)
                second += (1 - self.SECOND) * (slope * slope - second)
                part -= pace * first / (np.sqrt(second) + self.LEAST)

    def settle(self):
        """Round weights and biases to float32, as they are saved, so that a saved one says the very same."""
        self.layers = [[part.astype(np.float32).astype(float) for part in layer] for layer in self.layers]
