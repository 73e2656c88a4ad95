"""What the tests about images share: the digits, and their two parts."""

import pytest
from threadpoolctl import threadpool_limits

from pycore.images import trained
from pycore.images.digits import load_digits


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Products of small matrices wait longer for a second thread than they take, where tests run side by side."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def digits():
    return load_digits()


@pytest.fixture(scope="session")
def parts():
    """(train, test) as pages have them."""
    return trained.parts()
