"""A table while it is being made: CSV text that people draw into, edit and erase from, also while it can't be used yet.

The text is all there is; every function takes one and returns another, and nothing here keeps state.
"""

import base64
import csv
import io
import math

import numpy as np

from pycore.data import number_texts, table_sources, tables
from pycore.data.csv_cells import TableError
from pycore.data.scaling import Axis, fit

__all__ = ["MOST_DRAWN", "MOST_LISTED", "sheet"]

#: Points that are given to be drawn, and rows to be edited one by one; a longer table is edited as text.
MOST_DRAWN, MOST_LISTED = 5000, 200
#: Names of classes for those who draw without having named any.
_LETTERS = "ABCDEF"
#: The plane people draw in shows -6 to 6 on both axes, and maps what does not fit onto -5 to 5.
_LIMIT, _REACH = 6, 5
#: What notes say for a prompt.
_BY_LABEL, _BY_COLUMNS = "; another is chosen with label=", " Others are chosen with columns=."


def sheet(text, *, file=None, skip_bad=False, add=(), remove=(), change=None, append=None):
    """Return what there is to know about a table, JSON-able, after changes to its text:

    `file` the bytes of a file, in base64, that take the text's place, read as read_table reads them, and
    `remove` numbers of lines, `change` one cell (line, column from 1, text), `append` a row of three texts, `add` points drawn
    in the plane, each (x1, x2, label), -6 to 6 on both axes. In the answer:

    text      the changed text
    empty     whether nothing is in it
    table     None, or what `describe` says of the table that the text gives
    goodRows  how many rows `skip_bad` would leave, where only that gives a table; else 0
    problems  [{"line", "column", "text"}] of the first problems, and `problemCount` of all
    columns   three names
    rows      [[line, cell, cell, cell]] of the first MOST_LISTED rows that have three cells, and `rowCount` of all
    points    {"lines": [...], "places": [x1, x2, label, ...], "classes": number}: the first MOST_DRAWN points in the plane,
              with labels as in Frame.points
    brushes   [{"label": text, "value": number}]: labels to draw with
    told      a sentence on how a file was read, or ""

    Raises TableError for a file that is no text, and for one that is too long.
    """
    told = ""
    if file is not None:
        text, told = table_sources.decoded(base64.b64decode(file))
        text = text.removeprefix("\ufeff")
    table_sources.check_length(text)
    for step, details in ((_removed, remove), (_changed, change), (_appended, append), (_drawn_into, add)):
        if details:
            text = step(text, details)
    rows = _Rows(text)
    report = {"text": text, "told": told, "empty": not text.strip(), "columns": rows.columns, "rowCount": len(rows.cells)}
    report["rows"] = [[line, *row] for line, row in zip(rows.lines[:MOST_LISTED], rows.cells, strict=False)]
    table, error = _tried(text, skip_bad)
    if report["empty"]:
        problems, count = (), 0
    else:
        problems, count = (table.problems, table.problem_count) if table else (error.problems, error.count)
    good = None if table or skip_bad else _tried(text, True)[0]
    report |= {
        "table": table and describe(table),
        "goodRows": len(good.points) if good else 0,
        "problems": [{"line": each.line, "column": each.column, "text": str(each)} for each in problems],
        "problemCount": count,
    }
    return report | rows.drawing(table or good)


def describe(table):
    """Return what a page says of a Table: kind, classes, columns, number of rows, rows left out, how it was scaled, and its notes.

    What the notes say of keywords is for a prompt, which a page has not.
    """
    return {
        "kind": table.kind,
        "classes": list(table.classes),
        "columns": list(table.columns),
        "rows": len(table.points),
        "leftOut": table.problem_count,
        "scaling": str(table.scaled()[1]),
        "notes": [note.replace(_BY_LABEL, "").removesuffix(_BY_COLUMNS) for note in table.notes],
    }


def _tried(text, skip_bad):
    try:
        return tables.parse(text, skip_bad=skip_bad), None
    except TableError as error:
        return None, error


class _Rows:
    """The rows of a text that have three cells, as they are, whether their numbers are right or not."""

    def __init__(self, text):
        self.columns = list(tables.COLUMNS)
        try:
            self.cells, self.lines, names, self.places, found = tables.rows_used(text)
        except TableError:
            self.cells, self.lines, self.separator, self.places, names, self.whole = [], [], ",", (0, 1, 2), None, {}
        else:
            self.separator, self.whole = found.separator, dict(zip(found.lines, found.rows, strict=True))
        if names:
            self.columns = [name or default for name, default in zip(names, tables.COLUMNS, strict=True)]
        columns = [list(column) for column in zip(*self.cells, strict=True)] or [[], [], []]
        self.read, self.read_x2, self.read_label = [read for read, _ in number_texts.readers(columns, self.separator)]
        kept = []
        for line, (x1, x2, label) in zip(self.lines, self.cells, strict=True):
            place = [self.read(x1), self.read_x2(x2)]
            if not number_texts.is_missing(label) and all(value is not None and math.isfinite(value) for value in place):
                kept.append((line, *place, label))
        self.kept = kept  # (line, x1, x2, label as text)

    @property
    def axes(self):
        """How each coordinate is shown in the plane: as it is if all of them fit into it."""
        return [_axis([row[column] for row in self.kept]) for column in (1, 2)]

    def drawing(self, table):
        """Return "points" and "brushes" of `sheet`; the labels are those of `table` if it is one."""
        value_of, brushes = self._labels(table)
        axes, lines, places = self.axes, [], []
        for line, x1, x2, label in self.kept[:MOST_DRAWN]:
            value = value_of(label)
            if value is not None:
                lines.append(line)
                places += [*(_to_plane(axis, x) for axis, x in zip(axes, (x1, x2), strict=True)), value]
        values = [{"label": label, "value": value_of(label)} for label in brushes]
        classes = 0 if table and table.kind == "regression" else max(2, len(self._names(table)))
        return {"points": {"lines": lines, "places": places, "classes": classes}, "brushes": values}

    def _names(self, table):
        """The names of the classes, in order; also of a table that has one only, or too many."""
        if table:
            return list(table.classes)
        names = sorted({self._name(row[3]) for row in self.kept})
        return list(_LETTERS[:2]) if len(names) == 1 and names[0] in _LETTERS[:2] else names[: tables.MOST_CLASSES]

    def _name(self, label):
        number = self.read_label(label)
        return label if number is None or not math.isfinite(number) else repr(number + 0.0).removesuffix(".0")

    def _labels(self, table):
        """Return `(value_of, brushes)`: a function from a label's text to its number, None for no label, and labels to draw with."""
        if table and table.kind == "regression":
            axis = table.scaled()[1].axes[2]
            steps = [axis.low + (axis.high - axis.low) * step / 4 for step in range(5)]
            brushes = [self._written(step, axis.high - axis.low) for step in steps]

            def value_of_number(label):
                number = self.read_label(label)
                return None if number is None or not math.isfinite(number) else (number - axis.offset) * axis.factor

            return value_of_number, brushes
        names = self._names(table)
        is_numbers = bool(names) and all(number_texts.number(name) is not None for name in names)
        others = map(str, range(tables.MOST_CLASSES * 2)) if is_numbers else iter(_LETTERS)
        brushes = [*names, *(name for name in others if name not in names)][: tables.MOST_CLASSES]
        several = len(names) > 2

        def value_of_name(label):
            name = self._name(label)
            if name not in brushes:
                return None
            place = brushes.index(name)
            return place if several or place > 1 else 2 * place - 1

        return value_of_name, brushes

    def drawn(self, x1, x2):
        """Return the texts of a place in the plane, in the table's own units."""
        return [
            self._written(value / axis.factor + axis.offset, 2 * _LIMIT / axis.factor)
            for value, axis in zip((x1, x2), self.axes, strict=True)
        ]

    def _written(self, value, span):
        """A number to about a thousandth of the span, with a decimal comma where the table has them."""
        rounded = round(value, 3 - math.floor(math.log10(span))) if 0 < span < math.inf else value
        text = repr(float(rounded) + 0.0).removesuffix(".0")
        return text.replace(".", ",") if self.read("1,5") is not None else text


def _axis(values):
    if not values or (min(values) >= -_LIMIT and max(values) <= _LIMIT):
        return Axis("", 0.0, 1.0, -_LIMIT, _LIMIT)
    return fit("", np.array(values), _LIMIT, _REACH)[1]


def _to_plane(axis, value):
    return (value - axis.offset) * axis.factor


def _lines(text):
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _removed(text, numbers):
    numbers = set(numbers)
    return "\n".join(line for number, line in enumerate(_lines(text), 1) if number not in numbers)


def _changed(text, change):
    number, column, cell = change
    rows, lines = _Rows(text), _lines(text)
    row = list(rows.whole[number])
    row[rows.places[column - 1]] = cell
    lines[number - 1] = _line(row, rows.separator)
    return "\n".join(lines)


def _appended(text, row):
    return _with(text, [row], _Rows(text))


def _drawn_into(text, points):
    rows = _Rows(text)
    return _with(text, [[*rows.drawn(x1, x2), label] for x1, x2, label in points], rows)


def _with(text, new, rows):
    """The text with rows of three cells below; columns that are not used stay empty."""
    separator, width = rows.separator, len(next(iter(rows.whole.values()), "abc"))
    places = [rows.places.index(place) if place in rows.places else None for place in range(width)]
    whole = [["" if place is None else row[place] for place in places] for row in new]
    if text.strip():
        begin = text.rstrip("\r\n")
    else:
        begin, separator = ",".join(tables.COLUMNS), ","
    return "\n".join([begin, *(_line(row, separator) for row in whole), ""])


def _line(row, separator):
    line = io.StringIO()
    csv.writer(line, delimiter=separator, lineterminator="").writerow([" ".join(str(cell).split()) for cell in row])
    return line.getvalue()
