"""Table: points of people's own, checked; and how it is written as CSV."""

import csv
import io
import math
from dataclasses import dataclass

import numpy as np

from pycore.data.csv_cells import MOST_ROWS, Problem, TableError, shown
from pycore.data.masked import is_masked
from pycore.data.scaling import Scaling, fit
from pycore.data.table_columns import MOST_CLASSES

__all__ = ["COLUMNS", "Table", "class_labels", "number_text", "to_csv"]

#: The names of the columns if the table has none.
COLUMNS = ("x1", "x2", "label")


@dataclass(frozen=True, eq=False)
class Table:
    """Points of people's own: `points` is float64 (n, 3), read-only, in the table's own units.

    `classes` are the names of the classes, in order, and labels are -1 and +1 for two, 0, 1, ... for more. For regression
    `classes` is empty and labels are the numbers of the table. `columns` are three names. `problems` tells of the first
    MOST_PROBLEMS of `problem_count` cells whose lines were left out, `notes` in sentences of what was chosen or looks odd.

    Raises TableError for points of another shape or that are not finite, and for labels that are none of the classes.
    """

    points: np.ndarray
    columns: tuple = COLUMNS
    classes: tuple = ()
    problems: tuple = ()
    problem_count: int = 0
    notes: tuple = ()

    def __post_init__(self):
        try:
            given = np.asarray(self.points)
            points = np.asarray(given, float) if given.dtype.kind in "fiuO" else None
        except (TypeError, ValueError, OverflowError) as error:
            raise _refused("points: numbers, (n, 3)", type(self.points).__name__) from error
        if points is None or is_masked(self.points):
            what = "masked ones" if is_masked(self.points) else f"an array of {given.dtype}"
            raise _refused("points: real numbers, (n, 3)", what)
        if points.ndim != 2 or points.shape[1:] != (3,) or not 1 <= len(points) <= MOST_ROWS:
            raise _refused(f"points: shape (n, 3) with 1 to {MOST_ROWS} rows", f"{points.shape}")
        if not np.isfinite(points).all():
            row, column = np.argwhere(~np.isfinite(points))[0].tolist()
            raise _refused("a finite number", shown(float(points[row, column])), row + 1, column + 1)
        for what, least, most in (("columns", 3, 3), ("classes", 0, MOST_CLASSES)):
            names = getattr(self, what)
            if not isinstance(names, tuple | list | np.ndarray):  # a set has no order
                raise _refused(f"{what}: texts in a tuple", type(names).__name__)
            names = tuple(names)
            if not least <= len(names) <= most or not all(isinstance(name, str) for name in names):
                count = f"{most} texts" if least == most else f"none, or 2 to {most} texts"
                asked = "; names of classes are given as classes=" if what == "columns" and len(names) != most else ""
                raise _refused(f"{what}: {count}{asked}", shown(names))
            names = tuple(map(str, names))  # NumPy's texts, too
            object.__setattr__(self, what, names)
        if len(self.classes) == 1 or len(set(self.classes)) < len(self.classes):
            raise _refused(f"classes: none, or 2 to {MOST_CLASSES} different names", shown(self.classes))
        allowed = list(class_labels(len(self.classes)))
        wrong = np.flatnonzero(~np.isin(points[:, 2], allowed)) if self.classes else np.array([], int)
        if len(wrong):
            names = ", ".join(map(str, allowed))
            got = shown(float(points[wrong[0], 2]))
            raise _refused(f"one of {names}, as there are {len(allowed)} classes", got, int(wrong[0]) + 1, 3)
        if isinstance(self.notes, str) or not all(isinstance(note, str) for note in self.notes):
            raise _refused("notes: texts in a tuple", shown(self.notes))
        if points is not self.points or points.flags.writeable:
            points = points.copy()
            points.flags.writeable = False
            object.__setattr__(self, "points", points)

    @property
    def kind(self):
        """What to learn from it: "classification" or "regression", as in the setting `problem`."""
        return "classification" if self.classes else "regression"

    def scaled(self):
        """Return `(points, scaling)`: new points that fit the playground's window, and what was done to them.

        A coordinate that lies in [-6, 6] and spans at least 2 stays as it is, any other is mapped onto [-5, 5]. Labels of
        regression stay if they lie in [-1, 1] and span at least 0.4, else they are mapped onto [-1, 1].
        """
        rules = [(6, 5), (6, 5), (math.inf, 0) if self.classes else (1, 1)]
        columns = zip(self.columns, self.points.T, rules, strict=True)
        columns, axes = zip(*(fit(name, values, limit, reach) for name, values, (limit, reach) in columns), strict=True)
        return np.stack(columns, axis=1), Scaling(axes)


def to_csv(points, columns=COLUMNS, classes=()):
    """Return CSV text with a header of points (n, 3); `parse`, told the same `kind`, gives them again to the last digit.

    `classes` are the names to write for the labels, as in Table; without them labels are written as numbers. Raises ValueError
    for another shape and for labels that are none of the classes.
    """
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != 3:
        raise ValueError(f"points: expected shape (n, 3), got {points.shape}")
    names = dict(zip(class_labels(len(classes)), classes, strict=True))
    if classes and not set(points[:, 2].tolist()) <= set(names):
        raise ValueError(f"points: expected labels {list(names)}, got {sorted(set(points[:, 2].tolist()))}")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows((number_text(x1), number_text(x2), names[label] if names else number_text(label)) for x1, x2, label in points.tolist())
    return text.getvalue()


def _refused(expected, got, row=1, column=1):
    return TableError([Problem(row, column, expected, got, "row")])


def class_labels(count):
    """The labels of so many classes."""
    return (-1, 1) if count == 2 else range(count)


def number_text(number):
    """The shortest text of a number: 3, not 3.0; 0, not -0."""
    return repr(float(number) + 0.0).removesuffix(".0")
