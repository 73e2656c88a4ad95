"""IDX files: read whole or in pieces, packed or not; what is wrong in one is named, with what was expected and what came."""

import gzip
import io

import numpy as np
import pytest

from pycore.images.idx_files import MOST_IMAGES, IdxError, IdxReader, paired, read_idx, write_idx
from pycore.images.image_set import ImageSet, split
from pycore.images.practice import Practice, answers
from pycore.images.trained import made

IMAGES = np.random.default_rng(0).integers(0, 256, (5, 6, 7), np.uint8)
LABELS = np.array([0, 1, 2, 3, 9], np.uint8)


def read(data, size, file="images"):
    reader, source = IdxReader(file), io.BytesIO(data)
    while piece := source.read(size):
        reader.feed(piece)
    return reader.finish()


@pytest.mark.parametrize("size", [1, 3, 17, 1 << 20])
@pytest.mark.parametrize("compressed", [False, True])
def test_pieces_of_any_size_make_the_same_arrays(size, compressed):
    np.testing.assert_array_equal(read(write_idx(IMAGES, compressed), size), IMAGES)
    np.testing.assert_array_equal(read(write_idx(LABELS, compressed), size), LABELS)


def test_a_file_is_read_by_its_path(tmp_path):
    (tmp_path / "t10k-images-idx3-ubyte.gz").write_bytes(write_idx(IMAGES))
    np.testing.assert_array_equal(read_idx(tmp_path / "t10k-images-idx3-ubyte.gz"), IMAGES)
    assert write_idx(IMAGES) == write_idx(IMAGES)


def head(magic, *sizes):
    return magic.to_bytes(4, "big") + b"".join(size.to_bytes(4, "big") for size in sizes)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"GIF89a..........", "images: magic number: expected 2051 for images or 2049 for labels, got 1195984440"),
        (head(2052, 1, 1, 1), "images: magic number: expected 2051 .*, got 2052"),
        (b"", "images: length: expected a head of 8 or 16 bytes, got 0 bytes"),
        (b"\0\0\x08\x03\0\0", "images: length: expected a head of 8 or 16 bytes, got 6 bytes"),
        (write_idx(IMAGES, False)[:-4], "images: values: expected 210 bytes, as its head says, got 206"),
        (write_idx(IMAGES, False) + b"more", "images: values: expected 210 bytes, as its head says, got at least 214"),
        (head(2051, 0, 8, 8), "images: number of images: expected 1 to 70,000, got 0"),
        (head(2051, MOST_IMAGES + 1, 8, 8), "images: number of images: expected 1 to 70,000, got 70,001"),
        (head(2049, 4_000_000_000), "images: number of labels: expected 1 to 70,000, got 4,000,000,000"),
        (head(2051, 1, 3, 8), "images: height: expected 4 to 64 pixels, got 3"),
        (head(2051, 1, 8, 65), "images: width: expected 4 to 64 pixels, got 65"),
        (head(2051, 1, 40, 40), "images: size of an image: expected up to 784 pixels, got 40 × 40"),
        (write_idx(IMAGES)[:-9], "images: compressed data: expected a whole gzip file, got one that ends too early"),
        # A block of a kind that deflate does not have.
        (write_idx(IMAGES)[:10] + b"\x07" + write_idx(IMAGES)[11:], "images: compressed data: expected a whole gzip file, got Error"),
        (write_idx(IMAGES) + b"more", "images: end: expected nothing behind the compressed data, got 4 bytes more"),
    ],
)
@pytest.mark.parametrize("size", [5, 1 << 20])
def test_what_is_wrong_in_a_file_is_named(data, sentence, size):
    if size == 5:  # what came may be seen earlier, piece by piece
        sentence = sentence.replace("214", "21[1-5]").replace("got 4 bytes more", "got [1-4] bytes more")
    with pytest.raises(IdxError, match=sentence):
        read(data, size)


def test_a_small_file_can_not_fill_the_memory():
    bomb = gzip.compress(head(2049, 10) + bytes(50_000_000))
    assert len(bomb) < 60_000
    reader = IdxReader("labels")
    with pytest.raises(IdxError, match="labels: values: expected 10 bytes, as its head says, got at least 1,"):
        reader.feed(bomb)


def test_files_are_paired_by_their_names_the_larger_first():
    small, large = (IMAGES[:2], LABELS[:2]), (IMAGES, LABELS)
    files = {
        **{"t10k-images-idx3-ubyte.gz": small[0], "train-images-idx3-ubyte": large[0]},
        **{"train-labels-idx1-ubyte": large[1], "t10k-labels-idx1-ubyte.gz": small[1]},
    }
    (first, second) = paired(files)
    assert first[0] is large[0] and first[1] is large[1] and second[0] is small[0] and second[1] is small[1]
    assert paired({"a": IMAGES, "b": LABELS})[0][1] is LABELS


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"x-images": IMAGES, "x-labels": LABELS[:4]}, "x-labels: number of labels: expected 5, one for each image in x-images, got 4"),
        ({"x-images": IMAGES, "x-labels": LABELS + 1}, "x-labels: label 5: expected 0 to 9, got 10"),
        ({"x-images": IMAGES}, "x-images: labels: expected a file of labels beside it, got none"),
        ({"x-labels": LABELS}, "x-labels: images: expected a file of images beside it, got none"),
        (
            {"a-images": IMAGES, "a-labels": LABELS, "b-images": IMAGES[:, :5], "b-labels": LABELS},
            "images: size: expected 6 × 7, got 5 × 7 in the second file",
        ),
    ],
)
def test_files_that_do_not_belong_together_are_refused(files, sentence):
    with pytest.raises(IdxError, match=sentence):
        paired(files)


def larger(digits):
    """The digits at 28 × 28 pixels, each pixel 2.5 times as large on a margin, as MNIST has one: 255 is full ink."""
    places = np.arange(20) * 8 // 20
    pictures = np.zeros((len(digits), 28, 28), np.uint8)
    pictures[:, 4:24, 4:24] = (digits.pictures[:, places][:, :, places].astype(int) * 255 // 16).astype(np.uint8)
    return pictures


def test_ten_neurons_learn_from_files_of_28_by_28_pixels(digits, tmp_path):
    # As MNIST comes: two files, packed; and the share of MNIST that 5,000 images reach.
    (tmp_path / "train-images-idx3-ubyte.gz").write_bytes(write_idx(larger(digits)))
    (tmp_path / "train-labels-idx1-ubyte.gz").write_bytes(write_idx(digits.labels))
    ((pictures, labels),) = paired({path.name: read_idx(path) for path in tmp_path.iterdir()})
    train, test = split(ImageSet(pictures, labels, 255, digits.classes, "files"))
    assert train.shape == (28, 28) and train.pictures.dtype == np.uint8
    learner = Practice(train, made("ten", train.shape)).train(8)
    assert (answers(learner.model, test) == test.labels).mean() >= 0.89
