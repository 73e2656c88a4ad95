"""Pyground's neural networks: small, exact and readable, in pure Python and NumPy."""

import importlib

from pycore.playground import Playground
from pycore.settings import SettingError, Settings

__all__ = ["Playground", "SettingError", "Settings"]
__version__ = "0.1.0"

#: Modules that people use at a prompt, as `pycore.tables`, and where they are; imported when they are first named.
_AT_HAND = {
    "datasets": "pycore.data.datasets",
    "export": "pycore.export",
    "features": "pycore.data.features",
    "formulas": "pycore.data.formulas",
    "inspection": "pycore.nn.inspection",
    "storage": "pycore.storage",
    "tables": "pycore.data.tables",
}


#: Names that people use at a prompt, from such modules.
_NAMES_AT_HAND = {"TableError": "pycore.data.tables", "read_table": "pycore.data.tables"}


def __getattr__(name):
    if name in _NAMES_AT_HAND:
        return getattr(importlib.import_module(_NAMES_AT_HAND[name]), name)
    if name not in _AT_HAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(_AT_HAND[name])


def __dir__():
    return sorted({*globals(), *_AT_HAND, *_NAMES_AT_HAND})
