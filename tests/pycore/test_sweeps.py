"""Sweeps: what each run gives, how they are stacked and distributed, what is kept, resumed and shown."""

import json
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pyarrow.parquet
import pytest

from builder.paths import ROOT
from pycore import Playground, SettingError, Settings, __main__, sweep_page, sweep_tasks, sweeps, tables
from pycore.sweep_files import COLUMNS, ResultFile

GRID = {"learning_rate": [0.01, 0.3], "network_shape": [(2,), (4, 2)], "activation": ["relu", "tanh"]}


def alone(row, epochs, data=None):
    p = Playground(Settings.from_hash(row["address"])[0], data=data)
    p.train(epochs)
    return p


def test_every_combination_with_every_seed_gives_what_a_playground_of_its_own_gives():
    results = sweeps.run(GRID, Settings(dataset="xor", noise=10), seeds=3, epochs=40)
    assert len(results.rows) == 2 * 2 * 2 * 3 and len({row["run"] for row in results.rows}) == 24
    for row in results.rows:
        p = alone(row, 40)
        assert (row["loss_train"], row["loss_test"]) == pytest.approx((p.loss_train, p.loss_test), rel=1e-9)
        assert row["accuracy_test"] == pytest.approx(p.accuracy()) and row["epochs"] == 40 and not row["diverged"]
        assert row["seed"] == p.settings.seed and "noise=10" in row["address"] and row["activation"] == p.settings.activation
        path = json.loads(row["curve"])
        assert path[0][0] == 0 and path[-1][0] == 40 and path[-1][2] == pytest.approx(p.loss_test, rel=1e-4)
    assert [row["seed"] for row in results.rows[:3]] == Playground(runs=3).seeds


def test_runs_that_may_are_stacked_and_others_stand_alone():
    def tasks(values, **shared):
        every = [Settings(**shared, **one) for one in sweeps._combinations(values, Settings(), None)]
        return sorted(map(len, sweeps._tasks(every)))

    assert tasks({"learning_rate": [0.1, 0.2, 0.3], "noise": [0, 5]}) == [6]
    assert tasks({"learning_rate": [0.1, 0.2, 0.3], "activation": ["relu", "tanh"]}) == [3, 3]
    assert tasks({"seed": [str(n) for n in range(40)]}) == [8, 16, 16]
    assert tasks({"learning_rate": [0.1, 0.2, 0.3]}, stop_loss=0.1) == [1, 1, 1]
    assert tasks({"learning_rate": [0.1, 0.2, 0.3]}, prevent_loss_increases=True) == [1, 1, 1]


def test_runs_that_stop_stop_each_by_itself():
    for row in sweeps.run({"learning_rate": [0.001, 0.3]}, Settings(stop_loss=0.05), epochs=200).rows:
        assert row["epochs"] == alone(row, 200).epoch
    assert {row["epochs"] < 200 for row in sweeps.run({"learning_rate": [0.001, 0.3]}, "stopLoss=0.05", epochs=200).rows} == {
        True,
        False,
    }


def test_a_run_that_diverges_is_no_success_and_changes_no_other():
    results = sweeps.run({"learning_rate": [0.01, 1000.0]}, "problem=regression&activation=relu", seeds=2, epochs=30)
    assert [row["diverged"] for row in results.rows] == [False, False, True, True]
    assert [cell.values["learning_rate"] for cell in results.cells()] == ["0.01", "1000"]
    worst = results.cells()[-1]
    assert worst.loss_test is None and worst.diverged == 2 and worst.failed == 0
    assert results.rows[0]["loss_test"] == pytest.approx(alone(results.rows[0], 30).loss_test, rel=1e-9)


def test_own_points_are_learned():
    data = tables.from_points([(x, y, "in" if abs(x) + abs(y) < 4 else "out") for x in range(-5, 6) for y in range(-5, 6)])
    results = sweeps.run({"learning_rate": [0.03, 0.1]}, data=data, epochs=20)
    assert results.rows[0]["loss_test"] == pytest.approx(alone(results.rows[0], 20, data).loss_test, rel=1e-9)
    assert results.rows[0]["run"] != sweeps.run({"learning_rate": [0.03]}, epochs=20).rows[0]["run"]


def test_a_random_search_draws_from_lists_and_ranges_and_the_same_again():
    values = {
        "learning_rate": sweeps.Between(0.001, 1, log=True),
        "batch_size": sweeps.Between(5, 50),
        "activation": ["relu", "tanh"],
    }
    first, again = (sweeps.run(values, samples=12, epochs=1) for _ in range(2))
    assert [row["run"] for row in first.rows] == [row["run"] for row in again.rows] and len(first.cells()) == 12
    rates = [float(row["learning_rate"]) for row in first.rows]
    assert all(0.001 <= rate <= 1 for rate in rates) and min(rates) < 0.03 < max(rates)
    assert all(5 <= int(row["batch_size"]) <= 50 for row in first.rows)
    assert {row["activation"] for row in first.rows} == {"relu", "tanh"}


@pytest.mark.parametrize(
    ("values", "options", "told"),
    [
        ({"learning_rte": [1]}, {}, "learning_rte: expected the name of a setting, .*did you mean learning_rate"),
        ({"learning_rate": [-1]}, {}, "learning_rate: expected a number from 0"),
        ({"learning_rate": []}, {}, "learning_rate: expected a list of values"),
        ({"activation": "relu"}, {}, "activation: expected a list of values"),
        ({"learning_rate": sweeps.Between(0, 1)}, {}, "in a random search"),
        ({"learning_rate": sweeps.Between(0, 1, log=True)}, {"samples": 3}, "above 0 for a logarithmic one"),
        ({}, {"engine": "daks"}, "engine: expected one of loky, dask, ray, none, got 'daks'; did you mean dask"),
        ({}, {"seeds": 0}, "seeds: expected a whole number of at least 1"),
    ],
)
def test_what_can_t_be_swept_is_named(values, options, told):
    with pytest.raises(SettingError, match=told):
        sweeps.run(values, **options)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_results_are_kept_as_they_come_and_an_interrupted_sweep_goes_on_without_repeating(tmp_path, kind, monkeypatch):
    out, seen = tmp_path / f"results.{kind}", []

    def interrupt(rows):
        seen.extend(rows)
        assert len(ResultFile(out, GRID).rows) == len(seen)  # what has come in can be read already
        if len(seen) >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweeps.run(GRID, seeds=2, epochs=10, out=out, on_rows=interrupt)
    assert 4 <= len(seen) < 16
    if kind == "csv":
        with open(out, "a", encoding="utf-8") as file:  # a line that was being written
            file.write("0.3,2,rel")
    trained, train = [], sweep_tasks.train
    monkeypatch.setattr(sweep_tasks, "train", lambda runs, *rest: (trained.extend(runs), train(runs, *rest))[1])
    results = sweeps.run(GRID, seeds=2, epochs=10, out=out)
    assert len(trained) == 16 - len(seen)
    direct = sweeps.run(GRID, seeds=2, epochs=10)
    for kept, fresh in zip(results.rows, direct.rows, strict=True):
        assert {**kept, "seconds": 0} == {**fresh, "seconds": 0}
    trained.clear()
    assert len(sweeps.run(GRID, seeds=2, epochs=10, out=out).rows) == 16 and not trained
    assert len(ResultFile(out, GRID).rows) == 16
    plan = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert plan["epochs"] == 10 and plan["runs"] == 16 and plan["swept"]["activation"] == ["relu", "tanh"]
    if kind == "parquet":
        assert pyarrow.parquet.read_table(out).column_names == [*GRID, *COLUMNS]
    with pytest.raises(ValueError, match="expected the results of a sweep over noise"):
        sweeps.run({"noise": [1]}, out=out)
    with pytest.raises(ValueError, match="ends in .csv or .parquet"):
        sweeps.run({"noise": [1]}, out=tmp_path / "results.txt")


def test_a_run_that_fails_is_named_the_others_are_kept_and_it_is_tried_again(tmp_path, monkeypatch):
    out, build = tmp_path / "results.csv", Playground._draw_points

    def fail(self, settings, rng):
        if settings.noise == 20:
            raise MemoryError("no room,\nnowhere")
        return build(self, settings, rng)

    monkeypatch.setattr(Playground, "_draw_points", fail)
    results = sweeps.run({"noise": [0, 20, 40]}, epochs=5, out=out)
    (failed,) = results.failed
    assert failed["noise"] == "20" and re.fullmatch(r"MemoryError: no room, nowhere \(fail, line \d+\)", failed["error"])
    assert [row["error"] for row in results.rows] == ["", failed["error"], ""] and results.rows[2]["epochs"] == 5
    assert results.cells()[-1].failed == 1 and results.table().splitlines()[-1].split() == ["20", "1", "0", "1"]
    monkeypatch.undo()
    assert not sweeps.run({"noise": [0, 20, 40]}, epochs=5, out=out).failed


def test_the_page_has_a_curve_for_each_seed_and_opens_each_cell_in_the_playground():
    results = sweeps.run({"learning_rate": [0.03, 1000.0]}, "problem=regression&activation=relu", seeds=3, epochs=20)
    page = sweep_page.html(results, "https://example.org/index.html", "<Rates>")
    assert "<title>&lt;Rates&gt;</title>" in page and page.count("<polyline") == 6 and "3 diverged" in page
    links = re.findall(r'href="https://example.org/index.html#([^"]*)"', page)
    assert [Settings.from_hash(link.replace("&amp;", "&"))[0].learning_rate for link in links] == [0.03, 1000]
    middle = sorted(row["loss_test"] for row in results.cells()[0].runs)[1]
    p = Playground.from_hash(links[0].replace("&amp;", "&"))
    p.train(20)
    assert p.loss_test == pytest.approx(middle, rel=1e-9)


def test_at_a_command_line(tmp_path, capsys):
    out, page = tmp_path / "s.csv", tmp_path / "s.html"
    line = ["sweep", "--set", "learningRate=0.01,0.1", "--set", "network_shape=2;4,2", "--address", "dataset=xor", "--seeds", "2"]
    assert __main__.main([*line, "--epochs", "5", "--out", str(out), "--html", str(page)]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines()[0].split() == [
        *"learning_rate network_shape seeds test loss training loss test accuracy".split(),
        "diverged",
        "failed",
    ]
    assert len(told.out.splitlines()) == 5 and "8/8 runs" in told.err and page.exists()
    assert len(ResultFile(out, ["learning_rate", "network_shape"]).rows) == 8
    line = ["sweep", "--set", "learning_rate=log:0.01..1", "--random", "3", "--epochs", "1", "--out", str(tmp_path / "r.csv")]
    assert __main__.main(line) == 0
    assert __main__.main(["sweep", "--set", "learning_rte=1", "--out", str(out)]) == 2
    assert "did you mean" not in capsys.readouterr().out
    (tmp_path / "own.csv").write_text("a,b,c\n" + "".join(f"{n},{n % 7},{'even' if n % 2 else 'odd'}\n" for n in range(40)))
    assert __main__.main(["sweep", "--data", str(tmp_path / "own.csv"), "--epochs", "1", "--out", str(tmp_path / "o.csv")]) == 0


@pytest.mark.slow
def test_two_processes_give_what_one_gives():
    one = sweeps.run(GRID, seeds=2, epochs=10)
    two = sweeps.run(GRID, seeds=2, epochs=10, engine="loky", workers=2)
    assert [{**row, "seconds": 0} for row in two.rows] == [{**row, "seconds": 0} for row in one.rows]


DEATH = """
import json, os, signal, sys
from pathlib import Path
from pycore import sweeps

def main(engine, marker):
    import distributed
    GRID = {"activation": ["relu", "tanh", "sigmoid", "swish"], "network_shape": [(2,), (3,), (4,)]}
    cluster = distributed.LocalCluster(2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)
    with cluster, distributed.Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        assert len(set(pids)) == 2 and os.getpid() not in pids
        seen = []

        def kill(rows):
            seen.append(rows)
            if len(seen) == 2:
                os.kill(pids[0], signal.SIGKILL)

        results = sweeps.run(GRID, seeds=2, epochs=60, out=marker, engine=engine, scheduler=cluster.scheduler_address, on_rows=kill)
        now = list(client.run(os.getpid).values())
        print(json.dumps({"rows": len(results.rows), "failed": len(results.failed), "killed": pids[0] not in now,
                          "losses": [row["loss_test"] for row in results.rows]}))

if __name__ == "__main__":
    main(*sys.argv[1:])
"""


@pytest.mark.slow
def test_on_a_dask_cluster_of_two_processes_of_which_one_is_killed(tmp_path):
    script, out = tmp_path / "death.py", tmp_path / "results.parquet"
    script.write_text(DEATH, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, str(script), "dask", str(out)], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert (told["rows"], told["failed"], told["killed"]) == (24, 0, True)
    direct = sweeps.run(
        {"activation": ["relu", "tanh", "sigmoid", "swish"], "network_shape": [(2,), (3,), (4,)]}, seeds=2, epochs=60
    )
    assert told["losses"] == [row["loss_test"] for row in direct.rows]
    kept = ResultFile(out, ["activation", "network_shape"]).rows
    assert len(kept) == 24 and len({row["run"] for row in kept}) == 24


KILLER = """
import os, signal, sys
from pathlib import Path
import pycore.sweep_tasks
from pycore import sweeps

def deadly(index, task, epochs, data):
    if index == 1 and not Path(sys.argv[1]).exists():
        Path(sys.argv[1]).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return index, pycore.sweep_tasks.train(task, epochs, data)

sweeps._numbered = deadly
results = sweeps.run({"activation": ["relu", "tanh", "sigmoid"]}, epochs=5, workers=2)
print(len(results.rows), len(results.failed), Path(sys.argv[1]).exists())
"""


@pytest.mark.slow
def test_a_process_of_this_machine_that_dies_is_replaced(tmp_path):
    command = [sys.executable, "-c", KILLER, str(tmp_path / "died")]
    run = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=120
    )
    assert run.stdout.split() == ["3", "0", "True"], run.stderr[-3000:]


@pytest.mark.parametrize(("engine", "missing"), [("loky", "joblib"), ("dask", "distributed"), ("ray", "ray")])
def test_an_engine_that_is_not_installed_says_what_to_install(engine, missing, monkeypatch):
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(ImportError, match=rf"the engine {engine} needs .*pip install 'pycore\[sweep\]'"):
        sweeps.run({"activation": ["relu", "tanh"]}, epochs=1, engine=engine, workers=2)


def test_runs_of_a_stack_that_stop_or_go_back_do_so_by_themselves():
    shared = Settings(dataset="xor", stop_loss=0.2, prevent_loss_increases=True)
    every = [shared.replace(learning_rate=rate, learning_rate_autotuning=tau) for rate in (0.003, 0.1, 3.0) for tau in (-1.0, 0.1)]
    rows = sweep_tasks.train(every, 40)
    assert len({row["epochs"] for row in rows}) > 2
    for row in rows:
        p = alone(row, 40)
        assert row["epochs"] == p.epoch and row["loss_test"] == pytest.approx(p.loss_test, rel=1e-6)
        curve = json.loads(row["curve"])
        assert curve[-1][0] == p.epoch and [epoch for epoch, *_ in curve] == sorted({epoch for epoch, *_ in curve})


def test_data_sets_of_different_classes_are_swept_in_stacks_of_their_own():
    results = sweeps.run({"dataset": ["blobs", "circle", "rings"]}, "classes=3", seeds=2, epochs=3, engine="none")
    assert [row["error"] for row in results.rows] == [""] * 6


class Ray:
    """In Ray's place, for it is too large to be among what the tests need: its calls that a sweep makes, in this process."""

    exceptions = SimpleNamespace(RayError=OSError)

    def __init__(self, breaks=None):
        self.calls, self.breaks, self.tasks = [], breaks, {}

    def is_initialized(self):
        return False

    def init(self, **options):
        self.calls.append(options)

    def shutdown(self):
        self.calls.append("shutdown")

    def put(self, value):
        return value

    def remote(self, **options):
        self.calls.append(options)
        return lambda function: SimpleNamespace(remote=lambda *arguments: self._begin(function, arguments))

    def _begin(self, function, arguments):
        self.tasks[f"task {arguments[0]}"] = function, arguments
        return f"task {arguments[0]}"

    def wait(self, waiting, num_returns):
        return waiting[-num_returns:], waiting[:-num_returns]  # the last is the first to end

    def get(self, name):
        if name == self.breaks:
            raise OSError("its worker died")
        function, arguments = self.tasks[name]
        return function(*arguments)


def test_ray_s_tasks_give_their_rows_as_they_end_and_what_was_started_is_shut_down(monkeypatch):
    ray, seen = Ray(), []
    monkeypatch.setitem(sys.modules, "ray", ray)
    values = {"activation": ["relu", "tanh", "sigmoid"]}
    results = sweeps.run(values, epochs=2, engine="ray", workers=2, on_rows=lambda rows: seen.append(rows[0]["activation"]))
    assert seen == ["sigmoid", "tanh", "relu"]
    assert ray.calls == [{"num_cpus": 2, "include_dashboard": False}, {"max_retries": 3}, "shutdown"]
    assert [row["loss_test"] for row in results.rows] == [row["loss_test"] for row in sweeps.run(values, epochs=2, workers=1).rows]
    sweeps.run(values, epochs=1, engine="ray", scheduler="ray://there:10001")
    assert ray.calls[3] == {"address": "ray://there:10001"}


def test_a_task_that_ray_gives_up_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", Ray("task 1"))
    with pytest.raises(RuntimeError, match="2 tasks are left, one of them: activation=relu"):
        sweeps.run({"activation": ["tanh", "relu", "sigmoid"]}, epochs=1, engine="ray", workers=2)
