"""Where a table may come from: a path, bytes in the encodings that files have, text, a data frame, rows; all become text or rows."""

import codecs
import math
import os
from itertools import islice

from pycore.data.csv_cells import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, Problem, TableError
from pycore.data.masked import is_masked_array

__all__ = ["MOST_BYTES", "check_length", "decoded", "is_path", "other_form", "read_file", "rows_of"]

#: The longest file or text that is read. Raise it here; a table of MOST_ROWS rows is much shorter.
MOST_BYTES = 50_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FILES = (
    (b"PK\x03\x04", "an Excel workbook or another zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a database"),
)
_SUFFIXES = (".csv", ".txt", ".tsv", ".tab", ".data", ".dat", ".xlsx", ".xls", ".json", ".parquet")


def is_path(source):
    """Return whether a source names a file: a path object, or a text of one line that ends like a file's name."""
    if isinstance(source, os.PathLike):
        return True
    return isinstance(source, str) and "\n" not in source and len(source) < 4096 and source.strip().lower().endswith(_SUFFIXES)


def read_file(path):
    """Return the bytes of a file, or raise TableError."""
    name = os.path.expanduser(os.fspath(path))
    try:
        size = os.path.getsize(name)
        if size > MOST_BYTES:
            raise _refused(f"a file of at most {MOST_BYTES} bytes (table_sources.MOST_BYTES)", f"{size}")
        with open(name, "rb") as file:
            return file.read()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise _refused("a file that can be read", f"{_short(name)} ({reason})") from error


def check_length(text):
    """Raise TableError for a text that is too long."""
    if len(text) > MOST_BYTES:
        raise _refused(f"at most {MOST_BYTES} characters (table_sources.MOST_BYTES)", f"{len(text)}")


def decoded(source):
    """Return `(text, note)` of bytes in UTF-8, UTF-16, UTF-32 or Windows-1252; TableError for what is no text.

    `note` is a sentence where the encoding was guessed, else "".
    """
    source = bytes(source)
    if len(source) > MOST_BYTES:
        raise _refused(f"at most {MOST_BYTES} bytes (table_sources.MOST_BYTES)", f"{len(source)}")
    for start, what in _FILES:
        if source.startswith(start):
            raise _refused("text with columns; save the table as CSV", what)
    encoding = next((name for bom, name in _BOMS if source.startswith(bom)), None) or _without_bom(source)
    try:
        return source.decode(encoding), ""
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _refused(f"text in {encoding}", f"byte {error.start} that is none; save the table as UTF-8") from error
    # Every other byte stands for a character in Windows-1252, but for five that mean nothing there.
    return source.decode("cp1252", errors="replace"), "The file is not UTF-8; it is read as Windows-1252."


def rows_of(source):
    """Return `(header, rows)`, texts all, of a frame (pandas, polars, Arrow and their like), a dict of columns, rows, or dicts.

    `header` is None where nothing names the columns. Raises TypeError for what is none of these, and TableError.
    """
    if isinstance(source, list | tuple) and source and all(isinstance(row, dict) for row in source):
        source = _columns_of(source)
    fields = getattr(getattr(source, "dtype", None), "names", None)
    if isinstance(source, dict):
        names, take = list(source), source.__getitem__
    elif fields is not None:  # NumPy's records
        names, take = list(fields), source.__getitem__
    elif hasattr(source, "column_names") and hasattr(source, "to_pydict"):
        return rows_of(source.to_pydict())
    elif hasattr(source, "columns") and hasattr(source, "__getitem__") and hasattr(source, "shape"):
        names = list(source.columns)
        by_place = getattr(source, "iloc", None)
        take = source.__getitem__ if by_place is None else None
    else:
        return None, _plain_rows(source)
    if len(names) > MOST_COLUMNS:
        raise _refused(f"at most {MOST_COLUMNS} columns", f"{len(names)}")
    columns = []
    for place, name in enumerate(names):
        column = take(name) if take else by_place[:, place]
        if not hasattr(column, "__iter__") or isinstance(column, str):
            raise _refused(f"a column of values called {_short(str(name))}", type(column).__name__)
        _check_rows(columns[0] if columns else column, len(names))
        columns.append([_text(value) for value in islice(column, MOST_ROWS + 1)])
    if len({len(column) for column in columns}) > 1:
        raise _refused("columns of equal length", ", ".join(str(len(column)) for column in columns[:8]))
    if len(columns) < 2:
        raise _refused("three columns", f"{len(columns)}")
    header = [" ".join(map(str, name)) if isinstance(name, tuple) else str(name) for name in names]
    return header, [list(row) for row in zip(*columns, strict=True)]


def _check_rows(rows, width):
    """Raise TableError for rows, if they are counted, that are too many, by themselves or with so many columns."""
    count = len(rows) if hasattr(rows, "__len__") else 0
    if count > MOST_ROWS:
        raise _refused(f"at most {MOST_ROWS} rows", f"{count}")
    if count * width > MOST_CELLS:
        raise _refused(f"at most {MOST_CELLS} cells", f"{count} rows of {width} columns")


def _columns_of(dicts):
    """The columns of rows that are dicts, which all have the same names."""
    names = list(dicts[0])
    _check_rows(dicts, len(names))
    for place, row in enumerate(dicts, 1):
        if row.keys() != dicts[0].keys():
            expected, got = (_short(", ".join(map(str, each))) for each in (names, row))
            raise TableError([Problem(place, 1, f"the names {expected}", got, "row")])
    return {name: [row[name] for row in dicts] for name in names}


def _plain_rows(source):
    _check_rows(source, 1)
    if is_masked_array(source):
        source = source.tolist()  # with None where it is masked
    if not hasattr(source, "__iter__"):
        raise TypeError(f"source: expected a path, a text, bytes, a data frame or rows, got {type(source).__name__}")
    rows = []
    for place, row in enumerate(islice(source, MOST_ROWS + 1), 1):
        if isinstance(row, str) or not hasattr(row, "__iter__"):
            raise _refused("a row of two numbers and a label", _short(str(type(row).__name__)), place)
        rows.append([_text(value) for value in islice(row, MOST_COLUMNS + 1)])
        if len(rows[-1]) > MOST_COLUMNS:
            raise _refused(f"at most {MOST_COLUMNS} columns", "more", place)
        if place * len(rows[-1]) > MOST_CELLS:
            raise _refused(f"at most {MOST_CELLS} cells", f"more, of {len(rows[-1])} columns", place)
        if len(rows[-1]) != len(rows[0]) or len(rows[0]) < 2:
            raise _refused(f"{max(3, len(rows[0]))} columns", f"{len(rows[-1])}", place)
    return rows


def _text(value):
    """The text of a frame's cell; what is missing in any library's way (None, NaN, NA, NaT) is empty."""
    if isinstance(value, bytes):  # as NumPy's arrays of bytes have them
        value = decoded(value)[0]
    if value is None or isinstance(value, str):
        return (value or "").strip()
    if isinstance(value, bool):
        return str(value)
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        text = " ".join(str(value).split())
        return "" if text in ("<NA>", "NaT", "NaN", "nan") else text
    return "" if math.isnan(number) else repr(number)


def _without_bom(source):
    """UTF-16 shows by its empty bytes: most of ASCII's characters have one, always on the same side."""
    head = source[:2000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if 3 * odd > len(head) // 2 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if 3 * even > len(head) // 2 and odd == 0 else "utf-8"


def other_form(text):
    """Return in words what a text is that is no table with columns, or "" where it may be one."""
    start = text.lstrip("\ufeff \t\r\n")[:100].lower()
    if start.startswith(("{", "[{", "[[", "[(", "((")):
        return "JSON or a list in brackets"
    if start.startswith(("<!doctype", "<html", "<table", "<?xml", "<svg")):
        return "HTML or XML"
    return "ARFF" if start.startswith("@relation") else ""


def _refused(expected, got, line=1):
    return TableError([Problem(line, 1, expected, got)])


def _short(text):
    return repr(text if len(text) <= 80 else "..." + text[-77:])
