"""Saved models just below, at and far above every bound: opened, or refused with a sentence before the work."""

import io
import json
import zipfile

import numpy as np
import pytest

from pycore import Playground, bounds, saved_fields, storage
from pycore.page import bridge
from pycore.storage import StorageError

SMALL = Playground(network_shape=(1,), seed="0.5")
LARGE = (256, 256)


def forms(playground):
    text = storage.save(playground)
    return text, storage.save_npz(playground), bytearray(storage.save_npz(playground)), memoryview(storage.save_npz(playground))


@pytest.mark.parametrize("more", [-10_000, -1, 0, 1, 10_000])
def test_a_file_has_a_number_of_bytes_that_is_told(monkeypatch, more):
    for saved in forms(SMALL):
        monkeypatch.setattr(saved_fields, "MOST_BYTES", len(saved) - more)
        if more <= 0:
            assert storage.load(saved).settings == SMALL.settings
        else:
            with pytest.raises(StorageError, match=rf"file: expected at most {len(saved) - more} bytes .*MOST_BYTES.*, got {len(saved)}"):
                storage.load(saved)


def test_the_real_bound_is_met_before_anything_is_read():
    for saved in ("{" * 100_000_001, bytes(100_000_001)):
        with pytest.raises(StorageError, match="file: expected at most 100000000 bytes"):
            storage.load(saved)


@pytest.mark.parametrize("more", [-1, 0, 1, 20_000])
def test_an_npz_file_has_a_number_of_arrays_that_is_told(more):
    file = io.BytesIO(storage.save_npz(SMALL))
    with zipfile.ZipFile(file, "a") as archive:
        have = len(archive.namelist())
        for number in range(saved_fields.MOST_ARRAYS + more - have):
            archive.writestr(f"{number}.npy", b"")
    if more <= 0:
        assert storage.load(file.getvalue()).settings == SMALL.settings
    else:
        with pytest.raises(StorageError, match=f"file: expected at most 10000 arrays, got {10_000 + more}"):
            storage.load(file.getvalue())


def changed(key, value):
    content = json.loads(storage.save(SMALL))
    content[key] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        *(("address", f"networkShape={','.join(['256'] * layers)}", "20000 parameters|shape") for layers in (2, 12, 28, 32)),
        *(("address", f"networkShape={','.join(['1'] * layers)}", "at most 32 layer sizes|parameters") for layers in (33, 1000)),
        ("address", "networkShape=257", "layer sizes from 1 to 256"),
        ("address", f"more={'a' * 100_000}", "address: expected at most 100000 characters"),
        ("address", "&".join(f"k{n}=1" for n in range(201)), "address: expected at most 200 keys"),
        ("address", f"features={'(' * 25}x1{')' * 25}", "24 brackets"),
        ("address", f"features={';'.join(f'x1*{n}' for n in range(2, 11))}", "at most 8 formulas"),
        *(("runs", runs, "runs: expected|shape") for runs in (0, 2, 1025, 10**9, 10**400)),
        *(("addresses", [""] * count, "addresses|runs|shape") for count in (0, 2, 1024, 1025, 5000)),
        *(("sweep", {"learning_rate": [0.1] * count}, "sweep|state.parameters") for count in (2, 1024, 1025, 5000)),
        *(("data", {"columns": ["a", "b", "c"], "classes": [], "points": [[0, 0, 0.5]] * rows}, "data.points|batch|param")
          for rows in (1, 100_001)),
        *(("data", {"columns": ["a"] * count, "classes": [], "points": [[0, 0, 1]] * 3}, "data.columns: expected 3 to 3 texts")
          for count in (2, 4, 10_000)),
        *(("data", {"columns": ["a", "b", "c"], "classes": [str(n) for n in range(count)], "points": [[0, 0, 1]] * 3}, "classes")
          for count in (7, 10_000)),
    ],
)  # fmt: skip
def test_what_a_file_declares_is_refused_before_it_is_made(key, value, says):
    with pytest.raises(StorageError, match=says):
        storage.load(changed(key, value))


def test_a_large_model_is_refused_in_the_page_which_trains_on(monkeypatch):
    monkeypatch.setattr(bounds, "MOST_PARAMETERS", 100_000)
    saved = storage.save_npz(Playground(network_shape=LARGE, init_zero=True))
    monkeypatch.undo()
    instance = bridge.open("networkShape=2")
    with pytest.raises(StorageError, match="network_shape: expected layers of at most 20000 parameters together .*, got 66817"):
        instance.load(bridge.base64.b64encode(saved).decode(), True)
    with pytest.raises(StorageError, match="bytes"):
        instance.load("x" * 100_000_001)
    instance.frame(1, 0)
    assert instance._model.epoch == 1 and np.isfinite(instance._model.losses).all()
