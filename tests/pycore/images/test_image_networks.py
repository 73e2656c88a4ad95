"""Networks on images: the same as NetworkClassifier learns, gradients against difference quotients, contributions, and shifts."""

import numpy as np
import pytest

from pycore import NetworkClassifier
from pycore.images import trained
from pycore.images.convolution import ConvolutionImages, patches, response
from pycore.images.dense_network import DenseImages
from pycore.images.practice import Practice, answers
from pycore.images.quick_random import QuickRandom
from pycore.images.shifts import shifted
from pycore.images.walks import blend, crossing, step_to_plane


@pytest.mark.parametrize("classes", [2, 10])
def test_a_row_of_neurons_learns_what_network_classifier_learns(parts, classes):
    images = parts[0].take(slice(0, 400))
    labels = images.labels.astype(int) if classes == 10 else (images.labels == 8).astype(int)
    network = DenseImages((8, 8), classes)
    rate = {"learning_rate": 0.5 if classes == 10 else 0.125, "optimizer": "sgd", "batch_size": 100, "shuffle": False}
    model = NetworkClassifier((), standardize=False, initialization="zero", **rate)
    order = QuickRandom(0).permutation(400)
    network.learn(images.inputs(), labels)
    model.partial_fit(images.inputs(order), labels[order], classes=np.arange(classes))
    # One batch after the other, in the same order: the same numbers.
    np.testing.assert_allclose(network.pictures().reshape(-1, 64).T, model.coefs_[0], atol=1e-12)
    np.testing.assert_allclose(network.probabilities(images.inputs()), model.predict_proba(images.inputs()), atol=1e-12)


def test_patches_are_what_a_filter_sees():
    image = np.arange(20.0).reshape(1, 4, 5)
    columns = patches(image, 3)
    assert columns.shape == (1, 9, 20)
    # Around pixel (1, 2), and around the first one, where half is paper.
    np.testing.assert_array_equal(columns[0, :, 1 * 5 + 2].reshape(3, 3), image[0, 0:3, 1:4])
    assert columns[0, :, 0].tolist() == [0, 0, 0, 0, 0, 1, 0, 5, 6]
    kernel = np.array([[0, 0, 0], [0, 0, 1], [0, 0, 0]])
    np.testing.assert_array_equal(response(image[0], kernel)[:, :-1], image[0, :, 1:])


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (17, 20)])
def test_the_gradient_of_a_convolution_is_its_difference_quotient(shape):
    generator = np.random.default_rng(4)
    network = ConvolutionImages(shape, 4, filters=6, size=3, seed=1)
    inputs, labels = generator.random((7, shape[0] * shape[1])), generator.integers(0, 4, 7)
    gradient = network.gradient(inputs, labels)[1].copy()
    start = network.parameters.copy()
    for _ in range(5):
        way = generator.normal(size=start.size)
        ends = []
        for sign in (1, -1):
            network.parameters[:] = start + sign * 1e-6 * way
            ends.append(network.gradient(inputs, labels)[0])
        assert gradient @ way == pytest.approx((ends[0] - ends[1]) / 2e-6, rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("name", trained.NAMES)
def test_slopes_are_how_the_score_changes_with_each_pixel(name, parts):
    network, image = trained.model(name), parts[1].inputs(slice(1))[0]

    def score(pixels, answer):
        found = network.scores(pixels[None])[0]
        return found * (1 if answer else -1) if name == "eight" else found[answer] - found.mean()

    for answer in (0, 1):
        slopes = network.slopes(image, answer)
        assert slopes.shape == (8, 8)
        # Of one neuron, or ten, the score is exactly the ink times the weights and what is the same for every image.
        way = np.random.default_rng(answer).normal(size=64) * 1e-6
        quotient = (score(image + way, answer) - score(image - way, answer)) / 2
        assert (slopes.ravel() * way).sum() == pytest.approx(quotient, rel=1e-5, abs=1e-12)


def test_slopes_of_a_large_image_have_its_size():
    network = ConvolutionImages((28, 28), 3, filters=4, seed=2)
    image = np.random.default_rng(0).random(784)
    slopes, way = network.slopes(image, 1), np.random.default_rng(1).normal(size=784) * 1e-6
    ends = [network.scores((image + sign * way)[None])[0] for sign in (1, -1)]
    quotient = (ends[0][1] - ends[0].mean() - ends[1][1] + ends[1].mean()) / 2
    assert slopes.shape == (28, 28) and (slopes.ravel() * way).sum() == pytest.approx(quotient, rel=1e-4)


def test_shifted_images_lose_what_leaves_and_get_paper():
    picture = np.arange(1, 10).reshape(1, 3, 3)
    assert shifted(picture, 1, 0)[0].tolist() == [[0, 1, 2], [0, 4, 5], [0, 7, 8]]
    assert shifted(picture, 0, -2)[0].tolist() == [[7, 8, 9], [0, 0, 0], [0, 0, 0]]
    assert not shifted(picture, 5, 0).any() and shifted(picture, 0, 0).tolist() == picture.tolist()


def test_a_slice_is_all_that_becomes_numbers(parts):
    train, _ = parts
    learner = Practice(train, DenseImages((8, 8), 10))
    assert [learner.step() for _ in range(4)] == [500, 500, 348, 500]
    assert (learner.epochs, learner.seen) == (1, 1848)
    balanced = Practice(train, DenseImages((8, 8), 2), asked=8, balanced=True)
    ones = int((train.labels == 8).sum())
    assert balanced.step() == 2 * ones and balanced.epochs == 1


def test_a_straight_way_crosses_the_boundary_where_the_answer_changes(parts):
    network, test = trained.model("eight"), parts[1]
    said = answers(network, test)
    start, end = (test.inputs(np.flatnonzero((test.labels == digit) & (said == (digit == 8)))[:1])[0] for digit in (3, 8))
    share = crossing(network, start, end)
    # On a straight way the sum of one neuron is a straight line: its zero by proportion.
    first, last = network.scores(np.stack([start, end]))
    assert first < 0 < last and share == pytest.approx(first / (first - last), abs=1e-5)
    assert crossing(network, start, start) is None
    np.testing.assert_allclose(blend(start, end, 0.25), 0.75 * start + 0.25 * end)
    # The shortest way to the plane is along the weights, and no other is shorter.
    step = step_to_plane(first, network.slopes(start, 1).ravel())
    assert network.scores((start + step)[None])[0] == pytest.approx(0, abs=1e-9)
    assert np.linalg.norm(step) < np.linalg.norm(share * (end - start))
