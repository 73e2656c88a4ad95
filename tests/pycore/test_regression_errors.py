"""How far a regression is off: RMSE in the units of the labels, and R²; of the whole network, run by run."""

import math

import numpy as np
import pytest
from sklearn.metrics import r2_score, root_mean_squared_error

from pycore import Playground, tables

HOUSES = tables.from_points([(40 + k, 0.0, 1000.0 * (k * k % 17) + 50_000) for k in range(60)])


@pytest.mark.parametrize("settings", [{"problem": "regression"}, {"problem": "regression", "reg_dataset": "reg-gauss", "dropout": 0.3}])
def test_they_are_scikit_learn_s(settings):
    p = Playground(runs=2, **settings)
    p.train(20)
    for run in range(2):
        points, count = p.points(run), len(p.train_points)
        for test, part in ((False, points[:count]), (True, points[count:])):
            answers = p.predict(part[:, :2], run=run)
            assert p.rmse(test, run) == pytest.approx(root_mean_squared_error(part[:, 2], answers))
            assert p.r2(test, run) == pytest.approx(r2_score(part[:, 2], answers))


def test_one_input_in_units_of_its_own():
    p = Playground(data=HOUSES, y=False, expressions="sin(3*x1)")
    p.train(50)
    test = p.own_points()[len(p.train_points) :]
    assert 100 < p.rmse() == pytest.approx(root_mean_squared_error(test[:, 2], p.predict(test[:, :2])))
    assert p.r2() == pytest.approx(r2_score(test[:, 2], p.predict(test[:, :2])))
    assert f"RMSE      {p.rmse(test=False):.6g} in training" in p.summary() and f"{p.r2():.4f} in the test" in p.summary()


def test_classes_have_none_and_what_diverged_has_no_number():
    assert Playground().rmse() is None and Playground().r2() is None and "RMSE" not in Playground().summary()
    p = Playground(problem="regression", activation="relu", learning_rate=10.0)
    p.train(60)
    assert math.isnan(p.rmse()) and math.isnan(p.r2()) and "RMSE" not in p.summary()


def test_labels_that_are_all_alike_have_no_variance_to_explain():
    p = Playground(data=tables.Table(np.array([[0, 1, 0.5], [1, 2, 0.5], [2, 3, 0.5]])))
    assert math.isnan(p.r2()) and math.isfinite(p.rmse())
