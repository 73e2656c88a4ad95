"""Hands drawn by chance, for rooms without a camera: a high five, knuckles, two fingers, on backgrounds of all sorts."""

import numpy as np

__all__ = ["GESTURES", "hands"]

#: What each is called.
GESTURES = {"high-five": "High five", "knuckles": "Knuckles", "two-fingers": "Two fingers"}
#: Tones of skin from light to dark, red, green and blue.
_TONES = np.array([(246, 214, 190), (230, 184, 150), (201, 146, 108), (160, 106, 72), (112, 72, 48), (74, 48, 34)])
#: Points looked at along a pixel, for smooth edges; pictures drawn at once, so that memory stays small.
_FINE, _PORTION = 2, 50
#: Strokes with round ends: (from x, y, to x, y, half a width), y upwards, the palm around 0; and lines, as shadows between fingers.
_PALM = ((-0.12, -0.3, 0.12, -0.3, 0.36), (0.0, -0.9, 0.0, -0.5, 0.24))
_SPREAD = (
    (-0.36, -0.1, -0.62, 0.62, 0.105),
    (-0.14, 0.0, -0.22, 0.88, 0.11),
    (0.1, 0.0, 0.16, 0.9, 0.11),
    (0.34, -0.1, 0.54, 0.66, 0.1),
    (-0.4, -0.4, -0.86, 0.08, 0.11),
)
_FIST = (
    (-0.3, -0.1, 0.3, -0.1, 0.34),
    (-0.3, -0.35, 0.3, -0.35, 0.32),
    (-0.42, 0.16, -0.42, 0.0, 0.15),
    (-0.14, 0.22, -0.14, 0.0, 0.15),
    (0.14, 0.22, 0.14, 0.0, 0.15),
    (0.42, 0.16, 0.42, 0.0, 0.15),
    (0.0, -0.95, 0.0, -0.5, 0.24),
)
_SHADOWS = {
    "high-five": (),
    "knuckles": (
        (-0.28, 0.2, -0.28, -0.3, 0.03),
        (0.0, 0.24, 0.0, -0.3, 0.03),
        (0.28, 0.2, 0.28, -0.3, 0.03),
        (-0.5, -0.42, 0.2, -0.4, 0.035),
    ),
    "two-fingers": ((0.02, -0.12, 0.42, -0.1, 0.035), (0.2, 0.08, 0.2, -0.2, 0.03)),
}
_STROKES = {
    "high-five": _PALM + _SPREAD,
    "knuckles": _FIST,
    "two-fingers": (*_PALM, (-0.3, -0.05, -0.44, 0.86, 0.11), (-0.04, 0.0, 0.06, 0.9, 0.11), (0.14, -0.02, 0.36, -0.08, 0.17)),
}


def hands(gesture, count, random, side=40):
    """Return pictures (count, side, side, 3) uint8 of a gesture, a name in GESTURES; `random`, a QuickRandom, draws all that varies.

    Turned by up to 25°, mirrored, nearer or farther, elsewhere, of another skin, in other light, on another background.
    """
    parts = [_some(gesture, min(_PORTION, count - at), random, side) for at in range(0, count, _PORTION)]
    return np.concatenate(parts) if parts else np.zeros((0, side, side, 3), np.uint8)


def _some(gesture, count, random, side):
    turn, flip, size, across, down, skin, light, bend = random.uniform(8 * count).reshape(8, count, 1, 1)
    turn, size = np.deg2rad(50 * turn - 25), 0.34 + 0.12 * size
    fine = (np.arange(side * _FINE) + 0.5) / (side * _FINE)
    x = (fine[None, None, :] - 0.5 - 0.16 * (across - 0.5)) / size * np.where(flip < 0.5, -1, 1)
    y = (0.5 + 0.16 * (down - 0.5) - fine[None, :, None]) / size
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    y = y * (0.92 + 0.16 * bend)
    hand, depth = np.zeros(x.shape, bool), np.zeros(x.shape)
    for stroke in _STROKES[gesture]:
        away = _distance(x, y, *stroke[:4]) / stroke[4]
        hand |= away < 1
        depth = np.maximum(depth, 1 - away)
    shadow = np.zeros(x.shape, bool)
    for stroke in _SHADOWS[gesture]:
        shadow |= _distance(x, y, *stroke[:4]) < stroke[4]
    tone = _TONES[np.minimum((skin[:, 0, 0] * len(_TONES)).astype(int), len(_TONES) - 1)]
    shade = np.where(shadow & hand, 0.55, 0.82 + 0.25 * np.sqrt(np.maximum(depth, 0)))
    painted = np.where(hand[..., None], tone[:, None, None] * shade[..., None], _backgrounds(count, random, side))
    painted = painted * (0.75 + 0.5 * light)[..., None]
    means = painted.reshape(count, side, _FINE, side, _FINE, 3).mean(axis=(2, 4))
    noise = random.normal(5, means.shape)
    return np.clip(np.rint(means + noise), 0, 255).astype(np.uint8)


def _distance(x, y, from_x, from_y, to_x, to_y):
    """The distance of points to a line from one point to another."""
    along_x, along_y = to_x - from_x, to_y - from_y
    share = np.clip(((x - from_x) * along_x + (y - from_y) * along_y) / (along_x**2 + along_y**2), 0, 1)
    return np.hypot(x - from_x - share * along_x, y - from_y - share * along_y)


def _backgrounds(count, random, side):
    """A colour each that goes over into another one, with a dark edge somewhere, as of a shelf or a window: (count, fine, fine, 3)."""
    first, second = 30 + 200 * random.uniform(2 * count * 3).reshape(2, count, 1, 1, 3)
    way, edge, dark = random.uniform(3 * count).reshape(3, count, 1, 1)
    fine = (np.arange(side * _FINE) + 0.5) / (side * _FINE)
    along = np.cos(2 * np.pi * way) * (fine[None, None, :] - 0.5) + np.sin(2 * np.pi * way) * (fine[None, :, None] - 0.5)
    share = np.clip(along + 0.5, 0, 1)[..., None]
    lit = np.where(along > 0.9 * edge - 0.3, 1 - 0.45 * dark, 1)[..., None]
    return (first + share * (second - first)) * lit
