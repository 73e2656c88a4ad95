"""A playground as scikit-learn code, where scikit-learn's networks can be the same."""

from string import Template

import numpy as np

from pycore.export import common
from pycore.export.common import ExportError
from pycore.export.literals import number
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["code"]

_IMPORTS = Template("""
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import $kind

""")
_NETWORK = Template('''def network():
    """Return a fitted estimator with the playground's weights.
$output
    Fitting for one epoch, at a rate next to nothing, makes its arrays; then the playground's take their places.
    """
    model = $kind(
$arguments
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # that one epoch is not enough
        model.fit(prepared(TRAIN)[0], $labels)
    model.intercepts_ = [bias.copy() for bias, _ in LAYERS]
    model.coefs_ = [weights.T.copy() for _, weights in LAYERS]
$doubled    return model
''')
_DOUBLED = """    model.intercepts_[-1] *= 2
    model.coefs_[-1] *= 2
"""
_OUTPUTS = Template('''def outputs(model, xy):
    """Return the outputs (n, $count) at the points xy (n, 2), as the playground has them."""
    inputs = features(xy[:, 0], xy[:, 1])
    return $outputs
''')
_PREDICT = Template('''def predict(xy, model=None):
    """Return the network's answers (n,) at the points xy (n, 2): $told."""
    return $answer
''')
_REPORT = '''def report(model, epoch):
    """Print the mean losses, without any penalty."""
    means = [losses(outputs(model, points[:, :2]), prepared(points)[1]).mean() for points in (TRAIN, TEST)]
    print(f"epoch {epoch}: training loss {means[0]:.12g}, test loss {means[1]:.12g}")
'''
_TRAIN = Template('''def train(model, points, epochs):
    """Train the estimator in place for so many epochs, batch after batch, the points always in the same order."""
    model.set_params(learning_rate_init=learning_rate(EPOCH), max_iter=epochs)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # so many epochs, and no more
        model.fit(prepared(points)[0], $labels)
''')
_MAIN = """if __name__ == "__main__":
    model = network()
    report(model, EPOCH)
    train(model, TRAIN, MORE_EPOCHS)
    report(model, EPOCH + MORE_EPOCHS)
"""


def code(p):
    """Return the program. Raises ExportError where scikit-learn can't represent the network."""
    _check(p)
    kind = "MLPClassifier" if p.classes else "MLPRegressor"
    return common.joined(
        common.head(p, "scikit-learn", _notes(p)) + _IMPORTS.substitute(kind=kind) + common.facts(p),
        common.features(p),
        common.prepared(p),
        _network(p, kind),
        _outputs(p),
        _predict(p),
        common.spelled(LOSSES[p.trainer.loss], "numpy", "NumPy"),
        _REPORT,
        common.rate(p, common.averaging_factor(p)),
        _TRAIN.substitute(labels=_labels(p, "points")),
        common.layers(p) + "\n" + common.points(p),
        _MAIN,
    )


def _check(p):
    """Raise ExportError, saying why, unless there is such a network in scikit-learn."""
    names = dict.fromkeys(p.network.activations[:-1])
    strange = [name for name in names if ACTIVATIONS[name].sklearn is None]
    if strange:
        known = ", ".join(name for name, part in ACTIVATIONS.items() if part.sklearn is not None)
        raise ExportError(f"scikit-learn's networks have the activations {known}, and not {strange[0]}")
    if len(names) > 1:
        raise ExportError(f"scikit-learn's networks have one activation in all hidden layers, this one has {', '.join(names)}")
    if not p.features:
        raise ExportError("scikit-learn needs at least one input, and this network has none")
    seen, every = set(p.train_points[:, 2].tolist()), {-1.0, 1.0} if p.classes == 2 else set(map(float, range(p.classes)))
    if not seen:
        raise ExportError("scikit-learn needs at least one training point, and there is none")
    if p.classes and seen != every:
        missing = ", ".join(f"{label:g}" for label in sorted(every - seen))
        raise ExportError(f"scikit-learn needs a training point of every class, and there is none of {missing}")
    if not np.isfinite(p.network.parameters[0]).all():
        raise ExportError("scikit-learn needs finite weights, and this network has diverged")
    if not p.learning_rate > 0:
        raise ExportError("scikit-learn needs a learning rate above 0")


def _notes(p):
    s, notes = p.settings, [*common.batch(p), *common.differences(p, "scikit-learn")]
    loss = LOSSES[p.trainer.loss]
    if p.classes and not loss.in_sklearn:
        notes.append(f"scikit-learn's classifiers train on log loss; the {loss.label.lower()} loss here is only printed.")
    if p.classes == 2:
        notes.append(
            "scikit-learn has no tanh at the output. It has the logistic function, and tanh(z) = 2 logistic(2 z) - 1: the last "
            "layer is doubled, so that scikit-learn's probabilities are the playground's. It trains at another pace by that."
        )
    if OPTIMIZERS[s.optimizer].sklearn is None:
        notes.append(f"scikit-learn has no {OPTIMIZERS[s.optimizer].label}; its Adam goes on instead.")
    penalty = REGULARIZERS[s.regularization]
    if s.regularization != "none" and not penalty.decays:
        notes.append(f"scikit-learn has no {penalty.label} penalty; it goes on without.")
    if s.schedule != "constant":
        notes.append("scikit-learn has no such schedule; the learning rate stays as it is now.")
    if s.frozen:
        notes.append("scikit-learn has no frozen layers; all go on.")
    return notes


def _network(p, kind):
    s = p.settings
    hidden = list(dict.fromkeys(p.network.activations[:-1])) or ["linear"]
    # scikit-learn divides its penalty by the size of the batch.
    alpha = f"{number(s.regularization_rate)} * BATCH_SIZE" if REGULARIZERS[s.regularization].decays else "0.0"
    solver = OPTIMIZERS[s.optimizer].sklearn or OPTIMIZERS["adam"].sklearn
    arguments = [
        f"hidden_layer_sizes={p.network.sizes[1:-1]}",
        f'activation="{ACTIVATIONS[hidden[0]].sklearn}"',
        *(common.filled(argument, s) for argument in solver),
        f"alpha={alpha}",
        "batch_size=BATCH_SIZE",
        "shuffle=False",
        "learning_rate_init=1e-9",
        "max_iter=1",
        "warm_start=True  # fit goes on from the weights that are there",
        "n_iter_no_change=1_000_000_000",
    ]
    lines = "\n".join(f"        {a.replace('  #', ',  #') if '  #' in a else a + ','}" for a in arguments)
    doubled, output = (_DOUBLED, _TOLD_DOUBLED) if p.classes == 2 else ("", "")
    return _NETWORK.substitute(kind=kind, arguments=lines, labels=_labels(p, "TRAIN"), doubled=doubled, output=output)


_TOLD_DOUBLED = """
    Its last layer is doubled: its output is logistic(2 z), and 2 logistic(2 z) - 1 = tanh(z).
"""


def _labels(p, points):
    """The source of what to learn at `points`, source itself: (n,), a number or a class each."""
    return f"{points}[:, 2]" if common.labels(p) == "points[:, 2:]" else f"prepared({points})[1][:, 0]"


def _outputs(p):
    if p.classes > 2:
        return _OUTPUTS.substitute(count=p.classes, outputs="model.predict_proba(inputs)")
    if p.classes:
        return _OUTPUTS.substitute(count=1, outputs="2 * model.predict_proba(inputs)[:, 1:] - 1")
    return _OUTPUTS.substitute(count=1, outputs="model.predict(inputs)[:, np.newaxis]")


def _predict(p):
    if p.classes > 2:
        return _PREDICT.substitute(told="class numbers", answer="outputs(model or network(), xy).argmax(axis=1)")
    told = "-1 to +1, for class -1 to class +1" if p.classes else "numbers"
    return _PREDICT.substitute(told=told, answer=common.in_own_units(p, "outputs(model or network(), xy)[:, 0]"))
