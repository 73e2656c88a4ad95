"""Features are raw functions of a point's coordinates, in one order, the reference's first and people's formulas last."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycore import Playground, SettingError, Settings
from pycore.data import features
from pycore.data.formulas import Expression
from pycore.picture.frame import Frame
from pycore.setting_types import MOST_EXPRESSIONS
from pycore.settings import by_key

X1, X2 = np.array([0.5, -3.0, 6.0]), np.array([2.0, 1.5, -6.0])

FORMULAS = st.sampled_from(
    ["x1", "x1^2+x2^2", "abs(x1)", "-x1**2", "1e-7*x1", "min(x1, x2)", "2^-x1", "(x1-x2)/ 3", "1e20+ X2", "gauss(x1)-pi"]
)


FUNCTIONS = {feature.key: feature.function for feature in features.FEATURES.values()}


def keys(settings):
    return [feature.key for feature in features.active(settings)]


def test_the_seven_of_the_reference_come_first_then_the_cosines():
    assert [f.key for f in features.FEATURES.values()] == [
        "x", "y", "xSquared", "ySquared", "xTimesY", "sinX", "sinY", "cosX", "cosY",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("x", X1),
        ("y", X2),
        ("xSquared", X1**2),
        ("ySquared", X2**2),
        ("xTimesY", X1 * X2),
        ("sinX", np.sin(X1)),
        ("sinY", np.sin(X2)),
        ("cosX", np.cos(X1)),
        ("cosY", np.cos(X2)),
    ],
)
def test_a_feature_is_the_raw_function_of_the_coordinates(key, values):
    assert np.array_equal(FUNCTIONS[key](X1, X2), values)


def test_every_built_in_feature_has_a_flag_of_its_name_and_label_in_the_table():
    for feature in features.FEATURES.values():
        row = by_key[feature.key]
        assert (row.name, row.kind, row.label, row.restarts) == (feature.name, "flag", feature.label, "network")


def test_formulas_come_behind_the_built_in_features_in_the_order_they_were_given():
    chosen = Settings.from_hash("features=x1^3;abs(x2)&cosY=true&y=false")[0]
    assert keys(chosen) == ["x", "cosY", "x1^3", "abs(x2)"]
    assert [f.label for f in features.active(chosen)] == ["X₁", "cos X₂", "X₁³", "abs(X₂)"]


def test_what_is_offered_is_every_built_in_feature_and_the_formulas():
    chosen = Settings(expressions=["x1*x2"], x=False)
    assert features.offered(chosen)[:-1] == tuple(features.FEATURES.values())
    assert features.offered(chosen)[-1].key == "x1*x2"
    assert features.offered(chosen)[-1].function(X1, X2).tolist() == (X1 * X2).tolist()


def test_a_feature_that_the_address_hides_is_removed_even_if_it_is_on():
    assert keys(Settings.from_hash("cosX=true&cosX_hide=true&x_hide=true&y_hide=yes")[0]) == ["y"]


def test_a_feature_that_the_address_hides_is_not_offered_and_nothing_is_trained_on_it():
    hidden, _ = Settings.from_hash("xSquared=true&ySquared=true&xSquared_hide=true&sinX_hide=true&networkShape=2")
    assert [f.key for f in features.offered(hidden)] == ["x", "y", "ySquared", "xTimesY", "sinY", "cosX", "cosY"]
    p = Playground(hidden)
    p.train(20)
    q = Playground(y_squared=True, network_shape=(2,))
    q.train(20)
    assert p.loss_test == q.loss_test
    assert [f["key"] for f in Frame(p).layout()["features"]] == [f.key for f in features.offered(hidden)]


def test_inputs_are_a_row_a_feature_and_a_row_of_ones():
    chosen = Settings(cos_x=True, y=False, expressions=("2*x2", "7"))
    rows = features.inputs(features.active(chosen), X1, X2)
    assert np.array_equal(rows, [X1, np.cos(X1), 2 * X2, [7, 7, 7], [1, 1, 1]])


def test_without_any_feature_there_are_only_the_ones_of_the_biases():
    rows = features.inputs(features.active(Settings(x=False, y=False)), X1, X2)
    assert rows.tolist() == [[1, 1, 1]]


def test_a_network_learns_from_a_formula_alone():
    p = Playground(dataset="circle", x=False, y=False, expressions=["x1^2 + x2^2 - 9"], network_shape=(), learning_rate=0.01)
    p.train(50)
    assert p.network.sizes == (1, 1)
    assert p.loss_test < 0.05


@given(st.lists(FORMULAS, max_size=MOST_EXPRESSIONS))
def test_any_formulas_survive_the_address_and_back(formulas):
    chosen = Settings(expressions=formulas)
    address = chosen.to_hash()
    assert not set(address) & set(' "<>`#')
    again, errors = Settings.from_hash("#" + address)
    assert errors == []
    assert again == chosen
    assert again.expressions == tuple(dict.fromkeys(Expression(text).text for text in formulas))


@pytest.mark.parametrize(
    "address",
    [
        "features=x1^2+x2;abs(x1)",
        "features=x1%5E2%2Bx2%3Babs%28x1%29",
        "features=%20x1**2%20+%20x2%20;;abs(X1);",
    ],
)
def test_formulas_may_be_percent_encoded_spaced_and_followed_by_a_semicolon(address):
    chosen, errors = Settings.from_hash(address)
    assert errors == []
    assert chosen.expressions == ("x1^2+x2", "abs(x1)")
    assert chosen.to_hash() == "features=x1^2+x2;abs(x1)"


def test_formulas_are_taken_as_a_list_a_text_or_expressions():
    assert Settings(expressions="x1; x2 ^ 2").expressions == ("x1", "x2^2")
    assert Settings(expressions=[Expression("x1"), "x1 ", ""]).expressions == ("x1",)


def test_a_formula_that_can_not_be_read_is_an_error_of_the_setting_with_the_place():
    chosen, errors = Settings.from_hash("features=x1;2%20x2&noise=5")
    assert (chosen.expressions, chosen.noise) == ((), 5)
    assert str(errors[0]) == "features: expected an operator (+ - * / ^) or the end at character 3, got '2 x2'"
    assert errors[0].__cause__.position == 2


@pytest.mark.parametrize("value", [5, [5], [None], None, [f"x1+{n}" for n in range(MOST_EXPRESSIONS + 1)]])
def test_what_is_no_list_of_formulas_and_too_many_of_them_are_refused(value):
    with pytest.raises(SettingError, match="expressions: expected at most 8 formulas of x1 and x2 with ; between them"):
        Settings(expressions=value)
