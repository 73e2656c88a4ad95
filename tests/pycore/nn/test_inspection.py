"""Looking inside: norms, histograms, dead units, a slice of the loss, and one training step term by term."""

import json

import numpy as np
import pytest

from pycore import Playground
from pycore.data.rng import SeededRandom
from pycore.nn import inspection


def everything_of(p):
    """What must not change by being looked at."""
    return (p.network.parameters.copy(), p.losses.copy(), p.epoch, json.dumps(p.history.tolist()), repr(p.getstate()))


@pytest.mark.parametrize("settings", [{}, {"dropout": 0.5, "batch_size": 30}, {"optimizer": "adam", "loss": "log"}], ids=str)
def test_looking_changes_nothing(settings):
    p, untouched = Playground(**settings), Playground(**settings)
    for playground in (p, untouched):
        playground.train(3)
    before = everything_of(p)
    inspection.gradient_norms(p)
    inspection.weight_norms(p)
    inspection.activation_histogram(p, 0)
    inspection.weight_histogram(p, 0)
    inspection.dead_units(p)
    inspection.loss_slice(p, side=3)
    inspection.explain_step(p, 2)
    after = everything_of(p)
    assert np.array_equal(before[0], after[0]) and np.array_equal(before[1], after[1]) and before[2:] == after[2:]
    p.train(2)
    untouched.train(2)
    assert np.array_equal(p.network.parameters, untouched.network.parameters)


# -- norms


@pytest.mark.parametrize(
    "settings", [{}, {"dataset": "blobs", "classes": 3, "activation": "swish"}, {"problem": "regression"}], ids=str
)
def test_gradient_norms_are_those_of_an_update_over_all_points(settings):
    p = Playground(batch_size=600 if "problem" in settings else 250, learning_rate=1e-3, runs=2, **settings)
    before = p.network.parameters.copy()
    norms = [inspection.gradient_norms(p, run) for run in range(2)]
    p.train(1)
    moved = (before - p.network.parameters) / 1e-3
    for run in range(2):
        expected = [np.linalg.norm(layer) for layer in p.network.layers_of(moved[run])]
        assert norms[run] == pytest.approx(expected, rel=1e-9)


def test_gradient_norms_leave_the_penalty_out():
    plain, penalized = Playground(), Playground(regularization="L2", regularization_rate=10.0)
    assert np.array_equal(inspection.gradient_norms(plain), inspection.gradient_norms(penalized))


def test_weights_are_counted_by_where_they_lie_without_the_biases():
    p = Playground(network_shape=(2,))
    p.set_layers([(np.array([9.0, 9.0]), np.array([[-2.1, 0.0], [0.05, 2.1]])), (np.array([0.0]), np.array([[np.nan, 0.0]]))])
    found = inspection.weight_histogram(p, 0, bins=3)
    assert found["edges"] == pytest.approx([-2.1, -0.7, 0.7, 2.1])
    assert (found["counts"].tolist(), found["lost"]) == ([1, 2, 1], 0)
    last = inspection.weight_histogram(p, -1)
    assert (last["counts"].sum(), last["lost"], last["edges"][-1]) == (1, 1, 1)
    assert inspection.weight_histogram(Playground(x=False, y=False, network_shape=()), 0)["counts"].sum() == 0
    with pytest.raises(ValueError, match="bins: expected at least 1, got 0"):
        inspection.weight_histogram(p, 0, bins=0)


def test_weight_norms_count_weights_and_biases():
    p = Playground(network_shape=())
    p.set_layers([(np.array([12.0]), np.array([[3.0, 4.0]]))])
    assert inspection.weight_norms(p).tolist() == [13.0]


# -- activations


def test_a_histogram_counts_every_training_point_for_every_unit():
    p = Playground(network_shape=(4, 2))
    p.train(20)
    found = inspection.activation_histogram(p, 0, bins=8)
    assert found["edges"] == pytest.approx(np.linspace(-1, 1, 9))
    assert found["counts"].shape == (4, 8)
    assert found["counts"].sum(axis=1).tolist() == [250] * 4
    assert found["lost"].tolist() == [0] * 4
    xy = p.train_points[:, :2]
    bias, weights = p.layers()[0]
    expected, _ = np.histogram(np.tanh(xy @ weights[1] + bias[1]), found["edges"])
    assert found["counts"][1].tolist() == expected.tolist()
    output = inspection.activation_histogram(p, -1, bins=2)
    assert output["counts"].tolist() == [[(p.predict(xy) < 0).sum(), (p.predict(xy) >= 0).sum()]]


def test_without_a_range_the_edges_are_the_layer_s_least_and_greatest_output():
    p = Playground(activation="relu", network_shape=(3,))
    found = inspection.activation_histogram(p, 0)
    assert found["edges"][0] == 0
    assert found["counts"][:, -1].sum() >= 1


def test_a_layer_that_gives_one_number_only_has_edges_around_it():
    p = Playground(activation="relu", network_shape=(3,), init_zero=True)
    found = inspection.activation_histogram(p, 0, bins=5)
    assert found["edges"][[0, -1]].tolist() == [-0.5, 0.5]
    assert found["counts"].tolist() == [[0, 0, 250, 0, 0]] * 3


def test_outputs_that_are_no_numbers_are_lost_and_their_units_dead():
    p = Playground()
    bias, weights = p.layers()[0]
    bias[2] = np.nan
    p.set_layers([(bias, weights), *p.layers()[1:]])
    found = inspection.activation_histogram(p, 0)
    assert found["lost"].tolist() == [0, 0, 250, 0]
    assert inspection.dead_units(p)[0].tolist() == [False, False, True, False]
    assert inspection.activation_histogram(p, 1)["counts"].sum() == 0


def test_what_a_histogram_cannot_be_of_is_refused():
    p = Playground()
    with pytest.raises(ValueError, match="layer: expected one from 0 to 2, got 3"):
        inspection.activation_histogram(p, 3)
    with pytest.raises(ValueError, match="bins: expected at least 1, got 0"):
        inspection.activation_histogram(p, 0, bins=0)


@pytest.mark.parametrize(
    ("activation", "dead", "alive"),
    [
        ("relu", ([-1.0, 1.0], -50.0), ([-1.0, 1.0], 50.0)),  # below 0 everywhere; above 0 everywhere still varies
        ("tanh", ([1.0, 1.0], 50.0), ([40.0, 0.0], 0.0)),  # saturated on one side; on both, it tells points apart
        ("sigmoid", ([1.0, 1.0], -60.0), ([1.0, 1.0], 1.0)),
        ("linear", ([0.0, 0.0], 3.0), ([0.0, 0.001], 1000.0)),
    ],
)
def test_dead_units_tell_no_points_apart(activation, dead, alive):
    p = Playground(activation=activation, network_shape=(2, 1))
    bias = np.array([dead[1], alive[1]])
    p.set_layers([(bias, np.array([dead[0], alive[0]])), *p.layers()[1:]])
    first, second = inspection.dead_units(p)
    assert first.tolist() == [True, False]
    assert second.shape == (1,)


def test_units_that_dropout_leaves_out_are_not_dead():
    p = Playground(dropout=0.9, network_shape=(20,))
    assert (p.trainer.keep == 0).any()
    assert not inspection.dead_units(p)[0].any()


def test_a_network_without_hidden_layers_has_no_dead_units():
    assert inspection.dead_units(Playground(network_shape=())) == []


# -- the loss over a plane

PROBLEMS = [
    {},
    {"loss": "log", "activation": "swish"},
    {"problem": "regression", "network_shape": ()},
    {"dataset": "blobs", "classes": 4, "activation": "elu"},
]


@pytest.mark.parametrize("settings", PROBLEMS, ids=str)
def test_a_slice_holds_the_losses_of_the_parameters_it_says(settings):
    p = Playground(runs=2, **settings)
    p.train(5)
    found = inspection.loss_slice(p, side=5, span=0.5, run=1)
    assert found["offsets"] == pytest.approx([-0.5, -0.25, 0, 0.25, 0.5])
    assert found["losses"][2, 2] == pytest.approx(p.losses[1, 0], rel=1e-12)
    centre = p.network.parameters.copy()
    for j, k in ((0, 0), (1, 4), (3, 2)):
        first, second = found["directions"]
        p.network.parameters[1] = centre[1] + found["offsets"][j] * first + found["offsets"][k] * second
        p.trainer.forget_losses()
        assert found["losses"][j, k] == pytest.approx(p.losses[1, 0], rel=1e-12)


def test_a_slice_taken_in_portions_is_the_same(monkeypatch):
    p = Playground()
    whole = inspection.loss_slice(p, side=7)
    monkeypatch.setattr(inspection, "_LARGEST", 5000)
    assert inspection.loss_slice(p, side=7)["losses"] == pytest.approx(whole["losses"], rel=1e-13)


def test_random_directions_are_as_long_as_each_layer_s_parameters_and_the_generator_s():
    p = Playground(network_shape=(8, 3))
    p.train(10)
    directions = inspection.random_directions(p, SeededRandom("1"))
    assert directions.shape == (2, p.network.parameters.shape[1])
    for part, norm in zip(p.network.layers_of(directions), inspection.weight_norms(p), strict=True):
        assert np.linalg.norm(part, axis=(1, 2)) == pytest.approx([norm, norm])
    assert np.array_equal(directions, inspection.random_directions(p, SeededRandom("1")))
    assert not np.array_equal(directions, inspection.random_directions(p, SeededRandom("2")))


def test_a_slice_along_given_directions():
    p = Playground(network_shape=())
    found = inspection.loss_slice(p, directions=[[1, 0, 0], [0, 0, 1]], side=3, span=2.0)
    bias, weights = p.layers()[0]
    p.set_layers([(bias + 2.0, weights + [[-2.0, 0.0]])])
    assert found["losses"][0, 2] == pytest.approx(p.loss_train)
    with pytest.raises(ValueError, match=r"directions: expected shape \(2, 3\), got \(2, 2\)"):
        inspection.loss_slice(p, directions=np.ones((2, 2)))
    with pytest.raises(ValueError, match="side: expected at least 2, got 1"):
        inspection.loss_slice(p, side=1)


def test_where_all_is_zero_the_slice_is_flat():
    found = inspection.loss_slice(Playground(init_zero=True), side=3)
    assert found["losses"] == pytest.approx(np.full((3, 3), 0.5))


# -- one step

STEPS = [
    {},
    {"regularization": "L1", "regularization_rate": 0.3},
    {"regularization": "L2", "regularization_rate": 0.3},
    {"regularization": "L1", "regularization_rate": 0.3, "frozen": (2,), "schedule": "cosine", "schedule_epochs": 10},
    {"momentum": 0.9, "regularization": "L2", "regularization_rate": 0.03},
    {"layerwise_gradient_normalization": 0.7},
    {"optimizer": "momentum"},
    {"optimizer": "nesterov", "regularization": "L1", "regularization_rate": 0.03},
    {"optimizer": "rmsprop"},
    {"optimizer": "adam", "loss": "log", "activation": "swish"},
    {"optimizer": "adamw", "dataset": "blobs", "classes": 3},
    {"problem": "regression", "activation": "relu"},
    {"dropout": 0.5, "activations": ("elu", "sigmoid")},
    {"learning_rate_autotuning": 0.1},
    {"network_shape": (), "x_squared": True},
]


def flat(step, name):
    """The named matrices of all layers as the parameters lie."""
    return np.concatenate([np.ravel(layer[name]) for layer in step["layers"]])


@pytest.mark.parametrize("batch_size", [10, 100])
@pytest.mark.parametrize("settings", STEPS, ids=str)
def test_the_steps_of_an_epoch_lead_from_its_beginning_to_its_end(settings, batch_size):
    p = Playground(batch_size=batch_size, **settings)
    p.train(2)  # there is momentum, and at 100 a batch half of one is carried
    steps = [inspection.explain_step(p, batch) for batch in range(len(p.train_points) // batch_size)]
    assert np.array_equal(flat(steps[0], "old"), p.network.parameters[0])
    for step, following in zip(steps, steps[1:], strict=False):
        assert np.array_equal(flat(step, "new"), flat(following, "old"))
    p.train(1)
    assert np.array_equal(flat(steps[-1], "new"), p.network.parameters[0])
    assert {step["epoch"] for step in steps} == {3}
    assert json.loads(json.dumps(steps[0])) == steps[0]


@pytest.mark.parametrize(
    "settings", [s for s in STEPS if not {"optimizer", "momentum", "layerwise_gradient_normalization"} & set(s)], ids=str
)
@pytest.mark.parametrize("batch", [0, 1])
def test_the_terms_of_plain_sgd_add_up(settings, batch):
    p = Playground(batch_size=100, **settings)
    p.train(4)
    died = 0
    for _ in range(4):
        step = inspection.explain_step(p, batch)
        assert step["count"] == 100 + step["carried"]
        if batch:
            assert step["carried"] == 0
        for number, layer in enumerate(step["layers"]):
            old, gradient, new = (np.array(layer[name]) for name in ("old", "gradient", "new"))
            moved = old - np.array(layer["step"]) - np.array(layer["pull"])
            assert np.where(layer["dies"], 0, moved) == pytest.approx(new, rel=1e-10, abs=1e-14)
            if not settings.get("frozen") and settings.get("regularization") != "L1":
                assert layer["step"] == pytest.approx(step["learningRate"] * gradient, rel=1e-12)
            if number + 1 in settings.get("frozen", ()):
                assert np.array_equal(new, old)
            died += np.sum(layer["dies"])
        p.train(1)
    if "frozen" not in settings:  # there too little moves for a link to die in these batches
        assert (died > 0) == (settings.get("regularization") == "L1")


def test_other_rules_have_no_terms_of_sgd():
    step = inspection.explain_step(Playground(optimizer="adam"))
    assert "step" not in step["layers"][0] and "pull" not in step["layers"][0]
    assert step["rule"] == "adam"


@pytest.mark.parametrize("settings", [{}, {"loss": "log"}, {"dropout": 0.5}, {"dataset": "blobs", "classes": 3}], ids=str)
def test_each_term_follows_from_those_before_it(settings):
    p = Playground(batch_size=20, network_shape=(5, 4), activation="tanh", **settings)
    p.train(2)
    step = inspection.explain_step(p, 3)
    assert step["points"] == p.train_points[60:80].tolist()
    assert step["inputs"] == ["X₁", "X₂"]
    assert step["values"] == p.train_points[60:80, :2].T.tolist()
    below, entered = np.array(step["values"]), []
    for layer in step["layers"]:
        entered.append(np.vstack([below, np.ones(20)]))
        assert layer["z"] == pytest.approx(np.array(layer["old"]) @ entered[-1])
        if layer["activation"] == "tanh":
            assert layer["a"] == pytest.approx(np.tanh(layer["z"]))
        below = np.array(layer["a"])
        if layer["keep"] is not None:
            below = below * np.array(layer["keep"])[:, None]
    outputs, targets = np.array(step["layers"][-1]["a"]), np.array(step["targets"])
    if step["lossName"] == "squared":
        assert step["losses"] == pytest.approx(((outputs - targets) ** 2 / 2)[0])
    assert step["loss"] == pytest.approx(np.mean(step["losses"]))
    error = outputs - targets
    for layer, values in zip(step["layers"][::-1], entered[::-1], strict=True):
        if layer["slopes"] is not None:
            error = error * layer["slopes"]
        if layer["keep"] is not None:
            error = error * np.array(layer["keep"])[:, None]
        assert layer["deltas"] == pytest.approx(error)
        assert layer["gradient"] == pytest.approx(error @ values.T / 20)
        error = np.array(layer["old"])[:, :-1].T @ error
    assert (step["layers"][-1]["slopes"] is None) == (step["lossName"] != "squared")
    assert (step["layers"][0]["keep"] is not None) == ("dropout" in settings)


def test_a_step_of_another_run():
    many = Playground(runs=3, batch_size=250, optimizer="adam")
    many.train(2)
    step = inspection.explain_step(many, run=2)
    many.train(1)
    assert np.array_equal(flat(step, "new"), many.network.parameters[2])
    one = Playground(seed=many.seeds[2], batch_size=250, optimizer="adam")
    one.train(2)
    assert flat(step, "gradient") == pytest.approx(flat(inspection.explain_step(one), "gradient"), rel=1e-9)


def test_a_batch_that_an_epoch_does_not_have_is_refused():
    with pytest.raises(ValueError, match="batch: expected one from 0 to 24, got 25"):
        inspection.explain_step(Playground(), 25)
    with pytest.raises(ValueError, match="batch: expected one from 0 to 0, got 1"):
        inspection.explain_step(Playground(batch_size=251), 1)  # one batch of all points
    assert inspection.explain_step(Playground(batch_size=251))["count"] == 250


def test_a_diverged_network_s_step_is_json_too():
    p = Playground()
    p.network.parameters[0, 0] = np.nan
    p.trainer.forget_losses()
    step = inspection.explain_step(p)
    assert step["loss"] is None
    assert step["layers"][0]["old"][0][0] is None
    json.dumps(step, allow_nan=False)
