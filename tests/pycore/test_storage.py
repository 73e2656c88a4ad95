"""A saved playground goes on exactly as the one that was saved; a damaged file is refused with the name of the field."""

import base64
import copy
import json
from pathlib import Path

import numpy as np
import pytest

from pycore import Playground, SettingError, storage
from pycore.data import tables

SPREAD = {
    "default": {},
    "remainder": {"batch_size": 30},
    "dead links": {"regularization": "L1", "regularization_rate": 0.03},
    "dropout": {"dropout": 0.4, "network_shape": (8, 4)},
    "averages": {"momentum": 0.9, "layerwise_gradient_normalization": 0.5, "regularization": "L2", "regularization_rate": 0.01},
    "adam": {"optimizer": "adam", "schedule": "cosine", "schedule_epochs": 30},
    "bandit": {"learning_rate_autotuning": 0.1, "prevent_loss_increases": True, "loss": "log"},
    "patience": {"stop_patience": 500},
    "classes": {"dataset": "rings", "classes": 3},
    "regression without inputs": {"problem": "regression", "x": False, "y": False},
    "no hidden layer": {"network_shape": ()},
    "formula": {"expressions": ("x1^2 + x2",)},
}
WAYS = {"json": storage.save, "npz": storage.save_npz}
TABLE = tables.parse("width,height,kind\n1,20,a\n2,30,b\n3,25,a\n4,10,c\n5,15,b\n6,35,c\n")


def assert_same(one, other):
    assert one.epoch == other.epoch
    assert np.array_equal(one.losses, other.losses, equal_nan=True)
    assert np.array_equal(one.network.parameters, other.network.parameters, equal_nan=True)
    assert np.array_equal(one.history, other.history, equal_nan=True)
    assert one.learning_rate == other.learning_rate
    assert one.diverged == other.diverged
    assert np.array_equal(one.train_points, other.train_points)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", SPREAD)
def test_saving_loading_and_going_on_equals_going_on(name, way):
    p = Playground(**SPREAD[name])
    p.train(13)
    again = storage.load(WAYS[way](p))
    assert_same(p, again)
    p.train(17)
    again.train(17)
    assert_same(p, again)
    again.reset()
    p.reset()
    assert_same(p, again)


@pytest.mark.parametrize("way", WAYS)
def test_many_runs_and_sweeps_are_saved_whole(way):
    for p in (Playground(runs=3, dropout=0.2), Playground(sweep={"learning_rate": [0.01, 0.1]})):
        p.train(5)
        again = storage.load(WAYS[way](p))
        assert (again.runs, again.sweep) == (p.runs, p.sweep)
        p.train(5)
        again.train(5)
        assert_same(p, again)


@pytest.mark.parametrize("way", WAYS)
def test_the_reader_s_own_points_are_saved_with_their_names(way):
    p = Playground(data=TABLE, network_shape=(3,))
    p.train(9)
    again = storage.load(WAYS[way](p))
    assert again.data.classes == ("a", "b", "c")
    assert again.data.columns == ("width", "height", "kind")
    assert_same(p, again)


@pytest.mark.parametrize("way", WAYS)
def test_a_run_that_diverged_is_saved_too(way):
    p = Playground(problem="regression", activation="relu", learning_rate=10.0)
    p.train(300)
    assert p.diverged
    assert_same(p, storage.load(WAYS[way](p)))


def test_the_json_is_plain_and_says_what_it_is():
    content = json.loads(storage.save(Playground(noise=5.0)))
    assert (content["format"], content["version"]) == ("pyground", 1)
    assert content["address"] == "noise=5"
    assert len(content["state"]["parameters"][0]) == 25


def damaged(path, value):
    """The JSON of a saved playground with one field replaced, or taken away if `value` is None."""
    content = json.loads(storage.save(Playground(data=TABLE)))
    *way, last = path.split(".")
    place = content
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return json.dumps(content)


@pytest.mark.parametrize("value", [None, "text", [1, 2, 3], {"x": 1}, True])
@pytest.mark.parametrize(
    "path",
    [
        "format",
        "version",
        "runs",
        "state.parameters",
        "state.trainer.epochs",
        "state.trainer.learning_rates",
        "state.trainer.carried",
        "state.trainer.carry",
        "state.trainer.alive",
        "state.trainer.keep",
        "state.trainer.memory.average",
        "state.trainer.memory.power1",
        "state.trainer.scores",
        "state.trainer.generators",
        "state.history.rows",
        "state.history.stride",
        "state.best",
        "data.points",
        "data.classes",
    ],
)
def test_a_damaged_field_is_named(path, value):
    with pytest.raises(storage.StorageError) as caught:
        storage.load(damaged(path, value))
    assert path.split(".")[-1] in str(caught.value) or path in str(caught.value)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("version", 2, "version"),
        ("runs", 0, "runs"),
        ("runs", 10**9, "runs"),
        ("address", "noise=abc", "noise"),
        ("address", "networkShape=9", "state.parameters"),
        ("state.trainer.epochs", -1, "state.trainer.epochs"),
        ("state.trainer.generators", [["seed", [1] * 256, 0, 0, []]], "state.trainer.generators"),
        ("state.trainer.generators", [["seed", list(range(256)), 0, 999, []]], "state.trainer.generators"),
        ("data.points", [[1, 2, 1], [3, "inf", 1]], "data.points"),
        ("data.points", [[1, 2, 7], [3, 4, 1]], "data.points"),
        ("sweep", {"network_shape": [[1], [2]]}, "sweep"),
    ],
)
def test_a_value_out_of_range_is_named(path, value, field):
    with pytest.raises(storage.StorageError, match=f"^{field}: expected"):
        storage.load(damaged(path, value))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "3", '"x"', "{}"])
def test_text_that_is_no_saved_playground_is_refused(text):
    with pytest.raises(storage.StorageError, match="expected"):
        storage.load(text)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x93NUMPY nothing", b"{}"])
def test_bytes_that_are_no_npz_file_are_refused(content):
    with pytest.raises(storage.StorageError, match="expected an NPZ file"):
        storage.load(content)


def test_an_npz_file_without_its_description_or_an_array_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", parameters=np.zeros(3))
    with pytest.raises(storage.StorageError, match="meta: expected"):
        storage.load((tmp_path / "other.npz").read_bytes())
    np.savez(tmp_path / "objects.npz", meta=np.array([{}], dtype=object))
    with pytest.raises(storage.StorageError, match="meta: expected numbers, got an array of ."):
        storage.load((tmp_path / "objects.npz").read_bytes())


def test_own_data_decides_the_problem_and_fits_the_window():
    numbers = tables.parse("".join(f"{100 + k};{k};{k / 7:.3f}\n" for k in range(30)))
    p = Playground(data=numbers)
    assert p.settings.problem == "regression"
    assert np.abs(p.train_points[:, :2]).max() <= 6
    with pytest.raises(SettingError, match="problem: expected regression"):
        p.configure(problem="classification")
    p.configure(perc_train_data=80.0)
    assert len(p.train_points) == int(len(numbers.points) * 0.8)
    p.use(None)
    assert len(p.train_points) + len(p.test_points) == 500  # the circle again, and no regression


def test_two_points_are_enough_for_one_to_train_on_and_one_to_test():
    p = Playground(data=tables.from_points([(0, 0, "a"), (1, 1, "b")]))
    p.train(3)
    assert (len(p.train_points), len(p.test_points)) == (1, 1)
    assert np.isfinite(p.losses).all()


OLD = json.loads(Path(__file__).with_name("saved_earlier.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", OLD)
@pytest.mark.parametrize("kind", ["json", "npz"])
def test_files_with_one_epoch_for_all_runs_go_on_as_they_would_have(name, kind):
    saved = OLD[name][kind]
    p = storage.load(base64.b64decode(saved) if kind == "npz" else saved)
    p.train(6)
    assert p.losses == pytest.approx(np.array(OLD[name]["losses"]), rel=1e-9)
    assert json.loads(storage.save(p))["state"]["trainer"]["epochs"] == p.epochs.tolist()


@pytest.mark.parametrize("name", OLD)
def test_a_damaged_file_of_that_form_is_refused_by_name(name):
    content = json.loads(OLD[name]["json"])
    for path in ("trainer.epochs", "trainer.carried", "trainer.memory.power1", "history.rows", "best", "diverged", "parameters"):
        for value in (None, "text", [[1]], -5, {"a": 1}):
            if (path, value) == ("diverged", None):
                continue
            damaged = copy.deepcopy(content)
            *way, last = path.split(".")
            place = damaged["state"]
            for step in way:
                place = place[step]
            place[last] = value
            with pytest.raises(storage.StorageError, match="^state"):
                storage.load(json.dumps(damaged))


@pytest.mark.parametrize("way", WAYS)
def test_joined_runs_are_saved_with_what_they_differ_in(way):
    p = Playground.joined([Playground(seed="0.3"), Playground(learning_rate=0.3, runs=2)])
    p.train(4)
    again = storage.load(WAYS[way](p))
    assert [s.learning_rate for s in again.run_settings] == [0.03, 0.3, 0.3] and again.seeds == p.seeds
    p.train(4)
    again.train(4)
    assert_same(p, again)
