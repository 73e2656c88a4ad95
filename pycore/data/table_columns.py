"""Which columns of a table are the two inputs and the label, and whether its first row names them."""

from collections import Counter
from typing import NamedTuple

from pycore.data.csv_cells import is_header, shown
from pycore.data.number_texts import is_date, is_missing, looks_like_number

__all__ = ["MOST_CLASSES", "Choice", "choose", "header_of"]

MOST_CLASSES = 6
#: About so many rows, evenly taken, say what a column looks like.
_LOOK_AT = 2000
_LABEL_NAMES = frozenset(
    ("class", "classes", "label", "labels", "target", "category", "klasse", "species", "survived", "outcome", "clase", "classe")
)
#: Names of a label only where such a column stands in front of two others of numbers, and has few values.
_IN_FRONT = frozenset(("y", "group", "type", "kind", "cls", "status", "result", "gruppe", "art", "typ", "groupe", "tipo"))
_INDEX_NAMES = frozenset(("", "id", "index", "nr", "no", "row", "unnamed: 0", "#", "idx", "nummer", "rownames"))


class Choice(NamedTuple):
    """The places of x1, x2 and label among the columns, from 0, None for an input that is not there; and what to tell of it."""

    places: tuple
    notes: tuple


def header_of(rows):
    """Return the first row if it names the columns, or None.

    It does if nothing in it is a number. Numbers are names, too, where they count the columns (pandas writes 0, 1, 2) or
    are years, and the rows below are of another kind.
    """
    if not rows:
        return None
    first, below = rows[0], rows[1:]
    if is_header(first):
        return first
    if len(below) < 3:
        return None
    names = [(column, cell) for column, cell in enumerate(first) if not looks_like_number(cell) and cell]
    numbers = [cell for cell in first if cell and cell.isascii() and cell.isdigit()]
    if len(names) + len(numbers) + (first[0] == "") < len(first) or len(numbers) < 2:
        return None
    whole = list(map(int, numbers))
    steps = whole == list(range(whole[0], whole[0] + len(whole)))
    years = all(1900 <= value <= 2100 for value in whole) and len(set(whole)) == len(whole)
    if not (years or (steps and whole[0] <= 1)):
        return None
    columns = list(zip(*below, strict=True))
    if not all(_is_alone(cell, columns[column]) for column, cell in names):
        return None
    is_header_of_numbers = any(name for _, name in names) or first[0] == "" or _is_other_kind(whole, years, columns)
    return first if is_header_of_numbers else None


def _is_alone(name, cells):
    """Whether a name is not one of the column's classes: it is there once only, and the others are numbers, or some classes."""
    if sum(map(looks_like_number, cells)) > len(cells) / 2:
        return True
    counts = Counter(cell for cell in cells if not is_missing(cell))
    return name not in counts and len(counts) >= 2 and (len(counts) > MOST_CLASSES or max(counts.values()) > 1)


def _is_other_kind(whole, years, columns):
    """Whether a row of whole numbers alone is of another kind than the rows below."""
    found = [[cell for cell in column if not is_missing(cell)] for column in columns[-len(whole) :]]
    if years:
        return all(not any(cell in cells for cell in map(str, range(1900, 2101))) for cells in found)
    broken = [sum(not cell.isdigit() for cell in cells) * 2 > len(cells) > 0 for cells in found]
    last = str(whole[-1])
    return whole[0] == 0 and (all(broken) or (any(broken) and last not in found[-1]) or (sum(broken[:-1]) >= 1 and broken[-1]))


def choose(header, rows, columns, label, error):
    """Return the Choice for rows of texts: what `columns` and `label` name, and else what looks like it.

    Names are those of the header; whole numbers count columns from 0. `error(column, expected, got)` makes the exception to raise.
    """
    width = len(rows[0])
    names = [name or f"column {place + 1}" for place, name in enumerate(header or [""] * width)]
    if isinstance(columns, (str, int)):
        columns = [columns]
    chosen = None if columns is None else [_place(each, header, width, "columns", error) for each in columns]
    if chosen is not None and not 1 <= len(chosen) <= 2:
        raise error(1, "columns: one or two names", f"{len(chosen)}")
    place = None if label is None else _place(label, header, width, "label", error)
    if place is not None and chosen and place in chosen:
        raise error(place + 1, "label: another column than the inputs", shown(names[place]))
    if chosen and len(set(chosen)) < len(chosen):
        raise error(chosen[0] + 1, "columns: two different ones", shown(names[chosen[0]]))
    sides = list(zip(*rows, strict=True))
    kinds = [_Kind(name, cells) for name, cells in zip(header or [None] * width, sides, strict=True)]
    notes = []
    if place is None:
        free = [each for each in range(width) if each not in (chosen or ())]
        if not free:
            raise error(1, "label: a column besides the inputs", "none")
        place = _label_of(free, kinds, width if chosen is None else 0)
        front = kinds[free[0]]
        values = kinds[place]
        is_many = values.distinct > front.distinct and (values.has_fractions or not values.is_few)
        is_doubtful = place != free[0] and front.is_few and front.count > 2 and is_many and not values.is_text
        if place != width - 1 or width > 3 or is_doubtful:
            notes.append(f"The label is {_name(names[place])}; another is chosen with label=.")
    if chosen is None:
        free = [each for each in range(width) if each != place]
        good = free if len(free) <= 2 else [each for each in free if kinds[each].is_input]
        if len(good) < 2:
            good = [*good, *(each for each in free if each not in good and not kinds[each].is_index)]
        if len(good) < 2 or (width == 3 and header and any(kinds[each].is_index for each in good)):
            counting = ", one of which counts the rows" if any(kinds[each].is_index for each in free) else ""
            raise error(width, "a label besides two columns of numbers", f"{width} columns{counting}")
        chosen = good[:2]
        others = [each for each in free if each not in chosen]
        if others:
            left = ", ".join(_name(names[each]) for each in others[:5]) + (" ..." if len(others) > 5 else "")
            used = " and ".join(_name(names[each]) for each in chosen)
            notes.append(f"The inputs are {used}; not used: {left}. Others are chosen with columns=.")
    if len(chosen) == 1:
        notes.append(f"One input, {_name(names[chosen[0]])}; x2 is 0 everywhere.")
    return Choice((chosen[0], chosen[1] if len(chosen) == 2 else None, place), tuple(notes))


class _Kind:
    """What a column looks like."""

    def __init__(self, name, cells):
        every, cells = cells, cells[:: max(1, len(cells) // _LOOK_AT)]
        known = [cell for cell in cells if not is_missing(cell)]
        self.numbers = sum(map(looks_like_number, known)) if known else 0
        self.name = "" if name is None else name.strip().lower()
        self.count = len(known)
        self.distinct = len(set(known))
        self.dates = sum(map(is_date, known))
        self.is_numeric = 2 * self.numbers >= self.count > 0 and self.dates <= self.count / 2
        self.is_text = not self.is_numeric and 2 * self.dates <= self.count
        counts = len(every) > 2 and every[0] in ("0", "1") and every[-1] == str(int(every[0]) + len(every) - 1)
        counts = counts and list(every) == [str(int(every[0]) + index) for index in range(len(every))]
        self.is_index = counts and ((name is not None and self.name in _INDEX_NAMES) or (name is None and len(every) > 5))
        self.is_input = self.is_numeric and not self.is_index and self.distinct > 1
        self.is_few = 2 <= self.distinct <= MOST_CLASSES
        self.is_sign = known and set(known) <= {"0", "1"} or set(known) <= {"-1", "1"} or set(known) <= {"-1.0", "1.0"}
        self.is_side = set(known) in ({"-1", "1"}, {"-1.0", "1.0"}, {"-1", "+1"}, {"\u22121", "1"})
        self.has_fractions = any("." in cell or "," in cell for cell in known[:1000])


def _label_of(free, kinds, width):
    """The place of the label among the `free` ones: by its name, else the last column that looks like one."""
    named = [place for place in free if kinds[place].name in _LABEL_NAMES]
    if named:
        return named[-1]
    last, front = free[-1], kinds[free[0]]
    may_be_in_front = width == 3 and front.is_few and front.count > 6
    if may_be_in_front and front.name in _IN_FRONT and kinds[last].has_fractions:
        return free[0]
    if may_be_in_front and front.is_side and not kinds[last].is_few and kinds[last].is_numeric:
        return free[0]
    if kinds[last].is_text and (kinds[last].is_few or width == 3):
        return last
    texts = [place for place in free if kinds[place].is_text and 2 <= kinds[place].distinct <= MOST_CLASSES]
    clear = [
        place
        for place in texts
        if kinds[place].count > 2 * kinds[place].distinct or all(kinds[each].is_numeric for each in free if each != place)
    ]
    if texts if width > 3 else clear:
        return (texts if width > 3 else clear)[-1]
    if width > 3 and not kinds[last].is_few:
        few = [place for place in free if kinds[place].is_few and kinds[place].is_sign and kinds[place].count > 6]
        if few:
            return few[-1]
    signs = [place for place in free if kinds[place].is_sign and kinds[place].distinct == 2 and kinds[place].count > 6]
    if (
        width == 3
        and signs == [free[0]]
        and kinds[last].name == ""
        and kinds[free[1]].has_fractions
        and kinds[last].has_fractions
    ):
        return free[0]
    if width == 3:
        return last
    return next((place for place in reversed(free) if not kinds[place].is_index and kinds[place].count), last)


def _place(named, header, width, what, error):
    """The place of a column that is named, or counted from 0."""
    names = header or []
    if isinstance(named, str):
        exact = [place for place, name in enumerate(names) if name == named.strip()]
        alike = exact or [place for place, name in enumerate(names) if name.lower() == named.strip().lower()]
        if len(alike) == 1:
            return alike[0]
        if alike:
            raise error(alike[1] + 1, f"{what}: one column named {shown(named)}", f"{len(alike)}")
    elif isinstance(named, int) and not isinstance(named, bool):
        if str(named) in names:
            return names.index(str(named))
        if -width <= named < width:
            return named % width
    listed = ", ".join(map(_name, names[:8])) if names else f"0 to {width - 1}, as no line names the columns"
    raise error(1, f"{what}: one of {listed}", shown(named))


def _name(name):
    return name if len(name) <= 30 else name[:27] + "..."
