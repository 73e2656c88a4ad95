"""What the bench measures: the scenarios by name, each as a function to be timed; runs under CPython and in Pyodide alike."""

import json
import time
from typing import NamedTuple

from pycore import Playground
from pycore.picture.frame import MAP_SIDE, Frame

__all__ = ["SCENARIOS", "Stopwatch"]

DEFAULT = "seed=0.12345"
DEEP = DEFAULT + "&networkShape=8,8,8,8,8,8&xSquared=true&ySquared=true&xTimesY=true&sinX=true&sinY=true"


class Scenario(NamedTuple):
    """One line of the table.

    work: "epoch" is one epoch, by `train` of many at once; "picture" fills a Frame with the maps of all units, pooled and
    shaded (the losses have been computed before); "frame" is what the page asks for at every frame: an epoch, both losses,
    the maps. Milliseconds are for one of them. against: the name of the scenario that it is compared with, or "" for the
    same work by the JavaScript baseline, which only computes the maps' values and neither pools nor shades them.
    """

    name: str
    work: str
    address: str
    runs: int = 1
    against: str = ""


SCENARIOS = (
    Scenario("epoch, default (4,2; batch 10)", "epoch", DEFAULT),
    Scenario("epoch, deep (six of 8; all features)", "epoch", DEEP),
    Scenario("epoch, 8,8; X1 X2; batch 30", "epoch", DEFAULT + "&networkShape=8,8&batchSize=30"),
    Scenario("epoch, 8,8; X1 X2; batch 1; 450 points", "epoch", DEFAULT + "&networkShape=8,8&batchSize=1&percTrainData=90"),
    Scenario("epoch, default, 16 runs", "epoch", DEFAULT, 16, "epoch, default (4,2; batch 10)"),
    Scenario("maps, default", "picture", DEFAULT),
    Scenario("maps, deep", "picture", DEEP),
    Scenario("frame, default", "frame", DEFAULT),
    Scenario("frame, deep", "frame", DEEP),
)


class Stopwatch:
    """A scenario made ready: its playground, trained a little so that it is past its first steps."""

    def __init__(self, name):
        scenario = next(scenario for scenario in SCENARIOS if scenario.name == name)
        self._playground = Playground.from_hash(scenario.address, runs=scenario.runs)
        self._playground.train(20)
        self._run = {"epoch": self._epochs, "picture": self._pictures, "frame": self._frames}[scenario.work]
        self._scenario = scenario
        if scenario.work != "epoch":
            self._picture = Frame(self._playground)

    def sample(self, count):
        """Return the milliseconds that one piece of work took, as the mean of `count` in a row."""
        start = time.perf_counter()
        self._run(count)
        return (time.perf_counter() - start) * 1000 / count

    def baseline(self):
        """Return JSON of what the JavaScript baseline needs to do the same."""
        p, scenario = self._playground, self._scenario
        return json.dumps(
            {
                "work": scenario.work,
                "sizes": p.network.sizes,
                "features": [feature.key for feature in p.features],
                "batchSize": p.settings.batch_size,
                "learningRate": p.settings.learning_rate,
                "training": p.train_points.tolist(),
                "test": p.test_points.tolist(),
                "side": MAP_SIDE,
            }
        )

    def _epochs(self, count):
        self._playground.train(count)

    def _pictures(self, count):
        for _ in range(count):
            self._picture.fill()

    def _frames(self, count):
        for _ in range(count):
            self._playground.train(1)
            self._picture.fill()
