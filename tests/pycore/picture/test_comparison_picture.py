"""Many networks in one picture: each is what a playground with its seed, learning rate or width shows."""

import json

import numpy as np
import pytest

from pycore import Playground
from pycore.data import tables
from pycore.page import bridge
from pycore.page.comparison import KINDS, Comparison
from pycore.page.requests import SAVED
from pycore.picture import colours
from pycore.picture.comparison_picture import SIDE, ComparisonPicture
from pycore.settings import Settings, by_key


def sections(gallery):
    types = {"f64": np.float64, "u8": np.uint8}
    for name, where in gallery.layout()["sections"].items():
        dtype = np.dtype(types[where["type"]])
        yield name, gallery.buffer[where["offset"] : where["offset"] + where["length"] * dtype.itemsize].view(dtype)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs", "classes": 3}, {"problem": "regression"}, {"dropout": 0.2}])
def test_every_member_shows_what_a_playground_with_its_change_shows(kind, settings):
    comparison = Comparison(Settings(**settings), kind)
    gallery = ComparisonPicture(comparison)
    comparison.train(20)
    gallery.fill()
    parts, members = dict(sections(gallery)), gallery.layout()["members"]
    numbers, maps = parts["numbers"].reshape(-1, 3), parts["maps"].reshape(-1, SIDE, SIDE)
    places = np.column_stack(colours.grid(SIDE))
    assert len(members) == len(numbers) == len(maps) > 8
    for number, member in list(enumerate(members))[::3]:
        ((key, value),) = member["changes"].items()
        if key == "learningRate" and value >= 0.3:
            continue  # such steps make much of the last digit, in which sums side by side differ
        own = {by_key[key].name: tuple(value) if isinstance(value, list) else value}
        alone = Playground(**{**settings, **own})
        alone.train(20)
        assert numbers[number, :2] == pytest.approx([alone.loss_train, alone.loss_test], rel=1e-6, nan_ok=True)
        assert str(value if key != "networkShape" else value[0]) in member["label"]
        if alone.classes:
            assert numbers[number, 2] == alone.accuracy()
        if alone.classes > 2:
            assert (maps[number].ravel() // 32 == alone.probabilities(places, with_dropout=True).argmax(axis=1)).mean() > 0.99
        else:
            expected = np.clip((alone.predict(places, with_dropout=True) + 1) * 15.5, 0, 30)
            assert np.abs(maps[number].ravel() - expected).max() < 1.5
    assert parts["header"][0] == 20


def test_the_header_counts_those_that_have_succeeded():
    comparison = Comparison(Settings(dataset="gauss"), "seeds")
    gallery = ComparisonPicture(comparison)
    comparison.train(20)
    gallery.fill()
    assert dict(sections(gallery))["header"][:2].tolist() == [20, 16]


def test_a_comparison_learns_own_data_and_goes_on_until_all_have_stopped():
    table = tables.parse("1,2,a\n2,1,b\n3,3,a\n0,1,b\n2,5,a\n")
    comparison = Comparison(Settings(stop_epoch=3, network_shape=()), "widths", table)
    assert all(member.playground.data is table for member in comparison.members)
    assert [member.playground.settings.network_shape for member in comparison.members[:2]] == [(1,), (2,)]
    assert not comparison.stopped
    assert comparison.train(5) == 3 and comparison.stopped
    with pytest.raises(ValueError, match="kind: expected one of seeds, rates, widths, got 'colours'"):
        Comparison(Settings(), "colours")


@pytest.mark.parametrize("kind", KINDS)
def test_the_bridge_opens_networks_to_compare_like_one(kind):
    instance = bridge.open("seed=0.5", "", "null", kind)
    layout = json.loads(instance.layout())
    assert layout["kind"] == kind and len(layout["members"]) >= 10
    instance.frame(3, 0)
    assert instance.buffer[:8].view(np.float64)[0] == 3
    instance.frame(-1, 20)
    assert instance.buffer[:8].view(np.float64)[0] > 3
    assert instance.snapshot() == ""


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
    assert json.loads(bridge.open("batchSize=1000").ask("explainStep"))["count"] == 250
