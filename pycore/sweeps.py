"""Sweeps: a grid or a random search over settings and seeds, stacked within a process, across processes and machines by joblib or Ray.

    >>> results = run({"learning_rate": [0.01, 0.1], "network_shape": [(2,), (4, 2)]}, seeds=3, epochs=20)
    >>> len(results.rows), len(results.cells())
    (12, 4)

`python -m pycore sweep --help` is the same at a command line.
"""

import importlib
import itertools
import statistics
import sys
from types import SimpleNamespace
from typing import Any, NamedTuple

from pycore import sweep_tasks
from pycore.data.rng import SeededRandom
from pycore.run_plan import settings_of_runs
from pycore.settings import SettingError, Settings, by_name, near_miss
from pycore.sweep_files import ResultFile

__all__ = ["ENGINES", "Between", "Cell", "Results", "run"]

#: What distributes tasks: joblib's backends, Ray, and "none" for this process alone.
ENGINES = ("loky", "dask", "ray", "none")
#: Runs that are trained side by side in one task, at the most.
MOST_STACKED = 16
#: How often a set of workers is started again after some of them died.
RESTARTS = 3


class Between(NamedTuple):
    """A range to draw numbers from in a random search, evenly or with `log` evenly in their logarithm."""

    low: float
    high: float
    log: bool = False

    def draw(self, rng, row):
        """Return the next number for a row of the table of settings."""
        if self.log:
            value = self.low * (self.high / self.low) ** rng.random()
        else:
            value = rng.uniform(self.low, self.high)
        return round(value) if row.kind == "integer" else float(f"{value:.4g}")


class Cell(NamedTuple):
    """What the seeds of one combination of values gave: medians over those that neither failed nor diverged, None if none did."""

    values: dict
    runs: list
    loss_test: float | None
    loss_train: float | None
    accuracy_test: float | None
    diverged: int
    failed: int


class Results:
    """The rows of a sweep, dicts by column (see sweep_files.COLUMNS), and its cells, best first."""

    def __init__(self, names, rows):
        self.names, self.rows = tuple(names), rows

    def cells(self) -> list[Cell]:
        """Return a Cell for each combination of values; those with the lowest median test loss come first."""
        groups: dict[Any, list] = {}
        for row in self.rows:
            groups.setdefault(tuple(row[name] for name in self.names), []).append(row)
        cells = []
        for values, rows in groups.items():
            good = [row for row in rows if not row["error"] and not row["diverged"]]
            middles = [_median(good, column) for column in ("loss_test", "loss_train", "accuracy_test")]
            diverged, failed = sum(row["diverged"] for row in rows), sum(bool(row["error"]) for row in rows)
            cells.append(Cell(dict(zip(self.names, values, strict=True)), rows, *middles, diverged, failed))
        # A cell is as good as the runs that one can count on: those with lost runs come behind.
        return sorted(cells, key=lambda cell: (cell.loss_test is None, cell.diverged + cell.failed, cell.loss_test or 0))

    @property
    def failed(self) -> list[dict]:
        """The rows of runs that failed; "error" says of what."""
        return [row for row in self.rows if row["error"]]

    def table(self) -> str:
        """Return the cells as lines of text, best first."""
        head = [*self.names, "seeds", "test loss", "training loss", "test accuracy", "diverged", "failed"]
        lines = [head]
        for cell in self.cells():
            numbers = ["" if value is None else f"{value:.4g}" for value in (cell.loss_test, cell.loss_train, cell.accuracy_test)]
            lines.append([*map(str, cell.values.values()), str(len(cell.runs)), *numbers, str(cell.diverged), str(cell.failed)])
        widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
        )


def run(
    values, settings=None, *, seeds=1, epochs=100, samples=None, data=None, out=None, engine="loky", workers=1, scheduler=None,
    progress=False, on_rows=None,
):  # fmt: skip
    """Train every combination of `values` with every seed, and return the Results.

    values: {setting: list of values}; with `samples`, so many random combinations instead, for which Between(low, high) stands for
    a range; drawn by the settings' seed, so that the same call means the same combinations. settings: Settings that all share, an
    address, or None. seeds: how many, the first being that of the settings, or a list of them. data: a tables.Table.

    out: a .csv or .parquet file that gets rows as they come in; rows that it has already are not trained again. engine: "loky",
    with `workers` processes; "dask" or "ray", on the cluster whose address is `scheduler`, or a local one of `workers`; "none".
    progress: show a bar on stderr. on_rows: is called with each list of new rows.

    A run that fails is a row with an "error"; it is tried again by the next call with the same `out`.
    """
    if engine not in ENGINES:
        raise SettingError("engine", engine, "one of " + ", ".join(ENGINES), meant=near_miss(engine, ENGINES))
    shared = settings if isinstance(settings, Settings) else Settings() if settings is None else _of_address(settings)
    if data is not None:
        shared = shared.replace(problem=data.kind)
    combinations = _combinations(values, shared, samples)
    chain = _seeds(seeds, shared)
    planned = {}  # by key, so that what comes twice is trained once
    for combination in combinations:
        for seed in chain:
            own = shared.replace(**{"seed": seed, **combination})
            planned.setdefault(sweep_tasks.key_of(own, epochs, data), (own, combination))
    file = ResultFile(out, values) if out is not None else None
    done = {row["run"]: row for row in (file.rows if file else []) if not row["error"]}
    if file:
        swept = {name: list(allowed) for name, allowed in values.items()}
        plan = {"swept": swept, "shared": shared.to_hash(), "seeds": chain, "epochs": epochs, "runs": len(planned)}
        file.describe(plan)
    tasks = _tasks([own for key, (own, _) in planned.items() if key not in done])
    bar = _Bar(len(planned), sum(key in done for key in planned)) if progress else None
    for rows in _distributed(tasks, epochs, data, engine, workers, scheduler):
        for row in rows:
            own, combination = planned[row["run"]]
            row |= {name: _text(name, value) for name, value in combination.items()} | {"seed": own.seed}
            done[row["run"]] = row
        if file:
            file.add(rows)
        if bar:
            bar.add(rows)
        if on_rows:
            on_rows(rows)
    return Results(values, [done[key] for key in planned])


def _of_address(text):
    settings, errors = Settings.from_hash(text)
    if errors:
        raise errors[0]
    return settings


def _combinations(values, shared, samples):
    """Return [{name: value}, ...], every value checked."""
    for name, allowed in values.items():
        if name not in by_name:
            raise SettingError(name, allowed, "the name of a setting", meant=near_miss(name, by_name))
        is_range = isinstance(allowed, Between)
        if is_range and (samples is None or by_name[name].kind not in ("number", "integer")):
            raise SettingError(name, allowed, "a list of values; ranges are for numbers, in a random search (samples=)")
        if is_range and (allowed.low > allowed.high or (allowed.log and allowed.low <= 0)):
            raise SettingError(name, allowed, "a range from low to high, above 0 for a logarithmic one")
        if not is_range and (isinstance(allowed, str | bytes) or not hasattr(allowed, "__len__") or not len(allowed)):
            raise SettingError(name, allowed, "a list of values")
    if samples is None:
        names = list(values)
        found = [dict(zip(names, combination, strict=True)) for combination in itertools.product(*values.values())]
    else:
        rng, found = SeededRandom(f"sweep {shared.seed}"), []
        for _ in range(samples):
            drawn = {}
            for name, allowed in values.items():
                is_range = isinstance(allowed, Between)
                drawn[name] = allowed.draw(rng, by_name[name]) if is_range else allowed[int(rng.random() * len(allowed))]
            found.append(drawn)
    checked = [Settings(**combination) for combination in found]
    return [{name: getattr(settings, name) for name in values} for settings in checked]


def _seeds(seeds, shared):
    if isinstance(seeds, int) and not isinstance(seeds, bool):
        if seeds < 1:
            raise SettingError("seeds", seeds, "a whole number of at least 1, or a list of seeds")
        return [settings.seed for settings in settings_of_runs(shared, seeds, {})]
    return [shared.replace(seed=seed).seed for seed in seeds]


def _tasks(every):
    """Return lists of Settings: runs that may stand side by side together, the others alone."""
    stacks, tasks = {}, []
    for own in every:
        if sweep_tasks.may_stand_side_by_side(own):
            stacks.setdefault(sweep_tasks.shape_of(own), []).append(own)
        else:
            tasks.append([own])
    for stack in stacks.values():
        tasks += [stack[start : start + MOST_STACKED] for start in range(0, len(stack), MOST_STACKED)]
    return tasks


def _distributed(tasks, epochs, data, engine, workers, scheduler):
    """Yield the rows of each task as it ends. Where workers die, what they had not finished is started again."""
    if engine == "none" or (engine == "loky" and workers == 1):
        yield from (sweep_tasks.train(task, epochs, data) for task in tasks)
        return
    if engine == "ray":
        yield from _by_ray(tasks, epochs, data, workers, scheduler)
        return
    try:
        joblib = importlib.import_module("joblib")
    except ImportError as error:
        raise ImportError(f"the engine {engine} needs joblib: pip install 'pycore[sweep]'") from error
    left = {index: task for index, task in enumerate(tasks)}
    with _cluster(engine, workers, scheduler):
        for attempt in range(RESTARTS + 1):
            try:
                with joblib.parallel_config(backend=engine, n_jobs=-1 if scheduler else workers):
                    calls = [joblib.delayed(_numbered)(index, task, epochs, data) for index, task in left.items()]
                    for index, rows in joblib.Parallel(return_as="generator_unordered", batch_size=1)(calls):
                        del left[index]
                        yield rows
                return
            except importlib.import_module("joblib.externals.loky.process_executor").TerminatedWorkerError as error:
                if attempt == RESTARTS:
                    named = "; ".join(own.to_hash() for own in next(iter(left.values())))
                    raise RuntimeError(
                        f"workers died {attempt + 1} times; {len(left)} tasks are left, the first of them: {named}"
                    ) from error


def _by_ray(tasks, epochs, data, workers, scheduler):
    """`_distributed` by Ray's own tasks: its backend of joblib gives results only once all of them are there.

    A task whose worker dies is started again by Ray, RESTARTS times.
    """
    with _cluster("ray", workers, scheduler):
        ray = importlib.import_module("ray")
        points = ray.put(data)
        call = ray.remote(max_retries=RESTARTS)(_numbered)
        waiting = {call.remote(index, task, epochs, points): task for index, task in enumerate(tasks)}
        while waiting:
            (ended,), _ = ray.wait(list(waiting), num_returns=1)
            task = waiting.pop(ended)
            try:
                _, rows = ray.get(ended)
            except ray.exceptions.RayError as error:
                named = "; ".join(own.to_hash() for own in task)
                raise RuntimeError(f"workers died {RESTARTS + 1} times; {len(waiting) + 1} tasks are left, one of them: {named}") from error
            yield rows


def _numbered(index, task, epochs, data):
    return index, sweep_tasks.train(task, epochs, data)


class _cluster:
    """Connects to a cluster of Dask or Ray, or starts a local one, for as long as a sweep lasts."""

    def __init__(self, engine, workers, scheduler):
        self._engine, self._workers, self._scheduler, self._open = engine, workers, scheduler, []

    def __enter__(self):
        try:
            if self._engine == "dask":
                distributed = importlib.import_module("distributed")
                local = None
                if self._scheduler is None:
                    local = distributed.LocalCluster(self._workers, threads_per_worker=1, dashboard_address=None)
                    self._open.append(local)
                self._open.append(distributed.Client(self._scheduler or local))
            elif self._engine == "ray":
                ray = importlib.import_module("ray")
                if not ray.is_initialized():  # or somebody has connected already, and goes on using it
                    local = {"num_cpus": self._workers, "include_dashboard": False}
                    ray.init(**{"address": self._scheduler} if self._scheduler else local)
                    self._open.append(SimpleNamespace(close=ray.shutdown))
        except ImportError as error:
            packages = {"dask": "dask and distributed", "ray": "ray"}[self._engine]
            raise ImportError(f"the engine {self._engine} needs {packages}: pip install 'pycore[sweep]' {packages}") from error

    def __exit__(self, *problem):
        for opened in reversed(self._open):
            opened.close()


class _Bar:
    """How far a sweep is, on one line of stderr."""

    def __init__(self, count, done):
        self._count, self._done, self._failed = count, done, 0
        self._show()

    def add(self, rows):
        self._done += len(rows)
        self._failed += sum(bool(row["error"]) for row in rows)
        self._show()

    def _show(self):
        filled = 30 * self._done // max(self._count, 1)
        told = f", {self._failed} failed" if self._failed else ""
        end = "\n" if self._done == self._count else ""
        print(
            f"\r[{'#' * filled}{'.' * (30 - filled)}] {self._done}/{self._count} runs{told}", end=end, file=sys.stderr, flush=True
        )


def _text(name, value):
    """A value as it stands in an address, so that a row reads the same from every kind of file."""
    return by_name[name].format(value)


def _median(rows, column):
    found = [row[column] for row in rows if row[column] is not None]
    return statistics.median(found) if found else None
