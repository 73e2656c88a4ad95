"""A playground as PyTorch code."""

from string import Template

from pycore.export import common
from pycore.export.literals import number

__all__ = ["code"]

_MODULES = {
    "relu": "nn.ReLU()",
    "leaky_relu": "nn.LeakyReLU(0.01)",
    "elu": "nn.ELU()",
    "swish": "nn.SiLU()",
    "softplus": "nn.Softplus(threshold=40.0)",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
}

_IMPORTS = """
import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)  # as the playground computes

"""
_PREPARED = Template('''def prepared(points):
    """Return the inputs (n, inputs) of points (n, 3), and what the network should answer, $told, as tensors."""
    inputs = features(points[:, 0], points[:, 1])
    return torch.from_numpy(inputs), torch.from_numpy($targets)$cast
''')
_NETWORK = Template('''def network():
    """Return the network as a module with the playground's weights$output."""
    model = nn.Sequential(
$modules
    )
    with torch.no_grad():
        for module, (bias, weights) in zip(linear(model), LAYERS):
            module.bias.copy_(torch.from_numpy(bias))
            module.weight.copy_(torch.from_numpy(weights))
    return model


def linear(model):
    """Return the layers that have weights."""
    return [module for module in model if isinstance(module, nn.Linear)]
''')
_LOSSES = {
    "squared": '''def losses(results, targets):
    """Return the loss of each point, (n,): half the squared distance of the output from what it should be."""
    return ((results - targets) ** 2).sum(dim=1) / 2
''',
    "log": '''def losses(results, targets):
    """Return the loss of each point, (n,): the surprise at its class.

    The playground's output is tanh(z), and the probability of class +1 is (1 + tanh(z)) / 2, which is sigmoid(2 z).
    """
    chance = (1 + targets) / 2
    return nn.functional.binary_cross_entropy_with_logits(2 * results, chance, reduction="none").sum(dim=1)
''',
    "cross-entropy": '''def losses(results, targets):
    """Return the loss of each point, (n,): the surprise at its class; softmax is part of this."""
    return nn.functional.cross_entropy(results, targets, reduction="none")
''',
}
_PREDICT = Template('''def predict(xy, model=None):
    """Return the network's answers (n,) at the points xy (n, 2): $told."""
    model = model or network()
    with torch.no_grad():
        results = model(torch.from_numpy(features(xy[:, 0], xy[:, 1])))
    return $answer.numpy()
''')
_REPORT = Template('''def report(model, epoch):
    """Print the mean losses$limit."""
    means = []
    for points in (TRAIN, TEST):
        with torch.no_grad():
            inputs, targets = prepared(points)
            means.append(losses(model(inputs), targets)$clamp.mean().item())
    print(f"epoch {epoch}: training loss {means[0]:.12g}, test loss {means[1]:.12g}")
''')
_TRAIN = Template('''def train(model, points, epochs):
    """Train the module in place for so many epochs, batch after batch, the points always in the same order."""
    inputs, targets = prepared(points)
    optimizer = optimizer_of(model)
    for epoch in range(EPOCH, EPOCH + epochs):
$schedule        for start in range(0, len(inputs), BATCH_SIZE):
            batch = slice(start, start + BATCH_SIZE)
            optimizer.zero_grad()
            loss = losses(model(inputs[batch]), targets[batch]).mean()
$penalty            loss.backward()
            optimizer.step()
''')
_SCHEDULE = """        for group in optimizer.param_groups:
            group["lr"] = learning_rate(epoch)
"""
_MAIN = """if __name__ == "__main__":
    model = network()
    report(model, EPOCH)
    train(model, TRAIN, MORE_EPOCHS)
    report(model, EPOCH + MORE_EPOCHS)
"""


def code(p):
    """Return the program."""
    return common.joined(
        common.head(p, "PyTorch", [*common.batch(p), *common.differences(p, "PyTorch")]) + _IMPORTS + common.facts(p),
        common.features(p),
        _prepared(p),
        _network(p),
        _LOSSES[p.trainer.loss],
        _predict(p),
        _report(p),
        common.rate(p, common.averaging_factor(p)),
        _optimizer(p),
        _train(p),
        common.layers(p) + "\n" + common.points(p),
        _MAIN,
    )


def _prepared(p):
    if p.classes > 2:
        return _PREPARED.substitute(told="the class numbers (n,)", targets="points[:, 2]", cast=".long()")
    return _PREPARED.substitute(told="the labels (n, 1)", targets=common.labels(p), cast="")


def _network(p):
    sizes, names = p.network.sizes, list(p.network.activations)
    output = ""
    if p.trainer.loss == "log":
        names[-1], output = "linear", "; it ends with z, of which the playground's output is the tanh"
    elif names[-1] == "softmax":
        names[-1], output = "linear", "; it ends with what softmax makes probabilities of"
    modules = []
    for inputs, units, name in zip(sizes, sizes[1:], names, strict=False):
        modules.append(f"nn.Linear({inputs}, {units})")
        if name != "linear":
            modules.append(_MODULES[name])
    return _NETWORK.substitute(output=output, modules="\n".join(f"        {module}," for module in modules))


def _predict(p):
    if p.classes > 2:
        return _PREDICT.substitute(told="class numbers", answer="results.argmax(dim=1)")
    told = "-1 to +1, for class -1 to class +1" if p.classes else "numbers"
    if p.trainer.loss == "log":
        return _PREDICT.substitute(told=told, answer="torch.tanh(results[:, 0])")
    answer = common.in_own_units(p, "results[:, 0]")
    return _PREDICT.substitute(told=told, answer=answer if answer == "results[:, 0]" else f"({answer})")


def _report(p):
    if p.trainer.loss == "squared":
        return _REPORT.substitute(limit="", clamp="")
    return _REPORT.substitute(
        limit="; as in the playground, one point counts for 32.2 at the most", clamp=f".clamp(max={common.POINT_LIMIT})"
    )


def _train(p):
    s, penalty = p.settings, ""
    if _penalty_in_loss(s):
        term = "weights.abs().sum()" if s.regularization == "L1" else "(weights**2).sum() / 2"
        term = term.replace("weights", "module.weight")
        penalty = f"            loss = loss + {number(s.regularization_rate)} * sum({term} for module in linear(model))\n"
    return _TRAIN.substitute(schedule="" if s.schedule == "constant" else _SCHEDULE, penalty=penalty)


def _penalty_in_loss(s):
    """PyTorch's optimisers know L2 by the name of weight_decay; that of AdamW is another thing."""
    return s.regularization == "L1" or (s.regularization == "L2" and s.optimizer == "adamw")


def _optimizer(p):
    s = p.settings
    frozen = [layer for layer in s.frozen if layer <= len(p.network.weights)]
    rate, betas = "lr=learning_rate(EPOCH)", f"betas=({number(s.beta1)}, {number(s.beta2)}), eps={number(s.epsilon)}"
    call = {
        "sgd": f"SGD(groups, {rate}" + (f", momentum={number(s.momentum)})" if s.momentum else ")"),
        "momentum": f"SGD(groups, {rate}, momentum={number(s.beta1)})",
        "nesterov": f"SGD(groups, {rate}, momentum={number(s.beta1)}, nesterov=True)"
        if s.beta1
        else f"SGD(groups, {rate})",  # PyTorch wants some momentum for Nesterov's
        "rmsprop": f"RMSprop(groups, {rate}, alpha={number(s.alpha)}, eps={number(s.epsilon)})",
        "adam": f"Adam(groups, {rate}, {betas})",
        "adamw": f"AdamW(groups, {rate}, {betas}, weight_decay={number(s.weight_decay)})",
    }[s.optimizer]
    lines = ["def optimizer_of(model):", f'    """Return PyTorch\'s optimiser for the module{_told(s, frozen)}."""']
    if frozen:
        lines += [
            f"    for number in {frozen}:  # 1 is the first layer",
            "        linear(model)[number - 1].requires_grad_(False)",
        ]
    if s.regularization == "L2" and not _penalty_in_loss(s):
        lines += [
            "    weights, biases = zip(*((module.weight, module.bias) for module in linear(model)))",
            f'    groups = [{{"params": weights, "weight_decay": {number(s.regularization_rate)}}}, {{"params": biases}}]',
        ]
        return "\n".join([*lines, f"    return torch.optim.{call}"])
    return "\n".join([*lines, f"    return torch.optim.{call.replace('groups', 'model.parameters()')}"])


def _told(s, frozen):
    told = "; L2 concerns weights only" if s.regularization == "L2" and not _penalty_in_loss(s) else ""
    return told + ("; frozen layers do not move" if frozen else "")
