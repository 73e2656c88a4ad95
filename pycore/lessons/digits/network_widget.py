"""The workshop for digits: draw one and have it read, train ten neurons, a hidden layer or a convolution, and look at every mistake."""

import numpy as np

from pycore.images import drawings, trained
from pycore.images.judging import baseline, confusion
from pycore.images.trained import made
from pycore.lessons.digits.digit_sheets import images_sheet, signed_sheet
from pycore.lessons.digits.example_strokes import EIGHT
from pycore.lessons.digits.own_images import OwnImages
from pycore.lessons.digits.workshop import Workshop, a, digit_parts, percent
from pycore.lessons.widgets import marks, sheets
from pycore.lessons.widgets.exhibit_base import Choice, ExhibitError, action

__all__ = ["DigitNetwork"]

MODELS = (("ten", "Ten neurons"), ("hidden", "Hidden layer"), ("convolution", "Convolution"))
#: Epochs of one press on "Train", small images and large sets.
PORTION, LARGE_PORTION, LARGE = 20, 2, 5000
#: Images of a row, at most.
SHOWN = 20
#: Seconds that one request trains for.
SECONDS = 0.03
#: What the pictures below the network are.
CAPTIONS = {
    "ten": "The weights of the ten neurons, one for each digit",
    "hidden": "The weights of the hidden neurons",
    "convolution": "The filters, 5 × 5 pixels each",
}


class DigitNetwork(OwnImages):
    """Draw a digit and have it read while you draw; train the network anew and watch what it looks for."""

    TITLE = "Read handwritten digits"
    SOURCE = "pycore.images"
    CHOICES = {"model": Choice(MODELS, "ten", "The network")}

    @action
    def start_over(self):
        """Go back to the digits that come along, a network that has learned them, and an 8 on the paper."""
        self._train, self._test = digit_parts()
        self._form, self._own = drawings.form_of(self._train), False
        super().start_over()
        self._open(trained.model(self.model))
        self._draw(EIGHT)

    def _open(self, model):
        """Take a model; what was chosen goes."""
        self._shop = Workshop(self._train, self._test, model)
        self._cell, self._asked = None, None

    def _use(self, train, test):
        """Take other images, and a network that has seen none of them. Raises ValueError, and then changes nothing."""
        self._form = drawings.form_of(train)
        self._train, self._test, self._own = train, test, True
        self._open(made(self.model, train.shape))
        self._draw(self._strokes)

    def _draw(self, strokes):
        """Have these strokes on the pad."""
        self._look_at_strokes(strokes)
        self._redraw = True

    def _look_at_strokes(self, strokes):
        try:
            self._seen = drawings.drawn(strokes, self._form)
        except ValueError as error:
            raise ExhibitError(str(error)) from error
        self._strokes, self._place, self._asked = strokes, None, None

    def changed(self, name):
        self._open(made(self.model, self._train.shape) if self._own else trained.model(self.model))

    # -- what a reader does

    @action
    def move(self, name, strokes):
        """Take what was drawn on the pad so far: [[(x, y), ...], ...] in shares of its side."""
        self._look_at_strokes(strokes)

    @action
    def clear(self):
        """Wipe the pad."""
        self._draw([])

    @action
    def untrained(self):
        """Begin with new weights."""
        self._open(made(self.model, self._train.shape))

    @action
    def train(self):
        """Train for a portion, or pause."""
        if self._shop.is_training:
            self._shop.pause()
        else:
            self._shop.start(self._portion)

    @action
    def go(self, milliseconds=0):
        """Train, or look at more test images, for a moment."""
        self._shop.go(SECONDS)

    @action
    def pick(self, name):
        """Choose "digit 3", whose evidence is shown, "cell 3 5", images of a 3 taken for a 5, or "image 12" of those for testing."""
        kind, *numbers = str(name).split(" ")
        limits = {"digit": (10,), "cell": (10, 10), "image": (len(self._test),)}.get(kind, ())
        fits = len(numbers) == len(limits) > 0 and all(n.isdecimal() and int(n) < limit for n, limit in zip(numbers, limits, strict=True))
        if not fits:
            raise ExhibitError(f"{name!r} can't be chosen here")
        numbers = tuple(map(int, numbers))
        if kind == "digit":
            self._asked = None if self._asked == numbers[0] else numbers[0]
        elif kind == "cell":
            self._cell = None if self._cell == numbers else numbers
        else:
            self._draw([])
            self._place, self._seen = numbers[0], self._test.pictures[numbers[0]]

    @action
    def look(self, name):
        """A spot is pointed at; nothing changes by that."""

    # -- what is shown

    @property
    def _portion(self):
        return LARGE_PORTION if len(self._train) > LARGE else PORTION

    def picture(self):
        shop = self._shop
        shares = shop.model.probabilities(self._inputs)[0]
        likeliest = int(shares.argmax())
        is_blank = not self._seen.any()
        right = float((shop.said == shop.true[: shop.judged]).mean())
        said = "Draw a digit." if is_blank else f"Looks like {a(likeliest)}"
        busy, counts = shop.is_busy, confusion(shop.said, shop.true[: shop.judged], 10)
        view = {
            "texts": {
                "train": "Pause" if shop.is_training else f"Train {self._portion} epochs",
                "said": "–" if is_blank else str(likeliest),
                "sure": "Draw a digit" if is_blank else f"{shares[likeliest] * 100:.0f} % sure",
                "accuracy": percent(right),
                "baseline": f"always the same answer: {percent(baseline(shop.true, 10))}",
                "epochs": self._epochs_words(),
                "pictures": CAPTIONS[self.model],
                "evidence": self._evidence_words(likeliest, is_blank),
                "cell": self._cell_words(counts),
                "set": self._set_words(),
                **self.file_texts(),
            },
            "plots": {"shares": self._shares_plot(shares, is_blank), "confusion": self._confusion_plot(counts)},
            "sheets": {
                "seen": self._seen_sheet(),
                "evidence": self._evidence_sheet(likeliest, is_blank),
                "pictures": self._pictures_sheet(),
            },
            "shown": {"own": self._own},
            "busy": busy,
            "says": f"{percent(right)} right after {shop.practice.epochs} epochs" if shop.is_training else f"{said}.",
        }
        if not shop.is_training:
            view["sheets"]["mistakes"] = self._mistakes_sheet()
        if self._redraw:
            view["pads"] = {"drawing": self._strokes}
            self._redraw = False
        return view

    @property
    def _inputs(self):
        return self._seen.reshape(1, -1) / self._train.full

    def _epochs_words(self):
        learner = self._shop.practice
        if not self._own and not learner.epochs and self._is_shipped:
            return f"trained for {trained.EPOCHS[self.model]} epochs on {len(self._train):,} images"
        return f"{learner.epochs:,} epochs, {learner.seen:,} images seen"

    @property
    def _is_shipped(self):
        return bool(np.array_equal(self._shop.model.parameters, trained.model(self.model).parameters))

    def _set_words(self):
        tall, wide = self._train.shape
        return f"{len(self._train):,} images to train on, {len(self._test):,} to test with, {tall} × {wide} pixels"

    def _shares_plot(self, shares, is_blank):
        values = np.zeros(10) if is_blank else shares
        top = int(values.argmax())
        rows = [(number - 0.36, 0, number + 0.36, max(value, 0.004)) for number, value in enumerate(values)]
        tones = ["ink" if number == top and not is_blank else "ink-3" for number in range(10)]
        spots = [(f"digit {n}", n, 0.5, 26, 150, f"{n}: {values[n] * 100:.0f} %. Show what speaks for it") for n in range(10)]
        x = marks.axis(-0.6, 9.6, [(number, str(number)) for number in range(10)])
        y = marks.axis(0, 1, [(0, "0"), (0.5, "50 %"), (1, "100 %")])
        told = ", ".join(f"{n} {values[n] * 100:.0f} %" for n in range(10) if values[n] >= 0.005)
        label = f"How sure the network is of each digit: {told or 'nothing drawn'}"
        return marks.plot(x, y, [marks.bars(rows, tones=tones), marks.spots(spots)], label)

    def _evidence_words(self, likeliest, is_blank):
        if is_blank:
            return "Blue pixels will speak for the digit, orange ones against it."
        number = likeliest if self._asked is None else self._asked
        other = "the other digits" if self._asked is None or self._asked == likeliest else f"{a(likeliest)}, and the rest"
        return f"What each pixel says about {a(number)}, against {other}: blue speaks for it, orange against it."

    def _evidence_sheet(self, likeliest, is_blank):
        number = likeliest if self._asked is None else self._asked
        slopes = self._shop.model.slopes(self._inputs[0], number)
        part = np.zeros(self._train.shape) if is_blank else slopes * self._inputs.reshape(self._train.shape)
        return signed_sheet(part[None], [sheets.item("", f"for {a(number)}", f"What each pixel adds to the score of {a(number)}")])

    def _seen_sheet(self):
        where = "what it sees" if self._place is None else f"test image {self._place}: {a(self._test.labels[self._place])}"
        return sheets.sheet(self._seen[None] / self._train.full, "ink", [sheets.item("", where, where)])

    def _pictures_sheet(self):
        pictures = self._shop.model.pictures()
        if self.model == "ten":
            return signed_sheet(pictures, [sheets.item(f"digit {n}", str(n), f"The weights for {a(n)}") for n in range(10)], "pick")
        return signed_sheet(pictures, [sheets.item(words=f"Number {n + 1}") for n in range(len(pictures))])

    def _confusion_plot(self, counts):
        of_row = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        # Mistakes are few: the scale for them ends at a tenth of the images of a digit.
        values = np.where(np.eye(10, dtype=bool), of_row * 0.6, -np.minimum(of_row * 10, 1))
        values[counts == 0] = 0
        grid = marks.cells(values, (-0.5, 9.5, 9.5, -0.5))
        told, spots = [], []
        for row, column in zip(*np.nonzero(counts), strict=True):
            count, chosen = int(counts[row, column]), self._cell == (row, column)
            told.append(marks.note((column, 9 - row), f"{count}", "ink", "middle", 12, is_strong=chosen, dy=4))
            kind = "read as what it is" if row == column else f"taken for {a(column)}"
            spots.append((f"cell {row} {column}", column, 9 - row, 26, 26, f"{a(row).capitalize()} {kind}: {count}. Show the images"))
        drawn = [grid, *told, marks.spots(spots)]
        if self._cell:
            row, column = self._cell
            drawn.append(marks.dots([(column, 9 - row)], "ink", 15, shape="ring"))
        x = marks.axis(-0.5, 9.5, [(n, str(n)) for n in range(10)], label="what the network said")
        y = marks.axis(-0.5, 9.5, [(9 - n, str(n)) for n in range(10)], label="what it is")
        label = f"Which digit was taken for which: {np.trace(counts)} of {counts.sum()} test images right"
        return marks.plot(x, y, drawn, label, is_square=True, has_grid=False)

    def _wrong(self):
        """The places of the test images in the chosen cell, or of all mistakes."""
        shop = self._shop
        true = shop.true[: shop.judged]
        if self._cell is None:
            return np.flatnonzero(shop.said != true)
        return np.flatnonzero((true == self._cell[0]) & (shop.said == self._cell[1]))

    def _cell_words(self, counts):
        if self._cell is None:
            wrong = int(counts.sum() - np.trace(counts))
            return f"All {wrong} mistakes: what it is → what the network said" if wrong else "No mistakes"
        row, column = self._cell
        kind = "were read right" if row == column else f"were taken for {a(column)}"
        return f"{counts[row, column]} of {counts[row].sum()} images of {a(row)} {kind}"

    def _mistakes_sheet(self):
        places, shop = self._wrong()[:SHOWN], self._shop
        items = []
        for at in places:
            true, said = shop.true[at], shop.said[at]
            tone = "chosen" if at == self._place else ""
            words = f"Image {at}: {a(true)}, the network says {said}. Look at it"
            items.append(sheets.item(f"image {at}", f"{true} → {said}", words, tone))
        return images_sheet(self._test, places, items)
