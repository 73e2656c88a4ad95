"""The widgets about activations: two to explore, all of them compared, and one that answers a question about a number."""

from pycore.lessons.neuron import neuron_model as neuron
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, ExhibitError, action
from pycore.lessons.widgets.words import minus, number
from pycore.nn.functions import ACTIVATIONS

__all__ = ["ActivationCurves", "ReluExplorer", "SigmoidExplorer", "ThresholdNeuron"]


class _Explorer(Exhibit):
    """One activation, a number to put in, and where it comes out on the curve. A subclass says which and what stands around it."""

    #: A name of neuron.EXPLORERS, its symbol in the drawing, and the ends of the upright axis.
    NAME, SYMBOL, ENDS = "", "", (0.0, 1.0)
    SOURCE = "pycore.lessons.neuron.neuron_model"
    DIALS = {"x": Dial(*neuron.SLIDER, "The number that goes in, x", format=".2f")}

    @action
    def move(self, name, x, y):
        """Drag the dot along the curve."""
        if name != "x":
            raise ExhibitError(f"{name!r} can't be moved here")
        dial = self.DIALS["x"]
        self.x = dial.check("x", min(max(round(float(x), 2), dial.low), dial.high))

    def picture(self):
        formula, _, result = neuron.explain(self.NAME, self.x).rpartition(" = ")
        value = float({"sigmoid": neuron.sigmoid, "relu": neuron.relu}[self.NAME](self.x))
        low, high = self.ENDS
        x = minus(f"{self.x:,.2f}")
        return {
            "texts": {"result": result, "formula": f"{formula} ="},
            "plots": {
                "neuron": _line_of_nodes(
                    [(f"{x}", "x"), (self.SYMBOL, ""), (f"{value:.4g}" if self.NAME == "relu" else f"{value:.3f}", "out")],
                    f"{x} goes in, {value:.3f} comes out",
                ),
                "curve": marks.plot(
                    marks.axis(-20, 20, (-20, -10, 0, 10, 20), label="x, what goes in"),
                    marks.axis(low, high, neuron.EXPLORERS[self.NAME][1], label="what comes out"),
                    [
                        marks.segments(
                            [(self.x, low, self.x, value), (self.x, value, -20, value)], "ink-3", 1.5, 1.0, is_dashed=True
                        ),
                        marks.line(neuron.curve(self.NAME, samples=161), "pos", 3),
                        marks.handle(
                            "x",
                            (self.x, value),
                            "The number that goes in",
                            f"{x}; {result} comes out",
                            along="x",
                            step=(0.1, 0.1),
                        ),
                    ],
                    f"The curve of {self.NAME}: at {x} it is {value:.3f}",
                ),
            },
            "says": f"{result} comes out.",
        }


class SigmoidExplorer(_Explorer):
    """Any number in, a number between 0 and 1 out."""

    TITLE = "The sigmoid: any number in, a number between 0 and 1 out"
    NAME, SYMBOL, ENDS = "sigmoid", "σ", (-0.06, 1.06)


class ReluExplorer(_Explorer):
    """What is below zero becomes zero; the rest passes."""

    TITLE = "ReLU: what is below zero becomes zero"
    NAME, SYMBOL, ENDS = "relu", "ReLU", (-1.5, 21.5)


class _Activations:
    """The choice among all activations that there are whenever it is asked for."""

    def __get__(self, widget, kind):
        return {"activation": Choice(ACTIVATIONS.options(), "relu", "Activation")}


class ActivationCurves(Exhibit):
    """All activations and their slopes side by side, read off at one place that can be moved."""

    TITLE = "The activations, and how steep they are"
    SOURCE = "pycore.lessons.neuron.neuron_model"
    DIALS = {"x": Dial(-5, 5, 0.05, 1, "Look at x", format=".2f")}
    CHOICES = _Activations()
    #: What the two plots show upright.
    VALUES, SLOPES = (-2.0, 5.0), (-0.2, 1.2)

    @action
    def move(self, name, x, y):
        """Drag the place that is looked at."""
        if name != "x":
            raise ExhibitError(f"{name!r} can't be moved here")
        dial = self.DIALS["x"]
        self.x = dial.check("x", min(max(round(float(x) * 20) / 20, dial.low), dial.high))

    @action
    def choose(self, row):
        """Choose the activation of a row of the table."""
        if str(row) not in map(str, range(len(ACTIVATIONS))):
            raise ExhibitError(f"row: expected 0 to {len(ACTIVATIONS) - 1}, got {row!r}")
        self.activation = list(ACTIVATIONS)[int(row)]

    def picture(self):
        names, labels = zip(*ACTIVATIONS.options(), strict=True)
        here, place = neuron.compare([self.x], names), names.index(self.activation)
        label, formula, words = labels[place], ACTIVATIONS[self.activation].formula, ACTIVATIONS[self.activation].about
        value, slope = float(here.values[place, 0]), float(here.slopes[place, 0])
        said = f"At {number(self.x)}, {label} is {number(value, 3)} and its slope {number(slope, 3)}"
        x = marks.axis(-5, 5, (-4, -2, 0, 2, 4), label="x, the weighted sum")
        handle = marks.handle(
            "x", (self.x, value), "The place that is looked at", f"{number(self.x)}", along="x", step=(0.05, 0.05)
        )
        return {
            "texts": {"formula": f"{label}(x) = {formula}", "known": words, "value": number(value, 4), "slope": number(slope, 4)},
            "plots": {
                "values": marks.plot(
                    x,
                    marks.axis(*self.VALUES, (-2, 0, 2, 4), "{:.1f}", "what comes out"),
                    [*self._curves(names, 0), handle] if value >= self.VALUES[0] else self._curves(names, 0),
                    f"The curves of all activations. {said}",
                ),
                "slopes": marks.plot(
                    x,
                    marks.axis(*self.SLOPES, (0, 0.25, 0.5, 0.75, 1), "{:.2f}", "how steep it is"),
                    [*self._curves(names, 1), marks.dots([(self.x, slope)], "ink", 7)],
                    f"The slopes of all activations. {said}",
                ),
            },
            "tables": {
                "all": {
                    "head": ["Activation", "f(x)", "Slope"],
                    "rows": [
                        [label, number(value, 4), number(slope, 4)]
                        for label, value, slope in zip(
                            labels, here.values[:, 0].tolist(), here.slopes[:, 0].tolist(), strict=True
                        )
                    ],
                    "strong": [place],
                    "action": "choose",
                }
            },
            "says": f"{said}.",
        }

    def _curves(self, names, kind):
        """The marks of all curves, or of all slopes: the chosen one on top, cut off where they leave the picture."""
        low, high = (self.VALUES, self.SLOPES)[kind]
        pairs = list(zip(names, neuron.compare(_PLACES, names)[1:][kind].tolist(), strict=True))
        others = [marks.line(_within(ys, low, high), "ink-3", 1.5, fade=0.45) for name, ys in pairs if name != self.activation]
        upright = marks.segments([(self.x, low, self.x, high)], "ink-3", 1.5, 1.0, is_dashed=True)
        return [upright, *others, *(marks.line(_within(ys, low, high), "pos", 3.5) for name, ys in pairs if name == self.activation)]


#: The places where the curves are drawn.
_PLACES = [step / 20 for step in range(-100, 101)]


def _within(ys, low, high):
    return [(x, y if low <= y <= high else float("nan")) for x, y in zip(_PLACES, ys, strict=True)]


class ThresholdNeuron(Exhibit):
    """A neuron as a condition: is the number smaller than the threshold? Then it fires."""

    TITLE = "A neuron that answers a question: is the number small enough?"
    SOURCE = "pycore.lessons.neuron.neuron_model"
    DIALS = {
        "number": Dial(0, 20, 0.5, 5, "The number", format="g"),
        "threshold": Dial(0, 20, 0.5, 10, "The threshold: smaller than", format="g"),
    }

    @action
    def move(self, name, x, y):
        """Drag the number or the threshold."""
        if name not in self.DIALS:
            raise ExhibitError(f"{name!r} can't be moved here")
        dial = self.DIALS[name]
        setattr(self, name, dial.check(name, min(max(round(float(x) * 2) / 2, dial.low), dial.high)))

    def picture(self):
        fires = neuron.fires(self.number, self.threshold)
        total = self.threshold - self.number
        out = float(neuron.relu(total))
        shown, threshold, sum_ = f"{self.number:g}", f"{self.threshold:g}", minus(f"{total:g}")
        above = "above 0" if total > 0 else "0, and not above it" if total == 0 else "below 0"
        words = f"{threshold} − {shown} = {sum_} is {above}: the neuron {'fires' if fires else 'stays silent'}."
        return {
            "texts": {"verdict": "fires" if fires else "silent", "words": words},
            "shown": {"fires": fires},
            "plots": {
                "neuron": _line_of_nodes(
                    [(shown, "number"), ("−1", "weight"), (sum_, f"+ bias {threshold}"), (f"{out:g}", "ReLU")], words
                ),
                "curve": marks.plot(
                    marks.axis(0, 20, (0, 5, 10, 15, 20), label="the number"),
                    marks.axis(-1.5, 21, (0, 10, 20), label="what comes out"),
                    [
                        marks.bars([(0, -1.5, self.threshold, 21)], "good", 0.12),
                        marks.line([(0, self.threshold), (self.threshold, 0), (20, 0)], "pos", 3),
                        marks.handle(
                            "threshold", (self.threshold, 0), "Threshold", threshold, along="x", step=(0.5, 0.5), tone="ink-3"
                        ),
                        marks.handle("number", (self.number, out), "Number", f"{shown}; {words}", along="x", step=(0.5, 0.5)),
                    ],
                    f"What the neuron gives for numbers from 0 to 20. {words}",
                ),
            },
            "says": words,
        }


def _line_of_nodes(parts, label):
    """Return a drawing: nodes in a row with a line through them, each (text, label), the first a circle, the last one, too."""
    step = 100 / len(parts)
    places = [(index + 0.5) * step for index in range(len(parts))]
    nodes = [
        marks.node(
            (x, 55),
            text,
            "ink",
            "pill" if 0 < index < len(parts) - 1 else "circle",
            74,
            46 if index in (0, len(parts) - 1) else 40,
            label=below,
        )
        for index, (x, (text, below)) in enumerate(zip(places, parts, strict=True))
    ]
    return marks.plot(None, None, [marks.segments([(places[0], 55, places[-1], 55)], "line-strong", 2, 1.0), *nodes], label)
