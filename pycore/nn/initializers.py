"""First weights: each initialiser fills one layer of one run, drawing link by link from the seeded generator.

fan_in is the number of a unit's inputs, fan_out the number of the layer's units. Biases start at 0.1 with the reference's
uniform weights and at 0 with all others. Everything about an initialiser is in its record, so that a new one is one entry of
INITIALIZERS.
"""

import math
from dataclasses import dataclass

import numpy as np

from pycore.data.registry import PartError, Registry
from pycore.data.rng import SeededRandom

__all__ = ["INITIALIZERS", "Initializer", "initialize"]


@dataclass(frozen=True)
class Initializer:
    """A way to draw first weights.

    name, label: in settings and addresses; for people. formula: for people.
    draw(rng, fan_in, fan_out): a function without arguments that draws one weight from a SeededRandom.
    finish(weights): what becomes of a layer's weights (units, inputs) once all are drawn, or None. bias: where biases start.
    note: what people should know.
    """

    name: str
    label: str
    formula: str
    draw: object
    finish: object = None
    bias: float = 0.0
    note: str = ""


def _uniform(rng, fan_in, fan_out):
    """U(-0.5, 0.5), whatever the size of the layer."""
    return lambda: rng.random() - 0.5


def _xavier(rng, fan_in, fan_out):
    """U(-b, b) with b = sqrt(6 / (fan_in + fan_out)): Glorot and Bengio 2010, equation 16."""
    bound = math.sqrt(6 / (fan_in + fan_out))
    return lambda: rng.uniform(-bound, bound)


def _he(rng, fan_in, fan_out):
    """N(0, 2 / fan_in): He et al. 2015, equation 10."""
    return lambda: rng.normal(0.0, 2 / fan_in)


def _lecun(rng, fan_in, fan_out):
    """N(0, 1 / fan_in): LeCun et al. 1998, "Efficient BackProp", section 4.6."""
    return lambda: rng.normal(0.0, 1 / fan_in)


def _standard_normal(rng, fan_in, fan_out):
    return lambda: rng.normal(0.0, 1.0)


def _orthogonal(normal):
    """Rows, or columns where there are fewer, made orthonormal (Saxe et al. 2014): Q of a QR whose R has a positive diagonal."""
    tall = normal if normal.shape[0] >= normal.shape[1] else normal.T
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))
    return q if tall is normal else q.T


def initialize(name, layers, rng):
    """Fill `layers`, views (units, inputs + 1) of one run, bias last: layer by layer, unit by unit, input by input."""
    _fill(INITIALIZERS[name], layers, rng)


def _fill(part, layers, rng):
    for layer in layers:
        units, inputs = layer.shape[0], layer.shape[1] - 1
        if inputs:
            draw = part.draw(rng, inputs, units)
            for unit in layer:
                for k in range(inputs):
                    unit[k] = draw()
            if part.finish:
                layer[:, :-1] = part.finish(layer[:, :-1])
        layer[:, -1] = part.bias


def _checked(part):
    """Raise PartError unless an initialiser fills layers of any shape with finite numbers."""
    if not isinstance(part.bias, int | float) or not math.isfinite(part.bias):
        raise PartError("initialiser", part.name, "bias", "a finite number", repr(part.bias))
    layers = [np.full(shape, np.nan) for shape in ((3, 4), (1, 4), (5, 2), (2, 1))]
    try:
        _fill(part, layers, SeededRandom("1"))
    except Exception as error:
        field = "finish" if part.finish and not np.isnan(layers[0][:, 0]).any() else "draw"
        raise PartError("initialiser", part.name, field, "a function that fills layers of any shape", str(error)) from error
    if not all(np.isfinite(layer).all() for layer in layers):
        raise PartError("initialiser", part.name, "draw", "finite weights", str(layers[0][~np.isfinite(layers[0])][:1]))


#: The initialisers.
INITIALIZERS = Registry(
    "initialiser",
    (
        Initializer("uniform", "Uniform ±0.5", "U(−0.5, 0.5)", _uniform, bias=0.1),
        # Drawn and thrown away, so that whatever is drawn later is the same.
        Initializer("zero", "Zero", "0", _uniform, finish=np.zeros_like),
        Initializer("xavier", "Xavier (Glorot)", "U(−b, b), b = √(6 / (inputs + units))", _xavier),
        Initializer("he", "He", "N(0, 2 / inputs)", _he),
        Initializer("lecun", "LeCun", "N(0, 1 / inputs)", _lecun),
        Initializer("orthogonal", "Orthogonal", "Q of N(0, 1) = Q R", _standard_normal, finish=_orthogonal),
    ),
    _checked,
)
