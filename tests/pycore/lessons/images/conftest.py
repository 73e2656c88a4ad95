"""What the tests about the reader's own images share: a workshop that has learned two classes."""

import pytest
from threadpoolctl import threadpool_limits

from tests.picture_workshops import trained, workshop


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Products of small matrices wait longer for a second thread than they take, where tests run side by side."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="session")
def shop():
    """A workshop that has learned red and green; not to be changed."""
    return trained(workshop())
