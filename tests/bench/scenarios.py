"""What the bench measures: the scenarios by name, each as a function to be timed; runs under CPython and in Pyodide alike."""

import json
import time
from typing import NamedTuple

import numpy as np

from pycore import Playground
from pycore.images.digits import load_digits
from pycore.images.drawings import drawn, form_of
from pycore.images.image_set import ImageSet
from pycore.images.practice import Practice
from pycore.images.quick_random import QuickRandom
from pycore.images.trained import made
from pycore.lessons.digits.example_strokes import EIGHT
from pycore.lessons.images.drawn_hands import GESTURES, hands
from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.picture_model import measured
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

    On images "image epoch" is one epoch of ten neurons, and "reading" what the page asks for while a digit is drawn: the drawing in the
    form of the images, ten probabilities and what each pixel says. `address` then is the number of images and of pixels from side to side.

    On a reader's own pictures, 50 in each of three classes, "measuring" is what is measured in one of them, by the features that `address`
    names, "answering" what the page asks for at every picture of a camera, and "learning" a whole training as the page begins it.
    """

    name: str
    work: str
    address: str
    runs: int = 1
    against: str = ""


FIRST = "epoch, default (4,2; batch 10)"
SCENARIOS = (
    Scenario(FIRST, "epoch", DEFAULT),
    Scenario("epoch, deep (six of 8; all features)", "epoch", DEEP),
    Scenario("epoch, 8,8; X1 X2; batch 30", "epoch", DEFAULT + "&networkShape=8,8&batchSize=30"),
    Scenario("epoch, 8,8; X1 X2; batch 1; 450 points", "epoch", DEFAULT + "&networkShape=8,8&batchSize=1&percTrainData=90"),
    Scenario("epoch, default, 16 runs", "epoch", DEFAULT, 16, "epoch, default (4,2; batch 10)"),
    Scenario("maps, default", "picture", DEFAULT),
    Scenario("maps, deep", "picture", DEEP),
    Scenario("frame, default", "frame", DEFAULT),
    Scenario("frame, deep", "frame", DEEP),
    Scenario("epoch, ten neurons, 1,500 of 8 × 8", "image epoch", "1500 8", against=FIRST),
    Scenario("epoch, ten neurons, 10,000 of 28 × 28", "image epoch", "10000 28", against=FIRST),
    Scenario("a drawing is read, 8 × 8", "reading", "1500 8", against=FIRST),
    Scenario("a drawing is read, 28 × 28", "reading", "1000 28", against=FIRST),
    Scenario("features of a picture: edges", "measuring", "gradients", against=FIRST),
    Scenario("features of a picture: colours", "measuring", "colours", against=FIRST),
    Scenario("features of a picture: filters", "measuring", "filters", against=FIRST),
    Scenario("an answer to a picture", "answering", "", against=FIRST),
    Scenario("training on 3 × 50 pictures", "learning", "", against=FIRST),
)


class Stopwatch:
    """A scenario made ready: its playground, trained a little so that it is past its first steps."""

    def __init__(self, name):
        scenario = next(scenario for scenario in SCENARIOS if scenario.name == name)
        if scenario.work in ("image epoch", "reading"):
            images = _images(*map(int, scenario.address.split()))
            self._learner, self._form = Practice(images, made("ten", images.shape)), form_of(images)
            self._run = self._image_epochs if scenario.work == "image epoch" else self._readings
            return
        if scenario.work in ("measuring", "answering", "learning"):
            self._shop, self._features = _workshop(), scenario.address
            self._run = {"measuring": self._measure, "answering": self._answers, "learning": self._learn}[scenario.work]
            if scenario.work == "answering":
                self._learn(1)
            return
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

    def _image_epochs(self, count):
        self._learner.train(count)

    def _readings(self, count):
        model = self._learner.model
        for _ in range(count):
            inputs = drawn(EIGHT, self._form).reshape(1, -1) / self._form.full
            model.slopes(inputs[0], int(model.probabilities(inputs).argmax()))

    def _measure(self, count):
        pictures = self._shop.store.pictures
        measured(pictures[np.arange(count) % len(pictures)], self._features)

    def _answers(self, count):
        picture = self._shop.store.pictures[0].tobytes()
        for _ in range(count):
            self._shop.predict(picture)

    def _learn(self, count):
        for _ in range(count):
            self._shop.forget_features()
            self._shop.begin()
            while self._shop.portion(1)["phase"] != "done":
                pass

    def _epochs(self, count):
        self._playground.train(count)

    def _pictures(self, count):
        for _ in range(count):
            self._picture.fill()

    def _frames(self, count):
        for _ in range(count):
            self._playground.train(1)
            self._picture.fill()


def _workshop():
    """Return a workshop with drawn hands, 50 in each of three classes."""
    shop, at = ImageWorkshop(), 0
    shop.set_classes([(name, name) for name in GESTURES])
    for name in GESTURES:
        shop.add(name, range(at, at + 50), hands(name, 50, QuickRandom(at)).tobytes())
        at += 50
    return shop


def _images(count, side):
    """Return an ImageSet of so many images: the digits, or as noise as large ones, whose values cost the same."""
    digits = load_digits()
    if digits.shape[0] == side:
        return digits.take(slice(0, count))
    pictures = np.random.default_rng(0).integers(0, 256, (count, side, side), np.uint8)
    return ImageSet(pictures, np.arange(count, dtype=np.uint8) % 10, 255, digits.classes, "noise")
