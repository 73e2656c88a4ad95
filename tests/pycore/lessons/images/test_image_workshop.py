"""The reader's own images, from gathering to trying out: what is kept, how it is trained, and what is said of it."""

import numpy as np
import pytest

from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.picture_store import MOST_PICTURES, SIDE, ImagesError
from pycore.saved_fields import StorageError
from tests.picture_workshops import BLUE, GREEN, RED, noisy, trained, workshop

ONE = SIDE * SIDE * 3


def counts(shop):
    return {row["name"]: row["count"] for row in shop.state()["classes"]}


# -- gathering


def test_pictures_come_into_classes_and_go_by_their_ids():
    shop = workshop((3, 2))
    assert counts(shop) == {"red": 3, "green": 2} and shop.state()["count"] == 5
    shop.remove([1, 99])
    shop.move([0], "id-green")
    assert counts(shop) == {"red": 1, "green": 3}
    # The bytes stay with their ids.
    assert shop.store.ids.tolist() == [0, 2, 3, 4]
    np.testing.assert_array_equal(shop.store.pictures[1], noisy(RED, 3, 0)[2])
    shop.add("id-red", [2], noisy(BLUE, 1, 5).tobytes())
    assert counts(shop) == {"red": 1, "green": 3}
    np.testing.assert_array_equal(shop.store.pictures[-1], noisy(BLUE, 1, 5)[0])


def test_classes_are_renamed_reordered_and_removed_with_their_pictures():
    shop = workshop((3, 2, 1))
    shop.set_classes([("id-blue", "azure"), ("id-red", "red"), ("new", "  new ")])
    assert counts(shop) == {"azure": 1, "red": 3, "new": 0}
    assert shop.store.labels.tolist() == [1, 1, 1, 0]
    assert shop.state()["notes"][0] == "No pictures in new yet."


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda shop: shop.add("id-red", [1], bytes(ONE - 1)), f"1 to 500 pictures of {ONE} bytes each, got {ONE - 1} bytes"),
        (lambda shop: shop.add("id-red", [1], b""), "got 0 bytes"),
        (lambda shop: shop.add("id-red", range(501), bytes(501 * ONE)), "expected 1 to 500 pictures"),
        (lambda shop: shop.add("id-red", [1], "text"), "data: expected bytes, got str"),
        (lambda shop: shop.add("id-red", [7, 8], bytes(ONE)), "ids: expected 1, one for each picture, got 2"),
        (lambda shop: shop.add("id-red", [7, 7], bytes(2 * ONE)), "ids: expected another one for each picture"),
        (lambda shop: shop.add("id-red", [-1], bytes(ONE)), "ids: expected whole numbers from 0"),
        (lambda shop: shop.add("id-red", [True], bytes(ONE)), "got 'True'"),
        (lambda shop: shop.add("nobody", [9], bytes(ONE)), "class_id: expected the id of a class, got 'nobody'"),
        (lambda shop: shop.set_classes([("a", "one"), ("b", "one")]), "classes: expected another name for each, got 'one' twice"),
        (lambda shop: shop.set_classes([("a", "one"), ("a", "two")]), "classes: expected another id for each"),
        (lambda shop: shop.set_classes([(str(n), str(n)) for n in range(11)]), "classes: expected up to 10, got 11"),
        (lambda shop: shop.set_classes([("a", " ")]), "name of a class: expected 1 to 40 characters"),
        (lambda shop: shop.set_classes([("a", "x" * 41)]), "name of a class: expected 1 to 40 characters"),
        (lambda shop: shop.begin(epochs=0), "epochs: expected a whole number from 1 to 500, got '0'"),
        (lambda shop: shop.begin(features="mobilenet"), "features: expected one of pixels, "),
        (lambda shop: shop.begin(depth=3), "settings: expected features, "),
        (lambda shop: shop.begin(further=True), "model: expected one that was trained or imported, got none"),
        (lambda shop: shop.predict(bytes(ONE)), "model: expected one"),
        (lambda shop: shop.portion(), "training: expected one that was begun"),
        (lambda shop: shop.load(b"\x00\xff"), "file: expected a model as JSON or NPZ"),
    ],
)
def test_what_can_t_be_used_is_named_and_nothing_changes(act, told):
    shop = workshop((2, 2))
    before = shop.state(), shop.store.pictures.copy()
    with pytest.raises((ImagesError, StorageError)) as caught:
        act(shop)
    assert told in str(caught.value)
    assert shop.state() == before[0]
    np.testing.assert_array_equal(shop.store.pictures, before[1])


def test_five_thousand_pictures_are_held_as_bytes_and_no_more_are_taken():
    shop = ImageWorkshop()
    shop.set_classes([("a", "a"), ("b", "b")])
    for at in range(0, MOST_PICTURES, 500):
        shop.add("ab"[at % 1000 // 500], range(at, at + 500), bytes(500 * ONE))
    assert shop.store.pictures.base.nbytes == MOST_PICTURES * ONE
    with pytest.raises(ImagesError, match="pictures: expected up to 5,000, got 5,001"):
        shop.add("a", [MOST_PICTURES], bytes(ONE))
    shop.add("b", [0], bytes(ONE))  # takes the place of another
    assert counts(shop) == {"a": 2499, "b": 2501}


# -- training


def test_training_goes_on_in_portions_and_says_how_far_it_is():
    shop = workshop((20, 20))
    shop.begin(features="colours", augment=False, epochs=5)
    phases, shares, points = [], [], []
    for _ in range(10_000):
        answer = shop.portion(0)
        phases.append(answer["phase"])
        shares.append(answer["share"])
        points += answer["points"]
        if answer["phase"] == "done":
            break
    assert phases[0] == "features" and "training" in phases and phases[-1] == "done"
    assert shares == sorted(shares) and shares[-1] == 1 and len(shares) > 10
    assert [point[0] for point in points] == [0, 1, 2, 3, 4, 5]
    assert points[0][1] == pytest.approx(np.log(2)) and points[-1][1] < points[0][1]
    assert shop.portion(0)["points"] == []


def test_the_same_seed_gives_the_same_model_however_it_is_portioned():
    whole = trained(workshop(), features="gradients", augment=True, epochs=3, seed=4)
    pieces = workshop()
    pieces.begin(features="gradients", augment=True, epochs=3, seed=4)
    while pieces.portion(0)["phase"] != "done":
        pass
    asked = noisy(RED, 3, 9).tobytes()
    assert whole.predict(asked) == pieces.predict(asked)
    other = trained(workshop(), features="gradients", augment=True, epochs=3, seed=5)
    assert whole.predict(asked) != other.predict(asked)


def test_fifteen_of_a_hundred_of_each_class_are_held_out_rounded_up(shop):
    found = trained(workshop((20, 7, 1))).report()
    assert [(row["train"], row["held"], row["enough"]) for row in found["classes"]] == [(17, 3, True), (5, 2, False), (1, 0, False)]
    assert found["classes"][2]["accuracy"] is None and found["classes"][2]["text"] == "none held out: too few to say"
    assert any(note.startswith("Too few held-out pictures of green and blue to say") for note in found["notes"])
    assert found["heldCount"] == 5 == sum(map(sum, found["confusion"]))
    assert [[len(cell) for cell in row] for row in found["cells"]] == found["confusion"]


def test_two_colours_are_learned_and_the_report_says_so(shop):
    found = shop.report()
    assert found["accuracy"] == found["trainAccuracy"] == 1 and found["wrong"] == [] and found["notes"] == []
    assert found["confusion"] == [[3, 0], [0, 3]]
    assert found["text"] == "Of 6 pictures it has not seen it gets 6 right, 100 %."
    answers = shop.predict(noisy(RED, 2, 8).tobytes() + noisy(GREEN, 1, 8).tobytes())
    assert [answer["best"] for answer in answers] == [0, 0, 1]
    assert all(abs(sum(answer["shares"]) - 1) < 1e-12 for answer in answers)


def test_an_empty_class_and_a_single_class_are_refused_by_name():
    with pytest.raises(ImagesError, match="expected pictures in every class, got none in green: add some, or remove the class"):
        workshop((3, 0)).begin()
    with pytest.raises(ImagesError, match="expected at least two to tell apart, got 1"):
        workshop((3,)).begin()


def test_two_classes_with_one_picture_each_train_and_nothing_is_claimed():
    found = trained(workshop((1, 1))).report()
    assert found["accuracy"] is None and found["heldCount"] == 0
    assert found["text"] == "No picture was held out, so nothing can be said of pictures it has not seen."


def test_a_stopped_training_leaves_what_it_has_learned():
    shop = workshop()
    shop.begin(features="colours", augment=False, epochs=400)
    assert shop.stop()["phase"] == "stopped" and not shop.state()["trained"]
    shop.begin(features="colours", augment=False, epochs=400)
    while shop.portion(0)["epoch"] < 12:
        pass
    assert shop.stop()["phase"] == "stopped"
    assert shop.state()["trained"] and "It was stopped after 12 of 400 epochs." in shop.report()["notes"]
    assert shop.predict(noisy(GREEN, 1, 8).tobytes())[0]["best"] == 1


def test_a_model_is_trained_further_where_it_stands():
    shop = trained(workshop(), epochs=2)
    before = shop.report()
    shop.begin(further=True, epochs=30, augment=False)
    while not (points := shop.portion(0.05)["points"]):  # on a slow machine the features alone may take that long
        pass
    first = points[0]
    assert first[0] == 0 and first[1] == pytest.approx(shop._training.points[0][1]) and first[1] < np.log(2) - 1e-3
    while shop.portion(0.05)["phase"] != "done":
        pass
    assert shop._training.points[-1][1] < shop._training.points[0][1] and before["trainAccuracy"] <= shop.report()["trainAccuracy"]
    shop.set_classes([("id-red", "red"), ("id-green", "grass")])
    with pytest.raises(ImagesError, match="expected those of the model, red, green, in this order"):
        shop.begin(further=True)


def test_changes_while_it_trains_do_not_disturb_it():
    shop = workshop()
    shop.begin(features="colours", augment=False, epochs=10)
    shop.portion(0)
    shop.set_classes([("id-red", "red")])
    while shop.portion(0.05)["phase"] != "done":
        pass
    assert [name for _, name in shop.model.classes] == ["red", "green"] and shop.report()["heldCount"] == 6


# -- what is said


@pytest.mark.parametrize(("sizes", "why"), [((40, 6), "red has far more pictures"), ((8, 8), "it has hardly learned yet")])
def test_it_says_when_it_answers_one_class_only_and_why_that_may_be(sizes, why):
    shop = workshop((0, 0))
    shop.add("id-red", range(sizes[0]), bytes(sizes[0] * ONE))
    shop.add("id-green", range(100, 100 + sizes[1]), bytes(sizes[1] * ONE))
    note = trained(shop, epochs=2).report()["notes"][0]
    assert note.startswith(f"It answers red whatever it is shown. Probably {why}")


def test_it_says_when_a_class_is_much_larger_before_and_after_training():
    shop = trained(workshop((60, 12)))
    said = "red has 60 pictures, green 12: whoever guesses red is mostly right in training, and green may be overlooked."
    assert said in shop.state()["notes"] and said in shop.report()["notes"]


# -- trying


def test_the_nearest_training_pictures_are_named_with_their_distances(shop):
    kept = shop.model.kept_ids
    at = int(np.flatnonzero(shop.store.ids == kept[3])[0])
    answer = shop.predict(shop.store.pictures[at].tobytes(), neighbours=4)[0]
    assert answer["nearest"][0] == {"id": int(kept[3]), "class": 0, "distance": answer["nearest"][0]["distance"]}
    assert answer["nearest"][0]["distance"] < 0.01 and not answer["none"]
    distances = [near["distance"] for near in answer["nearest"]]
    assert distances == sorted(distances) and len(distances) == 4
    assert shop.predict(bytes(ONE), neighbours=0)[0]["nearest"] == []


def test_what_was_never_seen_is_none_of_these_and_the_dial_decides(shop):
    blue = shop.predict(noisy(BLUE, 1, 8).tobytes())[0]
    assert blue["none"] and blue["distance"] > shop.threshold()["default"] and blue["text"].startswith("None of these looks right")
    assert not shop.predict(noisy(BLUE, 1, 8).tobytes(), threshold=blue["distance"] + 0.01)[0]["none"]
    red = shop.predict(noisy(RED, 40, 8).tobytes())
    assert sum(answer["none"] for answer in red) <= 2
    assert all(answer["none"] for answer in shop.predict(noisy(RED, 5, 8).tobytes(), threshold=0))


def test_the_map_of_what_mattered_is_where_the_difference_is():
    # Grey pictures, of which one class has a red corner.
    shop = ImageWorkshop()
    shop.set_classes([("a", "corner"), ("b", "none")])
    plain, corner = noisy((120, 120, 120), 20, 1), noisy((120, 120, 120), 20, 2)
    corner[:, :8, :8] = noisy(RED, 20, 3)[:, :8, :8]
    shop.add("a", range(20), corner.tobytes())
    shop.add("b", range(20, 40), plain.tobytes())
    trained(shop, epochs=60)
    found = shop.occlusion(corner[0].tobytes(), class_index=0, cells=4)
    rows = np.array(found["rows"])
    assert rows.shape == (4, 4) and rows.argmax() == 0 and found["reach"] == pytest.approx(rows[0, 0], abs=1e-6)
    assert "corner" in found["text"]
    for wrong in ({"cells": 40}, {"class_index": 2}, {"class_index": True}):
        with pytest.raises(ImagesError):
            shop.occlusion(corner[0].tobytes(), **wrong)
