"""Training on the pictures of a store, a portion at a time: measures them, then goes through the epochs, and can be stopped at any time."""

import math
import time

import numpy as np

from pycore.images.feature_head import FeatureHead
from pycore.images.picture_variety import varied
from pycore.images.quick_random import QuickRandom
from pycore.lessons.images.picture_model import MOST_KEPT, PORTION, PictureModel, measured, scaling, unit_of
from pycore.lessons.images.picture_store import ImagesError

__all__ = ["HELD", "Training", "check_classes", "held_places"]

#: The share of each class that is held out to judge with, rounded up.
HELD = 0.15
#: Varied copies of each picture, and of all of them: with many pictures there is variety without.
_COPIES, _MOST_COPIES = 3, 3000
#: Training pictures that are looked at after an epoch.
_JUDGED = 500


def check_classes(store):
    """Raise ImagesError if the classes of a PictureStore can't be told apart by training: fewer than two, or one without pictures."""
    if len(store.classes) < 2:
        raise ImagesError(f"classes: expected at least two to tell apart, got {len(store.classes)}")
    empty = [name for (_, name), count in zip(store.classes, store.counts(), strict=True) if not count]
    if empty:
        raise ImagesError(f"classes: expected pictures in every class, got none in {', '.join(empty)}: add some, or remove the class")


def held_places(labels, classes, random):
    """Return which of the pictures are held out, (n,) bool: of each class HELD, rounded up; none of a class with one picture."""
    held = np.zeros(len(labels), bool)
    for label in range(classes):
        places = np.flatnonzero(labels == label)
        held[random.chosen(places, math.ceil(HELD * len(places)) if len(places) > 1 else 0)] = True
    return held


class Training:
    """Trains on what a PictureStore has now, with `settings` as image_settings.checked gives them; later changes of the store don't matter.

    model: None, or the PictureModel to go on from, whose features, scaling and weights stay. cache: {stamp of a picture: its features}, to
    be kept from one training to the next; what is no longer needed is taken out of it. `share`, from 0 to 1, is how much is done.
    """

    def __init__(self, store, settings, model=None, cache=None):
        check_classes(store)
        if model is not None:
            settings = settings | {name: model.settings[name] for name in ("features", "hidden")}
        self.settings, self._from = settings, model
        self.classes, self.pictures = list(store.classes), store.pictures.copy()
        self.ids, self.labels, self._stamps = store.ids.copy(), store.labels.copy(), store.stamps.copy()
        self._random = QuickRandom(settings["seed"])
        self.held = held_places(self.labels, len(self.classes), self._random)
        self.points, self.phase, self.epoch, self._in_epoch, self.model = [], "features", 0, 0.0, None
        self._cache = {} if cache is None else cache
        for stamp in self._cache.keys() - set(self._stamps.tolist()):
            del self._cache[stamp]
        self._measured = 0.0
        self._work = self._go()

    @property
    def share(self):
        """How much is done, from 0 to 1: the measuring counts as a half."""
        epochs = self.settings["epochs"]
        return 1.0 if self.phase in ("done", "stopped") else 0.5 * self._measured + 0.5 * (self.epoch + self._in_epoch) / epochs

    @property
    def is_over(self):
        return self.phase in ("done", "stopped")

    def portion(self, seconds):
        """Go on for about so long, one small step at least; returns self."""
        end = time.perf_counter() + seconds
        while not self.is_over:
            if next(self._work, "over") == "over" or time.perf_counter() >= end:
                break
        return self

    def stop(self):
        """End here. `model` is then what was learned so far, or None if nothing was."""
        if not self.is_over:
            self._work.close()
            self._finish("stopped")
        return self

    def _go(self):
        yield from self._measure()
        self.phase = "training"
        head, batch = self.head, self.settings["batch"]
        while self.epoch < self.settings["epochs"]:
            order = self._random.permutation(len(self._inputs))
            for at in range(0, len(order), batch):
                places = order[at : at + batch]
                head.learn(self._inputs[places].astype(float), self._targets[places], self.settings["rate"])
                self._in_epoch = at / len(order)
                yield
            self.epoch, self._in_epoch = self.epoch + 1, 0.0
            self._look()
            yield
        self._finish("done")

    def _measure(self):
        """Measure pictures and copies, scale them, and have a head for them."""
        name = self.settings["features"]
        missing = [place for place, stamp in enumerate(self._stamps.tolist()) if stamp not in self._cache]
        train = np.flatnonzero(~self.held)
        rounds = min(_COPIES, _MOST_COPIES // len(train) + 1) if self.settings["augment"] else 0
        copied = np.concatenate([train] * rounds)[:_MOST_COPIES] if rounds else np.zeros(0, int)
        count = max(len(missing) + len(copied), 1)
        for at in range(0, len(missing), PORTION):
            places = missing[at : at + PORTION]
            for place, row in zip(places, measured(self.pictures[places], name), strict=True):
                self._cache[int(self._stamps[place])] = row.astype(np.float32)
            self._measured = at / count
            yield
        copies = []
        for at in range(0, len(copied), PORTION):
            pictures = varied(self.pictures[copied[at : at + PORTION]], self._random)
            copies.append(measured(pictures, name).astype(np.float32))
            self._measured = (len(missing) + at) / count
            yield
        found = np.stack([self._cache[stamp] for stamp in self._stamps.tolist()])
        inputs = np.concatenate([found[train], *copies])
        self._targets = np.concatenate([self.labels[train], self.labels[copied]])
        if self._from is None:
            self.mean, self.factor = scaling(inputs, name)
            self.head = FeatureHead(inputs.shape[1], len(self.classes), self.settings["hidden"], self.settings["seed"])
        else:
            self.mean, self.factor, self.head = self._from.mean, self._from.factor, self._from.head.copy()
        self._inputs, self.found = self._scaled(inputs), self._scaled(found)
        self._measured = 1.0
        self._look()
        yield

    def _scaled(self, found):
        # In single precision throughout: of 5,000 pictures the double would be felt.
        return (found - self.mean.astype(np.float32)) * self.factor.astype(np.float32)

    def _look(self):
        """Note loss and accuracy: of some of the pictures it trains on, of all that are held out."""
        train = np.flatnonzero(~self.held)
        train = train[:: -(-len(train) // _JUDGED)]
        judged = [self.head.judged(self.found[places].astype(float), self.labels[places]) for places in (train, np.flatnonzero(self.held))]
        self.points.append((self.epoch, *judged[0], *judged[1]))

    def _finish(self, phase):
        self.phase = phase
        if not self.points:  # stopped before anything was learned
            return
        self.head.settle()
        train = np.flatnonzero(~self.held)
        if len(train) > MOST_KEPT:
            train = np.sort(QuickRandom(self.settings["seed"]).chosen(train, MOST_KEPT))
        kept = self.found[train].astype(np.float16).astype(float)
        labels = self.labels[train]
        parts = (self.mean, self.factor, self.head, kept, labels, self.ids[train], unit_of(kept, labels))
        self.model = PictureModel(self.classes, self.settings, *parts)
