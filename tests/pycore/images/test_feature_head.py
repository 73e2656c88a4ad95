"""What is trained on features: its gradients against differences, its steps against the optimiser of the playground."""

import numpy as np
import pytest

from pycore.images.feature_head import FeatureHead
from pycore.images.quick_random import QuickRandom


def data(count=12, inputs=5, classes=3):
    random = QuickRandom(3)
    return random.normal(1, (count, inputs)), (random.uniform(count) * classes).astype(int)


@pytest.mark.parametrize("hidden", [0, 7])
def test_gradients_are_slopes_of_the_loss(hidden):
    inputs, labels = data()
    head = FeatureHead(5, 3, hidden, seed=1)
    for _ in range(5):
        head.learn(inputs, labels, 0.05)
    for layer, slopes in zip(head.layers, head.gradients(inputs, labels), strict=True):
        for part, slope in zip(layer, slopes, strict=True):
            for place in np.ndindex(part.shape):
                before, ends = part[place], []
                for step in (1e-6, -1e-6):
                    part[place] = before + step
                    ends.append(head.judged(inputs, labels)[0])
                part[place] = before
                assert slope[place] == pytest.approx((ends[0] - ends[1]) / 2e-6, abs=1e-6)


def test_a_step_is_adam_s_as_its_paper_writes_it():
    inputs, labels = data()
    head = FeatureHead(5, 3, 4, seed=2)
    values = [part.copy() for layer in head.layers for part in layer]
    first, second = [np.zeros_like(part) for part in values], [np.zeros_like(part) for part in values]
    for step in range(1, 4):
        slopes = [slope for layer in head.gradients(inputs, labels) for slope in layer]
        head.learn(inputs, labels, 0.01)
        for place, slope in enumerate(slopes):
            first[place] = 0.9 * first[place] + 0.1 * slope
            second[place] = 0.999 * second[place] + 0.001 * slope**2
            # Algorithm 1; its epsilon, 1e-8, is next to the corrected root, where ours is next to the plain one.
            values[place] -= 0.01 * (first[place] / (1 - 0.9**step)) / (np.sqrt(second[place] / (1 - 0.999**step)) + 1e-8)
    for part, wanted in zip([part for layer in head.layers for part in layer], values, strict=True):
        np.testing.assert_allclose(part, wanted, atol=1e-5)


def test_without_hidden_units_it_begins_undecided_and_rounding_keeps_what_it_says():
    inputs, labels = data()
    head = FeatureHead(5, 3)
    assert head.judged(inputs, labels)[0] == pytest.approx(np.log(3)) and head.parameters == 18
    for _ in range(200):
        head.learn(inputs, labels, 0.05)
    loss, accuracy = head.judged(inputs, labels)
    assert loss < 0.6 and accuracy > 0.8
    before = head.probabilities(inputs)
    other = head.copy()
    head.settle()
    np.testing.assert_allclose(head.probabilities(inputs), before, atol=1e-5)
    assert all((part == part.astype(np.float32)).all() for layer in head.layers for part in layer)
    other.learn(inputs, labels, 1.0)
    assert not np.allclose(other.probabilities(inputs), head.probabilities(inputs), atol=1e-3)
    assert np.isnan(head.judged(inputs[:0], labels[:0])).all()
