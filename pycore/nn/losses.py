"""Losses by name: what a point costs, how the cost changes with the output, and how other libraries spell it.

Everything about a loss is in its record, so that a new one is one entry of LOSSES. `Loss.of` makes a record of a plain function.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np

from pycore.data.registry import PartError, Registry, check_sources
from pycore.nn.functions import NUMERICAL, STEP

__all__ = ["LOSSES", "Loss", "output_delta"]


@dataclass(frozen=True)
class Loss:
    """A loss of outputs against labels, arrays (..., outputs, n) each.

    name, label: in settings and addresses; for people. formula: for people.

    value(outputs, labels): the loss of each point, (..., n).
    through_slope: the derivative by the output layer's weighted sum is the one by the output times the activation's slope;
    otherwise the slope cancels.
    error(outputs, labels, out): the calls that write that derivative, but for the slope, into `out`; None where it is
    output - label.
    for_many: it belongs to three and more classes, whose outputs are probabilities, and can't be chosen for two.
    is_bounded: probabilities are clipped, so that one point costs at most -ln(CLIP).
    aim: labels that are clipped, too, are so many times as far from 0: there the derivative is 0.

    numpy: source of `losses(outputs, targets)`, arrays (n, outputs); numpy_error: source of the derivative, as `error` has it, of
    `values[-1]` and `targets`. torch, keras: source of their `losses`. from_sums: of these from the weighted sums instead of the
    outputs. None where a library has no spelling. in_sklearn: scikit-learn's classifiers train on it. note: what people should know.
    """

    name: str
    label: str
    formula: str
    value: object
    through_slope: bool
    error: object = None
    for_many: bool = False
    is_bounded: bool = False
    aim: float = 1.0
    numpy: str | None = None
    numpy_error: str = "values[-1] - targets"
    torch: str | None = None
    keras: str | None = None
    from_sums: bool = False
    in_sklearn: bool = False
    note: str = ""

    @classmethod
    def of(cls, name, value, derivative=None, *, label="", formula="", **spellings):
        """Return the record of a loss `value(outputs, labels)`: (..., outputs, n) each, to (..., n).

        `derivative(outputs, labels)` is that by the outputs, shaped as they are; without it a difference quotient is taken, and
        the record's note says so.
        """
        note = "" if derivative else NUMERICAL
        derivative = derivative or partial(_difference_by_output, value)

        def error(outputs, labels, out):
            return [partial(_write_error, derivative, outputs, labels, out)]

        return cls(name, label or name, formula, value, True, error, note=note, **spellings)


def _write_error(derivative, outputs, labels, out):
    values = derivative(outputs, labels)
    if np.shape(values) != outputs.shape:
        raise ValueError(f"expected an array of the shape {outputs.shape}, got one of {np.shape(values)}")
    out[...] = values


def _difference_by_output(value, outputs, labels):
    """The derivative by each output in turn."""
    found = np.empty(outputs.shape)
    for k in range(outputs.shape[-2]):
        h = np.zeros_like(outputs)
        h[..., k, :] = STEP
        found[..., k, :] = (value(outputs + h, labels) - value(outputs - h, labels)) / (2 * STEP)
    return found


def _squared(outputs, labels):
    errors = outputs - labels
    return np.add.reduce(errors * errors, -2) / 2


#: Probabilities are kept so far from 0 and 1, as the reference's fork does: one point costs at most 32.2.
CLIP = 1e-14


def _log(outputs, labels):
    """-(t ln p + (1 - t) ln(1 - p)) of p = (1 + output) / 2 and t = (1 + label) / 2, both clipped to [CLIP, 1 - CLIP].

    Its derivative by the output, times tanh's slope, is output - label wherever nothing is clipped; that form is used
    everywhere, with the clipped label (`aim`). The fork multiplies the two factors, and gets 0 for a wrong point once tanh saturates.
    """
    p = np.clip((1 + outputs) / 2, CLIP, 1 - CLIP)
    t = np.clip((1 + labels) / 2, CLIP, 1 - CLIP)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum(axis=-2)


def _cross_entropy(outputs, labels):
    """-ln p of the true class, for softmax outputs and labels that are 1 at the true class and 0 elsewhere."""
    return -np.log(np.clip((outputs * labels).sum(axis=-2), CLIP, None))


def output_delta(name, outputs, targets, slopes):
    """Return the derivative of each point's loss by the output layer's sums: arrays (n, outputs) each, as reference.py has them.

    `slopes` are those of the output's activation, which only some losses use.
    """
    loss = LOSSES[name]
    delta = outputs - loss.aim * targets
    if loss.error:
        found = np.empty(delta.T.shape)
        for call in loss.error(outputs.T, targets.T, found):
            call()
        delta = found.T
    return delta * slopes if loss.through_slope else delta


def _checked_loss(part):
    """Raise PartError unless a loss gives one finite number a point, and a finite derivative for each output."""
    places = np.linspace(-0.95, 0.95, 20)
    outputs, labels = np.stack([places, -places])[:, None], np.stack([np.sign(places), np.ones(20)])[:, None]

    def wrong(field, expected, got):
        return PartError("loss", part.name, field, expected, got)

    check_sources(part, "loss", "numpy", "numpy_error", "torch", "keras")
    with np.errstate(all="ignore"):
        try:
            values = np.asarray(part.value(outputs, labels))
        except Exception as error:
            raise wrong("value", "a function of outputs and labels, arrays (runs, outputs, n)", str(error)) from error
        if values.shape != (2, 20):
            raise wrong(
                "value", "one number a point: (runs, n) from (runs, outputs, n)", f"the shape {values.shape} from {outputs.shape}"
            )
        if not np.isfinite(values).all():
            raise wrong("value", "finite numbers for outputs between -1 and 1", str(values[~np.isfinite(values)][0]))
        if part.error is None:
            return
        errors = np.full_like(outputs, np.nan)
        try:
            for call in part.error(outputs, labels, errors):
                call()
        except Exception as error:
            raise wrong("error", "calls that write the derivative by each output", str(error)) from error
        if not np.isfinite(errors).all():
            raise wrong("error", "finite slopes for outputs between -1 and 1", str(errors[~np.isfinite(errors)][0]))


#: The losses; which of them the outputs of a problem go with, data/targets.py says.
LOSSES = Registry(
    "loss",
    (
        Loss(
            "squared", "Squared", "½ (a − t)²", _squared, through_slope=True,
            numpy='''def losses(outputs, targets):
    """Return the loss of each point, (n,): half the squared distance of the output from what it should be."""
    return ((outputs - targets) ** 2).sum(axis=1) / 2
''',
            torch='''def losses(results, targets):
    """Return the loss of each point, (n,): half the squared distance of the output from what it should be."""
    return ((results - targets) ** 2).sum(dim=1) / 2
''',
            keras='''def losses(targets, results):
    """Return the loss of each point, (n,): half the squared distance of the output from what it should be."""
    return keras.ops.sum((results - targets) ** 2, axis=-1) / 2
''',
        ),
        Loss(
            "log", "Log loss", "−ln p of the true class, p = (1 ± a) / 2", _log, through_slope=False, is_bounded=True, aim=1 - 2 * CLIP,
            numpy='''def losses(outputs, targets):
    """Return the loss of each point, (n,): the surprise -ln p at the true class, p being (1 + output) / 2 for class +1."""
    p, t = np.clip((1 + outputs) / 2, 1e-14, 1 - 1e-14), np.clip((1 + targets) / 2, 1e-14, 1 - 1e-14)
    return -(t * np.log(p) + (1 - t) * np.log(1 - p)).sum(axis=1)
''',
            torch='''def losses(results, targets):
    """Return the loss of each point, (n,): the surprise at its class.

    The playground's output is tanh(z), and the probability of class +1 is (1 + tanh(z)) / 2, which is sigmoid(2 z).
    """
    chance = (1 + targets) / 2
    return nn.functional.binary_cross_entropy_with_logits(2 * results, chance, reduction="none").sum(dim=1)
''',
            keras='''def losses(targets, results):
    """Return the loss of each point, (n,): the surprise at its class.

    The playground's output is tanh(z), and the probability of class +1 is (1 + tanh(z)) / 2, which is sigmoid(2 z).
    """
    each = keras.ops.binary_crossentropy((1 + targets) / 2, 2 * results, from_logits=True)
    return keras.ops.sum(each, axis=-1)
''',
            from_sums=True, in_sklearn=True,
        ),
        Loss(
            "cross-entropy", "Cross-entropy", "−ln p of the true class", _cross_entropy, through_slope=False,
            for_many=True, is_bounded=True,
            numpy='''def losses(outputs, targets):
    """Return the loss of each point, (n,): the surprise -ln p at the true class, whose probability is p."""
    return -np.log(np.clip((outputs * targets).sum(axis=1), 1e-14, None))
''',
            torch='''def losses(results, targets):
    """Return the loss of each point, (n,): the surprise at its class; softmax is part of this."""
    return nn.functional.cross_entropy(results, targets, reduction="none")
''',
            keras='''def losses(targets, results):
    """Return the loss of each point, (n,): the surprise at its class; softmax is part of this."""
    return keras.ops.categorical_crossentropy(targets, results, from_logits=True)
''',
            from_sums=True, in_sklearn=True,
        ),
    ),
    _checked_loss,
)  # fmt: skip
