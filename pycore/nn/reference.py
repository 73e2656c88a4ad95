"""A neural network as plainly as it can be written: what goes forward, what comes back, and the step that follows.

This is the network that the fast one (network.py and optimizers.py) is held against, the one by which a step of training is
explained, and the one that an exported NumPy program consists of: its functions stand there word for word.

Arrays are (points, units). A layer is a pair: biases (units,) and weights (units, inputs). An activation is a function of the
weighted sums of a layer that returns its values, and its slopes there.
"""

import numpy as np

__all__ = ["backward", "forward", "gradients", "sgd_terms", "train"]


def forward(layers, activations, inputs):
    """Return three lists: each layer's weighted sums; what enters each layer and what leaves the last; each activation's slopes."""
    sums, values, slopes = [], [inputs], []
    for (bias, weights), activation in zip(layers, activations, strict=True):
        z = values[-1] @ weights.T + bias
        a, slope = activation(z)
        sums.append(z)
        values.append(a)
        slopes.append(slope)
    return sums, values, slopes


def backward(layers, slopes, delta):
    """Return each layer's delta: how a point's loss changes with the layer's weighted sums. `delta` is that of the last layer.

    A layer's share of the blame comes back along the weights above it, and passes its own activation's slope.
    """
    deltas = [delta]
    for layer in range(len(layers) - 1, 0, -1):
        weights_above = layers[layer][1]
        deltas.insert(0, (deltas[0] @ weights_above) * slopes[layer - 1])
    return deltas


def gradients(deltas, values):
    """Return each layer's pair: how the sum of the points' losses changes with each bias, and with each weight.

    Along a weight came what entered the layer; along a bias came 1.
    """
    return [(delta.sum(axis=0), delta.T @ entered) for delta, entered in zip(deltas, values[:-1], strict=True)]


def sgd_terms(old, gradient, rate, pull=0.0, alive=1.0, kills=False):
    """Return the terms of new = old - step - pull for one array of parameters, and where the new one is 0 for ever instead.

    `gradient` is the mean over the points; `pull` is the slope of the penalty, times its rate. `alive` is 0 where a link is dead
    or a layer frozen. With `kills`, L1's rule, a weight dies that the pull alone takes across zero.
    """
    step, pull = rate * gradient * alive, rate * pull * alive
    after = old - step
    dies = after * (after - pull) < 0 if kills else np.zeros(np.shape(old), bool)
    return step, pull, dies


def train(layers, activations, error, inputs, targets, batch_size, rate, penalty=None, penalty_rate=0.0, kills=False):
    """Train the layers in place on every full batch of points once, in their order: one epoch of stochastic gradient descent.

    error(outputs, targets, slopes): the last layer's delta. penalty(weights): the slope of the penalty, on weights alone. With
    `kills` a weight of exactly 0 counts as dead.
    """
    for start in range(0, len(inputs) - batch_size + 1, batch_size):
        batch = slice(start, start + batch_size)
        _, values, slopes = forward(layers, activations, inputs[batch])
        deltas = backward(layers, slopes, error(values[-1], targets[batch], slopes[-1]))
        for layer, found in zip(layers, gradients(deltas, values), strict=True):
            for parameters, summed in zip(layer, found, strict=True):
                pulls = penalty is not None and parameters.ndim == 2
                pull = penalty_rate * penalty(parameters) if pulls else 0.0
                alive = (parameters != 0) * 1.0 if kills and pulls else 1.0
                step, pull, dies = sgd_terms(parameters, summed / batch_size, rate, pull, alive, kills and pulls)
                parameters -= step
                parameters -= pull
                parameters[dies] = 0.0
