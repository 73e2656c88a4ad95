"""The widget that follows one point through one step of training: forward, loss, backward, update, number by number."""

from typing import NamedTuple

from pycore import Playground, Settings
from pycore.lessons.one_step.trace_parts import ROWS, diagram
from pycore.lessons.widgets.exhibit_base import Exhibit, ExhibitError, action
from pycore.nn.inspection import explain_step

__all__ = ["Stage", "StepTrace"]

#: The smallest network that can do something: two inputs, two hidden neurons, one output; each point is a batch of its own.
SETTINGS = Settings(dataset="xor", network_shape=(2,), activation="tanh", learning_rate=0.1, batch_size=1, seed="0.12345")


class Stage(NamedTuple):
    """A part of a step: its title, what happens, and the lines of pycore that do it: (object, a piece of its first line, count)."""

    title: str
    words: str
    lines: tuple


STAGES = (
    Stage(
        "A point comes in",
        "One training point: two coordinates, and the truth. Blue is +1 and orange is −1.",
        (("pycore.nn.epoch_tapes.EpochTapes._calls", "inputs, labels = ", 1),),
    ),
    Stage(
        "Forward: the hidden neurons add up",
        "Each hidden neuron multiplies what comes in by its weights and adds its bias.",
        (("pycore.nn.network.Pass.first", "return _product", 1),),
    ),
    Stage(
        "Forward: they bend",
        "The activation bends each sum: tanh keeps it between −1 and 1.",
        (("pycore.nn.functions._tanh", "return [partial(np.tanh", 1),),
    ),
    Stage(
        "Forward: the output does the same",
        "The output neuron takes what the hidden ones give on, adds up, and bends.",
        (
            ("pycore.nn.network.Pass.forward", "tape.append(_product", 1),
            ("pycore.nn.network.Pass.forward", "tape += function.forward", 1),
        ),
    ),
    Stage(
        "The loss",
        "How wrong is that? Half the square of the difference between output and truth.",
        (("pycore.nn.losses._squared", "errors = ", 2),),
    ),
    Stage(
        "Backward: how the output should move",
        "The slope of the loss by the output's sum: the difference, times the slope of tanh. Call it delta.",
        (
            ("pycore.nn.network.Pass.output_error", "return partial(np.subtract", 1),
            ("pycore.nn.functions._tanh_slope", "return [", 1),
            ("pycore.nn.network.Pass.backward", "tape.append(partial(np.multiply", 1),
        ),
    ),
    Stage(
        "Backward: the blame of the hidden neurons",
        "The delta goes back along the weights: a neuron is to blame as much as its weight let it be, times its own slope.",
        (("pycore.nn.network.Pass.backward", "_product(upward, delta", 2),),
    ),
    Stage(
        "The gradient",
        "The slope of the loss by a weight: the neuron's delta times what came in along that weight. Along the bias comes 1.",
        (
            ("pycore.nn.network.Pass.backward", "_product(delta, self._below", 1),
            ("pycore.nn.network.Pass.last", "return _product", 1),
        ),
    ),
    Stage(
        "The update",
        "Each weight takes a small step against its slope: the learning rate, 0.1, times the gradient is taken away.",
        (
            ("pycore.nn.update_rules.sgd", "calls = [partial(np.multiply, g, update.scale", 1),
            ("pycore.nn.updates.Update.take", "return [*self.masked", 1),
        ),
    ),
)


class StepTrace(Exhibit):
    """One training step of a network with nine parameters, stage by stage."""

    TITLE = "One step of training, number by number"
    SOURCE = "pycore.nn.inspection"
    STAGES = STAGES

    @action
    def start_over(self):
        """Go back to the first point and the first weights."""
        super().start_over()
        self._playground, self._batch, self._stage = Playground(SETTINGS), 0, 0
        self._explain()

    @action
    def step(self):
        """Go one stage on; behind the last, the next point comes in."""
        if self._stage < len(STAGES) - 1:
            self._stage += 1
        else:
            self.next_point()

    @action
    def back(self):
        """Go one stage back."""
        if not self._stage:
            raise ExhibitError("there is no stage before the first")
        self._stage -= 1

    @action
    def next_point(self):
        """Make the update, and take the next training point; after the last of them an epoch is over."""
        self._batch, self._stage = self._batch + 1, 0
        if self._batch == len(self._playground.train_points):
            self._playground.train()
            self._batch = 0
        self._explain()

    @action
    def epoch(self):
        """Make the updates of all points that are left in this epoch."""
        self._playground.train()
        self._batch = self._stage = 0
        self._explain()

    def _explain(self):
        self._told = explain_step(self._playground, self._batch)

    def picture(self):
        told, stage = self._told, STAGES[self._stage]
        of = f"Epoch {told['epoch']}, point {self._batch + 1} of {len(self._playground.train_points)}"
        rows = ROWS[self._stage](told)
        return {
            "texts": {
                "where": of,
                "title": f"{self._stage + 1} of {len(STAGES)}: {stage.title}",
                "words": stage.words,
                "step": "Next point" if self._stage == len(STAGES) - 1 else "Next stage",
            },
            "shown": {f"stage-{index}": index == self._stage for index in range(len(STAGES))},
            "off": [] if self._stage else ["back"],
            "tables": {"sums": {"head": ["What", "How", "Value"], "rows": rows}},
            "plots": {"network": diagram(told, self._stage)},
            "says": f"{stage.title}. {'; '.join(f'{row[0]} = {row[2]}' for row in rows)}",
        }
