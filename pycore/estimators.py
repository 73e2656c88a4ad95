"""Estimators: the network as users of scikit-learn know models, for tables of any width, labels of any type, own units.

They train with pycore.nn, as the playground does; NumPy is all they need. Points are standardised before they enter the
network, the targets of a regression too, and what comes out is in the data's own units and labels.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from pycore import estimator_checks as checks
from pycore.data import targets
from pycore.data.rng import SeededRandom
from pycore.estimator_base import CLASSIFIER_BASES, REGRESSOR_BASES, Estimator
from pycore.nn.initializers import initialize
from pycore.nn.network import Network, Pass, play
from pycore.nn.trainer import Trainer
from pycore.settings import SettingError, Settings, by_name

if TYPE_CHECKING:
    from typing import Self

    from numpy.typing import ArrayLike, NDArray

__all__ = ["NetworkClassifier", "NetworkRegressor"]

#: The batch size "auto" is this, or the number of points if there are fewer.
AUTO_BATCH = 200


class _NetworkEstimator(Estimator):
    """What both kinds share. `n_outputs` classes are told by `_class_count`, 0 for a regression."""

    def fit(self, X: "Any", y: "ArrayLike", sample_weight: "ArrayLike | None" = None) -> "Self":
        """Learn from points `X` (n, features) and `y` (n,), each point counting as much as its `sample_weight` (n,); returns self.

        Starts from new first weights, or with `warm_start` from where the last `fit` or `partial_fit` ended.
        Raises ValueError for data or parameters that can't be used, and if training leaves all numbers.
        """
        return self._learn(X, y, sample_weight, goes_on=self.warm_start and self.__sklearn_is_fitted__())

    def predict(self, X: "Any") -> "NDArray[Any]":
        """Return the labels, or of a regression the values in the units of y, (n,), at the points `X` (n, features)."""
        return self._answers(self._sums(X))

    @property
    def coefs_(self) -> "list[NDArray[np.float64]]":
        """[(inputs, units), ...]: the weight matrices, hidden layers first, for standardised inputs; copies."""
        return [layer[0, :, :-1].T.copy() for layer in self._fitted().network_.weights]

    @property
    def intercepts_(self) -> "list[NDArray[np.float64]]":
        """[(units,), ...]: the biases of the layers, hidden first; copies."""
        return [layer[0, :, -1].copy() for layer in self._fitted().network_.weights]

    # -- learning

    def _learn(self, X, y, sample_weight, goes_on, epochs=None, classes=None):
        name = type(self).__name__
        points = checks.matrix(X, name)
        if goes_on:
            checks.columns_fit(X, points, getattr(self, "feature_names_in_", None), self.n_features_in_, name)
        weights = checks.weights_of_samples(sample_weight, len(points))
        values = self._values(checks.target_column(y, len(points), name), goes_on, classes)
        counted = weights > 0
        points, values, weights = points[counted], values[counted], weights[counted]
        settings = self._settings(len(points))
        if not goes_on:
            self._start(X, points, values, weights, settings)
        self._train(points, values, weights, settings, epochs)
        return self

    def _settings(self, rows):
        """The parameters that the table of settings knows, checked by it; then the others, checked here."""
        batch = min(AUTO_BATCH, rows) if isinstance(self.batch_size, str) and self.batch_size == "auto" else self.batch_size
        known = {name: value for name, value in self.get_params().items() if name in by_name}
        settings = Settings(**{**known, "batch_size": batch})
        for name, allowed, expected in (
            ("max_iter", lambda n: n >= 1 and n == int(n), "a whole number of at least 1"),
            ("n_iter_no_change", lambda n: n >= 1 and n == int(n), "a whole number of at least 1"),
            ("tol", lambda n: n >= 0, "a number of at least 0"),
            ("validation_fraction", lambda n: 0 < n < 1, "a number between 0 and 1"),
        ):
            value = getattr(self, name)
            is_number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
            if not is_number or not math.isfinite(value) or not allowed(value):
                raise SettingError(name, value, expected)
        return settings.replace(batch_size=min(settings.batch_size, rows))

    def _start(self, X, points, values, weights, settings):
        """Forget what was learned, and draw the first weights."""
        for learned in [name for name in vars(self) if name.endswith("_") and not name.startswith("_") and name != "classes_"]:
            delattr(self, learned)
        names = checks.column_names(X)
        if names is not None:
            self.feature_names_in_ = names
        self._middle, self._spread = _standard(points, weights) if self.standardize else (0.0, 1.0)
        self._value_middle, self._value_spread = self._scale_of_values(values, weights)
        seed = checks.seed_of(self.random_state)
        self._generator, self._order = SeededRandom(seed), np.random.default_rng(seed)
        self.network_ = self._new_network(points.shape[1], settings)
        initialize(settings.initialization, [layer[0] for layer in self.network_.weights], self._generator)
        self._state = None
        self.loss_curve_, self.n_iter_, self.t_ = [], 0, 0
        self.n_features_in_ = points.shape[1]

    def _new_network(self, inputs, settings):
        count, layers = self._class_count(), len(settings.network_shape)
        named = settings.activations[:layers]
        activations = (*named, *(settings.activation,) * (layers - len(named)), targets.output_activation(count))
        return Network((inputs, *settings.network_shape, targets.outputs(count)), activations)

    def _train(self, points, values, weights, settings, epochs):
        """Train for `epochs`, or until nothing is gained any more; validation points go behind the others."""
        wanted = self._new_network(self.n_features_in_, settings)
        if (wanted.sizes, wanted.activations) != (self.network_.sizes, self.network_.activations):
            raise SettingError(
                "network_shape", settings.network_shape, "the network that has learned already; fit with warm_start=False"
            )
        stops = epochs is None and self.early_stopping
        train_count = self._split_off(points, values, weights) if stops else len(points)
        if stops:
            settings = settings.replace(batch_size=min(settings.batch_size, train_count))
        scaled_values = (values - self._value_middle) / self._value_spread
        inputs, is_even = self._inputs(points), bool((weights == weights[0]).all())
        trainer = Trainer(
            self.network_, inputs, targets.targets(scaled_values[None], self._class_count()), train_count, [settings],
            [self._generator], targets.loss(self._class_count(), settings.loss),
            weights=None if is_even else weights / weights[:train_count].mean(), carries=False, reorders=True,
        )  # fmt: skip
        if self._state is not None:
            if settings.learning_rate != self._rate:
                self._state.learning_rates[:] = settings.learning_rate
            trainer.go_on(self._state)
        self._rate = settings.learning_rate
        held_back = (inputs[0][None, :, train_count:].copy(), values[train_count:], weights[train_count:]) if stops else None
        self._run(trainer, train_count, int(self.max_iter) if epochs is None else epochs, held_back, epochs is None)
        self._state = trainer.state.copy()

    def _run(self, trainer, train_count, epochs, held_back, may_stop):
        """The epochs of one call, in which `held_back` (inputs, values, weights) say when to stop, or else the training loss."""
        best, waited, best_parameters = -math.inf, 0, None
        unit = self._value_spread**2  # of a squared error
        self.n_iter_ = self.n_iter_ if not may_stop else 0
        if held_back:
            self.validation_scores_, self.best_validation_score_ = [], None
        for _ in range(epochs):
            if self.shuffle and _order_matters(train_count, self.batch_size):
                trainer.reorder(self._order.permutation(train_count))
            trainer.epoch()
            loss = float(trainer.losses()[0, 0])
            self.n_iter_ += 1
            self.t_ += train_count
            self.loss_curve_.append(loss * unit)
            if not math.isfinite(loss) or not np.isfinite(self.network_.parameters).all():
                raise ValueError(
                    f"{type(self).__name__}: training left all numbers in epoch {self.n_iter_}; "
                    f"a learning_rate below {self.learning_rate} may help, or smaller numbers in X"
                )
            if not may_stop:
                continue
            gained = -loss
            if held_back:
                inputs, values, weights = held_back
                gained = self._score_of(values, self._answers(self._sums_of(inputs[0])), weights)
                self.validation_scores_.append(gained)
            waited = 0 if gained > best + self.tol else waited + 1
            if gained > best:
                best = gained
                best_parameters = self.network_.parameters.copy() if held_back else None
            if waited >= self.n_iter_no_change:
                break
        if held_back:
            self.network_.parameters[:], self.best_validation_score_ = best_parameters, best
        self.loss_ = self.loss_curve_[-1]

    def _split_off(self, points, values, weights):
        """Move a share of every class, or of all heights of a regression, behind the others, in place; returns how many stay."""
        count = len(points)
        held = max(1, round(self.validation_fraction * count))
        if held >= count:
            raise ValueError(f"early_stopping: expected at least two points, one of them for validation, got {count} sample")
        order = self._order.permutation(count)
        order = order[np.argsort(values[order], kind="stable")]
        chosen = np.zeros(count, bool)
        chosen[((np.arange(held) + self._order.random()) * count / held).astype(int)] = True
        order = np.concatenate([order[~chosen], order[chosen]])
        for array in (points, values, weights):
            array[:] = array[order]
        return count - held

    # -- answering

    def _fitted(self):
        if not self.__sklearn_is_fitted__():
            raise checks.not_fitted(type(self).__name__)
        return self

    def _inputs(self, points):
        """(1, features + 1, n): what enters the network, over a row of ones."""
        inputs = np.ones((1, points.shape[1] + 1, len(points)))
        inputs[0, :-1] = ((points - self._middle) / self._spread).T
        return inputs

    def _sums(self, X):
        """The weighted sums (outputs, n) of the output layer at points: what its activation would bend."""
        self._fitted()
        points = checks.matrix(X, type(self).__name__)
        checks.columns_fit(X, points, getattr(self, "feature_names_in_", None), self.n_features_in_, type(self).__name__)
        return self._sums_of(self._inputs(points)[0])

    def _sums_of(self, inputs):
        straight = Network(self.network_.sizes, (*self.network_.activations[:-1], "linear"))
        straight.parameters[:] = self.network_.parameters
        batch = Pass(straight, inputs.shape[1])
        with np.errstate(all="ignore"):
            batch.first(inputs)()
            play(batch.forward())
        return batch.outputs[0]


def _order_matters(count, batch_size):
    """Whether an order of `count` points makes a difference: not where all of them are one batch."""
    return count > (AUTO_BATCH if isinstance(batch_size, str) else batch_size)


def _standard(columns, weights):
    """Return the weighted mean and standard deviation of each column; 1 instead of a deviation of 0."""
    share = weights / weights.sum()
    # In units of a power of two, which loses no digit: the squares of numbers of any size are numbers.
    unit = np.exp2(np.floor(np.log2(np.maximum(np.abs(columns).max(axis=0), 1e-300))))
    columns = columns / unit
    middle = share @ columns
    spread = np.sqrt(share @ (columns - middle) ** 2)
    # What is left of a constant column is rounding, and no spread.
    return middle * unit, np.where(spread > 1e-12 * np.maximum(np.abs(middle), 1e-300), spread * unit, 1.0)


class NetworkClassifier(*CLASSIFIER_BASES, _NetworkEstimator):
    """A neural network that tells classes apart: any number of inputs, two or more classes, labels of any type.

    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], ["low", "low", "high", "high"]
    >>> NetworkClassifier(random_state=0).fit(X, y).predict([[0.5], [2.5]]).tolist()
    ['low', 'high']

    Parameters that pycore.settings has, too, mean the same and have its limits. `batch_size` may be "auto" (200, or all
    points if there are fewer). `max_iter` is the largest number of epochs of a `fit`; it ends sooner when the training loss, or
    with `early_stopping` the score on a `validation_fraction` of the points, has not improved by `tol` for `n_iter_no_change`
    epochs. `random_state`, a whole number, a generator of NumPy's or None for another one each time, decides first weights,
    order and dropout. `standardize` moves each column of X to mean 0 and standard deviation 1. Two classes have one tanh output
    and the `loss` "log" or "squared"; more have softmax and cross-entropy.

    After `fit`: `classes_` (sorted labels), `n_features_in_`, `feature_names_in_` (of a DataFrame), `loss_curve_` (the mean
    training loss after each epoch, without penalty, with dropout), `loss_`, `n_iter_` (epochs), `t_` (points seen),
    `network_` (pycore.nn.network.Network), `coefs_`, `intercepts_`; with `early_stopping` `validation_scores_` and
    `best_validation_score_`, whose weights are kept.
    """

    def __init__(
        self, network_shape=(16, 8), activation="tanh", *, activations=(), loss="log", optimizer="adam", learning_rate=0.01,
        batch_size="auto", max_iter=200, regularization="none", regularization_rate=0.0, dropout=0.0,
        initialization="xavier", frozen=(), beta1=0.9, beta2=0.999, alpha=0.99, epsilon=1e-8, weight_decay=0.01, momentum=0.0,
        layerwise_gradient_normalization=0.0, schedule="constant", schedule_epochs=100, schedule_factor=0.1,
        learning_rate_autotuning=-1.0, prevent_loss_increases=False, shuffle=True, standardize=True, random_state=None,
        warm_start=False, tol=1e-4, early_stopping=False, validation_fraction=0.1, n_iter_no_change=20,
    ):  # fmt: skip
        for name, value in list(locals().items()):
            if name != "self":
                setattr(self, name, value)

    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """Train one epoch on points (n, features) and their labels (n,), going on from what has been learned; returns self.

        The first call decides the classes, all of them: `classes`, or else those of y; and how inputs are standardised.
        """
        goes_on = self.__sklearn_is_fitted__()
        if classes is not None:
            classes = np.unique(np.asarray(classes))
            if goes_on and not np.array_equal(classes, self.classes_):
                raise ValueError(f"classes: expected those of the first call, {self.classes_.tolist()}, got {classes.tolist()}")
        return self._learn(X, y, sample_weight, goes_on, epochs=1, classes=classes)

    def decision_function(self, X: "Any") -> "NDArray[np.float64]":
        """Return log odds: (n,) of the second class against the first, or (n, classes), whose softmax are the probabilities."""
        sums = self._sums(X)
        return 2 * sums[0] if len(sums) == 1 else sums.T.copy()

    def predict_proba(self, X: "Any") -> "NDArray[np.float64]":
        """Return the probability of each class, (n, classes), in the order of `classes_`."""
        return np.exp(self.predict_log_proba(X))

    def predict_log_proba(self, X: "Any") -> "NDArray[np.float64]":
        """Return the logarithm of `predict_proba`, which stays exact where probabilities vanish."""
        sums = self._sums(X)
        if len(sums) == 1:  # tanh(z) stands for the probability (1 + tanh(z)) / 2 = 1 / (1 + exp(-2 z))
            return -np.logaddexp(0, [2 * sums[0], -2 * sums[0]]).T
        sums = sums - sums.max(axis=0)
        return (sums - np.log(np.exp(sums).sum(axis=0))).T

    def score(self, X: "Any", y: "ArrayLike", sample_weight: "ArrayLike | None" = None) -> float:
        """Return the share of the points whose label is right, weighted."""
        right = self.predict(X)
        labels = checks.target_column(y, len(right), type(self).__name__)
        weights = checks.weights_of_samples(sample_weight, len(right))
        return float(np.average(right == labels, weights=weights))

    def _values(self, labels, goes_on, classes):
        known = self.classes_ if goes_on else classes
        found, numbers = checks.class_numbers(labels, known)
        if len(found) < 2:
            raise ValueError(
                f"{type(self).__name__}: expected labels of at least two classes, got 1 class, {found.tolist()[0]!r}"
            )
        self.classes_ = found
        return 2.0 * numbers - 1 if len(found) == 2 else numbers.astype(float)

    def _scale_of_values(self, values, weights):
        return 0.0, 1.0

    def _class_count(self):
        return len(self.classes_)

    def _answers(self, sums):
        return self.classes_[(sums[0] > 0).astype(int) if len(sums) == 1 else sums.argmax(axis=0)]

    def _score_of(self, values, answers, weights):
        true = self.classes_[((values + 1) / 2 if len(self.classes_) == 2 else values).astype(int)]
        return float(np.average(true == answers, weights=weights))


class NetworkRegressor(*REGRESSOR_BASES, _NetworkEstimator):
    """A neural network that predicts numbers, in their own units, from any number of inputs.

    >>> X, y = [[0.0], [1.0], [2.0], [3.0]], [100.0, 110.0, 120.0, 130.0]
    >>> NetworkRegressor(random_state=0, max_iter=500).fit(X, y).predict([[1.5]]).round()
    array([115.])

    Parameters and what there is after `fit` are those of NetworkClassifier, without `loss` and `classes_`. The output is linear
    and learns y standardised; `loss_curve_` is half the mean squared error, in the square of y's units.
    """

    def __init__(
        self, network_shape=(16, 8), activation="tanh", *, activations=(), optimizer="adam", learning_rate=0.01,
        batch_size="auto", max_iter=200, regularization="none", regularization_rate=0.0, dropout=0.0,
        initialization="xavier", frozen=(), beta1=0.9, beta2=0.999, alpha=0.99, epsilon=1e-8, weight_decay=0.01, momentum=0.0,
        layerwise_gradient_normalization=0.0, schedule="constant", schedule_epochs=100, schedule_factor=0.1,
        learning_rate_autotuning=-1.0, prevent_loss_increases=False, shuffle=True, standardize=True, random_state=None,
        warm_start=False, tol=1e-4, early_stopping=False, validation_fraction=0.1, n_iter_no_change=20,
    ):  # fmt: skip
        for name, value in list(locals().items()):
            if name != "self":
                setattr(self, name, value)

    def partial_fit(self, X, y, sample_weight=None):
        """Train one epoch on points (n, features) and their values (n,), going on from what has been learned; returns self.

        The first call decides how inputs and values are standardised.
        """
        return self._learn(X, y, sample_weight, goes_on=self.__sklearn_is_fitted__(), epochs=1)

    def score(self, X: "Any", y: "ArrayLike", sample_weight: "ArrayLike | None" = None) -> float:
        """Return R², the share of y's variance that is explained: 1 is perfect, 0 no better than the mean; weighted."""
        answers = self.predict(X)
        values = checks.target_numbers(checks.target_column(y, len(answers), type(self).__name__))
        return self._score_of(values, answers, checks.weights_of_samples(sample_weight, len(answers)))

    def _values(self, values, goes_on, classes):
        return checks.target_numbers(values)

    def _scale_of_values(self, values, weights):
        if not self.standardize:
            return 0.0, 1.0
        middle, spread = _standard(values[:, None], weights)
        return float(middle[0]), float(spread[0])

    def _class_count(self):
        return 0

    def _answers(self, sums):
        return sums[0] * self._value_spread + self._value_middle

    def _score_of(self, values, answers, weights):
        wrong = np.average((values - answers) ** 2, weights=weights)
        spread = np.average((values - np.average(values, weights=weights)) ** 2, weights=weights)
        return float(1 - wrong / spread) if spread else float(wrong == 0)
