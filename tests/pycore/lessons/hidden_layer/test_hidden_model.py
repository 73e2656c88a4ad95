"""Three hidden neurons: their lines stand around the disc, and in the space of what they give on a plane parts the points."""

import numpy as np
import pytest

from pycore import Playground
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.hidden_layer import hidden_model as hidden


@pytest.fixture(scope="module")
def trained():
    """60 runs of three neurons, 300 epochs."""
    p = Playground(hidden.SETTINGS, runs=60)
    p.train(300)
    return p


def test_z2_three_directions_a_third_of_the_circle_apart(trained):
    losses = trained.losses[:, 1]
    assert np.median(losses) < 0.03
    converged = np.flatnonzero(losses < hidden.CONVERGED)
    assert len(converged) >= 50
    for run in converged:
        found = hidden.gaps(hidden.directions(trained, run))
        assert found.sum() == pytest.approx(360)
        assert 100 < found.min() <= found.max() < 140


def test_the_middle_of_the_disc_is_inside_of_all_three_lines(trained):
    lines = hidden.lines(trained)
    assert [boundary.sides(line, [(0, 0)])[0] for line in lines] == [-1, -1, -1]
    outside = [(10 * line.w1, 10 * line.w2) for line in lines]
    assert (trained.predict(outside) < 0).all()


def test_in_hidden_space_a_plane_does_what_the_network_does(trained):
    for run in (0, 7):
        points = trained.points(run)
        space = hidden.hidden_space(trained, points[:, :2], run)
        assert space.shape == (500, 3)
        weights, bias = hidden.output_plane(trained, run)
        assert np.tanh(space @ weights + bias) == pytest.approx(trained.predict(points[:, :2], run), abs=1e-12)


def test_hidden_space_is_that_of_the_last_hidden_layer_and_knows_all_features():
    p = Playground(activations=("relu",), network_shape=(4, 3), x_times_y=True, sin_x=True, seed="0.7")
    p.train(3)
    xy = np.array([(1.0, -2.0), (0.5, 4.0)])
    weights, bias = hidden.output_plane(p)
    assert np.tanh(hidden.hidden_space(p, xy) @ weights + bias) == pytest.approx(p.predict(xy), abs=1e-12)


def test_outward_is_where_the_output_falls():
    p = Playground(network_shape=(3,))
    hidden_layer = ([0.0, 0.0, 0.5], [[1.0, 0.0], [1.0, 0.0], [0.0, 2.0]])
    p.set_layers([hidden_layer, ([0.0], [[1.0, -1.0, 0.0]])])
    assert hidden.directions(p).tolist() == [180, 0, 90]
    assert hidden.lines(p)[2] == (0, 2, 0.5)


def test_with_two_hidden_layers_neurons_keep_their_own_sides():
    p = Playground(network_shape=(2, 1))
    p.set_layers([([0.1, 0.2], [[1.0, 0.0], [0.0, -1.0]]), ([0.0], [[5.0, 5.0]]), ([0.0], [[1.0]])])
    assert hidden.directions(p).tolist() == [0, 270]


def test_what_can_not_be_shown_is_refused():
    for p in (Playground(network_shape=()), Playground(x_squared=True)):
        with pytest.raises(ValueError, match="expected a hidden layer, and the features"):
            hidden.lines(p)
    with pytest.raises(ValueError, match="expected a hidden layer"):
        hidden.hidden_space(Playground(network_shape=()), [(0, 0)])
    with pytest.raises(ValueError, match=r"expected shape \(n, 2\)"):
        hidden.hidden_space(Playground(), [0, 0])
    with pytest.raises(ValueError, match=r"expected shape \(n, 3\)"):
        hidden.turn([(1, 2)], 0, 0)


def test_turning_keeps_lengths_and_comes_round():
    points = np.random.default_rng(2).normal(size=(20, 3))
    seen = hidden.turn(points, 33, -20)
    assert np.linalg.norm(seen, axis=1) == pytest.approx(np.linalg.norm(points, axis=1))
    assert hidden.turn(points, 360, 0) == pytest.approx(points)
    assert hidden.turn(hidden.turn(points, 30, 0), 15, 40) == pytest.approx(hidden.turn(points, 45, 40))
    assert hidden.turn([(0, 0, 1)], 90, 0) == pytest.approx(np.array([[1, 0, 0]]), abs=1e-15)  # what was in front is right


def test_stored_weights_are_those_of_training():
    stored, again = hidden.trained(hidden.SETTINGS, 300), Playground(hidden.SETTINGS)
    again.train(300)
    assert stored.network.parameters == pytest.approx(again.network.parameters, abs=1e-3)
    assert (stored.epoch, stored.train()) == (300, 301)
    spiral, again = hidden.trained(hidden.SPIRAL, 500), Playground(hidden.SPIRAL)
    again.train(500)
    assert spiral.loss_test == pytest.approx(0.01277, abs=1e-4)
    assert again.loss_test < 0.05  # rounding adds up in 12,500 updates
    with pytest.raises(ValueError, match="got 400"):
        hidden.trained(hidden.SPIRAL, 400)


def test_layers_values_end_with_the_output():
    p, xy = Playground(network_shape=(4, 3), seed="0.7"), np.array([(1.0, -2.0), (0.5, 4.0), (0, 0)])
    values = hidden.layer_values(p, xy)
    assert [layer.shape for layer in values] == [(4, 3), (3, 3), (1, 3)]
    assert values[-1][0] == pytest.approx(p.predict(xy), abs=1e-12)
    with pytest.raises(ValueError, match="expected one output, got 3"):
        hidden.layer_values(Playground(dataset="blobs", classes=3), xy)


@pytest.mark.parametrize(
    ("weights", "bias", "corners"), [((0, 0, 1), 0, 4), ((1, 1, 1), 0, 6), ((1, 1, 1), -2, 3), ((1, 0, 0), 5, 0), ((0, 0, 0), 0, 0)]
)
def test_a_plane_s_part_of_the_cube(weights, bias, corners):
    found = hidden.plane_in_cube(weights, bias)
    assert found.shape == (corners, 3)
    assert np.abs(found).max(initial=0) <= 1
    assert found @ weights + bias == pytest.approx(0)
    if corners:  # in order around: no two turns differ in direction
        steps = np.roll(found, -1, axis=0) - found
        turns = np.cross(steps, np.roll(steps, -1, axis=0)) @ weights
        assert (turns > 0).all() or (turns < 0).all()
