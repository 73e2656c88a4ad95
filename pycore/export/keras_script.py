"""A playground as Keras code, for any of Keras' backends."""

from string import Template

from pycore.export import common
from pycore.export.common import ExportError
from pycore.export.literals import number

__all__ = ["code"]

#: Keras' names of the activations; leaky ReLU is a layer of its own, because Keras' has another slope by default.
_NAMES = {"relu": "relu", "elu": "elu", "swish": "silu", "softplus": "softplus", "tanh": "tanh", "sigmoid": "sigmoid"}

_IMPORTS = """
# Keras computes with TensorFlow, JAX or PyTorch: set the environment variable KERAS_BACKEND to tensorflow, jax or torch.
import keras
import numpy as np

keras.config.set_floatx("float64")  # as the playground computes

"""
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
_LOSSES = {
    "squared": '''def losses(targets, results):
    """Return the loss of each point, (n,): half the squared distance of the output from what it should be."""
    return keras.ops.sum((results - targets) ** 2, axis=-1) / 2
''',
    "log": '''def losses(targets, results):
    """Return the loss of each point, (n,): the surprise at its class.

    The playground's output is tanh(z), and the probability of class +1 is (1 + tanh(z)) / 2, which is sigmoid(2 z).
    """
    each = keras.ops.binary_crossentropy((1 + targets) / 2, 2 * results, from_logits=True)
    return keras.ops.sum(each, axis=-1)
''',
    "cross-entropy": '''def losses(targets, results):
    """Return the loss of each point, (n,): the surprise at its class; softmax is part of this."""
    return keras.ops.categorical_crossentropy(targets, results, from_logits=True)
''',
}
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
    if p.settings.optimizer in ("rmsprop", "adam", "adamw"):
        notes.append("Keras has its epsilon at another place in the formula, so that runs differ a little.")
    return common.joined(
        common.head(p, "Keras", notes) + _IMPORTS + common.facts(p),
        common.features(p),
        common.prepared(p),
        _network(p),
        _LOSSES[p.trainer.loss],
        _predict(p),
        _report(p),
        common.rate(p, common.averaging_factor(p)),
        _TRAIN.substitute(optimizer=_optimizer(p.settings), callbacks="" if p.settings.schedule == "constant" else _CALLBACKS),
        common.layers(p) + "\n" + common.points(p),
        _MAIN,
    )


def _network(p):
    s, names, output = p.settings, list(p.network.activations), ""
    if p.trainer.loss == "log":
        names[-1], output = "linear", "; it ends with z, of which the playground's output is the tanh"
    elif names[-1] == "softmax":
        names[-1], output = "linear", "; it ends with what softmax makes probabilities of"
    penalty = ""
    if s.regularization != "none":  # the L2 of Keras has no half in it
        rate = number(s.regularization_rate) + (" / 2" if s.regularization == "L2" else "")
        penalty = f", kernel_regularizer=keras.regularizers.{s.regularization}({rate})"
    layers = [f"keras.Input(({len(p.features)},))"]
    for units, name in zip(p.network.sizes[1:], names, strict=True):
        activation = f', activation="{_NAMES[name]}"' if name in _NAMES else ""
        layers.append(f"keras.layers.Dense({units}{activation}{penalty})")
        if name == "leaky_relu":
            layers.append("keras.layers.LeakyReLU(negative_slope=0.01)")
    frozen = [layer for layer in s.frozen if layer <= len(p.network.weights)]
    still = f"    for number in {frozen}:  # these are frozen; 1 is the first\n        dense[number - 1].trainable = False\n"
    return _NETWORK.substitute(
        output=output, layers="\n".join(f"        {layer}," for layer in layers), frozen=still if frozen else ""
    )


def _predict(p):
    if p.classes > 2:
        return _PREDICT.substitute(told="class numbers", answer="results.argmax(axis=1)")
    told = "-1 to +1, for class -1 to class +1" if p.classes else "numbers"
    answer = "np.tanh(results[:, 0])" if p.trainer.loss == "log" else common.in_own_units(p, "results[:, 0]")
    return _PREDICT.substitute(told=told, answer=answer)


def _report(p):
    if p.trainer.loss == "squared":
        return _REPORT.substitute(limit="", each="each")
    limit = "; as in the playground, one point counts for 32.2 at the most"
    return _REPORT.substitute(limit=limit, each=f"np.minimum(each, {common.POINT_LIMIT})")


def _optimizer(s):
    rate = "learning_rate(EPOCH)"
    betas = f"beta_1={number(s.beta1)}, beta_2={number(s.beta2)}, epsilon={number(s.epsilon)}"
    return (
        "keras.optimizers."
        + {
            "sgd": f"SGD({rate}" + (f", momentum={number(s.momentum)})" if s.momentum else ")"),
            "momentum": f"SGD({rate}, momentum={number(s.beta1)})",
            "nesterov": f"SGD({rate}, momentum={number(s.beta1)}, nesterov=True)",
            "rmsprop": f"RMSprop({rate}, rho={number(s.alpha)}, epsilon={number(s.epsilon)} ** 2)",
            "adam": f"Adam({rate}, {betas})",
            "adamw": f"AdamW({rate}, {betas}, weight_decay={number(s.weight_decay)})",
        }[s.optimizer]
    )
