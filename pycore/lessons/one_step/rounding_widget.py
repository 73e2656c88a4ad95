"""The widget of two pairs of runs, a rounding apart each: a calm pair that stays together, and a chaotic one that parts."""

import math

from pycore.lessons.one_step.rounding_model import CALM, CHAOTIC, EPOCHS, gaps
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Exhibit

__all__ = ["RoundingRuns"]

#: Digits as they stand in an exponent.
SMALL = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
#: What is smaller is drawn here, and so is no difference at all.
LEAST = 1e-17


class RoundingRuns(Exhibit):
    """How far apart two runs are that differ in the last bit of one weight, epoch by epoch."""

    TITLE = "One rounding apart: a calm run and a chaotic one"
    SOURCE = "pycore.lessons.one_step.rounding_model"

    def picture(self):
        calm, chaotic = gaps(CALM), gaps(CHAOTIC)
        rows = [
            [str(epoch), _told(one), _told(other)]
            for epoch, one, other in zip(EPOCHS, calm, chaotic, strict=True)
            if epoch % 20 == 0
        ]
        said = f"After {EPOCHS[-1]} epochs the calm pair is {_told(calm[-1])} apart, the chaotic one {_told(chaotic[-1])}."
        return {
            "plots": {
                "gaps": marks.plot(
                    marks.axis(0, EPOCHS[-1], (0, 30, 60, 90, 120), label="epoch"),
                    marks.axis(LEAST, 10, [(10.0**power, _power(power)) for power in (-16, -12, -8, -4, 0)],
                               label="how far the two test losses are apart", is_log=True),
                    [
                        marks.line([(epoch, max(gap, LEAST)) for epoch, gap in zip(EPOCHS, calm, strict=True)], "pos", 3),
                        marks.line([(epoch, max(gap, LEAST)) for epoch, gap in zip(EPOCHS, chaotic, strict=True)], "neg", 3,
                                   is_dashed=True),
                    ],
                    f"Two lines over {EPOCHS[-1]} epochs. {said}",
                )
            },
            "tables": {"gaps": {"head": ["Epoch", "Calm", "Chaotic"], "rows": rows}},
            "says": said,
        }  # fmt: skip


def _told(gap):
    """A difference as people write it."""
    if gap == 0 or gap >= 1e-3:
        return f"{gap:.2g}"
    return _power(round(math.log10(gap)))


def _power(exponent):
    """A power of ten: 10⁻¹⁶, or 1."""
    return f"10{str(exponent).translate(SMALL)}" if exponent else "1"
