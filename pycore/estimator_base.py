"""What makes an object an estimator: parameters by name, a copy without what was learned, a repr.

Where scikit-learn is installed, estimators are its BaseEstimator's children, so that its pipelines, searches, metadata routing
and diagrams know them; elsewhere they stand alone. What they answer is the same: nothing but names, errors and tags is taken
from it.
"""

import importlib
import inspect

import numpy as np

__all__ = ["CLASSIFIER_BASES", "REGRESSOR_BASES", "DataConversionWarning", "Estimator", "NotFittedError"]

try:  # by name: it is no dependency, and only who uses an estimator waits for it
    _base, _exceptions = importlib.import_module("sklearn.base"), importlib.import_module("sklearn.exceptions")
except ImportError:
    _BASES = CLASSIFIER_BASES = REGRESSOR_BASES = ()
    DataConversionWarning = UserWarning

    class NotFittedError(ValueError, AttributeError):
        """Something was asked of an estimator that has learned nothing yet."""
else:
    _BASES, CLASSIFIER_BASES, REGRESSOR_BASES = (_base.BaseEstimator,), (_base.ClassifierMixin,), (_base.RegressorMixin,)
    DataConversionWarning, NotFittedError = _exceptions.DataConversionWarning, _exceptions.NotFittedError


class Estimator(*_BASES):
    """The base of estimators. A parameter is a parameter of `__init__`, which keeps it, as it is, under its name.

    What is learned has a name that ends in "_".
    """

    @classmethod
    def _parameter_names(cls):
        return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

    def get_params(self, deep=True):
        """Return the parameters by name. `deep` is for scikit-learn: no parameter is an estimator itself."""
        return {name: getattr(self, name) for name in self._parameter_names()}

    def set_params(self, **params):
        """Set parameters by name and return self; ValueError for a name that is none. Values are looked at by `fit`."""
        names = self._parameter_names()
        for name in params:
            if name not in names:
                raise ValueError(f"Invalid parameter {name!r} for estimator {self!r}. Valid parameters are: {names!r}.")
        for name, value in params.items():
            setattr(self, name, value)
        return self

    def clone(self):
        """Return a new estimator with the same parameters that has learned nothing; as scikit-learn's `clone`."""
        return type(self)(**self.get_params())

    def __repr__(self):
        defaults = inspect.signature(type(self).__init__).parameters
        changed = {n: v for n, v in self.get_params().items() if not _alike(v, defaults[n].default)}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in changed.items())})"

    def __sklearn_is_fitted__(self):
        return hasattr(self, "n_features_in_")


def _alike(value, default):
    """Whether a parameter is its default, whatever types they are of."""
    return type(value) is type(default) and bool(np.all(value == default))
