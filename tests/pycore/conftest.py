"""Property-based tests know no deadline, and try the same cases each time: what a change breaks is seen at that change.

`HYPOTHESIS=search` draws new ones, to look for what nobody has thought of.
"""

import math
import os

import pytest
from hypothesis import HealthCheck, settings

from pycore.page import bridge

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, database=None, **UNHURRIED)
settings.register_profile("search", **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A page's request trains all that it asks for, however busy the machine is."""
    monkeypatch.setattr(bridge, "REQUEST_SECONDS", math.inf)
