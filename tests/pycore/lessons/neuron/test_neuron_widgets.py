"""The widgets about activations show the facts' numbers, by slider and by dragging."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError
from pycore.nn.functions import ACTIVATIONS

SIGMOID = {
    -20: "0.00000000206",
    -5: "0.00669285092",
    -2: "0.11920292202",
    -1: "0.26894142137",
    0: "0.50000000000",
    1: "0.73105857863",
    2: "0.88079707798",
    5: "0.99330714908",
    20: "0.99999999794",
}


def handles(view, plot):
    return {mark["name"]: mark for mark in view["plots"][plot]["marks"] if mark["mark"] == "handle"}


@pytest.mark.parametrize("x", SIGMOID)
def test_t2_the_sigmoid_to_eleven_decimals(x):
    explorer = exhibits.create("sigmoid-explorer")
    explorer.do("set", name="x", value=str(x))
    view = explorer.view()
    assert view["texts"]["result"] == SIGMOID[x]
    assert view["texts"]["formula"] == f"1 / (1 + e^{str(-x).replace('-', '−')}) ="
    assert handles(view, "curve")["x"]["at"] == [x, pytest.approx(float(SIGMOID[x]), abs=1e-11)]


@pytest.mark.parametrize(("x", "result"), [(-20, "0"), (-0.01, "0"), (0, "0"), (3.5, "3.5"), (20, "20")])
def test_t2_relu(x, result):
    explorer = exhibits.create("relu-explorer", {"x": x})
    assert explorer.view()["texts"]["result"] == result
    assert explorer.view()["texts"]["formula"] == f"max(0, {str(x).replace('-', '−')}) ="


def test_the_dot_can_be_dragged_and_stays_on_the_slider():
    explorer = exhibits.create("sigmoid-explorer")
    explorer.do("move", name="x", x=1.0049, y=0.2)
    assert explorer.view()["texts"]["result"] == SIGMOID[1]
    explorer.do("move", name="x", x=99, y=0)
    assert explorer.x == 20
    for name in ("y", "result"):
        with pytest.raises(ExhibitError, match="can't be moved here"):
            explorer.do("move", name=name, x=0, y=0)


def test_every_activation_is_compared_and_told_about():
    curves = exhibits.create("activation-curves")
    assert all(part.formula and part.about.endswith(".") for part in ACTIVATIONS.values())
    rows = curves.view()["tables"]["all"]["rows"]
    assert [row[0] for row in rows] == [part.label for part in ACTIVATIONS.values()]
    assert rows[0] == ["ReLU", "1.0000", "1.0000"] and rows[-4] == ["Sigmoid", "0.7311", "0.1966"]
    curves.do("set", name="x", value=0)
    values = {row[0]: row[1:] for row in curves.view()["tables"]["all"]["rows"]}
    assert values["Sigmoid"] == ["0.5000", "0.2500"] and values["Tanh"] == ["0.0000", "1.0000"]
    curves.do("choose", row=6)
    view = curves.view()
    assert view["values"]["activation"] == "sigmoid" and view["tables"]["all"]["strong"] == [6]
    assert view["texts"]["formula"] == "Sigmoid(x) = 1 / (1 + e^−x)"
    for plot in ("values", "slopes"):
        assert sum(mark["mark"] == "line" for mark in view["plots"][plot]["marks"]) == len(ACTIVATIONS)
    with pytest.raises(ExhibitError, match="row: expected 0 to 9, got 10"):
        curves.do("choose", row=10)


def test_where_a_curve_leaves_the_picture_there_is_nothing_to_drag():
    curves = exhibits.create("activation-curves", {"activation": "linear", "x": 1})
    curves.do("move", name="x", x=-1.02, y=0)
    assert curves.x == -1 and handles(curves.view(), "values")["x"]["at"] == [-1, -1]
    curves.do("set", name="x", value=-4)
    assert not handles(curves.view(), "values")


@pytest.mark.parametrize(
    ("number", "threshold", "verdict", "words"),
    [
        (5, 10, "fires", "10 − 5 = 5 is above 0: the neuron fires."),
        (10, 10, "silent", "10 − 10 = 0 is 0, and not above it: the neuron stays silent."),
        (12, 10, "silent", "10 − 12 = −2 is below 0: the neuron stays silent."),
        (12, 12.5, "fires", "12.5 − 12 = 0.5 is above 0: the neuron fires."),
    ],
)
def test_a_number_is_held_against_a_threshold(number, threshold, verdict, words):
    neuron = exhibits.create("threshold-neuron")
    neuron.do("set", name="number", value=number)
    neuron.do("move", name="threshold", x=threshold + 0.1, y=3)
    view = neuron.view()
    assert (view["texts"]["verdict"], view["texts"]["words"]) == (verdict, words)
    assert handles(view, "curve")["number"]["at"] == [number, max(0, threshold - number)]
