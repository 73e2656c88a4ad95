"""The table of settings: every key of the address with its Python name, label, help, options, limits and what it restarts.

`TABLE` is the one place where a setting is written down. `Settings` is its Python side, the builder draws the controls from
it, and the page reads and writes the address with it. The keys are those of TensorFlow Playground where it has the setting.
"""

from pycore.data.datasets import CLASSIFICATION, REGRESSION
from pycore.data.features import FEATURES
from pycore.data.registry import PartError
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.initializers import INITIALIZERS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.tuning import LEARNING_RATES
from pycore.setting_types import MOST_LAYERS, Setting, Table, number_text

__all__ = ["TABLE", "by_key", "by_name"]


def _same(values):
    """Options whose label is the value itself."""
    return tuple((float(value), number_text(value)) for value in values)


def _percents(shares):
    """Options of shares that are shown in percent."""
    return tuple((float(share), f"{share:.0%}") for share in shares)


def _losses():
    """The options of the loss: those that two classes can have."""
    return LOSSES.options(lambda loss: not loss.for_many)


#: The problem in which points have classes.
_CLASSES = {"problem": ["classification"]}


def _sets(many):
    """The data sets that come in several classes, or those that don't."""
    return [part.name for part in CLASSIFICATION.values() if part.many_classes == many]


def _users(setting):
    """What a setting needs that belongs to some optimisers."""
    return [{"optimizer": [part.name for part in OPTIMIZERS.values() if setting in part.uses]}]


def _belongs(setting):
    labels = [part.label for part in OPTIMIZERS.values() if setting in part.uses]
    return f"Belongs to the optimiser{'s' if len(labels) > 1 else ''} {_listed(labels)}."


def _listed(words):
    """The words with commas and an "and"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


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
        when=lambda: [{**_CLASSES, "dataset": _sets(False)}, {**_CLASSES, "classes": [2]}],
        idle="Regression has the squared loss, and several classes have the log loss.",
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
        when=lambda: _users("beta1"), idle=lambda: _belongs("beta1"),
    ),
    Setting(
        "beta2", "beta2", "number", "Beta 2", "How much of the past squared gradients Adam and AdamW keep.",
        0.999, "training", "no", (), 0, 0.999999, (0.9, 0.999, 0.001),
        explained="glossary#optimizer",
        when=lambda: _users("beta2"), idle=lambda: _belongs("beta2"),
    ),
    Setting(
        "alpha", "alpha", "number", "Alpha", "How much of the past squared gradients RMSProp keeps.",
        0.99, "training", "no", (), 0, 0.999999, (0.9, 0.999, 0.001),
        explained="glossary#optimizer",
        when=lambda: _users("alpha"), idle=lambda: _belongs("alpha"),
    ),
    Setting(
        "epsilon", "epsilon", "number", "Epsilon", "Keeps RMSProp, Adam and AdamW from dividing by zero.",
        1e-8, "training", "no", (), 1e-16, 1,
        explained="glossary#optimizer",
        when=lambda: _users("epsilon"), idle=lambda: _belongs("epsilon"),
    ),
    Setting(
        "weightDecay", "weight_decay", "number", "Weight decay",
        "The share of every parameter that AdamW takes away at each update, times the learning rate.",
        0.01, "training", "no", (), 0, 1, (0, 0.1, 0.01),
        explained="glossary#optimizer",
        when=lambda: _users("weight_decay"), idle=lambda: _belongs("weight_decay"),
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
        when=({"schedule": ["step", "cosine"]},), idle="The schedule is constant.",
    ),
    Setting(
        "scheduleFactor", "schedule_factor", "number", "Step factor",
        "What each step of the schedule multiplies the learning rate by.",
        0.1, "training", "no", (), 0, 1, (0.1, 0.9, 0.1),
        explained="glossary#schedule",
        when=({"schedule": ["step"]},), idle="Belongs to the schedule Step.",
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
        "dataset", "dataset", "choice", "Data set", "Which points the network should learn to tell apart.",
        "circle", "data", "data",
        CLASSIFICATION.options,
        explained="glossary#classification",
        when=(_CLASSES,), idle="The problem is regression.",
    ),
    Setting(
        "classes", "classes", "integer", "Classes", "How many classes the points of blobs and rings have.",
        2, "data", "data", (), 2, 6, (2, 6, 1),
        explained="softmax#shape",
        when=lambda: [{**_CLASSES, "dataset": _sets(True)}],
        idle=lambda: f"Only the points of {_listed([CLASSIFICATION[name].label for name in _sets(True)])} come in several classes.",
    ),
    Setting(
        "regDataset", "reg_dataset", "choice", "Data set of a regression", "Which surface the network should learn to predict.",
        "reg-plane", "data", "data", REGRESSION.options,
        explained="glossary#regression",
        when=({"problem": ["regression"]},), idle="The problem is classification.",
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
        when=lambda: [{"regularization": [name for name in REGULARIZERS if name != "none"]}], idle="No regularisation is chosen.",
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
        "Other first weights for the same points; empty, they come from the seed.",
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
        False, "output", "picture",
        explained="glossary#discretize",
    ),
    Setting(
        "contour", "contour", "flag", "Boundary line",
        "Draw the line where the output is zero, or where one class gives way to another.",
        False, "output", "picture",
        explained="glossary#decision-boundary",
    ),
    Setting(
        "confidence", "confidence", "flag", "Confidence",
        "Show how sure the network is at each place, whichever class it chooses: pale where it is undecided.",
        False, "output", "picture",
        explained="softmax#probabilities",
        when=(_CLASSES,), idle="A predicted number has no confidence.",
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
        when=lambda: _users("momentum"), idle=lambda: _belongs("momentum"),
    ),
    Setting(
        "layerwiseGradientNormalization", "layerwise_gradient_normalization", "number", "Layerwise normalisation",
        "Divides SGD's step in each layer by the length of the layer's gradient to this power; 1 makes all steps equally long.",
        0.0, "training", "no",
        ((0.0, "None"), *_same((0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)), (1.0, "Maximal")), 0, 1,
        explained="research#layerwise",
        when=lambda: _users("layerwise_gradient_normalization"), idle=lambda: _belongs("layerwise_gradient_normalization"),
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
        0, "running", "no", (), 0, 100_000_000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "stopLoss", "stop_loss", "number", "Stop below loss",
        "Training ends when the test loss is below this; 0 for never.",
        0.0, "running", "no", (), 0, 1000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "stopPatience", "stop_patience", "integer", "Stop without progress",
        "Training ends when the test loss has not been lower for so many epochs; 0 for never.",
        0, "running", "no", (), 0, 1_000_000,
        explained="glossary#stop-condition",
    ),
    Setting(
        "initialization", "initialization", "choice", "First weights",
        "How the first weights are drawn: alike for all layers, or by the number of a unit's inputs and outputs.",
        "uniform", "network", "network",
        INITIALIZERS.options,
        explained="exercises#initialization",
        when=({"initZero": [False]},), idle="All weights start at zero.",
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
        100, "running", "no",
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
    for field, rows in (("key", by_key), ("name", by_name)):
        if getattr(part, field) in rows or getattr(part, field) == "unknown":
            raise PartError("feature", part.name, field, "one that no setting has", repr(getattr(part, field)))


FEATURES.also_check(_check_feature)
