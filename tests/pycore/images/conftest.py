"""What the tests about images share: the digits, their two parts, and twenty seeds' networks, trained once."""

import numpy as np
import pytest

from pycore.images import practice
from pycore.images.dense_network import DenseImages
from pycore.images.digits import load_digits
from pycore.images.image_set import split
from pycore.images.judging import verdict
from pycore.images.practice import Practice

SEEDS = range(20)


@pytest.fixture(scope="session")
def digits():
    return load_digits()


@pytest.fixture(scope="session")
def parts(digits):
    """(train, test) as pages have them."""
    return split(digits)


@pytest.fixture(scope="session")
def eights(digits):
    """{balanced: [Verdict of each seed]} of one neuron that says whether an image is an 8."""

    def judged(seed, balanced):
        train, test = split(digits, seed=seed)
        learner = Practice(train, DenseImages(digits.shape, 2, seed=seed), asked=8, balanced=balanced, seed=seed)
        learner.train(15 if balanced else 40)
        return verdict(practice.answers(learner.model, test) == 1, test.labels == 8)

    return {balanced: [judged(seed, balanced) for seed in SEEDS] for balanced in (False, True)}


@pytest.fixture
def median():
    return lambda verdicts, name: float(np.median([getattr(each, name) for each in verdicts]))
