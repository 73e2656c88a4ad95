"""What can go wrong, shown with drawn shapes: each demonstration comes to the numbers that it speaks of. And the hands that are drawn."""

import base64

import numpy as np
import pytest

from pycore.images.quick_random import QuickRandom
from pycore.lessons.images import drawn_shapes
from pycore.lessons.images.break_it_demos import DEMOS, Demo, demo_list
from pycore.lessons.images.drawn_hands import GESTURES, hands
from pycore.lessons.images.drawn_shapes import BRIGHT, DARK, GREY, INK, drawn
from pycore.lessons.images.picture_store import SIDE, ImagesError
from pycore.lessons.images.prepared_sets import SETS, prepared, prepared_sets
from tests.picture_workshops import trained, workshop


def shown(name, seed=0):
    """A demonstration's answer, when it is over; how much is done only grows."""
    demo, shares = Demo(name, seed), [0.0]
    while shares[-1] < 1:
        is_done = demo.go()
        assert shares[-1] < demo.share <= 1 and is_done == (demo.share == 1)
        shares.append(demo.share)
    return demo.answer()


def values(answer):
    return [number["value"] for number in answer["numbers"]]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_swapped_backgrounds_take_all_down_to_nothing(seed):
    answer = shown("background", seed)
    same, swapped = values(answer)
    assert same >= 0.98 and swapped <= 0.05
    assert answer["verdict"].startswith(f"{same * 100:.0f} % right while") and len(answer["pictures"]) == 16


@pytest.mark.parametrize("seed", [0, 1])
def test_a_hundred_of_each_shape_make_eighty_of_a_hundred_right(seed):
    learned, others = values(shown("clean", seed))
    assert learned > others >= 0.8


def test_a_tenth_of_the_pictures_costs_the_small_class_most_of_its_finds():
    even, few, discs, discs_beside_few = values(shown("imbalance"))
    assert even > 0.7 and few < 0.4 and discs_beside_few > 0.95 > discs


def test_a_triangle_is_called_something_with_great_certainty():
    sure, known, very = values(shown("unseen"))
    assert 0.85 < sure < 1 and known > 0.9 and very > 0.4


def test_what_was_learned_is_lost_a_few_pixels_on():
    answer = shown("shift")
    still, one, two, four = values(answer)
    assert still > 0.95 and still > one > two > four and four < 0.85
    assert {picture["caption"] for picture in answer["pictures"]} == {"right", "4 pixels on: wrong"}


@pytest.mark.parametrize("name", DEMOS)
def test_each_demonstration_says_what_to_learn_and_has_pictures_to_show(name):
    (about,) = (each for each in demo_list() if each["name"] == name)
    answer = shown(name, seed=3)
    assert about["title"] == answer["title"] and about["text"].endswith((".", "?")) and answer["lesson"].endswith(".")
    for picture in answer["pictures"]:
        assert len(base64.b64decode(picture["base64"])) == picture["side"] ** 2 * picture["channels"]
    assert all(0 <= number["value"] <= 1 and number["text"] == f"{number['value'] * 100:.0f} %" for number in answer["numbers"])


def test_demonstrations_that_are_none_are_refused():
    with pytest.raises(ImagesError, match="name: expected one of clean, background"):
        Demo("gravity")
    with pytest.raises(ImagesError, match="seed: expected a whole number"):
        Demo("clean", -1)


# -- what is drawn


@pytest.mark.parametrize("kind", ["disc", "plus", "triangle"])
def test_shapes_are_whole_and_of_their_shade(kind):
    found = drawn(kind, 50, QuickRandom(1), BRIGHT, INK)
    edge = np.concatenate([found[:, 0], found[:, -1], found[:, :, 0], found[:, :, -1]], axis=1)
    middle = np.median(found.reshape(50, -1), axis=1)
    # Where a shape touches the edge it does so with its end.
    assert (np.abs(edge - middle[:, None]) > 60).mean() < 0.1
    assert found.min() < INK + 21 and abs(middle.mean() - BRIGHT) < 10
    ink = (found < 130).sum(axis=(1, 2))
    assert ink.min() >= 10 and ink.max() > 4 * ink.min()
    assert (drawn(kind, 5, QuickRandom(1), DARK, GREY).max(axis=(1, 2)) > 100).all()
    with pytest.raises(ValueError, match="kind: expected disc, plus or triangle"):
        drawn_shapes.inside("star", 0, 0)


def test_hands_differ_and_a_fist_reaches_less_far_than_an_open_hand():
    extents = {}
    for name in GESTURES:
        found = hands(name, 60, QuickRandom(4))
        assert found.shape == (60, SIDE, SIDE, 3) and found.dtype == np.uint8
        assert len(np.unique(found.reshape(60, -1), axis=0)) == 60
        np.testing.assert_array_equal(found, hands(name, 60, QuickRandom(4)))
        assert found.mean(axis=(1, 2, 3)).std() > 10
        extents[name] = np.abs(np.diff(found.astype(float), axis=1)).mean()
    assert extents["high-five"] > extents["knuckles"]


@pytest.mark.parametrize("name", SETS)
def test_prepared_sets_have_as_many_pictures_of_each_class_as_were_asked_for(name):
    classes, labels, pictures = prepared(name, 7, seed=2)
    assert np.bincount(labels).tolist() == [7] * len(classes) and pictures.shape == (7 * len(classes), SIDE, SIDE, 3)
    assert all(each[0].isupper() for each in classes)
    assert not np.array_equal(pictures, prepared(name, 7, seed=3)[2])
    assert name in [each["name"] for each in prepared_sets()]
    for wrong in ({"count": 0}, {"count": 201}, {"seed": -1}, {"count": True}):
        with pytest.raises(ImagesError):
            prepared(name, **wrong)


def test_the_exercise_with_hands_can_be_learned_from_sixty_of_each():
    names, labels, pictures = prepared("hands", 60)
    shop = workshop((0, 0), names=names)
    for label, name in enumerate(names):
        shop.add(f"id-{name}", range(100 * label, 100 * label + 60), pictures[labels == label].tobytes())
    trained(shop, features="gradients+colours+filters", epochs=20)
    _, true, others = prepared("hands", 40, seed=9)
    answers = shop.predict(others.tobytes())
    assert np.mean([answer["best"] == label for answer, label in zip(answers, true, strict=True)]) > 0.9
