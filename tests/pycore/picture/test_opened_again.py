"""A playground opened again from what was saved has the same picture, bit for bit, and so it stays while both train on."""

import json

import numpy as np
import pytest

from pycore import Playground, storage, tables
from pycore.page import bridge
from pycore.picture.frame import Frame

RNG = np.random.default_rng(0)
ROWS = RNG.normal(size=(40, 3)) * (1000, 1, 50)
NUMBERS = tables.from_points(ROWS.tolist())
CLASSES = tables.from_points([(x1, x2, "ab"[int(label > 0)]) for x1, x2, label in ROWS.tolist()])

KINDS = {
    "default": {},
    "layers": {"network_shape": (8, 8, 8), "activations": ("relu", "swish", "elu"), "contour": True},
    "diverged, two classes": {"activation": "linear", "loss": "log", "learning_rate": 1000.0},
    "diverged, regression": {"problem": "regression", "activation": "relu", "learning_rate": 10.0},
    "diverged, three classes": {"dataset": "blobs", "classes": 3, "activation": "linear", "learning_rate": 1000.0},
    "formulas not finite everywhere": {"expressions": "1/x1;log(x1);exp(99*x1);(0-1)^0.5"},
    "formulas, diverged": {"problem": "regression", "expressions": "1/x1;exp(99*x1)", "activation": "relu", "learning_rate": 10.0},
    "dropout": {"dropout": 0.5, "network_shape": (8, 8)},
    "dropout by batch": {"dropout": 0.5, "dropout_mask": "batch", "network_shape": (8, 8)},
    "autotuning": {"learning_rate_autotuning": 0.1, "dropout": 0.2},
    "autotuning, no loss increases": {"learning_rate_autotuning": 0.1, "prevent_loss_increases": True, "learning_rate": 3.0},
    "no loss increases, batches that leave points over": {"prevent_loss_increases": True, "learning_rate": 3.0, "batch_size": 30},
    "normalisation": {"layerwise_gradient_normalization": 0.8, "momentum": 0.9},
    "own numbers": {"data": NUMBERS},
    "own classes": {"data": CLASSES, "dropout": 0.3, "discretize": True},
    "own numbers, diverged": {"data": NUMBERS, "activation": "relu", "learning_rate": 100.0, "optimizer": "momentum"},
    "fewer points than a batch": {"data": [(1, 2, "a"), (3, 4, "b"), (5, 6, "a")]},
    "dead links": {"regularization": "L1", "regularization_rate": 0.1},
    "adam, schedule": {"optimizer": "adam", "schedule": "step", "schedule_epochs": 5},
    "stopped": {"stop_patience": 3, "learning_rate": 0.0},
    "confidence of classes": {"contour": True, "confidence": True, "dataset": "blobs", "classes": 4},
    "a seed that looks encoded": {"seed": "a%20b 50%"},
    "many runs": {"runs": 3, "dropout": 0.2, "learning_rate": 1.0},
}


@pytest.mark.parametrize("way", [storage.save, storage.save_npz])
@pytest.mark.parametrize("name", KINDS)
def test_the_picture_is_the_same_to_the_bit(name, way):
    p = Playground(**KINDS[name])
    for epochs in (0, 7, 60):
        p.train(epochs)
        again = storage.load(way(p))
        assert Frame(again).buffer.tobytes() == Frame(p).buffer.tobytes()
        assert Frame(again).layout() == Frame(p).layout()
    again.train(4)
    p.train(4)
    assert Frame(again).buffer.tobytes() == Frame(p).buffer.tobytes()
    assert (p.diverged is not None) == ("diverged" in name)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "many runs"])
def test_an_instance_continued_from_a_snapshot_shows_what_it_showed(name):
    settings = dict(KINDS[name])
    data = settings.pop("data", None)
    first = bridge.open(Playground(**settings).to_hash(), "", table_of(data))
    first.frame(30, 0)
    again = bridge.open("", first.snapshot())
    assert again.buffer.tobytes() == first.buffer.tobytes()
    assert again.points.tobytes() == first.points.tobytes()
    assert json.loads(again.layout()) == json.loads(first.layout())
    # Weights set right afterwards are right in both.
    for instance in (first, again):
        for index in range(len(instance._frame._parameters)):
            instance.ask("setParameter", json.dumps({"index": index, "value": 0.1}))
        instance.frame(0, 0)
    assert again.buffer.tobytes() == first.buffer.tobytes()
    third = bridge.open("", first.snapshot())
    assert third.buffer.tobytes() == first.buffer.tobytes() and third._frame._header[3] == -1


def table_of(data):
    """What `bridge.open` takes for a Table or for rows of x1, x2, label."""
    if data is None:
        return "null"
    table = data if isinstance(data, tables.Table) else tables.from_points(data)
    return json.dumps({"text": tables.to_csv(table.points, table.columns, table.classes), "skipBad": False})


def test_a_table_comes_back_with_its_notes_and_the_problem_that_it_replaced():
    p = Playground(data=tables.parse("a;b;c\n1;2;x\n1;3;y\n1;4;x\n1;4;y\n"), problem="regression")
    assert p.data.notes
    again = storage.load(storage.save(p))
    assert again.data.notes == p.data.notes and again.summary() == p.summary()
    again.use(None)
    p.use(None)
    assert again.settings == p.settings and p.settings.problem == "regression"
