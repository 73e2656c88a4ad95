"""Looks inside a playground's network without changing it: norms, histograms, dead units, a slice of the loss, a step explained.

Letters as in network.py: u units of a layer, i its inputs, n points, P parameters. Layers count from 0, hidden ones first, as
in `Playground.layers`. Everything is about one run and its training points. But for `explain_step`, which follows what
training does next, dropout is left out: it is the network with all its units that is looked at.
"""

import numpy as np

from pycore.data import features
from pycore.data.rng import SeededRandom
from pycore.nn import reference
from pycore.nn.functions import ACTIVATIONS, OUTPUTS, layer_function
from pycore.nn.losses import LOSSES, output_delta
from pycore.nn.network import Network, Pass, play
from pycore.nn.regularizers import REGULARIZERS
from pycore.nn.trainer import Trainer
from pycore.nn.tuning import schedule_factor

__all__ = [
    "activation_histogram",
    "dead_units",
    "explain_step",
    "gradient_norms",
    "loss_slice",
    "random_directions",
    "weight_histogram",
    "weight_norms",
]

#: A hidden unit is dead when its outputs differ by no more than this share of the largest, or of 1.
DEAD = 1e-6
#: Numbers that one array of `loss_slice` may hold: 16 MB.
_LARGEST = 2_000_000


def gradient_norms(playground, run=0):
    """Return (layers,): the length of each layer's part of the gradient of the training loss, weights and biases together.

    It is the mean gradient over all training points, not a batch's; the penalty has no part in it.
    """
    inputs, targets = _training_data(playground, run)
    layers, functions = _pairs(playground.network, run), list(map(layer_function, playground.network.activations))
    with np.errstate(all="ignore"):
        _, values, slopes = reference.forward(layers, functions, inputs[:-1].T)
        deltas = reference.backward(layers, slopes, output_delta(playground.trainer.loss, values[-1], targets.T, slopes[-1]))
        found = reference.gradients(deltas, values)
        return np.array([np.linalg.norm(_joined(pair)) / inputs.shape[1] for pair in found])


def weight_norms(playground, run=0):
    """Return (layers,): the length of each layer's part of the parameters, weights and biases together."""
    return np.array([np.linalg.norm(weights[run]) for weights in playground.network.weights])


def weight_histogram(playground, layer, bins=21, run=0):
    """Count a layer's weights, without the biases: "edges" (bins + 1,), as far below 0 as above it, "counts" (bins,), and "lost".

    The edges reach to the largest weight; with an odd number of bins 0 is in the middle of one. "lost" weights are no numbers.
    """
    if bins < 1:
        raise ValueError(f"bins: expected at least 1, got {bins}")
    weights = playground.network.weights[layer][run, :, :-1].ravel()
    known = weights[np.isfinite(weights)]
    reach = np.abs(known).max(initial=0.0) or 1.0
    counts, edges = np.histogram(known, bins, (-reach, reach))
    return {"edges": edges, "counts": counts, "lost": len(weights) - len(known)}


def activation_histogram(playground, layer, bins=20, run=0):
    """Count how often the units of a layer give on what, over the training points.

    Returns "edges" (bins + 1,), the same for all units: the activation's range where it has one (-1 to 1 for tanh), else
    from the layer's least to its greatest output; "counts" (u, bins); and "lost" (u,), how many outputs were no numbers.
    """
    if not -len(playground.network.weights) <= layer < len(playground.network.weights):
        raise ValueError(f"layer: expected one from 0 to {len(playground.network.weights) - 1}, got {layer}")
    if bins < 1:
        raise ValueError(f"bins: expected at least 1, got {bins}")
    values = _outputs(playground, run)[layer]
    known = np.isfinite(values)
    name = playground.network.activations[layer]
    low, high = (OUTPUTS.get(name) or ACTIVATIONS[name]).bounds or (0.0, 0.0)
    if low == high and known.any():
        low, high = values[known].min(), values[known].max()
    if low == high:
        low, high = low - 0.5, high + 0.5
    edges = np.linspace(low, high, bins + 1)
    counts = np.array([np.histogram(unit[good], edges)[0] for unit, good in zip(values, known, strict=True)])
    return {"edges": edges, "counts": counts, "lost": (~known).sum(axis=1)}


def dead_units(playground, run=0):
    """Return one array of truth values (u,) a hidden layer: whether a unit gives on the same for every training point.

    Such a unit tells no point from any other: a ReLU that is never above 0, a tanh or sigmoid that has saturated on one
    side, a unit whose weights are all 0. "The same" is to within DEAD. Outputs that are no numbers count as dead.
    """
    hidden = _outputs(playground, run)[:-1]
    with np.errstate(all="ignore"):
        spreads = [(values.max(axis=1) - values.min(axis=1), np.abs(values).max(axis=1)) for values in hidden]
        return [~(spread > DEAD * np.maximum(largest, 1)) for spread, largest in spreads]


def random_directions(playground, rng, run=0):
    """Return (2, P): two random directions in parameter space, each layer's part as long as the layer's parameters are.

    Without the scaling a network whose layers differ in size would look flat along one and steep along another: the idea of
    Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", who scale by filter. `rng` is a SeededRandom.
    """
    network = playground.network
    count = network.parameters.shape[1]
    directions = np.array([[rng.normal(0.0, 1.0) for _ in range(count)] for _ in range(2)])
    for part, weights in zip(network.layers_of(directions), network.weights, strict=True):
        for direction in part:
            direction *= np.linalg.norm(weights[run]) / np.linalg.norm(direction)
    return directions


def loss_slice(playground, directions=None, side=25, span=1.0, run=0):
    """Return the training loss over a plane in parameter space around the parameters as they are, without penalty.

    directions: (2, P); those of `random_directions` with the seed "slice" if not given. side: points along each. span: how far
    to go along them on either side, in lengths of the directions.

    Returns "offsets" (side,), from -span to span; "losses" (side, side), of which [j, k] is at offsets[j] along the first
    and offsets[k] along the second direction; and "directions". With an odd `side` the middle is the present loss.
    """
    if side < 2:
        raise ValueError(f"side: expected at least 2, got {side}")
    network, centre = playground.network, playground.network.parameters[run]
    if directions is None:
        directions = random_directions(playground, SeededRandom("slice"), run)
    directions = np.asarray(directions, float)
    if directions.shape != (2, len(centre)):
        raise ValueError(f"directions: expected shape (2, {len(centre)}), got {directions.shape}")
    offsets = span * (2 * np.arange(side) - (side - 1)) / (side - 1)
    first, second = (axis.reshape(-1, 1) for axis in np.meshgrid(offsets, offsets, indexing="ij"))
    parameters = centre + first * directions[0] + second * directions[1]
    inputs, targets = _training_data(playground, run)
    at_a_time = max(1, _LARGEST // (max(network.sizes) * inputs.shape[1]))
    losses = np.empty(len(parameters))
    with np.errstate(all="ignore"):
        for start in range(0, len(parameters), at_a_time):
            some = slice(start, start + at_a_time)
            others = Network(network.sizes, network.activations, len(parameters[some]))
            others.parameters[:] = parameters[some]
            batch = _sent(others, inputs)
            losses[some] = LOSSES[playground.trainer.loss].value(batch.outputs, targets).mean(axis=1)
    return {"offsets": offsets, "losses": losses.reshape(side, side), "directions": directions}


def explain_step(playground, batch=0, run=0):
    """Return the update that the next epoch makes at its batch number `batch`, term by term, as JSON-able values.

    Nothing is changed: the epoch's updates before it, and it, are made on a copy, with the dropout mask that will be drawn.
    Autotuning and preventing loss increases act between epochs and have no part here. Raises ValueError for a batch that
    the epoch does not have. Arrays are nested lists; what is no number is None.

    "epoch", "batch"; "rule", "learningRate" (as the schedule has it), "regularization", "regularizationRate";
    "points" (n, 3): x1, x2, label; "inputs": the features' labels; "values" (i, n): what they come to;
    "targets" (outputs, n); "lossName", "losses" (n,), "loss": their mean, without the penalty;
    "carried": how many gradients of the epoch before are averaged in; "count": all that are;
    "layers", each with "activation"; "keep" (u,), the dropout mask, or None; "z" (u, n), weighted sums; "a" (u, n), what
    the activation makes of them; "slopes" (u, n), its slope, or None where the loss cancels it; "deltas" (u, n), the
    derivative of a point's loss by z; "carried" (u, i + 1), the sum of the carried gradients, or None; and, bias last,
    (u, i + 1) each: "gradient", the mean; "old" and "new" parameters.

    For SGD without averaging and normalisation a layer also has the terms of new = old - step - pull: "step", the learning
    rate times the gradient; "pull", the learning rate times the penalty's slope; both 0 where a layer is frozen or a link
    is dead; and "dies", where L1 ends at 0 because the pull would have crossed it.
    """
    settings = playground.run_settings[run]
    count, size = len(playground.train_points), playground.batch_size
    if not 0 <= batch < count // size:
        raise ValueError(f"batch: expected one from 0 to {count // size - 1}, got {batch}")
    before, after = _trained_copy(playground, batch), _trained_copy(playground, batch + 1)
    state = before.state
    carried = 0 if batch else int(state.carried[run])  # the first batch takes them
    inputs, targets = (array[..., batch * size : (batch + 1) * size] for array in _training_data(playground, run))
    layers, functions = _pairs(before.network, run), list(map(layer_function, playground.network.activations))
    keep = None if after.keep is None else np.split(after.keep[run, :, 0], np.cumsum(playground.network.sizes[1:-1])[:-1])
    masked = [_masked(*pair) for pair in zip(functions, keep, strict=False)] + functions[-1:] if keep else functions
    loss = playground.trainer.loss
    with np.errstate(all="ignore"):
        sums, values, slopes = reference.forward(layers, masked, inputs[:-1].T)
        losses = LOSSES[loss].value(values[-1].T[None], targets[None])[0]
        deltas = reference.backward(layers, slopes, output_delta(loss, values[-1], targets.T, slopes[-1]))
        found = reference.gradients(deltas, values)
        rate = after.learning_rates[run] * schedule_factor(settings, playground.epoch)
        carry = playground.network.layers_of(state.carry[run])
        explained = []
        for layer, function in enumerate(functions):
            is_last = layer == len(layers) - 1
            a, own_slopes = function(sums[layer])  # of all units, dropped ones too
            gradient = (_joined(found[layer]) + (carry[layer] if carried else 0)) / (size + carried)
            alive = playground.network.layers_of(state.alive[run])[layer]
            old = before.network.weights[layer][run]
            explained.append(
                {
                    "activation": playground.network.activations[layer],
                    "keep": _listed(keep[layer]) if keep and not is_last else None,
                    "z": _listed(sums[layer].T),
                    "a": _listed(a.T),
                    "slopes": None if is_last and not LOSSES[loss].through_slope else _listed(own_slopes.T),
                    "deltas": _listed(deltas[layer].T),
                    "carried": _listed(carry[layer]) if carried else None,
                    "gradient": _listed(gradient),
                    "old": _listed(old),
                    "new": _listed(after.network.weights[layer][run]),
                    **_sgd_terms(settings, layer, old, gradient, rate, alive),
                }
            )
    return {
        "epoch": playground.epoch + 1,
        "batch": batch,
        "rule": settings.optimizer,
        "learningRate": float(rate),
        "regularization": settings.regularization,
        "regularizationRate": settings.regularization_rate,
        "points": _listed(_points(playground, run)[batch * size : (batch + 1) * size]),
        "inputs": [feature.label for feature in playground.features],
        "values": _listed(inputs[:-1]),
        "targets": _listed(targets),
        "lossName": playground.trainer.loss,
        "losses": _listed(losses),
        "loss": _listed(losses.mean()),
        "carried": carried,
        "count": size + carried,
        "layers": explained,
    }


def _sgd_terms(settings, layer, old, gradient, rate, alive):
    """The terms of plain SGD's update for one layer, by name; none for other rules."""
    if settings.optimizer != "sgd" or settings.momentum or settings.layerwise_gradient_normalization:
        return {}
    moves = alive * (layer + 1 not in settings.frozen)
    penalty = REGULARIZERS[settings.regularization]
    slope = penalty.slope(old)
    slope[:, -1] = 0
    step, pull, dies = reference.sgd_terms(old, gradient, rate, settings.regularization_rate * slope, moves, penalty.kills)
    return {"step": _listed(step), "pull": _listed(pull), "dies": dies.tolist()}


def _trained_copy(playground, batches):
    """Return a Trainer of a copy of the network that goes on from now by so many batches of the next epoch, 0 for none."""
    network = Network(playground.network.sizes, playground.network.activations, playground.network.runs)
    network.parameters[:] = playground.network.parameters
    size = playground.batch_size
    # The remainder is of no use here, but its length says how many gradients the first batch averages.
    count = batches * size + len(playground.train_points) % size if batches else 1
    data = [_training_data(playground, run) for run in range(playground.runs)]
    inputs, targets = (np.stack([each[part][:, :count] for each in data]) for part in (0, 1))
    settings = [s.replace(learning_rate_autotuning=-1.0, prevent_loss_increases=False) for s in playground.run_settings]
    generators = [SeededRandom(seed) for seed in playground.seeds]
    trainer = Trainer(network, inputs, targets, count, settings, generators, playground.trainer.loss)
    trainer.go_on(playground.trainer.state)
    if batches:
        trainer.epoch()
    return trainer


def _points(playground, run):
    return playground.points(run)[: len(playground.train_points)]


def _training_data(playground, run):
    """Return the training points' inputs (i + 1, n), with their row of ones, and targets (outputs, n)."""
    x1, x2, labels = _points(playground, run).T
    targets = labels[None]
    if playground.classes > 2:
        targets = (labels == np.arange(playground.classes)[:, None]).astype(float)
    return features.inputs(playground.features, x1, x2), targets


def _outputs(playground, run):
    """What each layer gives on for the training points, (u, n) each."""
    inputs, _ = _training_data(playground, run)
    network = playground.network
    with np.errstate(all="ignore"):
        batch = _sent(network, inputs)
    return [batch.units(layer)[run] for layer in range(len(network.weights))]


def _sent(network, inputs):
    """Return the Pass that has sent inputs (i + 1, n) through a network."""
    batch = Pass(network, inputs.shape[1])
    play([batch.first(inputs), *batch.forward()])
    return batch


def _pairs(network, run):
    """The layers of a run as reference.py has them: biases (u,) and weights (u, i)."""
    return [(weights[run, :, -1], weights[run, :, :-1]) for weights in network.weights]


def _joined(pair):
    """Biases (u,) and weights (u, i), or their slopes, as one matrix (u, i + 1)."""
    bias, weights = pair
    return np.column_stack([weights, bias])


def _masked(function, keep):
    """An activation whose values and slopes a dropout mask (u,) multiplies."""
    return lambda z: tuple(part * keep for part in function(z))


def _listed(array):
    """Return an array as nested lists with None for what is no number; None for None."""
    if array is None:
        return None
    array = np.asarray(array, dtype=float)
    return np.where(np.isfinite(array), array.astype(object), None).tolist()
