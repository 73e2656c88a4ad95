"""The gradient that training follows is the slope of the loss plus the penalty, by differences and by scikit-learn's account."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier, MLPRegressor

from pycore import Playground
from pycore.nn.functions import ACTIVATIONS

RATE = 1e-4
PENALTY = 0.1
#: Settings for each loss with the output unit that it goes with.
PROBLEMS = {
    "squared, tanh": {"dataset": "xor"},
    "squared, linear": {"problem": "regression", "reg_dataset": "reg-gauss"},
    "log": {"dataset": "xor", "loss": "log"},
    "cross-entropy": {"dataset": "blobs", "classes": 3},
}


def whole_batch(**settings):
    """A playground whose epoch is one update over all training points, by plain SGD at RATE unless said otherwise."""
    count = 600 if settings.get("problem") == "regression" else 250
    p = Playground(**{"learning_rate": RATE, "batch_size": count, "perc_train_data": 50, **settings})
    assert len(p.train_points) == count
    return p


def followed(p):
    """(R, P): what one update subtracts from the parameters, over the learning rate; the parameters are put back."""
    before = p.network.parameters.copy()
    p.trainer.epoch()
    after = p.network.parameters.copy()
    p.network.parameters[:] = before
    p.trainer.forget_losses()
    return (before - after) / p.settings.learning_rate


def objective(p, parameters):
    """(R,): the training loss plus the penalty at other parameters (R, P); they are put back."""
    network, before = p.network, p.network.parameters.copy()
    network.parameters[:] = parameters
    p.trainer.forget_losses()
    loss = p.losses[:, 0].copy()
    network.parameters[:] = before
    p.trainer.forget_losses()
    weights = parameters * network.is_weight
    size = {"none": 0 * weights, "L1": np.abs(weights), "L2": weights**2 / 2}[p.settings.regularization]
    return loss + p.settings.regularization_rate * size.sum(axis=1)


def check_along_random_directions(p, directions=3, h=1e-6):
    """Compare v·gradient with a central difference of the objective: two evaluations however many parameters."""
    gradient, here = followed(p), p.network.parameters.copy()
    assert np.abs(gradient).max() > 1e-3
    rng = np.random.default_rng(5)
    for _ in range(directions):
        v = rng.standard_normal(here.shape)
        v /= np.linalg.norm(v, axis=1, keepdims=True)
        difference = (objective(p, here + h * v) - objective(p, here - h * v)) / (2 * h)
        assert (v * gradient).sum(axis=1) == pytest.approx(difference, rel=2e-6, abs=1e-8)


@pytest.mark.parametrize("regularization", ["none", "L1", "L2"])
@pytest.mark.parametrize("problem", PROBLEMS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_loss_and_penalty(activation, problem, regularization):
    p = whole_batch(
        **PROBLEMS[problem],
        activation=activation,
        network_shape=(4, 3),
        regularization=regularization,
        regularization_rate=PENALTY,
        runs=3,
    )
    check_along_random_directions(p)


@pytest.mark.parametrize("runs", [1, 4])
def test_every_layer_may_have_an_activation_of_its_own(runs):
    # An output beside a hidden layer of the same activation, and two that need their weighted sums kept apart.
    names = ("elu", "swish", "leaky_relu", "softplus", "sigmoid", "tanh")
    p = whole_batch(dataset="spiral", activations=names, network_shape=(5, 4, 3, 4, 3, 2), x_squared=True, sin_y=True, runs=runs)
    check_along_random_directions(p, h=1e-5)


@pytest.mark.parametrize("activation", ["relu", "swish", "tanh"])
def test_with_a_dropout_mask_the_slope_is_that_of_the_network_behind_the_mask(activation):
    p = whole_batch(dropout=0.5, activation=activation, network_shape=(6, 6), loss="log", seed="0.2", runs=2)
    assert (p.trainer.keep == 0).any() and (p.trainer.keep == 2).any()
    # the mask of epoch 0 holds for the first epoch, so that `followed` and `objective` see the same one
    check_along_random_directions(p)


def test_without_hidden_layers_and_without_inputs_too():
    check_along_random_directions(whole_batch(network_shape=(), loss="log"))
    check_along_random_directions(whole_batch(x=False, y=False, dataset="blobs", classes=4))


def test_a_batch_s_gradient_is_the_mean_of_its_points_gradients():
    whole = whole_batch()
    fifths = Playground(whole.settings, batch_size=50, learning_rate=1e-9)  # so small that the weights stay where they are
    assert followed(fifths)[0] / 5 == pytest.approx(followed(whole)[0], abs=2e-6)


# -- scikit-learn: the same weights, one step of its plain SGD, the same gradients


def sklearn_gradient(model, p, inputs, targets, output_scale=1.0):
    """Give a scikit-learn network the weights of `p`, let it make one plain SGD step, and return what it followed.

    output_scale: what its last layer's weighted sum is of ours. Returns [(bias (units,), weights (units, inputs))].
    """
    arguments = {"classes": np.unique(targets)} if isinstance(model, MLPClassifier) else {}
    model.partial_fit(inputs, targets, **arguments)  # once, so that its arrays exist; its optimiser updates them in place
    layers = p.layers()
    scales = [1.0] * (len(layers) - 1) + [output_scale]
    for (bias, weights), scale, coefs, intercepts in zip(layers, scales, model.coefs_, model.intercepts_, strict=True):
        coefs[:], intercepts[:] = scale * weights.T, scale * bias
    model.partial_fit(inputs, targets)
    return [
        ((scale * bias - intercepts) / RATE * scale, (scale * weights - coefs.T) / RATE * scale)
        for (bias, weights), scale, coefs, intercepts in zip(layers, scales, model.coefs_, model.intercepts_, strict=True)
    ]


def their_settings(p):
    names = {"sigmoid": "logistic", "linear": "identity"}
    return {
        "hidden_layer_sizes": p.settings.network_shape,
        "activation": names.get(p.settings.activation, p.settings.activation),
        "solver": "sgd",
        "momentum": 0.0,
        "learning_rate_init": RATE,
        "batch_size": len(p.train_points),
        "alpha": PENALTY * len(p.train_points) if p.settings.regularization == "L2" else 0.0,  # theirs is over the points
        "shuffle": False,
        "random_state": 0,
    }


def check_against_sklearn(p, model, output_scale=1.0):
    points = p.train_points
    theirs = sklearn_gradient(model(**their_settings(p)), p, points[:, :2], points[:, 2], output_scale)
    ours = p.network.layers_of(followed(p)[0])
    for (bias, weights), layer in zip(theirs, ours, strict=True):
        assert layer[:, -1] == pytest.approx(bias, rel=1e-7, abs=1e-10)
        assert layer[:, :-1] == pytest.approx(weights, rel=1e-7, abs=1e-10)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
def test_softmax_and_cross_entropy_are_scikit_learn_s_classifier(activation):
    p = whole_batch(dataset="blobs", classes=3, activation=activation, network_shape=(5, 4), regularization="L2",
                    regularization_rate=PENALTY)  # fmt: skip
    check_against_sklearn(p, MLPClassifier)


@pytest.mark.parametrize("activation", ["relu", "tanh", "sigmoid", "linear"])
def test_the_linear_output_is_scikit_learn_s_regressor(activation):
    p = whole_batch(problem="regression", activation=activation, network_shape=(5, 4), regularization="L2",
                    regularization_rate=PENALTY)  # fmt: skip
    check_against_sklearn(p, MLPRegressor)


def test_tanh_with_log_loss_is_scikit_learn_s_logistic_output_at_half_the_weighted_sum():
    # (1 + tanh z) / 2 = 1 / (1 + exp(-2z)), so its last layer holds twice our weights.
    check_against_sklearn(whole_batch(dataset="moons", loss="log", network_shape=(6,)), MLPClassifier, output_scale=2.0)
