"""Presets: known good settings to begin with, each with what to watch and a goal that says what comes of it.

The page shows them below the playground, each with the picture of its own training; a goal holds for the preset's own seed and for
the median of many. Whoever adds one trains it from several seeds first: what works by luck teaches nothing.

>>> p = by_name["three neurons"].trained()
>>> by_name["three neurons"].goal.is_met(p.loss_train, p.loss_test)
True
"""

from dataclasses import dataclass
from types import MappingProxyType

from pycore.lessons.goals import Goal
from pycore.playground import Playground
from pycore.settings import Settings

__all__ = ["PRESETS", "Preset", "by_name"]


@dataclass(frozen=True)
class Preset:
    """Settings as an address, how long to train them, one sentence on what to watch, and what the losses then are."""

    name: str
    title: str
    address: str
    epochs: int
    watch: str
    goal: Goal

    @property
    def settings(self):
        """The Settings of the address; raises the SettingError of a wrong one."""
        settings, errors = Settings.from_hash(self.address)
        if errors:
            raise errors[0]
        return settings

    def trained(self, runs=1):
        """Return a Playground of the preset after its epochs; with several runs, each from a seed of its own."""
        playground = Playground(self.settings, runs=runs)
        playground.train(self.epochs)
        return playground


_SEVEN = "xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true"
_FEW_POINTS = f"dataset=gauss&noise=50&percTrainData=10&networkShape=8,8&{_SEVEN}"

PRESETS = (
    Preset(
        "one neuron", "One neuron is not enough", "activation=relu&networkShape=1", 200,
        "One neuron draws one straight line, and no line parts the disc from the ring: the loss stays high.",
        Goal("both", "above", 0.35),
    ),
    Preset(
        "three neurons", "Three lines close a shape", "activation=relu&networkShape=3", 200,
        "Look at the three hidden neurons: each draws one line, and the output puts the lines together to a closed shape.",
        Goal("test", "below", 0.05),
    ),
    Preset(
        "product", "The right input", "dataset=xor&networkShape=&x=false&y=false&xTimesY=true", 50,
        "There is no hidden layer at all: the product of X₁ and X₂ has the answer in its sign.",
        Goal("test", "below", 0.05),
    ),
    Preset(
        "spiral with seven inputs", "The spiral, with help", f"dataset=spiral&activation=relu&networkShape=8,8&{_SEVEN}", 500,
        "Squares, a product and sines are added to the inputs; watch which of them the strong links come from.",
        Goal("test", "below", 0.1),
    ),
    Preset(
        "spiral in three layers", "The spiral, without help",
        "dataset=spiral&activation=relu&networkShape=8,8,8&optimizer=adam&learningRate=0.003", 500,
        "From X₁ and X₂ alone: the first layer draws lines, each next layer bends what came before.",
        Goal("test", "below", 0.1),
    ),
    Preset(
        "learning the noise", "Learning the noise", _FEW_POINTS, 500,
        "Few points, many weights: while the training loss still falls, the test loss turns and rises.",
        Goal("gap", "above", 0.15),
    ),
    Preset(
        "held back by L2", "Held back by L2", f"{_FEW_POINTS}&regularization=L2&regularizationRate=0.1", 500,
        "The same points and network as before, but weights are pulled to zero: the boundary stays simple and the gap small.",
        Goal("gap", "below", 0.1),
    ),
    Preset(
        "dropout", "Neurons that take turns", f"{_FEW_POINTS}&dropout=0.5", 500,
        "Again the same, but half of the neurons sit out at every epoch, drawn anew: none can rely on a single other one.",
        Goal("gap", "below", 0.15),
    ),
    Preset(
        "momentum", "Gathering speed", "dataset=xor&learningRate=0.001&optimizer=momentum", 200,
        "The steps are tiny, but momentum adds them up; choose SGD as the optimiser, and the same 200 epochs hardly move.",
        Goal("test", "below", 0.1),
    ),
    Preset(
        "four classes", "Four classes at once", "dataset=rings&classes=4&networkShape=8,8&optimizer=adam&learningRate=0.01", 100,
        "Each class has an output of its own, and the likeliest one colours the place.",
        Goal("test", "below", 0.1),
    ),
    Preset(
        "six cones", "Predicting a number", "problem=regression&regDataset=reg-gauss&networkShape=8,8&optimizer=adam&learningRate=0.01",
        300, "Not a class but a height is learned: three hills and three valleys on a plain.",
        Goal("test", "below", 0.01),
    ),
    Preset(
        "vanishing gradients", "Too deep for the sigmoid", "activation=sigmoid&networkShape=4,4,4,4,4,4", 300,
        "Nothing moves: each sigmoid passes back a quarter of the gradient at most. Choose Tanh, and six layers learn the circle.",
        Goal("both", "above", 0.49),
    ),
)  # fmt: skip

by_name = MappingProxyType({preset.name: preset for preset in PRESETS})
