"""Every data set has the points, labels and extent that its description says, and the fork's four are the fork's to a digit."""

import json
import math
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pycore import SettingError, Settings
from pycore.data import datasets
from pycore.data.rng import SeededRandom

#: Points of recorded runs of the fork: `first_train_points` and `last_test_points` as [x1, x2, label].
FORK = json.loads((Path(__file__).parent / "fork_points.json").read_text(encoding="utf-8"))
CURVES = {"sine": lambda x: 2.5 * np.sin(x), "cubic": lambda x: x * (x**2 - 16) / 15, "abs": lambda x: np.abs(x) - 2.5}
MOVING = ("spiral", "moons", "heart", "snowflake", "infinity")
DISPLACING = ("circle", "xor", "rings", "checkerboard", *CURVES)


def made(name, noise=0, seed="0.5", **values):
    return datasets.generate(Settings(dataset=name, noise=noise, **values), SeededRandom(seed))


def in_order(name, noise=0.0, seed="0.5", count=500):
    """The points before they are shuffled."""
    return np.array(datasets.CLASSIFICATION[name].points(count, noise, SeededRandom(seed)), dtype=float)


@pytest.mark.parametrize("run", FORK, ids=lambda run: run["hash"])
def test_the_fork_s_sets_have_the_points_of_its_recorded_runs(run):
    chosen, errors = Settings.from_hash(run["hash"])
    assert errors == []
    points = datasets.generate(chosen, SeededRandom(chosen.seed))
    training, test = datasets.split(points, chosen.perc_train_data)
    assert len(training) == run["train_size"]
    np.testing.assert_allclose(training[:3], run["first_train_points"], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(test[-2:], run["last_test_points"], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", datasets.CLASSIFICATION)
def test_a_set_has_500_points_within_the_window_and_two_classes(name):
    points = made(name)
    assert points.shape == (500, 3)
    assert np.abs(points[:, :2]).max() <= 6
    counts = Counter(points[:, 2])
    assert set(counts) == {-1, 1}
    assert min(counts.values()) >= 150


@pytest.mark.parametrize("name", ["moons", "heart", "snowflake", "infinity", "blobs", "rings"])
def test_the_classes_of_balanced_sets_are_equally_large(name):
    assert Counter(made(name)[:, 2]) == {-1: 250, 1: 250}


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("moons", (-3.75, -1.875), (3.75, 1.875)),
        ("heart", (-5.013, -5.25), (5.013, 5.19)),
        ("snowflake", (-5.594, -4.913), (5.594, 4.913)),
        ("infinity", (-5, -2.12), (5, 2.12)),
    ],
)
def test_the_fork_s_sets_have_the_extent_that_was_measured(name, low, high):
    points = in_order(name)[:, :2]
    assert points.min(axis=0) == pytest.approx(low, abs=0.01)
    assert points.max(axis=0) == pytest.approx(high, abs=0.01)


def test_infinity_swaps_inside_and_outside_between_left_and_right():
    points = in_order("infinity")
    outer, inner = points[0::2], points[1::2]
    assert outer[:, 0].max() == pytest.approx(5, abs=0.01)
    assert inner[:, 0].max() == pytest.approx(4, abs=0.01)
    assert np.array_equal(outer[:, 2], -inner[:, 2])
    assert np.array_equal(outer[:, 2], np.sign(outer[:, 0]))


@pytest.mark.parametrize("name", MOVING)
def test_noise_moves_the_points_of_a_line_a_little_and_keeps_their_labels(name):
    clean, noisy = in_order(name, 0.0), in_order(name, 0.5)
    assert np.array_equal(clean[:, 2], noisy[:, 2])
    moved = np.abs(clean[:, :2] - noisy[:, :2])
    assert 0.45 < moved.max() <= 0.5


@pytest.mark.parametrize("name", DISPLACING)
def test_noise_leaves_the_points_of_a_region_and_changes_some_labels(name):
    clean, noisy = in_order(name, 0.0), in_order(name, 0.25)
    assert np.array_equal(clean[:, :2], noisy[:, :2])
    assert 10 < (clean[:, 2] != noisy[:, 2]).sum() < 250


@pytest.mark.parametrize("name", CURVES)
def test_points_above_the_line_are_positive_with_a_gap_to_those_below(name):
    points = in_order(name)
    height = points[:, 1] - CURVES[name](points[:, 0])
    assert np.array_equal(np.sign(height), points[:, 2])
    assert np.abs(height).min() >= 0.3


def test_neighbouring_squares_of_the_checkerboard_differ():
    points = in_order("checkerboard")
    column, row = np.floor(points[:, 0] / 2.5), np.floor(points[:, 1] / 2.5)
    assert len(set(zip(column, row, strict=True))) == 16
    assert np.array_equal(points[:, 2], np.where((column + row) % 2 == 0, 1, -1))


@pytest.mark.parametrize("classes", range(3, 7))
@pytest.mark.parametrize("name", [part.name for part in datasets.CLASSIFICATION.values() if part.many_classes])
def test_three_and_more_classes_are_numbered_from_zero_and_equally_large(name, classes):
    points = made(name, classes=classes)
    counts = Counter(points[:, 2])
    assert set(counts) == set(range(classes))
    assert max(counts.values()) - min(counts.values()) <= 1
    assert np.abs(points[:, :2]).max() <= 6


@pytest.mark.parametrize("classes", range(2, 7))
def test_rings_lie_around_each_other_with_gaps_between_them(classes):
    points = made("rings", classes=classes)
    distance = np.hypot(points[:, 0], points[:, 1])
    rings = [distance[points[:, 2] == label] for label in sorted(set(points[:, 2]))]
    gap = 0.3 * 5 / (classes - 0.3)
    for inner, outer in zip(rings, rings[1:], strict=False):
        assert outer.min() - inner.max() >= gap - 1e-9
    assert 4.9 < distance.max() <= 5


@pytest.mark.parametrize("classes", range(2, 7))
def test_the_nearest_centre_tells_the_blob_of_a_point(classes):
    points = made("blobs", classes=classes)
    labels = np.array(sorted(set(points[:, 2])))
    centres = np.array([points[points[:, 2] == label, :2].mean(axis=0) for label in labels])
    away = np.linalg.norm(points[:, None, :2] - centres[None], axis=2)
    assert (labels[away.argmin(axis=1)] == points[:, 2]).mean() > 0.98


def test_noise_widens_blobs():
    spreads = []
    for noise in (0, 50):
        points = made("blobs", noise=noise)
        spreads.append(points[points[:, 2] == 1, :2].std())
    # about sqrt(0.35) and sqrt(3.85) around the centre, of both axes together
    assert spreads[0] < 2 and spreads[1] > spreads[0] + 0.5


@pytest.mark.parametrize(
    ("values", "count"),
    [
        ({}, 2),
        ({"dataset": "blobs"}, 2),
        ({"dataset": "blobs", "classes": 5}, 5),
        ({"dataset": "rings", "classes": 3}, 3),
        ({"dataset": "moons", "classes": 5}, 2),
        ({"problem": "regression", "dataset": "blobs", "classes": 5}, 0),
    ],
)
def test_class_count_is_the_number_of_labels_and_0_for_regression(values, count):
    chosen = Settings(**values)
    assert datasets.class_count(chosen) == count
    if count:
        assert len(set(datasets.generate(chosen, SeededRandom("1"))[:, 2])) == count


@pytest.mark.parametrize("classes", [1, 7, 2.5])
def test_fewer_than_two_and_more_than_six_classes_are_refused(classes):
    with pytest.raises(SettingError, match="classes: expected a whole number from 2 to 6"):
        Settings(classes=classes)


@given(st.sampled_from(sorted(datasets.CLASSIFICATION)), st.floats(0, 80), st.integers(2, 6), st.integers(0, 99999))
@settings(max_examples=40, deadline=None)
def test_any_noise_and_seed_give_500_finite_points_with_labels_of_the_set(name, noise, classes, seed):
    chosen = Settings(dataset=name, noise=noise, classes=classes)
    points = datasets.generate(chosen, SeededRandom(seed))
    assert points.shape == (500, 3)
    assert np.isfinite(points).all()
    count = datasets.class_count(chosen)
    assert set(points[:, 2]) <= ({-1, 1} if count == 2 else set(range(count)))


@pytest.mark.parametrize("name", [*datasets.CLASSIFICATION, *datasets.REGRESSION])
def test_a_thumbnail_is_a_small_sample_without_noise(name):
    points = datasets.thumbnail(name, SeededRandom("1"))
    assert points.shape == (200, 3)
    assert np.abs(points[:, :2]).max() <= 6


def test_a_thumbnail_shows_as_many_classes_as_it_is_told():
    assert len(set(datasets.thumbnail("rings", SeededRandom("1"), classes=4)[:, 2])) == 4


def test_split_takes_the_first_points_for_training_and_loses_none():
    points = made("circle")
    for percent in (1, 33.3, 50, 99):
        training, test = datasets.split(points, percent)
        assert len(training) == math.floor(5 * percent)
        assert np.array_equal(np.concatenate([training, test]), points)
