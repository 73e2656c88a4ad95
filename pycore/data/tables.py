"""People's own points: CSV text and drawn points become a Table, or an error that names every wrong line and column.

Nothing here keeps state: after an error everything is as it was before.
"""

import dataclasses

from pycore.data import csv_cells, number_texts, table_columns, table_sources
from pycore.data.csv_cells import MOST_ROWS, Problem, Reading, TableError, shown
from pycore.data.point_table import COLUMNS, Table, number_text, to_csv
from pycore.data.table_columns import MOST_CLASSES
from pycore.data.table_rows import short, table_of_rows

__all__ = [
    "COLUMNS", "MOST_CLASSES", "MOST_ROWS", "Problem", "Table", "TableError",
    "from_points", "parse", "read_table", "rows_used", "to_csv",
]  # fmt: skip


def read_table(source, *, columns=None, label=None, skip_bad=False):
    """Return the Table of a file's path, an open file, a text, bytes, a data frame, or rows: two columns of numbers and a label.

    Read are UTF-8 and UTF-16 with and without a byte order mark, and Windows-1252; commas, semicolons, tabs, bars and spaces between
    columns; decimal points and commas, with or without thousands; percent. For all else see `parse`. `columns` names the inputs,
    or one (x2 is then 0 everywhere), and `label` the label: names of the header, or numbers from 0. With `skip_bad`, lines
    that can't be used are left out and reported in the Table. The Table's `notes` tell what was chosen.

    Raises TableError, which names line, column and remedy, and TypeError for what is no table at all.
    """
    header, rows, notes = None, None, []
    if callable(getattr(source, "read", None)):
        source = source.read()
    if table_sources.is_path(source):
        source = table_sources.read_file(source)
    if isinstance(source, bytes | bytearray | memoryview):
        source, note = table_sources.decoded(source)
        notes = [note] if note else []
    elif isinstance(source, Table):
        return source
    elif not isinstance(source, str):
        header, rows = table_sources.rows_of(source)
    try:
        if rows is None:
            table = parse(source, skip_bad=skip_bad, columns=columns, label=label)
            return dataclasses.replace(table, notes=(*notes, *table.notes)) if notes else table
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
    table_sources.check_length(text)
    form = table_sources.other_form(text)
    if form:
        raise reading.error(1, 1, "text with columns; save the table as CSV", form)
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
        return table_of_rows([], [], COLUMNS, reading)
    choice = table_columns.choose(header, rows, columns, label, _error_of(reading, lines[0]))
    used = [["0"] * len(rows) if place is None else [row[place] for row in rows] for place in choice.places]
    reading.readers = number_texts.readers(used, separator)
    reading.columns = tuple(0 if place is None else place + 1 for place in choice.places)
    names = [header[place] if header and place is not None else "" for place in choice.places]
    columns = tuple(name or default for name, default in zip(names, COLUMNS, strict=True))
    notes = list(choice.notes)
    for name, cells, (_, expected) in zip(columns, used, reading.readers, strict=True):
        if "with %" in expected:
            notes.append(f"{short(name)}: 50% is read as 0.5.")
        elif separator != "," and number_texts.may_be_grouped(cells):
            example = next(cell for cell in cells if "." in cell)
            notes.append(f"{short(name)}: {shown(example)} is read as {number_text(float(example))}, not as {example.replace('.', '')}.")
        elif any(mark in cell for mark in ",(" for cell in cells[:1000]) and expected == "a number":
            example = next(cell for cell in cells if "," in cell or "(" in cell)
            value = reading.readers[columns.index(name)][0](example)
            if value is not None:
                notes.append(f"{short(name)}: {shown(example)} is read as {number_text(value)}.")
    return table_of_rows(list(zip(*used, strict=True)), lines, columns, reading, notes)


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
    return table_of_rows(rows, lines, COLUMNS, reading)
