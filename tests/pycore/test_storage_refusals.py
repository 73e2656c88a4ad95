"""Files that are no saved playground are refused in one line that names the field, whatever was done to them."""

import io
import json
import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pycore import Playground, storage
from pycore.data import tables

ROWS = [(0, 1, "a"), (1, 2, "b"), (2, 0, "c"), (3, 3, "a"), (2, 2, "b"), (1, 0, "c"), (0, 0, "a"), (3, 1, "b")]
TABLE = tables.Table(tables.from_points(ROWS).points, ("width", "height", "kind"), ("a", "b", "c"), notes=("odd",))


def damaged(path, value):
    """The JSON of a saved playground with one field replaced."""
    content = json.loads(storage.save(Playground(data=TABLE)))
    *way, last = path.split(".")
    place = content
    for step in way:
        place = place[step]
    place[last] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("state.trainer.learning_rates", [-0.1], "state.trainer.learning_rates"),
        ("state.trainer.learning_rates", ["nan"], "state.trainer.learning_rates"),
        ("state.trainer.learning_rates", ["inf"], "state.trainer.learning_rates"),
        ("state.trainer.learning_rates", ["0.1"], "state.trainer.learning_rates"),
        ("state.trainer.learning_rates", [True], "state.trainer.learning_rates"),
        ("state.trainer.learning_rates", [10**400], "state.trainer.learning_rates"),
        ("state.trainer.epochs", [10**400], "state.trainer.epochs"),
        ("state.trainer.epochs", "nan", "state.trainer.epochs"),
        ("state.trainer.carried", [7], "state.trainer.carried"),
        ("state.trainer.scores", [[[0.03, 0, 0.0]]], "state.trainer.scores"),
        ("state.trainer.scores", [[[-1, 2, 0.0]]], "state.trainer.scores"),
        ("state.trainer.scores", [[["nan", 2, 0.0]]], "state.trainer.scores"),
        ("state.trainer.scores", [[[0.03, 2, 10**400]]], "state.trainer.scores"),
        ("state.trainer.memory.square", [[-1.0] * 27], "state.trainer.memory.square"),
        ("state.trainer.memory.power1", [1.5], "state.trainer.memory.power1"),
        ("state.trainer.alive", [[2.0] * 27], "state.trainer.alive"),
        ("state.trainer.keep", [["nan"] * 6], "state.trainer.keep"),
        ("state.history.rows", [[[0, 1, 1, 1, 1], [0, 1, 1, 1, 1]]], "state.history.rows"),
        ("state.history.rows", [[[5, 1, 1, 1, 1], [3, 1, 1, 1, 1]]], "state.history.rows"),
        ("state.history.rows", [[["nan", 1, 1, 1, 1]]], "state.history.rows"),
        ("state.history.rows", [[[9, 1, 1, 1, 1]]], "state.history.rows"),
        ("state.history.rows", [[]], "state.history.rows.0"),
        ("state.history.stride", [0], "state.history.stride"),
        ("state.best", [["nan", 0]], "state.best"),
        ("state.best", [[0.1, 0.5]], "state.best"),
        ("state.best", [[0.1, "inf"]], "state.best"),
        ("state.diverged", [-2], "state.diverged"),
        ("data.columns", ["x"], "data.columns"),
        ("data.columns", ["x"] * 4, "data.columns"),
        ("data.classes", ["a", "a", "b"], "data.classes"),
        ("data.classes", ["a"], "data.classes"),
        ("data.notes", [1], "data.notes"),
        ("problem", "magic", "problem"),
        ("address", "networkShape=" + ",".join(["256"] * 32), "state.parameters"),
        ("runs", 1000, "state.parameters"),
        ("runs", 10**400, "runs"),
    ],
)
def test_what_can_t_be_is_not_let_through(path, value, field):
    with pytest.raises(storage.StorageError, match=f"^{field}: expected") as caught:
        storage.load(damaged(path, value))
    assert_short(caught.value)


def assert_short(error):
    assert len(str(error)) < 500 and "\n" not in str(error)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"a":' * 100_000, '{"format": NaN}', '{"format": ' + "9" * 5000 + "}", '{"format": "' + "x" * 10**6 + '"}', "\ud800"],
    ids=["brackets", "objects", "NaN", "digits", "a long text", "half a character"],
)
def test_text_that_breaks_a_reader_is_refused_in_one_line(text):
    with pytest.raises(storage.StorageError) as caught:
        storage.load(text)
    assert_short(caught.value)


def npz(**changes):
    """An NPZ file of a playground with other bytes for some members; `None` leaves one out."""
    with zipfile.ZipFile(io.BytesIO(storage.save_npz(Playground()))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()} | changes
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()


def npy(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **options)
    return file.getvalue()


PARAMETERS = "state.parameters.npy"


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"\x93NUMPY",
        npy(np.zeros((1, 25), complex)),
        npy(np.zeros((1, 25), object), allow_pickle=True),
        npy(np.zeros((1, 25), "U3")),
        npy(np.zeros((1, 25), "M8[s]")),
        npy(np.zeros((1, 25), [("a", float)])),
        npy(np.zeros((1, 24))),
        npy(np.zeros((1, 25)))[:-1],
        npy(np.zeros((1, 25))) + b"more",
        npy(np.zeros((1, 25))).replace(b"(1, 25)", b"(1, -5)"),
        npy(np.zeros((1, 25))).replace(b"(1, 25), }" + b" " * 8, b"(999999999, 9999)}"),
        npy(np.zeros((1, 25))).replace(b"(1, 25), }", b"(" * 9 + b"}"),
    ],
    ids=["none", "empty", "cut", "complex", "object", "text", "date", "record", "shape", "short", "long", "negative", "huge", "brackets"],
)
def test_arrays_that_are_none_are_refused_by_name(content):
    with pytest.raises(storage.StorageError, match="^state.parameters: expected") as caught:
        storage.load(npz(**{PARAMETERS: content}))
    assert_short(caught.value)


def test_arrays_of_whole_numbers_and_in_columns_are_taken():
    p = storage.load(npz(**{PARAMETERS: npy(np.asfortranarray(np.ones((1, 25), np.float32)))}))
    assert (p.network.parameters == 1).all()
    assert (storage.load(npz(**{PARAMETERS: npy(np.ones((1, 25), np.int16))})).network.parameters == 1).all()


def test_a_damaged_stream_is_refused():
    whole = storage.save_npz(Playground())
    refused = 0
    for place in range(60, len(whole), 41):
        try:
            storage.load(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        except storage.StorageError as error:
            assert_short(error)
            refused += 1
    assert refused > 10


def test_what_is_neither_text_nor_bytes_is_refused():
    with pytest.raises(storage.StorageError, match="file: expected a text or bytes, got NoneType"):
        storage.load(None)


def test_the_error_can_be_pickled():
    error = storage.StorageError("state", "numbers", "x" * 1000)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.field) == (str(error), "state") and len(str(error)) < 200


# -- whatever is done to a file

#: Small playgrounds of every kind of state, trained a little.
SAVED = [
    Playground(data=TABLE, network_shape=(2,), learning_rate_autotuning=0.1, dropout=0.2),
    Playground(data=TABLE, network_shape=(), sweep={"learning_rate": [0.1, 0.3]}, regularization="L1", regularization_rate=0.1),
    Playground(data=ROWS[:2], network_shape=(1,), optimizer="adam", stop_patience=3, runs=2),
]
for each in SAVED:
    each.train(3)
OLD = json.loads(Path(__file__).with_name("saved_earlier.json").read_text(encoding="utf-8"))
TEXTS, FILES = [storage.save(p) for p in SAVED], [storage.save_npz(p) for p in SAVED]
TEXTS.append(OLD["Adam, two runs"]["json"])

ODD = st.one_of(
    st.sampled_from([None, True, "", "nan", "inf", "-inf", "1", [], {}, [[]], -1, 0, 0.5, 1e308, 10**400, -(10**30), {"array": "meta"}]),
    st.integers(-3, 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=5),
)


def refused_or_trains(saved):
    try:
        p = storage.load(saved)
    except storage.StorageError as error:
        assert_short(error)
        return
    p.train(2)
    assert p.losses.shape == (p.runs, 2)
    assert p.predict([(0, 0)]).shape == (1,)
    storage.load(storage.save(p))


def places(value, path=()):
    """The paths of all values within JSON's, of long lists those of the first two and the last."""
    yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    parts = list(parts)
    for key, part in parts if isinstance(value, dict) or len(parts) < 4 else [*parts[:2], parts[-1]]:
        yield from places(part, (*path, key))


PLACES = [list(places(json.loads(text)))[1:] for text in TEXTS]
MANY = settings(max_examples=350, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@MANY
@given(st.data())
def test_json_with_other_values_is_refused_or_trains(data):
    which = data.draw(st.integers(0, len(TEXTS) - 1))
    content = json.loads(TEXTS[which])
    for _ in range(data.draw(st.integers(1, 2))):
        *way, last = data.draw(st.sampled_from(PLACES[which]))
        place = content
        try:
            for step in way:
                place = place[step]
            how = data.draw(st.sampled_from(["replaced", "replaced", "taken away", "twice"]))
            if how == "replaced":
                place[last] = data.draw(ODD)
            elif how == "taken away":
                del place[last]
            elif isinstance(place, list):
                place.insert(last, place[last])
        except (KeyError, IndexError, TypeError):
            continue  # the first change has taken the second's place away
    refused_or_trains(json.dumps(content))


@MANY
@given(st.sampled_from(TEXTS), st.data())
def test_json_with_other_letters_is_refused_or_trains(text, data):
    place = data.draw(st.integers(0, len(text)))
    removed = data.draw(st.integers(0, 40))
    refused_or_trains(text[:place] + data.draw(st.text(alphabet='0123456789[]{}",:.-einfat\x00ä', max_size=6)) + text[place + removed :])


@MANY
@given(st.sampled_from(FILES), st.data())
def test_an_npz_file_with_other_bytes_is_refused_or_trains(file, data):
    place = data.draw(st.integers(0, len(file)))
    removed = data.draw(st.integers(0, 40))
    refused_or_trains(file[:place] + data.draw(st.binary(max_size=8)) + file[place + removed :])


@MANY
@given(st.integers(0, len(FILES) - 1), st.data())
def test_an_npz_file_with_other_members_is_refused_or_trains(which, data):
    with zipfile.ZipFile(io.BytesIO(FILES[which])) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name, other = (data.draw(st.sampled_from(sorted(members))) for _ in range(2))
    place = data.draw(st.integers(0, len(members[name])))
    members[name] = data.draw(
        st.one_of(
            st.just(members[other]),
            st.binary(max_size=30).map(lambda more: members[name][:place] + more + members[name][place + len(more) :]),
            st.sampled_from([float("nan"), -1.0, 1e300]).map(lambda value: npy(np.full(np.load(io.BytesIO(members[name])).shape, value))),
        )
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for key, content in members.items():
            archive.writestr(key, content)
    refused_or_trains(file.getvalue())


@pytest.mark.parametrize("total", ["nan", "inf", "-inf", 1, 0.25])
def test_scores_beyond_all_numbers_come_back_as_numbers(total):
    p = Playground(learning_rate_autotuning=0.1)
    p.train(3)
    saved = json.loads(storage.save(p))
    for score in saved["state"]["trainer"]["scores"][0]:
        score[2] = total
    again = storage.load(json.dumps(saved))
    again.train(3)
    assert again.epoch == 6 and np.isfinite(again.losses).all()


@pytest.mark.parametrize("depth", [51, 1000, 100_000])
def test_brackets_within_each_other_are_counted_before_a_parser_meets_them(depth):
    for text in ("[" * depth, '{"a":' * depth, '{"format":[{"a":"]]]]\\"]]]"},' + "[[],0," * depth):
        with pytest.raises(storage.StorageError, match="file: expected at most 50 brackets within each other, got"):
            storage.load(text)
    saved = json.loads(storage.save(Playground(seed="[[[{" * 40)))  # those in a text are none
    assert storage.load(json.dumps({**saved, "more": [[]] * 100})).settings.seed == "[[[{" * 40


def test_the_header_of_an_array_has_a_length():
    for header in ("-" * 60_000 + "1", "[" * 501, "{" + " " * 500 + "}"):
        file = io.BytesIO(storage.save_npz(Playground()))
        with zipfile.ZipFile(file) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        name = next(name for name in parts if name != "meta.npy")
        parts[name] = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode()
        with zipfile.ZipFile(file := io.BytesIO(), "w") as archive:
            for each, content in parts.items():
                archive.writestr(each, content)
        says = f"{name.removesuffix('.npy')}: expected an array as NumPy writes it, got a header of"
        with pytest.raises(storage.StorageError, match=says):
            storage.load(file.getvalue())
