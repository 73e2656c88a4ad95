"""The generator for orders of images: the published stream, how its numbers are spread, and nothing that a page would have to fetch."""

import subprocess
import sys

import numpy as np
import pytest

from builder.paths import ROOT
from pycore.images.quick_random import QuickRandom

#: Loads a network for digits as a page does, and trains it.
PROGRAM = """
import sys
from pycore.page import bridge
instance = bridge.open("")
instance.layout()
instance.frame(1, 0)
instance.snapshot()
there = set(sys.modules)
from pycore.lessons import exhibits
for name in ("digit-neuron", "digit-network", "digit-filter", "digit-shift", "digit-walk"):
    widget = exhibits.create(name)
    widget.view()
    if hasattr(widget, "train"):
        widget.do("untrained")
        widget.do("train")
        widget.do("go")
    if name == "digit-network":
        for model in ("hidden", "convolution"):
            widget.do("set", name="model", value=model)
            widget.do("untrained")
            widget.do("train")
            widget.do("go")
print(*(set(sys.modules) - there))
"""


def test_the_stream_is_the_published_one_in_pieces_of_any_size():
    published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821]
    assert QuickRandom(1234567).bits(5).tolist() == published
    pieces = QuickRandom(1234567)
    assert [*pieces.bits(2).tolist(), *pieces.bits(0).tolist(), *pieces.bits(3).tolist()] == published


def test_uniforms_and_normals_are_spread_as_they_should_be():
    uniforms, normals = QuickRandom(1).uniform(20_000), QuickRandom(2).normal(3.0, (100, 200))
    assert 0 <= uniforms.min() and uniforms.max() < 1
    assert np.histogram(uniforms, 10, (0, 1))[0] == pytest.approx([2000] * 10, rel=0.1)
    assert normals.shape == (100, 200) and np.isfinite(normals).all()
    assert normals.mean() == pytest.approx(0, abs=0.1) and normals.std() == pytest.approx(3, rel=0.03)
    assert (np.abs(normals) < 3).mean() == pytest.approx(0.6827, abs=0.015)


def test_orders_have_everything_once_and_differ_by_seed():
    orders = [QuickRandom(seed).permutation(1000) for seed in range(5)]
    assert all(sorted(order.tolist()) == list(range(1000)) for order in orders)
    assert len({tuple(order.tolist()) for order in orders}) == 5
    found = QuickRandom(0).chosen(np.arange(50, 60), 4)
    assert len(set(found.tolist())) == 4 and found.min() >= 50


def test_the_widgets_load_nothing_beyond_what_a_page_has_and_pycore():
    run = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert "pycore.images.trained" in loaded and {name for name in loaded if not name.startswith("pycore")} == set()
