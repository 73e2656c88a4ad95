"""The cells of tables: from text to rows of three cells, from cells to numbers, and what was wrong with them."""

import csv
import itertools
import math
import re
from numbers import Real
from typing import NamedTuple

__all__ = [
    *("MOST_CHARACTERS_A_LINE", "MOST_PROBLEMS", "MOST_ROWS", "Problem", "Reading", "TableError"),
    *("drawn_number", "is_header", "number", "number_reader", "rows_of", "shown"),
]

MOST_ROWS = 100_000
MOST_CHARACTERS_A_LINE = 10_000
#: Problems that are described; the others are only counted.
MOST_PROBLEMS = 20

#: The separator is the one that gives three columns to most of so many lines; of equals, the earlier in this list.
_LOOK_AT = 30
_SEPARATORS = ("\t", ";", ",")
_DECIMAL_COMMA = re.compile(r"[+-]?([0-9]+,[0-9]*|,[0-9]+)(e[+-]?[0-9]+)?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")


class Problem(NamedTuple):
    """One cell that can't be used; str() is a sentence."""

    line: int  # of the text, the first is 1; of drawn points the number of the point
    column: int  # 1 to 3, or 4 where there are too many
    expected: str
    got: str
    place: str = "line"

    def __str__(self):
        return f"{self.place} {self.line}, column {self.column}: expected {self.expected}, got {self.got}"


class TableError(ValueError):
    """A table that can't be used: `problems`, the first MOST_PROBLEMS of `count`, and `line` and `column` of the first one."""

    def __init__(self, problems, count=None):
        self.problems = tuple(problems)
        self.count = len(self.problems) if count is None else count
        self.line, self.column = self.problems[0].line, self.problems[0].column
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.problems[0]}{more}")


class Reading:
    """How to read the cells of one table, and what was wrong with them.

    `number` is a function from a cell to a float, or to None if the cell is no number; `expected` says what it takes. `place`
    is that of Problem, `kind` "classification", "regression" or None for whatever the labels say.
    """

    def __init__(self, place, number, *, skip_bad=False, kind=None):
        if kind not in (None, "classification", "regression"):
            raise ValueError(f"kind: expected classification, regression or None, got {kind!r}")
        self.place, self.number, self.expected = place, number, "a number"
        self.skip_bad, self.kind = skip_bad, kind
        self._problems = []

    def wrong(self, line, column, expected, cell):
        """Remember a cell that can't be used."""
        self._problems.append((line, column, expected, cell))

    def check(self):
        """Return `(problems, count)` of the wrong cells; raise TableError if lines may not be left out."""
        first = sorted(self._problems, key=lambda problem: problem[:2])[:MOST_PROBLEMS]
        problems = tuple(Problem(line, column, expected, shown(cell), self.place) for line, column, expected, cell in first)
        if problems and not self.skip_bad:
            raise TableError(problems, len(self._problems))
        return problems, len(self._problems)

    def error(self, line, column, expected, got):
        """Return an error that concerns the table as a whole."""
        return TableError([Problem(line, column, expected, got, self.place)])


def rows_of(text, reading):
    """Return `(rows, lines, separator)`: lists of three cells, and the number of the line of each.

    Lines without cells are passed over, lines that do not have three are reported to `reading`. Raises TableError if there are
    more than MOST_ROWS lines with cells (and a header), or if none of the first lines has three.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    numbered = [(line, content) for line, content in enumerate(text.split("\n"), 1) if content.strip("\t;, ")]
    if len(numbered) > MOST_ROWS + 1:
        raise reading.error(numbered[MOST_ROWS + 1][0], 1, f"at most {MOST_ROWS} rows", f"{len(numbered)} lines")
    separator = _separator(numbered, reading)
    rows, lines = [], []
    for line, content in numbered:
        cells = _cells(content, separator)
        if len(content) > MOST_CHARACTERS_A_LINE:
            reading.wrong(line, 1, f"at most {MOST_CHARACTERS_A_LINE} characters", len(content))
        elif content.count('"') % 2:
            reading.wrong(line, 1, "a closing quote for every opening one", content)
        elif len(cells) != 3:
            reading.wrong(line, min(len(cells), 3) + 1, "three columns", len(cells))
        else:
            rows.append(cells)
            lines.append(line)
    return rows, lines, separator


def _separator(numbered, reading):
    sample = [content for _, content in numbered[:_LOOK_AT]]
    fits = {separator: sum(len(_cells(content, separator)) == 3 for content in sample) for separator in _SEPARATORS}
    best = max(_SEPARATORS, key=fits.get)
    if sample and not fits[best]:
        found = max(len(_cells(sample[0], separator)) for separator in _SEPARATORS)
        expected = "three columns (two numbers and a label) with commas, semicolons or tabs between them"
        raise reading.error(numbered[0][0], min(found, 3) + 1, expected, f"{found}")
    return best


def _cells(content, separator):
    """The cells of a line without the space around them and without empty ones beyond the third."""
    if '"' in content and len(content) <= MOST_CHARACTERS_A_LINE:
        parts = next(csv.reader([content], delimiter=separator, skipinitialspace=True))
    else:
        parts = content.split(separator)
    cells = [part.strip() for part in parts]
    while len(cells) > 3 and not cells[-1]:
        cells.pop()
    return cells


def is_header(row):
    """Return whether a row names columns: nothing in it is a number, and the first two cells are not empty."""
    return all(row[:2]) and not any(number(cell) is not None or _DECIMAL_COMMA.fullmatch(cell) for cell in row)


def number_reader(rows):
    """Return `(read, expected)` for tables without commas between columns, whose numbers may have a decimal comma.

    They have it if there is no decimal point in any number, and if not all of them look like 1,234, which may be 1234.
    """
    cells = list(itertools.chain.from_iterable(rows))
    commas = [cell for cell in cells if "," in cell and _DECIMAL_COMMA.fullmatch(cell)]
    if not commas:
        return number, "a number"
    if any("." in cell and number(cell) is not None for cell in cells):
        return number, "a number with a decimal point (as elsewhere in the table)"
    if all(map(_THOUSANDS.fullmatch, commas)):
        return number, "a number without doubt (1,234 may be 1.234 or 1234)"
    return _number_with_comma, "a number"


def number(cell):
    """Return the number that a text stands for, or None. Python's 1_000 is none."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def _number_with_comma(cell):
    return number(cell.replace(",", ".")) if _DECIMAL_COMMA.fullmatch(cell) else number(cell)


def drawn_number(cell):
    """Return a real number of any type as a float, or None if it is something else, such as a bool or a text."""
    if not isinstance(cell, Real) or isinstance(cell, bool):
        return None
    try:
        return float(cell)
    except OverflowError:
        return math.inf


def shown(cell):
    """Return how a cell is quoted in a message."""
    if cell is None or cell == "":
        return "nothing"
    if isinstance(cell, int) and cell.bit_length() > 1024:
        return f"a whole number of {cell.bit_length()} bits"  # Python does not write the longest ones
    text = repr(cell)
    return text if len(text) <= 40 else text[:37] + "..."
