"""What the tests about images share: the digits, and their two parts."""

import pytest

from pycore.images.digits import load_digits
from pycore.images.image_set import split


@pytest.fixture(scope="session")
def digits():
    return load_digits()


@pytest.fixture(scope="session")
def parts(digits):
    """(train, test) as pages have them."""
    return split(digits)
