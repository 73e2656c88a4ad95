"""The widgets of a hidden layer: the lines that its neurons draw around a disc, and the space in which a plane parts the points."""

import math

import numpy as np

from pycore import Playground
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.plane_marks import arrow, cloud, map_cells, plane, point_of
from pycore.lessons.hidden_layer import hidden_model as hidden
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial, ExhibitError, action
from pycore.lessons.widgets.training import Training
from pycore.lessons.widgets.words import number

__all__ = ["HiddenSpace", "ThreeNeurons"]

#: What one, two, three and more neurons can do here, once trained.
CAN_DO = {
    1: "One neuron has one line. No line keeps the disc on one side and the ring on the other.",
    2: "Two lines leave a strip or a corner open: some of the ring always slips in.",
    3: "Three lines are enough to close a triangle around the disc.",
}
MORE = "More lines: the triangle becomes a polygon with more corners, and rounder."


class ThreeNeurons(Training):
    """A disc in a ring, and one to eight hidden neurons, each with a line of its own."""

    TITLE = "Three neurons draw a triangle"
    SOURCE = "pycore.lessons.hidden_layer.hidden_model"
    DIALS = {"units": Dial(1, 8, 1, 3, "Hidden neurons", format="d", is_whole=True)}

    def make(self, seed=None):
        return Playground(hidden.SETTINGS.replace(network_shape=(self.units,), seed=seed or hidden.SETTINGS.seed))

    def changed(self, name):
        self._take(self.make(self.playground.settings.seed))

    def picture(self):
        p, view = self.playground, self.state()
        lines, angles = hidden.lines(p), hidden.directions(p)
        drawn = [map_cells(p.predict), cloud(p.train_points, 3.6, 0.9)]
        for unit, line in enumerate(lines, 1):
            found = boundary.ends(line)
            if found is None:
                continue
            middle, direction = (found[0] + found[1]) / 2, np.array(line[:2]) / math.hypot(*line[:2])
            drawn += [marks.line(found, "ink", 2.5), *arrow(middle, direction, length=1.1, width=2)]
            drawn.append(marks.note(middle + 1.55 * direction, str(unit), "ink", "middle", 14, is_strong=True, dy=5))
        gaps = [f"{gap:.0f}°" for gap in hidden.gaps(angles)] if len(angles) > 1 else []
        is_good = p.loss_test < hidden.CONVERGED
        view["texts"] |= {"can_do": CAN_DO.get(self.units, MORE), "gaps": ", ".join(gaps) or "–"}
        view["shown"] = {"goal": is_good}
        view["plots"] = {
            "plane": plane(drawn, f"A disc in a ring, and the lines of {self.units} hidden neurons after {p.epoch} epochs"),
            "compass": _compass(angles, gaps),
        }
        view["says"] = f"Epoch {p.epoch}, test loss {p.loss_test:.3f}."
        return view


def _compass(angles, gaps):
    """Return the outward directions as arrows from one point, with the angles between neighbours."""
    side = marks.axis(-1.45, 1.45, ())
    around = np.radians(np.linspace(0, 360, 61))
    drawn = [marks.line(np.column_stack([np.cos(around), np.sin(around)]), "line", 1.5)]
    for unit, angle in enumerate(np.radians(angles), 1):
        toward = np.array((math.cos(angle), math.sin(angle)))
        drawn += arrow((0, 0), toward, length=1, width=2, head=0.15)
        drawn.append(marks.note(1.22 * toward, str(unit), "ink", "middle", 14, is_strong=True, dy=5))
    if len(gaps) <= 5:
        order = np.sort(angles)
        for start, gap, text in zip(order, hidden.gaps(angles), gaps, strict=False):
            middle = math.radians(start + gap / 2)
            drawn.append(marks.note((0.52 * math.cos(middle), 0.52 * math.sin(middle)), text, "ink-2", "middle", 12, dy=4))
    label = f"The directions of {len(angles)} neurons" + (f"; between them {', '.join(gaps)}" if gaps else "")
    return marks.plot(side, side, drawn, label, is_square=True, has_grid=False)


class HiddenSpace(Training):
    """The points as three hidden neurons see them: in space, where the output is a plane."""

    TITLE = "What three hidden neurons see: the points in space"
    SOURCE = "pycore.lessons.hidden_layer.hidden_model"
    #: Points in the picture.
    SHOWN = 160

    def make(self, seed=None):
        return Playground(hidden.SETTINGS.replace(seed=seed or hidden.SETTINGS.seed))

    def first(self):
        return hidden.trained(hidden.SETTINGS, 300)

    @action
    def start_over(self):
        """Go back to the trained network."""
        super().start_over()
        self._here = (0.0, 3.6)

    @action
    def move(self, name, x, y):
        """Drag the marked point."""
        if name != "here":
            raise ExhibitError(f"{name!r} can't be moved here")
        self._here = point_of(x, y)

    def picture(self):
        p, view = self.playground, self.state()
        points = p.train_points[: self.SHOWN]
        here = hidden.hidden_space(p, [self._here])[0]
        output = float(p.predict([self._here])[0])
        at = f"x₁ {number(self._here[0], 1)}, x₂ {number(self._here[1], 1)}"
        handle = marks.handle("here", self._here, "The marked point", f"{at}; output {number(output)}", step=(0.1, 0.1))
        heights = f"({', '.join(number(value) for value in here)})"
        view["texts"] |= {"here": f"The marked point ({at}) becomes {heights} in space. The output there: {number(output)}."}
        view["plots"] = {
            "plane": plane([map_cells(p.predict), cloud(points, 4), handle], "The points in the plane, and one that can be moved"),
            "space": marks.plot(
                None, None, [*_cube(), *self._parting(), *self._seen(points), marks.dots([here], "ink", 8, shape="diamond")],
                f"The same points in the space of the three hidden neurons; the marked one is at {heights}", is_space=True,
            ),
        }  # fmt: skip
        view["says"] = f"Epoch {p.epoch}, test loss {p.loss_test:.3f}. At the marked point the output is {number(output)}."
        return view

    def _parting(self):
        """The plane on which the output is 0."""
        corners = hidden.plane_in_cube(*hidden.output_plane(self.playground))
        if not len(corners):
            return []
        return [marks.polygon(corners, "ink", 0.12), marks.line([*corners, corners[0]], "ink-3", 1.5)]

    def _seen(self, points):
        seen = hidden.hidden_space(self.playground, points[:, :2])
        return [marks.dots(seen, size=4.5, tones=["pos" if label > 0 else "neg" for label in points[:, 2]], fade=0.9)]


def _cube():
    """Return the edges of the cube from -1 to 1, and the names of its axes."""
    edges = []
    for axis in range(3):
        for a in (-1, 1):
            for b in (-1, 1):
                start, end = [a, b], [a, b]
                start.insert(axis, -1)
                end.insert(axis, 1)
                edges.append((*start, *end))
    places = (((0, -1.2, -1.1), "h₁"), ((1.2, 0, -1.1), "h₂"), ((-1.2, -1.1, 0), "h₃"))
    names = [marks.note(at, name, "ink-2", "middle") for at, name in places]
    return [marks.segments(edges, "line", 1.2, 1.0), *names]
