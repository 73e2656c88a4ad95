"""The widgets of the line that a neuron draws: turned by hand and then by training, and what it says of one point."""

import math

from pycore import Playground
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.boundary_model import Line
from pycore.lessons.boundary.plane_marks import arrow, cloud, halves, plane, point_of
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial, Exhibit, ExhibitError, action
from pycore.lessons.widgets.words import minus, number

__all__ = ["LineByHand", "PointAndLine"]

#: The dials of a line.
LINE_DIALS = {
    "w1": Dial(-2, 2, 0.05, -0.5, "Weight of x₁, w₁", format=".2f"),
    "w2": Dial(-2, 2, 0.05, 1.0, "Weight of x₂, w₂", format=".2f"),
    "bias": Dial(-8, 8, 0.1, 1.0, "Bias, b", format=".2f"),
}


class LineByHand(Exhibit):
    """Two clouds, a line with two handles, three dials, and the rule that they are; then training does it."""

    TITLE = "Draw a line between two clouds, then let the computer do it"
    SOURCE = "pycore.lessons.boundary.boundary_model"
    DIALS = LINE_DIALS

    @action
    def start_over(self):
        """Go back to the first line, before any training."""
        super().start_over()
        self._playground = Playground(boundary.SETTINGS)
        self._points = self._playground.train_points
        self._trained = False
        self._trail = []
        self._place_handles()

    def changed(self, name):
        self._by_hand()
        self._place_handles()

    @action
    def move(self, name, x, y):
        """Drag a handle: the line goes through both."""
        if name not in self._handles:
            raise ExhibitError(f"{name!r} can't be moved here")
        before, self._handles[name] = self._handles[name], point_of(x, y)
        if math.dist(*self._handles.values()) < 0.5:  # too near to each other to say a direction
            self._handles[name] = before
            return
        line = boundary.through(self._handles["first"], self._handles["second"], math.hypot(self.w1, self.w2))
        # What the dials can't show becomes smaller as a whole: the same line.
        shrink = min(1.0, *(dial.high / abs(value) for value, dial in zip(line, LINE_DIALS.values(), strict=True) if value))
        self.w1, self.w2, self.bias = (value * shrink for value in line)
        self._by_hand()

    @action
    def learn(self, epochs=1):
        """Let the computer go on from this line for so many epochs."""
        epochs = Dial(1, 100, 1, 1, "", is_whole=True).check("epochs", epochs)
        if not self._trained:
            self._playground.reset()
            self._playground.set_layers([([self.bias], [[self.w1, self.w2]])])
            self._trained = True
        for _ in range(epochs):
            self._trail = [*self._trail[-7:], self._line]
            self._playground.train()
            ((bias, weights),) = self._playground.layers()
            self.w1, self.w2, self.bias = float(weights[0, 0]), float(weights[0, 1]), float(bias[0])
        self._place_handles()

    @property
    def _line(self):
        return Line(self.w1, self.w2, self.bias)

    def _by_hand(self):
        self._trained, self._trail = False, []

    def _place_handles(self):
        """Put the handles where a quarter and three quarters of the line are; none where there is no line to be seen."""
        found = boundary.ends(self._line)
        self._handles = {}
        if found is not None and math.dist(*found) > 1:
            first, second = found
            self._handles = {"first": tuple(first + (second - first) / 4), "second": tuple(first + (second - first) * 3 / 4)}

    def picture(self):
        line, points = self._line, self._points
        missed = points[boundary.sides(line, points) != points[:, 2]]
        rule = boundary.rule(line)
        drawn = [*halves(line)]
        for age, old in enumerate(reversed(self._trail), 1):
            found = boundary.ends(old)
            if found is not None:
                drawn.append(marks.line(found, "ink-3", 1.5, fade=round(0.9 - 0.1 * age, 2)))
        drawn.append(cloud(points))
        drawn.append(marks.dots(missed[:, :2], "ink", 6.5, shape="ring"))
        found = boundary.ends(line)
        if found is not None:
            drawn.append(marks.line(found, "ink", 3))
            drawn += arrow((found[0] + found[1]) / 2, (self.w1, self.w2))
        for name, at in self._handles.items():
            words = minus(f"x₁ {at[0]:.1f}, x₂ {at[1]:.1f}")
            drawn.append(marks.handle(name, at, f"The {name} point of the line", words, step=(0.1, 0.1)))
        epoch = self._playground.epoch if self._trained else 0
        state = "Drawn by you."
        if epoch:
            state = f"After {epoch} epoch{'s' if epoch != 1 else ''} of training: test loss {self._playground.loss_test:.4f}."
        label = f"Two clouds of points and a line; {len(missed)} of {len(points)} points are on the wrong side of it"
        return {
            "texts": {"rule": rule, "wrong": f"{len(missed)}", "state": state},
            "shown": {"goal": not len(missed)},
            "plots": {"plane": plane(drawn, label)},
            "says": f"{len(missed)} of {len(points)} on the wrong side. {state}",
        }


class PointAndLine(Exhibit):
    """One point, the neuron's sum at it, and the side that follows."""

    TITLE = "What a neuron says of one point"
    SOURCE = "pycore.lessons.boundary.boundary_model"
    DIALS = {
        "w1": LINE_DIALS["w1"]._replace(start=0.5),
        "w2": LINE_DIALS["w2"]._replace(start=0.5),
        "bias": LINE_DIALS["bias"]._replace(start=-1.0),
    }

    @action
    def start_over(self):
        super().start_over()
        self._point = (3.0, 2.0)

    @action
    def move(self, name, x, y):
        """Drag the point."""
        if name != "point":
            raise ExhibitError(f"{name!r} can't be moved here")
        self._point = point_of(x, y)

    def picture(self):
        line, (x1, x2) = Line(self.w1, self.w2, self.bias), self._point
        parts = (self.w1 * x1, self.w2 * x2, self.bias)
        total = sum(parts)
        is_blue = boundary.sides(line, [self._point])[0] > 0
        side, tone = ("blue", "pos") if is_blue else ("orange", "neg")
        found = boundary.ends(line)
        length = math.hypot(self.w1, self.w2)
        drawn = halves(line)
        if found is not None:
            drawn.append(marks.line(found, "ink", 3))
        if length:  # the way from the line to the point
            foot = (x1 - total * self.w1 / length**2, x2 - total * self.w2 / length**2)
            drawn.append(marks.segments([(*foot, x1, x2)], "ink-3", 2, 1.0, is_dashed=True))
        words = f"x₁ {number(x1, 1)}, x₂ {number(x2, 1)}"
        sum_ = (
            f"{number(self.w1)} · {number(x1, 1)} + {number(self.w2)} · {number(x2, 1)} + {number(self.bias)} = {number(total)}"
        )
        distance = (
            f"The point is {abs(total) / length:.2f} away from the line." if length else "Without weights there is no line."
        )
        drawn.append(
            marks.handle("point", self._point, "The point", f"{words}; the neuron says {side}", step=(0.1, 0.1), tone=tone)
        )
        return {
            "texts": {
                "sum": sum_.replace("+ −", "− "),
                "side": side,
                "distance": distance,
            },
            "plots": {
                "plane": plane(drawn, f"A point at {words}, on the {side} side of a line"),
                "neuron": _diagram(line, self._point, parts, total, tone),
            },
            "says": f"The sum is {number(total)}: {side}.",
        }


def _diagram(line, point, parts, total, tone):
    """Return the neuron as nodes: inputs, each times its weight, the sum, and the side."""
    x, y = marks.axis(0, 100, ()), marks.axis(0, 100, ())
    inputs, middle, end = ((10, 82), (10, 45)), (56, 50), (90, 50)
    bias = (10, 10)
    links = [*((*at, *middle) for at in (*inputs, bias)), (*middle, *end)]
    drawn = [marks.segments(links, "line-strong", 2, 1.0)]
    for at, value, weight, name in zip(inputs, point, line[:2], ("x₁", "x₂"), strict=True):
        drawn.append(marks.node(at, number(value, 1), "ink-2", width=58, height=44, label=name))
        between = ((at[0] + middle[0]) / 2 - 2, (at[1] + middle[1]) / 2 + 4)
        drawn.append(marks.note(between, f"× {number(weight)}", "ink", "middle", 12))
    drawn.append(marks.node(bias, number(line.bias), "ink-2", "square", 64, 36))
    drawn.append(marks.note((24, 3), "bias", "ink-2", "start", 12))
    drawn.append(marks.node(middle, number(total), "ink", width=70, height=50, label="sum", is_strong=True))
    drawn.append(
        marks.node(end, "> 0" if total > 0 else "≤ 0", tone, "pill", 58, 40, label="blue" if tone == "pos" else "orange")
    )
    words = " plus ".join(number(part) for part in parts)
    return marks.plot(x, y, drawn, f"The neuron adds up {words}, which is {number(total)}")
