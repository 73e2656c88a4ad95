"""Experiments: networks whose outcome was claimed, each with its address, its epochs, the claim, and what it comes to.

CLAIMS are those of a 2016 blog post, "Deep Learning with TensorFlow Playground"; what it calls accuracy is the loss. STORY are the
networks of "Understanding neural networks with TensorFlow Playground" (Google Cloud, 2016). First weights are random, so that
every claim is one about a distribution: `run` trains twenty networks side by side. Verdicts tell of 100 to 200 seeds.

>>> outcome = run(by_name["A2"])
>>> outcome.share >= 0.65
True
"""

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from pycore import Playground, Settings
from pycore.lessons.goals import Goal
from pycore.lessons.restarts import restarts

__all__ = ["CLAIMS", "STORY", "Experiment", "Outcome", "by_name", "run"]


@dataclass(frozen=True)
class Experiment:
    """One network to train for so many epochs. `goal` is the claim as a predicate, or None where nothing was claimed."""

    name: str
    title: str
    address: str
    epochs: int
    goal: Goal | None = None
    claim: str = ""
    verdict: str = ""

    @property
    def settings(self):
        """The Settings of the address."""
        settings, errors = Settings.from_hash(self.address)
        if errors:
            raise errors[0]
        return settings

    @property
    def link(self):
        """The address that stops at the epochs of the experiment.

        >>> by_name["C1"].link
        'activation=relu&networkShape=5,2&stopEpoch=50'
        """
        return self.settings.replace(stop_epoch=self.epochs).to_hash()


@dataclass(frozen=True, eq=False)
class Outcome:
    """What an experiment came to: `losses` (runs, 2) of training and test, and `met` (runs,), whether each met the goal."""

    losses: np.ndarray
    met: np.ndarray | None

    @property
    def median(self):
        """The median of the test losses."""
        return float(np.median(self.losses[:, 1]))

    @property
    def share(self):
        """The share of runs that met the goal, 0 to 1; None without a goal."""
        return None if self.met is None else float(self.met.mean())

    def histogram(self, bins=20, highest=None):
        """Return (counts (bins,), edges (bins + 1,)) of the test losses from 0; those above `highest` are in the last bin."""
        test = np.nan_to_num(self.losses[:, 1], nan=np.inf)
        finite = test[np.isfinite(test)]
        top = highest or (float(finite.max()) if len(finite) else 0.0) or 1.0
        return np.histogram(np.minimum(test, top), bins, (0.0, top))


def run(experiment, runs=20, *, same_points=False):
    """Train an experiment's network from `runs` seeds, or on the points of its own seed from `runs` first weights."""
    settings = experiment.settings
    playground = restarts(settings, runs) if same_points else Playground(settings, runs=runs)
    playground.train(experiment.epochs)
    losses = playground.losses.copy()
    return Outcome(losses, None if experiment.goal is None else experiment.goal.met(losses))


_BOTH_LOW = Goal("both", "below", 0.02)
_RELU = "activation=relu&"
_SQUARES = "x=false&y=false&xSquared=true&ySquared=true&"
_CROSS = "x=false&y=false&xTimesY=true&"
_SINES = "x=false&y=false&sinX=true&sinY=true&"

CLAIMS = (
    Experiment(
        "A1", "One neuron", _RELU + "networkShape=1", 100, Goal("both", "above", 0.4),
        "One neuron is not enough: both losses stay above 0.4.",
        "It is not enough, but the figure is a coin toss: both losses are above 0.4 in 48 of 100 runs, the test loss in 87.",
    ),
    Experiment(
        "A2", "Five neurons", _RELU + "networkShape=5", 100, _BOTH_LOW,
        "Five neurons bring both losses below 0.02.",
        "In 83 of 100 runs. The median test loss is 0.0137, and one run in a hundred gets stuck above 0.2.",
    ),
    Experiment("A+2", "Two neurons", _RELU + "networkShape=2", 100, verdict="A median of 0.274: two lines don't close a shape."),
    Experiment("A+3", "Three neurons", _RELU + "networkShape=3", 100, verdict="A median of 0.0245: most of the gain is here."),
    Experiment("A+4", "Four neurons", _RELU + "networkShape=4", 100, verdict="A median of 0.0175."),
    Experiment("A+8", "Eight neurons", _RELU + "networkShape=8", 100, verdict="A median of 0.0102: each neuron more adds less."),
    Experiment(
        "B", "Five linear neurons", "activation=linear&networkShape=5", 100, Goal("both", "above", 0.5),
        "Without an activation both losses stay above 0.5: it never learns.",
        "It never learns, but the training loss is almost always just below 0.5, at 0.497. To answer 0 everywhere costs 0.5 exactly, "
        "and a plane that leans a little fits the training points a little better than that. The test loss is 0.505.",
    ),
    Experiment(
        "C1", "A second layer", _RELU + "networkShape=5,2", 50, _BOTH_LOW,
        "With two more neurons behind the five, 50 epochs do: half of what one layer takes.",
        "Right: 86 of 100 runs. The median run needs 41.5 epochs, where one layer needs 71.",
    ),
    Experiment(
        "C2", "Six layers of two", _RELU + "networkShape=2,2,2,2,2,2", 100, Goal("test", "above", 0.4),
        "Six layers of two neurons give no good result.",
        "Right: above 0.4 in 92 of 100 runs, though with three times the epochs only in 52.",
    ),
    Experiment(
        "D-tanh", "Tanh instead of ReLU", "activation=tanh&networkShape=5", 100, Goal("both", "below", 0.1),
        "Tanh does well, if not as well as ReLU.",
        "Right: a median of 0.0362, and ReLU's 0.0135 is lower from all of 60 seeds.",
    ),
    Experiment(
        "D-sigmoid", "Sigmoid instead of ReLU", "activation=sigmoid&networkShape=5", 100, Goal("both", "above", 0.1),
        "The sigmoid does poorly.", "Right after 100 epochs: a median of 0.309. It is slow rather than unable.",
    ),
    Experiment(
        "E1", "Squares as features", _RELU + _SQUARES + "networkShape=5", 40, Goal("both", "below", 0.01),
        "With X₁² and X₂² instead of X₁ and X₂, 40 epochs bring the losses below 0.01.",
        "In 88 of 100 runs, with a median of 0.0066. But 4 in 100 blow up to a loss of 1.05: a saturated output learns no more.",
    ),
    Experiment(
        "E2-cross", "The product as feature", _RELU + _CROSS + "networkShape=5", 100, Goal("both", "above", 0.4),
        "X₁X₂ alone is no help.", "It helps partly: a median of 0.165, and 89 of 100 points on the right side.",
    ),
    Experiment(
        "E2-sines", "Sines as features", _RELU + _SINES + "networkShape=5", 100, Goal("both", "above", 0.4),
        "The sines alone are no help.", "Right: a median of 0.503, as good as no answer.",
    ),
    Experiment(
        "E2-both", "The product and the sines", _RELU + _CROSS + "sinX=true&sinY=true&networkShape=5", 100,
        verdict="A median of 0.150: what helps is the product.",
    ),
    Experiment(
        "E3-squares", "Squares without a hidden layer", _SQUARES + "networkShape=", 100, _BOTH_LOW,
        verdict="With the right features a single neuron does: 0.0053 in 85 of 100 runs. The other 15 blow up to 0.98.",
    ),
    Experiment("E3-plain", "No hidden layer", "networkShape=", 100, verdict="A median of 0.511: no line parts a disc from a ring."),
)  # fmt: skip

STORY = (
    Experiment("line", "A line between two clouds", "dataset=gauss&networkShape=", 5, Goal("test", "below", 0.02)),
    Experiment("triangle", "Three lines make a triangle", "networkShape=3&seed=0.5", 300, Goal("test", "below", 0.05)),
    Experiment("no triangle", "One line around a disc", "networkShape=", 100, Goal("test", "above", 0.48)),
    Experiment("four squares, one line", "One line for four squares", "dataset=xor&networkShape=", 100, Goal("test", "above", 0.48)),
    Experiment(
        "four squares", "Four neurons for four squares", _RELU + "dataset=xor&networkShape=4", 300, Goal("test", "below", 0.05)
    ),
    Experiment("default", "The page as it opens", "", 300, Goal("test", "below", 0.01)),
    Experiment(
        "spiral, one layer", "The spiral, one layer of eight", "dataset=spiral&networkShape=8", 500, Goal("test", "below", 0.1)
    ),
    Experiment(
        "spiral, two layers", "The spiral, two layers", "dataset=spiral&networkShape=8,8", 1000, Goal("test", "below", 0.1)
    ),
    Experiment(
        "spiral, three layers", "The spiral, three layers", "dataset=spiral&networkShape=8,8,8", 1000, Goal("test", "below", 0.1)
    ),
    Experiment(
        "spiral, ReLU", "The spiral, three layers of ReLUs", _RELU + "dataset=spiral&networkShape=8,8,8", 500,
        Goal("test", "below", 0.1),
    ),
    Experiment(
        "spiral, sines", "The spiral, one layer that is given sines", "dataset=spiral&networkShape=8&sinX=true&sinY=true", 500,
        Goal("test", "below", 0.1),
    ),
)  # fmt: skip

by_name = MappingProxyType({experiment.name: experiment for experiment in (*CLAIMS, *STORY)})
