"""Exported programs are run, as their readers would run them, and must give the playground's own numbers."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from pycore import Playground, export
from pycore.features import FEATURES
from pycore.functions import ACTIVATIONS
from pycore.optimizers import RULES

#: Runs a program and then predicts at points given as JSON: prints what the program does, then a line of JSON.
DRIVER = """
import json, runpy, sys
import numpy as np
names = runpy.run_path(sys.argv[1], run_name="__main__")
names.update(runpy.run_path(sys.argv[1], run_name="again"))
print(json.dumps(names["predict"](np.array(json.loads(sys.argv[2]))).tolist()))
"""
PLACES = [[-5.5, 1.0], [0.25, -3.0], [4.0, 4.5], [0.0, 0.0], [2.0, -1.0]]
LINE = re.compile(r"epoch (\d+): training loss (\S+), test loss (\S+)")


def run(code, folder):
    """Run a program in a process of its own; `([(epoch, training loss, test loss), ...], predictions)`."""
    path = folder / "network.py"
    path.write_text(code, encoding="utf-8")
    command = [sys.executable, "-W", "error", "-c", DRIVER, str(path), json.dumps(PLACES)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    return [tuple(map(float, match.groups())) for match in map(LINE.fullmatch, lines[:-1])], json.loads(lines[-1])


def check_losses_and_predictions(p, reports, predictions):
    assert reports[0] == pytest.approx((p.epoch, p.loss_train, p.loss_test), abs=1e-9, rel=1e-9)
    assert predictions == pytest.approx(p.predict(np.array(PLACES)), abs=1e-12)


#: Addresses: everything that changes the code, each at least once. All small, for speed.
SMALL = "percTrainData=20&noise=10&networkShape=3&learningRate=0.1"
NETWORKS = {
    **{f"activation {name}": f"{SMALL}&networkShape=3,2&activation={name}" for name in ACTIVATIONS},
    "mixed activations": f"{SMALL}&networkShape=3,2,4&activations=relu,swish&activation=softplus",
    "all features": SMALL + "".join(f"&{feature.key}=true" for feature in FEATURES),
    "log loss": f"{SMALL}&loss=log",
    "log loss, ReLU": f"{SMALL}&loss=log&activation=relu&dataset=xor",
    "three classes": f"{SMALL}&dataset=blobs&classes=3",
    "six classes, sigmoid": f"{SMALL}&dataset=rings&classes=6&activation=sigmoid",
    "regression": f"{SMALL}&problem=regression&regDataset=reg-gauss",
    "no hidden layer": f"{SMALL}&networkShape=",
    "no hidden layer, log loss": f"{SMALL}&networkShape=&loss=log&dataset=gauss",
    "no hidden layer, regression": f"{SMALL}&networkShape=&problem=regression",
    "no features": f"{SMALL}&x=false&y=false",
    "one unit wide, five deep": f"{SMALL}&networkShape=1,1,1,1,1",
    "wide": f"{SMALL}&networkShape=16,9",
    "formulas": f"{SMALL}&features=x1^2+x2^2;gauss(x1-1)*sigmoid(-x2);-x1^2/3;2^-abs(x1);min(x1,max(x2,0))-pi",
    "formulas without sense": f"{SMALL}&x=false&features=1/0;log(x1);(0-1)^0.5;exp(99*x1);1/x1;10^400*0;tan(e)/(2-2)*x2",
    "L1": f"{SMALL}&regularization=L1&regularizationRate=0.3",
    "L2": f"{SMALL}&regularization=L2&regularizationRate=0.03",
    "zero weights": f"{SMALL}&initZero=true&regularization=L1&regularizationRate=0.01",
    "averaging": f"{SMALL}&momentum=0.8",
    "averaging, L1": f"{SMALL}&momentum=0.8&regularization=L1&regularizationRate=0.1",
    "averaging, L2, normalisation": f"{SMALL}&momentum=0.8&regularization=L2&regularizationRate=0.1"
    "&layerwiseGradientNormalization=0.5",
    "normalisation": f"{SMALL}&layerwiseGradientNormalization=1",
    "normalisation, L1": f"{SMALL}&layerwiseGradientNormalization=0.3&regularization=L1&regularizationRate=0.3",
    "normalisation, L2": f"{SMALL}&layerwiseGradientNormalization=0.3&regularization=L2&regularizationRate=0.1",
    **{f"rule {rule}": f"{SMALL}&optimizer={rule}&learningRate=0.02" for rule in RULES},
    **{
        f"rule {rule}, L2": f"{SMALL}&optimizer={rule}&learningRate=0.02&regularization=L2&regularizationRate=0.1"
        for rule in RULES
    },
    "rule adam, L1": f"{SMALL}&optimizer=adam&regularization=L1&regularizationRate=0.1&beta1=0.5&beta2=0.9&epsilon=0.001",
    "step schedule": f"{SMALL}&schedule=step&scheduleEpochs=2&scheduleFactor=0.5",
    "cosine schedule": f"{SMALL}&schedule=cosine&scheduleEpochs=7",
    "frozen": f"{SMALL}&networkShape=3,3&frozen=1,3,9",
    "frozen, normalisation": f"{SMALL}&networkShape=3,3&frozen=2&layerwiseGradientNormalization=0.5",
    "batches that leave points over": f"{SMALL}&batchSize=7",
    "batches that leave points over, Adam": f"{SMALL}&batchSize=32&optimizer=adam",
    "a batch larger than the data": f"{SMALL}&batchSize=1000",
}


@pytest.mark.parametrize("name", NETWORKS)
def test_numpy_code_is_the_network_and_trains_as_the_playground_does(name, tmp_path):
    p = Playground.from_hash(NETWORKS[name])
    reports, predictions = run(export.numpy_code(p), tmp_path)
    check_losses_and_predictions(p, reports, predictions)
    p.train(10)
    assert reports[1] == pytest.approx((10, p.loss_train, p.loss_test), abs=1e-9, rel=1e-9)
