"""Tables in units of their own: predictions and exported programs take and give those units, whatever was scaled inside."""

import json
import subprocess
import sys

import numpy as np
import pytest

from pycore import Playground, export, tables

RNG = np.random.default_rng(4)
PLACES = RNG.uniform((1000, -0.02), (9000, 0.03), (40, 2))
PRICES = 3e5 + 80 * PLACES[:, 0] + 4e6 * PLACES[:, 1]
SMALL = {"network_shape": (3,), "learning_rate": 0.1, "expressions": "x1*x2"}


def data(kind):
    """Tables whose columns are scaled: prices (numbers), two and three classes; prices in [-1, 1], of which only x1, x2 are scaled."""
    labels = {
        "prices": PRICES,
        "small numbers": PRICES / 1.2e6,
        "two classes": np.where(PLACES[:, 0] > 5000, "large", "small"),
        "three classes": np.array(["a", "b", "c"])[(PLACES[:, 0] // 3000).astype(int).clip(0, 2)],
    }[kind]
    return tables.from_points([(x1, x2, label) for (x1, x2), label in zip(PLACES.tolist(), labels.tolist(), strict=True)])


KINDS = ("prices", "small numbers", "two classes", "three classes")


@pytest.mark.parametrize("kind", KINDS)
def test_predictions_are_in_the_table_s_own_units(kind):
    table = data(kind)
    p = Playground(data=table, **SMALL)
    p.train(400)
    own = p.own_points()
    assert sorted(own.tolist()) == sorted(table.points.tolist())
    answers = p.predict(own[:, :2])
    inside = p.predict(p.points()[:, :2], in_window=True)
    if kind == "prices":
        assert np.abs(answers - own[:, 2]).mean() < 0.1 * np.ptp(PRICES)
        assert answers == pytest.approx(p.scaling.undo(np.column_stack([p.points()[:, :2], inside]))[:, 2])
    else:
        assert answers == pytest.approx(inside, abs=1e-9)
    if kind == "two classes":
        assert (np.sign(answers) == own[:, 2]).mean() > 0.9
        assert p.probabilities(own[:, :2]) == pytest.approx(p.probabilities(p.points()[:, :2], in_window=True))
    if kind == "three classes":
        assert (answers == own[:, 2]).mean() == pytest.approx(np.dot(p.accuracies[0], [0.5, 0.5]))


def test_own_points_of_each_run_stand_in_its_order():
    p = Playground(data=data("prices"), runs=3)
    for run in range(3):
        again = Playground(data=data("prices"), seed=p.seeds[run])
        assert np.array_equal(p.own_points(run), again.own_points())
        assert p.scaling.undo(p.points(run)) == pytest.approx(p.own_points(run))
    assert np.array_equal(Playground().own_points(), Playground().points())


DRIVER = """
import json, runpy, sys
import numpy as np
names = runpy.run_path(sys.argv[1], run_name="__main__")
names.update(runpy.run_path(sys.argv[1], run_name="again"))
print(json.dumps([names["predict"](np.array(json.loads(sys.argv[2]))).tolist(), names["TRAIN"].tolist(), names["TEST"].tolist()]))
"""


def run(code, folder, places):
    """Run a program; its lines, and what it predicts at `places` (n, 2), its training and its test points."""
    path = folder / "network.py"
    path.write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-c", DRIVER, str(path), json.dumps(places.tolist())]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    return lines, json.loads(last)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("make", [export.numpy_code, export.sklearn_code], ids=["numpy", "sklearn"])
def test_programs_take_and_give_the_table_s_own_units(kind, make, tmp_path):
    p = Playground(data=data(kind), **SMALL)
    p.train(30)
    lines, (answers, train, test) = run(make(p), tmp_path, PLACES)
    assert answers == pytest.approx(p.predict(PLACES), rel=1e-9)
    assert np.array_equal([*train, *test], p.own_points())
    assert f"training loss {p.loss_train:.9g}"[:20] in lines[0]
    if make is export.numpy_code:
        p.train(10)
        assert float(lines[1].split("test loss ")[1]) == pytest.approx(p.loss_test, rel=1e-9)
    elif kind in ("prices", "small numbers"):  # scikit-learn learns what the playground learns
        before, after = (float(line.split("training loss ")[1].split(",")[0]) for line in lines)
        assert after < before


@pytest.mark.parametrize("kind", KINDS)
def test_the_notebook_s_cells_predict_in_own_units_and_draw_them(kind, monkeypatch):
    p = Playground(data=data(kind), **SMALL)
    drawn = Drawing()
    monkeypatch.setitem(sys.modules, "matplotlib", drawn)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", drawn)
    names = {}
    for cell in json.loads(export.notebook(p))["cells"]:
        if cell["cell_type"] == "code" and cell["id"] != "more":
            exec("".join(cell["source"]), names)
    assert names["predict"](PLACES) == pytest.approx(p.predict(PLACES), rel=1e-9)
    left, right, low, high = drawn.extent
    assert left < PLACES[:, 0].min() < PLACES[:, 0].max() < right and low < PLACES[:, 1].min() < PLACES[:, 1].max() < high
    if kind == "prices":
        assert (drawn.colours["vmin"], drawn.colours["vmax"]) == pytest.approx((PRICES.min(), PRICES.max()))


class Drawing:
    """In matplotlib's place: remembers the extent and the colours of the map."""

    pyplot = property(lambda self: self)

    def subplots(self, **_):
        return self, self

    def imshow(self, values, extent, **colours):
        self.extent, self.colours = extent, colours

    def scatter(self, *_, **__):
        pass

    set = show = scatter
