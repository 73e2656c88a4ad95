"""Runs exported PyTorch and Keras programs, for test_export.py: what they print and predict goes to export_runs.json here.

Run once, by hand, whenever those programs change: PyTorch is too large to be among what the tests need.

    python3.11 -m venv torch-env && torch-env/bin/pip install torch==2.13.0 keras==3.15.1 numpy==2.2.5
    PYTHONPATH=. torch-env/bin/python tests/pycore/export/record_torch_export.py

Each program is recorded by its SHA-256, so that the tests notice when the programs of today are others. For that their numbers
have to be the same everywhere: all start at epoch 0, from tables of points that need no sine and no logarithm.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from pycore import Playground, export
from pycore.data import tables
from pycore.nn.functions import ACTIVATIONS

PLACES = [[-5.5, 1.0], [0.25, -3.0], [4.0, 4.5], [0.0, 0.0], [2.0, -1.0]]
GRID = [((7 * i % 24) / 2 - 5.75, (5 * i % 23) / 2 - 5.5) for i in range(40)]
TABLES = {
    "two": [(x1, x2, "inside" if x1 * x1 + x2 * x2 < 16 else "outside") for x1, x2 in GRID],
    "three": [(x1, x2, "left" if x1 < -2 else "right" if x1 > 2 else "'middle'\\") for x1, x2 in GRID],
    "numbers": [(x1, x2, (x1 * x2 + 7 * x1) / 75) for x1, x2 in GRID],
}
#: In units of their own, so that inputs, labels or both are scaled.
AREAS = [(1000 + 500 * x1, x2 / 256) for x1, x2 in GRID]
TABLES |= {
    "prices": [(x1, x2, 300_000 + 64 * x1 + 2**22 * x2) for x1, x2 in AREAS],
    "one axis": [(x1, x2 / 256, (x1 * x2 + 7 * x1) / 75) for x1, x2 in GRID],
    "small labels": [(x1, x2, (x1 - x2) / 4096) for x1, x2 in GRID],
    "two, scaled": [(x1, x2, label) for (x1, x2), (*_, label) in zip(AREAS, TABLES["two"], strict=True)],
    "three, scaled": [(x1, x2, label) for (x1, x2), (*_, label) in zip(AREAS, TABLES["three"], strict=True)],
}
#: Each run's table and address. 20 points to train on, in batches of 5 unless it says otherwise.
BASE = "percTrainData=50&batchSize=5&networkShape=4,3&learningRate=0.1&seed=0.7"
RUNS = {
    **{f"activation {name}": ("two", f"{BASE}&activation={name}") for name in ACTIVATIONS},
    "mixed activations": ("two", f"{BASE}&activations=leaky_relu,sigmoid&loss=log"),
    "log loss": ("two", f"{BASE}&loss=log"),
    "three classes": ("three", f"{BASE}&activation=relu"),
    "regression": ("numbers", f"{BASE}&activation=softplus"),
    "no hidden layer": ("three", f"{BASE}&networkShape="),
    "formulas and features": ("two", f"{BASE}&y=false&xTimesY=true&features=x1^2-x2^2;gauss(x2)/(1+abs(x1))&learningRate=0.01"),
    "L2": ("two", f"{BASE}&regularization=L2&regularizationRate=0.1"),
    "L1": ("two", f"{BASE}&regularization=L1&regularizationRate=0.001"),
    "averaging": ("two", f"{BASE}&momentum=0.8"),
    "averaging, L1": ("two", f"{BASE}&momentum=0.8&regularization=L1&regularizationRate=0.01"),
    "momentum": ("two", f"{BASE}&optimizer=momentum&beta1=0.8"),
    "nesterov": ("numbers", f"{BASE}&optimizer=nesterov&beta1=0.8&regularization=L2&regularizationRate=0.01"),
    "rmsprop": ("two", f"{BASE}&optimizer=rmsprop&learningRate=0.01&alpha=0.9&regularization=L2&regularizationRate=0.01"),
    "adam": ("three", f"{BASE}&optimizer=adam&learningRate=0.03"),
    "adam, L2": ("two", f"{BASE}&optimizer=adam&learningRate=0.03&regularization=L2&regularizationRate=0.01"),
    "adamw": ("two", f"{BASE}&optimizer=adamw&learningRate=0.03&weightDecay=0.1"),
    "adamw, L2": ("two", f"{BASE}&optimizer=adamw&learningRate=0.03&regularization=L2&regularizationRate=0.1"),
    "step schedule": ("two", f"{BASE}&schedule=step&scheduleEpochs=3&scheduleFactor=0.5"),
    "cosine schedule": ("two", f"{BASE}&schedule=cosine&scheduleEpochs=8"),
    "frozen": ("two", f"{BASE}&frozen=1,3"),
    **{f"scaled, {name}": (name, f"{BASE}&features=x1*x2&networkShape=3") for name in list(TABLES)[3:]},
}  # fmt: skip
#: Programs and what makes them.
LIBRARIES = {"torch": export.pytorch_code, "keras": export.keras_code}
DRIVER = """
import json, runpy, sys
import numpy as np
names = runpy.run_path(sys.argv[1], run_name="__main__")
print(json.dumps(names["predict"](np.array(json.loads(sys.argv[2]))).tolist()))
"""


def places_of(table):
    """Return where the programs of a table predict: PLACES, or near its first points where those are in other units."""
    return PLACES if table in list(TABLES)[:3] else [[x1 * 1.25, x2 * 0.75] for x1, x2, _ in TABLES[table][:5]]


def record(code, places):
    """Run a program: its SHA-256, what it reports and what it predicts with the weights it came with."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "network.py")
        path.write_text(code, encoding="utf-8")
        command = [sys.executable, "-c", DRIVER, str(path), json.dumps(places)]
        environment = {**os.environ, "KERAS_BACKEND": "torch"}
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment, timeout=120)
    *reports, predictions = done.stdout.splitlines()
    numbers = [[float(number.rstrip(",:")) for number in re.findall(r"[\d.]\S*", line)] for line in reports]
    return {"sha256": hashlib.sha256(code.encode()).hexdigest(), "reports": numbers, "predictions": json.loads(predictions)}


def main():
    """Write the recording."""
    os.environ["KERAS_BACKEND"] = "torch"
    import keras
    import torch

    runs = {}
    for name, (table, address) in RUNS.items():
        runs[name] = {"table": table, "address": address, "places": places_of(table)}
        for library, make in LIBRARIES.items():
            playground = Playground.from_hash(address, data=tables.from_points(TABLES[table]))
            runs[name][library] = record(make(playground), places_of(table))
            playground.train(10)
            ours = (playground.loss_train, playground.loss_test)
            gap = np.abs(np.subtract(runs[name][library]["reports"][-1][1:], ours)).max()
            print(f"{name}, {library}: after training {gap:.1e} from the playground")
    versions = {"torch": torch.__version__, "keras": keras.__version__}
    recording = {"versions": versions, "tables": TABLES, "runs": runs}
    text = re.sub(r"\[[^][]*\]", lambda row: " ".join(row[0].split()), json.dumps(recording, indent=1))  # a line a row
    Path(__file__).with_name("export_runs.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
