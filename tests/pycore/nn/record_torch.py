"""Records what PyTorch's optimisers do to one small network, for test_optimizers.py: the file torch_runs.json beside this one.

Run once, by hand, where PyTorch is: it is too large to be among what the tests need.

    python3.11 -m venv torch-env && torch-env/bin/pip install torch==2.13.0 numpy==2.2.5
    PYTHONPATH=. torch-env/bin/python tests/pycore/nn/record_torch.py

PyTorch computes outputs, loss, gradients, penalty (its `weight_decay`, for weights only), updates and schedules; the
playground gives the points and the first weights, which are recorded too.
"""

import json
import re
from pathlib import Path

import torch

from pycore import Playground

#: An address for each run: 15 training points in three batches, so an epoch is three updates.
BASE = "dataset=moons&percTrainData=3&batchSize=5&networkShape=3&seed=0.7"
L2 = "&regularization=L2&regularizationRate=0.03"
RUNS = {
    "sgd": f"{BASE}&optimizer=sgd&learningRate=0.3",
    "sgd, L2": f"{BASE}&optimizer=sgd&learningRate=0.3{L2}",
    "momentum": f"{BASE}&optimizer=momentum&learningRate=0.1&beta1=0.8",
    "momentum, L2": f"{BASE}&optimizer=momentum&learningRate=0.1{L2}",
    "nesterov": f"{BASE}&optimizer=nesterov&learningRate=0.1&beta1=0.8",
    "nesterov, L2": f"{BASE}&optimizer=nesterov&learningRate=0.1{L2}",
    "rmsprop": f"{BASE}&optimizer=rmsprop&learningRate=0.01&alpha=0.95",
    "rmsprop, L2": f"{BASE}&optimizer=rmsprop&learningRate=0.01{L2}",
    "adam": f"{BASE}&optimizer=adam&learningRate=0.03",
    "adam, other betas": f"{BASE}&optimizer=adam&learningRate=0.03&beta1=0.7&beta2=0.9&epsilon=0.001",
    "adam, L2": f"{BASE}&optimizer=adam&learningRate=0.03{L2}",
    "adamw": f"{BASE}&optimizer=adamw&learningRate=0.03",
    "adamw, more decay": f"{BASE}&optimizer=adamw&learningRate=0.03&weightDecay=0.2",
    "sgd, step schedule": f"{BASE}&optimizer=sgd&learningRate=0.3&schedule=step&scheduleEpochs=3&scheduleFactor=0.5",
    "adam, cosine schedule": f"{BASE}&optimizer=adam&learningRate=0.03&schedule=cosine&scheduleEpochs=10",
}
#: The epochs after which the parameters are written down.
EPOCHS = (1, 2, 5, 10)


def optimizer_of(s, weights, biases):
    """Return PyTorch's optimiser for the settings `s`; the penalty concerns weights only, AdamW's decay everything."""
    penalty = s.regularization_rate if s.regularization == "L2" else 0.0
    groups = [{"params": weights, "weight_decay": penalty}, {"params": biases, "weight_decay": 0.0}]
    rate = s.learning_rate
    match s.optimizer:
        case "sgd":
            return torch.optim.SGD(groups, lr=rate)
        case "momentum" | "nesterov":
            return torch.optim.SGD(groups, lr=rate, momentum=s.beta1, nesterov=s.optimizer == "nesterov")
        case "rmsprop":
            return torch.optim.RMSprop(groups, lr=rate, alpha=s.alpha, eps=s.epsilon)
        case "adam":
            return torch.optim.Adam(groups, lr=rate, betas=(s.beta1, s.beta2), eps=s.epsilon)
        case "adamw":
            return torch.optim.AdamW(
                weights + biases, lr=rate, betas=(s.beta1, s.beta2), eps=s.epsilon, weight_decay=s.weight_decay
            )


def scheduler_of(s, optimizer):
    """Return PyTorch's schedule, stepped once an epoch, or None."""
    if s.schedule == "step":
        return torch.optim.lr_scheduler.StepLR(optimizer, s.schedule_epochs, s.schedule_factor)
    return torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, s.schedule_epochs) if s.schedule == "cosine" else None


def record(address):
    """Train with PyTorch what the address describes; the parameters after each of EPOCHS, layer by layer, bias last in a row."""
    playground = Playground.from_hash(address)
    s = playground.settings
    points = torch.tensor(playground.train_points.copy())
    layers = [[torch.tensor(array, requires_grad=True) for array in layer] for layer in playground.layers()]
    biases, weights = map(list, zip(*layers, strict=True))
    optimizer = optimizer_of(s, weights, biases)
    scheduler = scheduler_of(s, optimizer)
    after = {}
    for epoch in range(1, EPOCHS[-1] + 1):
        for batch in points.split(s.batch_size):
            values = batch[:, :2]
            for bias, weight in layers:
                values = torch.tanh(values @ weight.T + bias)
            optimizer.zero_grad()
            ((values[:, 0] - batch[:, 2]) ** 2 / 2).mean().backward()
            optimizer.step()
        if scheduler:
            scheduler.step()
        if epoch in EPOCHS:
            rows = [torch.cat([weight, bias[:, None]], dim=1) for bias, weight in layers]
            after[epoch] = torch.cat([row.flatten() for row in rows]).tolist()
    return {"address": address, "after": after}


def main():
    """Write the recording."""
    playground = Playground.from_hash(BASE)
    recording = {
        "torch": torch.__version__,
        "points": playground.train_points.tolist(),
        "first": playground.network.parameters[0].tolist(),
        "runs": {name: record(address) for name, address in RUNS.items()},
    }
    text = re.sub(r"\[[^][]*\]", lambda row: " ".join(row[0].split()), json.dumps(recording, indent=1))  # a line a row
    Path(__file__).with_name("torch_runs.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
