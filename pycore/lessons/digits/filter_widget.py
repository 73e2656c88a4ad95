"""The widget with a filter that the reader paints and slides over a digit: what a convolution does, one place after the other."""

import numpy as np

from pycore.images.convolution import response
from pycore.lessons.digits.digit_sheets import images_sheet, signed_sheet
from pycore.lessons.digits.workshop import a, digit_parts
from pycore.lessons.widgets import sheets
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, ExhibitError, NumberList, action
from pycore.lessons.widgets.words import number

__all__ = ["PRESETS", "DigitFilter"]

#: Filters to begin with, row by row.
PRESETS = {
    "below": (1, 1, 1, 0, 0, 0, -1, -1, -1),
    "beside": (1, 0, -1, 1, 0, -1, 1, 0, -1),
    "slash": (-1, 0, 1, 0, 1, 0, 1, 0, -1),
    "hole": (1, 1, 1, 1, -1, 1, 1, 1, 1),
    "blank": (0,) * 9,
}
#: What a press makes of a cell.
NEXT = {0.0: 1.0, 1.0: -1.0, -1.0: 0.0}
SIDE = 8


class DigitFilter(Exhibit):
    """Paint a filter of 3 × 3 weights and slide it over a digit: where does it find what it looks for?"""

    TITLE = "A filter slides over a digit"
    SOURCE = "pycore.images.convolution"
    CHOICES = {"digit": Choice(tuple((n, str(n)) for n in range(10)), 7, "The digit")}
    DIALS = {"place": Dial(0, SIDE * SIDE - 1, 1, 42, "Place of the filter, row after row", format="d", is_whole=True)}
    LISTS = {"cells": NumberList(-1, 1, 9, PRESETS["below"], "The filter, row by row")}

    @action
    def start_over(self):
        super().start_over()
        self._is_sliding = False

    @action
    def paint(self, name):
        """Change a cell of the filter, by its number: nothing, for, against."""
        if str(name) not in map(str, range(9)):
            raise ExhibitError(f"name: expected 0 to 8, got {name!r}")
        cells = self._filter().ravel().tolist()
        # A value in between becomes what is nearest first.
        cells[int(name)] = NEXT[float(round(cells[int(name)]))]
        self.cells = cells

    @action
    def take(self, name):
        """Take one of the filters that are there."""
        if name not in PRESETS:
            raise ExhibitError(f"name: expected one of {', '.join(PRESETS)}, got {name!r}")
        self.cells = list(map(float, PRESETS[name]))

    @action
    def slide(self):
        """Slide the filter over the image from its first place on, or stop."""
        self._is_sliding = not self._is_sliding
        if self._is_sliding:
            self.place = 0

    @action
    def go(self, milliseconds=0):
        """Move on by one place."""
        self.place = min(self.place + 1, SIDE * SIDE - 1)
        self._is_sliding = self.place < SIDE * SIDE - 1

    def _filter(self):
        """(3, 3); a list that is too short goes on with 0."""
        return np.resize([*self.cells, *(0.0,) * (9 - len(self.cells))], (3, 3))

    def picture(self):
        train, _ = digit_parts()
        chosen = int(np.flatnonzero(train.labels == self.digit)[0])
        image, kernel = train.pictures[chosen] / train.full, self._filter()
        found = response(image, kernel)
        row, column = divmod(self.place, SIDE)
        best = np.unravel_index(found.argmax(), found.shape)
        under = np.pad(image, 1)[row : row + 3, column : column + 3]
        window = [(column - 1) / SIDE, (row - 1) / SIDE, 3 / SIDE, 3 / SIDE]
        here = [column / SIDE, row / SIDE, 1 / SIDE, 1 / SIDE]
        names = {1: "for ink", -1: "against ink", 0: "whatever"}
        painted = [
            sheets.item(k, "", f"Row {k // 3 + 1}, column {k % 3 + 1}: {names.get(int(round(value)))}, {value:g}. Change it")
            for k, value in enumerate(kernel.ravel())
        ]
        image_item = sheets.item("", "the image", f"An image of {a(self.digit)}", box=window)
        found_item = sheets.item("", "how well it matches", "How well the filter matches at each place", box=here)
        products = number(float((under * kernel).sum()))
        return {
            "texts": {
                "slide": "Stop" if self._is_sliding else "Slide it over",
                "here": products,
                "where": f"row {row + 1}, column {column + 1}",
                "sum": f"Nine products of ink and weight, added up: {products}.",
                "best": f"The best match, {number(float(found.max()))}, is at row {best[0] + 1}, column {best[1] + 1}.",
            },
            "sheets": {
                "image": images_sheet(train, [chosen], [image_item], ""),
                "filter": sheets.sheet(kernel.reshape(9, 1, 1), "signed", painted, "paint"),
                "response": signed_sheet(found[None], [found_item]),
            },
            "busy": self._is_sliding,
            "says": f"{products} at row {row + 1}, column {column + 1}",
        }
