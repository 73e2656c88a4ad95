"""What all widgets have in common: values that can be set, actions, and a view that JSON can hold.

A view is a dict with any of these keys:

texts: {name: str} what the page writes where it says data-text
values: {name: value} what its controls stand at; those of DIALS, CHOICES and LISTS are added by themselves
faults: {name: str} in a first view only: why a value that it was to begin with is not taken
shown: {name: bool} which parts are shown
off: [name] which actions can't be done now
plots: {name: plot} see pycore.lessons.widgets.marks
tables: {name: {"head": [str], "rows": [[str]], "strong": [int]}} "strong" are the numbers of marked rows
sheets: {name: sheet} see pycore.lessons.widgets.sheets
pads: {name: strokes} what stands on a pad to draw on from now on, if the model has put something else there than was drawn
says: str what is spoken to people who don't see the picture, when it changes
busy: bool whether the widget goes on by itself: the page then does "go" with milliseconds, once for each picture
"""

import math
from typing import NamedTuple

__all__ = ["Choice", "Dial", "Exhibit", "ExhibitError", "NumberList", "action"]


class ExhibitError(ValueError):
    """A widget's name, option, action or value is wrong; the message names it, what was expected and what came."""


class Dial(NamedTuple):
    """A number that a reader turns: from `low` to `high` in steps of `step`, at first `start`, shown with `format`.

    `start` counts as given even between two steps. With `is_whole` the value is an int.
    """

    low: float
    high: float
    step: float
    start: float
    label: str
    unit: str = ""
    format: str = ",g"
    is_whole: bool = False

    def check(self, name, value):
        """Return the value as a number; text is read as one. Raises ExhibitError."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not self.low <= number <= self.high or (self.is_whole and number != int(number)):
            raise ExhibitError(f"{name}: expected {self.allowed}, got {value!r}")
        return int(number) if self.is_whole else number

    @property
    def kind(self):
        """"integer" or "number"."""
        return "integer" if self.is_whole else "number"

    @property
    def allowed(self):
        """What is allowed, as words."""
        return f"{'a whole number' if self.is_whole else 'a number'} from {self.low:g} to {self.high:g}"

    def words(self, value):
        """Return how the value is shown, without its unit."""
        return format(value, self.format).replace("-", "−")


class Choice(NamedTuple):
    """One of several: `options` are (value, label), at first `start`. Two options True and False make a switch.

    A switch takes the text "" for True, as an attribute without a value means it.
    """

    options: tuple
    start: object
    label: str

    def check(self, name, value):
        """Return the option that `value` is, or is the text of. Raises ExhibitError."""
        if self.kind == "flag" and value == "":
            return True
        for option, _ in self.options:
            if value == option and isinstance(value, bool) == isinstance(option, bool):
                return option
        for option, _ in self.options:
            if isinstance(value, str) and value.lower() == str(option).lower():
                return option
        raise ExhibitError(f"{name}: expected {self.allowed}, got {value!r}")

    @property
    def kind(self):
        """"flag" for a switch, else "choice"."""
        return "flag" if all(isinstance(option, bool) for option, _ in self.options) else "choice"

    @property
    def allowed(self):
        """What is allowed, as words."""
        return f"one of {', '.join(str(option) for option, _ in self.options)}"


class NumberList(NamedTuple):
    """From one to `most` numbers, each from `low` to `high`, at first `start`; as text with commas between them."""

    low: float
    high: float
    most: int
    start: tuple
    label: str

    def check(self, name, value):
        """Return a list of floats of a sequence or a text. Raises ExhibitError."""
        try:
            parts = value.split(",") if isinstance(value, str) else list(value)
            numbers = [float(part) for part in parts]
        except (TypeError, ValueError):
            numbers = []
        if not 1 <= len(numbers) <= self.most or not all(self.low <= number <= self.high for number in numbers):
            raise ExhibitError(f"{name}: expected {self.allowed}, got {value!r}")
        return numbers

    @property
    def kind(self):
        """"numbers"."""
        return "numbers"

    @property
    def allowed(self):
        """What is allowed, as words."""
        return f"1 to {self.most} numbers from {self.low:g} to {self.high:g}, with commas between them"


def action(method):
    """Mark a method as something that a reader may do; its keywords come from the page and have to be checked by it."""
    method.is_action = True
    return method


class Exhibit:
    """A widget's model. A subclass lists DIALS, CHOICES and LISTS and writes `picture`; `set`, `configure` and `start_over` come with them.

    Each of them is a value of the widget: an attribute of its name, which a lesson, a page or a reader may set. INNER names those
    dials that are only controls, because another value holds what they hold.
    """

    #: One sentence: what this shows. Stands where the widget stands alone.
    TITLE = ""
    #: The module of pycore whose work is shown, for the line under the widget.
    SOURCE = "pycore"
    DIALS = {}
    CHOICES = {}
    LISTS = {}
    INNER = ()

    def __init__(self, **values):
        for name in values:
            self._value_part(name)
        self._begins = values
        self.start_over()

    @classmethod
    def parts(cls):
        """Return {name: Dial, Choice or NumberList} of all values, in their order."""
        return {name: part for name, part in {**cls.DIALS, **cls.CHOICES, **cls.LISTS}.items() if name not in cls.INNER}

    @classmethod
    def sorted_out(cls, values):
        """Return ({name: value} of those that are right, {name: sentence} of those that are not)."""
        right, faults = {}, {}
        for name, value in values.items():
            try:
                right[name] = cls._value_part(name).check(name, value)
            except ExhibitError as error:
                faults[name] = str(error)
        return right, faults

    @classmethod
    def _value_part(cls, name):
        known = cls.parts()
        if name not in known:
            there = f"there {'are' if len(known) > 1 else 'is'} {', '.join(known)}" if known else "it has none"
            raise ExhibitError(f"{name!r} is no value of this widget; {there}")
        return known[name]

    @property
    def values(self):
        """{name: value} of what a page may set, as it is now."""
        return {name: getattr(self, name) for name in self.parts()}

    @action
    def start_over(self):
        """Go back to where the widget began. A subclass that keeps more than its values extends this."""
        for name, part in {**self.DIALS, **self.CHOICES, **self.LISTS}.items():
            setattr(self, name, part.check(name, self._begins.get(name, part.start)))

    @action
    def set(self, name, value):
        """Turn a dial or choose; then `changed` is told. Raises ExhibitError for a wrong value, and then changes nothing."""
        part = self.DIALS.get(name) or self.CHOICES.get(name) or self.LISTS.get(name)
        if part is None:
            raise ExhibitError(f"{name!r} can't be set here")
        setattr(self, name, part.check(name, value))
        self.changed(name)

    @action
    def configure(self, values, begins=False):
        """Set several values, {name: value}, or none of them if one is wrong: then ExhibitError is raised.

        With `begins` it also starts over with them from now on, and None takes a value back to the widget's own.
        """
        if not isinstance(values, dict):
            raise ExhibitError(f"values: expected names and values, got {values!r}")
        starts = {name: part.start for name, part in self.parts().items()}
        taken = {name: starts.get(name) if value is None and begins else value for name, value in values.items()}
        checked = {name: self._value_part(name).check(name, value) for name, value in taken.items()}
        if begins:
            self._begins = {**self._begins, **checked}
        # Choices first: some of them take the dials back to where they began.
        for name in sorted(checked, key=lambda name: name in self.DIALS):
            self.set(name, checked[name])

    def changed(self, name):
        """Called when a reader has set something; for subclasses."""

    def picture(self):
        """Return the view, without the widget's own values."""
        raise NotImplementedError

    def view(self):
        """Return what is to be seen now; see this module's first lines."""
        view = self.picture()
        values = {name: getattr(self, name) for name in (*self.DIALS, *self.CHOICES, *self.LISTS)}
        texts = {name: part.words(getattr(self, name)) for name, part in self.DIALS.items()}
        return {**view, "values": {**values, **view.get("values", {})}, "texts": {**texts, **view.get("texts", {})}}

    def do(self, name, /, **details):
        """Do what a reader asked for. Raises ExhibitError if there is no such action or its details are wrong."""
        method = getattr(self, name, None) if not name.startswith("_") else None
        if not getattr(method, "is_action", False):
            raise ExhibitError(f"{name!r} can't be done here")
        method(**details)
