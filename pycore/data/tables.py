"""People's own points: CSV text and drawn points become a Table, or an error that names every wrong line and column.

Nothing here keeps state: after an error everything is as it was before.
"""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from pycore.data import csv_cells, number_texts, table_columns, table_sources
from pycore.data.csv_cells import MOST_ROWS, Problem, Reading, TableError, shown
from pycore.data.scaling import Scaling, fit
from pycore.data.table_columns import MOST_CLASSES

__all__ = [
    *(
        "COLUMNS",
        "MOST_CLASSES",
        "MOST_ROWS",
        "Problem",
        "Table",
        "TableError",
        "from_points",
        "parse",
        "read_table",
        "rows_used",
    ),
    "to_csv",
]

#: The names of the columns if the table has none.
COLUMNS = ("x1", "x2", "label")
#: A cell so many times as far from the others as they are from each other is taken for a slip; with MANY others only.
_FAR, _MANY = 100, 20


@dataclass(frozen=True, eq=False)
class Table:
    """Points of people's own: `points` is float64 (n, 3), read-only, in the table's own units.

    `classes` are the names of the classes, in order, and labels are -1 and +1 for two, 0, 1, ... for more. For regression
    `classes` is empty and labels are the numbers of the table. `columns` are three names. `problems` tells of the first
    MOST_PROBLEMS of `problem_count` cells whose lines were left out, `notes` in sentences of what was chosen or looks odd.

    Raises TableError for points of another shape or that are not finite, and for labels that are none of the classes.
    """

    points: np.ndarray
    columns: tuple = COLUMNS
    classes: tuple = ()
    problems: tuple = ()
    problem_count: int = 0
    notes: tuple = ()

    def __post_init__(self):
        try:
            given = np.asarray(self.points)
            points = np.asarray(given, float) if given.dtype.kind in "fiuO" else None
        except (TypeError, ValueError, OverflowError) as error:
            raise _refused("points: numbers, (n, 3)", type(self.points).__name__) from error
        if points is None or np.ma.is_masked(self.points):
            what = "masked ones" if np.ma.is_masked(self.points) else f"an array of {given.dtype}"
            raise _refused("points: real numbers, (n, 3)", what)
        if points.ndim != 2 or points.shape[1:] != (3,) or not 1 <= len(points) <= MOST_ROWS:
            raise _refused(f"points: shape (n, 3) with 1 to {MOST_ROWS} rows", f"{points.shape}")
        if not np.isfinite(points).all():
            row, column = np.argwhere(~np.isfinite(points))[0].tolist()
            raise _refused("a finite number", shown(float(points[row, column])), row + 1, column + 1)
        for what, least, most in (("columns", 3, 3), ("classes", 0, MOST_CLASSES)):
            names = getattr(self, what)
            if not isinstance(names, tuple | list | np.ndarray):  # a set has no order
                raise _refused(f"{what}: texts in a tuple", type(names).__name__)
            names = tuple(names)
            if not least <= len(names) <= most or not all(isinstance(name, str) for name in names):
                count = f"{most} texts" if least == most else f"none, or 2 to {most} texts"
                asked = "; names of classes are given as classes=" if what == "columns" and len(names) != most else ""
                raise _refused(f"{what}: {count}{asked}", shown(names))
            names = tuple(map(str, names))  # NumPy's texts, too
            object.__setattr__(self, what, names)
        if len(self.classes) == 1 or len(set(self.classes)) < len(self.classes):
            raise _refused(f"classes: none, or 2 to {MOST_CLASSES} different names", shown(self.classes))
        allowed = list(_class_labels(len(self.classes)))
        wrong = np.flatnonzero(~np.isin(points[:, 2], allowed)) if self.classes else np.array([], int)
        if len(wrong):
            names = ", ".join(map(str, allowed))
            got = shown(float(points[wrong[0], 2]))
            raise _refused(f"one of {names}, as there are {len(allowed)} classes", got, int(wrong[0]) + 1, 3)
        if isinstance(self.notes, str) or not all(isinstance(note, str) for note in self.notes):
            raise _refused("notes: texts in a tuple", shown(self.notes))
        if points is not self.points or points.flags.writeable:
            points = points.copy()
            points.flags.writeable = False
            object.__setattr__(self, "points", points)

    @property
    def kind(self):
        """What to learn from it: "classification" or "regression", as in the setting `problem`."""
        return "classification" if self.classes else "regression"

    def scaled(self):
        """Return `(points, scaling)`: new points that fit the playground's window, and what was done to them.

        A coordinate that lies in [-6, 6] and spans at least 2 stays as it is, any other is mapped onto [-5, 5]. Labels of
        regression stay if they lie in [-1, 1] and span at least 0.4, else they are mapped onto [-1, 1].
        """
        rules = [(6, 5), (6, 5), (math.inf, 0) if self.classes else (1, 1)]
        columns = zip(self.columns, self.points.T, rules, strict=True)
        columns, axes = zip(*(fit(name, values, limit, reach) for name, values, (limit, reach) in columns), strict=True)
        return np.stack(columns, axis=1), Scaling(axes)


def read_table(source, *, columns=None, label=None, skip_bad=False):
    """Return the Table of a file's path, a text, bytes, a data frame, or rows: two columns of numbers and a label.

    Read are UTF-8 and UTF-16 with and without a byte order mark, and Windows-1252; commas, semicolons, tabs, bars and spaces between
    columns; decimal points and commas, with or without thousands; percent. For all else see `parse`. `columns` names the inputs,
    or one (x2 is then 0 everywhere), and `label` the label: names of the header, or numbers from 0. With `skip_bad`, lines
    that can't be used are left out and reported in the Table. The Table's `notes` tell what was chosen.

    Raises TableError, which names line, column and remedy, and TypeError for what is no table at all.
    """
    header = rows = None
    if table_sources.is_path(source):
        source = table_sources.read_file(source)
    if isinstance(source, bytes | bytearray | memoryview):
        source = table_sources.decoded(source)
    elif isinstance(source, Table):
        return source
    elif not isinstance(source, str):
        header, rows = table_sources.rows_of(source)
    try:
        if rows is None:
            return parse(source, skip_bad=skip_bad, columns=columns, label=label)
        reading = Reading("row", number_texts.number, skip_bad=skip_bad)
        return _chosen(rows, list(range(1, len(rows) + 1)), header, ",", columns, label, reading)
    except TableError as error:
        lines = "mend it" if error.count == 1 else "mend them"
        remedy = "" if skip_bad or not error.in_cells else f"{lines}, or leave such lines out with skip_bad=True"
        raise TableError(error.problems, error.count, remedy=remedy, in_cells=error.in_cells) from None


def parse(text, *, skip_bad=False, kind=None, columns=None, label=None):
    """Return the Table of CSV text: two columns of numbers and a label.

    Columns are separated by commas, semicolons, tabs, bars or spaces. A first line without any number is a header, as are numbers
    that count the columns, and years. A byte order mark, Excel's line `sep=;`, blank lines, empty columns at the end and quotes
    around a cell (not across lines) do no harm. Numbers may have a decimal comma and thousands, where the table leaves no doubt
    about which is which; `%` divides by 100.

    Of more than three columns the label is the one that is called so, or else the last that looks like one, and the inputs are
    the first two others of numbers; `columns` and `label`, as in `read_table`, choose others.

    Labels are class names if most are no numbers, or numbers of which there are at most MOST_CLASSES different ones, all
    whole; else they are the numbers of a regression, and names among them are wrong. `kind`, "classification" or "regression",
    overrules that. Classes are in the order of their names or numbers. NA, NaN, null and their like are no labels.

    Cells that can't be used raise TableError with all of them; with `skip_bad` their lines are left out and reported in the
    Table. So are cells that are so far from the others that these would become one point. What leaves no table raises it in any
    case: no rows, more than MOST_ROWS, one label only, more than MOST_CLASSES classes.

    >>> parse("width;height;kind;\\n1,5;2;cat\\n3;4,25;dog").points.tolist()
    [[1.5, 2.0, -1.0], [3.0, 4.25, 1.0]]
    """
    reading = Reading("line", number_texts.number, skip_bad=skip_bad, kind=kind)
    if not isinstance(text, str):
        raise TypeError(f"text: expected a text (of anything else pycore.read_table makes a table), got {type(text).__name__}")
    if len(text) > table_sources.MOST_BYTES:
        raise reading.error(1, 1, f"at most {table_sources.MOST_BYTES} characters (table_sources.MOST_BYTES)", f"{len(text)}")
    if table_sources.is_path(text):
        raise reading.error(1, 1, "the text of a table; a file is read with pycore.read_table", shown(text))
    one = columns is not None and (isinstance(columns, str | int) or len(columns) == 1)
    cells = csv_cells.cells_of(text, reading, least=2 if one else 3)
    header = table_columns.header_of(cells.rows)
    skipped = 0 if header is None else 1
    return _chosen(cells.rows[skipped:], cells.lines[skipped:], header, cells.separator, columns, label, reading)


def rows_used(text):
    """Return `(rows, lines, header, places, cells)` of a text: what of it is used for a table, whether its numbers are right or not.

    `rows` are lists of three texts, `header` three names or None, and `places` says which columns they are from 0, None where
    there is none. `cells` are csv_cells.Cells. Raises TableError.
    """
    reading = Reading("line", number_texts.number, skip_bad=True)
    cells = csv_cells.cells_of(text, reading)
    header = table_columns.header_of(cells.rows)
    rows, lines = (cells.rows, cells.lines) if header is None else (cells.rows[1:], cells.lines[1:])
    places = table_columns.choose(header, rows, None, None, _error_of(reading, 1)).places if rows else (0, 1, 2)
    names = header and [header[place] for place in places]
    return [[row[place] for place in places] for row in rows], lines, names, places, cells


def _chosen(rows, lines, header, separator, columns, label, reading):
    """Return the Table of the chosen columns of rows of texts."""
    if len(rows) > MOST_ROWS:
        raise reading.error(lines[MOST_ROWS], 1, f"at most {MOST_ROWS} rows", f"{len(rows)}")
    if not rows:
        return _table([], [], COLUMNS, reading)
    choice = table_columns.choose(header, rows, columns, label, _error_of(reading, lines[0]))
    used = [["0"] * len(rows) if place is None else [row[place] for row in rows] for place in choice.places]
    reading.readers = number_texts.readers(used, separator)
    reading.columns = tuple(0 if place is None else place + 1 for place in choice.places)
    names = [header[place] if header and place is not None else "" for place in choice.places]
    columns = tuple(name or default for name, default in zip(names, COLUMNS, strict=True))
    notes = list(choice.notes)
    for name, cells, (_, expected) in zip(columns, used, reading.readers, strict=True):
        if "with %" in expected:
            notes.append(f"{_short(name)}: 50% is read as 0.5.")
        elif any("," in cell for cell in cells[:1000]) and expected == "a number":
            example = next(cell for cell in cells if "," in cell)
            value = reading.readers[columns.index(name)][0](example)
            if value is not None:
                notes.append(f"{_short(name)}: {shown(example)} is read as {_text(value)}.")
    return _table(list(zip(*used, strict=True)), lines, columns, reading, notes)


def _error_of(reading, line):
    return lambda column, expected, got: reading.error(line, column, expected, got)


def from_points(points, *, kind=None):
    """Return the Table of drawn points: at most MOST_ROWS of (x1, x2, label), labels being numbers or names as for `parse`.

    Raises TableError, whose "lines" are the numbers of the points from 1 on.
    """
    reading = Reading("point", csv_cells.drawn_number, kind=kind)
    rows, lines = [], []
    for line, point in enumerate(points, 1):
        if line > MOST_ROWS:
            raise reading.error(line, 1, f"at most {MOST_ROWS} points", "more")
        try:
            x1, x2, label = point
        except (TypeError, ValueError):
            reading.wrong(line, 1, "x1, x2 and a label", point)
            continue
        # A name is one line, as to_csv needs it.
        rows.append((x1, x2, " ".join(label.split()) if isinstance(label, str) else label))
        lines.append(line)
    return _table(rows, lines, COLUMNS, reading)


def to_csv(points, columns=COLUMNS, classes=()):
    """Return CSV text with a header of points (n, 3); `parse`, told the same `kind`, gives them again to the last digit.

    `classes` are the names to write for the labels, as in Table; without them labels are written as numbers. Raises ValueError
    for another shape and for labels that are none of the classes.
    """
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != 3:
        raise ValueError(f"points: expected shape (n, 3), got {points.shape}")
    names = dict(zip(_class_labels(len(classes)), classes, strict=True))
    if classes and not set(points[:, 2].tolist()) <= set(names):
        raise ValueError(f"points: expected labels {list(names)}, got {sorted(set(points[:, 2].tolist()))}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows((_text(x1), _text(x2), names[label] if names else _text(label)) for x1, x2, label in points.tolist())
    return text.getvalue()


def _refused(expected, got, row=1, column=1):
    return TableError([Problem(row, column, expected, got, "row")])


def _table(rows, lines, columns, reading, notes=()):
    """Return the Table of rows of three cells, or raise TableError."""
    points, good = np.zeros((len(rows), 3)), np.ones(len(rows), bool)
    for column in (0, 1):
        number, wanted = reading.readers[column]
        read = [number(row[column]) for row in rows]
        points[:, column] = [math.nan if value is None else value for value in read]
        for index in np.flatnonzero(~np.isfinite(points[:, column])):
            cell = rows[index][column]
            expected = wanted if read[index] is None else "a finite number"
            if isinstance(cell, str) and number_texts.is_date(cell):
                expected = "a number (of a date, such as the days since the first one)"
            reading.wrong(lines[index], reading.columns[column], expected, cell)
            good[index] = False
        if reading.place != "point":
            _report_far(points[:, column], good, column, rows, lines, reading)
    labels, is_regression = _labels([row[2] for row in rows], lines, good, reading)
    if is_regression and reading.place != "point":
        values = np.array([math.nan if label is None else label for label in labels])
        _report_far(values, good, 2, rows, lines, reading)
    problems, count = reading.check()
    if not good.any():
        if problems:
            raise TableError(problems, count, in_cells=True)
        raise reading.error(1, 1, "rows of two numbers and a label", "none")
    kept = np.flatnonzero(good).tolist()
    distinct = sorted({labels[index] for index in kept})
    if len(distinct) == 1:
        expected = "at least two different labels"
        raise reading.error(lines[kept[0]], reading.columns[2], expected, f"only {shown(distinct[0])}")
    classes = ()
    if not is_regression:
        if len(distinct) > MOST_CLASSES:
            raise _too_many_classes(labels, lines, kept, reading)
        classes = tuple(label if isinstance(label, str) else _text(label) for label in distinct)
        label_of = dict(zip(distinct, _class_labels(len(distinct)), strict=True))
        labels = [label_of.get(label) for label in labels]
    points = points[kept]
    points[:, 2] = [labels[index] for index in kept]
    notes = [*notes, *_oddities(points, columns, classes, [lines[index] for index in kept])]
    points.flags.writeable = False
    return Table(points, columns, classes, problems, count, tuple(notes))


def _report_far(values, good, column, rows, lines, reading):
    """Report the few cells so far from all others that scaling would make one point of those."""
    known = np.flatnonzero(good & np.isfinite(values))
    if len(known) <= _MANY:
        return
    middle = float(np.median(values[known]))
    with np.errstate(over="ignore"):
        distances = np.abs(values[known] - middle)
    order = np.argsort(distances, kind="stable")
    most = max(1, len(known) // 100)
    usual = float(distances[order[-1 - most]])
    far = [place for place in order[-most:] if distances[place] > _FAR * usual > 0]
    if not far:
        return
    rest = np.delete(values[known], far)
    for index in known[far]:
        expected = f"a number that is not far from all others ({_text(rest.min())} to {_text(rest.max())})"
        reading.wrong(lines[index], reading.columns[column], expected, rows[index][column])
        good[index] = False


def _oddities(points, columns, classes, lines):
    """Sentences on what may not be meant: a column of one value, a class of one point, names that differ in case only."""
    for name, values in zip(columns[:2], points.T, strict=False):
        if len(values) > 1 and values.min() == values.max() and name != COLUMNS[1]:
            yield f"{_short(name)} is {_text(values[0])} everywhere."
    if len(points) < 4 * len(classes):
        return
    for label, name in zip(_class_labels(len(classes)), classes, strict=True):
        found = np.flatnonzero(points[:, 2] == label)
        if len(found) == 1:
            yield f"Only one point (line {lines[found[0]]}) is of the class {_short(name)}."
    lower = [name.lower() for name in classes]
    for name in sorted({each for each in lower if lower.count(each) > 1}):
        alike = " and ".join(_short(each) for each in classes if each.lower() == name)
        yield f"{alike} are different classes."


def _short(name):
    return name if len(name) <= 30 else name[:27] + "..."


def _labels(column, lines, good, reading):
    """Return `(labels, is_regression)`, labels being all floats or all names, or None where they are not `good`.

    Labels that can't be used are reported and no longer good.
    """
    read, wanted = reading.readers[2]
    known = {cell: read(cell) for cell in column if isinstance(cell, str)}
    numbers = [known[cell] if isinstance(cell, str) else read(cell) for cell in column]
    is_name = [
        number is None and isinstance(cell, str) and not number_texts.is_missing(cell)
        for cell, number in zip(column, numbers, strict=True)
    ]
    named = reading.kind != "regression" and any(is_name)
    if reading.kind is None:
        named = 2 * sum(is_name) >= sum(is_name) + sum(number is not None for number in numbers) > 0
    for index, (cell, number) in enumerate(zip(column, numbers, strict=True)):
        if number is None and not is_name[index]:
            expected = "a label" if named or cell is None or cell == "" or not isinstance(cell, str) else wanted
        elif number is not None and not math.isfinite(number):
            expected = "a label" if named and isinstance(cell, str) and number_texts.is_missing(cell) else "a finite number"
        elif number is None and not named:
            expected = wanted
        else:
            continue
        reading.wrong(lines[index], reading.columns[2], expected, cell)
        good[index] = False
    if named:
        names = [_text(number) if number is not None else cell for cell, number in zip(column, numbers, strict=True)]
        return [cell if isinstance(cell, str) else name for cell, name in zip(column, names, strict=True)], False
    distinct = {number for number, is_good in zip(numbers, good, strict=True) if is_good}
    is_regression = len(distinct) > MOST_CLASSES or not all(number.is_integer() for number in distinct)
    return numbers, is_regression if reading.kind is None else reading.kind == "regression"


def _too_many_classes(labels, lines, kept, reading):
    """The error that points to the first row of the class that is one too many."""
    seen = {}
    for index in kept:
        seen.setdefault(labels[index], index)
    index = list(seen.values())[MOST_CLASSES]
    got = f"{len(seen)}, the first that is too much being {shown(labels[index])}"
    return reading.error(lines[index], reading.columns[2], f"at most {MOST_CLASSES} classes", got)


def _class_labels(count):
    """The labels of so many classes."""
    return (-1, 1) if count == 2 else range(count)


def _text(number):
    """The shortest text of a number: 3, not 3.0; 0, not -0."""
    return repr(float(number) + 0.0).removesuffix(".0")
