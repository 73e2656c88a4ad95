"""Workshops for the tests about the reader's own images: noisy pictures of a colour, easy to tell apart."""

import numpy as np

from pycore.images.quick_random import QuickRandom
from pycore.lessons.images.image_workshop import ImageWorkshop
from pycore.lessons.images.picture_store import SIDE

__all__ = ["BLUE", "GREEN", "RED", "noisy", "trained", "workshop"]


def noisy(colour, count, seed):
    """Return pictures (count, SIDE, SIDE, 3) of one colour with noise."""
    noise = QuickRandom(seed).uniform(count * SIDE * SIDE * 3).reshape(count, SIDE, SIDE, 3) * 60 - 30
    return np.clip(np.array(colour) + noise, 0, 255).astype(np.uint8)


RED, GREEN, BLUE = (200, 60, 50), (60, 190, 70), (50, 60, 200)


def workshop(counts=(20, 20), colours=(RED, GREEN, BLUE), names=("red", "green", "blue")):
    """Return a workshop with so many noisy pictures of each colour; ids count through."""
    shop, at = ImageWorkshop(), 0
    shop.set_classes([(f"id-{name}", name) for name in names[: len(counts)]])
    for place, count in enumerate(counts):
        if count:
            shop.add(f"id-{names[place]}", range(at, at + count), noisy(colours[place], count, place).tobytes())
        at += count
    return shop


def trained(shop, **settings):
    """Train until it is over; return the workshop."""
    shop.begin(**{"features": "colours", "augment": False, "epochs": 30} | settings)
    for _ in range(10_000):
        if shop.portion(0.05)["phase"] == "done":
            return shop
    raise AssertionError("it never ends")
