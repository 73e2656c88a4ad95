"""People's tables are read whatever their writing, wrong cells are named by line and column, and nothing is lost."""

import math
import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pycore.data.csv_cells import MOST_CHARACTERS_A_LINE, MOST_PROBLEMS, MOST_ROWS
from pycore.data.number_texts import is_missing
from pycore.data.tables import TableError, from_points, parse, to_csv

TWO = [[1.5, 2.0, -1.0], [-3.0, 0.25, 1.0]]


def failure(text, **options):
    with pytest.raises(TableError) as caught:
        parse(text, **options)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2,cat\n-3,.25,dog",
        "1.5;2;cat\n-3;.25;dog\n",
        "1.5\t2\tcat\n-3\t.25\tdog",
        "1,5;2;cat\n-3;0,25;dog",
        "1,5\t2,0\tcat\n-3,\t,25\tdog",
        "\ufeffwidth,height,animal\r\n1.5,2,cat\r\n-3,0.25,dog\r\n",
        "\n\n1.5,2,cat\n\n \n,,\n-3,0.25,dog\n\n",
        "1.5,2,cat\r-3,0.25,dog\r",
        ' 1.5 , "2" , "cat"\n"-3","0.25","dog"',
        "1.5,2,cat,,\n-3,0.25,dog,\n",
        "+15e-1,2E0,cat\n-3.0,00.25,dog",
        "x,y,\n1.5,2,cat\n-3,0.25,dog",
    ],
)
def test_one_table_may_be_written_in_many_ways(text):
    table = parse(text)
    assert table.points.tolist() == TWO
    assert (table.classes, table.kind, table.problems, table.problem_count) == (("cat", "dog"), "classification", (), 0)


def test_a_header_gives_the_columns_their_names_and_is_not_needed():
    assert parse("width; height ;animal\n1;2;cat\n3;4;dog").columns == ("width", "height", "animal")
    assert parse("x,y,\n1,2,cat\n3,4,dog").columns == ("x", "y", "label")
    assert parse("1,2,cat\n3,4,dog").columns == ("x1", "x2", "label")


def test_quoted_names_may_hold_separators_and_quotes():
    assert parse('1,2,"cat, big"\n3,4,"the ""dog"""').classes == ("cat, big", 'the "dog"')


def test_a_separator_in_names_does_not_hide_the_one_between_columns():
    assert parse("1,2,a;b\n3,4,c").classes == ("a;b", "c")
    assert parse("1\t2\ta,b\n3\t4\tc,d").classes == ("a,b", "c,d")


@pytest.mark.parametrize(
    ("labels", "kind", "classes", "numbers"),
    [
        (["b", "a", "b"], "classification", ("a", "b"), [1, -1, 1]),
        (["c", "a", "b"], "classification", ("a", "b", "c"), [2, 0, 1]),
        (["1", "-1", "1"], "classification", ("-1", "1"), [1, -1, 1]),
        (["10", "9", "2.0"], "classification", ("2", "9", "10"), [2, 1, 0]),
        (["-0", "0", "7"], "classification", ("0", "7"), [-1, -1, 1]),
        (["1", "2", "3", "4", "5", "6"], "classification", ("1", "2", "3", "4", "5", "6"), [0, 1, 2, 3, 4, 5]),
        (["1", "2", "3", "4", "5", "6", "7"], "regression", (), [1, 2, 3, 4, 5, 6, 7]),
        (["1", "0.5", "1"], "regression", (), [1, 0.5, 1]),
        (["1", "one"], "classification", ("1", "one"), [-1, 1]),
    ],
)
def test_names_and_few_whole_numbers_are_classes_and_other_numbers_a_regression(labels, kind, classes, numbers):
    table = parse("\n".join(f"{index},0,{label}" for index, label in enumerate(labels)))
    assert (table.kind, table.classes, table.points[:, 2].tolist()) == (kind, classes, numbers)


def test_the_kind_can_be_said():
    assert parse("1,2,0\n3,4,1", kind="regression").classes == ()
    assert parse("1,2,0.5\n3,4,1.5", kind="classification").classes == ("0.5", "1.5")
    assert parse("1,2,0\n3,4,1\n5,6,x", kind="classification").classes == ("0", "1", "x")
    assert str(failure("1,2,a\n3,4,1", kind="regression")) == "line 1, column 3: expected a number, got 'a'"
    with pytest.raises(ValueError, match="kind: expected classification, regression or None, got 'clustering'"):
        parse("1,2,0\n3,4,1", kind="clustering")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2,a\n3,x,b", "line 2, column 2: expected a number, got 'x'"),
        ("1,2,a\n,4,b", "line 2, column 1: expected a number, got nothing"),
        ("1,2,a\n1_0,4,b", "line 2, column 1: expected a number, got '1_0'"),
        ("1,2,a\n3,nan,b", "line 2, column 2: expected a finite number, got 'nan'"),
        ("1,2,a\n3,-inf,b", "line 2, column 2: expected a finite number, got '-inf'"),
        ("1,2,a\n3,1e999,b", "line 2, column 2: expected a finite number, got '1e999'"),
        ("1,2,a\n3,4,", "line 2, column 3: expected a label, got nothing"),
        ("1,2,0.1\n3,4,0.2\n5,6,n/a", "line 3, column 3: expected a number, got 'n/a'"),
        ("1,2,0\n3,4,1\n5,6,?", "line 3, column 3: expected a number, got '?'"),
        ("1,2,0\n3,4,1\n5,6,nan", "line 3, column 3: expected a finite number, got 'nan'"),
        ("1,2,a\n\n3,4\n5,6,b", "line 3, column 3: expected three columns, got 2"),
        ("1,2,a\n3,4,5,b\n5,6,b", "line 2, column 4: expected three columns, got 4"),
        ('1,2,"a\n3,4,b\n5,6,c', "line 1, column 1: expected a closing quote for every opening one, got '1,2,\"a'"),
        ("1,5;2;a\n1.5;3;b", "line 1, column 1: expected a number with a decimal point (as elsewhere in the table), got '1,5'"),
        ("1,234;2;a\n3;5;b", "line 1, column 1: expected a number without doubt (1,234 may be 1.234 or 1234), got '1,234'"),
        ("1,2,a\n" + "9" * 50 + "x,4,b", "line 2, column 1: expected a number, got '" + "9" * 36 + "..."),
        ("1,2,a\n3,4,a", "line 1, column 3: expected at least two different labels, got only 'a'"),
        ("1,2,0.5\n3,4,.50", "line 1, column 3: expected at least two different labels, got only 0.5"),
        ("", "line 1, column 1: expected rows of two numbers and a label, got none"),
        ("\n \n,,\n", "line 1, column 1: expected rows of two numbers and a label, got none"),
        ("x,y,label\n", "line 1, column 1: expected rows of two numbers and a label, got none"),
        (
            "1 2\n3 4",
            "line 1, column 3: expected a third column with labels (or to predict one column from the other, read_table's "
            "columns= and label=), got 2",
        ),
        (
            "\n".join(f"{i},0,c{i % 8}" for i in range(20)),
            "line 7, column 3: expected at most 6 classes, got 8, the first that is too much being 'c6'",
        ),
    ],
)
def test_an_error_says_where_what_was_expected_and_what_came(text, message):
    error = failure(text)
    assert str(error) == message
    assert (error.line, error.column) == error.problems[0][:2]
    assert error.count == 1


def test_an_error_lists_the_problems_in_order_and_counts_what_it_does_not_list():
    error = failure("1,2,a\n3,4\n" + "x,y,\n" * 20 + "5,6,b")
    assert len(error.problems) == MOST_PROBLEMS
    assert [problem[:2] for problem in error.problems[:5]] == [(2, 3), (3, 1), (3, 2), (3, 3), (4, 1)]
    assert error.count == 61
    assert str(error) == "line 2, column 3: expected three columns, got 2 (and 60 more)"


def test_bad_lines_can_be_left_out_and_are_reported():
    table = parse('a title\nx,y,animal\n1,2,cat\n1,oops,dog\n3,4,dog\n"5,6,dog\n7,8,\n9,10,cat', skip_bad=True)
    assert table.points.tolist() == [[1, 2, -1], [3, 4, 1], [9, 10, -1]]
    assert [str(problem) for problem in table.problems] == [
        "line 1, column 2: expected three columns, got 1",
        "line 4, column 2: expected a number, got 'oops'",
        "line 6, column 1: expected a closing quote for every opening one, got '\"5,6,dog'",
        "line 7, column 3: expected a label, got nothing",
    ]
    assert table.problem_count == 4
    assert table.columns == ("x", "y", "animal")


def test_a_class_that_only_bad_lines_have_is_no_class():
    assert parse("1,2,cat\n3,4,dog\nx,5,cow", skip_bad=True).classes == ("cat", "dog")


def test_leaving_out_bad_lines_does_not_make_a_table_of_nothing():
    error = failure("x,1,a\n2,y,b", skip_bad=True)
    assert [problem[:2] for problem in error.problems] == [(1, 1), (2, 2)]
    assert failure("1,2,a\nx,2,b", skip_bad=True).column == 3


def test_a_long_line_is_a_problem_of_that_line_only():
    table = parse("1,2,a\n3,4,b\n5,6," + "x" * MOST_CHARACTERS_A_LINE, skip_bad=True)
    assert (len(table.points), table.problems[0].line) == (2, 3)
    assert failure('1,2,a\n3,4,"b"\n5,6,"' + "x" * 200_000).line == 3


def test_a_hundred_thousand_rows_are_the_most():
    rows = ["0,1,a", "1,0,b"] * (MOST_ROWS // 2)
    assert len(parse("\n".join(["x,y,label", *rows])).points) == MOST_ROWS
    for head, more, line in (([], 1, MOST_ROWS + 1), (["x,y,label"], 1, MOST_ROWS + 2), ([], 2, MOST_ROWS + 2)):
        error = failure("\n".join([*head, *rows, *["2,2,a"] * more]))
        assert error.line == line
        assert "column 1: expected at most 100000 rows, got 10000" in str(error)


@pytest.mark.parametrize("bad", [False, True])
def test_a_hundred_thousand_rows_are_read_quickly(bad):
    chooser = random.Random(1)
    rows = [f"{chooser.random()};{chooser.random()}{'x' * bad};{chooser.choice('abc')}" for _ in range(MOST_ROWS)]
    text = "\n".join(rows).replace(".", ",")
    start = time.process_time()
    if bad:
        assert failure(text).count == MOST_ROWS
    else:
        assert len(parse(text).points) == MOST_ROWS
    assert time.process_time() - start < 3  # one, usually


NUMBER = st.floats(allow_nan=False, allow_infinity=False)
NAME = (
    st.text(st.characters(categories=("L", "P", "S", "Zs")), max_size=8)
    .map(str.strip)
    .filter(lambda name: name and not name.isdigit() and not is_missing(name) and not name.startswith("#"))
)
CLASSES = st.lists(NAME.filter(lambda n: n.lower().lstrip("+-") not in ("nan", "inf", "infinity")), min_size=2, max_size=6, unique=True)


@given(
    CLASSES.flatmap(
        lambda names: st.tuples(st.just(names), st.lists(st.tuples(NUMBER, NUMBER, st.sampled_from(names)), max_size=8))
    )
)
def test_a_table_of_classes_written_as_csv_is_the_same_table_again(drawn):
    names, points = drawn
    table = from_points([*points, *((0, index, name) for index, name in enumerate(names))])
    again = parse(to_csv(table.points, table.columns, table.classes))
    assert np.array_equal(again.points, table.points)
    assert (again.classes, again.columns) == (table.classes, table.columns)
    assert set(again.classes) == {" ".join(name.split()) for name in names}


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER), max_size=8))
def test_a_table_of_numbers_written_as_csv_is_the_same_table_again(points):
    table = from_points([*points, (0, 0, 0.5), (1, 1, 1)])
    again = parse(to_csv(table.points, ("a", "b", "c")))
    assert np.array_equal(again.points, table.points)
    assert (again.kind, again.columns) == ("regression", ("a", "b", "c"))


@given(st.one_of(st.text(max_size=80), st.text('12.,;\t\n"ab-e', max_size=80)), st.booleans())
def test_any_text_is_a_table_or_is_refused_with_a_line_of_it(text, skip_bad):
    try:
        table = parse(text, skip_bad=skip_bad)
    except TableError as error:
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 1
        assert 1 <= error.column <= 4
        assert str(error).startswith(str(error.problems[0]))
    else:
        assert np.isfinite(table.points).all()
        assert len(set(table.points[:, 2])) == len(table.classes) or (not table.classes and len(table.points) >= 2)
        assert skip_bad or table.problem_count == 0


@given(
    st.lists(st.sampled_from(["1,2,a", "3,4.5,b", "x,2,a", "1,,b", "1,2,", "1,2", "1,2,3,4", "nan,1,a", "0,-1e3,a"]), max_size=30)
)
def test_leaving_out_bad_lines_keeps_exactly_the_good_ones(lines):
    fine = {"1,2,a": [1, 2, -1], "3,4.5,b": [3, 4.5, 1], "0,-1e3,a": [0, -1000, -1]}
    lines = ["1,2,a", *lines, "3,4.5,b"]
    table = parse("\n".join(lines), skip_bad=True)
    assert table.points.tolist() == [fine[line] for line in lines if line in fine]
    assert table.problem_count == sum(line not in fine for line in lines)


def test_points_are_in_the_table_s_units_and_can_not_be_written_to():
    points = parse("1000,2,a\n3,4,b").points
    assert points[0, 0] == 1000 and points.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        points[0] = 0


def test_what_fits_the_window_stays_as_it_is():
    table = parse("-6,1,-1\n6,3,0.5")
    points, scaling = table.scaled()
    assert np.array_equal(points, table.points)
    assert str(scaling) == "x1 is as it was; x2 is as it was; label is as it was"
    points[0] = 0
    assert table.points[0, 0] == -6


def test_what_does_not_fit_is_mapped_onto_the_window_and_can_be_undone():
    table = parse("width,height,price\n10,0,100\n20,0.5,150\n50,1,300")
    points, scaling = parse("width,height,price\n10,0,100\n20,0.5,150\n50,1,300", kind="regression").scaled()
    assert points.tolist() == [[-5, -5, -1], [-2.5, 0, -0.5], [5, 5, 1]]
    assert str(scaling) == "width: 10 to 50 became -5 to 5; height: 0 to 1 became -5 to 5; price: 100 to 300 became -1 to 1"
    assert scaling.undo(points).tolist() == [[10, 0, 100], [20, 0.5, 150], [50, 1, 300]]
    assert (scaling.axes[0].offset, scaling.axes[0].factor) == (30, 0.25)
    assert table.scaled()[0][:, 2].tolist() == [0, 1, 2]


def test_a_column_of_one_value_stays_in_the_window_or_moves_to_its_middle():
    points, scaling = parse("5,70,a\n5,70,b").scaled()
    assert points[:, :2].tolist() == [[5, 0], [5, 0]]
    assert scaling.undo(points)[0].tolist() == [5, 70, -1]


@given(st.lists(st.tuples(NUMBER, NUMBER, NUMBER), min_size=1, max_size=6))
def test_any_finite_numbers_fit_the_window_when_scaled(drawn):
    points, scaling = from_points([*drawn, (0, 0, 0.25), (1, 1, 0.5)]).scaled()
    assert np.isfinite(points).all()
    assert (np.abs(points) <= [6, 6, 1]).all()
    for axis in scaling.axes:
        assert axis.factor > 0 and math.isfinite(axis.offset)


def test_drawn_points_are_a_table():
    table = from_points([(1, 2, 1), (np.float32(0.5), -2.0, -1), [0, 0, 1]])
    assert table.points.tolist() == [[1, 2, 1], [0.5, -2, -1], [0, 0, 1]]
    assert table.classes == ("-1", "1")
    assert from_points(np.array([[1, 2, 0.5], [3, 4, 1.0]])).kind == "regression"
    assert from_points([(1, 2, 1), (3, 4, -1)], kind="regression").points[:, 2].tolist() == [1, -1]
    assert from_points([(1, 2, "red\n one"), (3, 4, 5)]).classes == ("5", "red one")


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([], "point 1, column 1: expected rows of two numbers and a label, got none"),
        ([(1, 2, 1), (3, 4)], "point 2, column 1: expected x1, x2 and a label, got (3, 4)"),
        ([(1, 2, 1), 7], "point 2, column 1: expected x1, x2 and a label, got 7"),
        ([(1, 2, 1), (3, "4", -1)], "point 2, column 2: expected a number, got '4'"),
        ([(1, 2, 1), (3, True, -1)], "point 2, column 2: expected a number, got True"),
        ([(1, 2, 1), (3, math.nan, -1)], "point 2, column 2: expected a finite number, got nan"),
        (
            [(1, 2, 1), (3, 10**5000, -1)],
            "point 2, column 2: expected a finite number, got a whole number of 16610 bits",
        ),
        ([(1, 2, 1), (3, 4, math.inf)], "point 2, column 3: expected a finite number, got inf"),
        ([(1, 2, "a"), (3, 4, None)], "point 2, column 3: expected a label, got nothing"),
        ([(1, 2, "a"), (3, 4, [1])], "point 2, column 3: expected a label, got [1]"),
        ([(1, 2, 1), (3, 4, 1)], "point 1, column 3: expected at least two different labels, got only 1.0"),
        ([(0, 0, 0)] * (MOST_ROWS + 1), "point 100001, column 1: expected at most 100000 points, got more"),
    ],
)
def test_drawn_points_that_can_not_be_used_are_refused_by_their_number(points, message):
    with pytest.raises(TableError) as caught:
        from_points(points)
    assert str(caught.value) == message


def test_csv_is_made_of_points_with_known_labels_only():
    assert to_csv([[1, 0.5, -0.0], [-2, 1e300, 3]]) == "x1,x2,label\n1,0.5,0\n-2,1e+300,3\n"
    with pytest.raises(ValueError, match=r"points: expected labels \[-1, 1\], got \[0.0\]"):
        to_csv([[1, 2, 0]], classes=("a", "b"))
    with pytest.raises(ValueError, match=r"points: expected shape \(n, 3\), got \(3,\)"):
        to_csv([1, 2, 3])
