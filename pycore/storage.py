"""Saving a playground and going on from it exactly: as JSON that people can read, or as NPZ, smaller and for NumPy.

A saved playground holds its address, the reader's own points if there are any, all parameters, and everything that training
goes on from: the optimiser's memory, carried gradients, dead links, dropout masks, the bandit's scores, the generators' states
and the loss history. Points that a seed gives are not saved; they are drawn again.
"""

import io
import json
import math
from itertools import pairwise

import numpy as np

from pycore import run_plan
from pycore.data.csv_cells import MOST_ROWS, TableError
from pycore.data.datasets import class_count
from pycore.data.table_columns import MOST_CLASSES
from pycore.data.tables import Table
from pycore.nn.history import History
from pycore.playground import Playground, network_shape
from pycore.saved_fields import LARGEST_COUNT, NOT_FINITE, Fields, StorageError
from pycore.settings import Settings

__all__ = ["FORMAT", "VERSION", "StorageError", "load", "save", "save_npz"]

FORMAT = "pyground"
#: Raised when a file that an older version wrote could no longer be read as it stands.
VERSION = 1
#: Sentences that a table in a file may bring along.
MOST_NOTES = 100


def save(playground):
    """Return the playground as JSON text."""
    return json.dumps(_described(playground, _plain), allow_nan=False)


def save_npz(playground):
    """Return the playground as the bytes of an NPZ file: the arrays by name, and `meta`, JSON in UTF-8, with all the rest."""
    arrays = {}

    def stored(value, path):
        if isinstance(value, np.ndarray):
            arrays[path] = value
            return {"array": path}
        return _plain(value, path)

    meta = json.dumps(_described(playground, stored), allow_nan=False)
    file = io.BytesIO()
    np.savez_compressed(file, meta=np.frombuffer(meta.encode(), np.uint8), **arrays)
    return file.getvalue()


def load(saved):
    """Return the Playground that `save` (text) or `save_npz` (bytes) described.

    Raises StorageError, which names the field, and SettingError for an address, runs or a sweep that are wrong.
    """
    fields = Fields(saved)
    if fields.get("format", str) != FORMAT:
        raise StorageError("format", repr(FORMAT), repr(fields.get("format", str)))
    if fields.get("version", int) != VERSION:
        raise StorageError("version", VERSION, fields.get("version", int))
    settings, errors = Settings.from_hash(fields.get("address", str))
    if errors:
        raise errors[0]
    runs, sweep = fields.get("runs", int), fields.get("sweep", dict)
    data = None if fields.get("data", dict | None) is None else _table(fields)
    options = {"sweep": sweep} if sweep else {"runs": runs}
    _check_size(fields, settings, data, run_plan.checked(**{"runs": 1, "sweep": None, **options}), runs)
    playground = Playground(settings, data=data, **options)
    if fields.has("problem"):
        playground.problem_without_data = Settings(problem=fields.get("problem", str)).problem
    playground.setstate(_state(fields, playground))
    return playground


def _check_size(fields, settings, data, sweep, runs):
    """Look at the parameters before a network is made that may be far larger than the file."""
    if data is not None:
        settings = settings.replace(problem=data.kind)
    shape = network_shape(settings, len(data.classes) if data else class_count(settings))
    count = sum(units * (inputs + 1) for inputs, units in pairwise(shape))
    fields.array("state.parameters", (len(next(iter(sweep.values()))) if sweep else runs, count))


def _described(p, convert):
    """Everything about a playground as a dict; `convert(value, path)` turns values into what is stored."""
    data = p.data and {name: getattr(p.data, name) for name in ("columns", "classes", "points", "notes")}
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "address": p.to_hash(),
        "runs": p.runs,
        "sweep": p.sweep,
        "problem": p.problem_without_data,
        "data": data,
        "state": p.getstate(),
    }
    return _converted(whole, convert, "")


def _converted(value, convert, path):
    if isinstance(value, dict):
        return {key: _converted(part, convert, f"{path}.{key}".lstrip(".")) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_converted(part, convert, f"{path}.{index}") for index, part in enumerate(value)]
    return convert(value, path)


def _plain(value, path):
    """JSON knows no number beyond all numbers: such are written as the texts "nan", "inf" and "-inf"."""
    if isinstance(value, np.ndarray | np.generic):
        return _converted(value.tolist(), _plain, path)
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _table(fields):
    columns, classes = fields.texts("data.columns", 3, 3), fields.texts("data.classes", 0, MOST_CLASSES)
    notes = fields.texts("data.notes", 0, MOST_NOTES) if fields.has("data.notes") else ()
    points = fields.array("data.points", (None, 3), finite=True, most=MOST_ROWS)
    try:
        table = Table(points, columns, classes, notes=notes)
    except TableError as error:
        raise StorageError("data.classes" if "expected classes" in str(error) else "data.points", "a table", error) from error
    if len(points) < 2:
        raise StorageError("data.points", "at least two rows", len(points))
    return table


def _state(fields, p):
    """Return the state to go on from, every part checked against the shape of the playground `p`."""
    flat, place = p.network.parameters.shape, "state.trainer"
    memory = {name: array.shape for name, array in p.getstate()["trainer"]["memory"].items()}
    ranges = {"square": (0, math.inf), "power1": (0, 1), "power2": (0, 1)}
    epochs = fields.count(f"{place}.epochs")
    trainer = {
        "epochs": epochs,
        "learning_rates": fields.array(f"{place}.learning_rates", (p.runs,), 0, 1000, finite=True),
        "carried": fields.count(f"{place}.carried", p.batch_size - 1),
        "carry": fields.array(f"{place}.carry", flat),
        "alive": fields.array(f"{place}.alive", flat, 0, 1, finite=True),
        "keep": fields.array(f"{place}.keep", (p.runs, p.network.hidden_units), 0, 101, finite=True),
        "masks_are_old": fields.get(f"{place}.masks_are_old", bool),
        "memory": {
            name: fields.array(f"{place}.memory.{name}", shape, *ranges.get(name, ())) for name, shape in memory.items()
        },
        "scores": _scores(fields, p.runs),
        "generators": _generators(fields, p.runs),
    }
    best = fields.array("state.best", (2,), 0)
    if not best[1] <= epochs or best[1] % 1 or np.isnan(best[0]):
        raise StorageError("state.best", "a loss and an epoch that has been", best.tolist())
    return {
        "parameters": fields.array("state.parameters", flat),
        "trainer": trainer,
        "history": _history(fields, epochs),
        "best": [float(best[0]), int(best[1])],
        "diverged": _epochs_diverged(fields, p.runs),
    }


def _history(fields, epochs):
    path = "state.history.rows"
    rows = fields.array(path, (None, History.COLUMNS), most=History.LIMIT)
    at = rows[:, 0]
    if not len(rows) or not np.isfinite(at).all() or (at % 1).any() or at[0] < 0 or at[-1] > epochs or (np.diff(at) <= 0).any():
        raise StorageError(path, f"1 to {History.LIMIT} rows of rising epochs up to {epochs}", at[:5].tolist())
    stride = fields.count("state.history.stride")
    if not stride:
        raise StorageError("state.history.stride", "a whole number of at least 1", stride)
    added, provisional = fields.count("state.history.added"), fields.get("state.history.provisional", bool)
    return {"rows": rows, "added": added, "stride": stride, "provisional": provisional and len(rows) > 1}


def _epochs_diverged(fields, runs):
    """Return a list: since which epoch each run has diverged, or -1. Older files have one number or null for all runs."""
    path = "state.diverged"
    value = fields.get(path, list | int | None)
    epochs = value if isinstance(value, list) else [-1 if value is None else value] * runs
    if len(epochs) != runs or not all(type(epoch) is int and -1 <= epoch <= LARGEST_COUNT for epoch in epochs):
        raise StorageError(path, f"{runs} whole numbers of at least -1", value)
    return epochs


def _scores(fields, runs):
    path = "state.trainer.scores"
    scores = fields.get(path, list)
    if len(scores) != runs or not all(isinstance(run, list) and all(map(_is_score, run)) for run in scores):
        raise StorageError(path, f"{runs} lists of rate, count of at least 1, and sum", scores[:1])
    return [[[float(rate), int(count), float(total)] for rate, count, total in run] for run in scores]


def _is_score(row):
    if not isinstance(row, list) or len(row) != 3:
        return False
    rate, count, total = row
    numbers = type(rate) in (int, float) and type(count) is int and type(total) in (int, float, str)
    if not numbers or (isinstance(total, str) and total not in NOT_FINITE) or (type(total) is int and abs(total) > LARGEST_COUNT):
        return False
    return 0 <= rate <= 1000 and 1 <= count <= LARGEST_COUNT


def _generators(fields, runs):
    path = "state.trainer.generators"
    states = fields.get(path, list)
    if len(states) != runs or not all(map(_is_generator, states)):
        raise StorageError(path, f"the states of {runs} generators", states[:1])
    return states


def _is_generator(state):
    if not isinstance(state, list) or len(state) != 5:
        return False
    seed, permutation, i, j, rest = state
    in_bytes = [i, j, *(rest if isinstance(rest, list) else ["no list"])]
    return (
        isinstance(seed, str)
        and isinstance(permutation, list)
        and all(type(n) is int and 0 <= n < 256 for n in (*permutation, *in_bytes))
        and sorted(permutation) == list(range(256))
    )
