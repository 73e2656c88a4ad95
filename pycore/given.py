"""What people give a playground, in the many forms that they have it in: settings, runs, tables of their own."""

import os

import numpy as np

from pycore import run_plan
from pycore.data.csv_cells import MOST_ROWS
from pycore.setting_types import near_miss
from pycore.settings import TABLE, SettingError, Settings, by_key, by_name

__all__ = ["runs_of", "same_table", "settings_of", "table_of"]


def settings_of(given, values):
    """Return the Settings that a playground's first argument and its keywords mean."""
    if given is None:
        return Settings(**values)
    if isinstance(given, Settings):
        return given.replace(**values)
    surfaces = [name for name, _ in by_name["reg_dataset"].options]
    sets = [name for name, _ in by_name["dataset"].options]
    if isinstance(given, str) and given in surfaces:
        return Settings(**{"problem": "regression", "reg_dataset": given, **values})
    if isinstance(given, str) and given in sets:
        return Settings(**{"dataset": given, **values})
    if isinstance(given, str) and "=" in given:
        settings, errors = Settings.from_hash(given)
        if errors:
            raise errors[0]
        key = next(iter(dict(settings.unknown)), None)
        if key and not settings.changed() and not any(f"{row.key}=" in given for row in TABLE):
            meant = by_name[key.strip()].key if key.strip() in by_name else near_miss(key, by_key)
            raise SettingError("settings", given, "an address with a setting's key in it", meant=meant)
        return settings.replace(**values)
    expected = (
        "Settings, an address such as dataset=spiral&noise=5, or the name of a data set; points of your own are given as data="
    )
    raise SettingError("settings", given, expected, meant=near_miss(given, [*sets, *surfaces]))


def runs_of(runs, values):
    """Return the list of Settings that `runs` is, or an empty one where it is only to be a number."""
    if not isinstance(runs, list | tuple):
        return []
    return run_plan.check_alike([settings_of(each, values) for each in runs[: run_plan.MOST_RUNS + 1]])


def table_of(data):
    """Return the Table that people's `data` are, or None."""
    if data is None:
        return None
    if hasattr(data, "scaled") and hasattr(data, "classes"):
        if len(data.points) < 2:
            raise SettingError("data", data.points.tolist(), "at least two rows, one to train on and one to test")
        return data
    from pycore.data.tables import from_points, read_table  # only here: the page reads tables by itself

    expected = "a Table, rows of x1, x2 and label (a list, an array (n, 3), a DataFrame) or a tuple (X, y)"
    if isinstance(data, str | bytes | os.PathLike) or hasattr(data, "read"):
        raise SettingError("data", data, f"{expected}; of CSV, pycore.read_table(path or text)")
    if _has_named_columns(data):
        return read_table(data)
    if isinstance(data, np.ma.MaskedArray):
        data = data.tolist()  # with None where it is masked
    is_pair = isinstance(data, tuple) and len(data) == 2
    count = len(data[0] if is_pair and hasattr(data[0], "__len__") else data) if hasattr(data, "__len__") else 0
    if count > MOST_ROWS:
        raise SettingError("data", count, f"at most {MOST_ROWS} points")
    try:
        if is_pair:
            if any(map(np.ma.is_masked, data)):
                raise ValueError("masked values")
            points, labels = np.asarray(data[0], float), np.asarray(data[1])
            if points.ndim != 2 or points.shape[1] != 2 or labels.shape != points.shape[:1]:
                raise ValueError(f"X of shape {points.shape} and y of shape {labels.shape}")
            rows = [(*point, _label(label)) for point, label in zip(points.tolist(), labels.tolist(), strict=True)]
        else:
            cells = np.asarray(data, dtype=object)
            if cells.ndim != 2 or cells.shape[1] != 3:
                raise ValueError(f"the shape {cells.shape}")
            rows = [(x1, x2, _label(label)) for x1, x2, label in cells.tolist()]
    except (TypeError, ValueError) as error:
        raise SettingError("data", data, f"{expected}; this has {error}") from error
    return from_points(rows)


def _has_named_columns(data):
    """Whether data are a frame, an Arrow table, NumPy's records, or dicts."""
    rows = isinstance(data, list | tuple) and data and all(isinstance(row, dict) for row in data)
    return rows or isinstance(data, dict) or hasattr(data, "columns") or getattr(getattr(data, "dtype", None), "names", None)


def _label(label):
    """A label that is true or false is a name, too."""
    return str(label) if isinstance(label, bool | np.bool_) else label


def same_table(one, other):
    """Whether two Tables, or None, have the same points and classes."""
    if one is None or other is None:
        return one is other
    return one.classes == other.classes and np.array_equal(one.points, other.points)
