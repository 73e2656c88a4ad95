"""A line by hand and by training: geometry that can be checked on paper, and many starts with one answer."""

import math

import numpy as np
import pytest

from pycore import Playground, Settings
from pycore.lessons.boundary import boundary_model as boundary
from pycore.lessons.boundary.boundary_model import Line

POINTS = [(2, 2, 1), (3, -1, 1), (-2, 1, -1), (1, -3, -1)]


def test_a_rule_says_what_the_line_does():
    assert boundary.rule(Line(1, 1, 0)) == "IF 1 · x₁ + 1 · x₂ > 0 THEN blue ELSE orange"
    assert boundary.rule(Line(-0.333, -2, -1.5)) == "IF −0.33 · x₁ − 2 · x₂ > 1.5 THEN blue ELSE orange"
    assert boundary.rule(Line(-0.0, 0.001, 0)) == "IF 0 · x₁ + 0 · x₂ > 0 THEN blue ELSE orange"


def test_errors_are_counted_and_the_line_itself_is_negative():
    assert boundary.sides(Line(1, 1, 0), POINTS).tolist() == [1, 1, -1, -1]
    assert boundary.wrong(Line(1, 1, 0), POINTS) == 0
    assert boundary.wrong(Line(0, 1, 0), POINTS) == 2
    assert boundary.wrong(Line(-1, -1, 0), POINTS) == 4
    assert boundary.sides(Line(1, 0, -2), [(2, 5)]).tolist() == [-1]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (Line(1, 0, 0), [[0, 6], [0, -6]]),
        (Line(0, -1, 2), [[6, 2], [-6, 2]]),
        (Line(1, 1, 0), [[-6, 6], [6, -6]]),
        (Line(5, 5, -30), [[0, 6], [6, 0]]),
        (Line(1, 0, 7), None),
        (Line(1, 1, -13), None),
        (Line(0, 0, 1), None),
        (Line(math.nan, 0, 1), None),
    ],
)
def test_where_the_line_leaves_the_picture(line, expected):
    found = boundary.ends(line)
    if expected is None:
        assert found is None
    else:
        assert found == pytest.approx(np.array(expected, float))


def area(corners):
    """The area of a polygon (n, 2), positive against the clock."""
    x, y = corners.T
    return (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [(Line(1, 0, 0), 72), (Line(1, 0, 3), 108), (Line(0, -2, -8), 24), (Line(1, 1, -6), 18), (Line(-1, -1, 6), 126), (Line(0, 0, 1), 144)],
)
def test_the_positive_side_of_the_picture(line, expected):
    corners = boundary.half_plane(line)
    assert area(corners) == pytest.approx(expected)
    assert boundary.sides(line, corners.mean(axis=0)[None]).tolist() == [1]


def test_a_line_beyond_the_picture_leaves_all_of_it_or_nothing():
    assert boundary.half_plane(Line(1, 0, -7)).shape == (0, 2)
    assert area(boundary.half_plane(Line(1, 0, 7))) == 144


@pytest.mark.parametrize("line", [Line(1.2, -0.4, 0.7), Line(-0.1, 2, -3), Line(0, -1, 2)])
def test_dragging_an_end_gives_the_line_through_both_and_keeps_its_sides(line):
    first, second = boundary.ends(line)
    again = boundary.through(first, second, length=math.hypot(line.w1, line.w2))
    assert again == pytest.approx(line)


def test_moving_and_turning():
    line = Line(1.0, 2.0, -1.0)
    assert boundary.sides(boundary.moved(line, (3, -1)), [(4.1, -1), (3.9, -1)]).tolist() == [1, -1]
    assert boundary.turned(Line(1, 0, -1), math.pi / 2) == pytest.approx((0, 1, -1))
    assert boundary.turned(Line(1, 0, -1), math.pi, around=(1, 5)) == pytest.approx((-1, 0, 1))
    with pytest.raises(ValueError, match="expected another point"):
        boundary.through((1, 1), (1, 1))


def test_the_computer_goes_on_from_the_reader_s_line():
    flat, bad = Line(-0.35, -0.35, 0.2), Line(-1.0, -1.0, 0.5)
    learned, points = boundary.learn(flat), Playground(boundary.SETTINGS).points()
    assert learned.lines.shape == (1, 6, 3)
    assert learned.line(epoch=0) == flat
    assert boundary.wrong(flat, points) > 490
    assert boundary.wrong(learned.line(), points) <= 1
    assert learned.losses[0, -1, 1] < 0.01
    saturated = boundary.learn(bad, epochs=10)
    assert saturated.losses[0, 5, 1] > 1.9
    assert saturated.losses[0, 10, 1] < 0.05


def test_without_a_line_it_starts_from_the_seed():
    learned = boundary.learn(epochs=1)
    assert learned.losses[0] == pytest.approx(np.array([[1.39018, 1.38468], [0.02626, 0.02588]]), abs=5.1e-6)


def test_many_starts_all_part_the_clouds():
    learned = boundary.many_starts(runs=60)
    test = learned.losses[:, :, 1]
    assert test[:, 0].min() < 0.1
    assert test[:, 0].max() > 1.5
    assert np.median(test[:, 1]) == pytest.approx(0.0225, abs=0.006)
    assert test[:, 1].max() < 0.06
    assert test[:, 5].max() < 0.01


@pytest.mark.parametrize(
    ("settings", "after_5", "after_100"), [(boundary.SETTINGS, (10, 22), (3, 8)), (boundary.OVERLAPPING, (3, 8), (0, 0.02))]
)
def test_the_answer_is_one_line_only_where_the_clouds_overlap(settings, after_5, after_100):
    lines = boundary.many_starts(30, 100, settings).lines
    assert boundary.spread(lines[:, 0]) > 60
    assert after_5[0] < boundary.spread(lines[:, 5]) < after_5[1]
    assert after_100[0] < boundary.spread(lines[:, 100]) < after_100[1]


def test_only_a_neuron_that_sees_the_plane_draws_a_line():
    for settings in (Settings(), boundary.SETTINGS.replace(x_squared=True, x=False)):
        with pytest.raises(ValueError, match="expected no hidden layer"):
            boundary.learn(Line(1, 1, 0), settings=settings)
        with pytest.raises(ValueError, match="expected no hidden layer"):
            boundary.many_starts(2, settings=settings)
