"""The widget that checks a claim: the network is trained from twenty seeds, and one sees how many of them keep it."""

import time

import numpy as np

from pycore import Playground
from pycore.data.rng import SeededRandom
from pycore.lessons.experiments import experiments_model as experiments
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Exhibit, action

__all__ = ["ClaimCheck"]


def stacked(values, low, high, is_log, bins=56):
    """Return (n,): heights from 0 up, so that dots at `values` on an axis from `low` to `high` don't lie on each other.

    >>> stacked([0.1, 0.5, 0.1], 0, 1, is_log=False).tolist()
    [0.0, 0.0, 1.0]
    """
    scale = np.log if is_log else np.asarray
    places = np.clip(np.asarray(values, float), low, high)
    part = (scale(places) - scale(low)) / (scale(high) - scale(low))
    levels, counts = [], {}
    for place in np.nan_to_num(part * bins, nan=bins).astype(int).tolist():
        levels.append(counts.get(place, 0))
        counts[place] = counts.get(place, 0) + 1
    return np.array(levels, float)


class ClaimCheck(Exhibit):
    """One experiment, trained from twenty seeds, or forty, or more: each dot is a network."""

    TITLE = "Does it hold? Train it twenty times"
    SOURCE = "pycore.lessons.experiments.experiments_model"
    CHOICES = {"experiment": Choice(tuple((name, name) for name in experiments.by_name), "A2", "Experiment")}
    #: Milliseconds of training between two pictures: the page waits for nothing meanwhile.
    PORTION = 24
    #: Networks a click, and most of all.
    RUNS, MOST = 20, 100
    #: So many are trained side by side: making them takes time, too, and nothing is to wait for long.
    SIDE_BY_SIDE = 4

    @action
    def start_over(self):
        """Forget all networks."""
        super().start_over()
        self._forget()

    def changed(self, name):
        """Another experiment begins without networks."""
        self._forget()

    def _forget(self):
        self.about = experiments.by_name[self.experiment]
        self._seed = self.about.settings.seed
        self._playground = None
        self._losses = np.empty((0, 2))
        self._goal = 0

    @action
    def run(self):
        """Train twenty more."""
        if len(self._losses) >= self._goal:
            self._goal = min(len(self._losses) + self.RUNS, self.MOST)

    @action
    def go(self, milliseconds=PORTION):
        """Train the networks at hand for a portion, or make the next ones."""
        if len(self._losses) >= self._goal:
            return
        if self._playground is None:
            self._playground = Playground(self.about.settings.replace(seed=self._seed), runs=self.SIDE_BY_SIDE)
            self._seed = SeededRandom(f"after {self._seed}").new_seed()
            return
        end = time.perf_counter() + min(milliseconds * 2, self.PORTION) / 1000
        while self._playground.epoch < self.about.epochs:
            self._playground.train()
            if time.perf_counter() > end:
                return
        self._losses = np.vstack([self._losses, self._playground.losses])
        self._playground = None

    @property
    def link(self):
        """The address at which the playground stops at the experiment's epochs."""
        return self.about.link

    def picture(self):
        about, done = self.about, len(self._losses)
        met = about.goal.met(self._losses) if about.goal else np.ones(done, bool)
        median = f"{np.median(self._losses[:, 1]):.3g}" if done else "–"
        share = f"{met.sum()} of {done}" if done else "–"
        is_busy = done < self._goal
        says = f"{done} networks trained. " + (f"The claim holds for {share}. " if about.goal and done else "")
        return {
            "texts": {
                "share": share,
                "median": median,
                "verdict": about.verdict,
                "run": "Train it 20 times" if not done and not is_busy else "Training…" if is_busy else "20 more",
            },
            "shown": {"verdict": done >= self.RUNS and not is_busy and bool(about.verdict)},
            "off": [*(["run"] if is_busy or done >= self.MOST else []), *([] if done or is_busy else ["start_over"])],
            "busy": is_busy,
            "plots": {"losses": self._plot(met)},
            "says": says if is_busy else f"{says}Median test loss {median}.",
        }

    def _plot(self, met):
        goal = self.about.goal
        is_log = goal is None or goal.limit < 0.1
        # Losses beyond the axis stand at its end.
        low, high = (0.001, 2.0) if is_log else (0.0, 0.7)
        ticks = [(0.001, "0.001"), (0.01, "0.01"), (0.1, "0.1"), (1, "1")]
        if not is_log:
            ticks = [(0, "0"), *((tenth / 10, f"{tenth / 10:g}") for tenth in range(1, 7)), (high, "0.7+")]
        x = marks.axis(low, high, ticks, "{:.1f}", "loss", is_log=is_log)
        drawn = []
        if goal:
            side = (goal.limit, high) if goal.rule == "above" else (low, goal.limit)
            drawn.append(marks.bars([(side[0], 4, side[1], 96)], "good", 0.1))
            drawn.append(marks.segments([(goal.limit, 4, goal.limit, 96)], "good", 2, 1.0, is_dashed=True))
            drawn.append(marks.note((goal.limit, 96), f"{goal.rule} {goal.limit:g}", "good", "middle", 13, is_strong=True, dy=-4))
        for column, name, base in ((1, "Test loss", 54), (0, "Training loss", 8)):
            values = np.clip(np.nan_to_num(self._losses[:, column], nan=high, posinf=high), low, high)
            levels = stacked(values, low, high, is_log)
            heights = base + 4 + min(4.4, 32 / max(1, levels.max(initial=0))) * levels
            tones = ["good" if kept else "bad" for kept in met] if goal else ["ink-2"] * len(met)
            drawn.append(marks.segments([(low, base, high, base)], "line", 1, 1.0))
            drawn.append(marks.note((low, base + 38), name, "ink-2", "start", 13, dx=4))
            drawn.append(marks.dots(np.column_stack([values, heights]), size=5, tones=tones, fade=0.8))
            if self._playground is not None:
                now = np.clip(np.nan_to_num(self._playground.losses[:, column], nan=high, posinf=high), low, high)
                drawn.append(marks.dots([(value, base + 4) for value in now], "ink-3", 5, shape="ring"))
        label = f"Losses of {len(met)} networks after {self.about.epochs} epochs"
        return marks.plot(x, marks.axis(0, 104, ()), drawn, label, has_grid=True)
