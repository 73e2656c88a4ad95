"""What the widgets have in common that learn prices by gradient descent: steps, the history of errors, and how inputs are scaled."""

import numpy as np

from pycore.lessons.houses import houses_model as houses
from pycore.lessons.houses import linear_model as linear
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Exhibit, ExhibitError, action

__all__ = ["Descending"]

#: How many steps a button may take.
CLICKS = (1, 10, 100)
#: Steps taken for each picture while it goes on by itself, and after how many in all it stops.
AT_ONCE, MOST = 10, 20_000
#: It has arrived when the error is no more than this above the least, in (k$)².
NEAR = 0.01
#: It has run away when the error is above this.
LOST = 1e9


class Descending(Exhibit):
    """Gradient descent on prices: a subclass names its HOUSES and the dials of its WEIGHTS; its bias is "bias"."""

    SOURCE = "pycore.lessons.houses.linear_model"
    HOUSES = houses.THREE
    WEIGHTS = ("weight",)
    #: How many errors are kept to be seen.
    KEPT = 200
    CHOICES = {
        "standardised": Choice(((False, "No"), (True, "Yes")), False, "Standardise the input"),
        "rate": Choice(((0.1, "a tenth"), (1, "as in the guide"), (2, "double")), 1, "Learning rates"),
        "logarithmic": Choice(((False, "Linear"), (True, "Logarithmic")), True, "Error on a logarithmic axis"),
    }

    def __init__(self, **options):
        inputs, self._scale = linear.standardise(self.HOUSES.inputs)
        self._least = houses.error(*houses.best_line(self.HOUSES), self.HOUSES)
        super().__init__(**options)

    @action
    def start_over(self):
        """Go back to where the widget began, and forget all steps."""
        super().start_over()
        self._runs = {}
        self._begin()

    def changed(self, name):
        """A dial begins a new path from where it is now. Other inputs or rates begin at the start, so that runs can be compared."""
        if name in ("standardised", "rate"):
            for dial, part in self.DIALS.items():
                setattr(self, dial, part.check(dial, self._begins.get(dial, part.start)))
        if name != "logarithmic":
            self._begin()

    def _begin(self):
        """Begin a path at the dials."""
        weights, bias = self.weights, self.bias
        self._now = linear.rescale(weights, bias, self._scale) if self.standardised else (weights, bias)
        self.steps, self._running = 0, False
        self._errors = [houses.error(weights, bias, self.HOUSES)]

    @property
    def weights(self):
        """The weights of the raw inputs."""
        return np.array([getattr(self, name) for name in self.WEIGHTS])

    @property
    def error(self):
        """The error where it is now."""
        return self._errors[-1]

    @action
    def step(self, count=1):
        """Take one, ten or a hundred steps."""
        if isinstance(count, bool) or count not in CLICKS:
            raise ExhibitError(f"count: expected one of {', '.join(map(str, CLICKS))}, got {count!r}")
        self._running = False
        if self.error <= LOST:
            self._walk(int(count))

    @action
    def run(self):
        """Go on by itself until the error hardly falls any more, or stop that."""
        self._running = not self._running and not self._is_at_the_end()

    @action
    def go(self, milliseconds):
        """Take the steps of one picture."""
        if self._running:
            self._walk(AT_ONCE)
            self._running = not self._is_at_the_end()

    def _is_at_the_end(self):
        return self.error <= self._least + NEAR or self.error > LOST or self.steps >= MOST

    def _walk(self, count):
        """Take steps; returns the path, in the units of raw inputs."""
        is_scaled = self.standardised
        weight_rates, bias_rate = (houses.STANDARDISED_RATE,) * 2 if is_scaled else houses.RATES[len(self.WEIGHTS)]
        path = houses.gradient_descent(
            *self._now, count, self.HOUSES, (self.rate * weight_rates, self.rate * bias_rate), is_standardised=is_scaled
        )
        self._now = path.weights[-1], path.biases[-1]
        raw = linear.unscale_path(path, self._scale) if is_scaled else path
        for name, weight in zip(self.WEIGHTS, raw.weights[-1].tolist(), strict=True):
            setattr(self, name, weight)
        self.bias = float(raw.biases[-1])
        self.steps += count
        self._errors = [*self._errors, *path.errors[1:].tolist()][-self.KEPT :]
        self._runs[is_scaled] = self.steps, self.error
        return raw

    # What subclasses show ---------------------------------------------------------------------------------------------------

    def common(self):
        """Return the parts of the view that are the same for all numbers of inputs."""
        is_lost = self.error > LOST
        state = (
            "It has run away: the steps are too large."
            if is_lost
            else "As good as the best there is."
            if self.has_arrived
            else ""
        )
        off = ["step"] * is_lost + ["run"] * self._is_at_the_end()
        return {
            "texts": {
                "error": f"{self.error:,.0f}",
                "steps": f"{self.steps:,}",
                "steps_word": "step" if self.steps == 1 else "steps",
                "state": state,
                "run": "Pause" if self._running else "Go on by itself",
            },
            "shown": {"state": bool(state)},
            "off": off,
            "plots": {"errors": self._history()},
            "tables": {"runs": self._table()},
            "busy": self._running,
        }

    @property
    def has_arrived(self):
        """Whether the error is as good as the least."""
        return self.error <= self._least + NEAR

    def _table(self):
        rows = []
        for is_scaled, label in ((False, "as it is"), (True, "standardised")):
            steps, error = self._runs.get(is_scaled, (None, None))
            rows.append([label, "–" if steps is None else f"{steps:,}", "–" if steps is None else f"{error:,.0f}"])
        return {"head": ["Input", "Steps", "Error"], "rows": rows, "strong": [int(self.standardised)]}

    def _history(self):
        first = self.steps - len(self._errors) + 1
        last = max(self.steps, first + 10)
        most = max(self._errors)
        points = [(first + number, error) for number, error in enumerate(self._errors)]
        if self.logarithmic:
            low, high = 0.8 * self._least, 1.3 * most
            found = [digit * 10.0**power for power in range(2, 14) for digit in (1, 2, 5)]
            marked = [value for value in found if low <= value <= high]
            if len(marked) > 5:
                marked = [value for value in marked if str(value).startswith("1")]
            errors = marks.axis(low, high, [(value, short(value)) for value in marked], label="Error", is_log=True)
        else:
            errors = marks.axis(0, 1.05 * most, [(tick, short(tick)) for tick in marks.ticks(0, 1.05 * most, 4)], label="Error")
        steps = marks.axis(first, last, [tick for tick in marks.ticks(first, last, 3) if tick == int(tick)], label="Steps")
        shown = [
            marks.segments([(first, self._least, last, self._least)], "good", 1.5, 1.0, is_dashed=True),
            marks.line(points, "ink", 2),
            marks.dots(points[-1:], "ink", 4),
        ]
        said = (
            f"Error after each of the last {len(points) - 1} steps; now {self.error:,.0f}. The least there is: {self._least:,.0f}"
        )
        return marks.plot(steps, errors, shown, said)


def short(value):
    """Return a large number in few letters.

    >>> short(2000), short(150_000), short(3e6), short(447), short(1e12)
    ('2,000', '150k', '3M', '447', '1e+12')
    """
    if value >= 1e9:
        return f"{value:.0e}"
    for size, letter in ((1e6, "M"), (1e4, "k")):
        if value >= size:
            return f"{value / (1e6 if letter == 'M' else 1e3):g}{letter}"
    return f"{value:,g}"
