"""Networks that are compared on a page: configured, reset and given data like one, and questions about one are refused."""

import json

import pytest

from pycore import SettingError, storage
from pycore.data import datasets
from pycore.page import bridge
from pycore.page.comparison import KINDS

TABLE = json.dumps({"text": "a,b,kind\n" + "\n".join(f"{k},{k * k % 7},{'xy'[k % 2]}" for k in range(12)), "skipBad": False})


def header(instance):
    return instance.buffer[:16].view(float)


@pytest.mark.parametrize("kind", KINDS)
def test_settings_change_for_all_of_them(kind):
    instance = bridge.open("dataset=xor", "", "null", kind)
    instance.frame(3, 0)
    answer = json.loads(instance.configure('{"regularizationRate": 0.1, "discretize": true}'))
    assert (answer["restarted"], answer["layout"]["settings"]["discretize"]) == ("no", True)
    assert header(instance)[0] == 3
    assert {p.settings.regularization_rate for p in instance._model.playgrounds} == {0.1}
    answer = json.loads(instance.configure('{"dataset": "blobs", "classes": 3}'))
    assert (answer["restarted"], answer["reshaped"], answer["layout"]["classes"]) == ("data", True, 3)
    instance.frame(2, 0)
    assert header(instance)[0] == 2
    instance.reset()
    instance.frame(0, 0)
    assert header(instance)[0] == 0
    instance.close()
    assert instance.buffer is None


def test_dropout_that_is_switched_on_shows_in_the_maps():
    late, early = bridge.open("", "", "null", "seeds"), bridge.open("dropout=0.5", "", "null", "seeds")
    late.configure('{"dropout": 0.5}')
    late.frame(0, 0)
    assert bytes(late.buffer) == bytes(early.buffer)


@pytest.mark.parametrize("kind", KINDS)
def test_they_learn_from_people_s_own_table_and_leave_it(kind):
    instance = bridge.open("", "", TABLE, kind)
    assert json.loads(instance.layout())["own"]["classes"] == ["x", "y"] and len(instance.points) == 36
    assert json.loads(instance.configure('{"dataset": "xor"}'))["layout"]["own"] is None and len(instance.points) == 1500
    assert json.loads(instance.use(TABLE))["layout"]["own"]["classes"] == ["x", "y"]
    with pytest.raises(SettingError, match="problem: expected classification"):
        instance.configure('{"problem": "regression"}')
    instance.use("null")
    instance.frame(1, 0)
    assert len(instance.points) == 1500 and header(instance)[0] == 1


@pytest.mark.parametrize(
    ("kind", "change"), [("rates", {"learningRate": 0.3}), ("widths", {"networkShape": [3]}), ("seeds", {"noise": -1})]
)
def test_what_can_t_be_one_value_changes_nothing(kind, change):
    instance = bridge.open("", "", "null", kind)
    instance.frame(2, 0)
    before, layout = bytes(instance.buffer), instance.layout()
    (key,) = change
    with pytest.raises(SettingError, match=f"^{key}: expected"):
        instance.configure(json.dumps(change))
    instance.frame(0, 0)
    assert (bytes(instance.buffer), instance.layout()) == (before, layout)


@pytest.mark.parametrize("question", ["confusion", "look", "watch", "save", "sheet", "magic"])
def test_what_is_asked_of_one_network_is_refused_in_words(question):
    instance = bridge.open("", "", "null", "seeds")
    with pytest.raises(ValueError, match=f"question: expected none here, where networks are compared, got '{question}'"):
        instance.ask(question)
    with pytest.raises(storage.StorageError, match="where networks are compared"):
        instance.load("{}")
    assert instance.snapshot() == ""


def test_both_answer_whatever_the_worker_calls():
    called = ("frame", "configure", "use", "load", "reset", "snapshot", "layout", "ask", "close", "buffer", "points")
    for instance in (bridge.open(""), bridge.open("", "", "null", "widths")):
        assert all(hasattr(instance, name) for name in called)


def test_a_data_set_chosen_on_own_data_is_drawn_once(monkeypatch):
    instance = bridge.open("", "", TABLE)
    drawn, generate = [], datasets.generate
    monkeypatch.setattr(datasets, "generate", lambda settings, rng: drawn.append(settings.dataset) or generate(settings, rng))
    built, build = [], type(instance._model)._build
    monkeypatch.setattr(type(instance._model), "_build", lambda p: built.append(p) or build(p))
    answer = json.loads(instance.configure('{"dataset": "xor", "noise": 5}'))
    assert drawn == ["xor"] and len(built) == 1
    assert answer["layout"]["own"] is None and answer["layout"]["settings"]["noise"] == 5
    with pytest.raises(SettingError, match="noise: expected"):
        bridge.open("", "", TABLE).configure('{"dataset": "xor", "noise": 500}')
