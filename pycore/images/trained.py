"""Networks for the digits that come with pycore, trained already, so that there is something to ask before anything was trained here.

`site/builder/digit_files.py` trains them again and writes their parameters, as float32 of the lowest byte first; a test does so, too.
"""

from pathlib import Path

import numpy as np

from pycore.images.convolution import ConvolutionImages
from pycore.images.dense_network import DenseImages
from pycore.images.digits import load_digits
from pycore.images.image_set import split
from pycore.images.practice import Practice

__all__ = ["EPOCHS", "NAMES", "made", "model", "parts", "trained"]

#: Epochs that each is trained for, by name: one neuron for "8 or not", ten neurons, a hidden layer, a convolution.
EPOCHS = {"eight": 60, "ten": 40, "hidden": 40, "convolution": 20}
NAMES = tuple(EPOCHS)
#: Units of the hidden layer.
HIDDEN = (32,)
#: The seed of the parts: of the first twenty one whose test images are neither the easiest nor the hardest.
SEED = 1


def parts():
    """Return the digits that come with pycore in two ImageSets, to train on and to test with, as pages have them."""
    return split(load_digits(), seed=SEED)


def made(name, shape, classes=10, seed=0):
    """Return a new model of this name for images of `shape`. Raises ValueError if there is none."""
    if name == "convolution":
        return ConvolutionImages(shape, classes, seed=seed)
    if name not in NAMES:
        raise ValueError(f"name: expected one of {', '.join(NAMES)}, got {name!r}")
    return DenseImages(shape, 2 if name == "eight" else classes, HIDDEN if name == "hidden" else (), seed)


def trained(name):
    """Return the model of this name after EPOCHS on the first of the `parts`."""
    images, _ = parts()
    new = made(name, images.shape, seed=SEED)
    return Practice(images, new, asked=8 if name == "eight" else None, seed=SEED).train(EPOCHS[name]).model


def model(name):
    """Return the same as it was shipped."""
    found = made(name, (8, 8))
    found.parameters[:] = np.fromfile(path_of(name), "<f4")
    return found


def path_of(name):
    """Return the path of the file with the parameters of a model."""
    return Path(__file__).with_name("shipped") / f"trained-{name}.f4"
