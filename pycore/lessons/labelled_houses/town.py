"""A town of ten labelled houses that a network judges while it trains: what the widgets about them have in common."""

import math

import numpy as np

from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.houses.houses_model import TEN
from pycore.lessons.labelled_houses import labelled_houses_model as labelled_houses
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Exhibit, ExhibitError, action

__all__ = ["GRID", "Town", "border"]

#: The part of town that is shown, and the grid of cells that are coloured, (2, cells) standardised.
AREAS, BATHROOMS = (1300.0, 3100.0), (1.5, 4.5)
COLUMNS, ROWS = 30, 18
#: What "always Good" costs, at a probability of 0.7.
ALWAYS_GOOD = -(0.7 * math.log(0.7) + 0.3 * math.log(0.3))


def _grid():
    sides = [
        low + (np.arange(count) + 0.5) / count * (high - low) for (low, high), count in ((AREAS, COLUMNS), (BATHROOMS, ROWS))
    ]
    places = np.stack([side.ravel() for side in np.meshgrid(*sides)])
    return (places - labelled_houses.SCALE.means[:, None]) / labelled_houses.SCALE.deviations[:, None]


GRID = _grid()


class Town(Exhibit):
    """Ten houses that a network judges while it trains. A subclass has `_begin`, `_step`, `_good` and `_good_at`."""

    SOURCE = "pycore.lessons.labelled_houses.labelled_houses_model"
    #: Training pauses by itself after so many steps, and takes so many for each picture.
    LAST, EACH = 500, 2
    #: The most values that are drawn of the loss so far.
    MOST_POINTS = 160

    @action
    def start_over(self):
        """Go back to what the lesson gave."""
        super().start_over()
        self.row, self.looked = None, None
        self._again()

    @action
    def again(self):
        """Go back to before training, with everything else as it is."""
        self._again()

    @action
    def train(self):
        """Train until LAST, a few steps for each picture; from the beginning if that is reached."""
        if self.taken >= self.LAST:
            self._again()
        self.running = True

    @action
    def pause(self):
        """Stop training where it is."""
        self.running = False

    @action
    def steps(self, n):
        """Take n steps."""
        if str(n) not in ("1", "10", "100"):
            raise ExhibitError(f"n: expected 1, 10 or 100, got {n!r}")
        self._take(int(n))

    @action
    def go(self, milliseconds=0):
        """Train on for one picture."""
        if self.running:
            self._take(min(self.EACH, self.LAST - self.taken))
            self.running = self.taken < self.LAST

    @action
    def choose(self, row):
        """Look into the house of a row of the table; once more lets go."""
        row = self._house(row)
        self.row = None if row == self.row else row

    @action
    def look(self, name):
        """Look into a house; "" looks away."""
        self.looked = None if name == "" else self._house(name)

    @action
    def pick(self, name):
        """Choose a house in the picture."""
        self.choose(name)

    def _house(self, name):
        if str(name) not in map(str, range(len(labelled_houses.IS_GOOD))):
            raise ExhibitError(f"house: expected 0 to {len(labelled_houses.IS_GOOD) - 1}, got {name!r}")
        return int(name)

    def _again(self):
        self.running, self.taken = False, 0
        self._begin()
        self.losses = [(0, self._loss())]

    def _take(self, steps):
        for _ in range(steps):
            self._step()
            self.taken += 1
            self.losses.append((self.taken, self._loss()))

    def _begin(self):
        """Make a network that has learned nothing."""
        raise NotImplementedError

    def _step(self):
        """Take one step."""
        raise NotImplementedError

    def _good(self):
        """Return (10,): the probability of Good for each house."""
        raise NotImplementedError

    def _good_at(self):
        """Return the same at every place of GRID."""
        raise NotImplementedError

    def _loss(self):
        good = self._good()
        return labelled_houses.log_loss(np.stack([good, 1 - good]))

    def picture(self):
        good = self._good()
        is_right = (good >= 0.5) == labelled_houses.IS_GOOD
        right, loss = int(is_right.sum()), self.losses[-1][1]
        seen = self.looked if self.looked is not None else self.row
        said = f"After {self.taken:,} {'step' if self.taken == 1 else 'steps'}: {right} of 10 right, log loss {loss:.3f}"
        return {
            "texts": {
                "steps": f"{self.taken:,}",
                "steps_word": "step" if self.taken == 1 else "steps",
                "loss": f"{loss:.4f}",
                "right": f"{right} of 10",
                "chosen": self._chosen(seen, good)
                if seen is not None
                else "Point at a house, or choose one, to see what the network thinks of it.",
            },
            "plots": {"houses": self._map(good, is_right, seen, said), "loss": self._chart()},
            "tables": {"houses": _table(good, is_right, self.row)},
            "off": ["train"] if self.running else ["pause"],
            "says": "Training" if self.running else f"{said}.",
            "busy": self.running,
        }

    def _lines(self):
        """Further marks for the map, under the houses."""
        return []

    def _chosen(self, row, good):
        chance = good[row]
        return f"{_name(row)}: Good with {chance:.4f}, Bad with {1 - chance:.4f}. The friend said {_LABEL[labelled_houses.IS_GOOD[row]]}."

    def _map(self, good, is_right, seen, said):
        places = TEN.inputs.T
        kinds = [("pos", "circle", labelled_houses.IS_GOOD), ("neg", "square", ~labelled_houses.IS_GOOD)]
        return marks.plot(
            marks.axis(*AREAS, (1500, 2000, 2500, 3000), "{:,g}", "area, sq ft"),
            marks.axis(*BATHROOMS, (2, 3, 4), "{:g}", "bathrooms"),
            [
                marks.cells(
                    (0.75 * (2 * self._good_at() - 1)).round(3).reshape(ROWS, COLUMNS),
                    (AREAS[0], BATHROOMS[0], AREAS[1], BATHROOMS[1]),
                ),
                *self._lines(),
                marks.dots(places[~is_right], "bad", 12, shape="ring"),
                *([marks.dots(places[[seen]], "ink", 15, shape="ring")] if seen is not None else []),
                *(marks.dots(places[chosen], tone, 7, shape=shape) for tone, shape, chosen in kinds),
                marks.spots(
                    [(str(row), *place, 24, 32, f"{_name(row)}: Good with {good[row]:.2f}") for row, place in enumerate(places)]
                ),
            ],
            f"Ten houses by area and bathrooms: blue is judged Good, orange Bad. {said}",
        )

    def _chart(self):
        """The log loss so far; the ticks are what "one half", "always Good" and a perfect answer cost."""
        every = max(1, -(-len(self.losses) // self.MOST_POINTS))
        shown = [*self.losses[:-1:every], self.losses[-1]]
        last = max(self.taken, 10)
        return marks.plot(
            marks.axis(0, last, (0, last), "{:,g}", "steps"),
            marks.axis(0, 0.9, (0, 0.3, 0.6, 0.9), "{:g}", "log loss"),
            [
                marks.segments([(0, ALWAYS_GOOD, last, ALWAYS_GOOD)], "ink-3", 1.5, 1.0, is_dashed=True),
                marks.note((last, ALWAYS_GOOD), "always Good", "ink-2", "end", 12, dy=-5),
                marks.line([(step, min(value, 0.9)) for step, value in shown], "ink", 2.5),
            ],
            f"The log loss over {self.taken:,} steps, now {self.losses[-1][1]:.3f}; always Good costs {ALWAYS_GOOD:.3f}",
        )


_LABEL = {True: "Good", False: "Bad"}


def _name(row):
    area, bathrooms = TEN.inputs[:, row]
    return f"House {row + 1}, {area:,g} sq ft, {bathrooms:g} bathrooms"


def _table(good, is_right, chosen):
    return {
        "head": ["House", "Area", "Baths", "Friend", "P(Good)", "Right"],
        "rows": [
            [f"{row + 1}", f"{area:,g}", f"{baths:g}", _LABEL[label], f"{chance:.4f}", "✓" if fits else "✗"]
            for row, ((area, baths), label, chance, fits) in enumerate(
                zip(TEN.inputs.T.tolist(), labelled_houses.IS_GOOD.tolist(), good.tolist(), is_right.tolist(), strict=True)
            )
        ],
        "strong": [] if chosen is None else [chosen],
        "action": "choose",
    }


def border(weights, bias, tone, *, is_dashed=False):
    """Return the line where weights · standardised input + bias is 0, cut off at the ends of the map; nothing if it misses it."""
    middle, half = (
        np.array([f(side) for side in (AREAS, BATHROOMS)]) for f in (lambda s: sum(s) / 2, lambda s: (s[1] - s[0]) / 2)
    )
    # In units of the map, from -EXTENT to EXTENT on both axes.
    by_unit = weights / labelled_houses.SCALE.deviations * half / boundary.EXTENT
    at_middle = float(bias + weights @ ((middle - labelled_houses.SCALE.means) / labelled_houses.SCALE.deviations))
    ends = boundary.ends(boundary.Line(*by_unit.tolist(), at_middle))
    return [] if ends is None else [marks.line(middle + ends * half / boundary.EXTENT, tone, 2.5, is_dashed=is_dashed)]
