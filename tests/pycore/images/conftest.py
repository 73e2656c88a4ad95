"""What the tests about images share: the digits, and their two parts."""

import pytest

from pycore.images import trained
from pycore.images.digits import load_digits


@pytest.fixture(scope="session")
def digits():
    return load_digits()


@pytest.fixture(scope="session")
def parts():
    """(train, test) as pages have them."""
    return trained.parts()
