"""Runs that have left all numbers: seen run by run, no success, no class, and no longer so once weights are set right."""

import json

import numpy as np
import pytest

from pycore import Playground, storage
from pycore.page import bridge
from pycore.page.comparison import Comparison
from pycore.picture.comparison_picture import ComparisonPicture

#: Settings whose weights are beyond all numbers after a few epochs.
WILD = {"activation": "linear", "loss": "log", "learning_rate": 1000.0}
REGRESSION = {"problem": "regression", "activation": "relu", "learning_rate": 10.0}


@pytest.mark.parametrize("settings", [WILD, REGRESSION, {**WILD, "dataset": "blobs", "classes": 3}], ids=["two", "numbers", "three"])
def test_a_diverged_network_has_no_answer_and_no_accuracy(settings):
    p = Playground(**settings)
    p.train(60)
    assert p.diverged is not None
    for with_dropout in (False, True):
        assert np.isnan(p.predict([(0, 0), (1, 2)], with_dropout=with_dropout)).all()
    assert np.isnan(p.accuracies).all() and np.isnan(p.history[-1, 3:]).all()
    assert p.accuracy() is None if settings is REGRESSION else np.isnan(p.accuracy())
    if p.classes:
        assert p.confusion().sum() == 0 and np.isnan(p.probabilities([(0, 0)])).all()
    assert "accuracy" not in p.summary()


def test_weights_at_infinity_are_no_success_whatever_the_saturated_outputs_say():
    # 19 of 20 points are of one class: whoever says so everywhere is right for 95 in a hundred.
    p = Playground(data=[(k / 10, k % 7, "rare" if k % 20 == 0 else "usual") for k in range(200)], network_shape=(2,), runs=2)
    for weights in p.network.weights:
        weights[1] = 1.0
    p.network.weights[-1][1, :, -1] = np.inf
    p.parameters_changed()
    assert (np.abs(p.predict([(0, 0), (3, 3)], run=1)) == 1).all()
    assert p.diverged_runs == (None, 0) and p.diverged is None
    assert np.isnan(p.accuracies[1]).all() and np.isfinite(p.accuracies[0]).all() and np.isnan(p.accuracy(run=1))


@pytest.mark.parametrize("problem", ["classification", "regression"])
def test_in_a_comparison_what_diverged_has_not_succeeded(problem):
    settings = Playground(activation="linear", problem=problem, loss="log").settings
    comparison = Comparison(settings, "rates")
    comparison.train(60)
    picture = ComparisonPicture(comparison)
    only = comparison.playgrounds[0]
    lost = np.array([epoch is not None for epoch in only.diverged_runs])
    assert lost.any() and not lost.all()
    count = len(comparison.members)
    header, numbers = np.split(picture.buffer[: 8 * (8 + 3 * count)].view(float), [8])
    numbers = numbers.reshape(count, 3)
    assert np.isnan(numbers[lost]).all() and np.isfinite(numbers[~lost, :2]).all()
    assert header[1] <= (~lost).sum()


def test_each_run_diverges_by_itself():
    p = Playground(sweep={"learning_rate": [0.001, 10.0]}, problem="regression", activation="relu")
    p.train(40)
    assert p.diverged is None and p.diverged_runs[0] is None and p.diverged_runs[1] > 0
    assert np.isfinite(p.predict([(1, 1)])).all() and np.isnan(p.predict([(1, 1)], run=1)).all()
    alone = Playground(learning_rate=10.0, problem="regression", activation="relu")
    alone.train(40)
    assert alone.diverged == p.diverged_runs[1]


def right(p, good):
    p.set_layers(good)


def right_by_hand(p, good):
    for (bias, weights), layer in zip(good, p.network.weights, strict=True):
        layer[0, :, :-1], layer[0, :, -1] = weights, bias
    p.trainer.forget_losses()


@pytest.mark.parametrize("mend", [right, right_by_hand, lambda p, good: p.reset()], ids=["set_layers", "in place", "reset"])
def test_weights_set_right_have_diverged_no_longer(mend):
    good = Playground(**REGRESSION).layers()
    p = Playground(**REGRESSION)
    p.train(60)
    assert p.diverged
    mend(p, good)
    assert p.diverged is None and np.isfinite(p.losses).all() and np.isfinite(p.predict([(1, 1)])).all()
    p.configure(learning_rate=0.001)
    p.train(5)
    assert p.diverged is None


def test_parameters_set_right_on_the_page_have_diverged_no_longer():
    instance = bridge.open("networkShape=&problem=regression")
    instance.ask("setParameter", json.dumps({"index": 0, "value": 1e308}))
    instance.ask("setParameter", json.dumps({"index": 1, "value": 1e308}))
    instance.frame(3, 0)
    assert instance._frame._header[3] == 0
    for index in range(3):
        instance.ask("setParameter", json.dumps({"index": index, "value": 0.1}))
    instance.frame(0, 0)
    assert instance._frame._header[3] == -1 and np.isfinite(instance._frame._header[1:3]).all()


def test_a_file_with_good_weights_has_diverged_no_longer():
    p = Playground(**REGRESSION)
    p.train(60)
    content, good = json.loads(storage.save(p)), json.loads(storage.save(Playground(**REGRESSION)))
    content["state"]["parameters"] = good["state"]["parameters"]
    assert storage.load(json.dumps(content)).diverged is None
    again = storage.load(storage.save(p))
    assert again.diverged == p.diverged and again.diverged_runs == p.diverged_runs


@pytest.mark.parametrize("run", [-1, 2, True, 0.0, None])
@pytest.mark.parametrize("ask", ["predict", "accuracy", "confusion"])
def test_a_run_that_is_none_is_named(ask, run):
    p = Playground(runs=2)
    with pytest.raises(IndexError, match="run: expected a whole number from 0 to 1, got"):
        getattr(p, ask)(**({"xy": [(0, 0)]} if ask == "predict" else {}), run=run)


def test_one_run_s_answers_cost_no_other_run_s(monkeypatch):
    from pycore import answers

    made, whole = [], answers.Pass
    monkeypatch.setattr(answers, "Pass", lambda network, *args, **named: made.append(network.runs) or whole(network, *args, **named))
    p = Playground(runs=16, dropout=0.2)
    for run in (0, 5):
        for with_dropout in (False, True):
            p.predict([(0, 0)], run=run, with_dropout=with_dropout)
    assert made == [1] * 4
