"""The program that is taken along with a model: NumPy and Pillow, the very text of pycore's features, and nothing else of pycore."""

import inspect

from pycore.images import picture_features

__all__ = ["script"]

#: Read here: a page that goes on from a copy of its memory may have no files.
_FEATURES = inspect.getsource(picture_features)

_BEGIN = '''"""Says what is on a picture: python what_is_it.py model.json picture.jpg [more pictures]

Needs NumPy and Pillow. The model, a JSON or an NPZ file, and this program come from pyground's page "Your own images".
"""

import json
import sys

import numpy as np
from PIL import Image, ImageOps


def load(path):
    """Return what is in a model's file, lists of numbers as arrays."""
    if str(path).endswith(".npz"):
        with np.load(path) as file:
            arrays = {name: file[name] for name in file.files}
        return filled(json.loads(arrays.pop("meta").tobytes().decode()), arrays)
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def filled(value, arrays):
    """Return the description of an NPZ file with its arrays in their places."""
    if isinstance(value, dict):
        return arrays[value["array"]] if set(value) == {"array"} else {key: filled(part, arrays) for key, part in value.items()}
    return [filled(part, arrays) for part in value] if isinstance(value, list) else value


def picture_of(path, side):
    """Return an image file as the model takes it: upright, a square from the middle, (1, side, side, 3) uint8."""
    with Image.open(path) as image:
        image = ImageOps.exif_transpose(image).convert("RGB")
    return np.asarray(ImageOps.fit(image, (side, side), Image.Resampling.BOX))[None]


def exact(numbers, precision=np.float32):
    """Return an array of numbers, which JSON has with as few digits as their precision needs, as they were."""
    return np.asarray(numbers, precision).astype(float)


def predict(model, pictures):
    """Return (shares (n, classes), distances (n,)) for pictures (n, side, side, 3) uint8; distance 1 is usual among those it has seen."""
    bank = {name: exact(array, np.float16) for name, array in (model["bank"] or {}).items()}
    found = features(pictures, model["settings"]["features"], bank)
    values = inputs = (found - exact(model["scaling"]["mean"])) * exact(model["scaling"]["factor"])
    for place, layer in enumerate(model["layers"]):
        values = values @ exact(layer["weights"]) + exact(layer["biases"])
        if place < len(model["layers"]) - 1:
            values = np.maximum(values, 0)
    raised = np.exp(values - values.max(axis=1, keepdims=True))
    seen = exact(model["seen"]["features"], np.float16)
    away = np.array([np.sqrt(((seen - one) ** 2).sum(axis=1)).min() for one in inputs]) / float(model["seen"]["unit"])
    return raised / raised.sum(axis=1, keepdims=True), away


# What is measured in pictures, as pycore.images.picture_features has it ------------------------------------------------


'''
_END = '''

def main(path, *pictures):
    model = load(path)
    for picture in pictures:
        shares, away = predict(model, picture_of(picture, model["preprocessing"]["side"]))
        rows = zip(shares[0], model["classes"], strict=True)
        said = ", ".join(f"{named['name']} {share:.4f}" for share, named in sorted(rows, key=lambda row: -row[0]))
        print(f"{picture}: {said}" + (" (none of these looks right)" if away[0] > model["threshold"] else ""))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
'''


def script():
    """Return the program's text."""
    functions = _FEATURES.partition("\ndef ")
    return _BEGIN + (functions[1] + functions[2]).lstrip("\n").rstrip("\n") + "\n" + _END
