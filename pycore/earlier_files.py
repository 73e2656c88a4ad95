"""Files from when runs side by side had one epoch and one history between them: their state as it is written now."""

from pycore.saved_fields import StorageError

__all__ = ["state"]

MOMENTS = ("average", "velocity", "square")
#: As many as the largest network has: 32 hidden layers of 256.
MOST_PARAMETERS = 1 << 22


def state(fields):
    """Return the content of the field "state" of an earlier file, given as Fields, as it is written now.

    What was known of all runs together is each run's now; of history, only the first run's was known.
    """
    old, trainer = fields.get("state", dict), fields.get("state.trainer", dict)
    history = fields.get("state.history", dict)
    runs = len(fields.get("state.trainer.generators", list))
    if not runs:
        raise StorageError("state.trainer.generators", "one or more", "none")
    epochs, diverged = fields.count("state.trainer.epochs"), fields.get("state.diverged", list | int | None)
    same = {name: [fields.get(f"state.trainer.{name}", kind)] * runs for name, kind in (("carried", int), ("masks_are_old", bool))}
    powers = {name: [float(fields.array(f"state.trainer.memory.{name}", (), finite=True))] * runs for name in ("power1", "power2")}
    # An optimiser's memory of one run had no axis of runs.
    shape = (None,) if runs == 1 else (runs, None)
    read = {name: fields.array(f"state.trainer.memory.{name}", shape, most=MOST_PARAMETERS) for name in MOMENTS}
    memory = {name: array.reshape(runs, -1) for name, array in read.items()}
    best = fields.get("state.best", list)
    found = {
        **old,
        "trainer": {**trainer, **same, "epochs": [epochs] * runs, "memory": {**memory, **powers}},
        "best": [best] * runs,
        "diverged": diverged if isinstance(diverged, list) else [-1 if diverged is None else diverged] * runs,
    }
    if "rows" in history:
        others = [[[epochs, "nan", "nan", "nan", "nan"]]] * (runs - 1)
        rest = {name: [history.get(name)] + [start] * (runs - 1) for name, start in (("added", 1), ("stride", 1), ("provisional", False))}
        found["history"] = {"rows": [history["rows"], *others], **rest}
    return found
