"""The reader's pictures by class: bytes until they are used, kept under the page's own numbers."""

import numpy as np

__all__ = ["MOST_AT_ONCE", "MOST_CLASSES", "MOST_ID", "MOST_PICTURES", "SIDE", "ImagesError", "PictureStore", "pictures_of"]

#: Pixels from side to side. Of 24, 32, 40 and 48 the features do best with 40 and 48, equally well, and 40 takes two thirds of the time.
SIDE = 40
MOST_PICTURES, MOST_AT_ONCE, MOST_CLASSES = 5000, 500, 10
#: The page's numbers for pictures go up to what JSON has exactly.
MOST_ID = 2**53 - 1
_MOST_NAME, _MOST_KEY = 40, 60


class ImagesError(ValueError):
    """A picture, a class or a setting that can't be used; the sentence names it, what was expected and what came."""


def pictures_of(data, most=MOST_AT_ONCE):
    """Return bytes, or a buffer, as pictures (n, SIDE, SIDE, 3) uint8: red, green and blue of each pixel, row after row. A copy.

    Raises ImagesError unless they are from 1 to `most` whole pictures.
    """
    try:
        flat = np.frombuffer(data, np.uint8)
    except (TypeError, ValueError, BufferError) as error:
        raise ImagesError(f"data: expected bytes, got {type(data).__name__}") from error
    size = SIDE * SIDE * 3
    if not 1 <= len(flat) / size <= most or len(flat) % size:
        raise ImagesError(f"data: expected 1 to {most} pictures of {size} bytes each, got {len(flat)} bytes")
    return flat.reshape(-1, SIDE, SIDE, 3).copy()


class PictureStore:
    """Pictures in up to 10 classes.

    `classes` is [(id, name), ...] in their order. Of the pictures, in the order they came: `pictures` (n, SIDE, SIDE, 3) uint8, `ids` (n,)
    int64, `labels` (n,) places in `classes`, and `stamps` (n,), a number that no other picture has or had.
    """

    def __init__(self):
        self.classes = []
        self._room = np.zeros((0, SIDE, SIDE, 3), np.uint8)
        self.ids, self.labels, self.stamps = (np.zeros(0, np.int64) for _ in range(3))
        self._stamp = 0

    def __len__(self):
        return len(self.ids)

    @property
    def pictures(self):
        return self._room[: len(self.ids)]

    def counts(self):
        """Return how many pictures each class has, (classes,)."""
        return np.bincount(self.labels, minlength=len(self.classes))

    def set_classes(self, classes):
        """Have these classes, (id, name) each, in this order; pictures of one that is no longer there go with it. Raises ImagesError."""
        found = [(_text(key, "id of a class", _MOST_KEY), _text(name, "name of a class", _MOST_NAME)) for key, name in classes]
        if len(found) > MOST_CLASSES:
            raise ImagesError(f"classes: expected up to {MOST_CLASSES}, got {len(found)}")
        for place, what in enumerate(("id", "name")):
            every = [each[place] for each in found]
            twice = next((each for each in every if every.count(each) > 1), None)
            if twice is not None:
                raise ImagesError(f"classes: expected another {what} for each, got {twice!r} twice")
        new = {key: place for place, (key, _) in enumerate(found)}
        places = np.array([new.get(key, -1) for key, _ in self.classes] or [-1])
        labels = places[self.labels]
        self._keep(labels >= 0)
        self.labels, self.classes = labels[labels >= 0], found

    def add(self, class_id, ids, pictures):
        """Add pictures (n, SIDE, SIDE, 3) to a class under `ids`; one that is there already takes the place of the old one."""
        label, ids = self.place_of(class_id), _ids(ids)
        if len(ids) != len(pictures):
            raise ImagesError(f"ids: expected {len(pictures)}, one for each picture, got {len(ids)}")
        if len(np.unique(ids)) != len(ids):
            raise ImagesError("ids: expected another one for each picture")
        stays = ~np.isin(self.ids, ids)
        if stays.sum() + len(ids) > MOST_PICTURES:
            raise ImagesError(f"pictures: expected up to {MOST_PICTURES:,}, got {stays.sum() + len(ids):,}")
        self._keep(stays)
        begin, end = len(self.ids), len(self.ids) + len(ids)
        if end > len(self._room):
            room = np.zeros((min(max(2 * end, 64), MOST_PICTURES), SIDE, SIDE, 3), np.uint8)
            room[:begin] = self._room[:begin]
            self._room = room
        self._room[begin:end] = pictures
        self.ids = np.concatenate([self.ids, ids])
        self.labels = np.concatenate([self.labels, np.full(len(ids), label)])
        self.stamps = np.concatenate([self.stamps, np.arange(self._stamp, self._stamp + len(ids))])
        self._stamp += len(ids)

    def remove(self, ids):
        """Let go of the pictures of these ids; unknown ones are left out."""
        self._keep(~np.isin(self.ids, _ids(ids)))

    def move(self, ids, class_id):
        """Put the pictures of these ids into another class."""
        label = self.place_of(class_id)
        self.labels = np.where(np.isin(self.ids, _ids(ids)), label, self.labels)

    def place_of(self, class_id):
        """Return the place of a class in `classes`. Raises ImagesError if there is none of this id."""
        for place, (key, _) in enumerate(self.classes):
            if key == class_id:
                return place
        raise ImagesError(f"class_id: expected the id of a class, got {str(class_id)[:60]!r}")

    def _keep(self, stays):
        if stays.all():
            return
        count = int(stays.sum())
        self._room[:count] = self.pictures[stays]
        self.ids, self.labels, self.stamps = self.ids[stays], self.labels[stays], self.stamps[stays]


def _text(value, what, most):
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= most:
        raise ImagesError(f"{what}: expected 1 to {most} characters, got {str(value)[:most + 1]!r}")
    return value.strip()


def _ids(ids):
    ids = list(ids)
    for wrong in ids:
        if not isinstance(wrong, bool) and isinstance(wrong, int | np.integer) and 0 <= wrong <= MOST_ID:
            continue
        raise ImagesError(f"ids: expected whole numbers from 0 to {MOST_ID}, got {str(wrong)[:40]!r}")
    return np.array(ids, np.int64)
