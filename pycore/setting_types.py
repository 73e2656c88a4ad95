"""What a setting is: a row of the table of settings, the kinds of values, and how each kind is checked, read and written.

The rules for reading an address are those of TensorFlow Playground, so that an address made for it works here.
"""

import math
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, fields
from itertools import islice
from urllib.parse import quote, unquote

import numpy as np

from pycore.data.formulas import Expression, ExpressionError

__all__ = ["DRAWN_ANEW", "MOST_LAYERS", "Setting", "SettingError", "Table", "near_miss", "number_text"]

#: What a change of a setting may draw anew, from the least to the most: nothing; the picture of the same network; its weights, from
#: epoch 0; points and network.
DRAWN_ANEW = ("no", "picture", "network", "data")
#: Hidden layers and neurons a layer that are accepted; the page's buttons stop at 10 x 16, the address may go further.
MOST_LAYERS = 32
MOST_NEURONS = 256
#: Formulas that can be added to the features.
MOST_EXPRESSIONS = 8


class SettingError(ValueError):
    """A setting that can't be used: `key`, the `value` that came, and what was `expected`, in one sentence.

    `key` is the setting's in an address; `name` is what was typed, that key or its name in Python, and stands in the sentence.
    `meant` is what was perhaps meant, or None.
    """

    def __init__(self, key, value, expected, name=None, meant=None):
        self.key, self.value, self.expected, self.name, self.meant = key, value, expected, name or key, meant
        asked = "" if meant is None else f"; did you mean {meant}?"
        super().__init__(f"{self.name}: expected {expected}, got {_shown(value)}{asked}")

    def __reduce__(self):
        return type(self), (self.key, self.value, self.expected, self.name, self.meant)

    def named(self, name):
        """Return the same error with another name of the setting in its sentence."""
        return type(self)(self.key, self.value, self.expected, name, self.meant)


def near_miss(value, names):
    """Return which of `names` is meant by `value`, written a little wrongly, or None."""
    import difflib  # only here: it is needed once something is wrong

    if not isinstance(value, str):
        return None
    plain = {_plain_name(name): name for name in names if isinstance(name, str)}
    wanted = _plain_name(value)
    close = difflib.get_close_matches(wanted, plain, 1, 0.7)
    begun = [name for name in plain if len(wanted) >= 3 and name.startswith(wanted)]
    return plain[close[0]] if close else plain[begun[0]] if len(begun) == 1 else None


def _plain_name(name):
    return "".join(letter for letter in name.lower() if letter.isalnum())


@dataclass(frozen=True)
class Setting:
    """One row of the table."""

    key: str  # in the address
    name: str  # in Python
    kind: str  # "choice", "number", "integer", "flag", "text", "shape", or a list: "names", "integers" or "expressions"
    label: str
    help: str
    default: object
    group: str  # "running", "training", "data", "network", "features", "output" or "page"
    restarts: str = "no"  # what a change draws anew, one of DRAWN_ANEW; the one place where that is decided
    offers: object = ()  # the options, or what returns them, for they may come and go
    minimum: float | None = None
    maximum: float | None = None
    slider: tuple = ()  # (lowest, highest, step) of the page's slider; an address may go beyond, up to minimum and maximum
    explained: str = ""  # where the course explains it: the name of a page, # and a place on it
    #: What it needs to act on, or what returns that, for parts may come and go: a list of ways, one of which has to hold, each of
    #: them {address key: values, one of which has to be chosen}; empty for what always acts.
    when: object = ()
    idle: object = ""  # what people are told where none holds, or what returns it

    @property
    def options(self):
        """((value, label), ...) that the page offers; for a "choice" these are all there are."""
        return self.offers() if callable(self.offers) else self.offers

    def described(self):
        """Return the row as a dict that JSON can hold."""
        own = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in ("offers", "when", "idle")}
        return {**own, "options": self.options, "needs": self.needs, "idle": self.idle() if callable(self.idle) else self.idle}

    @property
    def needs(self):
        """`when` as it is now, a list."""
        return list(self.when() if callable(self.when) else self.when)

    def check(self, value):
        """Return `value` as this setting's type, or raise SettingError. NumPy's numbers and arrays stand for Python's."""
        if isinstance(value, np.generic) or (isinstance(value, np.ndarray) and not value.ndim):
            value = value.item()
        elif isinstance(value, np.ndarray) and value.ndim == 1:
            value = value.tolist()
        return _CHECKS[self.kind](self, value)

    def parse(self, text):
        """Return the value that `text` from an address stands for, or raise SettingError."""
        return self.check(_PARSERS[self.kind](self, text))

    def format(self, value):
        """Return the text of `value` for an address."""
        if self.kind == "flag":
            return "true" if value else "false"
        if self.kind == "expressions":
            return ";".join(quote(text, safe="^*/+(),") for text in value)
        if isinstance(value, tuple):
            return ",".join(map(str, value))
        if self.kind in ("number", "integer"):
            return number_text(value)
        # As the page does: a % would be taken for the begin of an encoded character.
        return "".join(quote(c) if c == "%" or c.isspace() else c for c in str(value))

    @property
    def expected(self):
        """What is allowed, in words."""
        if self.kind == "choice":
            return "one of " + ", ".join(str(value) for value, _ in self.options)
        if self.kind == "names":
            return f"at most {MOST_LAYERS} of " + ", ".join(str(value) for value, _ in self.options)
        if self.kind == "expressions":
            return f"at most {MOST_EXPRESSIONS} formulas of x1 and x2 with ; between them, such as x1^2+x2^2;abs(x1)"
        if self.kind == "integers":
            return f"whole numbers from {self.minimum} to {self.maximum}, each once"
        if self.kind == "flag":
            return "true or false"
        if self.kind == "shape":
            return f"at most {MOST_LAYERS} layer sizes from 1 to {MOST_NEURONS}, such as 4,2"
        if self.kind == "text":
            return "a text of 1 to 200 characters without & or #"
        noun = "a whole number" if self.kind == "integer" else "a number"
        low, high = (None if v is None else number_text(v) for v in (self.minimum, self.maximum))
        if low is not None and high is not None:
            return f"{noun} from {low} to {high}"
        return f"{noun} of at least {low}" if low is not None else noun


class Table(Sequence):
    """The rows of the table of settings as they are now: parts may come and go, and some have rows of their own.

    rows: Settings, and functions that return lists of them; these are asked again after each change of the `registry`.
    """

    def __init__(self, rows, registry):
        self._given, self._registry, self._changes = rows, registry, None

    def __getitem__(self, index):
        return self._now()[index]

    def __len__(self):
        return len(self._now())

    def __iter__(self):
        return iter(self._now())

    def by(self, field):
        """Return {value of the field "key" or "name": row}, which is always as the table is then."""
        return _RowsBy(self, field)

    def _now(self):
        if self._changes != self._registry.changes:
            self._changes = self._registry.changes
            self._rows = [row for given in self._given for row in (given() if callable(given) else [given])]
            self.found = {field: {getattr(row, field): row for row in self._rows} for field in ("key", "name")}
        return self._rows


class _RowsBy(Mapping):
    """The rows of a Table by one of their fields."""

    def __init__(self, table, field):
        self._table, self._field = table, field

    def __getitem__(self, value):
        self._table._now()
        return self._table.found[self._field][value]

    def __iter__(self):
        self._table._now()
        return iter(self._table.found[self._field])

    def __len__(self):
        return len(self._table)


def _shown(value):
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # Python writes no whole number of more than 4300 digits
        text = f"a whole number of {value.bit_length()} bits" if isinstance(value, int) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "..."


def number_text(value):
    """The shortest decimal text of a number, without exponents for the usual sizes: 0.00001, 10, 0.03."""
    if float(value).is_integer() and abs(value) < 1e15:
        return str(int(value))
    text = repr(float(value))
    return f"{value:.20f}".rstrip("0") if "e-" in text and abs(value) >= 1e-6 and float(f"{value:.20f}") == value else text


def _check_choice(row, value):
    if any(value == option and isinstance(value, type(option)) for option, _ in row.options):
        return value
    by_text = {text: option for option, label in row.options for text in (option, label) if isinstance(text, str)}
    raise SettingError(row.key, value, row.expected, meant=by_text.get(near_miss(value, by_text)))


def _check_number(row, value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SettingError(row.key, value, row.expected)
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number) or (row.minimum is not None and number < row.minimum):
        raise SettingError(row.key, value, row.expected)
    if row.maximum is not None and number > row.maximum:
        raise SettingError(row.key, value, row.expected)
    return number


def _check_integer(row, value):
    number = _check_number(row, value)
    if not number.is_integer():
        raise SettingError(row.key, value, row.expected)
    return int(number)


def _check_flag(row, value):
    if isinstance(value, bool):
        return value
    raise SettingError(row.key, value, row.expected)


def _check_text(row, value):
    if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 1024:
        value = str(value)
    if isinstance(value, float):
        value = number_text(value) if math.isfinite(value) else repr(value)
    if isinstance(value, str) and not set(value) & set("&#\r\n") and (0 < len(value) <= 200 or value == row.default):
        return value
    raise SettingError(row.key, value, row.expected)


def _sequence(row, value):
    """Return a sequence, but no text and nothing without an order, as a tuple: NumPy's numbers in it as Python's, 8.0 as 8."""
    if isinstance(value, str | bytes | Set | Mapping) or not isinstance(value, Iterable):
        one = value.item() if isinstance(value, np.generic) else value
        meant = f"({one},)" if type(one) is int and row.kind in ("shape", "integers") else None
        raise SettingError(row.key, value, row.expected, meant=meant)
    parts = (part.item() if isinstance(part, np.generic) else part for part in islice(value, MOST_LAYERS + 2))
    return tuple(int(part) if isinstance(part, float) and part.is_integer() else part for part in parts)


def _check_shape(row, value):
    shape = _sequence(row, value)
    if len(shape) > MOST_LAYERS or any(
        isinstance(units, bool) or not isinstance(units, int) or not 1 <= units <= MOST_NEURONS for units in shape
    ):
        raise SettingError(row.key, value, row.expected)
    return shape


def _check_names(row, value):
    allowed = {option for option, _ in row.options}
    names = _sequence(row, value)
    wrong = [name for name in names if not isinstance(name, str) or name not in allowed]
    if len(names) > MOST_LAYERS or wrong:
        raise SettingError(row.key, value, row.expected, meant=near_miss(wrong[0], allowed) if wrong else None)
    return names


def _check_integers(row, value):
    numbers = _sequence(row, value)
    if any(isinstance(n, bool) or not isinstance(n, int) or not row.minimum <= n <= row.maximum for n in numbers):
        raise SettingError(row.key, value, row.expected)
    if len(set(numbers)) < len(numbers):
        raise SettingError(row.key, value, row.expected)
    return numbers


def _check_expressions(row, value):
    """The formulas in their one way of writing, each once. A text is taken apart at its semicolons."""
    formulas = value.split(";") if isinstance(value, str) else value
    if not hasattr(formulas, "__iter__"):
        raise SettingError(row.key, value, row.expected)
    texts = []
    for formula in islice(formulas, 10 * MOST_EXPRESSIONS):
        if isinstance(formula, str) and not formula.strip():
            continue
        if not isinstance(formula, str | Expression):
            raise SettingError(row.key, value, row.expected)
        try:
            text = formula.text if isinstance(formula, Expression) else Expression(formula).text
        except ExpressionError as error:
            raise SettingError(row.key, formula, f"{error.expected} at character {error.position + 1}") from error
        if text not in texts:
            texts.append(text)
    if len(texts) > MOST_EXPRESSIONS:
        raise SettingError(row.key, value, row.expected)
    return tuple(texts)


def _parse_number(row, text):
    try:
        return float(text.replace("_", "?"))  # 1_000 is a number to Python alone
    except ValueError:
        raise SettingError(row.key, text, row.expected) from None


def _parse_shape(row, text):
    try:
        return tuple(int(part.replace("_", "?")) for part in text.split(",")) if text else ()
    except ValueError:
        raise SettingError(row.key, text, row.expected) from None


def _parse_choice(row, text):
    for value, _ in row.options:
        if str(value) == text:
            return value
    return text


_CHECKS = {
    "choice": _check_choice,
    "number": _check_number,
    "integer": _check_integer,
    "flag": _check_flag,
    "text": _check_text,
    "shape": _check_shape,
    "names": _check_names,
    "integers": _check_integers,
    "expressions": _check_expressions,
}
_PARSERS = {
    "choice": _parse_choice,
    "number": _parse_number,
    "integer": _parse_number,
    "flag": lambda row, text: text != "false",  # as the reference: everything but the word false is true
    "text": lambda row, text: text,
    "shape": _parse_shape,
    "names": lambda row, text: tuple(text.split(",")) if text else (),
    "integers": _parse_shape,
    "expressions": lambda row, text: unquote(text),
}
