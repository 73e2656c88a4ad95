"""The widgets of "What is a good price?": reading a price off a line, measuring its error, and trying other lines."""

from pycore.lessons.houses import houses_marks as drawn
from pycore.lessons.houses import houses_model as houses
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial, Exhibit, ExhibitError, action

__all__ = ["HouseErrors", "HouseLines", "HouseLookUp"]

#: The story's line: k$ for a square foot.
WEIGHT = houses.TRIED[0][0]
#: What the seller asks for the friend's house, in k$.
ASKED = 400


class Stepped(Exhibit):
    """A picture that comes about in STAGES steps: `step` goes on or back."""

    STAGES = 0

    @action
    def start_over(self):
        """Go back to the first picture."""
        super().start_over()
        self.stage = 0

    @action
    def step(self, by=1):
        """Go one step on, or with `by` -1 one back."""
        if by not in (-1, 1):
            raise ExhibitError(f"step: expected -1 or 1, got {by!r}")
        self.stage = min(max(self.stage + by, 0), self.STAGES)

    def steps_off(self):
        """Return which of the two buttons can't be pressed."""
        return ["step:by=-1"] * (self.stage == 0) + ["step:by=1"] * (self.stage == self.STAGES)


class HouseLookUp(Stepped):
    """Reading a price off a line: up from the area, then across to the price."""

    TITLE = "Look up a price: up from the area, then across"
    SOURCE = "pycore.lessons.houses.houses_model"
    DIALS = {"area": Dial(1400, 2600, 10, 2000, "Area", "sq ft", ",.0f")}
    STAGES = 3

    @action
    def move(self, name, x, y):
        """Drag the house along the areas."""
        if name != "area":
            raise ExhibitError(f"{name!r} can't be moved here")
        part = self.DIALS["area"]
        self.area = part.check("area", round(min(max(float(x), part.low), part.high) / part.step) * part.step)

    def picture(self):
        corners = houses.look_up(self.area, WEIGHT)
        price = corners[1, 1]
        area = f"{self.area:,.0f} sq ft"
        words = (
            f"Each dot is a house that was sold: its size and its price. Your friend's house has {area}. What is a good price?",
            f"Draw a line that passes near the dots. This one says {WEIGHT:.3f} k$ for each square foot.",
            f"Go up from {area} until you meet the line.",
            f"Go across to the prices and read: {price:,.0f} k$."
            + (f" The seller asks for {ASKED} k$." if self.area == self.DIALS["area"].start else ""),
        )
        return {
            "texts": {"price": f"{price:,.0f} k$" if self.stage == self.STAGES else "?", "words": words[self.stage]},
            "shown": {"back": self.stage > 0},
            "off": self.steps_off(),
            "plots": {"houses": self._plot(corners)},
            "says": words[self.stage],
        }

    def _plot(self, corners):
        areas, prices = drawn.NEAR_AREAS, drawn.NEAR_PRICES
        (area, price) = corners[1]
        path = [(area, prices["low"]), (area, price), (areas["low"], price)]
        shown = drawn.line(WEIGHT, 0) if self.stage else []
        if self.stage > 1:
            shown.append(marks.line(path[: self.stage], "pos", 2, is_dashed=True))
            shown.append(marks.dots([(area, price)], "pos", 6, shape="ring"))
        if self.stage == self.STAGES:
            shown.append(marks.note(path[2], f"{price:,.0f} k$", "pos", size=15, is_strong=True, dx=8, dy=-8))
        said = f"Three houses by area and price, and a house of {area:,.0f} sq ft" + (
            f"; the line says {price:,.0f} k$ for it" if self.stage == self.STAGES else ""
        )
        handle = marks.handle(
            "area", (area, prices["low"]), "Area of your friend's house", f"{area:,.0f} sq ft", along="x", step=(10, 1)
        )
        return marks.plot(areas, prices, [*shown, drawn.sold(), handle], said)


class HouseErrors(Stepped):
    """How wrong is a line? House by house: what it says, by how much it misses, the squares, and their mean."""

    TITLE = "How wrong is the line? From three bars to one number"
    SOURCE = "pycore.lessons.houses.houses_model"
    STAGES = 5

    def picture(self):
        table = houses.error_table(WEIGHT)
        mean = table[:, 4].mean()
        words = self._words(table, mean)[self.stage]
        rows = [
            [f"{area:,.0f}", f"{price:.1f}", *self._cells(number, said, missed, square)]
            for number, (area, price, said, missed, square) in enumerate(table)
        ]
        return {
            "texts": {"error": f"{mean:,.0f}" if self.stage == self.STAGES else "?", "words": words},
            "off": self.steps_off(),
            "plots": {"houses": self._plot(table)},
            "tables": {
                "errors": {
                    "head": ["Area", "Price", "The line says", "Difference", "Squared"],
                    "rows": rows,
                    "strong": [self.stage - 1] if 1 <= self.stage <= len(rows) else [],
                }
            },
            "says": words,
        }

    def _cells(self, number, said, missed, square):
        known = [f"{said:.1f}", drawn.signed(missed)] if number < self.stage else ["", ""]
        return [*known, f"{square:,.1f}" if self.stage > 3 else ""]

    @staticmethod
    def _words(table, mean):
        squares = " + ".join(f"{square:,.0f}" for square in table[:, 4])
        each = [
            f"For {area:,.0f} sq ft the line says {said:.1f} k$. The house was sold for {price:.1f}: "
            f"the line is {abs(missed):.1f} too {'low' if missed > 0 else 'high'}."
            for area, price, said, missed, _ in table
        ]
        return (
            f"The line says {WEIGHT:.3f} k$ for each square foot. Let it price the houses of which we know the truth.",
            *each,
            "Two differences are above zero and one is below: added up, they would cancel. So we square each, which leaves no minus.",
            f"The mean of the squares is the error: ({squares}) / 3 = {mean:,.0f}. Small is good, 0 would be perfect.",
        )

    def _plot(self, table):
        count = min(self.stage, 3)
        shown = [*drawn.line(WEIGHT, 0), *(drawn.bars(WEIGHT, 0, count=count) if count else [])]
        shown.append(marks.dots(table[:count, [0, 2]], "ink", 4))
        missed = ", ".join(drawn.signed(value) for value in table[:count, 3])
        said = f"Three houses and the line {drawn.formula(WEIGHT, 0)}" + (f"; it misses by {missed} k$" if count else "")
        return marks.plot(drawn.NEAR_AREAS, drawn.NEAR_PRICES, [*shown, drawn.sold()], said)


class HouseLines(Exhibit):
    """Other lines and their errors: steeper, flatter, the best slope there is, a flat line, one with a bias, and the reader's."""

    TITLE = "Try other lines: which one misses least?"
    SOURCE = "pycore.lessons.houses.houses_model"
    DIALS = {
        "weight": Dial(0, 0.4, 0.001, WEIGHT, "Weight", "k$ per sq ft", ".3f"),
        "bias": Dial(0, 460, 1, 0, "Bias", "k$", ".1f"),
    }

    @action
    def start_over(self):
        """Go back to the first line, the only one tried."""
        super().start_over()
        slope = float(houses.best_line(has_bias=False)[0][0])
        self._lines = [*houses.TRIED[:3], (slope, 0.0), (0.0, float(houses.THREE.prices.mean())), houses.TRIED[3]]
        self._own, self._row, self._tried = None, 0, {0}
        if (self.weight, self.bias) != self._lines[0]:
            self.changed("weight")

    def changed(self, name):
        """Whoever turns a dial tries a line of one's own."""
        self._own, self._row = (self.weight, self.bias), len(self._lines)
        self._tried.add(self._row)

    @action
    def pick(self, row):
        """Try the line in this row of the table."""
        if isinstance(row, bool) or row not in range(len(self._lines) + 1):
            raise ExhibitError(f"row: expected one from 0 to {len(self._lines)}, got {row!r}")
        if row < len(self._lines):
            self.weight, self.bias = self._lines[row]
        elif self._own:
            self.weight, self.bias = self._own
        else:
            self.changed("weight")
        self._row = int(row)
        self._tried.add(self._row)

    def picture(self):
        value = houses.error(self.weight, self.bias)
        rows = [
            [name, f"{houses.error(*tried):,.0f}" if row in self._tried else "?"]
            for row, (name, tried) in enumerate(self._rows())
        ]
        words = self._words(value)
        return {
            "texts": {"error": f"{value:,.0f}", "line": drawn.formula(self.weight, self.bias), "words": words},
            "plots": {"houses": self._plot(value)},
            "tables": {"lines": {"head": ["Line", "Error"], "rows": rows, "strong": [self._row], "action": "pick"}},
            "says": f"Error {value:,.0f}. {words}",
        }

    def _rows(self):
        """[(name, (weight, bias))] of all lines, the reader's own as the last."""
        notes = ("", ", steeper", ", flatter", ", the best slope", "", "")
        named = [
            (f"{bias:.1f} for every house" if not weight else drawn.formula(weight, bias) + note, (weight, bias))
            for (weight, bias), note in zip(self._lines, notes, strict=True)
        ]
        return [*named, ("Your own" + (f": {drawn.formula(*self._own)}" if self._own else ""), self._own or (0, 0))]

    def _words(self, value):
        if self._row == len(self._lines):
            return "Your own line. Turn both dials: can you get below 799?"
        return (
            "The line of the story. It misses the biggest house most.",
            "Steeper: worse.",
            "Flatter: worse still. Now it is too low for the two others.",
            "Of all lines that begin at zero, this one misses least. It is hardly better than the first.",
            "One price for all, whatever their size. It is less wrong than every line above!",
            "Flatter, and lifted by a bias of 150: far less than half of the first error.",
        )[self._row]

    def _plot(self, value):
        others = [
            mark
            for row, tried in enumerate(self._lines)
            if row in self._tried and row != self._row
            for mark in drawn.line(*tried, tone="ink-3", width=1.5, fade=0.5)
        ]
        shown = [*others, *drawn.line(self.weight, self.bias), *drawn.bars(self.weight, self.bias), drawn.sold()]
        said = f"Three houses and the line {drawn.formula(self.weight, self.bias)}; its error is {value:,.0f}"
        return marks.plot(drawn.NEAR_AREAS, drawn.NEAR_PRICES, shown, said)
