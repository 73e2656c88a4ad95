"""A playground as Keras code, for any of Keras' backends."""

from string import Template

from pycore.export import common
from pycore.export.common import ExportError
from pycore.export.literals import number
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["code"]

_IMPORTS = """
# Keras computes with TensorFlow, JAX or PyTorch: set the environment variable KERAS_BACKEND to tensorflow, jax or torch.
import keras
import numpy as np

keras.config.set_floatx("float64")  # as the playground computes

"""
_OWN = Template('''def $name(z):
    """$label, which Keras has no activation for."""
    return $value
''')
_NETWORK = Template('''def network():
    """Return the network as a model with the playground's weights$output."""
    model = keras.Sequential([
$layers
    ])
    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    for layer, (bias, weights) in zip(dense, LAYERS):
        layer.set_weights([weights.T, bias])
$frozen    return model
''')
_PREDICT = Template('''def predict(xy, model=None):
    """Return the network's answers (n,) at the points xy (n, 2): $told."""
    model = model or network()
    results = keras.ops.convert_to_numpy(model(features(xy[:, 0], xy[:, 1])))
    return $answer
''')
_REPORT = Template('''def report(model, epoch):
    """Print the mean losses, without any penalty$limit."""
    means = []
    for points in (TRAIN, TEST):
        inputs, targets = prepared(points)
        each = keras.ops.convert_to_numpy(losses(keras.ops.convert_to_tensor(targets), model(inputs)))
        means.append($each.mean())
    print(f"epoch {epoch}: training loss {means[0]:.12g}, test loss {means[1]:.12g}")
''')
_TRAIN = Template('''def train(model, points, epochs):
    """Train the model in place for so many epochs, batch after batch, the points always in the same order."""
    inputs, targets = prepared(points)
    model.compile(optimizer=$optimizer, loss=losses)
    model.fit(
        inputs,
        targets,
        batch_size=BATCH_SIZE,
        initial_epoch=EPOCH,
        epochs=EPOCH + epochs,
        shuffle=False,
        verbose=0,
$callbacks    )
''')
_CALLBACKS = "        callbacks=[keras.callbacks.LearningRateScheduler(lambda epoch, _: learning_rate(epoch))],\n"
_MAIN = """if __name__ == "__main__":
    model = network()
    report(model, EPOCH)
    train(model, TRAIN, MORE_EPOCHS)
    report(model, EPOCH + MORE_EPOCHS)
"""


def code(p):
    """Return the program. Raises ExportError for a network without inputs, and without training points."""
    if not p.features:
        raise ExportError("Keras needs at least one input, and this network has none")
    if not len(p.train_points):
        raise ExportError("Keras needs at least one training point, and there is none")
    notes = [*common.batch(p), *common.differences(p, "Keras")]
    if "epsilon" in OPTIMIZERS[p.settings.optimizer].uses:
        notes.append("Keras has its epsilon at another place in the formula, so that runs differ a little.")
    return common.joined(
        common.head(p, "Keras", notes) + _IMPORTS + common.facts(p),
        common.features(p),
        common.prepared(p),
        *_own_activations(p),
        _network(p),
        common.spelled(LOSSES[p.trainer.loss], "keras", "Keras"),
        _predict(p),
        _report(p),
        common.rate(p, common.averaging_factor(p)),
        _TRAIN.substitute(optimizer=_optimizer(p.settings), callbacks="" if p.settings.schedule == "constant" else _CALLBACKS),
        common.layers(p) + "\n" + common.points(p),
        _MAIN,
    )


def _network(p):
    s, names, output = p.settings, list(p.network.activations), ""
    if LOSSES[p.trainer.loss].from_sums:
        told = (
            "what softmax makes probabilities of" if names[-1] == "softmax" else "z, of which the playground's output is the tanh"
        )
        names[-1], output = "linear", f"; it ends with {told}"
    penalty = ""
    if s.regularization != "none":
        source = common.spelled(REGULARIZERS[s.regularization], "keras", "Keras")
        penalty = f", kernel_regularizer={common.filled(source, s, rate=number(s.regularization_rate))}"
    layers = [f"keras.Input(({len(p.features)},))"]
    for units, name in zip(p.network.sizes[1:], names, strict=True):
        source, activation, behind = common.spelled(ACTIVATIONS[name], "keras", "Keras"), "", []
        if source.startswith("keras.layers."):
            behind = [source]
        elif source:  # the linear one needs nothing
            activation = (
                f', activation="{source}"' if source.isidentifier() else f", activation={common.function_name(ACTIVATIONS[name])}"
            )
        layers += [f"keras.layers.Dense({units}{activation}{penalty})", *behind]
    frozen = [layer for layer in s.frozen if layer <= len(p.network.weights)]
    still = f"    for number in {frozen}:  # these are frozen; 1 is the first\n        dense[number - 1].trainable = False\n"
    return _NETWORK.substitute(
        output=output, layers="\n".join(f"        {layer}," for layer in layers), frozen=still if frozen else ""
    )


def _own_activations(p):
    """The source of the activations that are spelled out as a function of z."""
    parts = [ACTIVATIONS[name] for name in dict.fromkeys(p.network.activations[:-1])]
    sources = [common.spelled(part, "keras", "Keras") for part in parts]
    return [
        _OWN.substitute(name=common.function_name(part), label=part.label, value=source)
        for part, source in zip(parts, sources, strict=True)
        if source and not source.isidentifier() and not source.startswith("keras.layers.")
    ]


def _predict(p):
    if p.classes > 2:
        return _PREDICT.substitute(told="class numbers", answer="results.argmax(axis=1)")
    told = "-1 to +1, for class -1 to class +1" if p.classes else "numbers"
    answer = "np.tanh(results[:, 0])" if LOSSES[p.trainer.loss].from_sums else common.in_own_units(p, "results[:, 0]")
    return _PREDICT.substitute(told=told, answer=answer)


def _report(p):
    if not LOSSES[p.trainer.loss].is_bounded:
        return _REPORT.substitute(limit="", each="each")
    limit = "; as in the playground, one point counts for 32.2 at the most"
    return _REPORT.substitute(limit=limit, each=f"np.minimum(each, {common.POINT_LIMIT})")


def _optimizer(s):
    call = common.filled(common.spelled(OPTIMIZERS[s.optimizer], "keras", "Keras"), s, rate="learning_rate(EPOCH)")
    if s.optimizer == "sgd" and s.momentum:
        call = f"{call[:-1]}, momentum={number(s.momentum)})"
    return f"keras.optimizers.{call}"
