"""The widget in which one neuron learns to tell an 8, or another digit, from all others, and what its accuracy is worth."""

import numpy as np

from pycore.images.dense_network import DenseImages
from pycore.images.judging import verdict
from pycore.lessons.digits.digit_sheets import images_sheet, signed_sheet
from pycore.lessons.digits.workshop import Workshop, a, digit_parts, percent
from pycore.lessons.widgets import sheets
from pycore.lessons.widgets.exhibit_base import Choice, Exhibit, ExhibitError, action
from pycore.lessons.widgets.words import minus, number

__all__ = ["PORTIONS", "DigitNeuron"]

#: Epochs of one press: with all images, and with as many of the digit as of the others, of which there are fewer.
PORTIONS = {False: 60, True: 45}
#: Images of a row.
SHOWN = 22


class DigitNeuron(Exhibit):
    """Watch the weights of one neuron become a picture of an 8, and see what "90 % right" is worth."""

    TITLE = "One neuron, 64 pixels: is it an 8?"
    SOURCE = "pycore.images.dense_network"
    CHOICES = {
        "digit": Choice(tuple((number, str(number)) for number in range(10)), 8, "The digit to find"),
        "balanced": Choice(((False, "Off"), (True, "On")), False, "Train on as many of it as of the others"),
    }

    @action
    def start_over(self):
        """Go back to weights of zero, and to what the lesson gave."""
        super().start_over()
        self.untrained()

    @action
    def untrained(self):
        """Go back to weights of zero."""
        train, test = digit_parts()
        model = DenseImages(train.shape, 2)
        self._shop = Workshop(train, test, model, asked=self.digit, balanced=self.balanced)
        self._picked = int(np.flatnonzero(self._shop.true)[0])

    def changed(self, name):
        self.untrained()

    @action
    def train(self):
        """Train for a portion, or pause."""
        if self._shop.is_training:
            self._shop.pause()
        else:
            self._shop.start(PORTIONS[self.balanced])

    @action
    def go(self, milliseconds=0):
        """Train on one slice of images, so that one sees the weights form."""
        self._shop.go(0)

    @action
    def pick(self, name):
        """Look at the sum for one of the test images, by its number."""
        if str(name) not in map(str, range(len(self._shop.test))):
            raise ExhibitError(f"name: expected 0 to {len(self._shop.test) - 1}, got {name!r}")
        self._picked = int(name)

    def picture(self):
        shop, name = self._shop, a(self.digit)
        said, true = shop.said == 1, shop.true == 1
        found = verdict(said, true)
        missed, wrong = np.flatnonzero(~said & true), np.flatnonzero(said & ~true)
        never = verdict(np.zeros_like(true), true)
        says = f"{percent(found.accuracy)} right after {shop.practice.epochs} epochs; always no: {percent(found.baseline)}"
        return {
            "texts": {
                "train": "Pause" if shop.is_training else f"Train {PORTIONS[self.balanced]} epochs",
                "epochs": f"{shop.practice.epochs:,}",
                "accuracy": percent(found.accuracy),
                "baseline": percent(found.baseline),
                "sum": self._sum_words(),
                "missedtitle": f"Overlooked: {len(missed)} of {true.sum()}. Each is {name}, and the neuron says no",
                "wrongtitle": f"Mistaken: {len(wrong)} of {(~true).sum()}. None is {name}, and the neuron says yes",
            },
            "sheets": {
                "sum": self._sum_sheet(),
                "weights": self._weights_sheet(),
                "parts": self._parts_sheet(),
                "missed": self._row(missed),
                "wrong": self._row(wrong),
            },
            "tables": {
                "compared": {
                    "head": ["Measure", "This neuron", "Always “no”"],
                    "rows": [
                        ["Accuracy", percent(found.accuracy), percent(never.accuracy)],
                        [f"Recall of {self.digit}s", percent(found.recall), percent(never.recall)],
                        ["Specificity", percent(found.specificity), percent(never.specificity)],
                        ["Mean of these two", percent(found.balanced), percent(never.balanced)],
                    ],
                }
            },
            "busy": shop.is_busy,
            "off": [] if shop.practice.epochs else ["untrained"],
            "says": says,
        }

    def _parts(self):
        """(image (pixels,), weights (pixels,)) of the sum that is looked at; the score is their product, and the bias."""
        test = self._shop.test
        image = test.inputs(slice(self._picked, self._picked + 1))[0]
        return image, self._shop.model.slopes(image, 1).ravel()

    def _sum_words(self):
        image, weights = self._parts()
        score = float(self._shop.model.scores(image[None])[0])
        ink, share = float(image @ weights), self._shop.model.probabilities(image[None])[0, 1]
        # The bias as far as the two sums are shown, so that they add up.
        rest = minus(f"{round(score, 2) - round(ink, 2):+.2f}").replace("+", "+ ").replace("−", "− ")
        sure = f"{share * 100:.0f} % sure of {a(self.digit)}"
        return f"Ink × weights adds up to {number(ink)}, with the bias {rest} that makes {number(score)}: {sure}."

    def _sum_sheet(self):
        test, digit = self._shop.test, self._shop.test.labels[self._picked]
        return images_sheet(test, [self._picked], [sheets.item("", "the image", f"An image of {a(digit)}")], action="")

    def _weights_sheet(self):
        _, weights = self._parts()
        words = "The 64 weights: blue speaks for the digit, orange against it"
        return signed_sheet(weights.reshape(1, *self._shop.test.shape), [sheets.item("", "the weights", words)])

    def _parts_sheet(self):
        image, weights = self._parts()
        words = "What each pixel adds to the sum"
        return signed_sheet((image * weights).reshape(1, *self._shop.test.shape), [sheets.item("", "their product", words)])

    def _row(self, places):
        test = self._shop.test
        places = places[:SHOWN]
        tone = {self._picked: "chosen"}
        words = {at: f"{a(test.labels[at]).capitalize()}, image {at}" for at in places}
        return images_sheet(test, places, [sheets.item(at, "", words[at], tone.get(at, "")) for at in places])
