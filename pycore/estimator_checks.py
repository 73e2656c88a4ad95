"""What an estimator is given, checked: points, labels, weights of samples, names of columns, seeds.

Messages are worded as scikit-learn's users know them.
"""

import math
import warnings

import numpy as np

from pycore.data.masked import is_masked
from pycore.estimator_base import DataConversionWarning, NotFittedError

__all__ = [
    "class_numbers", "column_names", "columns_fit", "matrix", "not_fitted", "seed_of", "target_column", "target_numbers",
    "weights_of_samples",
]  # fmt: skip

#: The square of a target is a number.
LARGEST_TARGET = 1e150


def not_fitted(name):
    """Return the error that says that the estimator called `name` has not been fitted."""
    return NotFittedError(
        f"This {name} instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator."
    )


def matrix(points, name):
    """Return `points` as a new float64 array (n, features) of finite numbers; raises ValueError or TypeError.

    `name` is the estimator's, for messages.
    """
    if hasattr(points, "tocsr"):
        raise TypeError("X: expected a dense array, got a sparse one. Use '.toarray()' to convert it to a dense NumPy array.")
    array = np.asarray(points)
    if array.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: X\n{array}")
    _demand_numbers(points, array, "X")
    if array.ndim < 2:
        raise ValueError(
            f"Expected 2D array, got {array.ndim}D array instead:\narray={array}.\nReshape your data either using "
            "array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a single sample."
        )
    if array.ndim > 2:
        raise ValueError(f"Found array with dim {array.ndim}, while dim <= 2 is required by {name}.")
    array = np.array(array, dtype=float)
    for axis, what in enumerate(("sample", "feature")):
        if not array.shape[axis]:
            raise ValueError(f"Found array with 0 {what}(s) (shape={array.shape}) while a minimum of 1 is required by {name}.")
    _demand_finite(array, "X")
    return array


def column_names(points):
    """Return the names of a table's columns as an object array; None if it has none or they are no texts."""
    columns = getattr(points, "columns", None)
    if columns is None:
        return None
    names = list(columns)
    texts = [isinstance(name, str) for name in names]
    if any(texts) and not all(texts):
        kinds = sorted({type(name).__name__ for name in names})
        raise TypeError(
            "Feature names are only supported if all input features have string names, but your input has "
            f"{kinds} as feature name / column name types. If you want feature names to be stored and validated, you must "
            "convert them all to strings, by using X.columns = X.columns.astype(str) for example."
        )
    return np.array(names, dtype=object) if names and all(texts) else None


def columns_fit(points, array, known, count, name):
    """Raise ValueError unless `points`, as `array` (n, features), has the columns that the estimator `name` was fitted with.

    `known` are the names of those columns, or None; `count` is their number.
    """
    names = column_names(points)
    if names is None and known is not None:
        warnings.warn(f"X does not have valid feature names, but {name} was fitted with feature names", UserWarning, stacklevel=4)
    elif names is not None and known is None:
        warnings.warn(f"X has feature names, but {name} was fitted without feature names", UserWarning, stacklevel=4)
    elif names is not None and list(names) != list(known):
        unseen, missing = sorted(set(names) - set(known)), sorted(set(known) - set(names))
        told = ["The feature names should match those that were passed during fit."]
        for title, some in (("unseen at fit time", unseen), ("seen at fit time, yet now missing", missing)):
            if some:
                listed = [f"- {column}" for column in some[:5]] + ["- ..."] * (len(some) > 5)
                told += [f"Feature names {title}:", *listed]
        if not unseen and not missing:
            told.append("Feature names must be in the same order as they were in fit.")
        raise ValueError("\n".join(told) + "\n")
    if array.shape[1] != count:
        raise ValueError(f"X has {array.shape[1]} features, but {name} is expecting {count} features as input.")


def target_column(targets, rows, name):
    """Return `targets` as an array (rows,) of whatever type; a column (rows, 1) is taken, with a warning."""
    if targets is None:
        raise ValueError(f"{name} requires y to be passed, but the target y is None")
    if is_masked(targets):
        raise ValueError("y: expected labels or numbers, got masked values; leave those rows out")
    array = np.asarray(targets)
    if array.ndim == 2 and array.shape[1] == 1:
        told = "A column-vector y was passed when a 1d array was expected. Please change the shape of y to (n_samples,)."
        warnings.warn(told, DataConversionWarning, stacklevel=4)
        array = array[:, 0]
    if array.ndim != 1:
        raise ValueError(f"y should be a 1d array, got an array of shape {array.shape} instead.")
    if len(array) != rows:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: [{rows}, {len(array)}]")
    if array.dtype.kind == "c":
        raise ValueError(f"Complex data not supported: y\n{array}")
    return array


def target_numbers(targets):
    """Return targets (n,) as float64, all finite."""
    _demand_numbers(targets, targets, "y")
    numbers = np.array(targets, dtype=float)
    _demand_finite(numbers, "y")
    if np.abs(numbers).max(initial=0) > LARGEST_TARGET:
        raise ValueError(f"y: expected numbers of at most {LARGEST_TARGET:g}, as errors are squared; divide them by some unit")
    return numbers


def class_numbers(labels, classes=None):
    """Return `(classes, numbers)`: the sorted labels there are, and which of them each of `labels` (n,) is.

    With `classes`, a sorted array, these are all that may be there.
    """
    if labels.dtype.kind == "f":
        _demand_finite(labels, "y")
        if (labels != np.round(labels)).any():
            raise ValueError(
                "Unknown label type: continuous. Maybe you are trying to fit a classifier, which expects discrete classes, on "
                "a regression target with continuous values."
            )
    if labels.dtype.kind == "O" and any(map(_is_missing, labels.tolist())):
        raise ValueError("Input y contains NaN.")
    try:
        found, numbers = np.unique(labels, return_inverse=True)
    except TypeError as error:
        kinds = sorted({type(label).__name__ for label in labels.tolist()})
        raise TypeError(f"y: expected labels of one type, got {' and '.join(kinds)}") from error
    if classes is None:
        return found, numbers
    strange = [label for label in found.tolist() if label not in set(classes.tolist())]
    if strange:
        raise ValueError(f"y: expected labels of the classes {classes.tolist()}, got {strange[0]!r}")
    return classes, np.searchsorted(classes, found)[numbers]


def weights_of_samples(weights, rows):
    """Return the weights of `rows` samples as float64 (rows,), all 1 for None; raises ValueError unless all are at least 0."""
    if weights is None:
        return np.ones(rows)
    array = np.array(weights, dtype=float)
    if array.ndim == 0:
        array = np.full(rows, float(array))
    if array.ndim != 1:
        raise ValueError("Sample weights must be 1D array or scalar")
    if array.shape != (rows,):
        raise ValueError(f"sample_weight.shape == {array.shape}, expected {(rows,)}!")
    _demand_finite(array, "sample_weight")
    if (array < 0).any():
        raise ValueError("sample_weight: expected weights of at least 0, got a negative one")
    if not array.any():
        raise ValueError("sample_weight: expected at least one weight above 0, got only zeros")
    return array


def seed_of(random_state):
    """Return the whole number that seeds a fit: the one given, or one drawn from the generator given or, for None, NumPy's own."""
    if random_state is None:
        return int(np.random.randint(2**31 - 1))
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31 - 1))
    if isinstance(random_state, int | np.integer) and not isinstance(random_state, bool) and random_state >= 0:
        return int(random_state)
    expected = "a whole number of at least 0, a RandomState, a Generator or None"
    raise ValueError(f"random_state: expected {expected}, got {random_state!r}")


def _is_missing(label):
    try:
        return label is None or bool(label != label)
    except TypeError:  # as of pandas' NA, which is neither
        return True


def _demand_numbers(given, array, name):
    """Refuse dates, which NumPy counts in silence, and masks, which it drops."""
    if array.dtype.kind in "mM":
        raise ValueError(f"{name}: expected numbers, got dates or times ({array.dtype}); count them, such as the days since the first")
    if is_masked(given):
        raise ValueError(f"{name}: expected numbers, got masked values; leave those rows out, or fill them")


def _demand_finite(array, name):
    if math.isfinite(array.sum()) or np.isfinite(array).all():
        return
    if np.isnan(array).any():
        raise ValueError(f"Input {name} contains NaN.")
    raise ValueError(f"Input {name} contains infinity or a value too large for dtype('{array.dtype}').")
