"""The reader's own images from gathering to taking away: the one object that the page, a prompt and the tests use."""

import numpy as np

from pycore.lessons.images import image_settings, model_files
from pycore.lessons.images.model_script import script
from pycore.lessons.images.occlusion import occlusion
from pycore.lessons.images.picture_model import THRESHOLDS
from pycore.lessons.images.picture_store import MOST_CLASSES, MOST_PICTURES, SIDE, ImagesError, PictureStore, pictures_of
from pycore.lessons.images.picture_training import Training, check_classes
from pycore.lessons.images.training_report import notes_on, report

__all__ = ["ImageWorkshop"]

#: Pictures that `predict` takes at once, the neighbours it may name for each, and the cells of a map from side to side.
MOST_ASKED, MOST_NEIGHBOURS, CELLS = 100, 12, (2, 10)


class ImageWorkshop:
    """Pictures in named classes, and a network that is trained on them.

    Pictures are bytes: SIDE × SIDE pixels each, red, green and blue of each pixel, row after row, several one after the other. Whatever
    raises an error leaves everything as it was.

    >>> shop = ImageWorkshop()
    >>> shop.set_classes([("a", "dark"), ("b", "light")])
    >>> shop.add("a", [1, 2], bytes(2 * 40 * 40 * 3))
    >>> shop.add("b", [3, 4], b"\\xf0" * (2 * 40 * 40 * 3))
    >>> shop.begin(features="colours", epochs=60, augment=False)
    >>> while not shop.portion(1)["phase"] == "done":
    ...     pass
    >>> shop.predict(b"\\xf0" * (40 * 40 * 3))[0]["best"]
    1
    """

    def __init__(self):
        self.store = PictureStore()
        self.model, self._training, self._told = None, None, 0
        self._cache, self._cached = {}, None

    # Gather -------------------------------------------------------------------------------------------------------------

    def set_classes(self, classes):
        """Have these classes, (id, name) each, in this order; pictures of one that is no longer there go with it."""
        self.store.set_classes(classes)

    def add(self, class_id, ids, data):
        """Add up to 500 pictures to a class under whole numbers `ids`; one that is there already takes the place of the old one."""
        self.store.add(class_id, ids, pictures_of(data))

    def remove(self, ids):
        """Let go of the pictures of these ids; unknown ones are left out."""
        self.store.remove(ids)

    def move(self, ids, class_id):
        """Put the pictures of these ids into another class."""
        self.store.move(ids, class_id)

    def state(self):
        """Return what is there.

        "side", "most", "mostClasses", "classes" [{"id", "name", "count"}], "count", "notes", "canTrain", "trained" and "settings".
        """
        store, counts = self.store, self.store.counts()
        try:
            check_classes(store)
            can_train = True
        except ImagesError:
            can_train = False
        return {
            "side": SIDE,
            "most": MOST_PICTURES,
            "mostClasses": MOST_CLASSES,
            "classes": [{"id": key, "name": name, "count": int(n)} for (key, name), n in zip(store.classes, counts, strict=True)],
            "count": len(store),
            "notes": notes_on(store.classes, counts),
            "canTrain": can_train,
            "trained": self.model is not None,
            "settings": dict(self.model.settings) if self.model else dict(image_settings.DEFAULTS),
        }

    # Train --------------------------------------------------------------------------------------------------------------

    def begin(self, further=False, **settings):
        """Begin to train with these settings (see image_settings.ROWS): anew, or `further` with the model that stands.

        Raises ImagesError for fewer than two classes, an empty one, a wrong setting, or classes that are not the model's.
        """
        settings = image_settings.checked(settings)
        if further:
            model = self._need_model()
            if [name for _, name in model.classes] != [name for _, name in self.store.classes]:
                names = ", ".join(name for _, name in model.classes)
                raise ImagesError(f"classes: expected those of the model, {names}, in this order, to train it further")
        name = self.model.settings["features"] if further else settings["features"]
        cache = self._cache if name == self._cached else {}
        self._training = Training(self.store, settings, self.model if further else None, cache)
        self._cache, self._cached, self._told = cache, name, 0

    def portion(self, seconds=0.05):
        """Train for about so long; returns `progress`."""
        return self._after(self._need_training().portion(seconds))

    def forget_features(self):
        """Let go of what was measured in pictures, which is kept from one training to the next."""
        self._cache = {}

    def stop(self):
        """End the training here; the model is what it has learned so far. Returns `progress`."""
        return self._after(self._need_training().stop())

    def progress(self):
        """Return "phase" ("features", "training", "done", "stopped"), "share", "epoch", "epochs", and "points", new ones only.

        A point is [epoch, loss, accuracy, loss of held-out pictures, their accuracy], the last two None without any.
        """
        training = self._need_training()
        points = [[None if isinstance(value, float) and not np.isfinite(value) else value for value in point] for point in training.points]
        new, self._told = points[self._told :], len(points)
        epochs = training.settings["epochs"]
        return {"phase": training.phase, "share": training.share, "epoch": training.epoch, "epochs": epochs, "points": new}

    def report(self):
        """Return how good the last training's model is.

        "accuracy" (None without held-out pictures), "heldCount", "trainAccuracy", "classes" [{"id", "name", "train", "held", "right",
        "accuracy", "enough", "text"}], "confusion" (row by what it is, column by what was said, held-out pictures), "cells" (their ids),
        "wrong" [{"id", "is", "said", "sure", "held"}], "notes" (sentences) and "text".
        """
        training = self._need_training()
        if training.model is None:
            raise ImagesError("report: expected a training that has ended, got none")
        return report(training)

    # Try ----------------------------------------------------------------------------------------------------------------

    def predict(self, data, neighbours=3, threshold=None):
        """Return one dict for each of up to 100 pictures.

        "shares" (by class), "best" (its place), "distance" (1 is usual among the training pictures, see picture_model.unit_of), "none"
        (whether that is above the threshold), "nearest" [{"id", "class", "distance"}] training pictures, and "text".
        """
        model = self._need_model()
        if isinstance(neighbours, bool) or not isinstance(neighbours, int) or not 0 <= neighbours <= MOST_NEIGHBOURS:
            raise ImagesError(f"neighbours: expected a whole number from 0 to {MOST_NEIGHBOURS}, got {neighbours!r}")
        if threshold is not None and (isinstance(threshold, bool) or not isinstance(threshold, int | float) or not 0 <= threshold <= 1e6):
            raise ImagesError(f"threshold: expected a number from 0, got {threshold!r}")
        return model.answers(pictures_of(data, MOST_ASKED), neighbours, threshold)

    def threshold(self):
        """Return the dial for "none of these looks right": "threshold", "low", "high", "step", "default", and "text", what it means."""
        low, high, step, start = THRESHOLDS
        text = (
            "1 is a usual distance: 95 of 100 training pictures have another one that near. "
            f"What is more than {start:g} times as far from all of them is called none of these."
        )
        return {"threshold": start, "low": low, "high": high, "step": step, "default": start, "text": text}

    def occlusion(self, data, class_index=None, cells=8):
        """Return what mattered in one picture: "rows" (cells, cells) of how much less sure it is of the class with that cell covered.

        And "cells", "class" (without `class_index` the one it says), "reach", the largest size of these numbers, and "text".
        """
        model, picture = self._need_model(), pictures_of(data, 1)[0]
        if isinstance(cells, bool) or not isinstance(cells, int) or not CELLS[0] <= cells <= CELLS[1]:
            raise ImagesError(f"cells: expected a whole number from {CELLS[0]} to {CELLS[1]}, got {cells!r}")
        if class_index is None:
            class_index = int(model.shares(picture[None])[0].argmax())
        if isinstance(class_index, bool) or not isinstance(class_index, int) or not 0 <= class_index < len(model.classes):
            raise ImagesError(f"class_index: expected 0 to {len(model.classes) - 1}, got {class_index!r}")
        found = occlusion(model, picture, class_index, cells)
        reach, name = float(np.abs(found).max()), model.classes[class_index][1]
        text = f"Covering the part that matters most takes {found.max() * 100:.0f} points off {name}."
        if reach < 0.02:
            text = f"No single part matters much: whichever is covered, {name} stays about as sure."
        return {"rows": found.round(6).tolist(), "cells": cells, "class": class_index, "reach": reach, "text": text}

    # Take away ----------------------------------------------------------------------------------------------------------

    def export_json(self):
        """Return the model as JSON text; see model_files."""
        return model_files.save_json(self._need_model())

    def export_npz(self):
        """Return the model as the bytes of an NPZ file."""
        return model_files.save_npz(self._need_model())

    def export_script(self):
        """Return a Python program that needs NumPy and Pillow, loads either file, and says what is on a picture."""
        self._need_model()
        return script()

    def load(self, saved):
        """Have the model of a file, text or bytes; pictures stay, and a training that is under way ends. Raises StorageError."""
        self.model = model_files.load_model(saved)
        self._training = None

    def _after(self, training):
        if training.model is not None:
            self.model = training.model
        return self.progress()

    def _need_training(self):
        if self._training is None:
            raise ImagesError("training: expected one that was begun, got none")
        return self._training

    def _need_model(self):
        if self.model is None:
            raise ImagesError("model: expected one that was trained or imported, got none")
        return self.model
