"""Many runs in one picture: each is what a playground of its own seed shows."""

import json

import numpy as np
import pytest

from pycore import Playground, bridge, render
from pycore.gallery import SIDE, Gallery
from pycore.questions import SAVED


def sections(gallery):
    types = {"f64": np.float64, "u8": np.uint8}
    for name, where in gallery.layout()["sections"].items():
        dtype = np.dtype(types[where["type"]])
        yield name, gallery.buffer[where["offset"] : where["offset"] + where["length"] * dtype.itemsize].view(dtype)


@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs", "classes": 3}, {"problem": "regression"}])
def test_every_run_shows_what_a_playground_of_its_seed_shows(settings):
    many = Playground(runs=4, **settings)
    gallery = Gallery(many)
    many.train(30)
    gallery.fill()
    parts = dict(sections(gallery))
    numbers, maps = parts["numbers"].reshape(4, 3), parts["maps"].reshape(4, SIDE, SIDE)
    places = np.column_stack(render.grid(SIDE))
    for run, seed in enumerate(gallery.layout()["seeds"]):
        alone = Playground(seed=seed, **settings)
        alone.train(30)
        assert numbers[run, :2] == pytest.approx([alone.loss_train, alone.loss_test], rel=1e-9)
        if alone.classes:
            assert numbers[run, 2] == alone.accuracy()
        if alone.classes > 2:
            assert (maps[run].ravel() // 32 == alone.probabilities(places).argmax(axis=1)).mean() > 0.99
        else:
            expected = np.clip((alone.predict(places) + 1) * 15.5, 0, 30)
            assert np.abs(maps[run].ravel() - expected).max() < 1.5
    assert parts["header"][0] == 30


def test_the_header_counts_the_runs_that_have_succeeded():
    many = Playground(runs=3, dataset="gauss")
    gallery = Gallery(many)
    many.train(20)
    gallery.fill()
    assert dict(sections(gallery))["header"][:2].tolist() == [20, 3]


def test_the_bridge_opens_many_runs_like_one():
    instance = bridge.open("seed=0.5", "", "null", 5)
    layout = json.loads(instance.layout())
    assert len(layout["seeds"]) == 5 and layout["seeds"][0] == "0.5"
    instance.frame(3, 0)
    assert instance.buffer[:8].view(np.float64)[0] == 3


@pytest.mark.parametrize("what", SAVED)
def test_everything_that_can_be_saved_has_a_name_and_a_type(what):
    saved = json.loads(bridge.open("").ask("save", json.dumps({"what": what})))
    assert saved["name"] and saved["type"] and len(saved["base64" if what == "npz" else "text"]) > 100


def test_what_a_library_can_t_do_is_said():
    saved = json.loads(bridge.open("activation=swish").ask("save", '{"what": "sklearn"}'))
    assert "error" in saved


def test_layers_and_the_next_step_are_told():
    instance = bridge.open("activation=relu&networkShape=3,2")
    layers = json.loads(instance.ask("layers"))
    assert [layer["units"] for layer in layers] == [3, 2, 1]
    assert [len(layer["dead"] or []) for layer in layers] == [3, 2, 0]
    assert [sum(layer["counts"]) for layer in layers] == [6, 6, 2]
    assert 0 < layers[0]["reach"] <= 0.5
    assert json.loads(instance.ask("explainStep"))["epoch"] == 1
    assert "error" in json.loads(bridge.open("batchSize=1000").ask("explainStep"))
