"""From rows of three cells to a Table: numbers, labels, what is wrong with them, and what looks odd."""

import math

import numpy as np

from pycore.data import number_texts
from pycore.data.csv_cells import TableError, shown
from pycore.data.point_table import COLUMNS, Table, class_labels, number_text
from pycore.data.table_columns import MOST_CLASSES

__all__ = ["short", "table_of_rows"]

#: A cell so many times as far from the others as they are from each other is taken for a slip; with MANY others only.
_FAR, _MANY = 100, 20
#: Where most values of a column lie in so small a share of its span, it is said; with LEAST values at least.
_SQUEEZED, _LEAST = 0.02, 5
#: Up to so many different whole numbers may have been meant as classes.
_FEW = 20


def table_of_rows(rows, lines, columns, reading, notes=()):
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
        classes = tuple(label if isinstance(label, str) else number_text(label) for label in distinct)
        label_of = dict(zip(distinct, class_labels(len(distinct)), strict=True))
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
        expected = f"a number that is not far from all others ({number_text(rest.min())} to {number_text(rest.max())})"
        reading.wrong(lines[index], reading.columns[column], expected, rows[index][column])
        good[index] = False


def _oddities(points, columns, classes, lines):
    """Sentences on what may not be meant: a column of one value, a class of one point, names that differ in case only."""
    for name, values in zip(columns[:2], points.T, strict=False):
        if len(values) > 1 and values.min() == values.max() and name != COLUMNS[1]:
            yield f"{short(name)} is {number_text(values[0])} everywhere."
    for name, values in zip(columns[: 2 if classes else 3], points.T, strict=False):
        yield from _squeezed(name, values)
    whole = len(set(points[:, 2].tolist()))
    if not classes and MOST_CLASSES < whole <= _FEW < len(points) and not (points[:, 2] % 1).any():
        told = f"{whole} different whole numbers, taken as numbers to predict; of classes there are at most {MOST_CLASSES}"
        yield f"{short(columns[2])} has {told}."
    if 2 < len(classes) and len(points) < 2 * len(classes):
        yield f"There are {len(points)} points for {len(classes)} classes."
    if len(points) < 4 * len(classes):
        return
    for label, name in zip(class_labels(len(classes)), classes, strict=True):
        found = np.flatnonzero(points[:, 2] == label)
        if len(found) == 1:
            yield f"Only one point (line {lines[found[0]]}) is of the class {short(name)}."
    lower = [name.lower() for name in classes]
    for name in sorted({each for each in lower if lower.count(each) > 1}):
        alike = " and ".join(short(each) for each in classes if each.lower() == name)
        yield f"{alike} are different classes."


def _squeezed(name, values):
    """A sentence where a few values are so far away that most others become one point."""
    if len(values) < _LEAST:
        return
    low, high = (float(each) for each in np.quantile(values, (0.2, 0.8)))
    with np.errstate(over="ignore"):
        span = float(values.max()) / 2 - float(values.min()) / 2
    if 0 < (high / 2 - low / 2) < _SQUEEZED * span:
        far = values.max() if values.max() - high > low - values.min() else values.min()
        yield (
            f"{short(name)}: most values lie from {_text_of(low)} to {_text_of(high)}, but some are as far as {number_text(far)}, "
            "so that most points nearly become one; leave those lines out, or take the logarithm."
        )


def _text_of(number):
    return f"{number:.4g}"


def short(name):
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
        names = [number_text(number) if number is not None else cell for cell, number in zip(column, numbers, strict=True)]
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
