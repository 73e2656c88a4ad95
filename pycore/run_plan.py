"""What several runs have in common and what not: the seeds of many runs, or the values of a sweep over one setting."""

from collections.abc import Mapping
from itertools import islice

from pycore.data.rng import SeededRandom
from pycore.settings import SettingError, by_name

__all__ = ["MOST_RUNS", "SWEEPABLE", "checked", "settings_of_runs"]

MOST_RUNS = 1024

#: The settings that may differ between runs trained side by side: they change neither shapes nor the calls made.
SWEEPABLE = (
    "learning_rate", "regularization_rate", "noise", "seed", "dataset", "reg_dataset", "dropout", "initialization",
    "init_zero", "learning_rate_autotuning",
)  # fmt: skip


def checked(runs, sweep):
    """Return the sweep as {name: values}, empty without one; raises SettingError for what can't be trained side by side."""
    if not isinstance(runs, int) or isinstance(runs, bool) or not 1 <= runs <= MOST_RUNS:
        raise SettingError("runs", runs, f"a whole number from 1 to {MOST_RUNS}")
    if sweep is None:
        return {}
    expected = "one setting of " + ", ".join(SWEEPABLE) + " with a list of values, and runs=1"
    if not isinstance(sweep, Mapping) or len(sweep) != 1 or runs != 1 or next(iter(sweep)) not in SWEEPABLE:
        raise SettingError("sweep", sweep, expected)
    ((name, values),) = sweep.items()
    # One more than may be: a generator may go on for ever, and gives its values once.
    values = () if isinstance(values, str) or not hasattr(values, "__iter__") else tuple(islice(values, MOST_RUNS + 1))
    if not 1 <= len(values) <= MOST_RUNS:
        raise SettingError("sweep", sweep, expected)
    return {name: tuple(by_name[name].check(value) for value in values)}


def settings_of_runs(settings, runs, sweep):
    """Return the Settings of each run: with the values of the sweep, or with a chain of seeds, each drawn from the one before it.

    The first seed is that of `settings`.
    """
    if sweep:
        ((name, values),) = sweep.items()
        return [settings.replace(**{name: value}) for value in values]
    rng = SeededRandom(settings.seed)
    seeds = [settings.seed, *(rng.new_seed() for _ in range(runs - 1))]
    return [settings.replace(seed=seed) for seed in seeds]
