"""A trained PictureModel as a file, JSON or NPZ, and back: whatever is wrong in one is named, and nothing is made of it."""

import io
import json

import numpy as np

from pycore.images.feature_head import FeatureHead
from pycore.images.filter_bank import FILTERS, PARTS, SIZE, load_bank
from pycore.images.picture_features import features
from pycore.lessons.images import image_settings
from pycore.lessons.images.picture_model import MOST_KEPT, THRESHOLDS, PictureModel
from pycore.lessons.images.picture_store import MOST_CLASSES, MOST_ID, SIDE, ImagesError, PictureStore
from pycore.saved_fields import Fields, StorageError

__all__ = ["FORMAT", "MOST_FILE_BYTES", "VERSION", "load_model", "save_json", "save_npz"]

FORMAT = "pyground-images"
#: Raised when a file that an older version wrote could no longer be read as it stands.
VERSION = 1
MOST_FILE_BYTES = 30_000_000
#: Numbers in a file are single precision; larger ones than this are none that training comes to.
_MOST = 1e6


def save_json(model):
    """Return the model as JSON text."""
    return json.dumps(_described(model, _plain), allow_nan=False)


def save_npz(model):
    """Return the model as the bytes of an NPZ file: the arrays by name, and `meta`, JSON in UTF-8, with all the rest."""
    arrays = {}

    def stored(array, path):
        arrays[path] = array
        return {"array": path}

    meta = json.dumps(_described(model, stored), allow_nan=False)
    file = io.BytesIO()
    np.savez_compressed(file, meta=np.frombuffer(meta.encode(), np.uint8), **arrays)
    return file.getvalue()


def _described(model, convert):
    def single(array, path):
        return convert(array.astype(np.float32), path)

    uses_bank = "filters" in model.settings["features"].split("+")
    return {
        "format": FORMAT,
        "version": VERSION,
        "classes": [{"id": key, "name": name} for key, name in model.classes],
        "preprocessing": {"side": SIDE, "colours": "RGB", "crop": "square, from the middle"},
        "settings": model.settings,
        "threshold": THRESHOLDS[3],
        "scaling": {"mean": single(model.mean, "mean"), "factor": single(model.factor, "factor")},
        "layers": [
            {"weights": single(weights, f"weights{place}"), "biases": single(biases, f"biases{place}")}
            for place, (weights, biases) in enumerate(model.head.layers)
        ],
        "seen": {
            "unit": model.unit,
            "features": convert(model.kept.astype(np.float16), "seen"),
            "labels": convert(model.kept_labels.astype(np.uint8), "seen_labels"),
            "ids": model.kept_ids.tolist(),
        },
        "bank": {name: convert(array.astype(np.float16), f"bank_{name}") for name, array in load_bank().items()} if uses_bank else None,
    }


def _plain(array, path):
    """Nested lists, with as many digits as the precision has."""
    if array.dtype.kind == "f":
        return [_plain(row, path) for row in array] if array.ndim > 1 else [float(str(value)) for value in array]
    return array.tolist()


def load_model(saved):
    """Return the PictureModel of `save_json`'s text or `save_npz`'s bytes; bytes that do not begin as an NPZ file are taken for JSON.

    Raises StorageError, which names the field.
    """
    size = len(saved)
    if size > MOST_FILE_BYTES:
        raise StorageError("file", f"at most {MOST_FILE_BYTES} bytes", size)
    if not isinstance(saved, str) and not bytes(saved[:2]) == b"PK":
        try:
            saved = bytes(saved).decode()
        except UnicodeDecodeError as error:
            raise StorageError("file", "a model as JSON or NPZ", error) from error
    fields = Fields(saved)
    for name, wanted in (("format", FORMAT), ("version", VERSION)):
        if fields.get(name, type(wanted)) != wanted:
            raise StorageError(name, repr(wanted), repr(fields.get(name, type(wanted))))
    if fields.get("preprocessing.side", int) != SIDE:
        raise StorageError("preprocessing.side", SIDE, fields.get("preprocessing.side", int))
    classes, settings = _classes(fields), _settings(fields)
    name = settings["features"]
    numbers = features(np.zeros((1, SIDE, SIDE, 3), np.uint8), name, load_bank()).shape[1]
    if "filters" in name.split("+"):
        _check_bank(fields)
    head = _head(fields, numbers, settings["hidden"], len(classes))
    kept = _array(fields, "seen.features", (None, numbers), np.float16, MOST_KEPT)
    if not len(kept):
        raise StorageError("seen.features", "at least one row", 0)
    labels = fields.array("seen.labels", (len(kept),), 0, len(classes) - 1, finite=True)
    if (labels % 1).any():
        raise StorageError("seen.labels", "whole numbers", labels[labels % 1 > 0][0])
    ids = fields.each("seen.ids", len(kept), lambda n: type(n) is int and 0 <= n <= MOST_ID, "whole numbers")
    unit = float(fields.array("seen.unit", (), 1e-9, _MOST, finite=True))
    mean, factor = (_array(fields, f"scaling.{part}", (numbers,)) for part in ("mean", "factor"))
    return PictureModel(classes, settings, mean, factor, head, kept, labels.astype(np.int64), np.array(ids, np.int64), unit)


def _array(fields, path, shape, precision=np.float32, most=None):
    """A field of numbers as they were before they were written with as few digits as tell them apart in their precision."""
    bound = _MOST if precision == np.float32 else float(np.finfo(precision).max)
    return fields.array(path, shape, -bound, bound, finite=True, most=most or MOST_KEPT).astype(precision).astype(float)


def _classes(fields):
    found = fields.get("classes", list)
    if not 2 <= len(found) <= MOST_CLASSES:
        raise StorageError("classes", f"2 to {MOST_CLASSES}", len(found))
    pairs = [(fields.get(f"classes.{place}.id", str), fields.get(f"classes.{place}.name", str)) for place in range(len(found))]
    store = PictureStore()
    try:
        store.set_classes(pairs)
    except ImagesError as error:
        raise StorageError("classes", "an id and a name for each", error) from error
    return store.classes


def _settings(fields):
    try:
        return image_settings.checked(fields.get("settings", dict))
    except ImagesError as error:
        raise StorageError("settings", "those of this page", error) from error


def _head(fields, numbers, hidden, classes):
    head = FeatureHead(numbers, classes, hidden)
    if len(fields.get("layers", list)) != len(head.layers):
        raise StorageError("layers", len(head.layers), len(fields.get("layers", list)))
    for place, (weights, biases) in enumerate(head.layers):
        for name, part in (("weights", weights), ("biases", biases)):
            part[:] = _array(fields, f"layers.{place}.{name}", part.shape)
    return head


def _check_bank(fields):
    """The filters of the file have to be those that are here: other ones would measure something else."""
    numbers = 3 * SIZE**2
    for name, shape in (("mean", (numbers,)), ("whitening", (PARTS, numbers)), ("centres", (FILTERS, PARTS))):
        if not np.allclose(fields.array(f"bank.{name}", shape, finite=True), load_bank()[name], atol=1e-3):
            raise StorageError(f"bank.{name}", "the filters that come with this version", "other ones")
