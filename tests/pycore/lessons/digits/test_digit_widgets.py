"""The widgets that read digits: what they show follows what was trained, drawn, chosen and brought along."""

import base64

import numpy as np
import pytest

from builder.paths import SITE
from pycore.images.digits import load_digits
from pycore.images.idx_files import write_idx
from pycore.images.judging import verdict
from pycore.lessons import exhibits
from pycore.lessons.digits import own_images
from pycore.lessons.digits.example_strokes import EIGHT
from pycore.lessons.digits.workshop import digit_parts
from pycore.lessons.exhibits import ExhibitError
from pycore.lessons.widgets import sheets


def run(exhibit):
    """Go on until the widget wants nothing more; return its view."""
    for _ in range(2000):
        view = exhibit.view()
        if not view["busy"]:
            return view
        exhibit.do("go", milliseconds=1)
    raise AssertionError("it never ends")


def shades(sheet):
    """The pictures of a sheet, (n, height, width)."""
    data = np.frombuffer(base64.b64decode(sheet["shades"]), np.uint8)
    return data.reshape(len(sheet["items"]), *sheet["size"])


def number(text):
    return float(text.removesuffix(" %"))


# -- one neuron


def test_a_neuron_begins_with_the_accuracy_of_always_saying_no_and_nothing_in_its_weights():
    view = exhibits.create("digit-neuron").view()
    assert view["texts"]["accuracy"] == view["texts"]["baseline"] == "90.4 %"
    assert view["tables"]["compared"]["rows"][1] == ["Recall of 8s", "0.0 %", "0.0 %"]
    assert (shades(view["sheets"]["weights"]) == 15).all() and view["off"] == ["untrained"]
    assert view["texts"]["missedtitle"].startswith("Overlooked: 43 of 43.")


def test_training_makes_a_picture_of_an_eight_and_the_numbers_are_those_of_the_neuron():
    neuron = exhibits.create("digit-neuron")
    neuron.do("train")
    assert neuron.view()["texts"]["train"] == "Pause"
    view = run(neuron)
    weights = shades(view["sheets"]["weights"])[0]
    assert weights.min() == 0 or weights.max() == 30
    assert weights.min() < 10 and weights.max() > 20
    _, test = digit_parts()
    found = verdict(neuron._shop.said == 1, test.labels == 8)
    rows = view["tables"]["compared"]["rows"]
    shares = (found.accuracy, found.recall, found.specificity, found.balanced)
    assert [row[1] for row in rows] == [f"{share * 100:.1f} %" for share in shares]
    assert number(view["texts"]["accuracy"]) > number(view["texts"]["baseline"]) + 2 and found.recall > 0.5
    # Each overlooked image is an 8 that the neuron says no to.
    assert all(item["words"].startswith("An 8, image ") for item in view["sheets"]["missed"]["items"])
    neuron.do("untrained")
    assert neuron.view()["texts"]["accuracy"] == "90.4 %"


def test_balanced_training_finds_more_eights_and_is_right_less_often():
    plain, balanced = exhibits.create("digit-neuron"), exhibits.create("digit-neuron", {"balanced": "true"})
    for neuron in (plain, balanced):
        neuron.do("train")
        run(neuron)
    (plain_right, plain_recall), (right, recall) = (
        [number(row[1]) for row in neuron.view()["tables"]["compared"]["rows"][:2]] for neuron in (plain, balanced)
    )
    assert recall > plain_recall and right < plain_right


def test_the_sum_of_an_image_is_its_ink_times_the_weights():
    neuron = exhibits.create("digit-neuron")
    neuron.do("train")
    run(neuron)
    wrong = neuron.view()["sheets"]["wrong"]["items"][0]["name"]
    neuron.do("pick", name=wrong)
    view = neuron.view()
    image, weights = neuron._parts()
    assert f"adds up to {image @ weights:.2f}".replace("-", "−") in view["texts"]["sum"]
    assert [item["tone"] for item in view["sheets"]["wrong"]["items"]][0] == "chosen"
    assert "sure of an 8" in view["texts"]["sum"]
    with pytest.raises(ExhibitError, match="name: expected 0 to 448, got '449'"):
        neuron.do("pick", name="449")


@pytest.mark.parametrize("digit", range(10))
def test_any_digit_can_be_looked_for(digit):
    neuron = exhibits.create("digit-neuron", {"digit": str(digit)})
    neuron.do("train")
    view = run(neuron)
    assert number(view["texts"]["accuracy"]) > number(view["texts"]["baseline"])


# -- the workshop


@pytest.fixture
def workshop():
    return exhibits.create("digit-network")


def test_the_workshop_begins_with_an_eight_that_is_read(workshop):
    view = workshop.view()
    assert view["texts"]["said"] == "8" and view["pads"]["drawing"] == EIGHT
    assert number(view["texts"]["accuracy"]) > 95
    assert len(view["sheets"]["pictures"]["items"]) == 10
    assert "pads" not in workshop.view()  # told once: afterwards the pad is the reader's


def test_what_is_drawn_is_read_and_what_it_sees_is_in_the_form_of_the_set(workshop):
    workshop.view()
    workshop.do("move", name="drawing", strokes=[[[0.5, 0.1], [0.5, 0.9]]])
    view = workshop.view()
    assert view["texts"]["said"] == "1" and view["says"] == "Looks like a 1."
    assert "pads" not in view
    seen = shades(view["sheets"]["seen"])[0]
    assert seen.shape == (8, 8) and seen[1:-1, 3:5].min() > 0 and not seen[:, [0, 1, 6, 7]].any()
    workshop.do("clear")
    view = workshop.view()
    assert view["texts"]["said"] == "–" and view["pads"]["drawing"] == [] and not shades(view["sheets"]["seen"]).any()
    with pytest.raises(ExhibitError, match="strokes: expected lists of points"):
        workshop.do("move", name="drawing", strokes=[["x"]])


def test_evidence_is_what_each_pixel_adds_to_the_score(workshop):
    view = workshop.view()
    evidence = shades(view["sheets"]["evidence"])[0].astype(int) - 15
    seen = shades(view["sheets"]["seen"])[0]
    assert not evidence[seen == 0].any() and evidence.min() < 0 < evidence.max()
    assert "about an 8, against the other digits" in view["texts"]["evidence"]
    workshop.do("pick", name="digit 3")
    assert "about a 3, against an 8, and the rest" in workshop.view()["texts"]["evidence"]


@pytest.mark.parametrize("model", ["ten", "hidden", "convolution"])
def test_each_network_begins_trained_and_learns_anew(model):
    workshop = exhibits.create("digit-network", {"model": model})
    view = workshop.view()
    assert number(view["texts"]["accuracy"]) > 95 and view["texts"]["epochs"].startswith("trained for ")
    workshop.do("untrained")
    assert number(workshop.view()["texts"]["accuracy"]) < 40
    before = workshop.view()["sheets"]["pictures"]["shades"]
    workshop.do("train")
    workshop.do("go")
    assert workshop.view()["sheets"]["pictures"]["shades"] != before
    view = run(workshop)
    assert number(view["texts"]["accuracy"]) > 90 and view["texts"]["epochs"].startswith("20 epochs")


def test_a_cell_of_the_matrix_shows_its_images(workshop):
    view = workshop.view()
    spots = next(mark for mark in view["plots"]["confusion"]["marks"] if mark["mark"] == "spots")["rows"]
    counts = {tuple(map(int, row[0].split()[1:])): int(row[5].split(": ")[1].split(".")[0]) for row in spots}
    assert sum(counts.values()) == 449
    wrong = sum(count for (row, column), count in counts.items() if row != column)
    assert len(view["sheets"]["mistakes"]["items"]) == wrong == 449 - sum(counts[n, n] for n in range(10))
    cell = next(cell for cell in counts if cell[0] != cell[1])
    workshop.do("pick", name=f"cell {cell[0]} {cell[1]}")
    view = workshop.view()
    captions = {item["caption"] for item in view["sheets"]["mistakes"]["items"]}
    assert captions == {f"{cell[0]} → {cell[1]}"} and len(view["sheets"]["mistakes"]["items"]) == counts[cell]
    # One of them, chosen, is what the network looks at.
    chosen = view["sheets"]["mistakes"]["items"][0]["name"]
    workshop.do("pick", name=chosen)
    assert workshop.view()["texts"]["said"] == str(cell[1])
    workshop.do("pick", name=f"cell {cell[0]} {cell[1]}")
    assert len(workshop.view()["sheets"]["mistakes"]["items"]) == wrong


@pytest.mark.parametrize("name", ["digit", "digit 10", "cell 1", "cell 1 x", "image 449", "", "house 3", None])
def test_what_can_not_be_chosen_is_refused(workshop, name):
    with pytest.raises(ExhibitError, match="can't be chosen here"):
        workshop.do("pick", name=name)


# -- a reader's own files


def feed(workshop, files, size=1000):
    for name, data in files.items():
        for at in range(0, max(len(data), 1), size):
            workshop.do("feed_file", file=name, data=base64.b64encode(data[at : at + size]).decode(), at=at)
    workshop.do("use_files")


@pytest.fixture(scope="module")
def files():
    """Two files of 400 digits at 16 × 16 pixels, each pixel fourfold, as bytes."""
    digits = load_digits().take(slice(0, 400))
    large = np.repeat(np.repeat(digits.pictures.astype(int) * 255 // 16, 2, 1), 2, 2).astype(np.uint8)
    return {"train-images-idx3-ubyte.gz": write_idx(large), "train-labels-idx1-ubyte.gz": write_idx(digits.labels)}


def test_files_are_taken_and_a_network_learns_them(workshop, files):
    feed(workshop, files)
    view = workshop.view()
    assert view["texts"]["set"] == "300 images to train on, 100 to test with, 16 × 16 pixels"
    assert view["shown"]["own"] and view["sheets"]["pictures"]["size"] == [16, 16]
    workshop.do("train")
    assert number(run(workshop)["texts"]["accuracy"]) > 85
    for model in ("hidden", "convolution"):
        workshop.do("set", name="model", value=model)
        workshop.do("train")
        assert number(run(workshop)["texts"]["accuracy"]) > 75
    # What was drawn is brought to the form of these images.
    workshop.do("move", name="drawing", strokes=EIGHT)
    assert workshop.view()["sheets"]["seen"]["size"] == [16, 16]
    workshop.do("start_over")
    assert "8 × 8 pixels" in workshop.view()["texts"]["set"]


def broken(files, **changed):
    names = dict(zip(("images", "labels"), files, strict=True))
    return {**files, **{names[kind]: data for kind, data in changed.items()}}


def test_bad_files_are_told_of_and_what_was_there_stays(workshop, files):
    labels = load_digits().labels[:400]
    for bad, sentence in (
        (broken(files, images=b"GIF89a"), "train-images-idx3-ubyte.gz: magic number: expected 2051 .* got 1195984440"),
        (broken(files, images=files["train-images-idx3-ubyte.gz"][:-500]), "expected a whole gzip file, got one that ends too early"),
        (broken(files, labels=write_idx(labels[:300])), "number of labels: expected 400, one for each image in .*, got 300"),
        (broken(files, labels=write_idx(labels + 5)), "label 6: expected 0 to 9, got 10"),
        ({"only-images": files["train-images-idx3-ubyte.gz"]}, "labels: expected a file of labels beside it, got none"),
        ({}, "files: expected IDX files of images and of labels, got none"),
        ({"blank-images": write_idx(np.zeros((9, 8, 8))), "blank-labels": write_idx(np.arange(9))}, "expected images with ink on them"),
    ):
        feed(workshop, files)
        workshop.do("untrained")
        workshop.do("train")
        before = run(workshop)
        with pytest.raises(ExhibitError, match=sentence):
            feed(workshop, bad)
        after = workshop.view()
        assert after["texts"] == before["texts"] and after["sheets"] == before["sheets"]


def test_a_piece_is_bounded_and_pieces_have_an_order(workshop, files):
    with pytest.raises(ExhibitError, match="images: expected its beginning first, got what stands at 5"):
        workshop.do("feed_file", file="images", data="", at=5)
    much = base64.b64encode(bytes(own_images.MOST_BYTES + 1)).decode()
    with pytest.raises(ExhibitError, match="images: expected up to 1,048,576 bytes at a time, got 1,048,577"):
        workshop.do("feed_file", file="images", data=much, at=0)
    with pytest.raises(ExhibitError, match="Incorrect padding|base64"):
        workshop.do("feed_file", file="images", data="?", at=0)
    for name in range(4):
        workshop.do("feed_file", file=f"{name}-labels", data=base64.b64encode(write_idx(np.arange(3))).decode(), at=0)
    with pytest.raises(ExhibitError, match="files: expected up to four"):
        for name in (4, 5):
            workshop.do("feed_file", file=f"{name}-labels", data=base64.b64encode(write_idx(np.arange(3))).decode(), at=0)


def test_a_sheet_needs_an_item_for_each_picture():
    with pytest.raises(ValueError, match="items: expected 2, one for each picture, got 1"):
        sheets.sheet(np.zeros((2, 3, 3)), "ink", [sheets.item()])
    made = sheets.sheet(np.array([[[-2.0, 0.0, 1.0]]]), "signed", [sheets.item(3, "three")])
    assert shades(made).ravel().tolist() == [0, 15, 30] and made["items"][0]["words"] == "three"


# -- a filter, a shift, a walk


def test_a_filter_is_painted_and_matches_what_it_looks_for():
    widget = exhibits.create("digit-filter")
    widget.do("take", name="blank")
    view = widget.view()
    assert view["texts"]["here"] == "0.00" and (shades(view["sheets"]["response"]) == 15).all()
    widget.do("paint", name="4")  # now it gives back the image
    view = widget.view()
    image, found = (shades(view["sheets"][name])[0].astype(int) for name in ("image", "response"))
    assert np.abs((found - 15) * 2 - image * 30 / image.max()).max() <= 1
    assert "row 2, column 2: for ink" in view["sheets"]["filter"]["items"][4]["words"].lower()
    widget.do("paint", name="4")
    assert widget.cells[4] == -1
    widget.do("paint", name="4")
    assert widget.cells == [0.0] * 9
    for name in ("9", "", "x"):
        with pytest.raises(ExhibitError, match="name: expected 0 to 8"):
            widget.do("paint", name=name)
    with pytest.raises(ExhibitError, match="name: expected one of below, beside, slash, hole, blank, got 'door'"):
        widget.do("take", name="door")


def test_a_filter_slides_over_every_place():
    widget = exhibits.create("digit-filter", {"cells": "1,1"})
    assert widget._filter().ravel().tolist() == [1, 1, 0, 0, 0, 0, 0, 0, 0]
    widget.do("slide")
    seen = []
    for _ in range(70):
        view = widget.view()
        seen.append(tuple(view["sheets"]["response"]["items"][0]["box"][:2]))
        if not view["busy"]:
            break
        widget.do("go")
    assert seen == [(place % 8 / 8, place // 8 / 8) for place in range(64)]
    widget.do("slide")
    widget.do("slide")
    assert not widget.view()["busy"]


def test_one_pixel_to_the_right_is_too_much_for_ten_neurons_and_not_for_a_convolution():
    widget = exhibits.create("digit-shift", {"right": "0"})
    assert [row[1] for row in widget.view()["tables"]["read"]["rows"]] == ["3 ✓"] * 3
    widget.do("set", name="right", value=1)
    rows = widget.view()["tables"]["read"]["rows"]
    assert number(rows[0][3]) < 50 and number(rows[1][3]) < 55 and number(rows[2][3]) > 95
    before, moved = (shades(widget.view()["sheets"][name])[0] for name in ("before", "moved"))
    np.testing.assert_array_equal(moved[:, 1:], before[:, :-1])
    curves = [mark["points"] for mark in widget.view()["plots"]["shares"]["marks"] if mark["mark"] == "line"]
    assert [curve[3][1] * 100 for curve in curves] == pytest.approx([number(row[3]) for row in rows], abs=0.05)


def test_the_lesson_tells_the_lengths_of_the_walk():
    text = " ".join((SITE / "content" / "07-digits.md").read_text(encoding="utf-8").split())
    assert "The way to the 8 is 2.80 long, but the plane is only 0.42 away." in text


def test_the_walk_is_a_straight_line_that_changes_sides_where_it_says():
    widget = exhibits.create("digit-walk")
    view = widget.view()
    assert view["texts"]["length"] == "The way is 2.80 long. The plane is 0.42 away from the start."
    change = float(view["texts"]["crossing"].removesuffix(" %")) / 100
    for share, answer in ((change - 0.02, "No"), (change + 0.02, "Yes, an 8")):
        widget.do("set", name="share", value=share)
        assert widget.view()["texts"]["says"].startswith(f"{answer}: the sum is ")
    line = next(mark for mark in widget.view()["plots"]["sum"]["marks"] if mark["mark"] == "line" and mark["tone"] == "ink")["points"]
    dot = widget.view()["plots"]["sum"]["marks"][-1]["points"][0]
    assert dot[1] == pytest.approx(line[0][1] + widget.share * (line[1][1] - line[0][1]))
    widget.do("configure", values={"way": "plane", "share": 1})
    view = widget.view()
    assert view["texts"]["crossing"] == "50 %" and view["texts"]["says"].startswith("Yes, an 8")
    assert view["texts"]["length"] == "The way is 0.84 long. The plane is 0.42 away from the start."
