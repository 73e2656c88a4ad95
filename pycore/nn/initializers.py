"""First weights: each initialiser fills one layer of one run, drawing link by link from the seeded generator.

fan_in is the number of a unit's inputs, fan_out the number of the layer's units. Biases start at 0.1 with the reference's
uniform weights and at 0 with all others.
"""

import math
from types import MappingProxyType

import numpy as np

__all__ = ["INITIALIZERS", "initialize"]


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


INITIALIZERS = MappingProxyType(
    {
        "uniform": _uniform,
        "zero": _uniform,  # drawn and thrown away, so that whatever is drawn later is the same
        "xavier": _xavier,
        "he": _he,
        "lecun": _lecun,
        "orthogonal": _standard_normal,
    }
)


def initialize(name, layers, rng):
    """Fill `layers`, views (units, inputs + 1) of one run, bias last: layer by layer, unit by unit, input by input."""
    for layer in layers:
        units, inputs = layer.shape[0], layer.shape[1] - 1
        draw = INITIALIZERS[name](rng, inputs, units) if inputs else None
        for unit in layer:
            for k in range(inputs):
                unit[k] = draw()
        if name == "orthogonal" and inputs:
            layer[:, :-1] = _orthogonal(layer[:, :-1])
        layer[:, -1] = 0.1 if name == "uniform" else 0.0
        if name == "zero":
            layer.fill(0.0)


def _orthogonal(normal):
    """Rows, or columns where there are fewer, made orthonormal (Saxe et al. 2014): Q of a QR whose R has a positive diagonal."""
    tall = normal if normal.shape[0] >= normal.shape[1] else normal.T
    q, r = np.linalg.qr(tall)
    q = q * np.sign(np.diag(r))
    return q if tall is normal else q.T
