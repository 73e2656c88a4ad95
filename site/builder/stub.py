"""Writes pycore/setting_values.pyi, the types of all settings, from the table of settings; a test holds it current.

PYTHONPATH=.:site python -m builder.stub
"""

import textwrap

from builder.paths import ROOT
from pycore.settings import TABLE

STUB = ROOT / "pycore" / "setting_values.pyi"

_HEAD = '''"""The settings' types, for editors and type checkers: what each accepts at a prompt, and what Settings keeps.

Written by site/builder/stub.py from the table in settings.py; not to be edited.
"""

from collections.abc import Iterable
from typing import Any, Literal, TypeAlias, TypedDict

import numpy as np

Number: TypeAlias = float | np.floating[Any] | np.integer[Any]
Whole: TypeAlias = int | np.integer[Any]
Flag: TypeAlias = bool | np.bool_
'''


def accepted(row):
    """Return the type of what a setting accepts at a prompt, and of what is kept of it."""
    words = ", ".join(repr(value).replace("'", '"') for value, _ in row.options)
    choices = "Literal[\n        " + "\n        ".join(textwrap.wrap(words, 110)) + "\n    ]"
    return {
        "choice": (choices, choices),
        "number": ("Number", "float"),
        "integer": ("Whole", "int"),
        "flag": ("Flag", "bool"),
        "text": ("str | Number", "str"),
        "shape": ("Iterable[Whole]", "tuple[int, ...]"),
        "integers": ("Iterable[Whole]", "tuple[int, ...]"),
        "names": (f"Iterable[{choices}]", "tuple[str, ...]"),
        "expressions": ("str | Iterable[str]", "tuple[str, ...]"),
    }[row.kind]


def text():
    """Return the text of the stub."""
    parts = [_HEAD, "class SettingValues(TypedDict, total=False):"]
    for row in TABLE:
        parts.append(f"    {row.name}: {accepted(row)[0]}\n    {_told(row)}")
    parts += [
        "",
        "class SettingFields:",
        "    unknown: tuple[tuple[str, str], ...]",
    ]
    parts.append("    def __init__(self, **values: Any) -> None: ...")
    parts += [f"    @property\n    def {row.name}(self) -> {accepted(row)[1]}: ..." for row in TABLE]
    return "\n".join(parts) + "\n"


def _told(row):
    return f'"""{row.help}"""'


if __name__ == "__main__":
    STUB.write_text(text(), encoding="utf-8")
