"""Update rules on flat parameter vectors, and the regularisers that are part of them, as tapes.

Each function takes arrays that exist already and returns the calls that change `parameters` in place. All arrays are (P,) or
(R, P), in the layout of network.py.
"""

from functools import partial

import numpy as np

from pycore.functions import ZERO

__all__ = ["Sgd"]


class Sgd:
    """Plain stochastic gradient descent with the reference's L1, L2 or no penalty.

    With eta the learning rate, lambda the regularisation rate and g the mean gradient of a batch, weights take two stages,
    w1 = w - eta g and w2 = w1 - eta lambda R'(w), where R' is the sign of w under L1 and w itself under L2. Under L1 a weight
    whose w1 and w2 have opposite signs becomes 0 and *dead*: `alive` is 0 there, and it is never updated again. Biases
    are not penalised. A rate of 0 kills nothing.

    `decay` is eta lambda at weights and 0 at biases; the owner rewrites it when a rate changes.
    """

    def __init__(self, parameters, gradient, alive, regularization):
        self._parameters, self._gradient, self._alive = parameters, gradient, alive
        self.decay = np.zeros_like(parameters)
        self._regularization = regularization
        self._penalty, self._next = np.zeros_like(parameters), np.zeros_like(parameters)
        self._crossed = np.zeros(parameters.shape, bool)

    def tape(self, scale):
        """The calls of one update; `scale` is eta over the number of points whose gradients `gradient` adds up."""
        w, g, penalty = self._parameters, self._gradient, self._penalty
        take_step = [partial(np.multiply, g, scale, g), partial(np.subtract, w, g, w)]
        if self._regularization == "L2":
            return [partial(np.multiply, w, self.decay, penalty), *take_step, partial(np.subtract, w, penalty, w)]
        if self._regularization == "L1":
            after, crossed = self._next, self._crossed
            return [
                partial(np.sign, w, penalty),
                partial(np.multiply, penalty, self.decay, penalty),
                partial(np.multiply, penalty, self._alive, penalty),
                partial(np.multiply, g, self._alive, g),
                *take_step,
                partial(np.subtract, w, penalty, after),
                partial(np.multiply, w, after, w),
                partial(np.less, w, ZERO, crossed),
                partial(np.copyto, w, after),
                partial(np.copyto, w, ZERO, where=crossed),
                partial(np.copyto, self._alive, ZERO, where=crossed),
            ]
        return take_step
