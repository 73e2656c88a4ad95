"""Pyground's neural networks: small, exact and readable, in pure Python and NumPy."""

import importlib
from typing import TYPE_CHECKING, Any

from pycore.playground import Playground
from pycore.settings import SettingError, Settings

if TYPE_CHECKING:
    from pycore import export as export
    from pycore import notebook as notebook
    from pycore import storage as storage
    from pycore import sweeps as sweeps
    from pycore.data import datasets as datasets
    from pycore.data import features as features
    from pycore.data import formulas as formulas
    from pycore.data import tables as tables
    from pycore.estimators import NetworkClassifier, NetworkRegressor
    from pycore.nn import inspection as inspection

__all__ = ["NetworkClassifier", "NetworkRegressor", "Playground", "SettingError", "Settings"]
__version__ = "0.1.0"

#: Modules that people use at a prompt, as `pycore.tables`, and where they are; imported when they are first named.
_AT_HAND = {
    "datasets": "pycore.data.datasets",
    "export": "pycore.export",
    "features": "pycore.data.features",
    "formulas": "pycore.data.formulas",
    "inspection": "pycore.nn.inspection",
    "notebook": "pycore.notebook",
    "storage": "pycore.storage",
    "sweeps": "pycore.sweeps",
    "tables": "pycore.data.tables",
}
#: The same for single names.
_NAMES = {
    "NetworkClassifier": "pycore.estimators",
    "NetworkRegressor": "pycore.estimators",
    "TableError": "pycore.data.csv_cells",
    "read_table": "pycore.data.tables",
}


def __getattr__(name: str) -> "Any":
    if name in _NAMES:
        return getattr(importlib.import_module(_NAMES[name]), name)
    if name not in _AT_HAND:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return importlib.import_module(_AT_HAND[name])


def __dir__():
    return sorted({*globals(), *_AT_HAND, *_NAMES})
