"""Parts that are added while the program runs: offered, trained, exported and taken away again like those that are built in."""

import inspect
import json
import math
from dataclasses import replace

import numpy as np
import pytest

from builder import stub
from pycore import Playground, SettingError, Settings, export, storage
from pycore.data.datasets import CLASSIFICATION, REGRESSION, DataSet
from pycore.data.features import FEATURES, Feature
from pycore.data.registry import PartError
from pycore.lessons import exhibits
from pycore.nn.functions import ACTIVATIONS, Activation
from pycore.nn.initializers import INITIALIZERS, Initializer
from pycore.nn.inspection import explain_step
from pycore.nn.losses import LOSSES, Loss
from pycore.nn.optimizers import OPTIMIZERS, Optimizer
from pycore.nn.regularizers import REGULARIZERS, Regularizer
from pycore.page.comparison import Comparison
from pycore.picture.frame import Frame
from pycore.settings import TABLE, by_key, by_name

SMALL = {"perc_train_data": 20.0, "network_shape": (3, 2), "learning_rate": 0.02, "regularization_rate": 0.01}

CUBE = Activation.of(
    "cube",
    lambda z: z**3 / 9,
    lambda z: z**2 / 3,
    label="Cube",
    formula="x³ / 9",
    about="Flat in the middle.",
    numpy=("z**3 / 9", "z**2 / 3"),
    torch="z**3 / 9",
    keras="z**3 / 9",
)
FOURTH = Loss.of(
    "fourth",
    lambda outputs, labels: ((outputs - labels) ** 4).sum(axis=-2) / 4,
    lambda outputs, labels: (outputs - labels) ** 3,
    label="Fourth power",
    numpy="def losses(outputs, targets):\n    return ((outputs - targets) ** 4).sum(axis=1) / 4\n",
    numpy_error="(values[-1] - targets) ** 3",
    torch="def losses(results, targets):\n    return ((results - targets) ** 4).sum(dim=1) / 4\n",
    keras="def losses(targets, results):\n    return keras.ops.sum((results - targets) ** 4, axis=-1) / 4\n",
)
SIGNS = Optimizer.of(
    "signs",
    lambda g, rate, memory, options: rate * np.sign(_followed(g, memory["trend"], options.beta1)),
    memory=("trend",),
    label="Signs",
    formula="v = {beta1} v + g; w = w - rate sign(v)",
    uses=("beta1",),
    numpy=(("trends",), ("t *= {beta1}", "t += g", "w -= rate * np.sign(t)")),
    torch="Rprop(groups, lr={rate})",
    keras="Lion({rate}, beta_1={beta1}, beta_2={beta1})",
)
SOFT = Regularizer.of(
    "rounded",
    lambda w: np.log(np.cosh(w)),
    np.tanh,
    label="Rounded",
    numpy="np.tanh(w)",
    torch="torch.log(torch.cosh(module.weight)).sum()",
    keras="lambda w: {rate} * keras.ops.sum(keras.ops.log(keras.ops.cosh(w)))",
)


TRIANGLE = Initializer("triangle", "Triangle", "U + U − 1", lambda rng, fan_in, fan_out: lambda: rng.random() + rng.random() - 1)
CROSS = DataSet(
    "cross", "Cross", lambda count, noise, rng: [_on_a_cross(rng.uniform(-5, 5), rng.random(), noise) for _ in range(count)]
)
WEDGES = DataSet(
    "wedges",
    "Wedges",
    lambda count, noise, rng, classes: [
        (3 * math.sin(2.4 * k), 3 * math.cos(2.4 * k), [-1, 1][k % 2] if classes == 2 else k % classes) for k in range(count)
    ],
    many_classes=True,
)
SADDLE = DataSet(
    "saddle",
    "Saddle",
    lambda count, noise, rng: [(x := rng.uniform(-6, 6), y := rng.uniform(-6, 6), x * y / 36) for _ in range(count)],
)


BUMP = Feature("aBump", "bump", "Bump", lambda x1, x2: np.exp(-x1 * x1 - x2 * x2), source="np.exp(-x1 * x1 - x2 * x2)")


def _on_a_cross(place, chance, noise):
    return (place, noise * chance, 1) if chance < 0.5 else (noise * chance, place, -1)


def _followed(g, trend, share):
    trend *= share
    trend += g
    return trend


#: Each kind's registry, a part, and the settings that take it.
PARTS = {
    "activation": (ACTIVATIONS, CUBE, {"activation": "cube"}),
    "activation of a layer": (ACTIVATIONS, CUBE, {"activations": ("relu", "cube")}),
    "loss": (LOSSES, FOURTH, {"loss": "fourth"}),
    "optimizer": (OPTIMIZERS, SIGNS, {"optimizer": "signs"}),
    "initialiser": (INITIALIZERS, TRIANGLE, {"initialization": "triangle"}),
    "data set": (CLASSIFICATION, CROSS, {"dataset": "cross", "noise": 10.0}),
    "data set of many classes": (CLASSIFICATION, WEDGES, {"dataset": "wedges", "classes": 3}),
    "surface": (REGRESSION, SADDLE, {"reg_dataset": "saddle", "problem": "regression"}),
    "feature": (FEATURES, BUMP, {"bump": True}),
    "regulariser": (REGULARIZERS, SOFT, {"regularization": "rounded"}),
    "regulariser and another rule": (REGULARIZERS, SOFT, {"regularization": "rounded", "optimizer": "adam"}),
}


def ran(code, capsys):
    """Run a program and return the last training loss that it prints."""
    names = {"__name__": "__main__"}
    exec(code, names)
    return float(capsys.readouterr().out.splitlines()[-1].split("training loss ")[1].split(",")[0])


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_that_is_added_is_offered_trained_drawn_and_exported_and_then_gone(kind, capsys):
    registry, part, chosen = PARTS[kind]
    name = next(iter(chosen))
    with pytest.raises(SettingError):
        Playground(**SMALL, **chosen)
    with registry.added(part):
        p = Playground(**SMALL, **chosen)
        address = p.to_hash()
        key = by_name[name].key
        assert (key if registry is FEATURES else part.name) in address and Playground.from_hash(address).settings == p.settings
        described = json.loads(json.dumps([row.described() for row in TABLE]))
        offered = next(row for row in described if row["key"] == key)
        assert offered["label"] == part.label if registry is FEATURES else [part.name, part.label] in offered["options"]
        assert part.name in stub.text() and part.name in str(inspect.signature(Playground)) + stub.text()
        if registry is OPTIMIZERS:
            assert "signs" in by_key["beta1"].needs[0]["optimizer"] and "and Signs" in by_key["beta1"].described()["idle"]
        first = p.loss_train
        code, notebook = export.numpy_code(p), export.notebook(p)
        p.train(10)
        assert np.isfinite(p.losses).all() and p.loss_train != first
        assert ran(code, capsys) == pytest.approx(p.loss_train, rel=1e-9)
        assert address in notebook
        for make in (export.pytorch_code, export.keras_code):
            compile(make(p), part.name, "exec")
        frame = Frame(p)
        frame.fill()
        assert len(explain_step(p)["layers"]) == 3
        again = storage.load(storage.save(p))
        again.train(1)
        once = Playground(p.settings)
        once.train(11)
        assert np.array_equal(again.network.parameters, once.network.parameters)
        many = Playground(runs=3, **SMALL, **chosen)
        many.train(10)
        assert many.losses[0] == pytest.approx(p.losses[0], rel=1e-9)
        compared = Comparison(Settings(**SMALL, **chosen), "rates")
        compared.train(1)
        assert len(compared.members) > 3
    assert part.name not in registry and part.name not in stub.text()
    if registry is FEATURES:
        assert Settings.from_hash(address)[0].to_hash() == address  # nothing of it is lost, and it means nothing
        assert key not in by_key and name not in by_name and name not in inspect.signature(Playground).parameters
    else:
        assert part.name not in [value for value, _ in by_key[key].options]
        with pytest.raises(SettingError, match=f"^{key}: expected .*{part.name}"):
            Playground.from_hash(address)
    # What was made of it goes on, and can go over to something else.
    p.train(1)
    assert p.epoch == 11
    if registry is FEATURES:
        p.configure(sin_x=True)
        assert [feature.key for feature in p.features] == ["x", "y", "sinX"]
    else:
        p.configure(**{name: by_key[key].default})
    p.train(1)


def test_settings_that_were_there_before_a_feature_are_those_of_its_default():
    before = Settings(noise=5)
    with FEATURES.added(replace(BUMP, on=True)):
        assert before.bump is True and before == Settings(noise=5) and Settings(bump=False).to_hash() == "aBump=false"
        assert [feature.key for feature in Playground(before).features] == ["x", "y", "aBump"]
    with pytest.raises(AttributeError):
        _ = before.bump


def test_a_feature_without_source_can_t_be_exported():
    with FEATURES.added(replace(BUMP, source=None)), pytest.raises(export.ExportError, match="NumPy has no Bump"):
        export.numpy_code(Playground(bump=True))


def test_the_widget_that_compares_activations_has_the_new_one():
    with ACTIVATIONS.added(CUBE):
        curves = exhibits.create("activation-curves", {"activation": "cube"})
        assert curves.view()["texts"]["formula"] == "Cube(x) = x³ / 9"
        assert len(curves.view()["tables"]["all"]["rows"]) == len(ACTIVATIONS)


@pytest.mark.parametrize("part", [CUBE, FOURTH], ids=lambda part: part.name)
def test_without_a_slope_it_is_a_difference_quotient_and_the_record_says_so(part):
    registry, chosen = (ACTIVATIONS, {"activation": "plain"}) if part is CUBE else (LOSSES, {"loss": "plain"})
    function = (lambda z: z**3 / 9) if part is CUBE else part.value
    plain = type(part).of("plain", function)
    assert "difference quotient" in plain.note and not part.note
    with registry.added(plain), registry.added(part):
        p = Playground(**SMALL, **chosen)
        q = Playground(**SMALL, **{key: part.name for key in chosen})
        p.train(10)
        q.train(10)
        assert p.network.parameters == pytest.approx(q.network.parameters, rel=1e-6, abs=1e-8)
        with pytest.raises(export.ExportError, match="NumPy has no plain, and the record of plain does not spell it out"):
            export.numpy_code(p)


def test_a_library_that_has_no_such_part_says_so():
    with ACTIVATIONS.added(replace(CUBE, torch=None, keras=None)):
        p = Playground(activation="cube")
        for make, library in ((export.pytorch_code, "PyTorch"), (export.keras_code, "Keras")):
            with pytest.raises(export.ExportError, match=f"{library} has no Cube"):
                make(p)
        with pytest.raises(export.ExportError, match="scikit-learn's networks have the activations .*, and not cube"):
            export.sklearn_code(p)


def test_a_part_may_be_called_like_a_function_of_the_programs(capsys):
    for name in ("train", "forward", "losses", "np"):
        with ACTIVATIONS.added(replace(CUBE, name=name)):
            p = Playground(activation=name, **SMALL)
            code = export.numpy_code(p)
            p.train(10)
            assert ran(code, capsys) == pytest.approx(p.loss_train, rel=1e-9)


BAD = [
    (ACTIVATIONS, replace(CUBE, name="tanh"), "name: expected one that no other activation has"),
    (ACTIVATIONS, replace(CUBE, name="a b"), "name: expected a word"),
    (ACTIVATIONS, replace(CUBE, name="class"), "name: expected a word"),
    (ACTIVATIONS, replace(CUBE, label=" "), "label: expected a text of 1 to 40 characters"),
    (ACTIVATIONS, replace(CUBE, numpy="z"), "numpy: expected source of the value and of the slope, or None, got 'z'"),
    (ACTIVATIONS, replace(CUBE, torch=3), "torch: expected source, or None, got 3"),
    (ACTIVATIONS, Activation.of("one", lambda z: 1.0), r"forward: expected calls .*, got .*shape \(2, 3, 7\), got one of \(\)"),
    (ACTIVATIONS, Activation.of("log", np.log), "forward: expected finite numbers between -8 and 8, got nan at -8"),
    (ACTIVATIONS, Activation.of("odd", lambda z: z, lambda z: z[0]), r"slope: expected calls .*, got .*got one of \(3, 7\)"),
    (ACTIVATIONS, Activation.of("root", np.cbrt, lambda z: np.where(z < 0, np.nan, 1)), "slope: expected finite numbers"),
    (
        OPTIMIZERS,
        Optimizer.of("still", lambda g, *_: g[..., :2]),
        r"calls: expected calls that update arrays \(P,\) and \(runs, P\)",
    ),
    (OPTIMIZERS, Optimizer.of("blown", lambda g, *_: g / 0), "calls: expected finite parameters after 20 updates"),
    (OPTIMIZERS, replace(SIGNS, numpy="w -= g"), "numpy: expected the names of vectors and the lines of an update, or None"),
    (OPTIMIZERS, replace(SIGNS, calls=lambda update, count: [None]), "calls: expected calls .*, got None can't be called"),
    (REGULARIZERS, Regularizer.of("sum", np.sum, np.tanh), r"size: expected an array of the shape \(2, 21\), got one of \(\)"),
    (REGULARIZERS, Regularizer.of("log", np.abs, np.log), "slope: expected finite numbers for weights between -4 and 4"),
    (INITIALIZERS, replace(TRIANGLE, draw=lambda rng, *_: lambda: math.inf), "draw: expected finite weights"),
    (INITIALIZERS, replace(TRIANGLE, draw=lambda rng: rng.random), "draw: expected a function that fills layers of any shape"),
    (INITIALIZERS, replace(TRIANGLE, finish=lambda w: w[:0]), "finish: expected a function that fills layers of any shape"),
    (INITIALIZERS, replace(TRIANGLE, bias=math.nan), "bias: expected a finite number, got nan"),
    (CLASSIFICATION, replace(CROSS, make=lambda *_: [(1, 2)] * 9), r"make: expected two points or more, .*\(9, 2\)"),
    (CLASSIFICATION, replace(CROSS, make=lambda *_: [(1, 2, 3)] * 9), "make: expected labels of -1, 1, got 3"),
    (CLASSIFICATION, replace(WEDGES, make=lambda *_: [(1, 2, -1)] * 9), "make: expected labels of 0, 1, 2, got -1"),
    (CLASSIFICATION, replace(CROSS, make=lambda count: []), "make: expected rows x1, x2, label"),
    (REGRESSION, replace(SADDLE, make=lambda *_: [(1, 2, math.nan)] * 9), "make: expected finite numbers, got nan"),
    (FEATURES, replace(BUMP, key="a-b"), "key: expected a word"),
    (FEATURES, replace(BUMP, key="noise"), "key: expected one that no setting has, got 'noise'"),
    (FEATURES, replace(BUMP, name="noise"), "name: expected one that no setting has, got 'noise'"),
    (FEATURES, replace(BUMP, axis=2), "axis: expected 0, 1 or None, got 2"),
    (FEATURES, replace(BUMP, axis=0), "axis: expected None, or a function of one coordinate alone, got 0 and a function of both"),
    (FEATURES, replace(BUMP, function=lambda x1: x1), "function: expected a function of two arrays"),
    (FEATURES, replace(BUMP, function=lambda x1, x2: np.log(x1)), "function: expected finite numbers from -6 to 6, got nan at"),
    (FEATURES, replace(BUMP, function=lambda x1, x2: 1.0), r"function: expected an array of the shape \(12, 13\), got one of"),
    (LOSSES, replace(FOURTH, name="log"), "name: expected one that no other loss has"),
    (LOSSES, Loss.of("flat", lambda outputs, labels: outputs - labels), r"value: expected one number a point.*\(2, 1, 20\)"),
    (LOSSES, Loss.of("broken", lambda outputs, labels: outputs @ labels), "value: expected a function of outputs and labels"),
    (LOSSES, Loss.of("log2", lambda outputs, labels: np.log(outputs)[:, 0]), "value: expected finite numbers .*, got nan"),
    (LOSSES, Loss.of("odd", FOURTH.value, lambda outputs, labels: outputs[0]), "error: expected calls that write"),
    (LOSSES, Loss.of("steep", FOURTH.value, lambda outputs, labels: outputs / 0), "error: expected finite slopes"),
]


@pytest.mark.parametrize(("registry", "part", "message"), BAD, ids=lambda value: getattr(value, "name", ""))
def test_a_part_that_does_not_work_is_refused_and_its_field_is_named(registry, part, message):
    before = list(registry)
    with pytest.raises(PartError, match=f"^{registry.kind} '{part.name}': {message}"):
        registry.add(part)
    assert list(registry) == before


REGISTRIES = [ACTIVATIONS, LOSSES, OPTIMIZERS, REGULARIZERS, INITIALIZERS, CLASSIFICATION, REGRESSION, FEATURES]


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.kind)
def test_what_is_built_in_works_as_what_is_added_must_and_stays(registry):
    for name in list(registry):
        if name.isidentifier():
            registry.check(registry[name])
        with pytest.raises(PartError, match="got one that is built in"):
            registry.remove(name)
    with pytest.raises(KeyError, match=f"{registry.kind}: expected one of .*, got 'nothing'"):
        registry.remove("nothing")
    assert list(registry)


def test_a_part_is_taken_away_after_an_error_too():
    with pytest.raises(ZeroDivisionError), ACTIVATIONS.added(CUBE):
        _ = 1 / 0
    assert "cube" not in ACTIVATIONS
