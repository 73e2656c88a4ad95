"""The memory that pages start with: made the same each time, and a Python that has all that one has that was started otherwise."""

import gzip
import json
import re
import subprocess

import pytest

from builder import paths, snapshot, steps
from builder.errors import BuildError
from builder.node import find_node


@pytest.fixture(scope="module")
def python(dist, official, pins, tmp_path_factory):
    """The folder with Python's part of the site, made with what the build of it kept, and what pages are told of it."""
    out = tmp_path_factory.mktemp("python")
    steps.place_runtime(out, pins, paths.cache_folder(), official)
    config, _, _ = steps.make_python(out, pins, paths.cache_folder())
    return out, config


@pytest.fixture(scope="module")
def restored(python):
    """A function that runs a program in a Python restored from the snapshot and returns the lines that it prints."""
    out, config = python

    def run(program):
        command = [find_node(), str(paths.ROOT / "tests" / "builder" / "restore.mjs"), str(out), json.dumps(config), program]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert ran.returncode == 0, ran.stderr[-3000:]
        return ran.stdout.splitlines()

    return run


def test_a_restored_python_has_everything_and_fetches_what_it_did_not_bring(restored, python):
    program = """
import json, sys
import numpy as np
from pycore import Playground, export
p = Playground(seed="0.12345")
p.train(epochs=100)
print(p.loss_test, p.loss_train)
print(*(len(getattr(export, name)(p)) > 1000 for name in ("numpy_code", "pytorch_code", "keras_code", "sklearn_code", "notebook")))
print("lessons")
from pycore.lessons import exhibits
for name in exhibits.NAMES:
    exhibits.create(name).view()
print("numpy")
import numpy.random, numpy.fft
print(numpy.random.default_rng(1).random())
print("pycore")
from pycore import NetworkClassifier
print(NetworkClassifier.__name__)
import pydoc
text = pydoc.render_doc(Playground.train, renderer=pydoc.plaintext)
print("passes over the training points" in text, "Compute hyperbolic tangent" in pydoc.render_doc(np.tanh, renderer=pydoc.plaintext))
try:
    json.loads("{")
except ValueError:
    import traceback
    print("decoder.py" in traceback.format_exc())
"""
    said = restored(program)
    losses, exports, *rest = said
    assert losses == "0.011449761960334872 0.008897841428906894"
    assert exports == "True True True True True"
    late = {name: f"fetched {archive['url']}" for name, archive in python[1]["late"].items()}
    # The lessons about images have theirs of their own.
    assert rest[:4] == ["lessons", late["pycore.lessons"], late["pycore.images"], "numpy"]
    assert sorted(rest[4:6]) == sorted([late["stdlib"], late["numpy"]])
    assert rest[6:] == ["0.5118216247002567", "pycore", late["pycore"], "NetworkClassifier", "True True", "True"]


def test_chance_is_not_the_builders(restored):
    program = "import random\nprint(random.random())"
    assert restored(program) != restored(program)


def test_a_page_gets_the_memory_compressed_and_named_by_what_it_was_made_of(dist, python):
    out, config = python
    memory = out / config["snapshot"]["url"]
    assert re.fullmatch(r"snapshot-[0-9a-f]{12}\.bin", memory.name)
    raw = memory.read_bytes()
    assert next(dist.glob(f"assets/*/python/{memory.name}")).read_bytes() == raw
    assert gzip.decompress(raw)[:4] == config["snapshot"]["heap"].to_bytes(4, "little")
    assert len(raw) < 5_700_000


@pytest.fixture
def make(dist, pins, tmp_path):
    """A function that makes the snapshot of the built site again, with a cache of its own."""
    (lock,) = dist.glob("assets/*/python/pyodide-lock.json")
    wheels = sorted(lock.parent.glob("*.whl"))

    def run():
        stdlib = lock.parent / "stdlib-at-start.zip"
        return snapshot.make_snapshot(dist / "runtime", lock, stdlib, wheels, pins.python, tmp_path / "out", tmp_path / "cache")

    return run


def test_a_memory_that_comes_out_differently_stops_the_build_and_one_that_does_not_is_kept(make, monkeypatch):
    answers = iter([("{}", b"one"), ("{}", b"two"), ('{"heap": 8}', b"one"), ('{"heap": 8}', b"one")])
    monkeypatch.setattr(snapshot, "_make", lambda *_: next(answers))
    with pytest.raises(BuildError, match="came out differently the second time"):
        make()
    made = make()
    assert gzip.decompress(made.memory.read_bytes()) == b"one" and made.told["heap"] == 8
    assert make().memory.read_bytes() == made.memory.read_bytes()
    assert next(answers, None) is None


def test_what_goes_wrong_on_the_way_is_told(make, monkeypatch, tmp_path):
    program = tmp_path / "broken.py"
    program.write_text("raise ValueError('no such thing')\n", encoding="utf-8")
    monkeypatch.setattr(snapshot, "_PROGRAM", program)
    with pytest.raises(BuildError, match=r"making the snapshot failed:\n(?s:.*)ValueError: no such thing"):
        make()
