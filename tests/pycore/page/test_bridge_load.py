"""Saved playgrounds that the page takes up again: everything is as it was, and a wrong file changes nothing."""

import base64
import json

import pytest

from pycore import Playground, storage
from pycore.page import bridge

ADDRESS = "dataset=xor&networkShape=3,3&activation=relu&optimizer=adam&dropout=0.2&seed=0.5"


def saved(instance, what):
    answer = json.loads(instance.ask("save", json.dumps({"what": what})))
    return (answer["base64"], True) if what == "npz" else (answer["text"], False)


@pytest.mark.parametrize("what", ["model", "npz"])
def test_a_saved_model_is_taken_up_and_trains_on_as_it_would_have(what):
    first = bridge.open(ADDRESS)
    first.frame(30, 0)
    other = bridge.open("problem=regression&seed=0.1")
    answer = json.loads(other.load(*saved(first, what)))
    assert (answer["restarted"], answer["reshaped"]) == ("data", True)
    assert answer["layout"]["hash"] == json.loads(first.layout())["hash"]
    for epochs in (0, 7):
        first.frame(epochs, 0)
        other.frame(epochs, 0)
        assert bytes(other.buffer) == bytes(first.buffer)
    assert bytes(other.points) == bytes(first.points)


def test_own_points_come_along():
    first = bridge.open("", "", json.dumps({"text": "a,b,kind\n1,2,cat\n2,1,dog\n0,3,cat\n", "skipBad": False}))
    layout = json.loads(bridge.open("").load(*saved(first, "npz")))["layout"]
    assert layout["own"]["classes"] == ["cat", "dog"]


def without(path, text):
    content = json.loads(text)
    place = content
    for name in path[:-1]:
        place = place[name]
    del place[path[-1]]
    return json.dumps(content)


@pytest.mark.parametrize(
    ("make", "binary", "sentence"),
    [
        (lambda text: "epoch,loss", False, "file: expected JSON"),
        (lambda text: "[]", False, "file: expected a JSON object, got list"),
        (lambda text: "{}", False, "format: expected"),
        (lambda text: without(["state", "parameters"], text), False, "state.parameters: expected"),
        (lambda text: text.replace("networkShape=3,3", "networkShape=3,4"), False, "state.parameters: expected"),
        (lambda text: text.replace("activation=relu", "activation=magic"), False, "activation: expected"),
        (lambda text: storage.save(Playground(runs=2)), False, "runs: expected one network"),
        (lambda text: base64.b64encode(b"PK, but no archive").decode(), True, "file: expected an NPZ file"),
        (lambda text: "PK*", True, "file: expected base64"),
        (lambda text: "PK\u00e4\u4e2d=", True, "file: expected base64"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_nothing_is_lost(make, binary, sentence):
    instance = bridge.open(ADDRESS)
    instance.frame(3, 0)
    before, layout = bytes(instance.buffer), instance.layout()
    with pytest.raises(ValueError, match=sentence):
        instance.load(make(saved(instance, "model")[0]), binary)
    instance.frame(0, 0)
    assert (bytes(instance.buffer), instance.layout()) == (before, layout)


@pytest.mark.parametrize("index", [-1, 25, 1.0, True, None])
def test_a_parameter_is_named_by_its_place_from_0_on(index):
    instance = bridge.open("")
    with pytest.raises(ValueError, match="index: expected a whole number from 0 to 24, got"):
        instance.ask("setParameter", json.dumps({"index": index, "value": 1}))


def test_a_parameter_that_is_set_changes_the_last_losses_of_the_history_and_no_others():
    instance = bridge.open("seed=0.5")
    instance.frame(5, 0)
    before = instance._model.history.copy()
    instance.ask("setParameter", json.dumps({"index": 0, "value": 3.0}))
    after = instance._model.history
    assert after[:-1].tolist() == before[:-1].tolist()
    assert after[-1].tolist() == [5, instance._model.loss_train, instance._model.loss_test, *instance._model.accuracies[0].tolist()]
    assert after[-1, 1] != before[-1, 1]
    instance.frame(1, 0)
    assert instance._model.history[-2].tolist() == after[-1].tolist()
