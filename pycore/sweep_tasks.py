"""One task of a sweep: several runs trained side by side in one process, each giving a row of results; runs in any worker."""

import hashlib
import json
import time
import traceback

import numpy as np

from pycore.data.datasets import class_count
from pycore.playground import Playground
from pycore.run_plan import SWEEPABLE
from pycore.settings import TABLE

__all__ = ["key_of", "may_stand_side_by_side", "shape_of", "train"]

#: Looks at the losses over a run, for its curve.
LOOKS = 32


def key_of(settings, epochs, data):
    """Return the name of a run: the same settings, epochs and points have the same one."""
    points = b"" if data is None else data.points.tobytes() + repr(data.classes).encode()
    return hashlib.sha256(f"{settings.to_hash()}\n{epochs}\n".encode() + points).hexdigest()[:16]


def may_stand_side_by_side(settings):
    """Whether it pays to train runs of such settings in one stack, where one's repeated epoch, or a late end, costs all of them."""
    stops = settings.stop_epoch or settings.stop_loss or settings.stop_patience
    return not stops and not settings.prevent_loss_increases and settings.learning_rate_autotuning <= 0


def shape_of(settings):
    """Return what runs of one stack have in common: all settings but those that may differ between runs, and the classes."""
    return class_count(settings), *((row.name, getattr(settings, row.name)) for row in TABLE if row.name not in SWEEPABLE)


def train(run_settings, epochs, data=None):
    """Train one run for each of `run_settings` side by side; returns a dict of results for each, in order.

    A run that fails has its error in "error" and no losses; the others are trained without it.
    """
    started = time.perf_counter()
    try:
        rows = _trained(run_settings, epochs, data)
    except Exception as error:  # noqa: BLE001 (whatever a run dies of is told under its name, and the others go on)
        if len(run_settings) > 1:
            return [row for settings in run_settings for row in train([settings], epochs, data)]
        place = traceback.extract_tb(error.__traceback__)[-1]
        told = f"{type(error).__name__}: {error} ({place.name}, line {place.lineno})"
        rows = [{"epochs": None, "diverged": False, "error": " ".join(told.split())[:500], "curve": "[]"}]
    seconds = (time.perf_counter() - started) / len(rows)
    known = {"loss_train": None, "loss_test": None, "accuracy_train": None, "accuracy_test": None}
    return [
        {"run": key_of(settings, epochs, data), **known, **row, "seconds": round(seconds, 4), "address": settings.to_hash()}
        for settings, row in zip(run_settings, rows, strict=True)
    ]


def _trained(run_settings, epochs, data):
    p = Playground(runs=run_settings, data=data)
    portion, curve = max(1, -(-epochs // LOOKS)), [(p.epochs.copy(), p.losses.copy())]
    while p.epochs.max() < epochs and not all(p.stops):
        p.train(min(portion, epochs - int(p.epochs.max())))
        curve.append((p.epochs.copy(), p.losses.copy()))
    accuracies, diverged, rows = p.accuracies, p.diverged_runs, []
    for run in range(len(run_settings)):
        losses = curve[-1][1][run]
        # One that has stopped stays at its last epoch.
        reached = {int(at[run]): both[run] for at, both in curve}
        path = [[epoch, *map(_short, both)] for epoch, both in reached.items()]
        rows.append(
            {
                "epochs": int(p.epochs[run]),
                "loss_train": _number(losses[0]), "loss_test": _number(losses[1]),
                "accuracy_train": _number(accuracies[run, 0]), "accuracy_test": _number(accuracies[run, 1]),
                "diverged": diverged[run] is not None,
                "error": "", "curve": json.dumps(path),
            }
        )  # fmt: skip
    return rows


def _number(value):
    return float(value) if np.isfinite(value) else None


def _short(value):
    return float(f"{value:.5g}") if np.isfinite(value) else None
