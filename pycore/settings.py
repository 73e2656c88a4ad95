"""The table of settings: every key of the address with its Python name, label, help, options, limits and what it restarts.

`TABLE` is the one place where a setting is written down. `Settings` is its Python side, the builder draws the controls from
it, and the page reads and writes the address with it. The keys are those of TensorFlow Playground where it has the setting.
"""

import dataclasses
from dataclasses import field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pycore.nn.tuning import LEARNING_RATES
from pycore.setting_types import MOST_LAYERS, Setting, SettingError, near_miss, number_text

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


def _feature(key, name, label, on=False):
    return Setting(
        key, name, "flag", label, f"Feed {label} to the network.", on, "features", "network", explained="experiments#features"
    )


ACTIVATIONS = (
    ("relu", "ReLU"),
    ("leaky_relu", "Leaky ReLU"),
    ("elu", "ELU"),
    ("swish", "Swish"),
    ("softplus", "SoftPlus"),
    ("tanh", "Tanh"),
    ("sigmoid", "Sigmoid"),
    ("linear", "Linear"),
)

TABLE = (
    Setting(
        "activation", "activation", "choice", "Activation", "What a hidden neuron does with its weighted sum.",
        "tanh", "training", "network",
        ACTIVATIONS,
        explained="inside-the-neuron#bend",
    ),
    Setting(
        "activations", "activations", "names", "Activation by layer",
        "The activation of each hidden layer in turn, instead of one for all; layers not named have the one for all.",
        (), "network", "network", ACTIVATIONS,
        explained="experiments#activation",
    ),
    Setting(
        "loss", "loss", "choice", "Loss",
        "What a wrong class costs: the squared distance, or the surprise (log loss), which punishes confident mistakes more.",
        "squared", "training", "network", (("squared", "Squared"), ("log", "Log loss")),
        explained="softmax#log-loss",
    ),
    Setting(
        "optimizer", "optimizer", "choice", "Optimiser", "The rule by which a gradient moves the weights.",
        "sgd", "training", "network",
        (("sgd", "SGD"), ("momentum", "Momentum"), ("nesterov", "Nesterov"), ("rmsprop", "RMSProp"), ("adam", "Adam"),
         ("adamw", "AdamW")),
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
        "none", "training", "network", (("none", "None"), ("L1", "L1"), ("L2", "L2")),
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
        (
            ("circle", "Circle"), ("xor", "Exclusive or"), ("gauss", "Gaussian"), ("spiral", "Spiral"),
            ("moons", "Moons"), ("heart", "Heart"), ("snowflake", "Snowflake"), ("infinity", "Infinity"),
            ("blobs", "Blobs"), ("rings", "Rings"), ("checkerboard", "Checkerboard"),
            ("sine", "Above a sine"), ("cubic", "Above a cubic"), ("abs", "Above a corner"),
        ),
        explained="glossary#classification",
    ),
    Setting(
        "classes", "classes", "integer", "Classes", "How many classes the points of blobs and rings have.",
        2, "data", "data", (), 2, 6, (2, 6, 1),
        explained="softmax#shape",
    ),
    Setting(
        "regDataset", "reg_dataset", "choice", "Data", "Which surface the network should learn to predict.",
        "reg-plane", "data", "data", (("reg-plane", "Plane"), ("reg-gauss", "Multi Gaussian")),
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
        "initSeed", "init_seed", "text", "Seed of the first weights",
        "Draws the first weights from a seed of their own: other first weights for the same points. Without it they come from the seed.",
        "", "network", "network",
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
    _feature("x", "x", "X₁", True),
    _feature("y", "y", "X₂", True),
    _feature("xTimesY", "x_times_y", "X₁X₂"),
    _feature("xSquared", "x_squared", "X₁²"),
    _feature("ySquared", "y_squared", "X₂²"),
    _feature("cosX", "cos_x", "cos X₁"),
    _feature("sinX", "sin_x", "sin X₁"),
    _feature("cosY", "cos_y", "cos X₂"),
    _feature("sinY", "sin_y", "sin X₂"),
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
        (("uniform", "Uniform ±0.5"), ("zero", "Zero"), ("xavier", "Xavier (Glorot)"), ("he", "He"), ("lecun", "LeCun"),
         ("orthogonal", "Orthogonal")),
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

by_key = MappingProxyType({row.key: row for row in TABLE})
by_name = MappingProxyType({row.name: row for row in TABLE})


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
    _Fields = dataclasses.make_dataclass(
        "_Fields",
        [(row.name, object, field(default=row.default)) for row in TABLE] + [("unknown", tuple, field(default=()))],
        frozen=True,
    )


class Settings(_Fields):
    """All settings of a playground by their Python names: a frozen dataclass with one field a row of the table.

    `unknown` holds the (key, text) pairs of an address that mean nothing here, in order, so that writing the address
    again loses nothing.

    Raises SettingError for a value that is not allowed and for a name that does not exist.

    >>> Settings(learning_rate=0.1, network_shape=(8, 8)).to_hash()
    'learningRate=0.1&networkShape=8,8'
    """

    __signature__ = TableSignature(unknown=())

    def __init__(self, *, unknown: "tuple[tuple[str, str], ...]" = (), **values: "Unpack[SettingValues]") -> None:
        super().__init__(unknown=tuple(unknown), **{name: _checked(name, value) for name, value in values.items()})

    def replace(self, **changes: "Unpack[SettingValues]") -> "Self":
        """Return new Settings with `changes` by Python name; the address' unknown keys stay."""
        return dataclasses.replace(self, **changes)

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
        if "loss" not in values and _FORKS_OWN <= values.keys() and values.get("problem", "classification") == "classification":
            values["loss"] = "log"  # the fork has no other for classes, and writes all of its keys into every address
        return cls(unknown=tuple(unknown.items()), **values), errors

    def to_hash(self) -> str:
        """Write the address' fragment without `#`: what differs from the defaults in the table's order, then unknown keys."""
        known = [(row.key, row.format(getattr(self, row.name))) for row in self.changed()]
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
    ("animation_speed", "layerwise_gradient_normalization", "learning_rate_autotuning", "prevent_loss_increases", "dropout", "momentum")
)


def _checked(name, value):
    """Return a value that was given under its name in Python, or raise the SettingError that says so."""
    if name not in by_name:
        meant = near_miss(name, by_name)
        raise SettingError(name, value, "the name of a setting (" + ", ".join(by_name) + ")", meant=meant)
    try:
        return by_name[name].check(value)
    except SettingError as error:
        raise error.named(name) from None
