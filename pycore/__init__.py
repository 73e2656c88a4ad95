"""Pyground's neural networks: small, exact and readable, in pure Python and NumPy."""

from pycore.playground import Playground
from pycore.settings import SettingError, Settings

__all__ = ["Playground", "SettingError", "Settings"]
__version__ = "0.1.0"
