"""What several runs have in common and what not: the seeds of many runs, or the values of a sweep over one setting."""

from collections.abc import Mapping, Set
from itertools import islice

import numpy as np

from pycore.data.datasets import class_count
from pycore.data.rng import SeededRandom
from pycore.setting_types import near_miss
from pycore.settings import TABLE, SettingError, by_name

__all__ = ["MOST_RUNS", "SWEEPABLE", "check_alike", "checked", "differing", "settings_of_runs"]

MOST_RUNS = 1024

#: The settings that may differ between runs trained side by side: they change neither shapes nor the calls made.
SWEEPABLE = (
    "learning_rate", "regularization_rate", "noise", "seed", "dataset", "reg_dataset", "dropout", "initialization",
    "init_zero", "init_seed", "learning_rate_autotuning",
)  # fmt: skip

#: What changes inputs, units, outputs or points.
SHAPING = frozenset(
    ("network_shape", "problem", "classes", "perc_train_data", "expressions", *(row.name for row in TABLE if row.group == "features"))
)


def checked(runs, sweep):
    """Return the sweep as {name: values}, empty without one; raises SettingError for what can't be trained side by side."""
    if not isinstance(runs, int | np.integer) or isinstance(runs, bool) or not 1 <= runs <= MOST_RUNS:
        raise SettingError("runs", runs, f"a whole number from 1 to {MOST_RUNS}")
    if sweep is None:
        return {}
    expected = "one setting of " + ", ".join(SWEEPABLE) + " with a list of values, and runs=1"
    if not isinstance(sweep, Mapping) or len(sweep) != 1 or runs != 1:
        raise SettingError("sweep", sweep, expected)
    ((name, values),) = sweep.items()
    if name not in SWEEPABLE and name in by_name:
        raise SettingError("sweep", sweep, f"{expected}; {name} {_why_not(name)}, so each of its values needs a playground of its own")
    if name not in SWEEPABLE:
        raise SettingError("sweep", sweep, expected, meant=near_miss(name, SWEEPABLE))
    # One more than may be: a generator may go on for ever, and gives its values once.
    is_list = hasattr(values, "__iter__") and not isinstance(values, str | Set | Mapping)
    values = tuple(islice(values, MOST_RUNS + 1)) if is_list else ()
    if not 1 <= len(values) <= MOST_RUNS:
        raise SettingError("sweep", sweep, expected)
    try:
        return {name: tuple(by_name[name].check(value) for value in values)}
    except SettingError as error:
        raise error.named(name) from None


def _why_not(name):
    """Why the values of this setting can't be trained side by side, in words."""
    if name in SHAPING:
        return "changes the network's inputs, units or outputs, or the points"
    return "changes the calls that training is made of, which are the same for all runs"


def check_alike(run_settings):
    """Return the list of Settings if they can be trained side by side; SettingError says in what they differ that may not."""
    run_settings = list(run_settings)
    if not 1 <= len(run_settings) <= MOST_RUNS:
        raise SettingError("runs", len(run_settings), f"settings of 1 to {MOST_RUNS} runs")
    for name in sorted(differing(run_settings)):
        if name not in SWEEPABLE:
            values = [getattr(settings, name) for settings in run_settings]
            raise SettingError("runs", values, f"one value of {name} for all runs, as it {_why_not(name)}", name=f"runs, {name}")
    check_outputs(run_settings)
    return run_settings


def check_outputs(run_settings):
    """Raise SettingError for data sets with different numbers of classes: networks side by side have as many outputs."""
    counts = [class_count(settings) for settings in run_settings]
    if len(set(counts)) > 1:
        sets = [settings.dataset for settings in run_settings]
        numbers = " and ".join(map(str, sorted(set(counts))))
        raise SettingError("dataset", sets, f"data sets of as many classes for all runs side by side, as these have {numbers}")


def differing(run_settings):
    """Return the names of the settings in which runs differ."""
    first = run_settings[0] if run_settings else None
    return {row.name for row in TABLE for settings in run_settings if getattr(settings, row.name) != getattr(first, row.name)}


def settings_of_runs(settings, runs, sweep, given=()):
    """Return the Settings of each run: with the values of the sweep, or with a chain of seeds, each drawn from the one before it.

    The first seed is that of `settings`. Runs whose settings were `given` keep what they differ in, and have the rest of `settings`.
    """
    if sweep:
        ((name, values),) = sweep.items()
        found = [settings.replace(**{name: value}) for value in values]
        if name == "dataset" and settings.problem == "classification":
            check_outputs(found)
        return found
    if given:
        own = differing(given)
        return [settings.replace(**{name: getattr(each, name) for name in own}) for each in given]
    rng = SeededRandom(settings.seed)
    seeds = [settings.seed, *(rng.new_seed() for _ in range(runs - 1))]
    return [settings.replace(seed=seed) for seed in seeds]
