"""The inputs that a network can be given: named functions of a point's two coordinates, raw, without any scaling.

Nine are built in. Others are formulas that people type, in the setting `expressions` (`features` in the address).
"""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from pycore.data.formulas import Expression

__all__ = ["FEATURES", "Feature", "active", "inputs", "offered"]


class Feature(NamedTuple):
    """One input: `function(x1, x2)` takes two arrays of one shape and returns an array of that shape."""

    key: str  # in the address; of a formula, its text
    name: str  # in Settings; "expressions" for every formula
    label: str
    function: object
    axis: int | None = None  # 0: of x1 alone, 1: of x2 alone, None: of both


#: The built-in features in the order of the input nodes, from top to bottom: the reference's seven, then ours.
FEATURES = (
    Feature("x", "x", "X₁", lambda x1, x2: x1, 0),
    Feature("y", "y", "X₂", lambda x1, x2: x2, 1),
    Feature("xSquared", "x_squared", "X₁²", lambda x1, x2: x1 * x1, 0),
    Feature("ySquared", "y_squared", "X₂²", lambda x1, x2: x2 * x2, 1),
    Feature("xTimesY", "x_times_y", "X₁X₂", lambda x1, x2: x1 * x2),
    Feature("sinX", "sin_x", "sin X₁", lambda x1, x2: np.sin(x1), 0),
    Feature("sinY", "sin_y", "sin X₂", lambda x1, x2: np.sin(x2), 1),
    Feature("cosX", "cos_x", "cos X₁", lambda x1, x2: np.cos(x1), 0),
    Feature("cosY", "cos_y", "cos X₂", lambda x1, x2: np.cos(x2), 1),
)

by_key = MappingProxyType({feature.key: feature for feature in FEATURES})


def offered(settings):
    """Return every feature, switched on or not: FEATURES but for those that the address takes away, then the formulas.

    `sinX_hide=true` in the address takes sinX away: it is neither drawn nor fed to the network, even if its own key says so.
    """
    hidden = {key.removesuffix("_hide") for key, value in settings.unknown if key.endswith("_hide") and value == "true"}
    return tuple(feature for feature in FEATURES if feature.key not in hidden) + _formulas(settings)


def active(settings):
    """Return the features that are the network's inputs, in the order of `offered`: those switched on, and all formulas.

    There may be none: such a network has only its biases.
    """
    return tuple(f for f in offered(settings) if f.name == "expressions" or getattr(settings, f.name))


def _formulas(settings):
    formulas = map(Expression, settings.expressions)
    return tuple(Feature(formula.text, "expressions", formula.label, formula) for formula in formulas)


def inputs(features, x1, x2):
    """Return the inputs of points as an array (len(features) + 1, n), with a last row of ones for the biases.

    `x1` and `x2` are 1-D arrays of n coordinates.
    """
    rows = np.ones((len(features) + 1, len(x1)))
    for row, feature in zip(rows, features, strict=False):
        row[:] = feature.function(x1, x2)
    return rows
