"""Exported programs are run, as their readers would run them, and must give the playground's own numbers."""

import ast
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pycore import Playground, export
from pycore.data import tables
from pycore.data.features import FEATURES
from pycore.data.formulas import FUNCTIONS, Expression, ExpressionError
from pycore.export import inputs
from pycore.nn.functions import ACTIVATIONS
from pycore.nn.losses import LOSSES
from pycore.nn.optimizers import OPTIMIZERS

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
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=120)
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
    "all features": SMALL + "".join(f"&{feature.key}=true" for feature in FEATURES.values()),
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
    **{f"rule {rule}": f"{SMALL}&optimizer={rule}&learningRate=0.02" for rule in OPTIMIZERS},
    **{
        f"rule {rule}, L2": f"{SMALL}&optimizer={rule}&learningRate=0.02&regularization=L2&regularizationRate=0.1"
        for rule in OPTIMIZERS
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


TRAINED = {
    "classification": f"{SMALL}&regularization=L1&regularizationRate=0.1&networkShape=4,3",
    "log loss": f"{SMALL}&loss=log&dataset=xor&activation=relu&optimizer=nesterov",
    "classes": f"{SMALL}&dataset=blobs&classes=4&activation=sigmoid&optimizer=adam",
    "regression": f"{SMALL}&problem=regression&regDataset=reg-gauss&activation=linear",
}


@pytest.mark.parametrize("name", TRAINED)
def test_a_trained_network_is_exported_as_it_is_now(name, tmp_path):
    p = Playground.from_hash(TRAINED[name])
    p.train(40)
    reports, predictions = run(export.numpy_code(p), tmp_path)
    check_losses_and_predictions(p, reports, predictions)
    assert reports[1][0] == 50
    if p.settings.optimizer == "sgd":  # which has no memory that an export could lose, but dead links
        p.train(10)
        assert reports[1] == pytest.approx((50, p.loss_train, p.loss_test), abs=1e-9)


def test_dead_links_stay_dead(tmp_path):
    p = Playground.from_hash(f"{SMALL}&regularization=L1&regularizationRate=0.1&networkShape=4,3")
    p.train(40)
    assert (p.trainer.alive == 0).any() and "for layer, unit, source in [(" in export.numpy_code(p)


def test_dropout_is_left_out_and_the_program_says_so(tmp_path):
    p = Playground.from_hash(f"{SMALL}&dropout=0.5&learningRateAutotuning=0.1&preventLossIncreases=true&networkShape=8")
    p.train(5)
    code = export.numpy_code(p)
    assert "50% dropout" in code and "tunes the learning rate" in code and "takes epochs back" in code
    with_mask = p.loss_train
    p.configure(dropout=0.0)
    assert p.loss_train != with_mask
    check_losses_and_predictions(p, *run(code, tmp_path))


def test_a_network_that_diverged_can_be_exported():
    p = Playground.from_hash("problem=regression&learningRate=1000&activation=relu&percTrainData=5")
    p.train(30)
    for code in (export.numpy_code(p), export.pytorch_code(p), export.keras_code(p)):
        assert "np.nan" in code
        ast.parse(code)
    with pytest.raises(export.ExportError, match="diverged"):
        export.sklearn_code(p)


def test_of_many_runs_the_first_is_exported():
    many, one = (Playground(runs=runs, network_shape=(3,), regularization="L1", seed="0.4") for runs in (3, 1))
    many.train(3)
    one.train(3)
    layers = {}
    exec(re.search(r"^LAYERS = .*?^\]$", export.numpy_code(many), re.M | re.S)[0], {"np": np}, layers)
    for ours, theirs in zip(layers["LAYERS"], one.layers(), strict=True):
        assert ours[0] == pytest.approx(theirs[0]) and ours[1] == pytest.approx(theirs[1])


# -- what people have typed

NASTY = ["');import os;os.abort(('", '"""', "\\", "'\\", "a\x0bb\u2028c", "{x}$address", "ü\ud800", "<script>", "=1+1"]


@pytest.mark.parametrize("text", NASTY)
def test_a_seed_is_only_ever_a_literal(text):
    p = Playground(seed=text, perc_train_data=3.0, network_shape=(2,))
    for make in (export.numpy_code, export.pytorch_code, export.keras_code, export.sklearn_code):
        code = make(p)
        assert_texts_are_literals(code, ["ADDRESS"], p.to_hash())
    cells = json.loads(export.notebook(p))["cells"]
    assert not any(text in "".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    assert_texts_are_literals(code, ["ADDRESS"], p.to_hash())


def assert_texts_are_literals(code, names, *values):
    """The program's only assignments to `names` are these values, and it is the program of a harmless seed otherwise."""
    code.encode("utf-8")
    tree = ast.parse(code)
    found = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names
    }
    assert tuple(found[name] for name in names) == values
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported <= {"numpy", "torch", "keras", "warnings", "matplotlib.pyplot"}


def test_names_of_columns_and_classes_are_only_ever_literals(tmp_path):
    points = np.array([[i % 7 - 3, i % 5 - 2, -1 if i % 2 else 1] for i in range(30)], float)
    table = tables.Table(points * [10, 1, 1], columns=(NASTY[0], NASTY[1], NASTY[4]), classes=(NASTY[3], NASTY[5]))
    p = Playground(data=table, network_shape=(2,), seed=NASTY[2])
    for make in (export.numpy_code, export.pytorch_code, export.keras_code, export.sklearn_code):
        columns = [(axis.name, axis.offset, axis.factor) for axis in p.scaling.axes]
        names = ["ADDRESS", "COLUMNS", "CLASS_NAMES"]
        assert_texts_are_literals(make(p), names, p.to_hash(), columns, {-1: NASTY[3], 1: NASTY[5]})
    check_losses_and_predictions(p, *run(export.numpy_code(p), tmp_path))


def test_every_built_in_feature_has_its_source():
    x1, x2 = np.linspace(-6, 6, 50), np.linspace(5, -4, 50)
    for feature in FEATURES.values():
        assert np.array_equal(eval(feature.source, {"np": np}, {"x1": x1, "x2": x2}), feature.function(x1, x2))


#: Trees of formulas, as texts with all brackets.
FORMULAS = st.recursive(
    st.sampled_from(["x1", "x2", "pi", "e", "0", "1", "2", "0.5", "3", "1e300"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda parts: f"({parts[0]}){parts[1]}({parts[2]})"),
        inner.map("-({})".format),
        st.tuples(st.sampled_from([name for name, count in FUNCTIONS.items() if count == 1]), inner).map(
            lambda parts: "{}({})".format(*parts)
        ),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map(lambda parts: "{}({},{})".format(*parts)),
    ),
    max_leaves=6,
)


@given(FORMULAS)
def test_a_formula_s_source_gives_the_formula_s_values(text):
    try:
        formula = Expression(text)
    except ExpressionError:  # too long, or too deep
        assume(False)
    settings = Playground(expressions=(formula,), perc_train_data=1.0).features
    names = {}
    exec("import numpy as np\n" + inputs.code(settings), names)
    x1, x2 = np.array([-5.5, 0.0, 0.3, 2.0]), np.array([0.0, -0.7, 4.0, 2.0])
    assert names["features"](x1, x2)[:, 2] == pytest.approx(formula(x1, x2), rel=1e-12)


# -- scikit-learn

WITH_SKLEARN = {
    **{f"activation {name}": f"{SMALL}&networkShape=3,2&activation={name}" for name in ("tanh", "relu", "sigmoid", "linear")},
    "log loss": f"{SMALL}&loss=log&dataset=xor&optimizer=momentum",
    "five classes": f"{SMALL}&dataset=rings&classes=5&optimizer=adam&activation=relu",
    "regression": f"{SMALL}&problem=regression&regDataset=reg-gauss&networkShape=4,4",
    "no hidden layer": f"{SMALL}&networkShape=",
    "no hidden layer, regression": f"{SMALL}&networkShape=&problem=regression",
    "formulas": f"{SMALL}&features=x1^2+x2^2;gauss(x1)&sinX=true&optimizer=rmsprop",
    "batches": f"{SMALL}&batchSize=1000&optimizer=adamw&regularization=L1&schedule=step",
}
#: Where scikit-learn trains by the very rules of the playground.
TRAINED_ALIKE = {
    "regression": "problem=regression",
    "regression, L2": "problem=regression&regularization=L2&regularizationRate=0.1",
    "regression, momentum": "problem=regression&optimizer=momentum&learningRate=0.01",
    "regression, Nesterov": "problem=regression&optimizer=nesterov&learningRate=0.01&activation=relu",
    "regression, averaging": "problem=regression&momentum=0.8",
    "five classes": "dataset=rings&classes=5&optimizer=momentum&activation=sigmoid",
}


@pytest.mark.parametrize("name", WITH_SKLEARN)
def test_scikit_learn_code_is_the_network(name, tmp_path):
    p = Playground.from_hash(WITH_SKLEARN[name])
    p.train(5)
    reports, predictions = run(export.sklearn_code(p), tmp_path)
    check_losses_and_predictions(p, reports, predictions)
    assert reports[1][0] == 15 and reports[1][1] != reports[0][1]


@pytest.mark.parametrize("name", TRAINED_ALIKE)
def test_scikit_learn_trains_as_the_playground_does_where_it_has_the_rules(name, tmp_path):
    p = Playground.from_hash(f"{SMALL}&{TRAINED_ALIKE[name]}")
    reports, _ = run(export.sklearn_code(p), tmp_path)
    p.train(10)
    assert reports[1] == pytest.approx((10, p.loss_train, p.loss_test), rel=1e-9)


@pytest.mark.parametrize(
    "address, reason",
    [
        ("activation=elu", "and not elu"),
        ("activations=relu,tanh&networkShape=3,3", "one activation in all hidden layers, this one has relu, tanh"),
        ("x=false&y=false", "at least one input"),
        ("learningRate=0", "a learning rate above 0"),
        ("percTrainData=1&dataset=rings&classes=6&noise=0", "a training point of every class, and there is none of"),
    ],
)
def test_scikit_learn_code_is_refused_with_a_reason(address, reason):
    with pytest.raises(export.ExportError, match=reason):
        export.sklearn_code(Playground.from_hash(address))


# -- PyTorch and Keras, which ran when export_runs.json was recorded

RECORDING = json.loads(Path(__file__).with_name("export_runs.json").read_text(encoding="utf-8"))
PROGRAMS = {"torch": export.pytorch_code, "keras": export.keras_code}


def recorded(name):
    run = RECORDING["runs"][name]
    return run, Playground.from_hash(run["address"], data=tables.from_points(RECORDING["tables"][run["table"]]))


@pytest.mark.parametrize("library", PROGRAMS)
@pytest.mark.parametrize("name", RECORDING["runs"])
def test_the_program_is_the_one_that_was_recorded_and_gave_the_playground_s_numbers(name, library):
    run, p = recorded(name)
    code = PROGRAMS[library](p)
    ast.parse(code)
    assert hashlib.sha256(code.encode()).hexdigest() == run[library]["sha256"], "run record_torch_export.py again"
    before, after = run[library]["reports"]
    assert before == pytest.approx([0, p.loss_train, p.loss_test], abs=1e-5)
    # The recorded predictions are those of the weights exported.
    assert run[library]["predictions"] == pytest.approx(p.predict(np.array(run["places"])), abs=1e-5, rel=1e-6)
    p.train(10)
    assert after == pytest.approx([10, p.loss_train, p.loss_test], abs=1e-5)


def test_every_activation_rule_and_loss_is_recorded():
    playgrounds = [recorded(name)[1] for name in RECORDING["runs"]]
    assert {name for p in playgrounds for name in p.network.activations} >= set(ACTIVATIONS)
    assert {p.settings.optimizer for p in playgrounds} == set(OPTIMIZERS)
    assert {p.trainer.loss for p in playgrounds} == set(LOSSES)


@pytest.mark.parametrize("make", [export.pytorch_code, export.keras_code])
@pytest.mark.parametrize("name", NETWORKS)
def test_programs_for_pytorch_and_keras_are_whole_for_every_setting(make, name):
    p = Playground.from_hash(NETWORKS[name])
    if make is export.keras_code and not p.features:
        with pytest.raises(export.ExportError, match="at least one input"):
            make(p)
        return
    tree = ast.parse(make(p))
    functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert functions >= {"features", "prepared", "network", "losses", "predict", "report", "learning_rate", "train"}
    constants = {
        target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets[:1] if hasattr(target, "id")
    }
    assert constants >= {"ADDRESS", "BATCH_SIZE", "LAYERS", "TRAIN", "TEST"}


# -- the notebook and the points


@pytest.mark.parametrize("address", [SMALL, f"{SMALL}&dataset=blobs&classes=3", f"{SMALL}&problem=regression&dropout=0.5"])
def test_a_notebook_is_valid_and_its_cells_run_from_top_to_bottom(address, monkeypatch, capsys):
    p = Playground.from_hash(address)
    content = json.loads(export.notebook(p))
    assert (content["nbformat"], content["nbformat_minor"]) == (4, 5)
    assert content["metadata"]["kernelspec"]["name"] == "python3" and content["metadata"]["language_info"]["name"] == "python"
    ids = [cell["id"] for cell in content["cells"]]
    assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", one) for one in ids)
    kinds = [cell["cell_type"] for cell in content["cells"]]
    assert kinds == ["markdown"] + ["markdown", "code"] * (len(kinds) // 2)
    drawing = Drawing()
    monkeypatch.setitem(sys.modules, "matplotlib", drawing)
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", drawing.pyplot)
    names = {}
    for cell in content["cells"]:
        assert all(isinstance(line, str) and line.endswith("\n") for line in cell["source"][:-1])
        if cell["cell_type"] == "code":
            assert cell["outputs"] == [] and cell["execution_count"] is None
            exec("".join(cell["source"]), names)
        else:
            assert set(cell) == {"cell_type", "id", "metadata", "source"}
    p.configure(dropout=0.0)
    reports = [tuple(map(float, match)) for match in LINE.findall(capsys.readouterr().out)]
    check_losses_and_predictions(p, reports, p.predict(np.array(PLACES)))
    assert [report[0] for report in reports] == [0, 10]
    assert drawing.shown == 2
    p.train(10)
    assert reports[1] == pytest.approx((10, p.loss_train, p.loss_test), abs=1e-9)


class Drawing:
    """In matplotlib's place: takes what the notebook draws, and counts how often it is shown."""

    def __init__(self):
        self.shown = 0
        self.pyplot = self

    def subplots(self, **options):
        return self, self

    def imshow(self, values, extent, **options):
        assert values.shape == (121, 121) and extent == (-6, 6, -6, 6)

    def scatter(self, x1, x2, **options):
        assert len(x1) == len(x2) > 0

    def set(self, **options):
        pass

    def show(self):
        self.shown += 1


def test_the_notebook_does_without_matplotlib(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    names = {}
    for cell in json.loads(export.notebook(Playground.from_hash(SMALL)))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert "There is no matplotlib here" in capsys.readouterr().out


@pytest.mark.parametrize("address", [SMALL, f"{SMALL}&dataset=blobs&classes=3", f"{SMALL}&problem=regression"])
def test_points_as_csv_are_read_again_to_the_last_digit(address):
    p = Playground.from_hash(address)
    table = tables.parse(export.points_csv(p), kind=p.settings.problem)
    assert np.array_equal(table.points, np.concatenate([p.train_points, p.test_points]))


def test_a_table_of_the_reader_s_own_comes_back_as_it_was():
    text = "width,height,kind\n100,2,cat\n300.5,1,dog\n250,3,cat\n"
    p = Playground(data=tables.parse(text), network_shape=(2,))
    assert export.points_csv(p) == text
