"""Exercises: the networks that a reader trains and changes, as addresses, and the goals that their own network may reach.

Set after the playground exercises of Google's Machine Learning Crash Course, whose settings, seeds and thresholds these are (but
for "overcrossing" and "crosses by hand", whose addresses are lost: those are ours, after the text). Tasks, hints and answers are
in the lesson.

>>> from pycore import Playground
>>> exercise = by_name["initialization"]
>>> p = Playground(exercise.settings())
>>> p.train(exercise.epochs)
500
>>> exercise.reached(p.loss_train, p.loss_test, p.epoch)
()
>>> p = Playground(exercise.settings("another layer"))
>>> p.train(exercise.epochs)
500
>>> [str(goal) for goal in exercise.reached(p.loss_train, p.loss_test, p.epoch)]
['test loss at most 0.2']
"""

from dataclasses import dataclass
from types import MappingProxyType

from pycore import Settings
from pycore.lessons.goals import Goal

__all__ = ["EXERCISES", "Exercise", "Variant", "by_name"]


@dataclass(frozen=True)
class Variant:
    """What one of the tasks changes: settings by their Python names, and the epochs if they are not the exercise's."""

    name: str
    changes: tuple  # of (name, value)
    epochs: int | None = None


@dataclass(frozen=True)
class Exercise:
    """A network to begin with, so many epochs to train it, goals from easy to hard, and variants in the order of the tasks.

    `is_by_hand` says that the weights are to be set by the reader, without training.
    """

    name: str
    title: str
    address: str
    epochs: int
    goals: tuple = ()
    variants: tuple = ()
    is_by_hand: bool = False

    def settings(self, variant=None):
        """Return the Settings to begin with, or those of the variant of that name; KeyError if there is none."""
        settings, errors = Settings.from_hash(self.address)
        if errors:
            raise errors[0]
        return settings if variant is None else settings.replace(**dict(self.variant(variant).changes))

    def link(self, variant=None):
        """Return the address to begin with, or that of a variant, which stops at its epochs; by hand nothing is trained.

        >>> by_name["learning rate"].link("lower")
        'activation=linear&batchSize=3&dataset=gauss&learningRate=0.1&noise=80&networkShape=&seed=0.245&stopEpoch=20'
        """
        if self.is_by_hand:
            return self.address
        epochs = (variant and self.variant(variant).epochs) or self.epochs
        return self.settings(variant).replace(stop_epoch=epochs).to_hash()

    def variant(self, name):
        """Return the Variant of that name; KeyError if there is none."""
        return {each.name: each for each in self.variants}[name]

    def reached(self, loss_train, loss_test, epoch):
        """Return the goals that a run with these losses has reached, in their order.

        A gap counts only from the exercise's `epochs` on: a network that has learnt nothing yet may well have none.
        """
        goals = (goal for goal in self.goals if goal.metric != "gap" or epoch >= self.epochs)
        return tuple(goal for goal in goals if goal.is_met(loss_train, loss_test))


def _test(*limits):
    return tuple(Goal("test", "at most", limit) for limit in limits)


def _gap(*limits):
    return tuple(Goal("gap", "at most", limit) for limit in limits)


def _variants(**changes):
    """Variants by their names, with _ for a space; `epochs` among the changes are the variant's own."""
    found = []
    for name, values in changes.items():
        epochs = values.pop("epochs", None)
        found.append(Variant(name.replace("_", " "), tuple(values.items()), epochs))
    return tuple(found)


_ALL = {"x_squared": True, "y_squared": True, "x_times_y": True, "sin_x": True, "sin_y": True}
_SQUARES = {"x_squared": True, "y_squared": True}
_XOR = "dataset=xor&noise=35&learningRate=0.01&regularization=L2&seed=0.50819"

EXERCISES = (
    Exercise(
        "first network", "A first neural network", f"activation=linear&networkShape=1&{_XOR}", 500, _test(0.35, 0.2, 0.177),
        _variants(
            two_neurons={"activation": "relu", "network_shape": (2,)},
            three_neurons={"activation": "relu", "network_shape": (3,)},
            four_neurons={"activation": "relu", "network_shape": (4,)},
            three_layers={"activation": "relu", "network_shape": (3, 3, 2)},
            three_tanh={"activation": "tanh", "network_shape": (3,)},
        ),
    ),
    Exercise(
        "initialization", "Where it begins", f"activation=relu&networkShape=3&{_XOR}", 500, _test(0.2),
        _variants(another_layer={"network_shape": (4, 2)}, more_neurons={"network_shape": (6, 4)}),
    ),
    Exercise(
        "spiral", "The spiral", "activation=relu&dataset=spiral&noise=80&learningRate=0.1&networkShape=3,2&seed=0.38953", 100,
        _test(0.4, 0.25),
        _variants(
            many_layers={"network_shape": (8,) * 6, "learning_rate": 0.01, "epochs": 500},
            sines={"activation": "tanh", "network_shape": (8,), "learning_rate": 0.03, "sin_x": True, "sin_y": True, "epochs": 200},
            all_features={
                "activation": "tanh", "network_shape": (8,), "learning_rate": 0.03, **_ALL,
                "regularization": "L2", "regularization_rate": 0.01, "epochs": 500,
            },
        ),
    ),
    Exercise(
        "crosses by hand", "Four quadrants by hand", "dataset=xor&networkShape=&xTimesY=true&initZero=true", 100, _test(0.05),
        is_by_hand=True,
    ),
    Exercise(
        "crosses", "Which products help", "activation=linear&dataset=circle&noise=35&batchSize=1&learningRate=0.1&networkShape="
        "&seed=0.68707", 300, _test(0.2, 0.173),
        _variants(
            slow={"learning_rate": 0.001},
            product={"learning_rate": 0.001, "x_times_y": True},
            squares={"learning_rate": 0.001, **_SQUARES},
            squares_alone={"learning_rate": 0.01, "x": False, "y": False, **_SQUARES},
            all_five={"learning_rate": 0.001, "x_times_y": True, **_SQUARES},
        ),
    ),
    Exercise(
        "overcrossing", "Too many products", "activation=linear&dataset=gauss&noise=50&percTrainData=20&learningRate=0.01"
        "&networkShape=&xTimesY=true&xSquared=true&ySquared=true", 1000, (),
        _variants(without_products={"x_times_y": False, "x_squared": False, "y_squared": False}),
    ),
    Exercise(
        "L2", "Smaller weights", "activation=linear&dataset=gauss&noise=50&percTrainData=10&networkShape=&regularization=L2"
        "&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true&seed=0.48288", 500, _gap(0.085, 0.012),
        _variants(
            a_little={"regularization_rate": 0.03},
            more={"regularization_rate": 0.1},
            much={"regularization_rate": 0.3},
            too_much={"regularization_rate": 3.0},
        ),
    ),
    Exercise(
        "L1", "Fewer weights", "activation=linear&dataset=xor&noise=30&batchSize=7&percTrainData=20&learningRate=0.01&networkShape="
        "&regularization=L2&regularizationRate=0.1&xTimesY=true&xSquared=true&ySquared=true&seed=0.57899", 500,
        (*_gap(0.135, 0.1, 0.05), *_test(0.205)),
        _variants(
            more_L2={"regularization_rate": 0.3},
            L1={"regularization": "L1"},
            more_L1={"regularization": "L1", "regularization_rate": 0.3},
            much_L1={"regularization": "L1", "regularization_rate": 1.0},
        ),
    ),
    Exercise(
        "learning rate", "How far to step",
        "activation=linear&dataset=gauss&noise=80&batchSize=3&learningRate=3&networkShape=&seed=0.245", 20,
        (Goal("train", "at most", 0.25),),
        _variants(
            lower={"learning_rate": 0.1},
            low={"learning_rate": 0.01},
            lowest={"learning_rate": 0.001},
            too_low={"learning_rate": 1e-5, "epochs": 100},
        ),
    ),
    Exercise(
        "training and test", "Points kept aside",
        "activation=linear&dataset=gauss&noise=80&batchSize=1&learningRate=3&networkShape=&seed=0.06680", 150, _gap(0.02),
        _variants(
            lower_rate={"learning_rate": 0.001},
            larger_batch={"learning_rate": 0.001, "batch_size": 20},
            fewer_points={"learning_rate": 0.001, "perc_train_data": 10.0},
        ),
    ),
)  # fmt: skip

by_name = MappingProxyType({exercise.name: exercise for exercise in EXERCISES})
