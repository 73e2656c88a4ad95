"""The trainer's tapes against the plain network, over random shapes, activations, losses and penalties; and that network by hand."""

import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycore import Playground, export
from pycore.nn import reference
from pycore.nn.functions import ACTIVATIONS, layer_function
from pycore.nn.losses import LOSSES, output_delta
from pycore.nn.regularizers import REGULARIZERS

PROBLEMS = {
    "two classes": {"dataset": "xor"},
    "two classes, log loss": {"dataset": "moons", "loss": "log"},
    "three classes": {"dataset": "rings", "classes": 3},
    "numbers": {"problem": "regression", "reg_dataset": "reg-gauss"},
}


def activation(name):
    """The function of a layer by the formulas that programs are exported with, which know nothing of tapes."""
    if name == "softmax":
        return lambda z: (np.exp(z - z.max(1, keepdims=True)) / np.exp(z - z.max(1, keepdims=True)).sum(1, keepdims=True), None)
    value, slope = (eval(f"lambda z, a: {source}", {"np": np}) for source in ACTIVATIONS[name].numpy)
    return lambda z: (value(z, None), slope(z, value(z, None)))


def trained(p, epochs):
    """Train the plain network of a playground's first weights; its layers."""
    s, loss = p.settings, LOSSES[p.trainer.loss]
    by_output = eval(f"lambda values, targets: {loss.numpy_error}")

    def error(outputs, targets, slopes):
        return by_output([outputs], targets) * (slopes if loss.through_slope else 1)

    layers, penalty = p.layers(), REGULARIZERS[s.regularization]
    labels = p.train_points[:, 2:]
    targets = (labels == np.arange(p.classes)).astype(float) if p.classes > 2 else labels
    inputs = np.column_stack([f.function(p.train_points[:, 0], p.train_points[:, 1]) for f in p.features])
    functions = [activation(name) for name in p.network.activations]
    for _ in range(epochs):
        reference.train(
            layers, functions, error, inputs, targets, s.batch_size, s.learning_rate, penalty.slope,
            s.regularization_rate, penalty.kills,
        )  # fmt: skip
    return layers


@given(
    shape=st.lists(st.tuples(st.integers(1, 6), st.sampled_from(sorted(ACTIVATIONS))), max_size=3),
    problem=st.sampled_from(sorted(PROBLEMS)),
    regularization=st.sampled_from(sorted(REGULARIZERS)),
    batch_size=st.sampled_from([1, 5, 25]),
    runs=st.integers(1, 2),
    features=st.sampled_from([{}, {"x": False, "sin_x": True}, {"x_times_y": True, "y_squared": True}]),
    seed=st.integers(0, 1000),
)
@settings(max_examples=60, deadline=None)
def test_the_tapes_train_as_the_plain_network_does(shape, problem, regularization, batch_size, runs, features, seed):
    p = Playground(
        **PROBLEMS[problem],
        **features,
        network_shape=[units for units, _ in shape],
        activations=[name for _, name in shape],
        regularization=regularization,
        regularization_rate=0.03,
        learning_rate=0.01,
        perc_train_data=25 if problem == "numbers" else 10,
        batch_size=batch_size,
        seed=str(seed),
        runs=runs,
    )
    expected = trained(p, 2)
    p.train(2)
    for ours, theirs in zip(p.layers(), expected, strict=True):
        assert ours[0] == pytest.approx(theirs[0], rel=1e-9, abs=1e-11)
        assert ours[1] == pytest.approx(theirs[1], rel=1e-9, abs=1e-11)


def test_one_neuron_by_hand():
    # z = 2 · 0.5 + 1 · (−1) + 0.5 = 0.5; the point's label is 1, its loss ½ (tanh z − 1)².
    layers = [(np.array([0.5]), np.array([[0.5, -1.0]]))]
    sums, values, slopes = reference.forward(layers, [layer_function("tanh")], np.array([[2.0, 1.0]]))
    a = math.tanh(0.5)
    assert sums[0].item() == 0.5 and values[1].item() == pytest.approx(a) and slopes[0].item() == pytest.approx(1 - a * a)
    (delta,) = reference.backward(layers, slopes, output_delta("squared", values[1], np.array([[1.0]]), slopes[0]))
    assert delta.item() == pytest.approx((a - 1) * (1 - a * a))
    ((bias, weights),) = reference.gradients([delta], values)
    assert bias == pytest.approx([delta.item()]) and weights == pytest.approx(np.array([[2 * delta.item(), delta.item()]]))


def test_the_terms_of_a_step_and_the_death_of_a_weight():
    old, gradient = np.array([0.3, 0.05, -0.02, 0.0]), np.array([1.0, 0.0, 0.0, 2.0])
    step, pull, dies = reference.sgd_terms(old, gradient, 0.1, np.sign(old), np.array([1, 1, 1, 0]), kills=True)
    assert step == pytest.approx([0.1, 0, 0, 0]) and pull == pytest.approx([0.1, 0.1, -0.1, 0])
    assert dies.tolist() == [False, True, True, False]
    assert not reference.sgd_terms(old, gradient, 0.1, np.sign(old))[2].any()


@pytest.mark.parametrize("name", [*ACTIVATIONS, "softmax"])
def test_a_layer_s_function_is_the_formula_s(name):
    z = np.linspace(-4, 4, 24).reshape(8, 3) + 0.01
    ours, theirs = layer_function(name)(z), activation(name)(z)
    assert ours[0] == pytest.approx(theirs[0], rel=1e-12)
    assert ours[1] is None if name == "softmax" else ours[1] == pytest.approx(theirs[1], rel=1e-12, abs=1e-15)


def test_a_numpy_program_and_a_notebook_hold_the_plain_network_word_for_word():
    code = export.numpy_code(Playground())
    for function in (reference.forward, reference.backward, reference.gradients):
        assert inspect.getsource(function) in code
