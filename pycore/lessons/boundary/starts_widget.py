"""The widget of twenty neurons that start with different weights and find the same line, or lines as good."""

import numpy as np

from pycore.data.rng import SeededRandom
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.boundary_model import Line
from pycore.lessons.boundary.plane_marks import cloud, plane
from pycore.lessons.restarts import restarts
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, action

__all__ = ["ManyStarts"]


class ManyStarts(Exhibit):
    """Twenty neurons with first weights of their own, and where their lines go, epoch by epoch."""

    TITLE = "Twenty starts, one answer"
    SOURCE = "pycore.lessons.boundary.boundary_model"
    RUNS, EPOCHS = 20, 100
    DIALS = {"epoch": Dial(0, EPOCHS, 1, 0, "Epoch", format="d", is_whole=True)}
    CHOICES = {"clouds": Choice((("apart", "With a gap"), ("overlapping", "Overlapping")), "apart", "Clouds")}

    @action
    def start_over(self):
        super().start_over()
        self._begin(boundary.SETTINGS.seed)

    @action
    def again(self):
        """Other first weights, and other points of the same clouds."""
        self.epoch = 0
        self._begin(SeededRandom(self._seed).new_seed())

    def _begin(self, seed):
        settings = boundary.SETTINGS if self.clouds == "apart" else boundary.OVERLAPPING
        self._seed, self._goal = seed, 0
        self._playground = restarts(settings.replace(seed=seed), self.RUNS)
        (weights,) = self._playground.network.weights
        self._weights = weights[:, 0]
        self._lines, self._losses = [self._weights.copy()], [self._playground.losses.copy()]
        self._reach(self.epoch)

    def changed(self, name):
        self._goal = 0
        if name == "clouds":
            self._begin(self._seed)
        self._reach(self.epoch)

    @action
    def play(self, to=EPOCHS):
        """Train, epoch by epoch, as far as `to`; from the start if it has been reached."""
        goal = self.DIALS["epoch"].check("to", to)
        if self.epoch >= goal:
            self.epoch = 0
        self._goal = goal

    @action
    def go(self, milliseconds=0):
        """Show the next epoch, or the second next once the lines hardly move; else train ahead, so that the dial finds all of them."""
        if self.epoch < self._goal:
            self.epoch = min(self._goal, self.epoch + (1 if self.epoch < 20 else 2))
            self._reach(self.epoch)
        else:
            self._reach(min(len(self._lines) + 1, self.EPOCHS))

    def _reach(self, epoch):
        while len(self._lines) <= epoch:
            self._playground.train()
            self._lines.append(self._weights.copy())
            self._losses.append(self._playground.losses.copy())

    def picture(self):
        lines = [Line(*row) for row in self._lines[self.epoch].tolist()]
        losses = self._losses[self.epoch][:, 1]
        points = self._playground.train_points
        missed = np.array([boundary.wrong(line, points) for line in lines])
        found = [boundary.ends(line) for line in lines]
        spread = boundary.spread(lines)
        drawn = [cloud(points, 4, 0.75), *(marks.line(pair, "ink", 1.8, fade=0.65) for pair in found if pair is not None)]
        is_going = self.epoch < self._goal
        label = f"Two clouds and {self.RUNS} lines after {self.epoch} epochs; their directions differ by {spread:.1f} degrees"
        return {
            "texts": {
                "spread": f"{spread:.0f}°" if spread >= 10 else f"{spread:.1f}°" if spread >= 0.1 else f"{spread:.2f}°",
                "losses": f"{losses.min():.3f} to {losses.max():.3f}",
                "wrong": f"{missed.min()}" if missed.min() == missed.max() else f"{missed.min()} to {missed.max()}",
            },
            "off": ["play"] if is_going else [],
            "busy": is_going or len(self._lines) <= self.EPOCHS,
            "plots": {"plane": plane(drawn, label)},
            "says": f"Epoch {self.epoch}: directions differ by {spread:.1f} degrees, {missed.min()} to {missed.max()} points wrong.",
        }
