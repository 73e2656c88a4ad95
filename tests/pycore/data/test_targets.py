"""Several classes: softmax with cross-entropy, and for every classification accuracy and confusion matrix."""

import numpy as np
import pytest

from pycore import Playground


@pytest.mark.parametrize("classes", [3, 4, 5, 6])
@pytest.mark.parametrize("dataset", ["blobs", "rings"])
def test_several_classes_are_learned(dataset, classes):
    p = Playground(dataset=dataset, classes=classes, network_shape=(8, 8), optimizer="adam")
    chance = p.loss_test
    p.train(60)
    assert p.loss_test < chance / 2
    assert p.accuracy() > 0.8


def test_softmax_and_cross_entropy_are_the_formulas_written_out():
    p = Playground(dataset="blobs", classes=3, network_shape=(4,))
    p.train(3)
    (b1, w1), (b2, w2) = p.layers()
    xy, labels = p.test_points[:, :2], p.test_points[:, 2].astype(int)
    z = w2 @ np.tanh(w1 @ xy.T + b1[:, None]) + b2[:, None]
    e = np.exp(z)
    probabilities = (e / e.sum(axis=0)).T
    assert p.probabilities(xy) == pytest.approx(probabilities, rel=1e-12)
    assert p.loss_test == pytest.approx(-np.log(probabilities[np.arange(len(labels)), labels]).mean(), rel=1e-12)
    assert np.array_equal(p.predict(xy), probabilities.argmax(axis=1))


def test_an_untrained_network_of_zero_weights_gives_all_classes_the_same_probability():
    p = Playground(dataset="blobs", classes=5, init_zero=True)
    assert p.probabilities([(1, 2)])[0] == pytest.approx([0.2] * 5)
    assert p.loss_train == pytest.approx(np.log(5))


def test_enormous_sums_stay_probabilities():
    p = Playground(dataset="blobs", classes=3, network_shape=())
    p.set_layers([(np.array([0.0, 1e6, -1e6]), np.zeros((3, 2)))])
    assert p.probabilities([(0, 0)])[0] == pytest.approx([0, 1, 0])
    assert np.isfinite(p.losses).all()


@pytest.mark.parametrize("settings", [{}, {"noise": 30.0}, {"dataset": "rings", "classes": 4}])
@pytest.mark.parametrize("test", [True, False])
def test_the_confusion_matrix_counts_every_point_once(settings, test):
    p = Playground(**settings)
    p.train(15)
    points = p.test_points if test else p.train_points
    counts = p.confusion(test=test)
    assert counts.sum() == len(points)
    found = p.predict(points[:, :2])
    if p.classes == 2:
        true, found = points[:, 2] > 0, found >= 0
    else:
        true = points[:, 2].astype(int)
    for row in range(p.classes):
        for column in range(p.classes):
            assert counts[row, column] == ((true == row) & (found == column)).sum()
    assert p.accuracy(test=test) == pytest.approx((true == found).mean())


def test_a_solved_circle_is_all_right_and_a_network_of_one_answer_is_half_right():
    p = Playground()
    p.train(300)
    assert p.accuracy() == p.accuracy(test=False) == 1.0
    p.configure(init_zero=True)
    assert p.confusion(test=False)[:, 0].sum() == 0
    assert p.accuracy() == pytest.approx(0.5, abs=0.1)


def test_a_regression_has_no_classes():
    p = Playground(problem="regression")
    assert p.accuracy() is None
    assert p.confusion() is None
    with pytest.raises(ValueError, match="classification"):
        p.probabilities([(0, 0)])


def test_two_classes_have_probabilities_too():
    p = Playground()
    p.train(50)
    xy = p.test_points[:5, :2]
    assert p.probabilities(xy).sum(axis=1) == pytest.approx(np.ones(5))
    assert p.probabilities(xy)[:, 1] == pytest.approx((1 + p.predict(xy)) / 2)


def test_each_layer_can_have_its_own_activation():
    p = Playground(activations=("relu", "sigmoid"), network_shape=(4, 3, 2), activation="tanh")
    (b1, w1), (b2, w2), (b3, w3), (b4, w4) = p.layers()
    xy = p.test_points[:7, :2]
    one = np.maximum(w1 @ xy.T + b1[:, None], 0)
    two = 1 / (1 + np.exp(-(w2 @ one + b2[:, None])))
    three = np.tanh(w3 @ two + b3[:, None])
    assert p.predict(xy) == pytest.approx(np.tanh(w4 @ three + b4[:, None])[0], rel=1e-12)
