"""The update rules that are built in: functions from an updates.Update and a count of points to the calls of one update.

Symbols and shapes are those of updates.py.
"""

import math
from functools import partial

import numpy as np

from pycore.nn.functions import ZERO
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["adam", "adamw", "momentum", "nesterov", "rmsprop", "sgd"]


def sgd(update, count):
    """SGD with a penalty in two stages, or the fork's one-stage form once gradients are averaged.

    Without averaging w1 = w - eta g and w2 = w1 - eta lambda R'(w); under L1 a weight for which w1 w2 < 0 becomes 0 and dead: it
    is never updated again. With averaging by beta, v = beta v + (1 - beta) (g + lambda R'(w)), w = w - eta v, and no link dies.
    Layerwise normalisation by p divides eta, in both stages, by the length of the layer's v to the power p; the v of a dead
    link keeps its last value in that length, as in the fork.
    """
    options, g = update.options, update.g
    if options.average or options.normalization:
        return _followed_sgd(update, count)
    calls = [partial(np.multiply, g, update.scale(count), g)]
    if not update.is_penalized:
        return [*calls, *update.take(g)]
    if REGULARIZERS[options.regularization].decays:
        decay = update.decay_calls("decay", lambda: update.penalty * update.network.is_weight)
        return [*calls, *decay, *update.take(g)]
    return [*update.pull_calls(), *calls, *_two_stages(update)]


def _followed_sgd(update, count):
    """SGD along an average of gradients, or with layerwise normalisation, or both."""
    options, g, pull = update.options, update.g, update.pull
    calls = [partial(np.multiply, g, update.mean(count), g)]
    penalized = update.is_penalized
    calls += update.slope_calls(pull) if penalized else []
    average, target = update.memory["average"], update.pair[0]
    calls.append(partial(np.add, g, pull, target) if penalized else partial(np.copyto, target, g))
    calls += [  # average += (1 - beta) (target - average), where the link lives
        partial(np.subtract, target, average, target),
        partial(np.multiply, target, np.array(1 - options.average), target),
        partial(np.multiply, target, update.alive, target),
        partial(np.add, average, target, average),
    ]
    factor = update.scratch
    calls += update.layer_norm_calls(average, factor) if options.normalization else [partial(np.copyto, factor, update.rate)]
    if options.average:
        return [*calls, partial(np.multiply, average, factor, factor), *update.take(factor)]
    calls.append(partial(np.multiply, g, factor, g))
    if not penalized:
        return [*calls, *update.take(g)]
    return [*calls, partial(np.multiply, pull, factor, pull), *update.masked(pull), *_two_stages(update)]


def _two_stages(update):
    """Subtract the step in `g`, then the penalty's in `pull`; under L1 what the second takes across zero dies."""
    w, pull, calls = update.w, update.pull, update.take(update.g)
    if not REGULARIZERS[update.options.regularization].kills:
        return [*calls, partial(np.subtract, w, pull, w)]
    after, crossed = update.scratch, update.crossed
    return [
        *calls,
        partial(np.subtract, w, pull, after),
        partial(np.multiply, w, after, pull),
        partial(np.less, pull, ZERO, crossed),
        partial(np.copyto, after, ZERO, where=crossed),
        partial(np.copyto, update.alive, ZERO, where=crossed),
        partial(np.copyto, w, after),
    ]


def momentum(update, count):
    """v = beta1 v + g; w = w - eta v. PyTorch's SGD(momentum=beta1), after Polyak 1964."""
    v, step = update.memory["velocity"], update.scratch
    return [*_velocity(update, count), partial(np.multiply, v, update.rate, step), *update.take(step)]


def nesterov(update, count):
    """v = beta1 v + g; w = w - eta (g + beta1 v). PyTorch's SGD(momentum=beta1, nesterov=True), after Sutskever et al. 2013."""
    both, (step, ahead) = update.block[2:4], update.pair
    rates = update.derived("nesterov", lambda: update.factors(update.rate, update.rate * update.options.beta1))
    return [
        *_velocity(update, count),
        partial(np.multiply, both, rates, update.pair),
        partial(np.add, step, ahead, step),
        *update.take(step),
    ]


def _velocity(update, count):
    """v = beta1 v + g."""
    g, v = both = update.block[2:4]
    if update.is_penalized:
        calls = [*update.mean_calls(count), partial(np.multiply, v, np.array(update.options.beta1), v)]
    else:
        shares = update.by_count("velocity", count, lambda: update.factors(1 / count, update.options.beta1))
        calls = [partial(np.multiply, both, shares, both)]
    return [*calls, partial(np.add, v, g, v)]


def rmsprop(update, count):
    """s = alpha s + (1 - alpha) g²; w = w - eta g / (sqrt(s) + epsilon). PyTorch's RMSprop, after Hinton's lecture 6e, 2012.

    Both are told by h = sqrt(1 - alpha) g.
    """
    options, both, step = update.options, update.block[1:3], update.scratch
    square, h = both
    share = math.sqrt(1 - options.alpha)
    calls = update.mean_calls(count) if update.is_penalized else []
    points = 1 if calls else count
    return [
        *calls,
        partial(np.multiply, both, update.by_count("both", points, lambda: update.factors(options.alpha, share / points)), both),
        partial(np.multiply, h, h, step),
        partial(np.add, square, step, square),
        partial(np.sqrt, square, step),
        partial(np.add, step, np.array(options.epsilon), step),
        partial(np.divide, h, step, step),
        partial(np.multiply, step, update.derived("h", lambda: update.rate / share), step),
        *update.take(step),
    ]


def adam(update, count):
    """Kingma and Ba 2015, as PyTorch's Adam: m = beta1 m + (1 - beta1) g; s = beta2 s + (1 - beta2) g²; with t updates made,
    w = w - eta m / (1 - beta1^t) / (sqrt(s / (1 - beta2^t)) + epsilon).
    """
    calls = update.mean_calls(count) if update.is_penalized else []
    return [*calls, *_adam_step(update, 1 if calls else count)]


def _adam_step(update, count):
    """The update from g times `count`: both moments are kept by the same calls, and the corrections put into rate and epsilon."""
    options, moments, fresh, step = update.options, update.block[:2], update.pair, update.scratch
    mean, square = moments
    shares = update.by_count("shares", count, lambda: update.factors((1 - options.beta1) / count, math.sqrt(1 - options.beta2) / count))
    rate, epsilon = np.zeros(update.column), np.zeros(update.column)
    return [
        partial(np.multiply, update.g, shares, fresh),
        partial(np.multiply, fresh[1], fresh[1], fresh[1]),
        partial(np.multiply, moments, update.factors(options.beta1, options.beta2), moments),
        partial(np.add, moments, fresh, moments),
        _correction(update, rate, epsilon),
        partial(np.sqrt, square, step),
        partial(np.add, step, epsilon, step),
        partial(np.divide, mean, step, step),
        partial(np.multiply, step, rate, step),
        *update.take(step),
    ]


def _correction(update, rate, epsilon):
    """The call that writes Adam's rate and epsilon of this update: eta r / (1 - beta1^t) and epsilon r, where r = sqrt(1 - beta2^t).

    For one run it is made of Python's floats: of so few numbers NumPy would take longer.
    """
    power1, power2, options = update.memory["power1"], update.memory["power2"], update.options

    def correct():
        left1, left2 = power1.item() * options.beta1, power2.item() * options.beta2
        power1[...], power2[...] = left1, left2
        root = math.sqrt(1 - left2)
        epsilon[()] = options.epsilon * root
        rate[()] = update.rate.item() * root / (1 - left1)

    def correct_each():
        np.multiply(power1, options.beta1, power1)
        np.multiply(power2, options.beta2, power2)
        root = np.sqrt(1 - power2)
        np.multiply(root, options.epsilon, epsilon)
        np.divide(update.rate * root, 1 - power1, rate)

    return correct if update.rate.ndim == 0 else correct_each


def adamw(update, count):
    """Adam after w = w - eta weight_decay w, biases too. PyTorch's AdamW, after Loshchilov and Hutter 2019.

    The gradient, with the slope of a penalty, is that of the parameters before the decay.
    """
    calls = update.mean_calls(count) if update.is_penalized else []
    decay = update.decay_calls("weight decay", lambda: update.options.weight_decay)
    return [*calls, *decay, *_adam_step(update, 1 if calls else count)]
