"""The estimators by themselves: what they learn, answer, keep and refuse, with scikit-learn and without it."""

import copy
import pickle
import subprocess
import sys

import numpy as np
import pandas
import pytest

import pycore
from builder.paths import ROOT
from pycore import NetworkClassifier, NetworkRegressor
from pycore.settings import SettingError


def flowers(count=150, classes=3):
    """Points of four columns in very different units, and the names of the kinds they are of."""
    rng = np.random.default_rng(7)
    kinds = np.arange(count) % classes
    centres = rng.normal(size=(classes, 4)) * 3
    points = (centres[kinds] + rng.normal(size=(count, 4))) * [1000, 1, 0.001, 5] + [0, 50, 0, -3]
    return points, np.array(["setosa", "versicolor", "virginica"])[kinds]


def prices(count=200):
    rng = np.random.default_rng(3)
    area, age = rng.uniform(30, 200, count), rng.uniform(0, 90, count)
    return np.column_stack([area, age]), 100_000 + 3000 * area - 5 * (age - 40) ** 2


def test_they_are_offered_by_pycore_itself():
    assert {"NetworkClassifier", "NetworkRegressor"} <= set(dir(pycore)) and pycore.NetworkClassifier is NetworkClassifier


def test_a_classifier_learns_names_from_columns_in_their_own_units():
    X, y = flowers()
    model = NetworkClassifier(random_state=0).fit(X, y)
    assert model.score(X, y) > 0.95 and set(model.predict(X)) == set(y) == set(model.classes_)
    assert model.predict_proba(X).shape == (150, 3) and np.allclose(model.predict_proba(X).sum(axis=1), 1)
    assert (model.classes_[model.decision_function(X).argmax(axis=1)] == model.predict(X)).all()
    assert len(model.loss_curve_) == model.n_iter_ and model.loss_curve_[-1] < model.loss_curve_[0] / 2
    assert [layer.shape for layer in model.coefs_] == [(4, 16), (16, 8), (8, 3)]
    assert [layer.shape for layer in model.intercepts_] == [(16,), (8,), (3,)]


@pytest.mark.parametrize("labels", [("no", "yes"), (False, True), (-1, 1), (7, 3), (2.0, 5.0), ("2020", "2021")], ids=str)
@pytest.mark.parametrize("loss", ["log", "squared"])
def test_two_classes_of_any_type_come_back_as_they_are(labels, loss):
    X, y = flowers(60, 2)
    y = np.where(y == "setosa", labels[0], labels[1])
    model = NetworkClassifier(loss=loss, random_state=1).fit(X, y)
    assert model.predict(X).dtype == y.dtype and model.score(X, y) > 0.95
    second = model.predict_proba(X)[:, 1]
    assert np.allclose(np.log(second / (1 - second)), model.decision_function(X), atol=1e-6)
    assert ((model.decision_function(X) > 0) == (model.predict(X) == model.classes_[1])).all()


def test_a_regressor_predicts_in_the_units_of_y():
    X, y = prices()
    model = NetworkRegressor(random_state=0, max_iter=1000, tol=1e-7).fit(X, y)
    assert model.score(X, y) > 0.98
    assert abs(model.predict([[100, 40]])[0] - 400_000) < 15_000
    assert model.loss_ == pytest.approx(((model.predict(X) - y) ** 2).mean() / 2, rel=1e-6)
    assert not hasattr(model, "decision_function") and not hasattr(model, "predict_proba")


@pytest.mark.parametrize("inputs", [1, 2, 30])
def test_any_number_of_inputs(inputs):
    X = np.random.default_rng(0).normal(size=(80, inputs))
    y = X.sum(axis=1)
    assert NetworkRegressor(random_state=0, max_iter=400).fit(X, y).score(X, y) > 0.9
    assert NetworkClassifier(random_state=0).fit(X, y > 0).n_features_in_ == inputs


def test_random_state_decides_everything_and_none_is_another_one_each_time():
    X, y = flowers()
    options = {"max_iter": 5, "dropout": 0.2, "batch_size": 32}
    first, again = (NetworkClassifier(random_state=4, **options).fit(X, y) for _ in range(2))
    assert np.array_equal(first.network_.parameters, again.network_.parameters)
    for other in (5, None, np.random.RandomState(4), np.random.default_rng(4)):
        assert not np.array_equal(NetworkClassifier(random_state=other, **options).fit(X, y).network_.parameters,
                                  first.network_.parameters)  # fmt: skip
    with pytest.raises(ValueError, match="random_state: expected a whole number"):
        NetworkClassifier(random_state="x").fit(X, y)


@pytest.mark.parametrize("kind", [NetworkClassifier, NetworkRegressor])
def test_a_weight_is_worth_so_many_points_and_0_none(kind):
    X, y = flowers(40, 2)
    y = y if kind is NetworkClassifier else X[:, 1]
    weights = np.arange(40) % 4
    weighted = kind(random_state=2).fit(X, y, sample_weight=weights)
    repeated = kind(random_state=2).fit(X.repeat(weights, axis=0), y.repeat(weights))
    assert np.allclose(weighted.network_.parameters, repeated.network_.parameters, atol=1e-8)
    assert np.allclose(weighted.loss_curve_, repeated.loss_curve_)
    assert weighted.score(X, y, weights) == pytest.approx(repeated.score(X.repeat(weights, axis=0), y.repeat(weights)))


def test_partial_fit_learns_a_stream_and_keeps_the_optimiser_s_memory():
    X, y = flowers(600)
    model = NetworkClassifier(random_state=0, batch_size=25)
    for start in range(0, 600, 100):
        for _ in range(4):
            model.partial_fit(X[start : start + 100], y[start : start + 100], classes=np.unique(y))
    assert model.score(X, y) > 0.95 and model.n_iter_ == 24 and model.t_ == 2400
    with pytest.raises(ValueError, match="classes: expected those of the first call"):
        model.partial_fit(X, y, classes=["a", "b"])
    with pytest.raises(ValueError, match="expected labels of the classes .*got 'tulip'"):
        model.partial_fit(X[:1], ["tulip"])
    # Epochs one by one are the epochs of a fit.
    whole = NetworkRegressor(random_state=1, shuffle=False, max_iter=6, tol=0, n_iter_no_change=99).fit(X, X[:, 1])
    parts = NetworkRegressor(random_state=1, shuffle=False)
    for _ in range(6):
        parts.partial_fit(X, X[:, 1])
    assert parts.loss_curve_ == whole.loss_curve_


def test_warm_start_goes_on_and_otherwise_fit_begins_anew():
    X, y = flowers()
    once = NetworkClassifier(random_state=0, max_iter=10, tol=0, n_iter_no_change=99).fit(X, y)
    twice = NetworkClassifier(random_state=0, max_iter=5, tol=0, n_iter_no_change=99, warm_start=True).fit(X, y).fit(X, y)
    assert twice.loss_curve_ == once.loss_curve_ and twice.n_iter_ == 5
    again = NetworkClassifier(random_state=0, max_iter=10, tol=0, n_iter_no_change=99).fit(X, y).fit(X, y)
    assert again.loss_curve_ == once.loss_curve_
    twice.set_params(network_shape=(3,))
    with pytest.raises(SettingError, match="network_shape: expected the network that has learned already"):
        twice.fit(X, y)
    slower = once.clone().set_params(warm_start=True).fit(X, y)
    slower.set_params(learning_rate=0.0)
    before = slower.network_.parameters.copy()
    assert np.array_equal(slower.fit(X, y).network_.parameters, before)


@pytest.mark.parametrize("kind", [NetworkClassifier, NetworkRegressor])
def test_early_stopping_keeps_the_best_weights_for_points_held_back(kind):
    X, y = flowers(120)
    y = y if kind is NetworkClassifier else X[:, 1]
    model = kind(random_state=0, early_stopping=True, validation_fraction=0.25, max_iter=300, n_iter_no_change=5).fit(X, y)
    assert model.n_iter_ == len(model.validation_scores_) < 300
    assert model.best_validation_score_ == max(model.validation_scores_) > 0.8
    with pytest.raises(ValueError, match="expected at least two points"):
        NetworkRegressor(early_stopping=True).fit([[1.0]], [2.0])


def test_training_ends_when_nothing_is_gained():
    X, y = flowers(60, 2)
    assert NetworkClassifier(random_state=0, max_iter=5000, tol=1e-3).fit(X, y).n_iter_ < 5000
    assert NetworkClassifier(random_state=0, max_iter=3).fit(X, y).n_iter_ == 3


def test_a_data_frame_s_names_are_kept_and_compared():
    X, y = flowers()
    table = pandas.DataFrame(X, columns=["a", "b", "c", "d"])
    model = NetworkClassifier(random_state=0, max_iter=3).fit(table, pandas.Series(y))
    assert list(model.feature_names_in_) == ["a", "b", "c", "d"]
    with pytest.raises(
        ValueError, match="should match those that were passed during fit.\nFeature names unseen at fit time:\n- e"
    ):
        model.predict(table.rename(columns={"a": "e"}))
    with pytest.raises(ValueError, match="same order"):
        model.predict(table[["b", "a", "c", "d"]])
    with pytest.warns(UserWarning, match="does not have valid feature names"):
        model.predict(X)
    nameless = NetworkClassifier(max_iter=1).fit(X, y)
    assert not hasattr(nameless, "feature_names_in_")
    with pytest.warns(UserWarning, match="X has feature names"):
        nameless.predict(table)


@pytest.mark.parametrize("kind", [NetworkClassifier, NetworkRegressor])
def test_copies_and_pickles_answer_alike_and_go_on_alike(kind):
    X, y = flowers()
    y = y if kind is NetworkClassifier else X[:, 1]
    model = kind(random_state=0, max_iter=5, dropout=0.1, batch_size=20).fit(X, y)
    for twin in (copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert np.array_equal(twin.predict(X), model.predict(X))
        twin.partial_fit(X, y)
        assert not np.array_equal(twin.network_.parameters, model.network_.parameters)
        expected = copy.deepcopy(model).partial_fit(X, y)
        assert np.array_equal(twin.network_.parameters, expected.network_.parameters)
        assert np.shares_memory(twin.network_.weights[0], twin.network_.parameters)


def test_parameters_by_name_a_clone_and_a_repr():
    model = NetworkClassifier((3,), learning_rate=0.1)
    assert repr(model) == "NetworkClassifier(learning_rate=0.1, network_shape=(3,))"
    twin = model.clone()
    assert twin is not model and twin.get_params() == model.get_params()
    assert model.set_params(dropout=0.5) is model and model.get_params()["dropout"] == 0.5
    with pytest.raises(ValueError, match="Invalid parameter 'dropuot'"):
        model.set_params(dropuot=0.5)


@pytest.mark.parametrize(
    "params, told",
    [
        ({"learning_rate": -1}, "learning_rate|learningRate"),
        ({"network_shape": (0,)}, "network_shape|networkShape"),
        ({"max_iter": 0}, "max_iter: expected a whole number of at least 1, got 0"),
        ({"tol": float("nan")}, "tol: expected a number"),
        ({"validation_fraction": 1}, "validation_fraction: expected a number between 0 and 1, got 1"),
        ({"batch_size": "all"}, "batch_size|batchSize"),
    ],
)
def test_fit_names_a_parameter_that_can_t_be_used(params, told):
    with pytest.raises(SettingError, match=told):
        NetworkClassifier(**params).fit([[0], [1]], [0, 1])


def test_data_that_can_t_be_used_are_named():
    fit = NetworkClassifier(max_iter=1).fit
    with pytest.raises(ValueError, match="at least two classes, got 1 class"):
        fit([[0], [1]], ["a", "a"])
    with pytest.raises(TypeError, match="y: expected labels of one type, got int and str"):
        fit([[0], [1]], np.array([1, "a"], dtype=object))
    with pytest.raises(ValueError, match="Input y contains NaN"):
        fit([[0], [1]], np.array(["b", None], dtype=object))
    with pytest.raises(ValueError, match="sample_weight: expected weights of at least 0"):
        fit([[0], [1]], [0, 1], sample_weight=[1, -1])
    with pytest.raises(ValueError, match="not fitted yet"):
        NetworkRegressor().predict([[1]])
    with pytest.raises(ValueError, match="training left all numbers in epoch"):
        NetworkRegressor((4,), "relu", optimizer="sgd", learning_rate=1000, random_state=0).fit(*prices())


@pytest.mark.slow
def test_without_scikit_learn_everything_works_and_nothing_but_numpy_is_imported():
    """The tests above, in a process that has no scikit-learn, no SciPy and no joblib; and what has been imported then."""
    code = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("sklearn", "scipy", "joblib"):
            raise ImportError(name + " is not here")
sys.meta_path.insert(0, Blocked())
import pytest
status = pytest.main(["-q", "-p", "no:cacheprovider", "-k", "not without_scikit_learn", sys.argv[1]])
assert "sklearn" not in sys.modules
from pycore import NetworkClassifier
assert [base.__module__.split(".")[0] for base in NetworkClassifier.__mro__[:-1]] == ["pycore"] * 3
sys.exit(status)
"""
    run = subprocess.run(
        [sys.executable, "-c", code, __file__], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]


def test_importing_pycore_imports_no_estimator_and_no_scikit_learn():
    code = "import sys, pycore; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert not {"pycore.estimators", "sklearn", "scipy"} & set(run.stdout.split())


def test_numbers_of_any_size_are_standardised():
    X = np.random.default_rng(0).normal(size=(60, 2))
    y = X[:, 0] > X[:, 1]
    plain = NetworkClassifier(max_iter=20, random_state=0).fit(X, y)
    for factor in (2.0**-900, 2.0**900):
        scaled = NetworkClassifier(max_iter=20, random_state=0).fit(X * factor, y)
        assert np.array_equal(scaled.predict_proba(X * factor), plain.predict_proba(X))
    with pytest.raises(ValueError, match="y: expected numbers of at most 1e"):
        NetworkRegressor().fit(X, X[:, 0] * 1e300)


@pytest.mark.parametrize(
    ("X", "y", "told"),
    [
        (np.array([["2024-01-01"], ["2024-01-02"]], "M8[D]"), [0, 1], r"X: expected numbers, got dates or times \(datetime64"),
        (np.ma.masked_array([[1.0], [2.0]], [[True], [False]]), [0, 1], "X: expected numbers, got masked values"),
        ([[1.0], [2.0]], np.ma.masked_array([0, 1], [True, False]), "y: expected labels or numbers, got masked values"),
        ([[1.0], [2.0]], pandas.array([pandas.NA, "a"], dtype="string"), "Input y contains NaN"),
    ],
)
def test_dates_masks_and_missing_labels_are_not_taken_for_numbers(X, y, told):
    with pytest.raises(ValueError, match=told):
        NetworkClassifier().fit(X, y)


def test_dates_are_no_numbers_to_predict():
    with pytest.raises(ValueError, match="y: expected numbers, got dates or times"):
        NetworkRegressor().fit([[1.0], [2.0]], np.array(["2024-01-01", "2024-01-02"], "M8[D]"))
