"""What a reader changes in the page can be taken back and made again: settings, points, resets, weights and files."""

import json

import numpy as np
import pytest

from pycore import Playground, storage
from pycore.page import bridge, undo_list

CSV = "x1,x2,label\n1,1,a\n-1,-1,b\n2,1,a\n-2,-1,b\n0,2,a\n0,-2,b\n"


@pytest.fixture
def instance():
    made = bridge.open("seed=0.5&networkShape=3")
    made.frame(4, 0)
    return made


def counts(instance):
    return json.loads(instance.ask("undoCounts"))


def saved(instance):
    return json.loads(instance.snapshot())


def configure(**changes):
    return lambda i: i.configure(json.dumps(changes))


CHANGES = {
    "another data set": (configure(dataset="xor"), "Data set"),
    "another network": (configure(networkShape=[5, 2]), "Hidden layers"),
    "regression": (configure(problem="regression"), "Problem"),
    "a reset": (lambda i: i.reset(), "Reset"),
    "own points": (lambda i: i.use(json.dumps({"text": CSV, "skipBad": False})), "Points"),
    "a weight": (lambda i: i.ask("setParameter", '{"index": 2, "value": 1.5}'), "Weight"),
    "a file": (lambda i: i.load(storage.save(Playground("spiral"))), "File"),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_each_change_that_draws_anew_is_taken_back_whole_and_made_again(instance, kind):
    change, words = CHANGES[kind]
    before = saved(instance)
    assert counts(instance) == [0, 0]
    change(instance)
    instance.frame(2, 0)
    after = saved(instance)
    assert after != before and counts(instance) == [1, 0]
    answer = json.loads(instance.revert())
    assert answer["words"] == words and answer["restarted"] == "data" and answer["layout"]["hash"] == before["address"]
    assert saved(instance) == before and counts(instance) == [0, 1]
    assert json.loads(instance.revert(True))["words"] == words
    assert saved(instance) == after and counts(instance) == [1, 0]
    instance.revert()
    instance.frame(3, 0)
    plain = Playground(seed="0.5", network_shape=(3,))
    plain.train(7)
    assert instance._model.loss_train == plain.loss_train


def test_a_change_that_draws_nothing_anew_is_taken_back_alone_and_training_stays(instance):
    instance.configure('{"learningRate": 0.3}')
    instance.configure('{"discretize": true}')
    instance.frame(6, 0)
    assert counts(instance) == [2, 0]
    answer = json.loads(instance.revert())
    assert (answer["restarted"], answer["layout"]["settings"]["discretize"], instance._model.epoch) == ("no", False, 10)
    assert instance._model.settings.learning_rate == 0.3
    instance.revert()
    assert (instance._model.settings.learning_rate, instance._model.learning_rate, instance._model.epoch) == (0.03, 0.03, 10)
    instance.revert(True)
    instance.revert(True)
    assert instance._model.settings.learning_rate == 0.3 and instance._model.settings.discretize


def test_a_slider_that_is_dragged_is_one_change_and_two_choices_are_two(instance):
    before = saved(instance)
    for value in np.linspace(0, 1, 20):
        instance.ask("setParameter", json.dumps({"index": 1, "value": float(value)}))
    assert counts(instance) == [1, 0]
    instance.ask("setParameter", '{"index": 3, "value": 1}')
    assert counts(instance) == [2, 0]
    for noise in (5, 10, 15):
        instance.configure(json.dumps({"noise": noise}))
    assert counts(instance) == [3, 0]
    for name in ("xor", "gauss", "spiral"):
        instance.configure(json.dumps({"dataset": name}))
    assert counts(instance) == [6, 0]
    for _ in range(6):
        instance.revert()
    assert saved(instance) == before


def test_what_changes_nothing_or_is_refused_can_not_be_taken_back(instance):
    instance.configure('{"learningRate": 0.03}')
    for refused in (
        configure(learningRate=-1),
        lambda i: i.use('{"text": "1,2", "skipBad": false}'),
        lambda i: i.load("{}"),
        lambda i: i.ask("setParameter", '{"index": 999, "value": 1}'),
    ):
        with pytest.raises(ValueError, match="expected"):
            refused(instance)
    assert counts(instance) == [0, 0]
    assert json.loads(instance.revert())["words"] == "" == json.loads(instance.revert(True))["words"]


def test_a_new_change_forgets_what_was_taken_back(instance):
    instance.configure('{"dataset": "xor"}')
    instance.revert()
    instance.configure('{"dataset": "gauss"}')
    assert counts(instance) == [1, 0]


def test_memory_is_bounded_by_changes_and_by_bytes(instance, monkeypatch):
    for n in range(150):
        instance.configure(json.dumps({"dataset": "xor" if n % 2 else "gauss"}))
    assert counts(instance) == [undo_list.MOST_STEPS, 0]
    entry = undo_list.standing(instance._playground, "").bytes
    monkeypatch.setattr(undo_list, "MOST_BYTES", 10 * entry)
    instance.configure('{"dataset": "spiral"}')
    assert counts(instance) == [10, 0]
    large = undo_list.standing(Playground(network_shape=(64,) * 5), "")
    assert 600_000 < large.bytes < 3_000_000


def test_networks_that_are_compared_have_no_changes_to_take_back():
    instance = bridge.open("", compared="seeds")
    instance.configure('{"noise": 5}')
    with pytest.raises(ValueError, match="expected one network"):
        instance.revert()
