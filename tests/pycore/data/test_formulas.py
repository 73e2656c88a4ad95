"""Formulas mean what mathematics says they mean, always give numbers, and wrong ones are refused with the place and a reason."""

import math
import random
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycore.data.formulas import FUNCTIONS, LARGEST, MOST_CHARACTERS, MOST_NESTED, Expression, ExpressionError

X1 = np.array([0.0, 1.0, -1.0, 2.5, -6.0, 6.0, 0.3])
X2 = np.array([0.0, -2.0, 0.5, 6.0, -6.0, 1.0, -0.7])

#: What Python understands by the names, to compare with.
PYTHON = {
    "x1": X1, "x2": X2, "pi": np.float64(math.pi), "e": np.float64(math.e), "number": np.float64,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": np.abs,
    "sign": np.sign, "floor": np.floor, "tanh": np.tanh, "min": np.minimum, "max": np.maximum,
    "sigmoid": lambda u: 0.5 + 0.5 * np.tanh(u / 2), "gauss": lambda u: np.exp(-(u * u)),
}  # fmt: skip


def at(text, x1, x2=0.0):
    return float(Expression(text)(np.array([x1]), np.array([x2]))[0])


def joined(parts):
    return st.one_of(
        st.tuples(parts, st.sampled_from(["+", "-", "*", "/", "^", "**", " + ", " - "]), parts).map("".join),
        parts.map("({})".format),
        parts.map("-{}".format),
        st.tuples(st.sampled_from([name for name, count in FUNCTIONS.items() if count == 1]), parts).map("{0[0]}({0[1]})".format),
        st.tuples(st.sampled_from(["min", "max"]), parts, parts).map("{0[0]}({0[1]},{0[2]})".format),
    )


NUMBERS = st.one_of(st.integers(0, 30).map(str), st.floats(0.0009765625, 99, width=32).map(repr))
FORMULAS = st.recursive(st.one_of(st.sampled_from(["x1", "x2", "pi", "e"]), NUMBERS), joined, max_leaves=8).filter(
    lambda text: len(text) <= 120
)


@given(FORMULAS)
def test_a_formula_has_the_values_that_python_s_own_grammar_gives_it(text):
    with np.errstate(all="ignore"):
        # Only what FORMULAS makes is evaluated; with NumPy's numbers 1/0 is infinite and 9^9^9^9 is quick.
        python = re.sub(r"(?<![\w.])[0-9.]+", r"number(\g<0>)", text).replace("^", "**")
        values = eval(python, {"__builtins__": {}}, PYTHON)
        expected = np.clip(np.nan_to_num(np.broadcast_to(values, X1.shape).astype(float), nan=0.0), -LARGEST, LARGEST)
    np.testing.assert_allclose(Expression(text)(X1, X2), expected, rtol=1e-12)


@given(FORMULAS)
def test_a_formula_written_back_is_the_same_formula(text):
    first = Expression(text)
    again = Expression(first.text)
    assert again.tree == first.tree
    assert again == first and hash(again) == hash(first)
    assert again.text == first.text
    assert np.array_equal(again(X1, X2), first(X1, X2))


@given(st.one_of(st.text(max_size=250), st.text("x12()+-*/^,. esinmaxpi0", max_size=250)))
def test_any_text_is_a_formula_or_is_refused_with_a_place_in_it(text):
    try:
        values = Expression(text)(X1, X2)
    except ExpressionError as error:
        assert 0 <= error.position <= len(text)
        assert error.expected in str(error)
        line, caret = error.pointer.split("\n")
        assert len(line) == len(text)
        assert caret == " " * error.position + "^"
    else:
        assert np.isfinite(values).all()


@given(FORMULAS, st.lists(st.floats(), min_size=1, max_size=5))
def test_values_are_numbers_of_at_most_a_million_wherever_the_point_is(text, places):
    values = Expression(text)(np.array(places), np.array(places[::-1]))
    assert values.dtype == np.float64
    assert (np.abs(values) <= LARGEST).all()


@pytest.mark.parametrize(
    ("text", "x1", "x2", "value"),
    [
        ("x1^2 + x2^2", 3, 4, 25),
        ("-x1^2", 3, 0, -9),
        ("(-x1)^2", 3, 0, 9),
        ("2^3^2", 0, 0, 512),
        ("2^-x1", 1, 0, 0.5),
        ("8-4-2", 0, 0, 2),
        ("8/4/2", 0, 0, 1),
        ("2*-x1", 3, 0, -6),
        ("+x1--x2", 1, 2, 3),
        ("x1**2", 3, 0, 9),
        ("1.5e1 + .5 + 2.", 0, 0, 17.5),
        ("sin(pi/2)", 0, 0, 1),
        ("log(e)", 0, 0, 1),
        ("min(x1, x2) - max(x1, x2)", 2, 5, -3),
        ("sign(x1) * floor(x2)", -3, 1.5, -1),
        ("gauss(x1)", 2, 0, math.exp(-4)),
        ("sigmoid(x1)", 2, 0, 1 / (1 + math.exp(-2))),
        (" SIN ( X1 ) ", 2, 0, math.sin(2)),
    ],
)
def test_formulas_follow_the_rules_of_mathematics(text, x1, x2, value):
    assert at(text, x1, x2) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "x1", "value"),
    [
        ("1/x1", 0, LARGEST),
        ("-1/x1", 0, -LARGEST),
        ("x1/x1", 0, 0),
        ("log(x1)", 0, -LARGEST),
        ("log(x1)", -1, 0),
        ("sqrt(x1)", -1, 0),
        ("x1^0.5", -1, 0),
        ("exp(exp(x1))", 6, LARGEST),
        ("1/(1/x1)", 0, 0),
        ("1e308*10", 0, LARGEST),
    ],
)
def test_where_a_formula_is_not_defined_it_is_zero_and_where_it_is_infinite_a_million(text, x1, value):
    assert at(text, x1) == value


def test_a_square_is_the_square_of_the_feature_to_the_last_digit():
    x1 = np.random.default_rng(1).uniform(-6, 6, 1000)
    assert np.array_equal(Expression("x1^2")(x1, x1), x1 * x1)


def test_a_constant_has_its_value_at_every_point_and_any_shape_is_kept():
    values = Expression("2*pi")(np.zeros((3, 4)), np.zeros((3, 4)))
    assert values.shape == (3, 4)
    assert (values == 2 * math.pi).all()
    assert Expression("x1")(np.float64(2), np.float64(3)) == 2


def test_values_are_a_new_array_and_the_points_stay_as_they_are():
    x1 = np.array([1e9, math.nan])
    assert Expression("x1")(x1, x1).tolist() == [LARGEST, 0]
    assert x1[0] == 1e9 and math.isnan(x1[1])


@pytest.mark.parametrize(
    ("text", "canonical", "label"),
    [
        ("x1 ** 2 + ((x2))", "x1^2+x2", "X₁²+X₂"),
        ("(x1 - x2) - (x1 - 1)", "x1-x2-(x1-1)", "X₁−X₂−(X₁−1)"),
        ("x1 * (x2 / 2)", "x1*(x2/2)", "X₁·(X₂/2)"),
        ("(x1 ^ 2) ^ 3", "(x1^2)^3", "(X₁²)³"),
        ("x1 ^ (2 ^ 3)", "x1^2^3", "X₁^2³"),
        ("x1 ^ 2.50", "x1^2.5", "X₁^2.5"),
        ("x1 ^ 25", "x1^25", "X₁^25"),
        ("-(x1 * 2)", "-(x1*2)", "−(X₁·2)"),
        ("1E-7 + 100000000000000000000", "1e-7+1e20", "1e−7+1e20"),
        ("Max(X1, 0.0)", "max(x1,0)", "max(X₁,0)"),
    ],
)
def test_a_formula_has_one_way_of_writing_and_a_label_for_people(text, canonical, label):
    assert (Expression(text).text, Expression(text).label) == (canonical, label)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected a number, x1, x2, pi, e, a function or ( at character 1, got the end"),
        ("x1 +", "expected a number, x1, x2, pi, e, a function or ( at character 5, got the end"),
        ("x1 + * 2", "expected a number, x1, x2, pi, e, a function or ( at character 6, got '*'"),
        ("2x1", "expected an operator (+ - * / ^) or the end at character 2, got 'x1'"),
        ("x1)", "expected an operator (+ - * / ^) or the end at character 3, got ')'"),
        ("(x1", "expected an operator (+ - * / ^) or ) at character 4, got the end"),
        ("sin x1", "expected ( after sin at character 5, got 'x1'"),
        ("min(x1)", "expected a comma, as min takes 2 values, at character 7, got ')'"),
        ("sin(x1, 2)", "expected an operator (+ - * / ^) or ) at character 7, got ','"),
        ("x1 = 2", "expected a number, a name, an operator or a bracket at character 4, got '='"),
        ("1e999", "expected a number below 1e308 at character 1, got '1e999'"),
        ("y + 1", "expected x1, x2, pi, e or a function (sin cos tan exp log sqrt abs sign floor tanh sigmoid gauss min max) "
         "at character 1, got 'y'"),
        ("1" * 201, "expected a formula of at most 200 characters at character 201, got 201"),
    ],
)  # fmt: skip
def test_an_error_says_what_was_expected_where_and_what_came(text, message):
    with pytest.raises(ExpressionError) as caught:
        Expression(text)
    assert str(caught.value) == message
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "text", ["__import__('os')", "x1.real", "x1[0]", "lambda: 1", "open(1)", "x1 if x2 else 1", "x1; x2", "ſin(x1)"]
)
def test_python_is_not_understood(text):
    with pytest.raises(ExpressionError):
        Expression(text)


@pytest.mark.parametrize("opening", ["(", "-", "x1^", "sin(", "min(1,"])
def test_formulas_nested_too_deeply_are_refused_and_the_deepest_allowed_one_works(opening):
    closing = ")" if opening.endswith(("(", ",")) else ""
    assert math.isfinite(at(opening * MOST_NESTED + "x1" + closing * MOST_NESTED, 0.5))
    deeper = MOST_NESTED + 1
    with pytest.raises(ExpressionError, match=f"at most {MOST_NESTED} brackets"):
        Expression(opening * deeper + "x1" + closing * deeper)


def test_the_longest_formulas_can_be_evaluated():
    assert at("+".join(["1"] * (MOST_CHARACTERS // 2)), 0) == MOST_CHARACTERS // 2


def test_a_formula_that_grows_beyond_the_limit_when_it_is_written_is_refused():
    with pytest.raises(ExpressionError, match="at most 200 characters, written as 0.5"):
        Expression("+".join([".5"] * 66))


def test_shuffled_pieces_of_formulas_never_do_anything_else_than_being_read_or_refused():
    pieces = ["x1", "x2", "(", ")", "sin(", "min(", ",", "+", "-", "*", "/", "^", "2", ".5", "e", "pi", " "]
    chooser, read = random.Random(1), 0
    for _ in range(3000):
        text = "".join(chooser.choices(pieces, k=chooser.randint(1, 7)))
        try:
            read += bool(np.isfinite(Expression(text)(X1, X2)).all())
        except ExpressionError as error:
            assert error.text == text
    assert read > 100
