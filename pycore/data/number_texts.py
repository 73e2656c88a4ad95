"""Numbers as people write them: decimal points and commas, thousands, percent, signs of all kinds; which style a column has.

A column has one style. A cell that could mean two numbers, such as 1,234, is read only where the rest of the table tells which.
"""

import re
from collections import Counter

__all__ = ["DOUBT", "is_date", "is_missing", "looks_like_number", "may_be_grouped", "number", "readers"]

#: What stands for "nothing is known"; such a cell is never a number and never the name of a class.
_MISSING = frozenset(
    (
        "",
        "NA",
        "na",
        "N/A",
        "n/a",
        "#N/A",
        "#NA",
        "<NA>",
        "NaN",
        "nan",
        "NAN",
        "-nan",
        "-NaN",
        "null",
        "NULL",
        "Null",
        "None",
        "?",
    )
    + ("--", "---", "n.a.", "N.A.", "n. a.", "k.A.", "k. A.", "..", "#NV", "#DIV/0", "#BEZUG!", "#ZAHL!")
    + ("#NULL!", "#VALUE!", "#DIV/0!", "#REF!", "#NAME?", "#NUM!", "#WERT!", "NaT", "missing", "MISSING", "nil")
)
_LOOK_AT = 5000
DOUBT = "a number without doubt ({0} may be {1} or {2})"
_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"
_GROUPED_BY_COMMA = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?")
_GROUPED_BY_POINT = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]*)?")
#: In this order: the first that fits says what kind of text it is.
_KINDS = tuple(
    (kind, re.compile(r"[+-]?(?:" + pattern + ")"))
    for kind, pattern in (
        ("whole", r"[0-9]+" + _EXPONENT),
        ("comma?", r"[1-9][0-9]{0,2},[0-9]{3}"),
        ("point?", r"[1-9][0-9]{0,2}\.[0-9]{3}"),
        ("point", r"[1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]*"),
        ("comma", r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,}|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]*"),
        ("point", r"(?:[0-9]+\.[0-9]*|\.[0-9]+)" + _EXPONENT),
        ("comma", r"(?:[0-9]+,[0-9]*|,[0-9]+)" + _EXPONENT),
    )
)
_MINUS = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\ufe63": "-", "\uff0d": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2019": "'"}
)
_GAP = re.compile(r"(?<=[0-9])[ '](?=[0-9]{3}(?![0-9]))")
_ORDINARY = re.compile(r"[0-9.,eE+-]+")
_CURRENCY = "$€£¥"
_DATE = re.compile(
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T ][0-9:.,Z+ -]*)?"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?: [0-9:]*(?: ?[AaPp][Mm])?)?"
    r"|[0-9]{1,2}[- ][A-Za-z]{3,9}\.?[- ][0-9]{2,4}|[A-Za-z]{3,9}\.? [0-9]{1,2},? [0-9]{4}|[0-9]{4}-[0-9]{2}"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
)


def is_missing(cell):
    """Return whether a text says that nothing is known."""
    return cell in _MISSING


def is_date(cell):
    """Return whether a text looks like a date or a time of day."""
    return _DATE.fullmatch(cell) is not None


def number(cell):
    """Return the number that a text with a decimal point stands for, or None. Python's 1_000 is none."""
    try:
        return None if "_" in cell else float(cell)
    except ValueError:
        return None


def looks_like_number(cell):
    """Return whether a text is a number in any style."""
    return number(cell) is not None or _kind(_plain(cell)) is not None


def readers(columns, separator):
    """Return `[(read, expected), ...]` for columns of texts: functions from a cell to a float or None, and what they take.

    A column's own numbers tell its style; where they don't, the other columns do. `separator` is the one between columns.
    """
    found = [_evidence(cells) for cells in columns]
    styles = {kind for counts in found for kind in ("point", "comma") if counts[kind]}
    shared = styles.pop() if len(styles) == 1 else None if styles else "any"
    return [_reader(cells, counts, shared, separator) for cells, counts in zip(columns, found, strict=True)]


def _evidence(cells):
    """How many cells of a column are of which kind; nothing for a column that is mostly no numbers."""
    counts = Counter()
    if len(cells) > 2 * _LOOK_AT:  # of a long column with one style that much is enough
        counts = _evidence(cells[:_LOOK_AT])
        if not counts or (bool(counts["comma"]) != bool(counts["point"]) and not counts["%"]):
            return counts
        counts = Counter()
    for cell in cells:
        if "," in cell or "." in cell:
            counts[_kind(_plain(cell))] += 1
        elif cell not in _MISSING:
            counts["whole" if cell.isdigit() or number(cell) is not None or _kind(_plain(cell)) else None] += 1
        counts["%"] += cell.endswith("%")
    if 2 * counts[None] > sum(counts[kind] for kind in (None, "whole", "comma?", "point?", "point", "comma")):
        return Counter()
    return counts


def may_be_grouped(cells):
    """Whether a column's points could all stand before thousands: 58.657 and 2.155, but no 0.180 and no 58.6."""
    counts = _evidence(cells)
    return counts["point?"] > 1 and not counts["point"] and not counts["comma"] and not counts["whole"]


def _reader(cells, counts, shared, separator):
    style, expected = "point", "a number"
    if counts["comma"] and not counts["point"]:
        style = "comma"
    elif counts["comma"]:
        expected = "a number with a decimal point (as elsewhere in the table)"
    elif not counts["point"] and shared == "comma":
        style = "comma"
    elif not counts["point"] and shared is None and (counts["comma?"] or counts["point?"]):
        style = None
    elif counts["comma?"] and not counts["point"] and shared == "any":
        # In quotes between commas it is 1234, unless the column has such numbers without a comma, too.
        long = any(len(cell) > 3 and cell.isdigit() for cell in cells)
        style = "point" if separator == "," and not long and not counts["point?"] else None
    elif counts["point?"] > 1 and not counts["point"] and shared == "any" and separator in ";\t":
        short = any(len(cell) <= 3 and cell.isdigit() for cell in cells)
        style = None if short else "point"  # 26 and 26.000 in one column: thousands, perhaps
    if style is None:
        mark = "," if counts["comma?"] else "."
        expected = DOUBT.format(f"1{mark}234", "1.234", "1234")
    if counts["%"]:
        expected += " with %" if 2 * counts["%"] > sum(map(bool, cells)) else " without %"
        return _with_percent(style, "without" not in expected), expected + " (as elsewhere in the column)"
    return (number_with_comma if style == "comma" else number_with_point if style else _without_doubt), expected


def _with_percent(style, wanted):
    read = number_with_comma if style == "comma" else number_with_point if style else _without_doubt

    def read_percent(cell):
        has = cell.endswith("%")
        if has != wanted:
            return None
        value = read(cell[:-1].rstrip()) if has else read(cell)
        return value / 100 if has and value is not None else value

    return read_percent


def number_with_point(cell):
    """Return the number that a text with a decimal point, and perhaps with commas between thousands, stands for, or None."""
    value = number(cell)
    if value is not None:
        return value
    text = _plain(cell)
    return number(text.replace(",", "") if _GROUPED_BY_COMMA.fullmatch(text) else text)


def number_with_comma(cell):
    """Return the number that a text with a decimal comma, and perhaps with points between thousands, stands for, or None."""
    text = _plain(cell)
    if "." in text and _GROUPED_BY_POINT.fullmatch(text):
        text = text.replace(".", "")
    return None if "." in text else number(text.replace(",", ".") if text.count(",") == 1 else text)


def _without_doubt(cell):
    return None if "," in cell or "." in cell else number_with_point(cell)


def _plain(cell):
    """A text without currency signs, with ASCII's minus, for brackets, too, and without gaps between thousands or a percent sign."""
    if _ORDINARY.fullmatch(cell):
        return cell
    text = cell.translate(_MINUS).strip(_CURRENCY + " ")
    if text[:1] == "(" and text[-1:] == ")":  # as accountants write what is below 0
        text = "-" + text[1:-1].strip(_CURRENCY + " ")
    if text[:1] in "+-" and text[1:2] in _CURRENCY:
        text = text[:1] + text[1:].lstrip(_CURRENCY + " ")
    if text[:2] == "- ":
        text = "-" + text[2:]
    return _GAP.sub("", text.removesuffix("%").rstrip()) if text else text


def _kind(text):
    return next((kind for kind, pattern in _KINDS if pattern.fullmatch(text)), None)
