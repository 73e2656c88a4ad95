"""A drawing is brought to the form of the digits: wherever it stands, however large it is, however it was turned into strokes."""

import math

import numpy as np
import pytest

from pycore.images import drawings, trained
from pycore.images.drawings import drawn, form_of
from pycore.images.image_set import ImageSet


def arc(x, y, wide, high, start=0.0, end=2 * math.pi):
    return [(x + wide * math.sin(at), y - high * math.cos(at)) for at in np.linspace(start, end, 40)]


#: Each digit as someone may draw it, in a square of side 1.
STROKES = {
    0: [arc(0.5, 0.5, 0.3, 0.45)],
    1: [[(0.35, 0.25), (0.5, 0.08), (0.5, 0.95)]],
    2: [arc(0.5, 0.3, 0.25, 0.25, -1.4, 2.0) + [(0.25, 0.92), (0.8, 0.92)]],
    3: [arc(0.45, 0.28, 0.25, 0.22, -1.2, 3.0) + arc(0.45, 0.72, 0.28, 0.25, 0.1, 4.3)],
    4: [[(0.55, 0.05), (0.2, 0.6), (0.85, 0.6)], [(0.6, 0.35), (0.6, 0.98)]],
    5: [[(0.75, 0.08), (0.3, 0.08), (0.28, 0.45), *arc(0.45, 0.67, 0.28, 0.27, -0.6, 3.9)]],
    6: [[(0.65, 0.05), (0.4, 0.3), (0.27, 0.6), *arc(0.5, 0.72, 0.22, 0.22, -1.5, 4.8)]],
    7: [[(0.2, 0.08), (0.8, 0.08), (0.4, 0.95)]],
    8: [arc(0.5, 0.28, 0.2, 0.2), arc(0.5, 0.72, 0.25, 0.24)],
    9: [[*arc(0.5, 0.3, 0.22, 0.22, 1.5, 7.8), (0.7, 0.5), (0.6, 0.95)]],
}


@pytest.fixture(scope="module")
def form(digits):
    return form_of(digits)


def moved(strokes, scale, right, down):
    return [[(x * scale + right, y * scale + down) for x, y in stroke] for stroke in strokes]


@pytest.mark.parametrize("digit", STROKES)
def test_place_and_size_do_not_count(digit, form):
    plain = drawn(STROKES[digit], form)
    for scale, right, down in ((0.2, 0, 0), (1, 0.4, -0.3), (300, 5000, -7000)):
        assert np.abs(drawn(moved(STROKES[digit], scale, right, down), form).astype(int) - plain).max() <= 1
    backwards = [stroke[::-1] for stroke in reversed(STROKES[digit])]
    assert np.abs(drawn(backwards, form).astype(int) - plain).max() <= 3


@pytest.mark.parametrize("digit", STROKES)
def test_a_drawing_has_the_form_of_the_set(digit, form, digits):
    picture = drawn(STROKES[digit], form)
    assert picture.shape == (8, 8) and picture.dtype == np.uint8 and picture.max() <= digits.full
    ink = picture / digits.full
    left, top, right, bottom = drawings.box_of(ink)
    assert max(right - left, bottom - top) >= form.size - 1
    assert form.misses(ink) == pytest.approx(1, abs=0.1)
    # In this set short strokes have wide pens: about the same ink for every digit.
    assert 0.5 < form.thinning < 0.8 and ink.sum() == pytest.approx(19.6, rel=0.2)


@pytest.mark.parametrize("name", ["ten", "hidden"])
def test_networks_read_each_drawn_digit(name, form, digits):
    inputs = np.array([drawn(STROKES[digit], form).ravel() for digit in range(10)]) / digits.full
    assert trained.model(name).probabilities(inputs).argmax(axis=1).tolist() == list(range(10))


@pytest.mark.parametrize("name", trained.NAMES[1:])
def test_a_plain_bar_is_a_one(name, form, digits):
    image = drawn([[(0.5, 0.1), (0.5, 0.9)]], form).reshape(1, -1) / digits.full
    assert trained.model(name).probabilities(image).argmax() == 1


def test_a_set_with_one_pen_has_drawings_with_that_pen():
    generator = np.random.default_rng(0)
    narrow = drawings.Form((28, 28), 255, 20.0, (14.0, 14.0), 3.0, 50.0, 0.0)
    pictures = [drawn(generator.random((1, count, 2)), narrow) for count in generator.integers(2, 9, 40)]
    found = form_of(ImageSet(np.array(pictures), np.zeros(40, np.uint8), 255, ("a",), "lines"))
    assert found.thinning < 0.1 and found.pen == pytest.approx(3, rel=0.05) and found.size == pytest.approx(20, abs=1)


def test_the_centre_of_mass_goes_where_that_of_the_set_is_as_far_as_there_is_room():
    wide = drawings.Form((28, 28), 255, 20.0, (14.0, 14.0), 3.0, 50.0, 0.0)
    # A long stem with a heavy top: its middle is not its centre of mass.
    picture = drawn([[(0, 0), (0, 10)], arc(0.5, 1, 2, 2)], wide) / 255
    assert drawings.centre_of(picture) == pytest.approx((14, 14), abs=0.3)
    left, top, right, bottom = drawings.box_of(picture)
    assert 19 <= bottom - top <= 21 and abs((top + bottom) / 2 - 14) > 1
    cramped = wide._replace(size=28.0)
    assert drawn([[(0, 0), (0, 10)], arc(0.5, 1, 2, 2)], cramped)[[0, -1]].any(axis=1).all()


def test_the_width_of_a_pen_is_measured_on_known_lines():
    for width in (1, 2, 3, 5):
        ink = np.zeros((60, 60))
        ink[5:55, 20 : 20 + width] = 1
        # Twice the area by the outline: the ends of the line are part of it.
        assert drawings.pen_width(ink) == pytest.approx(2 * 50 * width / (2 * 50 + 2 * width), rel=0.05)
    assert drawings.pen_width(np.zeros((4, 4))) == 0
    at, slope = np.mgrid[0:60, 0:60], 0.7
    distance = np.abs(at[1] - 30 - slope * (at[0] - 30)) / math.hypot(1, slope)
    found = [drawings.pen_width(np.clip(width / 2 - distance + 0.5, 0, 1)) for width in (2.0, 3.0, 5.0)]
    # On a grid a slanting outline is found somewhat too long, on drawings as on the images that they are compared with.
    assert found == pytest.approx([2.0, 3.0, 5.0], rel=0.25) and found == sorted(found)


def test_nothing_and_a_dot(form):
    assert not drawn([], form).any() and not drawn([[]], form).any()
    dot = drawn([[(3, 3)]], form)
    assert dot.any() and (dot > 0).sum() <= 32
    assert drawn([[(3, 3), (3, 3)]], form).tolist() == dot.tolist()


@pytest.mark.parametrize(
    ("strokes", "got"),
    [
        ([["a"]], r"\[\['a'\]\]"),
        (7, "7"),
        ([[(1, 2, 3)]], r"\[\[\(1, 2, 3\)\]\]"),
        ([[(0, math.nan)]], "some that are none"),
        ([[(k, k) for k in range(5001)]], "more than 5,000"),
    ],
)
def test_what_are_no_strokes_is_refused(strokes, got, form):
    with pytest.raises(ValueError, match=f"strokes: expected .*, got {got}"):
        drawn(strokes, form)


def test_a_set_without_ink_has_no_form():
    with pytest.raises(ValueError, match="blank: expected images with ink on them, got only paper"):
        form_of(ImageSet(np.zeros((3, 8, 8), np.uint8), np.zeros(3, np.uint8), 255, ("a",), "blank"))
