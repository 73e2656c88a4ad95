"""Playgrounds to take along: programs that are the very network with its weights and points, a notebook, and the points.

Every program is one text, UTF-8, that needs nothing but its library and NumPy. It prints the losses on training and test
points as the playground shows them, and goes on with the training. With several runs it is run 0.
"""

import numpy as np

from pycore.data import tables
from pycore.export import jupyter, keras_script, numpy_script, sklearn_script, torch_script
from pycore.export.common import ExportError

__all__ = ["ExportError", "keras_code", "notebook", "numpy_code", "points_csv", "pytorch_code", "sklearn_code"]


def numpy_code(p):
    """Return a program that needs only NumPy: forward pass, backpropagation and the optimiser are written out."""
    return numpy_script.code(p)


def pytorch_code(p):
    """Return a program for PyTorch."""
    return torch_script.code(p)


def keras_code(p):
    """Return a program for Keras 3; raises ExportError for a network without inputs or training points."""
    return keras_script.code(p)


def sklearn_code(p):
    """Return a program for scikit-learn; raises ExportError, saying why, where it has no such network.

    It has one activation for all hidden layers, of linear, sigmoid, tanh and relu.
    """
    return sklearn_script.code(p)


def notebook(p):
    """Return a Jupyter notebook, as JSON text: the NumPy program in steps, with explanations and, if matplotlib is there, a plot."""
    return jupyter.notebook(p)


def points_csv(p):
    """Return the points as CSV text that `tables.parse` reads.

    Points that a seed gives: training points first, then test points. A table of the reader's own: as it came, in its own units.
    """
    if p.data is not None:
        return tables.to_csv(p.data.points, p.data.columns, p.data.classes)
    return tables.to_csv(np.concatenate([p.train_points, p.test_points]))
