"""Property-based tests know no deadline, and try the same cases each time: what a change breaks is seen at that change.

`HYPOTHESIS=search` draws new ones, to look for what nobody has thought of.
"""

import os

from hypothesis import HealthCheck, settings

UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, database=None, **UNHURRIED)
settings.register_profile("search", **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS", "same"))
