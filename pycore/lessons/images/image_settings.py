"""What a reader sets before training on pictures: features, head, epochs; each with its words and its bounds."""

import math
from typing import NamedTuple

from pycore.lessons.images.picture_store import ImagesError

__all__ = ["DEFAULTS", "FEATURES", "ROWS", "checked"]

#: Sets of features by name, and what they are called.
FEATURES = {
    "pixels": ("Raw pixels", "The picture itself, 20 × 20. Nothing is measured: whatever moves is something new."),
    "gradients": ("Edges by direction", "How much edge there is in which direction, place by place. Sees shapes, no colours."),
    "colours": ("Colours", "How much of the picture has which colour. Sees no shapes, and does not mind where things are."),
    "filters": ("Learned filters", "96 small patterns, learned once from photographs; how much there is of each, quarter by quarter."),
    "colours+filters": ("Colours and filters", "Both side by side."),
    "gradients+colours": ("Edges and colours", "Both side by side."),
    "gradients+filters": ("Edges and filters", "Both side by side."),
    "gradients+colours+filters": ("Edges, colours and filters", "All three side by side."),
}


class Row(NamedTuple):
    """A setting: its name, label and help, kind ("choice", "number", "flag"), what it is at first, and what it may be."""

    name: str
    label: str
    help: str
    kind: str
    default: object
    options: tuple = ()
    low: float = 0
    high: float = 1
    is_whole: bool = True

    def check(self, value):
        """Return the value. Raises ImagesError."""
        if self.kind == "flag":
            is_right, wanted = isinstance(value, bool), "true or false"
        elif self.kind == "choice":
            values = [option[0] for option in self.options]
            is_right, wanted = not isinstance(value, bool) and value in values, f"one of {', '.join(map(str, values))}"
        else:
            is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
            is_right = is_number and self.low <= value <= self.high and (not self.is_whole or value == int(value))
            wanted = f"{'a whole number' if self.is_whole else 'a number'} from {self.low:g} to {self.high:g}"
        if not is_right:
            raise ImagesError(f"{self.name}: expected {wanted}, got {str(value)[:60]!r}")
        return int(value) if self.kind == "number" and self.is_whole else value


ROWS = (
    Row(
        "features",
        "What is measured",
        "A network this small can't learn from a few pictures what to look at. These are measured first.",
        "choice",
        "gradients+colours+filters",
        tuple((name, *words) for name, words in FEATURES.items()),
    ),
    Row(
        "hidden",
        "Hidden neurons",
        "None: one neuron for each class weighs what was measured. 100: combinations, for which it needs more pictures.",
        "choice",
        0,
        ((0, "None", ""), (100, "100", "")),
    ),
    Row("epochs", "Epochs", "How often it sees every picture.", "number", 50, low=1, high=500),
    Row("batch", "Batch", "Pictures it looks at before each small step.", "number", 16, low=1, high=256),
    Row("rate", "Learning rate", "How large the steps are (Adam).", "number", 0.001, low=0.0001, high=0.1, is_whole=False),
    Row("augment", "More variety", "Mirrored, shifted, lighter and darker copies, too. Takes four times as long.", "flag", False),
    Row("seed", "Seed", "Decides the split, the order and the first weights.", "number", 0, low=0, high=2**31 - 1),
)
DEFAULTS = {row.name: row.default for row in ROWS}


def checked(settings):
    """Return all settings, {name: value}; what is not in `settings` has its default. Raises ImagesError for a wrong one."""
    rows = {row.name: row for row in ROWS}
    for name in settings:
        if name not in rows:
            raise ImagesError(f"settings: expected {', '.join(rows)}, got {str(name)[:60]!r}")
    return DEFAULTS | {name: rows[name].check(value) for name, value in settings.items()}
