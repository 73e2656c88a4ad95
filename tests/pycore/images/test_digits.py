"""The digits that pycore brings along: scikit-learn's, to the byte; the networks that come with them; and how answers are judged."""

import numpy as np
import pytest

from builder import digit_files
from pycore.images import digits as shipped
from pycore.images import trained
from pycore.images.idx_files import write_idx
from pycore.images.image_set import split
from pycore.images.judging import baseline, confusion, verdict
from pycore.images.practice import answers, balanced_places
from pycore.images.quick_random import QuickRandom


def test_the_files_are_what_the_builder_makes_of_scikit_learn_s_digits(digits):
    images, labels = digit_files.arrays()
    assert images.shape == (1797, 8, 8) and images.max() == shipped.FULL
    np.testing.assert_array_equal(digits.pictures, images)
    np.testing.assert_array_equal(digits.labels, labels)
    # Whatever zlib packs, what is in it is the same.
    for name, array in zip(shipped.FILES, (images, labels), strict=True):
        assert shipped._read(name).tobytes() == array.tobytes()
        assert (digit_files.FOLDER / name).stat().st_size < 50_000
    assert len(write_idx(images)) < 50_000


def test_two_parts_have_every_image_once_and_a_quarter_is_kept_for_testing(digits, parts):
    train, test = parts
    assert (len(train), len(test)) == (1348, 449)
    everything = np.concatenate([train.pictures, test.pictures]).reshape(-1, 64)
    np.testing.assert_array_equal(np.sort(everything.view("S64").ravel()), np.sort(digits.pictures.reshape(-1, 64).view("S64").ravel()))
    assert not np.array_equal(split(digits, seed=2)[1].labels, test.labels)
    # Of each class its share.
    assert np.abs(test.counts() - digits.counts() / 4).max() <= 1
    assert train.inputs(slice(3)).dtype == float and train.inputs().max() == 1 and digits.pictures.dtype == np.uint8


def test_the_weights_of_the_eight_speak_for_strokes_and_against_ink_in_its_holes(digits, parts):
    weights = trained.model("ten").pictures()[8]
    assert weights.min() < -0.5 and weights.max() > 0.5
    eights = parts[0].pictures[parts[0].labels == 8].mean(axis=0)
    strokes = eights > 0.6 * digits.full
    assert weights[strokes].mean() > 0.2
    # The middle of the upper hole, which an eight leaves white and other digits do not.
    upper = weights[2:4, 3:5]
    assert upper.min() < 0 < weights[strokes].mean()


@pytest.mark.parametrize("name", trained.NAMES)
def test_shipped_networks_are_what_training_makes_of_the_digits(name, parts):
    _, test = parts
    shipped_one, again = trained.model(name), trained.trained(name)
    assert shipped_one.parameters.shape == again.parameters.shape
    # Another machine rounds differently, and a network with corners may end up elsewhere; what it says stays.
    assert (answers(shipped_one, test) == answers(again, test)).mean() > 0.97
    true = test.labels == 8 if name == "eight" else test.labels
    assert (answers(shipped_one, test) == true).mean() > 0.95


def test_a_model_that_there_is_not_is_refused():
    with pytest.raises(ValueError, match="name: expected one of eight, ten, hidden, convolution, got 'eleven'"):
        trained.made("eleven", (8, 8))


def test_a_verdict_by_hand():
    # Ten images, four of them an eight: three found, one not; one of the six others called one.
    said, true = [1, 1, 1, 0, 1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    found = verdict(said, true)
    assert found[:2] == (0.8, 0.6) and found.recall == 0.75 and found.specificity == pytest.approx(5 / 6)
    assert found.balanced == pytest.approx((0.75 + 5 / 6) / 2)
    never = verdict([0] * 10, [0] * 10)
    assert np.isnan(never.recall) and never.specificity == never.accuracy == 1


def test_a_confusion_matrix_counts_rows_by_what_it_is():
    assert confusion([1, 1, 0], [1, 2, 0], 3).tolist() == [[1, 0, 0], [0, 1, 0], [0, 1, 0]]
    assert baseline([3, 3, 1, 0], 4) == 0.5


def test_balanced_places_have_every_one_and_as_many_others():
    is_one = np.arange(50) < 7
    places = balanced_places(is_one, QuickRandom(0))
    assert sorted(places[:7]) == list(range(7)) and len(places) == 14 and min(places[7:]) >= 7
