"""The inputs that a network can be given: named functions of a point's two coordinates, raw, without any scaling.

Nine are built in; everything about one is in its record, so that a new one is one entry of FEATURES. Others are formulas that people
type, in the setting `expressions` (`features` in the address).
"""

import re
from dataclasses import dataclass

import numpy as np

from pycore.data.formulas import Expression
from pycore.data.registry import PartError, Registry, check_sources

__all__ = ["FEATURES", "Feature", "active", "inputs", "offered"]

#: A key of an address.
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9]{0,39}")


@dataclass(frozen=True)
class Feature:
    """One input: `function(x1, x2)` takes two arrays of one shape and returns an array of that shape.

    key: in the address; of a formula, its text. name: in Settings; "expressions" for every formula. label: for people.
    axis: 0 if it is of x1 alone, 1 of x2 alone, None of both. source: of the function, in NumPy, or None. on: whether the network is
    fed with it at first. note: what people should know.
    """

    key: str
    name: str
    label: str
    function: object
    axis: int | None = None
    source: str | None = None
    on: bool = False
    note: str = ""


def _checked(part):
    """Raise PartError unless a feature is a finite number at every place of the window, whichever shape the places have."""
    check_sources(part, "feature", "source")
    if not isinstance(part.key, str) or not _KEY.fullmatch(part.key):
        raise PartError(
            "feature", part.name, "key", "a word of at most 40 letters and digits that begins with a letter", repr(part.key)
        )
    if part.axis not in (0, 1, None):
        raise PartError("feature", part.name, "axis", "0, 1 or None", repr(part.axis))
    x1, x2 = np.meshgrid(np.linspace(-6, 6, 13), np.linspace(-6, 6, 12))
    with np.errstate(all="ignore"):
        try:
            values = np.asarray(part.function(x1, x2))
            other = np.asarray(part.function(*((x1, x2[::-1]) if part.axis == 0 else (x1[:, ::-1], x2))))
        except Exception as error:
            raise PartError("feature", part.name, "function", "a function of two arrays", str(error)) from error
    if values.shape != x1.shape:
        raise PartError("feature", part.name, "function", f"an array of the shape {x1.shape}", f"one of {values.shape}")
    if not np.isfinite(values).all():
        place = np.argmax(~np.isfinite(values))
        got = f"{values.flat[place]} at ({x1.flat[place]:g}, {x2.flat[place]:g})"
        raise PartError("feature", part.name, "function", "finite numbers from -6 to 6", got)
    if part.axis is not None and not np.array_equal(values, other):
        told = "None, or a function of one coordinate alone"
        raise PartError("feature", part.name, "axis", told, f"{part.axis} and a function of both")


#: The features in the order of the input nodes, from top to bottom: the reference's seven, then ours.
FEATURES = Registry(
    "feature",
    (
        Feature("x", "x", "X₁", lambda x1, x2: x1, 0, "x1", on=True),
        Feature("y", "y", "X₂", lambda x1, x2: x2, 1, "x2", on=True),
        Feature("xSquared", "x_squared", "X₁²", lambda x1, x2: x1 * x1, 0, "x1 * x1"),
        Feature("ySquared", "y_squared", "X₂²", lambda x1, x2: x2 * x2, 1, "x2 * x2"),
        Feature("xTimesY", "x_times_y", "X₁X₂", lambda x1, x2: x1 * x2, None, "x1 * x2"),
        Feature("sinX", "sin_x", "sin X₁", lambda x1, x2: np.sin(x1), 0, "np.sin(x1)"),
        Feature("sinY", "sin_y", "sin X₂", lambda x1, x2: np.sin(x2), 1, "np.sin(x2)"),
        Feature("cosX", "cos_x", "cos X₁", lambda x1, x2: np.cos(x1), 0, "np.cos(x1)"),
        Feature("cosY", "cos_y", "cos X₂", lambda x1, x2: np.cos(x2), 1, "np.cos(x2)"),
    ),
    _checked,
)


def offered(settings):
    """Return every feature, switched on or not: FEATURES but for those that the address takes away, then the formulas.

    `sinX_hide=true` in the address takes sinX away: it is neither drawn nor fed to the network, even if its own key says so.
    """
    hidden = {key.removesuffix("_hide") for key, value in settings.unknown if key.endswith("_hide") and value == "true"}
    return tuple(feature for feature in FEATURES.values() if feature.key not in hidden) + _formulas(settings)


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
