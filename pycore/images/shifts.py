"""Images moved by whole pixels, and what that does to a network."""

from dataclasses import replace

import numpy as np

from pycore.images.practice import answers

__all__ = ["accuracy", "accuracy_shifted", "shifted"]


def shifted(pictures, right, down):
    """Return pictures (n, height, width) moved `right` and `down` by whole pixels; what leaves is lost, and paper comes in."""
    moved = np.zeros_like(pictures)
    rows, columns = pictures.shape[1:]
    into = [slice(max(by, 0), max(size + min(by, 0), 0)) for by, size in ((down, rows), (right, columns))]
    out_of = [slice(max(-by, 0), max(size + min(-by, 0), 0)) for by, size in ((down, rows), (right, columns))]
    moved[:, into[0], into[1]] = pictures[:, out_of[0], out_of[1]]
    return moved


def accuracy(model, images):
    """Return the share of an ImageSet that `model` gets right."""
    return float((answers(model, images) == images.labels).mean())


def accuracy_shifted(model, images, right, down=0):
    """Return the same with every image moved."""
    return accuracy(model, replace(images, pictures=shifted(images.pictures, right, down)))
