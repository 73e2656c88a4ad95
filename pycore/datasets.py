"""Point clouds: every data set by name, and the split into training and test points.

Points are arrays (n, 3) of x1, x2 and a label: +1 or -1 for classification, a real number for regression. All randomness
comes from the generator that is handed over, one draw at a time in a fixed order, so that a seed gives the points that the
reference gives. `noise` is a share, 0 to 0.5 on the page's slider, and means what the reference means by it, which is not the
same everywhere: in circle, xor and the regression sets the points stay and the *label* is that of a displaced copy; in spiral
the points move; in gauss the variance grows.
"""

import math
from types import MappingProxyType

import numpy as np

__all__ = ["CLASSIFICATION", "REGRESSION", "generate", "split", "thumbnail"]

#: Points of a set, training and test together.
CLASSIFICATION_POINTS = 500
REGRESSION_POINTS = 1200


def circle(count, noise, rng):
    """A disc of +1 (radius below 2.5) inside a ring of -1 (3.5 to 5); radii are uniform, so the disc is denser inside."""
    points = []
    for low, high in ((0.0, 2.5), (3.5, 5.0)):
        for _ in range(count // 2):
            radius = rng.uniform(low, high)
            angle = rng.uniform(0, 2 * math.pi)
            x1, x2 = radius * math.sin(angle), radius * math.cos(angle)
            moved1 = x1 + rng.uniform(-5, 5) * noise
            moved2 = x2 + rng.uniform(-5, 5) * noise
            points.append((x1, x2, 1 if math.sqrt(moved1 * moved1 + moved2 * moved2) < 2.5 else -1))
    return points


def xor(count, noise, rng):
    """Four squares, +1 where the coordinates' signs agree; a gap of 0.3 on either side of the axes."""
    points = []
    for _ in range(count):
        x1, x2 = rng.uniform(-5, 5), rng.uniform(-5, 5)
        x1 += 0.3 if x1 > 0 else -0.3
        x2 += 0.3 if x2 > 0 else -0.3
        moved1 = x1 + rng.uniform(-5, 5) * noise
        moved2 = x2 + rng.uniform(-5, 5) * noise
        points.append((x1, x2, 1 if moved1 * moved2 >= 0 else -1))
    return points


def gauss(count, noise, rng):
    """Two normal clouds, +1 around (2, 2) and -1 around (-2, -2), of variance 0.5 + 7 noise."""
    variance = 0.5 + 7 * noise
    points = []
    for centre, label in ((2, 1), (-2, -1)):
        for _ in range(count // 2):
            points.append((rng.normal(centre, variance), rng.normal(centre, variance), label))
    return points


def spiral(count, noise, rng):
    """Two arms of 1.75 turns that start at the origin; noise moves a point by at most `noise` on each axis."""
    half = count // 2
    points = []
    for start, label in ((0.0, 1), (math.pi, -1)):
        for i in range(half):
            radius = i / half * 5
            angle = 1.75 * i / half * 2 * math.pi + start
            x1 = radius * math.sin(angle) + rng.uniform(-1, 1) * noise
            x2 = radius * math.cos(angle) + rng.uniform(-1, 1) * noise
            points.append((x1, x2, label))
    return points


def plane(count, noise, rng):
    """A slope: the label is (x1 + x2) / 10, not clamped, so it reaches beyond the colour scale's -1 to 1."""
    return _surface(count, noise, rng, lambda x1, x2: (x1 + x2) / 10)


#: Centre and sign of the bumps of `multi_gauss`.
_BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


def multi_gauss(count, noise, rng):
    """Six bumps of alternating sign on a plain of zeros: cones of height 1 and radius 2, whatever the name says."""

    def height(x1, x2):
        tallest = 0.0
        for centre1, centre2, sign in _BUMPS:
            bump = sign * max(0.0, 1 - math.sqrt((x1 - centre1) ** 2 + (x2 - centre2) ** 2) / 2)
            if abs(bump) > abs(tallest):
                tallest = bump
        return tallest

    return _surface(count, noise, rng, height)


def _surface(count, noise, rng, height):
    """Points all over the square with `height` of a displaced copy as their label."""
    points = []
    for _ in range(count):
        x1, x2 = rng.uniform(-6, 6), rng.uniform(-6, 6)
        moved1 = x1 + rng.uniform(-6, 6) * noise
        moved2 = x2 + rng.uniform(-6, 6) * noise
        points.append((x1, x2, height(moved1, moved2)))
    return points


CLASSIFICATION = MappingProxyType({"circle": circle, "xor": xor, "gauss": gauss, "spiral": spiral})
REGRESSION = MappingProxyType({"reg-plane": plane, "reg-gauss": multi_gauss})


def generate(settings, rng):
    """Return the points that `settings` ask for, shuffled once, as an array (n, 3)."""
    if settings.problem == "classification":
        made = CLASSIFICATION[settings.dataset](CLASSIFICATION_POINTS, settings.noise / 100, rng)
    else:
        made = REGRESSION[settings.reg_dataset](REGRESSION_POINTS, settings.noise / 100, rng)
    return np.array(made, dtype=float)[rng.shuffle(len(made))]


def split(points, percent):
    """Return `(training, test)` views: the first floor(n percent / 100) points and the rest. Not stratified."""
    count = math.floor(len(points) * percent / 100)
    return points[:count], points[count:]


def thumbnail(name, rng, count=200):
    """Return a small sample (count, 3) of the set `name` without noise, for its picture."""
    maker = CLASSIFICATION.get(name) or REGRESSION[name]
    return np.array(maker(count, 0.0, rng), dtype=float)
