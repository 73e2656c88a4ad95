"""The widgets in which a line learns the three prices: gradient descent with a map of errors, and a nudge that shows the way."""

import numpy as np

from pycore.lessons.houses import houses_marks as drawn
from pycore.lessons.houses import houses_model as houses
from pycore.lessons.houses import linear_model as linear
from pycore.lessons.houses.houses_steps import Descending
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, ExhibitError, action

__all__ = ["HouseDescent", "HouseNudge"]

#: The map: weights across, biases upwards.
MAP = (0.0, 0.0, float(houses.WEIGHTS[-1]), float(houses.BIASES[-1]))
#: Cells along each side of the whole surface.
FINE = 30
#: A path's next corner is at least this share of the map's sides away.
CORNER = 0.006


class HouseDescent(Descending):
    """Gradient descent on weight and bias, with the line, the history of errors, and a map that fills where the path leads."""

    TITLE = "Gradient descent: the computer turns the dials"
    SOURCE = "pycore.lessons.houses.houses_model"
    DIALS = {
        "weight": Dial(0, 0.4, 0.0001, 0, "Weight", "k$ per sq ft", ".4f"),
        "bias": Dial(0, 460, 0.1, 0, "Bias", "k$", ".1f"),
    }
    CHOICES = {**Descending.CHOICES, "surface": Choice(((False, "No"), (True, "Yes")), False, "Show the whole map")}

    def __init__(self, **options):
        (weight,), bias = houses.best_line()
        self._best = float(weight), bias
        super().__init__(**options)

    @action
    def start_over(self):
        """Go back to the first line, with an empty map."""
        self._seen, self._paths = None, []
        super().start_over()

    def changed(self, name):
        """What was seen on the map stays there; the path begins anew."""
        if name != "surface":
            super().changed(name)

    def _begin(self):
        super()._begin()
        self._paths = [*self._paths[-3:], []]
        self._see(houses.gradient_descent(self.weights, self.bias, 0))

    def _walk(self, count):
        self._see(super()._walk(count))

    def _see(self, path):
        """Keep the errors of cells that a path comes to, and its corners."""
        self._seen = houses.visited(path, self._seen)
        corners = self._paths[-1]
        for place in np.column_stack([path.weights[:, 0], path.biases]).tolist():
            if not corners or any(abs(a - b) > CORNER * side for a, b, side in zip(place, corners[-1], MAP[2:], strict=True)):
                corners.append(place)

    def picture(self):
        view = self.common()
        said = houses.message(self.error)
        return {
            **view,
            "texts": {**view["texts"], "message": said},
            "shown": {**view["shown"], "message": bool(said)},
            "plots": {**view["plots"], "houses": self._line(), "map": self._map()},
            "says": f"{self.steps} {view['texts']['steps_word']}. Error {self.error:,.0f}. {view['texts']['state'] or said}",
        }

    def _line(self):
        areas, prices = drawn.ALL_AREAS, drawn.ALL_PRICES
        shown = [
            *drawn.line(self.weight, self.bias, areas, prices),
            *drawn.bars(self.weight, self.bias, prices, has_texts=False),
            drawn.sold(size=5),
        ]
        steps = f"{self.steps} {'step' if self.steps == 1 else 'steps'}"
        said = f"Three houses and the line {drawn.formula(self.weight, self.bias)} after {steps}"
        return marks.plot(areas, prices, shown, said)

    def _map(self):
        values = houses.heat(houses.error_map(FINE) if self.surface else self._seen)
        shown = [marks.bars([MAP], tones=["sunken"]), marks.heat_cells(values, MAP)]
        for number, corners in enumerate(self._paths):
            is_last = number == len(self._paths) - 1
            inside = [place if _is_inside(place) else (np.nan, np.nan) for place in corners]
            shown.append(marks.line(inside, "ink", 2 if is_last else 1, fade=1.0 if is_last else 0.5))
        if self.surface:
            shown.append(marks.dots([self._best], "ink", 6, shape="ring"))
        if _is_inside((self.weight, self.bias)):
            shown.append(marks.dots([(self.weight, self.bias)], "ink", 5))
        said = f"The error for weights across and biases upwards; now at {self.weight:.3f} and {self.bias:.1f}"
        axes = (
            marks.axis(MAP[0], MAP[2], (0, 0.1, 0.2, 0.3, 0.4), label="Weight"),
            marks.axis(MAP[1], MAP[3], (0, 200, 400), label="Bias"),
        )
        return marks.plot(*axes, shown, said, has_grid=False)


def _is_inside(place):
    return all(low <= value <= high for low, value, high in zip(MAP[:2], place, MAP[2:], strict=True))


class HouseNudge(Exhibit):
    """One number is nudged down and up: where does the error fall? That is all that a slope says."""

    TITLE = "Nudge one number: which way does the error fall?"
    SOURCE = "pycore.lessons.houses.linear_model"
    DIALS = {
        "weight": Dial(0, 0.4, 0.001, 0.1, "Weight", "k$ per sq ft", ".4f"),
        "bias": Dial(0, 460, 1, 140, "Bias", "k$", ".2f"),
    }
    CHOICES = {
        "parameter": Choice((("weight", "Weight"), ("bias", "Bias")), "weight", "Nudge the"),
        "size": Choice((("large", "Large"), ("medium", "Medium"), ("small", "Small")), "large", "Nudge"),
    }
    #: How far, for each parameter and size.
    NUDGES = {"weight": {"large": 0.01, "medium": 0.002, "small": 0.0005}, "bias": {"large": 10, "medium": 2, "small": 0.5}}
    SIDES = {"lower": 0, "higher": 2}

    @action
    def start_over(self):
        """Go back to the first line."""
        super().start_over()
        self.nudges = 0

    @action
    def take(self, side):
        """Move to one side; "better" is that with the least error, or none if it is best to stay."""
        if side not in (*self.SIDES, "better"):
            raise ExhibitError(f"side: expected lower, higher or better, got {side!r}")
        place = int(np.argmin(self._errors())) if side == "better" else self.SIDES[side]
        part = self.DIALS[self.parameter]
        before = getattr(self, self.parameter)
        setattr(self, self.parameter, min(max(before + (place - 1) * self.distance, part.low), part.high))
        self.nudges += getattr(self, self.parameter) != before

    @property
    def distance(self):
        """How far a nudge goes."""
        return self.NUDGES[self.parameter][self.size]

    def _errors(self):
        """The three errors: lower, here, higher."""
        index = 0 if self.parameter == "weight" else 1
        return linear.nudge(*houses.THREE, self.weight, self.bias, index, self.distance)

    def picture(self):
        lower, here, higher = errors = self._errors()
        slope = (higher - lower) / (2 * self.distance)
        best = int(np.argmin(errors))
        words = (
            f"Lowering the {self.parameter} makes the error smaller. The slope rises to the right, so step to the left.",
            f"Both neighbours are worse: this is the best {self.parameter} there is, give or take a nudge. "
            "Nudge the other number, or less far.",
            f"Raising the {self.parameter} makes the error smaller. The slope falls to the right, so step to the right.",
        )[best]
        return {
            "texts": {
                "error": f"{here:,.0f}",
                "words": words,
                "lower": f"{lower:,.0f}",
                "higher": f"{higher:,.0f}",
                "nudges": f"{self.nudges}",
                "nudges_word": "nudge" if self.nudges == 1 else "nudges",
                "slope": f"{slope:+,.0f}".replace("-", "−"),
            },
            "off": ["take:side=better"] * (best == 1),
            "plots": {"error": self._plot(errors)},
            "says": f"Error {here:,.0f}; lower {lower:,.0f}, higher {higher:,.0f}. {words}",
        }

    def _plot(self, errors):
        value, distance = getattr(self, self.parameter), self.distance
        places = value + distance * np.array([-1, 0, 1])
        span = 5 * distance
        across = value + np.linspace(-span, span, 41)
        is_weight = self.parameter == "weight"
        heights = houses.error_surface(across if is_weight else [self.weight], [self.bias] if is_weight else across).ravel()
        room = 0.2 * (heights.max() - heights.min())
        best = int(np.argmin(errors))
        part = self.DIALS[self.parameter]
        digits = 3 if is_weight else 1
        ticks = [
            (place, f"{place:,.{digits}f}".replace("-", "−")) for place in (value - 4 * distance, value, value + 4 * distance)
        ]
        points = list(zip(places.tolist(), errors.tolist(), strict=True))
        shown = [
            marks.line(np.column_stack([across, heights]), "ink-3", 2),
            marks.segments([(place, heights.min() - room, place, error) for place, error in points], "line-strong", 1.5, 1.0),
            marks.dots(points, size=8, tones=["good" if number == best else "ink" for number in range(3)]),
        ]
        three = f"{errors[0]:,.0f} lower, {errors[1]:,.0f} here, {errors[2]:,.0f} higher"
        said = f"The error over the {self.parameter}, with three points: {three}"
        return marks.plot(
            marks.axis(value - span, value + span, ticks, label=f"{part.label}, {part.unit}"),
            marks.axis(heights.min() - room, heights.max() + room, label="Error"),
            shown,
            said,
        )
