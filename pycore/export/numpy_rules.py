"""The optimisers as NumPy code: for each rule, a class `Optimizer` whose `update` follows the formula in its docstring."""

import numpy as np

from pycore.export import common
from pycore.export.literals import number
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["optimizer"]


def optimizer(p):
    """Return the pieces of source that define `arrays(layers)` and the class `Optimizer`."""
    s = p.settings
    return [_arrays(p), _sgd(p) if s.optimizer == "sgd" else _rule(p, OPTIMIZERS[s.optimizer])]


def _rule(p, rule):
    """The class of a rule by its record."""
    memories, lines = common.spelled(rule, "numpy", "NumPy")
    told = "\n    ".join(common.filled(f"{rule.label}: {rule.formula}.", p.settings).splitlines())
    return _class(p, told, memories, [common.filled(line, p.settings) for line in lines])


def _arrays(p):
    frozen = [layer for layer in p.settings.frozen if layer <= len(p.network.weights)]
    if not frozen:
        return (
            "def arrays(layers):\n"
            '    """Return all bias and weight arrays in one list."""\n'
            "    return [array for layer in layers for array in layer]\n"
        )
    return (
        "def arrays(layers):\n"
        '    """Return the bias and weight arrays of the layers that move, in one list; the others are frozen."""\n'
        f"    frozen = {frozen}  # 1 is the first layer\n"
        "    return [array for number, layer in enumerate(layers, 1) if number not in frozen for array in layer]\n"
    )


def _penalty(s):
    """The slope of the penalty by a weight, as source, or None."""
    if s.regularization == "none":
        return None
    return f"{number(s.regularization_rate)} * " + common.spelled(REGULARIZERS[s.regularization], "numpy", "NumPy")


def _class(p, told, memories, lines):
    """A class with the named memories, zeros at first, and the lines of its update of one array w by its gradient g."""
    penalty = _penalty(p.settings)
    if penalty:
        label = REGULARIZERS[p.settings.regularization].label
        told += f"\n\n    A weight's gradient includes the slope of the {label} penalty; a bias has none.\n    "
        lines = ["if w.ndim == 2:", f"    g = g + {penalty}", *lines]
    makes = [f"self.{name} = [np.zeros_like(w) for w in self.parameters]" for name in memories]
    counting = []
    if any("self.updates" in line for line in lines):
        makes.append("self.updates = 0")
        counting.append("self.updates += 1")
    loop = _loop({"w": "self.parameters", "g": "gradients", **{name[0]: f"self.{name}" for name in memories}}, lines)
    return _written(told, makes, counting + loop)


def _loop(lists, lines):
    """A loop over lists side by side; `lists` has the source of each by the name of its item."""
    return [f"for {', '.join(lists)} in zip({', '.join(lists.values())}):", *(f"    {line}" for line in lines)]


def _written(told, makes, update):
    return "\n".join(
        [
            "class Optimizer:",
            f'    """{told}"""',
            "",
            "    def __init__(self, layers):",
            "        self.parameters = arrays(layers)",
            *(f"        {line}" for line in makes),
            "",
            "    def update(self, gradients, rate):",
            *(f"        {line}" for line in update),
        ]
    )


def _sgd(p):
    """SGD as the playground has it: plain, along an average of gradients, with layerwise normalisation, with links that die.

    As pycore.nn.optimizers does, it follows v: the gradient with the penalty's slope, or the average of that over the past.
    """
    s = p.settings
    average, power, penalty = s.momentum, s.layerwise_gradient_normalization, _penalty(s)
    kills = REGULARIZERS[s.regularization].kills
    if not (average or power or kills):
        return _class(p, "Stochastic gradient descent: w = w - rate g.", [], ["w -= rate * g"])
    told = ["Stochastic gradient descent: w = w - rate g."]
    if average:
        told = [f"SGD along an average of past gradients: v = v + (1 - {average}) (g - v); w = w - rate v."]
    makes, lists, mask, dead = [], {"w": "self.parameters", "g": "gradients"}, "", _dead(p)
    dies = kills and not average
    if dies or dead:
        makes.append("self.alive = alive(layers)")
        lists["alive"], mask = "self.alive", " * alive"
    follow = []
    if average or power:
        makes.append("self.followed = [np.zeros_like(w) for w in self.parameters]")
        lists["v"] = "self.followed"
        follow = [f"pull = {penalty} if w.ndim == 2 else 0.0"] if penalty else []
        target = "(g + pull - v)" if penalty else "(g - v)"
        follow.append(f"v += {f'(1 - {average}) * ' if average else ''}{target}{mask}")
    rate = "eta" if power else "rate"
    if power:
        told.append(f"In each layer the rate is divided by the length of v, the gradient followed, to the power {power}.")
    if dies:
        told.append("Then w = w - rate * the penalty's slope; a weight that this takes across zero is 0 for ever.")
        step = [
            f"pull = {rate} * {penalty} * alive if w.ndim == 2 else 0.0",
            f"w -= {rate} * g * alive",
            "crosses = w * (w - pull) < 0",
            "w -= pull",
            "w[crosses] = 0.0",
            "alive[crosses] = 0.0",
        ]
    else:
        if penalty:
            told.append(f"A weight's gradient includes the slope of the {s.regularization} penalty; a bias has none.")
        step = [f"w -= {rate} * v{mask}"]
    if power:
        update = [
            *_loop(lists, follow),
            "pairs = zip(self.followed[0::2], self.followed[1::2])",
            "lengths = [np.sqrt((bias**2).sum() + (weights**2).sum()) for bias, weights in pairs]",
            f"rates = [rate / length**{power} if length else 0.0 for length in lengths for _ in range(2)]",
            *_loop({**lists, "eta": "rates"}, step),
        ]
    else:
        update = _loop(lists, follow + step)
    text = told[0] if len(told) == 1 else "\n    ".join([told[0] + "\n", *told[1:], ""])
    return (_alive(dead) + "\n\n" if mask else "") + _written(text, makes, update)


def _dead(p):
    """The links that the L1 penalty has killed: [(layer, unit, input), ...], from 0."""
    layers = enumerate(p.network.layers_of(p.trainer.alive[0]))
    return [(index, *map(int, place)) for index, layer in layers for place in np.argwhere(layer[:, :-1] == 0)]


def _alive(dead):
    """Source of `alive(layers)`: 0 at dead links, else 1."""
    lines = [
        "def alive(layers):",
        '    """Return arrays like those of `arrays`, 0 at links that the L1 penalty has cut for ever, 1 elsewhere."""',
        "    marks = [(np.ones_like(bias), np.ones_like(weights)) for bias, weights in layers]",
    ]
    if dead:
        lines.append(f"    for layer, unit, source in {dead}:")
        lines.append("        marks[layer][1][unit, source] = 0.0")
    return "\n".join([*lines, "    return arrays(marks)", ""])
