"""Pyground's neural networks: small, exact and readable, in pure Python and NumPy."""

__version__ = "0.1.0"
