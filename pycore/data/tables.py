"""People's own points: CSV text and drawn points become a Table, or an error that names every wrong line and column.

Nothing here keeps state: after an error everything is as it was before.
"""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from pycore.data import csv_cells
from pycore.data.csv_cells import MOST_ROWS, Problem, Reading, TableError, shown
from pycore.data.scaling import Scaling, fit

__all__ = ["COLUMNS", "MOST_CLASSES", "MOST_ROWS", "Problem", "Table", "TableError", "from_points", "parse", "to_csv"]

#: The names of the columns if the table has none.
COLUMNS = ("x1", "x2", "label")
MOST_CLASSES = 6


@dataclass(frozen=True, eq=False)
class Table:
    """Points of people's own: `points` is float64 (n, 3), read-only, in the table's own units.

    `classes` are the names of the classes, in order, and labels are -1 and +1 for two, 0, 1, ... for more. For regression
    `classes` is empty and labels are the numbers of the table. `columns` are three names. `problems` tells of the first
    MOST_PROBLEMS of `problem_count` cells whose lines were left out.
    """

    points: np.ndarray
    columns: tuple = COLUMNS
    classes: tuple = ()
    problems: tuple = ()
    problem_count: int = 0

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


def parse(text, *, skip_bad=False, kind=None):
    """Return the Table of CSV text: two columns of numbers and a label.

    Columns are separated by commas, semicolons or tabs. A first line without any number is a header. A byte order mark, blank
    lines, empty columns at the end and quotes around a cell (not across lines) do no harm. With semicolons or tabs, numbers
    may have a decimal comma, unless the table has decimal points too, or nothing but the likes of 1,234, which may be 1234.

    Labels are class names if most are no numbers, or numbers of which there are at most MOST_CLASSES different ones, all
    whole; else they are the numbers of a regression, and names among them are wrong. `kind`, "classification" or "regression",
    overrules that. Classes are in the order of their names or numbers.

    Cells that can't be used raise TableError with all of them; with `skip_bad` their lines are left out and reported in the
    Table. What leaves no table raises it in any case: no rows, more than MOST_ROWS, one label only, more than MOST_CLASSES
    classes.

    >>> parse("width;height;kind;\\n1,5;2;cat\\n3;4,25;dog").points.tolist()
    [[1.5, 2.0, -1.0], [3.0, 4.25, 1.0]]
    """
    reading = Reading("line", csv_cells.number, skip_bad=skip_bad, kind=kind)
    rows, lines, separator = csv_cells.rows_of(text, reading)
    columns = COLUMNS
    if rows and csv_cells.is_header(rows[0]):
        columns = tuple(name or default for name, default in zip(rows[0], COLUMNS, strict=True))
        rows, lines = rows[1:], lines[1:]
    if len(rows) > MOST_ROWS:
        raise reading.error(lines[MOST_ROWS], 1, f"at most {MOST_ROWS} rows", f"{len(rows)}")
    if separator != ",":
        reading.number, reading.expected = csv_cells.number_reader(rows)
    return _table(rows, lines, columns, reading)


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


def _table(rows, lines, columns, reading):
    """Return the Table of rows of three cells, or raise TableError."""
    points, good = np.zeros((len(rows), 3)), np.ones(len(rows), bool)
    for column in (0, 1):
        read = [reading.number(row[column]) for row in rows]
        points[:, column] = [math.nan if value is None else value for value in read]
        for index in np.flatnonzero(~np.isfinite(points[:, column])):
            expected = reading.expected if read[index] is None else "a finite number"
            reading.wrong(lines[index], column + 1, expected, rows[index][column])
            good[index] = False
    labels, is_regression = _labels([row[2] for row in rows], lines, good, reading)
    problems, count = reading.check()
    if not good.any():
        if problems:
            raise TableError(problems, count)
        raise reading.error(1, 1, "rows of two numbers and a label", "none")
    kept = np.flatnonzero(good).tolist()
    distinct = sorted({labels[index] for index in kept})
    if len(distinct) == 1:
        raise reading.error(lines[kept[0]], 3, "at least two different labels", f"only {shown(distinct[0])}")
    classes = ()
    if not is_regression:
        if len(distinct) > MOST_CLASSES:
            raise _too_many_classes(labels, lines, kept, reading)
        classes = tuple(label if isinstance(label, str) else _text(label) for label in distinct)
        label_of = dict(zip(distinct, _class_labels(len(distinct)), strict=True))
        labels = [label_of.get(label) for label in labels]
    points = points[kept]
    points[:, 2] = [labels[index] for index in kept]
    points.flags.writeable = False
    return Table(points, columns, classes, problems, count)


def _labels(column, lines, good, reading):
    """Return `(labels, is_regression)`, labels being all floats or all names, or None where they are not `good`.

    Labels that can't be used are reported and no longer good.
    """
    known = {cell: reading.number(cell) for cell in column if isinstance(cell, str)}
    numbers = [known[cell] if isinstance(cell, str) else reading.number(cell) for cell in column]
    is_name = [number is None and isinstance(cell, str) and cell != "" for cell, number in zip(column, numbers, strict=True)]
    named = reading.kind != "regression" and any(is_name)
    if reading.kind is None:
        named = 2 * sum(is_name) >= sum(is_name) + sum(number is not None for number in numbers) > 0
    for index, (cell, number) in enumerate(zip(column, numbers, strict=True)):
        if number is None and not is_name[index]:
            expected = "a label"
        elif number is not None and not math.isfinite(number):
            expected = "a finite number"
        elif number is None and not named:
            expected = reading.expected
        else:
            continue
        reading.wrong(lines[index], 3, expected, cell)
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
    return reading.error(lines[index], 3, f"at most {MOST_CLASSES} classes", got)


def _class_labels(count):
    """The labels of so many classes."""
    return (-1, 1) if count == 2 else range(count)


def _text(number):
    """The shortest text of a number: 3, not 3.0; 0, not -0."""
    return repr(float(number) + 0.0).removesuffix(".0")
