"""Penalties on the size of weights by name: what they come to, their slope, and how other libraries spell them.

The trainer adds lambda times the slope to a weight's gradient, or takes it off behind the gradient's own step; biases are never
penalised. Everything about a penalty is in its record, so that a new one is one entry of REGULARIZERS.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from pycore.data.registry import PartError, Registry, check_sources

__all__ = ["REGULARIZERS", "Regularizer"]


@dataclass(frozen=True)
class Regularizer:
    """A penalty R on each weight w.

    name, label: in settings and addresses; for people. formula: R(w), for people.
    size(w): R of each weight, an array of the shape of w. slope(w): R'(w) of each. calls(w, out): the calls that write R'(w) into
    `out`, for the trainer.
    kills: under plain SGD a weight that the penalty takes across zero is 0 for ever. decays: R'(w) = w, so that a step is a factor.

    numpy: source of R'(w). torch: source of the sum of R over `module.weight`. keras: source of a regulariser, {rate} being lambda.
    None where a library has no spelling; scikit-learn has L2 alone. note: what people should know.
    """

    name: str
    label: str
    formula: str
    size: object
    slope: object
    calls: object
    kills: bool = False
    decays: bool = False
    numpy: str | None = None
    torch: str | None = None
    keras: str | None = None
    note: str = ""

    @classmethod
    def of(cls, name, size, slope, *, label="", formula="", **spellings):
        """Return the record of a penalty whose `size(w)` and `slope(w)` take and return arrays of one shape."""

        def calls(w, out):
            return [partial(_apply, slope, w, out)]

        return cls(name, label or name, formula or f"{name}(w)", size, slope, calls, **spellings)


def _apply(slope, w, out):
    out[...] = slope(w)


def _absolute_calls(w, out):
    return [partial(np.sign, w, out)]


def _square_calls(w, out):
    return [partial(np.copyto, out, w)]


def _checked(part):
    """Raise PartError unless a penalty and its slope are finite numbers for weights of either sign."""
    check_sources(part, "regulariser", "numpy", "torch", "keras")
    w = np.linspace(-4, 4, 42).reshape(2, 21)
    with np.errstate(all="ignore"):
        for field in ("size", "slope", "calls"):
            try:
                values = np.full_like(w, np.nan)
                if field == "calls":
                    for call in part.calls(w, values):
                        call()
                else:
                    values = np.asarray(getattr(part, field)(w))
            except Exception as error:
                raise PartError("regulariser", part.name, field, "a function of an array of weights", str(error)) from error
            if values.shape != w.shape:
                raise PartError("regulariser", part.name, field, f"an array of the shape {w.shape}", f"one of {values.shape}")
            if not np.isfinite(values).all():
                got = str(values[~np.isfinite(values)][0])
                raise PartError("regulariser", part.name, field, "finite numbers for weights between -4 and 4", got)


#: The penalties; "none" has no slope, and no calls.
REGULARIZERS = Registry(
    "regulariser",
    (
        Regularizer("none", "None", "0", np.zeros_like, np.zeros_like, lambda w, out: [partial(out.fill, 0.0)]),
        Regularizer(
            "L1", "L1", "|w|", np.abs, np.sign, _absolute_calls, kills=True,
            numpy="np.sign(w)", torch="module.weight.abs().sum()", keras="keras.regularizers.L1({rate})",
        ),
        Regularizer(
            "L2", "L2", "w² / 2", lambda w: w**2 / 2, np.copy, _square_calls, decays=True,
            numpy="w", torch="(module.weight**2).sum() / 2",
            keras="keras.regularizers.L2({rate} / 2)",  # that of Keras has no half in it
        ),
    ),
    _checked,
)  # fmt: skip
