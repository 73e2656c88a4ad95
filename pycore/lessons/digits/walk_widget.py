"""The widget that walks through the space of images, 64 dimensions, from one side of a neuron's plane to the other."""

from functools import cache

import numpy as np

from pycore.images import trained
from pycore.images.practice import answers
from pycore.images.walks import blend, crossing, step_to_plane
from pycore.lessons.digits.digit_sheets import signed_sheet
from pycore.lessons.digits.workshop import a, digit_parts
from pycore.lessons.widgets import marks, sheets
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit
from pycore.lessons.widgets.words import number

__all__ = ["DigitWalk"]

OTHERS = tuple(n for n in range(10) if n != 8)


@cache
def _neuron():
    return trained.model("eight")


@cache
def _first(digit):
    """(pixels,): the first test image of a digit that the neuron is right about."""
    _, test = digit_parts()
    right = (answers(_neuron(), test) == 1) == (test.labels == 8)
    place = int(np.flatnonzero((test.labels == digit) & right)[0])
    return test.inputs(slice(place, place + 1))[0]


class DigitWalk(Exhibit):
    """Walk from one image to another, or straight at the plane, and see where the neuron changes its mind."""

    TITLE = "A walk through 64 dimensions"
    SOURCE = "pycore.images.walks"
    DIALS = {"share": Dial(0, 1, 0.01, 0.3, "How far along the way", format=".2f")}
    CHOICES = {
        "way": Choice((("image", "To an 8"), ("plane", "Straight at the plane")), "image", "The way"),
        "digit": Choice(tuple((n, str(n)) for n in OTHERS), 3, "Where it begins"),
    }

    def _ends(self):
        """The images (pixels,) at both ends. Straight at the plane the way ends as far behind it as it began before it."""
        begin = _first(self.digit)
        if self.way == "image":
            return begin, _first(8)
        score = float(_neuron().scores(begin[None])[0])
        return begin, begin + 2 * step_to_plane(score, _neuron().slopes(begin, 1).ravel())

    def picture(self):
        begin, end = self._ends()
        neuron, shape = _neuron(), digit_parts()[1].shape
        here = blend(begin, end, self.share)
        scores = neuron.scores(np.stack([begin, here, end]))
        sure = neuron.probabilities(here[None])[0, 1]
        change = crossing(neuron, begin, end)
        says = f"{'Yes, an 8' if sure > 0.5 else 'No'}: the sum is {number(float(scores[1]))}, {sure * 100:.0f} % sure of an 8."
        length = float(np.linalg.norm(end - begin))
        near = abs(float(scores[0])) / float(np.linalg.norm(neuron.slopes(begin, 1)))
        images = np.stack([begin, here, end]).reshape(3, *shape)
        names = ("begin", "here", "end")
        words = (f"the start, {a(self.digit)}", "here", "the end, an 8" if self.way == "image" else "the end")
        made = {
            name: sheets.sheet(image[None], "ink", [sheets.item("", word, word)])
            for name, image, word in zip(names, images, words, strict=True)
        }
        change_item = sheets.item("", "what changes", "Blue: ink comes; orange: ink goes")
        made["change"] = signed_sheet((end - begin).reshape(1, *shape), [change_item])
        return {
            "texts": {
                "says": says,
                "crossing": f"{change * 100:.0f} %",
                "length": f"The way is {length:.2f} long. The plane is {near:.2f} away from the start.",
            },
            "sheets": made,
            "plots": {"sum": self._plot(scores, change)},
            "says": says,
        }

    def _plot(self, scores, change):
        low, high = min(scores[0], scores[2], -1) - 0.5, max(scores[0], scores[2], 1) + 0.5
        drawn = [
            marks.bars([(0, 0, 1, high)], tone="pos", fade=0.12),
            marks.bars([(0, low, 1, 0)], tone="neg", fade=0.12),
            marks.line([(0, 0), (1, 0)], "ink-3", 1.5, is_dashed=True),
            marks.line([(0, scores[0]), (1, scores[2])], "ink", 2.5),
            marks.note((0.02, high), "an 8", "pos", dy=18),
            marks.note((0.98, low), "not an 8", "neg", "end", dy=-8),
            marks.dots([(change, 0)], "ink", 7, shape="ring"),
            marks.dots([(self.share, scores[1])], "ink", 8),
        ]
        x = marks.axis(0, 1, [(0, "start"), (0.5, "half-way"), (1, "end")])
        y = marks.axis(low, high, label="the neuron's sum")
        first, last = (number(float(score)) for score in (scores[0], scores[2]))
        return marks.plot(x, y, drawn, f"The sum along the way is a straight line from {first} to {last}; it is 0 after {change:.0%}")
