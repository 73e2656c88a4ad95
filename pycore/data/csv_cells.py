"""The cells of tables: from text to rows of three cells, from cells to numbers, and what was wrong with them."""

import csv
import math
import re
from collections import Counter
from numbers import Real
from typing import NamedTuple

from pycore.data.number_texts import looks_like_number

__all__ = [
    *("MOST_CELLS", "MOST_CHARACTERS_A_LINE", "MOST_COLUMNS", "MOST_LINES", "MOST_PROBLEMS", "MOST_ROWS"),
    *("Cells", "Problem", "Reading", "TableError"),
    *("cells_of", "drawn_number", "is_header", "shown", "split"),
]

MOST_ROWS = 100_000
MOST_CHARACTERS_A_LINE = 10_000
MOST_COLUMNS = 1000
#: Rows times columns, of which three columns are learned; and lines of a text, with those that have no cells.
MOST_CELLS = 3_000_000
MOST_LINES = 1_000_000
#: Problems that are described; the others are only counted.
MOST_PROBLEMS = 20

#: So many lines say which separator there is, and how many columns.
_LOOK_AT = 200
_SEPARATORS = ("\t", ";", ",", "|", " ")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[;,\t]*', re.IGNORECASE)
#: What Markdown and databases draw below the names.
_RULE = re.compile(r"[\s|:+=-]*-{3,}[\s|:+=-]*")
_SPACES = re.compile(r"[ \t]+")
_COMMENT = re.compile("#(?![A-Z])")
_IS_NUMBER = re.compile(r"[+\u2212-]?[0-9]+(?:[.,\u00a0\u202f'\u2019][0-9]+)*%?|[+-]?[0-9.]+[eE][+-]?[0-9]+")
_WORDS = {2: "two", 3: "three"}


class Problem(NamedTuple):
    """One cell that can't be used; str() is a sentence."""

    line: int  # of the text, the first is 1; of drawn points the number of the point
    column: int  # of the text, the first is 1
    expected: str
    got: str
    place: str = "line"

    def __str__(self):
        return f"{self.place} {self.line}, column {self.column}: expected {self.expected}, got {self.got}"


class TableError(ValueError):
    """A table that can't be used: `problems`, the first MOST_PROBLEMS of `count`, and `line` and `column` of the first one.

    `remedy` says what to do about them.
    """

    def __init__(self, problems, count=None, *, remedy="", in_cells=False):
        self.problems = tuple(problems)
        #: Whether it is about lines that could be left out.
        self.in_cells = in_cells
        self.count = len(self.problems) if count is None else count
        self.line, self.column = self.problems[0].line, self.problems[0].column
        more = f" (and {self.count - 1} more)" if self.count > 1 else ""
        super().__init__(f"{self.problems[0]}{more}{remedy and '; ' + remedy}")


class Reading:
    """How to read the cells of one table, and what was wrong with them.

    `number` is a function from a cell to a float, or to None if the cell is no number. `place` is that of Problem, `kind` is
    "classification", "regression" or None for whatever the labels say.
    """

    def __init__(self, place, number, *, skip_bad=False, kind=None):
        if kind not in (None, "classification", "regression"):
            raise ValueError(f"kind: expected classification, regression or None, got {kind!r}")
        self.place = place
        #: How to read each of the three columns that are used: (function, what it takes); and which they are in the text, from 1.
        self.readers, self.columns = [(number, "a number")] * 3, (1, 2, 3)
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
            raise TableError(problems, len(self._problems), in_cells=True)
        return problems, len(self._problems)

    def error(self, line, column, expected, got):
        """Return an error that concerns the table as a whole."""
        return TableError([Problem(line, column, expected, got, self.place)])


class Cells(NamedTuple):
    """A text taken apart: `rows` of `width` cells, the number of the line of each, and the separator, " " for any white space."""

    rows: list
    lines: list
    separator: str
    width: int


def cells_of(text, reading, *, least=3):
    """Return the Cells of a text, whose lines have at least `least` cells.

    Lines without cells are passed over, as are Excel's first line `sep=;` and comments before the table; lines that have another
    number of cells than most are reported to `reading`. Raises TableError if there are more than MOST_ROWS lines with cells (and
    a header), or more lines or cells than may be, if none of the first lines has enough, or if the header has fewer names than the
    lines below have cells.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    count = text.count("\n") + 1
    if count > MOST_LINES:
        raise reading.error(MOST_LINES + 1, 1, f"at most {MOST_LINES} lines, with empty ones", f"{count}")
    numbered = [
        (line, content)
        for line, content in enumerate(text.split("\n"), 1)
        if content.strip("\t;,| ") and not ("---" in content and _RULE.fullmatch(content))
    ]
    told = numbered and (_SEPARATOR_LINE.fullmatch(numbered[0][1].strip(" ")) or _SEPARATOR_LINE.fullmatch(numbered[0][1])) or None
    if told:
        del numbered[0]
    if len(numbered) > MOST_ROWS + 1:
        raise reading.error(numbered[MOST_ROWS + 1][0], 1, f"at most {MOST_ROWS} rows", f"{len(numbered)} lines")
    comments = []
    while numbered and _COMMENT.match(numbered[0][1]):
        comments.append(numbered.pop(0))
    sample = [content for _, content in numbered[:_LOOK_AT] if len(content) <= MOST_CHARACTERS_A_LINE]
    separator, width = _separator(numbered, sample, reading, least, told and told[1])
    if width > MOST_COLUMNS:
        raise reading.error(numbered[0][0], MOST_COLUMNS + 1, f"at most {MOST_COLUMNS} columns", f"{width}")
    if width * len(numbered) > MOST_CELLS:
        got = f"{len(numbered)} rows of {width} columns"
        raise reading.error(numbered[MOST_CELLS // width][0], 1, f"at most {MOST_CELLS} cells", got)
    for line, content in comments[::-1]:  # numpy.savetxt writes the header as a comment
        if len(content) > MOST_CHARACTERS_A_LINE:
            continue
        names = split(content.lstrip("# "), separator)
        if len(names) == width and not any(map(looks_like_number, names)):
            numbered.insert(0, (line, content.lstrip("# ")))
            break
    rows, lines = [], []
    wanted = f"{_WORDS.get(width, width)} columns"
    for line, content in numbered:
        if len(content) > MOST_CHARACTERS_A_LINE:
            reading.wrong(line, 1, f"at most {MOST_CHARACTERS_A_LINE} characters", len(content))
            continue
        cells = _trimmed(split(content, separator), width)
        if content.count('"') % 2:
            reading.wrong(line, 1, "a closing quote for every opening one", content)
        elif len(cells) != width:
            could_be_names = not rows and 2 <= len(cells) < width and is_header(cells) and numbered[0][0] == line
            below = split(numbered[1][1][:MOST_CHARACTERS_A_LINE], separator) if could_be_names and len(numbered) > 1 else []
            if could_be_names and not (len(below) == width and is_header(below)):  # or it is a title
                cells = _with_row_names(cells, numbered, separator, width)
                if cells is None:
                    expected = f"{width} names, as the lines below have {width} cells (numbers with a comma in them need quotes)"
                    raise reading.error(line, 1, expected, f"{len(split(content, separator))}")
                rows.append(cells)
                lines.append(line)
                continue
            reading.wrong(line, min(len(cells), width) + 1, wanted, len(cells))
        else:
            rows.append(cells)
            lines.append(line)
    return Cells(rows, lines, separator, width)


def _separator(numbered, sample, reading, least, told):
    """Return `(separator, width)`: those that fit most lines; of equals the one that gives more numbers, then the earlier."""
    if not sample:
        return told or ",", least
    fits, most = [], 1
    for separator in (told,) if told else _SEPARATORS:
        raw = [split(content, separator) for content in sample]
        votes = [max(len(_trimmed(cells, 0)), min(len(cells), least)) for cells in raw]
        most = max(most, len(raw[0])) if separator != " " or _IS_NUMBER.fullmatch(raw[0][0]) else most
        width, count = max(Counter(votes).items(), key=lambda item: (item[1], item[0]))
        if votes[0] >= least and votes.count(votes[0]) > 1:
            width, count = votes[0], votes.count(votes[0])  # what the table begins with, unless it is a title or a short header
        if least <= votes[0] > width and votes[0] == Counter(map(len, raw)).most_common(1)[0][0]:
            width = votes[0]  # most labels at the end are missing
        if width < least:
            usual = Counter(vote for vote in votes if vote >= least).most_common(1)
            if not usual or separator == " ":
                continue
            width, count = usual[0]
        numbers = sum(_IS_NUMBER.fullmatch(cell) is not None for cells in raw for cell in cells) / sum(map(len, raw))
        fits.append(((count, numbers), separator, width))
    if not fits:
        expected = "three columns (two numbers and a label) with commas, semicolons, tabs or spaces between them"
        if most == 2:
            expected = "a third column with labels (or to predict one column from the other, read_table's columns= and label=)"
        raise reading.error(numbered[0][0], min(most, 3) + 1, expected, f"{most}")
    plain = [fit for fit in fits if fit[1] != " "]
    best = max(plain or fits, key=lambda fit: fit[0])
    spaces = next((fit for fit in fits if fit[1] == " "), None)
    if plain and spaces:
        (lines, numbers), (most_lines, most_numbers) = spaces[0], best[0]
        if (lines >= most_lines and numbers > 1.4 * most_numbers) or (lines > most_lines and numbers > most_numbers):
            best = spaces  # 1,5 2,5 a
    return best[1:]


def split(content, separator):
    """The cells of a line without the space around them."""
    if '"' in content and len(content) <= MOST_CHARACTERS_A_LINE:
        content = content.strip() if separator == " " else content
        parts = next(csv.reader([content], delimiter=separator, skipinitialspace=True), [])
        parts = [part for part in parts if part] if separator == " " else parts
    else:
        # A space that does not break stands within numbers, not between them.
        parts = _SPACES.split(content.strip()) if separator == " " else content.split(separator)
    return [part.strip() for part in parts] or [""]


def _trimmed(cells, width):
    """The cells without empty ones at the end beyond `width`."""
    count = len(cells)
    while count > width and not cells[count - 1]:
        count -= 1
    return cells[:count]


def _with_row_names(names, numbered, separator, width):
    """The header with an empty name in front, where the lines below begin with a number of their own; else None."""
    first = [split(content, separator)[0] for _, content in numbered[1:]]
    counts = len(names) == width - 1 and first and all(cell.isdigit() for cell in first[:1])
    return ["", *names] if counts and first == [str(int(first[0]) + index) for index in range(len(first))] else None


def is_header(row):
    """Return whether a row names columns: nothing in it is a number, and its cells are not empty, but for one or the last ones."""
    named = all(row[1:2]) and (row[0] != "" or len(row) > 3)
    return (named or (row[0] != "" and row[-1] != "" and len(row) > 2)) and not any(map(looks_like_number, row))


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
