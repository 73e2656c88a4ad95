"""The parts that a playground can be made of, by name: a registry for each kind, with what is built in and what is added later."""

import re
from collections.abc import Mapping
from contextlib import contextmanager
from keyword import iskeyword

__all__ = ["PartError", "Registry", "check_sources"]

#: Names stand in addresses, and in programs as the names of functions.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}")
_LONGEST_LABEL = 40


class PartError(ValueError):
    """A part that can't be used: the `kind` and `name` it has, the `field` that is wrong, what was expected, and what came."""

    def __init__(self, kind, name, field, expected, got):
        self.kind, self.name, self.field = kind, name, field
        super().__init__(f"{kind} {name!r}: {field}: expected {expected}, got {got}")


def check_sources(part, kind, *fields):
    """Raise PartError unless the named fields of a record are source, or None."""
    for field in fields:
        if not isinstance(getattr(part, field), str | None):
            raise PartError(kind, part.name, field, "source, or None", repr(getattr(part, field)))


class Registry(Mapping):
    """All parts of one kind, {name: record}, in the order in which they are offered.

    A record has at least a `name`, a word that is unique within its kind, and a `label` for people. Whoever needs a part looks it
    up here when it is needed and keeps no copy of the list, so that a part can be added, and taken away again, at any time: it is
    then an option of its setting, an address that names it is understood, and exports write it. What has been made of a part goes
    on with it when it is taken away; settings that name it are refused from then on.

    check(record): raises PartError unless the part works; it is asked about what is added. What is built in is checked by tests.
    """

    def __init__(self, kind, built_in, check):
        self.kind = kind
        self._parts = {part.name: part for part in built_in}
        self._built_in = frozenset(self._parts)
        self._checks = [self._check_names, check]
        #: How often parts have come or gone, for those who arrange what they find here.
        self.changes = 0

    def __getitem__(self, name):
        try:
            return self._parts[name]
        except KeyError:
            raise KeyError(f"{self.kind}: expected one of {', '.join(self._parts)}, got {name!r}") from None

    def __iter__(self):
        return iter(self._parts)

    def __len__(self):
        return len(self._parts)

    def options(self, holds=lambda part: True):
        """Return ((name, label), ...) of the parts for which `holds(part)`."""
        return tuple((part.name, part.label) for part in self._parts.values() if holds(part))

    def check(self, part):
        """Raise PartError, which names the field, unless the part can be used."""
        for check in self._checks:
            check(part)

    def also_check(self, check):
        """Ask `check(part)` about parts to be added, too: for rules that only somebody further up knows."""
        self._checks.append(check)

    def add(self, part):
        """Offer one more part, the last of its kind. Raises PartError, and then changes nothing."""
        if part.name in self._parts:
            raise PartError(self.kind, part.name, "name", f"one that no other {self.kind} has", "one that is taken")
        self.check(part)
        self._parts[part.name] = part
        self.changes += 1

    def remove(self, name):
        """Take away a part that was added. Raises KeyError for a name that nothing has, PartError for what is built in."""
        part = self[name]
        if name in self._built_in:
            raise PartError(self.kind, name, "name", f"that of {self.kind} that was added", "one that is built in")
        del self._parts[name]
        self.changes += 1
        return part

    @contextmanager
    def added(self, part):
        """Offer a part within a `with` statement."""
        self.add(part)
        try:
            yield part
        finally:
            self.remove(part.name)

    def _check_names(self, part):
        if not isinstance(part.name, str) or not _NAME.fullmatch(part.name) or iskeyword(part.name):
            expected = "a word of at most 40 letters, digits and underlines that begins with a letter"
            raise PartError(self.kind, part.name, "name", expected, repr(part.name))
        label = part.label
        if not isinstance(label, str) or not label.strip() or len(label) > _LONGEST_LABEL or not label.isprintable():
            raise PartError(self.kind, part.name, "label", f"a text of 1 to {_LONGEST_LABEL} characters", repr(label))
