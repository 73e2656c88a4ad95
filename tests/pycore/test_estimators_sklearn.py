"""With scikit-learn the estimators pass its own checks, all of them, and work in its pipelines, searches and routing."""

import copy
import os
import re
import subprocess
import sys

import numpy as np
import pytest
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.datasets import load_iris, make_regression
from sklearn.ensemble import BaggingRegressor
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.multioutput import MultiOutputRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import estimator_checks_generator

from builder.paths import ROOT
from pycore import NetworkClassifier, NetworkRegressor

CHECKS = [
    pytest.param(estimator, check, id=f"{type(estimator).__name__}-{check.func.__name__}-{index}")
    for kind in (NetworkClassifier, NetworkRegressor)
    for index, (estimator, check) in enumerate(estimator_checks_generator(kind()))
    if check.func.__name__ != "check_array_api_input"  # it needs a process of its own, below
]


@pytest.mark.parametrize("estimator, check", CHECKS)
def test_each_of_scikit_learn_s_checks(estimator, check):
    """None is expected to fail, not even what scikit-learn grants its own MLPClassifier and MLPRegressor."""
    check(copy.deepcopy(estimator))


def test_check_estimator_in_full_and_nothing_is_skipped():
    """In a process of its own, as SciPy and scikit-learn look at arrays of other libraries only where they are told so at first."""
    code = """
from sklearn.utils.estimator_checks import check_estimator
from pycore import NetworkClassifier, NetworkRegressor
for kind in (NetworkClassifier, NetworkRegressor):
    results = check_estimator(kind(), on_fail=None, on_skip=None)
    print(kind.__name__, len(results), *(f"{r['check_name']}: {r['exception']!r}" for r in results if r["status"] != "passed"))
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, env={**os.environ, "SCIPY_ARRAY_API": "1"},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert re.fullmatch(r"NetworkClassifier [56]\d\nNetworkRegressor [56]\d\n", run.stdout), run.stdout + run.stderr


def test_a_grid_search_over_a_pipeline_with_numpy_values():
    X, y = load_iris(return_X_y=True)
    y = np.array(["setosa", "versicolor", "virginica"])[y]
    model = make_pipeline(StandardScaler(), NetworkClassifier(max_iter=60, random_state=0))
    grid = {"networkclassifier__network_shape": [(3,), (8, 4)], "networkclassifier__learning_rate": [1e-6, 0.03]}
    search = GridSearchCV(model, grid, cv=3).fit(X, y)
    assert search.best_params_["networkclassifier__learning_rate"] == 0.03 and search.best_score_ > 0.9
    assert set(search.predict(X)) == {"setosa", "versicolor", "virginica"}
    assert "NetworkClassifier" in search.best_estimator_._repr_html_() and "learning_rate=0.03" in repr(search.best_estimator_)


def test_it_is_known_as_what_it_is():
    assert sklearn.base.is_classifier(NetworkClassifier()) and sklearn.base.is_regressor(NetworkRegressor())
    twin = sklearn.base.clone(NetworkClassifier(learning_rate=0.5))
    assert twin.learning_rate == 0.5
    X, y = load_iris(return_X_y=True)
    assert cross_val_score(NetworkClassifier(random_state=0, max_iter=60), X, y, cv=3).mean() > 0.9
    calibrated = CalibratedClassifierCV(NetworkClassifier(random_state=0, max_iter=40), cv=2).fit(X, y)
    assert calibrated.predict_proba(X).shape == (150, 3)


def test_ensembles_and_several_targets():
    X, y = make_regression(80, 5, random_state=0)
    assert BaggingRegressor(NetworkRegressor(max_iter=100), 3, random_state=0).fit(X, y).score(X, y) > 0.8
    both = MultiOutputRegressor(NetworkRegressor(max_iter=100, random_state=0)).fit(X, np.column_stack([y, -y]))
    assert both.predict(X).shape == (80, 2)


def test_metadata_routing_hands_weights_on():
    X, y = load_iris(return_X_y=True)
    weights = (y != 2).astype(float)
    with sklearn.config_context(enable_metadata_routing=True):
        model = NetworkClassifier(max_iter=40, random_state=0)
        model.set_fit_request(sample_weight=True).set_score_request(sample_weight=True)
        search = GridSearchCV(model, {"learning_rate": [0.03]}, cv=3).fit(X, y, sample_weight=weights)
    assert 2 not in search.best_estimator_.predict(X)
