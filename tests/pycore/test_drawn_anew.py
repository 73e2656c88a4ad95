"""What a change of a setting draws anew is said in its row of the table, and everyone goes by that: prompt, page, comparisons."""

import json

import pytest

from pycore import Playground
from pycore.page import bridge
from pycore.setting_types import DRAWN_ANEW
from pycore.settings import TABLE, Settings

OTHERS = {
    "seed": "0.5", "init_seed": "0.5", "network_shape": (3,), "expressions": ("x1^2",), "activations": ("relu",), "frozen": (1,),
    "classes": 2, "dataset": "xor",
}  # fmt: skip
START = Settings(dataset="rings", classes=3)


def other_value(row):
    """Another value of the setting than that of START."""
    if row.name in OTHERS:
        return OTHERS[row.name]
    if row.kind == "flag":
        return not row.default
    if row.kind == "choice":
        return next(value for value, _ in row.options if value != row.default)
    return row.default + 1 if row.kind == "integer" else row.maximum / 2


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_each_setting_draws_anew_what_its_row_says(row):
    value = other_value(row)
    assert START.drawn_anew_by(START.replace(**{row.name: value})) == row.restarts
    p, page = Playground(START), bridge.open(START.to_hash())
    p.train(1)
    page.frame(1, 0)
    points, weights = p.points(), p.network.parameters.copy()
    assert p.configure(**{row.name: value}) == row.restarts
    starts_again = row.restarts in ("network", "data")
    assert p.epoch == (0 if starts_again else 1)
    assert row.restarts == "data" or p.points().tolist() == points.tolist()
    assert starts_again or p.network.parameters.tolist() == weights.tolist()
    answer = json.loads(page.configure(json.dumps({row.key: value})))
    assert answer["restarted"] == (row.restarts if starts_again else "no")
    assert answer["reshaped"] == (row.restarts != "no")
    page.frame(0, 0)
    assert page.buffer[:8].view(float)[0] == p.epoch


@pytest.mark.parametrize("name", ["noise", "network_shape", "contour", "beta1"])
def test_networks_that_are_compared_draw_the_same_anew(name):
    row = next(row for row in TABLE if row.name == name)
    many = bridge.open("", "", "null", "seeds")
    many.frame(1, 0)
    answer = json.loads(many.configure(json.dumps({row.key: other_value(row)})))
    assert answer["reshaped"] == (row.restarts != "no")
    assert many._model.epoch == (1 if answer["restarted"] == "no" else 0)


def test_new_seeds_of_networks_that_are_compared_are_told():
    many = bridge.open("", "", "null", "seeds")
    layout = json.loads(many.configure('{"seed": "0.5"}'))["layout"]
    alone = json.loads(bridge.open("seed=0.5", "", "null", "seeds").layout())
    assert layout == alone and layout["members"][0]["label"] == "0.5"


def test_several_changes_draw_anew_what_the_greatest_of_them_does():
    assert DRAWN_ANEW == ("no", "picture", "network", "data")
    changes = {"beta1": 0.5, "contour": True, "network_shape": (3,), "noise": 5.0}
    for count, anew in enumerate(DRAWN_ANEW, 1):
        others = Settings(**dict(list(changes.items())[:count]))
        assert Settings().drawn_anew_by(others) == anew == Playground().configure(**dict(list(changes.items())[:count]))
    assert Settings().drawn_anew_by(Settings()) == "no"
