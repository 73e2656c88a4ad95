"""The widgets about softmax: the calculator that makes probabilities of any numbers, and the shape of a network with classes."""

import math

from pycore.lessons.softmax import softmax_model as softmax
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial, Exhibit, ExhibitError, NumberList, action
from pycore.lessons.widgets.words import minus

__all__ = ["NetworkShape", "SoftmaxCalculator"]

#: How far from zero a number may be.
LIMIT = 9999
#: The names of the calculator's dials, in order.
NUMBERS = tuple(f"n{number}" for number in range(1, softmax.MOST_NUMBERS + 1))


class SoftmaxCalculator(Exhibit):
    """Up to six numbers, and the probabilities that softmax makes of them."""

    TITLE = "Softmax: from any numbers to probabilities"
    SOURCE = "pycore.lessons.softmax.softmax_model"
    DIALS = {
        **{name: Dial(-LIMIT, LIMIT, 1, 0, f"Number {place}") for place, name in enumerate(NUMBERS, 1)},
        "count": Dial(1, softmax.MOST_NUMBERS, 1, 2, "How many numbers", is_whole=True),
        "temperature": Dial(0.1, 10, 0.1, 1, "Temperature", format=".1f"),
    }
    LISTS = {"numbers": NumberList(-LIMIT, LIMIT, softmax.MOST_NUMBERS, (2.0, 4.0), "The numbers")}
    #: The controls of the numbers.
    INNER = (*NUMBERS, "count")

    @property
    def numbers(self):
        """The numbers, as many as count."""
        return [getattr(self, name) for name in NUMBERS[: self.count]]

    @numbers.setter
    def numbers(self, values):
        self.count = len(values)
        for name, value in zip(NUMBERS, values, strict=False):
            setattr(self, name, self.DIALS[name].check(name, value))

    @action
    def example(self, number):
        """Take one of the story's examples, counted from 0."""
        numbers = range(len(softmax.EXAMPLES))
        if str(number) not in map(str, numbers):
            raise ExhibitError(f"example: expected one of {', '.join(map(str, numbers))}, got {number!r}")
        self.numbers = softmax.EXAMPLES[int(number)]

    @action
    def shift(self, by):
        """Add a number to all of them."""
        by = Dial(-1000, 1000, 1, 0, "").check("shift", by)
        shifted = [value + by for value in self.numbers]
        part = self.DIALS[NUMBERS[0]]
        if not all(part.low <= value <= part.high for value in shifted):
            raise ExhibitError(f"shift: the numbers have to stay between {part.low:g} and {part.high:g}")
        self.numbers = shifted

    def picture(self):
        values = self.numbers
        working = softmax.working(values, self.temperature)
        found = working.probabilities
        words = [minus(f"{value:,g}") for value in values]
        said = "; ".join(f"{word}: {share:.4f}" for word, share in zip(words, found, strict=True))
        limit = self.DIALS[NUMBERS[0]].high
        offered = [by for by in (-1, 1, 1000) if not all(-limit <= value + by <= limit for value in values)]
        return {
            "texts": {
                "sum": f"{found.sum():.10g}",
                "ratio": self._ratio(values, found),
                "taken": self._taken(working),
            },
            "shown": {**{name: place < self.count for place, name in enumerate(NUMBERS)}, "taken": bool(working.taken_away)},
            "off": [f"shift:by={by}" for by in offered],
            "plots": {"bars": _bars(words, found)},
            "tables": {"working": self._table(words, working)},
            "says": f"{said}. Together 1.",
        }

    def _ratio(self, values, found):
        """How the two largest compare."""
        if len(values) == 1:
            return "One number alone gets all of it: a probability of 1, whatever the number is."
        second, first = sorted(values)[-2:]
        if first == second:
            return "The two largest numbers are equal, and so are their probabilities."
        away = (first - second) / self.temperature
        times = (
            f"{math.exp(away):,.2f}" if away < 14 else f"more than {10 ** math.floor(away / math.log(10)):,}" if away < 34 else ""
        )
        if not times:
            return "Next to the largest number the others get practically nothing."
        difference = minus(f"{round(away, 6):g}")
        return f"The largest is {times} times as probable as the second: e to the power of {difference}, their difference" + (
            "." if self.temperature == 1 else " over the temperature."
        )

    @staticmethod
    def _taken(working):
        if not working.taken_away:
            return ""
        return (
            f"e to the power of {minus(f'{working.taken_away:,g}')} is more than a computer's numbers can hold. So the largest is taken "
            "away from all of them first. That is a shift, and a shift changes nothing."
        )

    def _table(self, words, working):
        rows = [
            [word, _short(power), f"{share:.4f}"]
            for word, power, share in zip(words, working.exponentials, working.probabilities, strict=True)
        ]
        exponent = "number" if not working.taken_away else "(number − largest)"
        exponent += "" if self.temperature == 1 else f" / {self.temperature:.1f}"
        return {
            "head": ["Number", f"e^{exponent}", "Probability"],
            "rows": [*rows, ["Sum", _short(working.total), f"{working.probabilities.sum():.4f}"]],
            "strong": [len(rows)],
        }


def _bars(words, found):
    count = len(found)
    places = range(count)
    return marks.plot(
        marks.axis(-0.6, count - 0.4, [(place, word) for place, word in zip(places, words, strict=True)], label="The numbers"),
        marks.axis(0, 1.1, (0, 0.25, 0.5, 0.75, 1), label="Probability"),
        [
            marks.bars(
                [(place - 0.32, 0, place + 0.32, share) for place, share in zip(places, found, strict=True)],
                tones=[f"class-{place + 1}" for place in places],
            ),
            *(
                marks.note((place, share), f"{share:.4f}", "ink", "middle", dy=-6)
                for place, share in zip(places, found, strict=True)
            ),
        ],
        "The probability of each number: "
        + ", ".join(f"{share:.4f} for {word}" for word, share in zip(words, found, strict=True)),
    )


def _short(value):
    """A number above 0 in at most eight digits.

    >>> _short(54.598), _short(1e9), _short(3e-5), _short(0.0)
    ('54.5980', '1.00 × 10^9', '3.00 × 10^−5', '0')
    """
    if value == 0 or 1e-4 <= value < 1e6:
        return f"{value:,.4f}" if value else "0"
    digits, power = f"{value:.2e}".split("e")
    return minus(f"{digits} × 10^{int(power)}")


class NetworkShape(Exhibit):
    """A network without hidden layers, drawn for any number of features and classes, and its parameters counted."""

    TITLE = "Features, classes, and how many numbers there are to learn"
    SOURCE = "pycore.lessons.softmax.softmax_model"
    DIALS = {
        "features": Dial(1, 1000, 1, 2, "Features", is_whole=True),
        "classes": Dial(1, 1000, 1, 2, "Classes", is_whole=True),
    }
    #: So many nodes are drawn above each other, and so many weights as ovals; beyond it come dots, and mere lines.
    MOST_NODES, MOST_OVALS = 6, 12

    @action
    def digits(self):
        """The digits' network: 784 pixels and ten classes."""
        self.features, self.classes = 784, 10

    def picture(self):
        count = softmax.parameter_count(self.features, self.classes)
        biases = f"{count.biases:,} {'bias' if count.biases == 1 else 'biases'}"
        sentence = f"{self.features:,} × {self.classes:,} = {count.weights:,} weights, and {biases}"
        return {
            "texts": {
                "total": f"{count.total:,}",
                "weights": f"{count.weights:,}",
                "biases": f"{count.biases:,}",
                "sentence": f"{sentence}.",
            },
            "plots": {"network": self._diagram()},
            "says": f"{sentence}: {count.total:,} parameters.",
        }

    def _diagram(self):
        inputs, outputs = _rows(self.features, self.MOST_NODES), _rows(self.classes, self.MOST_NODES)
        pairs = [(output, feature) for output in outputs if output for feature in inputs if feature]
        has_ovals = len(pairs) <= self.MOST_OVALS and self.features * self.classes == len(pairs)
        height_of_input, height_of_output = (dict(zip(rows, _heights(len(rows)), strict=True)) for rows in (inputs, outputs))
        lines, nodes = [], []
        for (output, feature), height in zip(pairs, _heights(len(pairs)), strict=True):
            start, end = (9, height_of_input[feature]), (58, height_of_output[output])
            if has_ovals:
                lines += [(*start, 33, height), (33, height, *end)]
                nodes.append(marks.node((33, height), f"{output},{feature}", "good", "pill", 40, 22, fill="sunken"))
            else:
                lines.append((*start, *end))
        for feature, height in height_of_input.items():
            if feature:
                nodes.append(marks.node((9, height), f"X{feature}", "ink", width=40, height=40))
            else:
                nodes.append(marks.note((9, height), "⋮", anchor="middle", size=20, dy=7))
        for output, height in height_of_output.items():
            if output:
                lines += [(58, height, 76, height), (76, height, 93, height)]
                nodes.append(marks.node((58, height), f"b{output}", "pos", "square", 34, 30))
                nodes.append(marks.node((93, height), f"Y{output}", "ink", width=40, height=40))
            else:
                nodes += [marks.note((at, height), "⋮", anchor="middle", size=20, dy=7) for at in (58, 93)]
        return marks.plot(
            None,
            None,
            [
                marks.segments(lines, "line-strong", 1.5, 1.0),
                *nodes,
                marks.bars([(73, 8, 79, 99)], "line"),
                marks.note((76, 0), "softmax", "ink-2", "middle", 12, dy=-2),
            ],
            f"A network with {self.features:,} inputs, {self.features * self.classes:,} weights, {self.classes:,} biases, a softmax and "
            f"{self.classes:,} outputs",
        )


def _rows(count, most):
    """Return the numbers of the nodes that are drawn, top to bottom, 0 for the dots that stand for all others.

    >>> _rows(3, 6), _rows(784, 6)
    ([1, 2, 3], [1, 2, 3, 4, 0, 784])
    """
    return [*range(1, count + 1)] if count <= most else [*range(1, most - 1), 0, count]


def _heights(count):
    """The heights of so many rows, from the top down, in a picture from 0 to 100."""
    return [100 - (row + 0.5) * 100 / count for row in range(count)]
