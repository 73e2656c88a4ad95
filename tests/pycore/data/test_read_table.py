"""Files in the forms in which people have them give the right points and classes, or a sentence that says what to do."""

import io
from types import SimpleNamespace

import numpy as np
import pandas
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import pycore
from pycore.data.table_sources import MOST_BYTES
from pycore.data.tables import Table, TableError, parse, read_table

CLOUD = [(1.25, 0.5, "no"), (2.5, -1.75, "yes"), (3.75, 2.25, "no"), (4.5, 3.5, "yes"), (0.5, 4.125, "no"), (2.0, 1.5, "yes")]
POINTS = [[x, y, 1.0 if label == "yes" else -1.0] for x, y, label in CLOUD]


def written(header="a,b,kind", separator=",", mark=".", ending="\n"):
    cells = [[str(x).replace(".", mark), str(y).replace(".", mark), label] for x, y, label in CLOUD]
    lines = [separator.join(header.split(",")), *(separator.join(row) for row in cells)] if header else map(separator.join, cells)
    return ending.join(lines) + ending


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize(("separator", "mark"), [(",", "."), (";", ","), ("\t", ","), ("|", "."), (" ", "."), ("  ", ",")])
def test_bytes_of_any_encoding_and_separator_are_the_same_table(encoding, separator, mark, tmp_path):
    source = written("länge,breite,größe", separator, mark, "\r\n").encode(encoding)
    table = read_table(source)
    assert table.points.tolist() == POINTS
    assert (table.columns, table.classes) == (("länge", "breite", "größe"), ("no", "yes"))
    file = tmp_path / "table.csv"
    file.write_bytes(source)
    assert read_table(file).points.tolist() == read_table(str(file)).points.tolist() == POINTS


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\n" + written(separator=";"),
        '"sep=;"\r\n' + written(separator=";", mark=","),
        "SEP=,\n" + written(),
        "# kept by hand\n" + written(),
    ]
    + ["# " + written(separator=" ").replace("a b", "a b"), written().replace("-", "\u2212"), written().replace(",", " , ")],
)
def test_what_programs_put_around_a_table_does_no_harm(text):
    assert read_table(text).points.tolist() == POINTS
    assert read_table(text).columns == ("a", "b", "kind")


@pytest.mark.parametrize("header", ["0,1,2", "0,1,species", "2019,2020,grew", "1999,2009,2019"])
def test_numbers_may_be_names(header):
    assert read_table(written(header)).columns == tuple(header.split(","))
    assert read_table(written(header)).points.tolist() == POINTS
    numbers = written(header).replace("no", "0").replace("yes", "1")
    assert read_table(numbers).points.tolist() == POINTS


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["1.234,5", "2.500,25", "12,5"], [1234.5, 2500.25, 12.5]),
        (['"1,234.5"', '"2,500.25"', "12.5"], [1234.5, 2500.25, 12.5]),
        (['"1,234"', '"2,500"', "12"], [1234, 2500, 12]),
        (["1.234.567", "2.000.000", "3,5"], [1234567, 2e6, 3.5]),
        (["1 234,5", "2\u00a0500,25", "12,5"], [1234.5, 2500.25, 12.5]),
        (["1'234.5", "2’500.25", "12.5"], [1234.5, 2500.25, 12.5]),
        (["29%", "50 %", "7.5%"], [0.29, 0.5, 0.075]),
        (["€ 5", "$7", "9 €"], [5, 7, 9]),
        (["\u22125", "- 7", "+9"], [-5, -7, 9]),
    ],
)
def test_numbers_are_read_in_the_style_of_their_column(texts, numbers):
    separator = "," if any('"' in text for text in texts) else ";"
    table = read_table("\n".join(f"{text}{separator}{index}{separator}{'ab'[index % 2]}" for index, text in enumerate(texts)))
    assert table.points[:, 0].tolist() == numbers


def test_a_number_that_may_be_two_is_refused_and_other_columns_may_tell():
    with pytest.raises(
        TableError, match=r"line 1, column 1: expected a number without doubt \(1,234 may be 1.234 or 1234\), got '1,234'"
    ):
        read_table("1,234;2;a\n2,345;3;b")
    assert read_table("1,234;2,5;a\n2,345;3,5;b").points[0, 0] == 1.234
    assert read_table("1,234;2.5;a\n2,345;3.5;b").points[0, 0] == 1234
    assert read_table("1.234;2,5;a\n2.345;3,5;b").points[0, 0] == 1234


def test_of_many_columns_the_label_and_the_inputs_are_found_or_chosen():
    text = "id,a,name,b,c,kind\n" + "".join(f"{n},{x},n{n},{y},{n * 7 % 5},{k}\n" for n, (x, y, k) in enumerate(CLOUD * 3))
    table = read_table(text)
    assert (table.columns, table.points[:6].tolist()) == (("a", "b", "kind"), POINTS)
    assert "not used: id, name, c" in table.notes[1]
    assert read_table(text, columns=["b", "a"], label="kind").columns == ("b", "a", "kind")
    assert read_table(text, columns=("a", "b"), label="c").columns[2] == "c"
    one = read_table("x,y\n1,2.5\n2,3.5\n3,5.5", columns="x", label="y")
    assert (one.kind, one.points.tolist()) == ("regression", [[1, 0, 2.5], [2, 0, 3.5], [3, 0, 5.5]])
    with pytest.raises(TableError, match="columns: one of id, a, name, b, c, kind, got 'q'"):
        read_table(text, columns=["q", "a"])


def test_a_label_in_front_is_found():
    text = "group,a,b\n" + "".join(f"{label},{x},{y}\n" for x, y, label in CLOUD)
    assert read_table(text).points.tolist() == POINTS


@pytest.mark.parametrize("missing", ["NA", "N/A", "NaN", "nan", "null", "None", "#N/A", "<NA>", "?", ""])
def test_what_is_missing_is_never_a_class(missing):
    text = written() + f"1,2,{missing}\n"
    with pytest.raises(
        TableError, match="line 8, column 3: expected a label, got .*mend it, or leave such lines out with skip_bad=True"
    ):
        read_table(text)
    assert read_table(text, skip_bad=True).classes == ("no", "yes")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("day,t,rain\n2024-01-01,2.5,no\n2024-01-02,3.5,yes", "line 2, column 1: expected a number .of a date, such as the days"),
        ("day;t;rain\n01.02.2024;2,5;no\n02.02.2024;3,5;yes", "line 2, column 1: expected a number .of a date, such as the days"),
        ("x,y\n1,2\n3,4", "line 1, column 3: expected a third column with labels"),
        (written() * 4 + "1e15,1,no", "line 8, column 1"),
        ("a,b,c\n" + "1,5,2,5,x\n" * 5, "numbers with a comma in them need quotes"),
        ("id,x,y\n" + "".join(f"{n},{n / 4},{n / 8}\n" for n in range(9)), "expected a label besides two columns of numbers"),
        ("data.csv", "line 1, column 1: expected a file that can be read, got 'data.csv'"),
        (b"PK\x03\x04 and more", "save the table as CSV, got an Excel workbook"),
    ],
)
def test_what_can_not_be_used_is_said_with_its_place_and_the_way_out(text, message):
    with pytest.raises(TableError, match=message) as caught:
        read_table(text)
    assert len(str(caught.value)) < 600


def test_one_cell_far_from_all_others_is_named():
    rows = [f"{n % 7},{n % 5},{'ab'[n % 2]}" for n in range(40)]
    with pytest.raises(TableError, match=r"line 10, column 2: .*not far from all others \(0 to 4\), got '95666666'"):
        read_table("\n".join([*rows[:9], "1,95666666,a", *rows[9:]]))
    assert len(read_table("\n".join([*rows, "1,95666666,a"]), skip_bad=True).points) == 40


def test_frames_columns_and_rows_are_tables():
    columns = {"a": [1.5, 2.5, None], "b": np.array([1, 2, 3]), "kind": ["x", "y", "x"]}
    frame = SimpleNamespace(columns=list(columns), shape=(3, 3))

    class Frame:
        columns = ["a", "b", "kind"]
        shape = (3, 3)

        def __getitem__(self, name):
            return {"a": [1.5, 2.5, 4], "b": [1, 2, 3], "kind": ["x", "y", "x"]}[name]

    assert frame.shape == Frame.shape
    assert read_table(Frame()).points.tolist() == [[1.5, 1, -1], [2.5, 2, 1], [4, 3, -1]]
    with pytest.raises(TableError, match="row 3, column 1: expected a number, got nothing"):
        read_table(columns)
    assert read_table(np.array([[1, 2, 0.5], [3, 4, 0.75]])).kind == "regression"
    with pytest.raises(TypeError, match="source: expected a path, a text, bytes, a data frame or rows, got int"):
        read_table(7)
    assert pycore.read_table is read_table and pycore.TableError is TableError


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"points": [[1, 2]]}, r"points: shape \(n, 3\)"),
        ({"points": [[1, 2, np.nan]]}, "row 1, column 3: expected a finite number, got nan"),
        (
            {"points": [[1, 2, 0]], "classes": ("a", "b")},
            "row 1, column 3: expected one of -1, 1, as there are 2 classes, got 0.0",
        ),
        ({"points": [[1, 2, 1]], "classes": ("a", "a")}, "classes: none, or 2 to 6 different names"),
        ({"points": [[1, 2, 1]], "columns": ("a",)}, "columns: 3 texts"),
        ({"points": "no"}, "points: real numbers"),
    ],
)
def test_a_table_made_by_hand_is_checked(values, message):
    with pytest.raises(TableError, match=message):
        Table(**values)


def test_a_file_has_a_size_that_is_told():
    with pytest.raises(TableError, match=f"at most {MOST_BYTES} bytes .table_sources.MOST_BYTES., got {MOST_BYTES + 1}"):
        read_table(bytes(MOST_BYTES + 1))
    with pytest.raises(TableError, match="at most 1000 columns, got 1001"):
        parse(",".join(["1"] * 1001))


PIECES = st.sampled_from(
    [
        "1",
        "2.5",
        "1,5",
        "1.234",
        "NA",
        "a",
        "b",
        '"',
        ",",
        ",",
        ";",
        "\t",
        " ",
        "\n",
        "\n",
        "%",
        "-",
        "\u2212",
        "sep=;\n",
        "#",
        "'",
        "€",
        "1e999",
    ]
    + ["2024-01-01", "nan", "class", "\r", "\x00", "\ufeff", "id"]
)


@settings(max_examples=1000, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=60).map("".join), st.binary(max_size=60)), st.booleans())
def test_a_thousand_texts_are_tables_or_refused_in_few_words(source, skip_bad):
    try:
        table = read_table(source, skip_bad=skip_bad)
    except TableError as error:
        assert len(str(error)) < 600
    else:
        assert np.isfinite(table.points).all() and np.isfinite(table.scaled()[0]).all()


def test_what_a_table_s_owner_would_not_notice_is_told():
    far = written() + "".join(f"{value},1,no\n" for value in (6e9, 7e9)) + written(None)
    assert "a: most values lie from 1.25 to 4.5, but some are as far as 7000000000" in read_table(far).notes[0]
    grades = "a,b,grade\n" + "".join(f"{n * 0.5},{n * n % 7},{n % 10}\n" for n in range(40))
    table = read_table(grades)
    assert (table.kind, table.notes) == (
        "regression", ("grade has 10 different whole numbers, taken as numbers to predict; of classes there are at most 6.",),
    )  # fmt: skip
    prices = "smoker,age,price\n" + "".join(f"{n % 2},{20 + n},{n * 1.5}\n" for n in range(20))
    assert read_table(prices).notes == ("The label is price; another is chosen with label=.",)
    assert read_table(written("größe,b,kind").encode("cp1252")).notes == ("The file is not UTF-8; it is read as Windows-1252.",)
    assert not read_table(written().encode()).notes


@pytest.mark.parametrize("name", ["y", "group", "type", "target"])
def test_a_label_of_numbers_in_front_is_known_by_its_name(name):
    text = f"{name},x1,x2\n" + "".join(f"{int(label == 'yes')},{x},{y}\n" for x, y, label in CLOUD * 2)
    table = read_table(text)
    assert (table.points[:6].tolist(), table.columns, table.classes) == (POINTS, ("x1", "x2", name), ("0", "1"))


def test_brackets_around_a_number_are_a_minus_and_rules_below_names_are_none():
    assert read_table("a,b,c\n(1.5),2,x\n3,(4),y").points[:, :2].tolist() == [[-1.5, 2], [3, -4]]
    markdown = "| a | b | kind |\n|---|:--|-----:|\n" + "".join(f"| {x} | {y} | {label} |\n" for x, y, label in CLOUD)
    assert read_table(markdown).points.tolist() == POINTS
    assert read_table(written("a,,kind")).columns == ("a", "x2", "kind")
    assert "not used: column 1." in read_table(",a,b,kind\n" + "".join(f"{n},{x},{y},{k}\n" for n, (x, y, k) in enumerate(CLOUD))).notes[1]


@pytest.mark.parametrize("missing", ["--", "n.a.", "k. A.", "..", "#NV", "#DIV/0!"])
def test_what_is_missing_in_other_words_is_no_class(missing):
    with pytest.raises(TableError, match="line 8, column 3: expected a label"):
        read_table(written() + f"1,2,{missing}\n")


@pytest.mark.parametrize(
    ("text", "what"),
    [('{"a": [1, 2]}', "JSON"), ("[[1, 2, 'a'],\n[2, 3, 'b']]", "JSON or a list"), ("<table><tr><td>1", "HTML"), ("@relation x\n", "ARFF")],
)
def test_what_is_no_table_with_columns_is_called_by_its_name(text, what):
    with pytest.raises(TableError, match=f"expected text with columns; save the table as CSV, got {what}"):
        read_table(text)


def test_a_title_above_the_names_is_a_line_that_can_be_left_out():
    text = "Measurements, March\n" + written()
    with pytest.raises(TableError, match="line 1, column 3: expected three columns, got 2"):
        read_table(text)
    assert read_table(text, skip_bad=True).points.tolist() == POINTS


def test_open_files_records_dicts_arrow_tables_and_masked_arrays(tmp_path):
    dicts = [{"a": x, "b": y, "kind": label} for x, y, label in CLOUD]
    records = np.array(CLOUD, dtype=[("a", float), ("b", float), ("kind", "S3")])
    frame = pandas.DataFrame(CLOUD, columns=["a", "b", "kind"])
    sources = [io.StringIO(written()), io.BytesIO(written().encode()), dicts, records, records.view(np.recarray)]
    for source in [*sources, pyarrow.table(frame), frame.to_dict("list")]:
        table = read_table(source)
        assert (table.points.tolist(), table.columns, table.classes) == (POINTS, ("a", "b", "kind"), ("no", "yes"))
        if not hasattr(source, "read"):
            assert pycore.Playground(data=source).data.points.tolist() == POINTS
    with pytest.raises(TableError, match="row 2, column 1: expected the names 'a, b, kind', got 'a, c, kind'"):
        read_table([*dicts[:1], {"a": 1, "c": 2, "kind": "no"}])
    masked = np.ma.masked_array([[1, 2, 0], [3, 4, 1]], mask=[[False, True, False], [False] * 3])
    frame["a"] = pandas.array([None, *frame["a"][1:]], dtype="Float64")
    for make in (read_table, lambda data: pycore.Playground(data=data)):
        for source, column in ((masked, 2), (frame, 1)):
            with pytest.raises(TableError, match=f"1, column {column}: expected a number, got nothing"):
                make(source)
    with pytest.raises(pycore.SettingError, match="masked"):
        pycore.Playground(data=(masked[:, :2], [0, 1]))


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("sep= \na b kind\n1.5 2 x\n3 4 y\n5 6 x", [[1.5, 2], [3, 4], [5, 6]]),
        ("x y kind\n8,62 5 881.630,38\n3,75 21 197.460,17\n2,83 13 709.199,61", [[8.62, 5], [3.75, 21], [2.83, 13]]),
        ("5,00 1989 6,59\n0,93 1968 4,46\n1,25 1959 7,92", [[5, 1989], [0.93, 1968], [1.25, 1959]]),
        ("x y kind\n5,5 57\u202f879,43 no\n6,5 66\u202f412,38 yes", [[5.5, 57879.43], [6.5, 66412.38]]),
        ("5\u00a0664,77;88;a\n27\u00a0849,46;89;b\n72\u00a0690,18;18;a", [[5664.77, 88], [27849.46, 89], [72690.18, 18]]),
        ("kind\ta\tb\ngreen\t2,38\t43%\nblue\t8,12\t60%\nblue\t4,35\t75%", [[2.38, 0.43], [8.12, 0.6], [4.35, 0.75]]),
        ("q,a,b\n" + "".join(f"{(-1) ** n},{n},{n + 0.5}\n" for n in range(8)), [[n, n + 0.5] for n in range(8)]),
    ],
)
def test_separators_thousands_and_labels_in_front_are_told_apart(text, points):
    assert read_table(text).points[:, :2].tolist() == points


def test_three_digits_behind_a_point_are_read_as_decimals_and_said():
    table = read_table("a\tb\tkind\n84\t58.657\tno\n50\t78.635\tyes\n18\t2.155\tno")
    assert (table.points[0].tolist(), table.notes) == ([84, 58.657, -1], ("b: '58.657' is read as 58.657, not as 58657.",))
    assert not read_table("a\tb\tkind\n84\t58.657\tno\n50\t78.635\tyes\n18\t0.155\tno").notes
    assert "There are 3 points for 3 classes." in read_table("a,b,k\n1,2,x\n2,3,y\n3,4,z").notes
