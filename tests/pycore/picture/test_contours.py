"""The line between the sides lies where values are zero, joins up, and comes with the picture when it is asked for."""

import base64
import json

import numpy as np
import pytest

from pycore import Playground
from pycore.page import bridge
from pycore.picture import colours, contours
from pycore.picture.frame import COARSE_SIDE, PIECES, Frame

SIDE = 61


def plane(function, side=SIDE):
    return function(*colours.grid(side)).reshape(side, side)


def test_a_circle_s_line_is_the_circle():
    pieces = contours.crossings(plane(lambda x1, x2: x1**2 + x2**2 - 9))
    radii = np.hypot(pieces[:, 0::2], pieces[:, 1::2])
    assert radii == pytest.approx(3, abs=0.01)
    lengths = np.hypot(pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1])
    assert lengths.sum() == pytest.approx(2 * np.pi * 3, rel=0.01)


@pytest.mark.parametrize("seed", range(5))
def test_lines_end_only_at_the_edge(seed):
    """Every end of a piece that is not on the edge of the plane is the end of one other piece: also around saddles."""
    pieces = contours.crossings(np.random.default_rng(seed).normal(size=(20, 20)))
    ends = pieces.reshape(-1, 2).round(4)
    inner = ends[np.abs(ends).max(axis=1) < 6]
    _, counts = np.unique(inner, axis=0, return_counts=True)
    assert len(counts) > 100 and set(counts) == {2}


def test_of_a_saddle_what_the_centre_is_with_stays_together():
    for sign in (1, -1):
        values = sign * np.array([[1.0, -3.0], [-3.0, 1.0]])  # the centre is with the corners of -3
        pieces = contours.crossings(values).reshape(2, 2, 2)
        for piece in pieces:  # each cuts off one corner of 1: the upper left one or the lower right one
            assert abs(piece.mean(axis=0) @ [1, -1]) > 6


def test_there_is_no_line_on_one_side_nor_beside_what_is_no_number():
    assert len(contours.crossings(np.ones((5, 5)))) == 0
    values = np.array([[-1.0, 1.0, 1.0], [-1.0, 1.0, np.nan], [-1.0, np.inf, 1.0]])
    assert len(contours.crossings(values)) == 1


def test_between_classes_the_line_is_where_two_are_level():
    far = plane(lambda x1, x2: x1 + 0 * x2), plane(lambda x1, x2: -x1 + 0 * x2), plane(lambda x1, x2: x2 - 1 + 0 * x1)
    pieces = contours.boundary(np.array(far))
    for x1, x2 in pieces.reshape(-1, 2):
        first, second = sorted((x1, -x1, x2 - 1))[-2:]
        assert first == pytest.approx(second, abs=0.11)
    assert np.abs(pieces).max() == pytest.approx(6)


def contour_of(frame):
    layout = frame.layout() if isinstance(frame, Frame) else json.loads(frame.layout())
    where = layout["sections"]["contour"]
    pieces = frame.buffer[where["offset"] : where["offset"] + 4 * where["length"]].view(np.float32).reshape(-1, 4)
    return pieces[: int(frame.buffer[:128].view(np.float64)[13])]


@pytest.mark.parametrize("settings", [{"dataset": "xor"}, {"problem": "regression"}, {"dropout": 0.3, "activation": "relu"}])
def test_the_picture_s_line_is_where_the_prediction_is_zero(settings):
    p = Playground(contour=True, **settings)
    p.train(30)
    pieces = contour_of(Frame(p))
    assert 20 < len(pieces) < PIECES
    assert p.predict(pieces[:, :2], with_dropout=True) == pytest.approx(0, abs=0.06)


def test_the_line_comes_and_goes_with_its_setting_and_nothing_else_changes():
    instance = bridge.open("seed=0.5")
    instance.frame(20, 0)
    instance.ask("look", '{"unit": 2}')
    answer = json.loads(instance.configure('{"contour": true}'))
    assert (answer["restarted"], answer["reshaped"]) == ("no", True)
    instance.frame(0, 0)
    header = instance.buffer[:128].view(np.float64)
    assert (header[0], header[9]) == (20, 2)
    assert len(contour_of(instance)) > 10
    assert json.loads(instance.configure('{"learningRate": 0.1}'))["reshaped"] is False
    assert "contour" not in json.loads(instance.configure('{"contour": false}'))["layout"]["sections"]


def test_more_pieces_than_there_is_room_for_are_drawn_from_fewer_samples():
    p = Playground(
        contour=True, network_shape=(), sin_x=True, sin_y=True, expressions=("sin(30*x1)*sin(29*x2)",), x=False, y=False
    )
    p.network.parameters[0] = [0, 0, 5, 0.01][: p.network.parameters.shape[1]]
    assert 100 < len(contour_of(Frame(p))) <= PIECES


def output_of(frame):
    where = frame.layout()["sections"]["output"]
    return frame.buffer[where["offset"] : where["offset"] + where["length"]].reshape(100, 100).astype(int)


@pytest.mark.parametrize("settings", [{}, {"dataset": "blobs", "classes": 3}, {"problem": "regression"}, {"dropout": 0.5}])
@pytest.mark.parametrize("looked", [0, 2, -1])
def test_a_coarse_picture_looks_as_the_other_in_the_same_room(settings, looked):
    p = Playground(**settings)
    p.train(30)
    frame = Frame(p)
    frame.look(looked)
    frame.fill()
    fine = output_of(frame)
    frame.coarse = True
    frame.fill()
    coarse = output_of(frame)
    header = frame.buffer[:128].view(np.float64)
    assert header[14] == 1
    assert (np.abs(fine - coarse) <= 1).mean() > 0.93
    assert len(np.unique(coarse)) > COARSE_SIDE // 3
    frame.coarse = False
    frame.fill()
    assert np.array_equal(output_of(frame), fine) and header[14] == 0


@pytest.mark.parametrize("address", ["", "problem=regression", "dataset=blobs&classes=4", "dropout=0.4", "discretize=true"])
@pytest.mark.parametrize("look", [None, 1, -2])
def test_the_finer_map_is_what_the_network_says_exactly_and_changes_nothing(address, look):
    instance = bridge.open(address)
    instance.frame(25, 0)
    instance.ask("look", json.dumps({"unit": look}))
    instance.frame(0, 0)
    before = bytes(instance.buffer)
    answer = json.loads(instance.ask("fineMap"))
    shades = np.frombuffer(base64.b64decode(answer["output"]), np.uint8).reshape(200, 200)
    same = json.loads(instance.ask("fineMap", '{"side": 100}'))
    small = np.frombuffer(base64.b64decode(same["output"]), np.uint8).astype(int)
    shown = output_of(instance._frame).ravel()
    assert (np.abs(shown - small) <= 1).mean() > 0.99  # the table's short cut may tip a value into the next shade
    if not look and "blobs" not in address and "discretize" not in address:
        p = instance._model
        expected = np.clip(np.floor((p.predict(np.column_stack(colours.grid(200)), with_dropout=True) + 1) * 15.5), 0, 30)
        assert (shades.ravel() == expected).mean() > 0.9999
    assert answer["contour"] == []
    instance.frame(0, 0)
    assert bytes(instance.buffer) == before


def test_the_finer_map_brings_its_line():
    instance = bridge.open("contour=true")
    instance.frame(30, 0)
    pieces = np.reshape(json.loads(instance.ask("fineMap"))["contour"], (-1, 4))
    assert instance._model.predict(pieces[:, :2]) == pytest.approx(0, abs=0.02)


def test_the_picture_says_which_units_dropout_leaves_out():
    p = Playground(dropout=0.5, network_shape=(8, 8))
    frame = Frame(p)
    where = frame.layout()["sections"]["kept"]
    kept = frame.buffer[where["offset"] : where["offset"] + where["length"]]
    seen = set()
    for _ in range(5):
        p.train(1)
        frame.fill()
        assert kept.tolist() == [int(factor > 0) for factor in p.trainer.keep[0, :, 0]]
        seen.add(bytes(kept))
    assert len(seen) == 5
    p.configure(dropout=0.0)
    frame.fill()
    assert kept.all() and len(kept) == 16
