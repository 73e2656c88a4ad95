"""The widgets of the labelled houses: softmax regression as it learns, and a hidden layer that gets all ten right."""

import numpy as np

from pycore.lessons.labelled_houses import labelled_houses_model as labelled_houses
from pycore.lessons.labelled_houses.town import GRID, Town, border
from pycore.lessons.widgets.exhibit_base import Choice, action
from pycore.lessons.widgets.words import number

__all__ = ["LabelledHidden", "LabelledHouses"]


class LabelledHouses(Town):
    """Softmax regression on ten houses, step by step: two scores for each house, and one straight border."""

    TITLE = "Good or bad? Ten houses, two scores and a softmax"
    CHOICES = {
        "best": Choice(((False, "Hidden"), (True, "Shown")), False, "Show the straight line that is right most often"),
    }
    #: The least log loss there is; training comes this close to it.
    LEAST, CLOSE = 0.5411985, 1e-4

    def _begin(self):
        self.weights, self.biases = np.zeros((2, 2)), np.zeros(2)

    def _step(self):
        self.weights, self.biases = labelled_houses.step(self.weights, self.biases)

    def _good(self):
        return labelled_houses.probabilities(labelled_houses.STANDARDISED, self.weights, self.biases)[0]

    def _good_at(self):
        return labelled_houses.probabilities(GRID, self.weights, self.biases)[0]

    def picture(self):
        view = super().picture()
        view["shown"] = {"best": self.best, "done": self.losses[-1][1] < self.LEAST + self.CLOSE}
        view["texts"]["best"] = (
            "The dashed line is right 8 times. No straight line is right more often; every one there is has been tried."
        )
        return view

    def _chosen(self, row, good):
        scores = self.weights @ labelled_houses.STANDARDISED[:, row] + self.biases
        return f"{super()._chosen(row, good)} Its scores are {number(scores[0])} for Good and {number(scores[1])} for Bad."

    def _lines(self):
        lines = []
        if self.best:
            right, weights, bias = _best_line()
            lines += border(weights, bias, "ink-2", is_dashed=True)
        lines += border(self.weights[0] - self.weights[1], self.biases[0] - self.biases[1], "ink")
        return lines


_BEST = []


def _best_line():
    """The best straight line; the search is made once."""
    if not _BEST:
        _BEST.append(labelled_houses.best_straight_line())
    return _BEST[0]


class LabelledHidden(Town):
    """The same houses with a hidden layer: all ten right, and what that is worth."""

    TITLE = "A hidden layer gets all ten right. What is that worth?"
    CHOICES = {
        "units": Choice(tuple((count, str(count)) for count in (2, 3, 4, 8)), 4, "Hidden neurons"),
        "activation": Choice((("tanh", "Tanh"), ("relu", "ReLU")), "tanh", "Activation"),
    }
    LAST, EACH = 1000, 10

    @action
    def start_over(self):
        """Go back to the first weights."""
        self.start = 0
        super().start_over()

    @action
    def new_start(self):
        """Begin again from other weights."""
        self.start += 1
        self.again()

    @action
    def test(self):
        """Leave each house out in turn: train ten networks, each on nine houses, and ask them about the tenth."""
        self.running, self.judges = False, labelled_houses.LeftOut(self.units, self.activation, self._seed())
        self.judged = 0

    @action
    def go(self, milliseconds=0):
        """Train on for one picture: the network, or the ten that are tested."""
        super().go(milliseconds)
        if self._is_testing():
            self.judged = self.judges.train(min(self.EACH, self.LAST - self.judged))

    def changed(self, name):
        self.again()

    def _seed(self):
        return "0.12345" if not self.start else f"0.12345 {self.start}"

    def _begin(self):
        self.network = labelled_houses.HiddenLayer(self.units, self.activation, seed=self._seed())
        self.judges, self.judged = None, 0

    def _is_testing(self):
        return self.judges is not None and self.judged < self.LAST

    def _step(self):
        self.network.train()

    def _loss(self):
        return float(self.network.losses()[0])

    def _good(self):
        return self.network.probabilities()[0, 0]

    def _good_at(self):
        return self.network.good_at(GRID)

    def picture(self):
        view = super().picture()
        count = self.network.network.parameters.shape[1]
        is_fitted = view["texts"]["right"] == "10 of 10"
        tested = self.judges is not None and not self._is_testing()
        view["texts"] |= {
            "parameters": f"{count} parameters to fit 10 houses",
            "test": self._verdict()
            if tested
            else f"Training ten networks: step {self.judged:,} of {self.LAST:,}."
            if self.judges
            else "",
        }
        view["shown"] = {"goal": is_fitted, "test": self.judges is not None}
        view["busy"] = self.running or self._is_testing()
        if tested:
            view["says"] = self._verdict()
        return view

    def _verdict(self):
        return (
            f"{self.judges.right()} of 10. That is how many houses are judged right by a network that has not seen them. "
            "Always saying Good would be right 7 times."
        )
