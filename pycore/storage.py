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

from pycore import earlier_files, run_plan
from pycore.data.csv_cells import MOST_ROWS, TableError
from pycore.data.datasets import class_count
from pycore.data.table_columns import MOST_CLASSES
from pycore.data.tables import Table
from pycore.making import network_shape
from pycore.nn.history import History
from pycore.playground import Playground
from pycore.saved_fields import LARGEST_COUNT, NOT_FINITE, Fields, StorageError
from pycore.settings import SettingError, Settings

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

    Raises StorageError, which names the field, or the setting of an address, runs or a sweep that is wrong.
    """
    try:
        return _loaded(Fields(saved))
    except SettingError as error:
        raise StorageError(error.name, error.expected, repr(error.value)) from error


def _loaded(fields):
    """Return the playground of a file's Fields."""
    if fields.get("format", str) != FORMAT:
        raise StorageError("format", repr(FORMAT), repr(fields.get("format", str)))
    if fields.get("version", int) != VERSION:
        raise StorageError("version", VERSION, fields.get("version", int))
    if isinstance(fields.get("state.trainer.epochs", int | list), int):  # one for all runs
        fields.replace("state", earlier_files.state(fields))
    options = {"runs": _addresses(fields)} if fields.has("addresses") else {"settings": _settings(fields.get("address", str))}
    runs, sweep = fields.get("runs", int), fields.get("sweep", dict)
    data = None if fields.get("data", dict | None) is None else _table(fields)
    if sweep:
        options["sweep"] = sweep
    elif "runs" not in options:
        options["runs"] = runs
    _check_size(fields, options, data)
    playground = Playground(data=data, **options)
    if playground.runs != runs:
        raise StorageError("runs", playground.runs, runs)
    if fields.has("problem"):
        playground.problem_without_data = Settings(problem=fields.get("problem", str)).problem
    playground.setstate(_state(fields, playground))
    return playground


def _settings(address):
    settings, errors = Settings.from_hash(address)
    if errors:
        raise errors[0]
    return settings


def _addresses(fields):
    return [_settings(address) for address in fields.texts("addresses", 1, run_plan.MOST_RUNS)]


def _check_size(fields, options, data):
    """Look at the parameters before a network is made that may be far larger than the file."""
    given = options.get("runs", 1)
    settings = options["settings"] if "settings" in options else given[0]
    sweep = run_plan.checked(given if isinstance(given, int) else 1, options.get("sweep"))
    runs = len(next(iter(sweep.values()))) if sweep else given if isinstance(given, int) else len(given)
    if data is not None:
        settings = settings.replace(problem=data.kind)
    shape = network_shape(settings, len(data.classes) if data else class_count(settings))
    count = sum(units * (inputs + 1) for inputs, units in pairwise(shape))
    fields.array("state.parameters", (runs, count))


def _described(p, convert):
    """Everything about a playground as a dict; `convert(value, path)` turns values into what is stored."""
    data = p.data and {name: getattr(p.data, name) for name in ("columns", "classes", "points", "notes")}
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "address": p.to_hash(),
        **({"addresses": [settings.to_hash() for settings in p.run_settings]} if p.runs_were_given else {}),
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
    flat, runs, left, at = p.network.parameters.shape, (p.runs,), len(p.train_points) % p.batch_size, "state.trainer"
    epochs = _counts(fields, f"{at}.epochs", p.runs)
    memory = {name: fields.array(f"{at}.memory.{name}", flat) for name in ("average", "velocity", *p.state.memory)}
    memory["square"] = fields.array(f"{at}.memory.square", flat, 0)
    memory |= {name: fields.array(f"{at}.memory.{name}", runs, 0, 1, finite=True) for name in ("power1", "power2")}
    trainer = {
        "epochs": epochs,
        "learning_rates": fields.array(f"{at}.learning_rates", runs, 0, 1000, finite=True),
        "carried": fields.each(f"{at}.carried", p.runs, lambda n: type(n) is int and n in (0, left), f"counts, 0 or {left}"),
        "carry": fields.array(f"{at}.carry", flat),
        "alive": fields.array(f"{at}.alive", flat, 0, 1, finite=True),
        "keep": fields.array(f"{at}.keep", (p.runs, p.network.hidden_units), 0, 101, finite=True),
        "masks_are_old": _flags(fields, f"{at}.masks_are_old", p.runs),
        "memory": memory,
        "scores": fields.each(f"{at}.scores", p.runs, _are_scores, "lists of rate, count of at least 1, and sum"),
        "generators": fields.each(f"{at}.generators", p.runs, _is_generator, "states of generators"),
    }
    best = fields.array("state.best", (p.runs, 2), 0)
    if np.isnan(best).any() or (np.floor(best[:, 1]) != best[:, 1]).any() or (best[:, 1] > epochs).any():
        raise StorageError("state.best", f"for each run a loss, and an epoch up to {epochs}", best.tolist())
    return {
        "parameters": fields.array("state.parameters", flat),
        "trainer": trainer,
        "history": _history(fields, epochs),
        "best": best,
        "diverged": fields.each("state.diverged", p.runs, lambda n: type(n) is int and -1 <= n <= LARGEST_COUNT, "epochs or -1"),
    }


def _counts(fields, path, runs, least=0):
    def is_good(n):
        return type(n) is int and least <= n <= LARGEST_COUNT

    return fields.each(path, runs, is_good, f"whole numbers of at least {least}")


def _flags(fields, path, runs):
    return fields.each(path, runs, lambda value: isinstance(value, bool), "of true and false")


def _history(fields, epochs):
    path, runs = "state.history", len(epochs)
    fields.each(f"{path}.rows", runs, lambda rows: isinstance(rows, list | dict), "lists of rows")
    every = [fields.array(f"{path}.rows.{run}", (None, History.COLUMNS), most=History.LIMIT) for run in range(runs)]
    for rows, epoch in zip(every, epochs, strict=True):
        at = rows[:, 0]
        if not len(rows) or not np.isfinite(at).all() or (at % 1).any() or at[0] < 0 or at[-1] > epoch or (np.diff(at) <= 0).any():
            raise StorageError(f"{path}.rows", f"1 to {History.LIMIT} rows of rising epochs up to {epoch}", at[:5].tolist())
    provisional = _flags(fields, f"{path}.provisional", runs)
    return {
        "rows": every,
        "added": _counts(fields, f"{path}.added", runs),
        "stride": _counts(fields, f"{path}.stride", runs, 1),
        "provisional": [is_so and len(rows) > 1 for is_so, rows in zip(provisional, every, strict=True)],
    }


def _are_scores(run):
    return isinstance(run, list) and all(map(_is_score, run))


def _is_score(row):
    if not isinstance(row, list) or len(row) != 3:
        return False
    rate, count, total = row
    numbers = type(rate) in (int, float) and type(count) is int and type(total) in (int, float, str)
    if not numbers or (isinstance(total, str) and total not in NOT_FINITE) or (type(total) is int and abs(total) > LARGEST_COUNT):
        return False
    return 0 <= rate <= 1000 and 1 <= count <= LARGEST_COUNT


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
