"""Playgrounds to take along: programs that are the very network with its weights and points, a notebook, and the points.

Every program is one text, UTF-8, that needs nothing but its library and NumPy. It prints the losses on training and test
points as the playground shows them, and goes on with the training. With several runs it is run 0.
"""

from pycore.exporting import numpy_script
from pycore.exporting.common import ExportError

__all__ = ["ExportError", "numpy_code"]


def numpy_code(p):
    """Return a program that needs only NumPy: forward pass, backpropagation and the optimiser are written out."""
    return numpy_script.code(p)
