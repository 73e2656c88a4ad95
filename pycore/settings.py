"""The table of settings: every key of the address with its Python name, label, help, options, limits and what it restarts.

`TABLE` is the one place where a setting is written down. `Settings` is its Python side, the builder draws the controls from
it, and the page reads and writes the address with it. The keys are those of TensorFlow Playground where it has the setting.
"""

from dataclasses import FrozenInstanceError, field, make_dataclass
from functools import partialmethod
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pycore.data.datasets import CLASSIFICATION, REGRESSION
from pycore.data.features import FEATURES
from pycore.data.registry import PartError
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.initializers import INITIALIZERS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.tuning import LEARNING_RATES
from pycore.setting_types import MOST_LAYERS, Setting, SettingError, Table, near_miss, number_text

if TYPE_CHECKING:
    from typing import Self, Unpack

    from pycore.setting_values import SettingFields, SettingValues

__all__ = ["TABLE", "Setting", "SettingError", "Settings", "TableSignature", "by_key", "by_name"]


def _same(values):
    """Options whose label is the value itself."""
    return tuple((float(value), number_text(value)) for value in values)


def _percents(shares):
    """Options of shares that are shown in percent."""
    return tuple((float(share), f"{share:.0%}") for share in shares)


def _losses():
    """The options of the loss: those that two classes can have."""
    return LOSSES.options(lambda loss: not loss.for_many)


#: The order of the reference's features in an address; others come behind them.
_REFERENCE_S = ("x", "y", "x_times_y", "x_squared", "y_squared", "cos_x", "sin_x", "cos_y", "sin_y")


def _features():
    """The rows of all features."""
    others = [name for name in FEATURES if name not in _REFERENCE_S]
    return [
        Setting(part.key, part.name, "flag", part.label, f"Feed {part.label} to the network.", part.on, "features", "network",
                explained="experiments#features")
        for part in map(FEATURES.get, (*_REFERENCE_S, *others))
    ]  # fmt: skip


_ROWS = (
    Setting(
        "activation", "activation", "choice", "Activation",
        "What a hidden neuron does with its weighted sum. Through a step nothing is learned: its slope is 0.",
        "tanh", "training", "network",
        ACTIVATIONS.options,
        explained="inside-the-neuron#bend",
    ),
    Setting(
        "activations", "activations", "names", "Activation by layer",
        "The activation of each hidden layer in turn, instead of one for all; layers not named have the one for all.",
        (), "network", "network", ACTIVATIONS.options,
        explained="experiments#activation",
    ),
    Setting(
        "loss", "loss", "choice", "Loss",
        "What a wrong class costs: the squared distance, or the surprise (log loss), which punishes confident mistakes more.",
        "squared", "training", "network", _losses,
        explained="softmax#log-loss",
    ),
    Setting(
        "optimizer", "optimizer", "choice", "Optimiser", "The rule by which a gradient moves the weights.",
        "sgd", "training", "network",
        OPTIMIZERS.options,
        explained="glossary#optimizer",
    ),
    Setting(
        "beta1", "beta1", "number", "Beta 1",
        "How much of the past gradients momentum, Nesterov, Adam and AdamW keep.",
        0.9, "training", "no", (), 0, 0.9999, (0, 0.99, 0.01),
        explained="glossary#momentum",
    ),
    Setting(
        "beta2", "beta2", "number", "Beta 2", "How much of the past squared gradients Adam and AdamW keep.",
        0.999, "training", "no", (), 0, 0.999999, (0.9, 0.999, 0.001),
        explained="glossary#optimizer",
    ),
    Setting(
        "alpha", "alpha", "number", "Alpha", "How much of the past squared gradients RMSProp keeps.",
        0.99, "training", "no", (), 0, 0.999999, (0.9, 0.999, 0.001),
        explained="glossary#optimizer",
    ),
    Setting(
        "epsilon", "epsilon", "number", "Epsilon", "Keeps RMSProp, Adam and AdamW from dividing by zero.",
        1e-8, "training", "no", (), 1e-16, 1,
        explained="glossary#optimizer",
    ),
    Setting(
        "weightDecay", "weight_decay", "number", "Weight decay",
        "The share of every parameter that AdamW takes away at each update, times the learning rate.",
        0.01, "training", "no", (), 0, 1, (0, 0.1, 0.01),
        explained="glossary#optimizer",
    ),
    Setting(
        "schedule", "schedule", "choice", "Schedule", "How the learning rate changes with the epochs.",
        "constant", "training", "no", (("constant", "Constant"), ("step", "Step"), ("cosine", "Cosine")),
        explained="glossary#schedule",
    ),
    Setting(
        "scheduleEpochs", "schedule_epochs", "integer", "Schedule's epochs",
        "After how many epochs a step is taken, or how long the cosine takes to reach zero.",
        100, "training", "no", (), 1, 1_000_000,
        explained="glossary#schedule",
    ),
    Setting(
        "scheduleFactor", "schedule_factor", "number", "Step factor",
        "What each step of the schedule multiplies the learning rate by.",
        0.1, "training", "no", (), 0, 1, (0.1, 0.9, 0.1),
        explained="glossary#schedule",
    ),
    Setting(
        "regularization", "regularization", "choice", "Regularisation",
        "Pulls weights towards zero: L1 lets some die, L2 keeps all of them small.",
        "none", "training", "network", REGULARIZERS.options,
        explained="exercises#l2",
    ),
    Setting(
        "batchSize", "batch_size", "integer", "Batch size",
        "How many training points are averaged before the weights move.",
        10, "data", "network", (), 1, 100_000, (1, 30, 1),
        explained="glossary#batch-size",
    ),
    Setting(
        "dataset", "dataset", "choice", "Data", "Which points the network should learn to tell apart.",
        "circle", "data", "data",
        CLASSIFICATION.options,
        explained="glossary#classification",
    ),
    Setting(
        "classes", "classes", "integer", "Classes", "How many classes the points of blobs and rings have.",
        2, "data", "data", (), 2, 6, (2, 6, 1),
        explained="softmax#shape",
    ),
    Setting(
        "regDataset", "reg_dataset", "choice", "Data", "Which surface the network should learn to predict.",
        "reg-plane", "data", "data", REGRESSION.options,
        explained="glossary#regression",
    ),
    Setting(
        "learningRate", "learning_rate", "number", "Learning rate", "How far the weights move at each update.",
        0.03, "training", "no", _same(LEARNING_RATES), 0, 1000,
        explained="exercises#learning-rate",
    ),
    Setting(
        "regularizationRate", "regularization_rate", "number", "Regularisation rate",
        "How strongly weights are pulled towards zero.",
        0.0, "training", "no", _same((0, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10)), 0, 1000,
        explained="exercises#l1",
    ),
    Setting(
        "noise", "noise", "number", "Noise", "How blurred the points are, in percent.",
        0.0, "data", "data", (), 0, 80, (0, 50, 5),
        explained="glossary#noise",
    ),
    Setting(
        "networkShape", "network_shape", "shape", "Hidden layers", "The neurons of each hidden layer.",
        (4, 2), "network", "network",
        explained="experiments#neurons",
    ),
    Setting(
        "seed", "seed", "text", "Seed", "Fixes the points and the first weights: the same seed, the same run.",
        "0.12345", "data", "data",
        explained="drawing-a-line#starts",
    ),
    Setting(
        "showTestData", "show_test_data", "flag", "Show test points",
        "Draw the points that are kept away from training.", False, "output",
        explained="exercises#train-test",
    ),
    Setting(
        "discretize", "discretize", "flag", "Hard decision", "Show only which side of zero each place is on.",
        False, "output",
        explained="glossary#discretize",
    ),
    Setting(
        "contour", "contour", "flag", "Boundary line",
        "Draw the line where the output is zero, or where one class gives way to another.",
        False, "output",
        explained="glossary#decision-boundary",
    ),
    Setting(
        "confidence", "confidence", "flag", "Confidence",
        "Show how sure the network is at each place, whichever class it chooses: pale where it is undecided.",
        False, "output",
        explained="softmax#probabilities",
    ),
    Setting(
        "percTrainData", "perc_train_data", "number", "Training share",
        "The share of the points that is trained on, in percent; the others are for testing.",
        50.0, "data", "data", (), 1, 99, (10, 90, 10),
        explained="exercises#train-test",
    ),
    _features,
    Setting(
        "features", "expressions", "expressions", "Formulas",
        "Feed formulas of x1 and x2 to the network, such as x1^2+x2^2; a semicolon separates them.",
        (), "features", "network",
        explained="glossary#formula",
    ),
    Setting(
        "problem", "problem", "choice", "Problem", "Tell classes apart, or predict a number.",
        "classification", "training", "data", (("classification", "Classification"), ("regression", "Regression")),
        explained="glossary#regression",
    ),
    Setting(
        "dropout", "dropout", "number", "Dropout",
        "The share of hidden units that are left out while training, drawn anew every epoch or every batch.",
        0.0, "training", "no", _percents((0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)), 0, 0.99,
        explained="research#dropout",
    ),
    Setting(
        "dropoutMask", "dropout_mask", "choice", "Dropout mask",
        "How long the same units stay left out: for an epoch, as in the page's model, or for a batch, as is usual elsewhere.",
        "epoch", "training", "no", (("epoch", "Each epoch"), ("batch", "Each batch")),
        explained="research#dropout",
    ),
    Setting(
        "momentum", "momentum", "number", "Gradient averaging",
        "SGD follows an average of past gradients that keeps this share of the past (an exponential moving average).",
        0.0, "training", "no", _same((0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 0.999)), 0, 0.999999,
        explained="research#momentum",
    ),
    Setting(
        "layerwiseGradientNormalization", "layerwise_gradient_normalization", "number", "Layerwise normalisation",
        "Divides SGD's step in each layer by the length of the layer's gradient to this power; 1 makes all steps equally long.",
        0.0, "training", "no",
        ((0.0, "None"), *_same((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)), (1.0, "Maximal")), 0, 1,
        explained="research#layerwise",
    ),
    Setting(
        "learningRateAutotuning", "learning_rate_autotuning", "number", "Autotuning",
        "Lets a bandit move the learning rate up and down by how well each rate did; larger explores more.",
        -1.0, "training", "no", ((-1.0, "None"), *_same((0.0001, 0.001, 0.01, 0.1, 1))), -1, 1000,
        explained="research#autotuning",
    ),
    Setting(
        "preventLossIncreases", "prevent_loss_increases", "flag", "Prevent loss increases",
        "Takes an epoch back that raised the training loss, and repeats it with a smaller learning rate.",
        False, "training",
        explained="research#prevent",
    ),
    Setting(
        "stopEpoch", "stop_epoch", "integer", "Stop at epoch", "Training ends at this epoch; 0 for never.",
        0, "training", "no", (), 0, 100_000_000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "stopLoss", "stop_loss", "number", "Stop below loss",
        "Training ends when the test loss is below this; 0 for never.",
        0.0, "training", "no", (), 0, 1000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "stopPatience", "stop_patience", "integer", "Stop without progress",
        "Training ends when the test loss has not been lower for so many epochs; 0 for never.",
        0, "training", "no", (), 0, 1_000_000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "initialization", "initialization", "choice", "First weights",
        "How the first weights are drawn: alike for all layers, or by the number of a unit's inputs and outputs.",
        "uniform", "network", "network",
        INITIALIZERS.options,
        explained="exercises#initialization",
    ),
    Setting(
        "frozen", "frozen", "integers", "Frozen layers",
        "Layers whose weights do not move: 1 is the first hidden layer, the last is the output.",
        (), "network", "no", (), 1, MOST_LAYERS + 1,
        explained="glossary#frozen-layer",
    ),
    Setting(
        "initZero", "init_zero", "flag", "Start at zero", "Start with all weights and biases at zero.",
        False, "network", "network",
        explained="glossary#initialization",
    ),
    Setting(
        "animationSpeed", "animation_speed", "choice", "Speed",
        "How many epochs are trained for each picture: one, as many as fit, or one for so many percent of the pictures.",
        100, "page", "no",
        ((100, "1 per frame"), ("max", "Max"), (50, "Slow, 50%"), (25, "Slow, 25%"), (10, "Slow, 10%"), (5, "Slow, 5%"),
         (1, "Slow, 1%")),
        explained="glossary#epoch",
    ),
    Setting(
        "hideText", "hide_text", "flag", "Hide text", "Show the playground alone, for use inside another page.",
        False, "page",
        explained="how-it-works#page",
    ),
)  # fmt: skip

TABLE = Table(_ROWS, FEATURES)
by_key, by_name = TABLE.by("key"), TABLE.by("name")


def _check_feature(part):
    """Raise PartError for a feature whose key or name is another setting's."""
    if FEATURES.get(part.name) is part:
        return
    for what, rows in (("key", by_key), ("name", by_name)):
        if getattr(part, what) in rows or getattr(part, what) == "unknown":
            raise PartError("feature", part.name, what, "one that no setting has", repr(getattr(part, what)))


FEATURES.also_check(_check_feature)


class TableSignature:
    """`__signature__` of a class that takes every setting as a keyword, behind `own` parameters; made when it is asked for."""

    def __init__(self, **own):
        self._own = own

    def __get__(self, instance, owner):
        import inspect  # only here: it is for people at a prompt, whose completion asks for it

        def keyword(name, default):
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD if name == "settings" else inspect.Parameter.KEYWORD_ONLY
            return inspect.Parameter(name, kind, default=default)

        known = {**self._own, **{row.name: row.default for row in TABLE}}
        return inspect.Signature([keyword(name, default) for name, default in known.items()])


if TYPE_CHECKING:
    _Fields = SettingFields
else:
    _rows = [(row.name, object, field(default=row.default)) for row in TABLE]
    _Fields = make_dataclass("_Fields", [*_rows, ("unknown", tuple, field(default=()))], frozen=True, eq=False, repr=False)


class Settings(_Fields):
    """All settings of a playground by their Python names: a frozen dataclass with a field for each row of the table.

    `unknown` holds the (key, text) pairs of an address that mean nothing here, in order, so that writing the address
    again loses nothing.

    Raises SettingError for a value that is not allowed and for a name that does not exist.

    >>> Settings(learning_rate=0.1, network_shape=(8, 8)).to_hash()
    'learningRate=0.1&networkShape=8,8'
    """

    __signature__ = TableSignature(unknown=())

    def __init__(self, *, unknown: "tuple[tuple[str, str], ...]" = (), **values: "Unpack[SettingValues]") -> None:
        checked = {name: _checked(name, value) for name, value in values.items()}
        vars(self).update({row.name: row.default for row in TABLE}, **checked, unknown=tuple(unknown))

    def __getattr__(self, name):
        """The default of a feature that has come since."""
        if name.startswith("_") or name not in by_name:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
        return by_name[name].default

    def __setattr__(self, name, value):
        raise FrozenInstanceError(f"{name}: settings can't be changed; settings.replace({name}=...) returns others")

    __delattr__ = partialmethod(__setattr__, None)

    def __eq__(self, other):
        return self._told() == other._told() if isinstance(other, Settings) else NotImplemented

    def __hash__(self):
        return hash(self._told())

    def __repr__(self):
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in self._told())})"

    def _told(self):
        """What differs from the defaults, ((name, value), ...)."""
        own = ((row.name, getattr(self, row.name)) for row in self.changed())
        return (*own, ("unknown", self.unknown)) if self.unknown else tuple(own)

    def replace(self, **changes: "Unpack[SettingValues]") -> "Self":
        """Return new Settings with `changes` by Python name; the address' unknown keys stay."""
        return type(self)(**{"unknown": self.unknown, **dict(self._told()), **changes})

    @classmethod
    def from_hash(cls, text: str) -> "tuple[Self, list[SettingError]]":
        """Read an address' fragment, with or without its `#`: `(settings, errors)`.

        `errors` is a list of SettingErrors, in the order of the address; the settings they concern have their defaults.
        As in the reference, empty values are ignored (but an empty `networkShape` means no hidden layer), everything but
        the word `false` switches a flag on, and of a key that comes twice the last one counts. Values may be percent-encoded.
        What the reference takes for another value when it reads an address is taken for that here. An address of the "deeper" fork,
        known by the fork's own keys, means the fork's loss.
        """
        values, unknown, errors = {}, {}, []
        for part in text.removeprefix("#").split("&"):
            key, _, value = part.partition("=")
            row = by_key.get(key)
            if row is None:
                if key:
                    unknown[key] = value
            elif value or row.kind == "shape":
                try:
                    if key in _TAKEN_FOR:
                        value = _TAKEN_FOR[key](value)
                    # Formulas are decoded one by one, for they may hold what separates them.
                    values[row.name] = row.parse(value if row.kind == "expressions" else unquote(value))
                except SettingError as error:
                    errors.append(error)
        if "loss" not in values and _is_forks(values.keys(), values.get("problem", "classification")):
            values["loss"] = "log"
        return cls(unknown=tuple(unknown.items()), **values), errors

    def to_hash(self) -> str:
        """Write the address' fragment without `#`: what differs from the defaults in the table's order, then unknown keys.

        The loss is also written where an address without it would be taken for the fork's.
        """
        rows = self.changed()
        if _is_forks({row.name for row in rows}, self.problem) and self.loss == by_name["loss"].default:
            rows = [row for row in TABLE if row in rows or row.name == "loss"]
        known = [(row.key, row.format(getattr(self, row.name))) for row in rows]
        return "&".join(f"{key}={value}" for key, value in (*known, *self.unknown))

    def changed(self) -> list[Setting]:
        """Return the rows of the table whose setting is not the default."""
        return [row for row in TABLE if getattr(self, row.name) != row.default]

    def by_key(self) -> dict[str, Any]:
        """Return {address key: value} of every setting; layer sizes as a list, as JSON has it."""
        values = {row.key: getattr(self, row.name) for row in TABLE}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _noise_of_address(text):
    """As in the reference: noise below 0 is none, and above what its slider can be stretched to it is the slider's highest."""
    try:
        value = float(unquote(text))
    except ValueError:
        return text  # refused like any other word
    return "0" if value < 0 else "50" if value > by_name["noise"].maximum else text


#: What an address' text is taken for, by key.
_TAKEN_FOR = MappingProxyType({"noise": _noise_of_address})
#: The settings whose keys the fork added to the reference's; its addresses have them all.
_FORKS_OWN = frozenset(
    (
        "animation_speed",
        "layerwise_gradient_normalization",
        "learning_rate_autotuning",
        "prevent_loss_increases",
        "dropout",
        "momentum",
    )
)


def _is_forks(names, problem):
    """Whether an address with these settings is one of the fork's, which has no loss but the log loss for classes.

    The fork writes all of its keys into every address.
    """
    return _FORKS_OWN <= names and problem == "classification"


def _checked(name, value):
    """Return a value that was given under its name in Python, or raise the SettingError that says so."""
    if name not in by_name:
        meant = near_miss(name, by_name)
        raise SettingError(name, value, "the name of a setting (" + ", ".join(by_name) + ")", meant=meant)
    try:
        return by_name[name].check(value)
    except SettingError as error:
        raise error.named(name) from None
