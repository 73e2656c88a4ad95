"""How labels become outputs and outputs classes: `count` is the number of classes, 0 for a regression.

Two classes have one output between -1 and +1 and labels -1 and +1; three and more have an output each, their
probabilities, and labels 0, 1, 2, ...
"""

import numpy as np

__all__ = ["confusion", "loss", "numbers", "output_activation", "outputs", "targets"]


def outputs(count):
    """Return the number of outputs."""
    return count if count > 2 else 1


def output_activation(count):
    """Return the activation of the output layer."""
    return "softmax" if count > 2 else "tanh" if count else "linear"


def loss(count, chosen):
    """Return the loss: the `chosen` one for two classes, the only one that fits for more and for a regression."""
    return "cross-entropy" if count > 2 else chosen if count else "squared"


def targets(labels, count):
    """Return what the outputs should be, (R, outputs, n), for labels (R, n): the labels, or 1 at the true class and else 0."""
    if count <= 2:
        return np.ascontiguousarray(labels)[:, None, :]
    return (labels[:, None, :] == np.arange(count)[:, None]).astype(float)


def numbers(values):
    """Return the class numbers (n,) that outputs (outputs, n) stand for; of two classes -1 is 0, and an output of 0 is +1's 1."""
    return (values[0] >= 0).astype(int) if len(values) == 1 else values.argmax(axis=0)


def confusion(values, labels, count):
    """Return counts (count, count) of points by true class (rows) and by the class that outputs (outputs, n) say (columns).

    Points whose outputs are no numbers are of no class and are not counted.
    """
    known = ~np.isnan(values).any(axis=0)
    values, labels = values[:, known], labels[known]
    true = (labels > 0).astype(int) if count == 2 else labels.astype(int)
    counts = np.zeros((count, count), int)
    np.add.at(counts, (true, numbers(values)), 1)
    return counts
