"""A playground as PyTorch code."""

from string import Template

from pycore.export import common
from pycore.export.literals import number
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS
from pycore.nn.regularizers import REGULARIZERS

__all__ = ["code"]

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
_OWN = Template('''class $name(nn.Module):
    """$label, which PyTorch has no module for."""

    def forward(self, z):
        return $value
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
        *_own_modules(p),
        _network(p),
        common.spelled(LOSSES[p.trainer.loss], "torch", "PyTorch"),
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
    if LOSSES[p.trainer.loss].from_sums:
        told = (
            "what softmax makes probabilities of" if names[-1] == "softmax" else "z, of which the playground's output is the tanh"
        )
        names[-1], output = "linear", f"; it ends with {told}"
    modules = []
    for inputs, units, name in zip(sizes, sizes[1:], names, strict=False):
        modules.append(f"nn.Linear({inputs}, {units})")
        source = common.spelled(ACTIVATIONS[name], "torch", "PyTorch")
        if source:  # the linear one needs nothing
            modules.append(source if _is_module(source) else f"{_class_name(ACTIVATIONS[name])}()")
    return _NETWORK.substitute(output=output, modules="\n".join(f"        {module}," for module in modules))


def _own_modules(p):
    """The source of modules for the activations that are spelled out as a function of z."""
    parts = [ACTIVATIONS[name] for name in dict.fromkeys(p.network.activations[:-1])]
    sources = [common.spelled(part, "torch", "PyTorch") for part in parts]
    return [
        _OWN.substitute(name=_class_name(part), label=part.label, value=source)
        for part, source in zip(parts, sources, strict=True)
        if source and not _is_module(source)
    ]


def _is_module(source):
    return source.startswith("nn.")


def _class_name(part):
    return "".join(word.capitalize() for word in part.name.split("_"))


def _predict(p):
    if p.classes > 2:
        return _PREDICT.substitute(told="class numbers", answer="results.argmax(dim=1)")
    told = "-1 to +1, for class -1 to class +1" if p.classes else "numbers"
    if LOSSES[p.trainer.loss].from_sums:
        return _PREDICT.substitute(told=told, answer="torch.tanh(results[:, 0])")
    answer = common.in_own_units(p, "results[:, 0]")
    return _PREDICT.substitute(told=told, answer=answer if answer == "results[:, 0]" else f"({answer})")


def _report(p):
    if not LOSSES[p.trainer.loss].is_bounded:
        return _REPORT.substitute(limit="", clamp="")
    return _REPORT.substitute(
        limit="; as in the playground, one point counts for 32.2 at the most", clamp=f".clamp(max={common.POINT_LIMIT})"
    )


def _train(p):
    s, penalty = p.settings, ""
    if _penalty_in_loss(s):
        term = common.spelled(REGULARIZERS[s.regularization], "torch", "PyTorch")
        penalty = f"            loss = loss + {number(s.regularization_rate)} * sum({term} for module in linear(model))\n"
    return _TRAIN.substitute(schedule="" if s.schedule == "constant" else _SCHEDULE, penalty=penalty)


def _penalty_in_loss(s):
    """PyTorch's optimisers know L2 by the name of weight_decay; that of AdamW is another thing."""
    penalty, call = REGULARIZERS[s.regularization], common.spelled(OPTIMIZERS[s.optimizer], "torch", "PyTorch")
    return s.regularization != "none" and (not penalty.decays or "weight_decay" in call)


def _penalty_in_decay(s):
    return s.regularization != "none" and not _penalty_in_loss(s)


def _optimizer(p):
    s = p.settings
    frozen = [layer for layer in s.frozen if layer <= len(p.network.weights)]
    call = common.filled(common.spelled(OPTIMIZERS[s.optimizer], "torch", "PyTorch"), s, rate="learning_rate(EPOCH)")
    if s.optimizer == "sgd" and s.momentum:
        call = call[:-1] + f", momentum={number(s.momentum)})"
    lines = ["def optimizer_of(model):", f'    """Return PyTorch\'s optimiser for the module{_told(s, frozen)}."""']
    if frozen:
        lines += [
            f"    for number in {frozen}:  # 1 is the first layer",
            "        linear(model)[number - 1].requires_grad_(False)",
        ]
    if _penalty_in_decay(s):
        lines += [
            "    weights, biases = zip(*((module.weight, module.bias) for module in linear(model)))",
            f'    groups = [{{"params": weights, "weight_decay": {number(s.regularization_rate)}}}, {{"params": biases}}]',
        ]
        return "\n".join([*lines, f"    return torch.optim.{call}"])
    return "\n".join([*lines, f"    return torch.optim.{call.replace('groups', 'model.parameters()')}"])


def _told(s, frozen):
    told = f"; {REGULARIZERS[s.regularization].label} concerns weights only" if _penalty_in_decay(s) else ""
    return told + ("; frozen layers do not move" if frozen else "")
