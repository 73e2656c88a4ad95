"""What the programs of all libraries share: what the network is in words, its weights and points, its loss in NumPy."""

import textwrap
from string import Formatter, Template

from pycore.export import inputs
from pycore.export.literals import array, number, text
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["MORE_EPOCHS", "POINT_LIMIT", "ExportError"]

#: Epochs for which each program goes on with the training.
MORE_EPOCHS = 10
#: What a single point can cost at the most under log loss and cross-entropy: -ln(1e-14).
POINT_LIMIT = "-np.log(1e-14)"


class ExportError(ValueError):
    """A playground that a library can't represent; says why."""


#: Names of programs' own things, which no function of a part may take.
_TAKEN = frozenset(
    "alive arrays backward defined dense features forward gauss gradients keras layers learning_rate logistic losses network nn np "
    "optimizer_of outputs plot predict prepared report slopes_of softmax torch train".split()
)


def spelled(part, field, library):
    """Return how a library spells a part; raises ExportError where its record has nothing in `field`."""
    source = getattr(part, field)
    if source is None:
        raise ExportError(f"{library} has no {part.label}, and the record of {part.name} does not spell it out")
    return source


def filled(source, settings, **more):
    """Return a part's source with the settings in place of their names in braces; `has_` before a name asks whether it is not 0."""
    values = dict(more)
    for _, name, _, _ in Formatter().parse(source):
        if name and name not in values:
            value = getattr(settings, name.removeprefix("has_"))
            values[name] = str(bool(value)) if name.startswith("has_") else number(value)
    return source.format(**values)


def function_name(part):
    """Return the name of the function that is a part's in a program."""
    return f"{part.name}_" if part.name in _TAKEN else part.name


def head(p, library, extra=()):
    """Return the module docstring of a program: the network in words, and `extra` notes (sentences)."""
    every = [*notes(p), *extra]
    lines = [
        f'"""A neural network from Pyground in {library}: {shape_in_words(p)}; {_trained(p)}.',
        "",
        "Run it: it prints the network's losses, goes on with the training for a while, and prints them again. Arrays are",
        "(points, units). The weights and the points stand at the end of the file.",
        *([""] if every else []),
        *(textwrap.fill(note, 120, initial_indent="* ", subsequent_indent="  ") for note in every),
        '"""',
    ]
    return "\n".join(lines) + "\n"


def _trained(p):
    return f"after {count(p.epoch, 'epoch')} of training" if p.epoch else "before any training"


def shape_in_words(p):
    """Return such as "2 inputs, hidden layers of 4 and 2 neurons, 1 output"."""
    first, *hidden, last = p.network.sizes
    sizes = [str(units) for units in hidden]
    if not sizes:
        middle = "no hidden layer"
    elif len(sizes) == 1:
        middle = f"a hidden layer of {count(hidden[0], 'neuron')}"
    else:
        middle = f"hidden layers of {', '.join(sizes[:-1])} and {sizes[-1]} neurons"
    return f"{count(first, 'input')}, {middle}, {count(last, 'output')}"


def count(number, noun):
    """Return the number with the noun, which has an s unless there is one."""
    return f"{number} {noun}" + ("" if number == 1 else "s")


def notes(p):
    """Return sentences on what the playground does in training that no program does."""
    s, notes = p.settings, []
    if s.dropout and p.network.hidden_units:
        notes.append(
            f"The playground trains with {s.dropout:.0%} dropout, and shows losses without the units that are left out at the "
            "moment. This is the whole network, as it is used after training; nothing is left out here, in training neither."
        )
    if s.learning_rate_autotuning > 0:
        notes.append("The playground tunes the learning rate by itself; here it stays as it is now.")
    if s.prevent_loss_increases:
        notes.append("The playground takes epochs back that raise the training loss; here they stay.")
    if p.epoch and (s.optimizer != "sgd" or s.momentum):
        notes.append("The optimiser starts without its memory of past gradients.")
    return notes


_FACTS = Template("""# The end of the playground's address: with it$table, the network is there again as it was at epoch 0.
ADDRESS = $address
$own# So many epochs this network has been trained; so many more it will be.
EPOCH, MORE_EPOCHS = $epoch, $more
$training
""")
_OWN = Template("""# The points come from a table: each column's name, offset and factor; it was scaled to (value - offset) * factor.
COLUMNS = [$columns]
""")
_OWN_UNITS = Template("""# The points come from a table and stand here in its own units, as the answers do. The network is trained on
# (value - offset) * factor of each column; here are each one's name, offset and factor.
COLUMNS = [$columns]
""")


def facts(p):
    """Return the source of the constants that say what this is and how it is trained."""
    return _FACTS.substitute(
        address=text(p.to_hash()),
        table=" and the table" if p.data else "",
        own=_own_data(p),
        epoch=p.epoch,
        more=MORE_EPOCHS,
        training=f"BATCH_SIZE = {p.batch_size}",
    )


def _own_data(p):
    if p.data is None:
        return ""
    columns = (f"({text(axis.name)}, {number(axis.offset)}, {number(axis.factor)})" for axis in p.scaling.axes)
    names = ""
    if p.data.classes:
        labels = (-1, 1) if p.classes == 2 else range(p.classes)
        pairs = (f"{label}: {text(name)}" for label, name in zip(labels, p.data.classes, strict=True))
        names = f"CLASS_NAMES = {{{', '.join(pairs)}}}\n"
    return (_OWN_UNITS if scales(p) else _OWN).substitute(columns=", ".join(columns)) + names


def rate(p, factor=""):
    """Return source of `learning_rate(epoch)`; `factor` is source that multiplies it, such as " * 0.5"."""
    s, base = p.settings, number(p.learning_rate) + factor
    if s.schedule == "step":
        told, value = (
            "the schedule takes a step from time to time",
            f"{base} * {number(s.schedule_factor)} ** (epoch // {s.schedule_epochs})",
        )
    elif s.schedule == "cosine":
        part = f"min(epoch, {s.schedule_epochs}) / {s.schedule_epochs}"
        told, value = "it falls to 0 along a cosine", f"{base} * (1 + np.cos(np.pi * {part})) / 2"
    else:
        told, value = "it stays as it is", base
    return f'def learning_rate(epoch):\n    """Return the learning rate after so many epochs: {told}."""\n    return {value}\n'


def layers(p):
    """Return the source of LAYERS: a list of (bias (units,), weights (units, inputs)), hidden layers first."""
    names = [f"hidden layer {index}, {name}" for index, name in enumerate(p.network.activations[:-1], 1)]
    lines = ["# Each layer's biases (units,) and weights (units, inputs).", "LAYERS = ["]
    for name, (bias, weights) in zip([*names, f"output layer, {p.network.activations[-1]}"], p.layers(), strict=True):
        lines += [f"    # {name}", f"    ({array(bias, 4)},", f"     {array(weights, 5)}),"]
    return "\n".join([*lines, "]"]) + "\n"


def scales(p):
    """Whether the points are of a table whose own units are not those of the network's training."""
    return p.scaling is not None and any(p.scaling.changes)


def labels(p):
    """Return the source of what a regression or two classes should give at `points` (n, 3), (n, 1)."""
    if p.classes or not p.scaling or not p.scaling.changes[2]:
        return "points[:, 2:]"
    return "(points[:, 2:] - COLUMNS[2][1]) * COLUMNS[2][2]"


def in_own_units(p, answer):
    """Return the source of a regression's `answer`, source itself, in the table's own units."""
    return f"{answer} / COLUMNS[2][2] + COLUMNS[2][1]" if labels(p) != "points[:, 2:]" else answer


def points(p):
    """Return the source of TRAIN and TEST, arrays (n, 3)."""
    labels = ["a number to predict", None, "a label, -1 or +1"][p.classes] if p.classes <= 2 else "a class: 0, 1, 2 ..."
    own = p.own_points()
    parts = own[: len(p.train_points)], own[len(p.train_points) :]
    train, test = (array(part) if len(part) else "np.empty((0, 3))" for part in parts)
    units = ", in the table's own units" if scales(p) else ""
    return f"# Points (n, 3): x1, x2 and {labels}{units}.\nTRAIN = {train}\nTEST = {test}\n"


def prepared(p):
    """Return source of `prepared(points)`: what enters the network and what should come out, in NumPy."""
    if p.classes > 2:
        told, targets = "1 at the true class and 0 elsewhere", f"(points[:, 2:] == np.arange({p.classes})).astype(float)"
    else:
        told, targets = "the labels", labels(p)
    return (
        "def prepared(points):\n"
        f'    """Return the inputs (n, inputs) of points (n, 3), and their targets (n, outputs): {told}."""\n'
        f"    return features(points[:, 0], points[:, 1]), {targets}\n"
    )


def features(p):
    """Return source of `features(x1, x2)`."""
    for feature in p.features:
        if feature.name != "expressions":
            spelled(feature, "source", "NumPy")
    return inputs.code(p.features, scales(p))


def batch(p):
    """Return a list with a note for libraries that make a small batch of the points left over, or none."""
    left = len(p.train_points) % p.batch_size
    if not left:
        return []
    return [
        f"The playground keeps the gradients of the last {count(left, 'point')}, too few for a batch, for the next epoch's first "
        "batch; here they are a small batch of their own."
    ]


def differences(p, library):
    """Return notes on what the playground's training does and that of `library` does not."""
    s, notes = p.settings, []
    if s.optimizer == "sgd":
        if s.momentum:
            notes.append(
                "The playground follows an average of past gradients, v = b v + (1 - b) g. Momentum, v = b v + g, at a rate times "
                "(1 - b) is the same."
            )
        elif REGULARIZERS[s.regularization].kills and library != "scikit-learn":
            label = REGULARIZERS[s.regularization].label
            notes.append(
                f"In the playground a weight that {label} takes across zero is 0 for ever; in {library} it may come back."
            )
        if s.layerwise_gradient_normalization:
            notes.append(
                f"The playground divides each layer's step by the length of its gradient; {library} goes on without that."
            )
    return notes


def averaging_factor(p):
    """Return the source that makes a learning rate for averaged gradients one for momentum, for `rate`."""
    return f" * (1 - {number(p.settings.momentum)})" if p.settings.optimizer == "sgd" and p.settings.momentum else ""


def joined(*parts):
    """Return one program of pieces of source, two empty lines between them."""
    return "\n\n".join(part.strip("\n") + "\n" for part in parts if part)
