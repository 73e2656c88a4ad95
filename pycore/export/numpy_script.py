"""A playground as NumPy code: the network, its gradients by backpropagation and its optimiser, written out.

The network and its gradients are the functions of pycore.nn.reference, word for word.
"""

import inspect
from string import Template

from pycore.export import common
from pycore.export.numpy_rules import optimizer
from pycore.nn import reference
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.losses import LOSSES

__all__ = ["cells", "code"]

#: The text of pycore.nn.reference, read here: a page that starts from a snapshot of its memory has no files.
_REFERENCE = inspect.getsource(reference).splitlines(keepends=True)

_ACTIVATION = Template('''def $name(z):
    """Return f(z), and the slope f'(z) told by z and a = f(z)."""
    a = $value
    return a, $slope
''')
_SOFTMAX = '''def softmax(z):
    """Return the probability of each class; the slope is None, because it is part of the loss' derivative."""
    a = np.exp(z - z.max(axis=1, keepdims=True))
    return a / a.sum(axis=1, keepdims=True), None
'''

_PREDICT = Template('''def predict(xy):
    """Return the network's answers (n,) at the points xy (n, 2): $told."""
    _, values, _ = forward(LAYERS, ACTIVATIONS, features(xy[:, 0], xy[:, 1]))
    return $answer
''')
_REPORT = '''def report(epoch):
    """Print the mean losses."""
    means = []
    for points in (TRAIN, TEST):
        inputs, targets = prepared(points)
        _, values, _ = forward(LAYERS, ACTIVATIONS, inputs)
        means.append(losses(values[-1], targets).mean())
    print(f"epoch {epoch}: training loss {means[0]:.12g}, test loss {means[1]:.12g}")
'''
_SLOPES = Template('''def slopes_of(layers, inputs, targets):
    """Return [(bias slopes, weight slopes), ...]: how the sum of the points' losses changes with each parameter."""
    _, values, slopes = forward(layers, ACTIVATIONS, inputs)
    deltas = backward(layers, slopes, $delta)
    return gradients(deltas, values)
''')
_TRAIN = '''def train(layers, points, epochs):
    """Train the layers in place for so many epochs, batch after batch, the points always in the same order."""
    inputs, targets = prepared(points)
    optimizer = Optimizer(layers)
    for epoch in range(EPOCH, EPOCH + epochs):
        for start in range(0, len(inputs), BATCH_SIZE):
            batch = slice(start, start + BATCH_SIZE)
            found = slopes_of(layers, inputs[batch], targets[batch])
            optimizer.update([g / BATCH_SIZE for g in arrays(found)], learning_rate(epoch))
'''
_TRAIN_CARRYING = '''def train(layers, points, epochs):
    """Train the layers in place for so many epochs, batch after batch, the points always in the same order.

    The gradients of points that fill no batch are kept for the next epoch's first batch, which then averages more points.
    """
    inputs, targets = prepared(points)
    optimizer = Optimizer(layers)
    sums, count = [np.zeros_like(w) for w in optimizer.parameters], 0
    for epoch in range(EPOCH, EPOCH + epochs):
        for start in range(0, len(inputs), BATCH_SIZE):
            batch = slice(start, start + BATCH_SIZE)
            found = slopes_of(layers, inputs[batch], targets[batch])
            sums = [s + g for s, g in zip(sums, arrays(found))]
            count += len(inputs[batch])
            if start + BATCH_SIZE <= len(inputs):
                optimizer.update([s / count for s in sums], learning_rate(epoch))
                sums, count = [np.zeros_like(w) for w in optimizer.parameters], 0
'''
_MAIN = """if __name__ == "__main__":
    report(EPOCH)
    train(LAYERS, TRAIN, MORE_EPOCHS)
    report(EPOCH + MORE_EPOCHS)
"""

#: What `predict` gives, in words and as source.
_ANSWERS = {
    "linear": ("numbers", "values[-1][:, 0]"),
    "tanh": ("-1 to +1, for class -1 to class +1", "values[-1][:, 0]"),
    "softmax": ("class numbers", "values[-1].argmax(axis=1)"),
}


def code(p):
    """Return the program."""
    return common.joined(
        common.head(p, "NumPy") + "\nimport numpy as np\n\n" + common.facts(p),
        common.features(p),
        common.prepared(p),
        *_network(p),
        _loss(p),
        _REPORT,
        *_gradients(p),
        *_training(p),
        _data(p),
        _MAIN,
    )


def cells(p):
    """Return the pieces of the program in the order of a notebook, by name."""
    return {
        "data": common.joined("import numpy as np\n\n" + common.facts(p), _data(p)),
        "inputs": common.joined(common.features(p), common.prepared(p)),
        "network": common.joined(*_network(p)),
        "loss": common.joined(_loss(p), _REPORT, "report(EPOCH)\n"),
        "gradients": common.joined(*_gradients(p)),
        "training": common.joined(*_training(p)),
    }


def _data(p):
    return common.layers(p) + "\n" + common.points(p)


def _network(p):
    names = p.network.activations
    functions = [_SOFTMAX if name == "softmax" else _activation(ACTIVATIONS[name]) for name in dict.fromkeys(names)]
    written = [name if name == "softmax" else common.function_name(ACTIVATIONS[name]) for name in names]
    table = f"# One a layer.\nACTIVATIONS = [{', '.join(written)}]\n"
    told, answer = _ANSWERS[names[-1]]
    plain = _text(reference.forward)
    return [*functions, table, plain, _PREDICT.substitute(told=told, answer=common.in_own_units(p, answer))]


def _activation(part):
    value, slope = common.spelled(part, "numpy", "NumPy")
    return _ACTIVATION.substitute(name=common.function_name(part), value=value, slope=slope)


def _loss(p):
    return common.spelled(LOSSES[p.trainer.loss], "numpy", "NumPy")


def _gradients(p):
    loss = LOSSES[p.trainer.loss]
    delta = f"({loss.numpy_error}) * slopes[-1]" if loss.through_slope else loss.numpy_error
    pieces = [reference.backward, reference.gradients]
    return [*map(_text, pieces), _SLOPES.substitute(delta=delta)]


def _training(p):
    carries = len(p.train_points) % p.batch_size
    return [common.rate(p), *optimizer(p), _TRAIN_CARRYING if carries else _TRAIN]


def _text(function):
    """Return the source of a function of pycore.nn.reference."""
    return "".join(inspect.getblock(_REFERENCE[function.__code__.co_firstlineno - 1 :]))
