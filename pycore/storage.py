"""Saving a playground and going on from it exactly: as JSON that people can read, or as NPZ, smaller and for NumPy.

A saved playground holds its address, the reader's own points if there are any, all parameters, and everything that training
goes on from: the optimiser's memory, carried gradients, dead links, dropout masks, the bandit's scores, the generators' states
and the loss history. Points that a seed gives are not saved; they are drawn again.
"""

import io
import json
import math
import zipfile

import numpy as np

from pycore.data.tables import Table
from pycore.nn.history import History
from pycore.playground import Playground
from pycore.settings import Settings

__all__ = ["FORMAT", "VERSION", "StorageError", "load", "save", "save_npz"]

FORMAT = "pyground"
#: Raised when a file that an older version wrote could no longer be read as it stands.
VERSION = 1


class StorageError(ValueError):
    """A saved playground that can't be used; names the `field`, what was expected, and what came."""

    def __init__(self, field, expected, got):
        self.field = field
        super().__init__(f"{field}: expected {expected}, got {got}")


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
    """Return the Playground that `save` (text) or `save_npz` (bytes) described. Raises StorageError and SettingError."""
    content, arrays = (_from_json(saved), {}) if isinstance(saved, str) else _from_npz(saved)
    reader = _Reader(content, arrays)
    if reader.get("format", str) != FORMAT:
        raise StorageError("format", repr(FORMAT), repr(content["format"]))
    if reader.get("version", int) != VERSION:
        raise StorageError("version", str(VERSION), repr(content["version"]))
    settings, errors = Settings.from_hash(reader.get("address", str))
    if errors:
        raise errors[0]
    runs, sweep = reader.get("runs", int), reader.get("sweep", dict)
    data = None if reader.get("data", dict | None) is None else _table(reader)
    playground = Playground(settings, data=data, sweep=sweep) if sweep else Playground(settings, data=data, runs=runs)
    playground.setstate(_state(reader, playground))
    return playground


def _described(p, convert):
    """Everything about a playground as a dict; `convert(value, path)` turns values into what is stored."""
    data = p.data and {"columns": p.data.columns, "classes": p.data.classes, "points": p.data.points}
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "address": p.to_hash(),
        "runs": p.runs,
        "sweep": p.sweep,
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


def _from_json(text):
    try:
        content = json.loads(text)
    except ValueError as error:
        raise StorageError("file", "JSON", str(error)) from error
    if not isinstance(content, dict):
        raise StorageError("file", "a JSON object", type(content).__name__)
    return content


def _from_npz(saved):
    try:
        with np.load(io.BytesIO(saved), allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise StorageError("file", "an NPZ file", str(error)) from error
    if "meta" not in arrays:
        raise StorageError("meta", "an array in the file", "none")
    try:
        meta = arrays.pop("meta").astype(np.uint8).tobytes().decode()
    except (ValueError, TypeError) as error:
        raise StorageError("meta", "JSON in UTF-8", str(error)) from error
    return _from_json(meta), arrays


class _Reader:
    """Reads fields by their path, such as "state.epochs", and says which one is wrong."""

    def __init__(self, content, arrays):
        self._content, self._arrays = content, arrays

    def get(self, path, kind):
        """Return the field if it is of the type `kind`."""
        value = self._content
        for step in path.split("."):
            if not isinstance(value, dict) or step not in value:
                raise StorageError(path, "a value", "none")
            value = value[step]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise StorageError(path, getattr(kind, "__name__", str(kind)), f"{type(value).__name__} {str(value)[:40]!r}")
        return value

    def count(self, path):
        """Return a field that is a whole number of at least 0."""
        value = self.get(path, int)
        if value < 0:
            raise StorageError(path, "a whole number of at least 0", value)
        return value

    def array(self, path, shape):
        """Return a float64 array of `shape`, in which None stands for any length."""
        value = self.get(path, dict | list | float | int | str)
        if isinstance(value, dict):
            if not isinstance(value.get("array"), str) or value["array"] not in self._arrays:
                raise StorageError(path, "the name of an array in the file", value)
            value = self._arrays[value["array"]]
        try:
            array = np.array(value, dtype=float)
        except (ValueError, TypeError) as error:
            raise StorageError(path, "numbers", str(error)) from error
        if len(array.shape) != len(shape) or any(want not in (None, has) for want, has in zip(shape, array.shape, strict=True)):
            raise StorageError(path, f"shape {tuple('n' if n is None else n for n in shape)}", array.shape)
        return array


def _table(reader):
    points = reader.array("data.points", (None, 3))
    columns, classes = reader.get("data.columns", list), reader.get("data.classes", list)
    for path, names, most in (("data.columns", columns, 3), ("data.classes", classes, 6)):
        if len(names) > most or not all(isinstance(name, str) for name in names):
            raise StorageError(path, f"at most {most} names", str(names)[:60])
    allowed = {-1.0, 1.0} if len(classes) == 2 else set(map(float, range(len(classes))))
    if not np.isfinite(points).all() or len(points) < 2 or (classes and not set(points[:, 2].tolist()) <= allowed):
        raise StorageError("data.points", "at least two rows of two numbers and a label of the classes", "others")
    points.flags.writeable = False
    return Table(points, tuple(columns), tuple(classes))


def _state(reader, p):
    """Return the state to go on from, every part checked against the shape of the playground `p`."""
    flat = p.network.parameters.shape
    parameters = reader.array("state.parameters", flat)
    memory = {name: array.shape for name, array in p.getstate()["trainer"]["memory"].items()}
    trainer = {
        "epochs": reader.count("state.trainer.epochs"),
        "learning_rates": reader.array("state.trainer.learning_rates", (p.runs,)),
        "carried": reader.count("state.trainer.carried"),
        "carry": reader.array("state.trainer.carry", flat),
        "alive": reader.array("state.trainer.alive", flat),
        "keep": reader.array("state.trainer.keep", (p.runs, p.network.hidden_units)),
        "masks_are_old": reader.get("state.trainer.masks_are_old", bool),
        "memory": {name: reader.array(f"state.trainer.memory.{name}", shape) for name, shape in memory.items()},
        "scores": _scores(reader, p.runs),
        "generators": _generators(reader, p.runs),
    }
    rows = reader.array("state.history.rows", (None, History.COLUMNS))
    stride = reader.count("state.history.stride")
    if not 1 <= len(rows) <= History.LIMIT or not stride:
        raise StorageError("state.history", f"1 to {History.LIMIT} rows and a stride of at least 1", f"{len(rows)} and {stride}")
    best = reader.array("state.best", (2,))
    return {
        "parameters": parameters,
        "trainer": trainer,
        "history": {
            "rows": rows,
            "added": reader.count("state.history.added"),
            "stride": stride,
            "provisional": reader.get("state.history.provisional", bool),
        },
        "best": [float(best[0]), int(best[1])],
        "diverged": _epochs_diverged(reader, p.runs),
    }


def _epochs_diverged(reader, runs):
    """Return a list: since which epoch each run has diverged, or -1. Older files have one number or null for all runs."""
    path = "state.diverged"
    value = reader.get(path, list | int | None)
    epochs = value if isinstance(value, list) else [-1 if value is None else value] * runs
    if len(epochs) != runs or not all(type(epoch) is int and -1 <= epoch < 2**53 for epoch in epochs):
        raise StorageError(path, f"{runs} whole numbers of at least -1", str(value)[:60])
    return epochs


def _scores(reader, runs):
    path = "state.trainer.scores"
    scores = reader.get(path, list)
    if len(scores) != runs or not all(isinstance(run, list) and all(_is_numbers(row, 3) for row in run) for run in scores):
        raise StorageError(path, f"{runs} lists of rate, count and sum", str(scores)[:60])
    return [[[float(rate), int(count), float(total)] for rate, count, total in run] for run in scores]


def _generators(reader, runs):
    path = "state.trainer.generators"
    states = reader.get(path, list)
    if len(states) != runs or not all(_is_generator(state) for state in states):
        raise StorageError(path, f"the states of {runs} generators", str(states)[:60])
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


def _is_numbers(row, count):
    return (
        isinstance(row, list) and len(row) == count and all(type(n) in (int, float) or n in ("nan", "inf", "-inf") for n in row)
    )
