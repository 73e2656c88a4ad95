"""What all widgets have in common: options, dials that can be set, actions, and a view that JSON can hold.

A view is a dict with any of these keys:

texts: {name: str} what the page writes where it says data-text
values: {name: value} what its controls stand at; those of DIALS and CHOICES are added by themselves
shown: {name: bool} which parts are shown
off: [name] which actions can't be done now
plots: {name: plot} see pycore.lessons.widgets.marks
tables: {name: {"head": [str], "rows": [[str]], "strong": [int]}} "strong" are the numbers of marked rows
says: str what is spoken to people who don't see the picture, when it changes
busy: bool whether the widget goes on by itself: the page then does "go" with milliseconds, once for each picture
"""

import math
from typing import NamedTuple

__all__ = ["Choice", "Dial", "Exhibit", "ExhibitError", "action"]


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
            kind = "a whole number" if self.is_whole else "a number"
            raise ExhibitError(f"{name}: expected {kind} from {self.low:g} to {self.high:g}, got {value!r}")
        return int(number) if self.is_whole else number

    def words(self, value):
        """Return how the value is shown, without its unit."""
        return format(value, self.format).replace("-", "−")


class Choice(NamedTuple):
    """One of several: `options` are (value, label), at first `start`. Two options True and False make a switch."""

    options: tuple
    start: object
    label: str

    def check(self, name, value):
        """Return the option that `value` is, or is the text of. Raises ExhibitError."""
        for option, _ in self.options:
            if value == option and isinstance(value, bool) == isinstance(option, bool):
                return option
        for option, _ in self.options:
            if isinstance(value, str) and value.lower() == str(option).lower():
                return option
        raise ExhibitError(f"{name}: expected one of {', '.join(str(option) for option, _ in self.options)}, got {value!r}")


def action(method):
    """Mark a method as something that a reader may do; its keywords come from the page and have to be checked by it."""
    method.is_action = True
    return method


class Exhibit:
    """A widget's model. A subclass lists DIALS and CHOICES and writes `picture`; `set` and `start_over` come with them.

    Each dial and choice is an attribute of its name, and an option with which a lesson may begin elsewhere. OPTIONS has further
    options, which a reader can't change: {name: (kind, default)}, where kind is str, int, float or a function that checks.
    """

    #: One sentence: what this shows. Stands where the widget stands alone.
    TITLE = ""
    #: The module of pycore whose work is shown, for the line under the widget.
    SOURCE = "pycore"
    DIALS = {}
    CHOICES = {}
    OPTIONS = {}

    def __init__(self, **options):
        known = {**self.DIALS, **self.CHOICES, **self.OPTIONS}
        for name in options:
            if name not in known:
                raise ExhibitError(f"{name!r} is no option here; there {'are ' + ', '.join(known) if known else 'is none'}")
        self._options = options
        self.start_over()

    @action
    def start_over(self):
        """Go back to where the widget began. A subclass that keeps more than its dials extends this."""
        for name, (kind, default) in self.OPTIONS.items():
            value = self._options.get(name, default)
            try:
                setattr(self, name, value if value is default else kind(value))
            except (TypeError, ValueError) as error:
                raise ExhibitError(f"{name}: {error}") from error
        for name, part in {**self.DIALS, **self.CHOICES}.items():
            setattr(self, name, part.check(name, self._options.get(name, part.start)))

    @action
    def set(self, name, value):
        """Turn a dial or choose; then `changed` is told. Raises ExhibitError for a wrong value, and then changes nothing."""
        part = self.DIALS.get(name) or self.CHOICES.get(name)
        if part is None:
            raise ExhibitError(f"{name!r} can't be set here")
        setattr(self, name, part.check(name, value))
        self.changed(name)

    def changed(self, name):
        """Called when a reader has set something; for subclasses."""

    def picture(self):
        """Return the view, without the values of dials and choices."""
        raise NotImplementedError

    def view(self):
        """Return what is to be seen now; see this module's first lines."""
        view = self.picture()
        values = {name: getattr(self, name) for name in (*self.DIALS, *self.CHOICES)}
        texts = {name: part.words(getattr(self, name)) for name, part in self.DIALS.items()}
        return {**view, "values": {**values, **view.get("values", {})}, "texts": {**texts, **view.get("texts", {})}}

    def do(self, name, /, **details):
        """Do what a reader asked for. Raises ExhibitError if there is no such action or its details are wrong."""
        method = getattr(self, name, None) if not name.startswith("_") else None
        if not getattr(method, "is_action", False):
            raise ExhibitError(f"{name!r} can't be done here")
        method(**details)
