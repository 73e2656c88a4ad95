"""Point clouds: every data set by name, and the split into training and test points.

Points are arrays (n, 3) of x1, x2 and a label: -1 or +1 for two classes, the class number 0, 1, ... for three and more, a real
number for regression. All randomness comes from the generator that is handed over, one draw at a time in a fixed order, so
that a seed gives the points that the reference and its fork give. Without noise all points lie in [-6, 6], but for the tails
of gauss.

`noise` is a share, 0 to 0.5 on the page's slider, and means one of three things. Where classes or heights are regions of the
plane (circle, xor, rings, checkerboard, sine, cubic, abs and the regression sets) the points stay, and the *label* is that of
a copy that is displaced on each axis by up to `noise` times the half width of the region. Where they are lines (spiral, moons,
heart, snowflake, infinity) the points move by up to `noise` on each axis and keep their labels. Where they are clouds (gauss,
blobs) the variance grows.

Everything about a set is in its record, so that a new one is one entry of CLASSIFICATION or REGRESSION.
"""

import math
from dataclasses import dataclass

import numpy as np

from pycore.data.registry import PartError, Registry
from pycore.data.rng import SeededRandom

__all__ = ["CLASSIFICATION", "REGRESSION", "DataSet", "class_count", "generate", "split", "thumbnail"]

#: Points of a set, training and test together.
CLASSIFICATION_POINTS = 500
REGRESSION_POINTS = 1200


@dataclass(frozen=True)
class DataSet:
    """A set of points.

    name, label: in settings and addresses; for people. make(count, noise, rng): rows (x1, x2, label), about `count` of them, drawn
    from a SeededRandom; with `many_classes` it takes the number of classes as a fourth. note: what people should know.
    """

    name: str
    label: str
    make: object
    many_classes: bool = False
    note: str = ""

    def points(self, count, noise, rng, classes=2):
        """Return the rows (x1, x2, label)."""
        return self.make(count, noise, rng, classes) if self.many_classes else self.make(count, noise, rng)


def circle(count, noise, rng):
    """A disc of +1 (radius below 2.5) inside a ring of -1 (3.5 to 5); radii are uniform, so the disc is denser inside."""
    points = []
    for low, high in ((0.0, 2.5), (3.5, 5.0)):
        for _ in range(count // 2):
            radius = rng.uniform(low, high)
            angle = rng.uniform(0, 2 * math.pi)
            x1, x2 = radius * math.sin(angle), radius * math.cos(angle)
            moved1, moved2 = _displaced(x1, x2, noise, rng)
            points.append((x1, x2, 1 if math.sqrt(moved1 * moved1 + moved2 * moved2) < 2.5 else -1))
    return points


def xor(count, noise, rng):
    """Four squares, +1 where the coordinates' signs agree; a gap of 0.3 on either side of the axes."""
    points = []
    for _ in range(count):
        x1, x2 = rng.uniform(-5, 5), rng.uniform(-5, 5)
        x1 += 0.3 if x1 > 0 else -0.3
        x2 += 0.3 if x2 > 0 else -0.3
        moved1, moved2 = _displaced(x1, x2, noise, rng)
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


def moons(count, noise, rng):
    """Two half circles of radius 2.5 that reach into each other, at random angles; +1 is the upper one."""
    points = []
    for side in (1, -1):
        for _ in range(count // 2):
            t = rng.uniform(0, math.pi)
            x1, x2 = side * 2.5 * (math.cos(t) - 0.5), side * 2.5 * (math.sin(t) - 0.25)
            points.append(_moved(x1, x2, side, noise, rng))
    return points


def heart(count, noise, rng):
    """Two hearts, one within the other; -1 is the outer. Near the cleft the inner line folds over itself."""
    points = []
    half = count // 2
    for i in range(half):
        t = i * 2 * math.pi / half
        radius = math.cos(t) * math.sqrt(abs(math.sin(t))) / (math.cos(t) + 1.4) - 2 * math.cos(t) + 2
        outer = 2.25 * radius * math.sin(t), 3.75 + 2.25 * radius * math.cos(t)
        inner = 2.25 * (radius - 0.5) * math.sin(t), 3.5 + 2.25 * (radius - 0.6) * math.cos(t)
        points.append(_moved(*outer, -1, noise, rng))
        points.append(_moved(*inner, 1, noise, rng))
    return points


def snowflake(count, noise, rng):
    """Two lines with six arms, 1.2 apart; -1 is the outer."""
    points = []
    half = count // 2
    for i in range(half):
        t = i * 2 * math.pi / half
        radius = 3.8 + 1.8 * math.cos(6 * (t + math.pi / 6))
        points.extend(_pair(t, radius, 1.2, 1, -1, noise, rng))
    return points


def infinity(count, noise, rng):
    """Two lying eights, one within the other; to the right +1 is the outer, to the left the inner."""
    points = []
    for i in range(count):
        t = i * 2 * math.pi / count
        if -math.cos(2 * t) > 0:
            radius = 5 * math.sqrt(-math.cos(2 * t))
            points.extend(_pair(t, radius, 1, 1.2, 1 if i < count // 2 else -1, noise, rng))
    return points


def _pair(t, radius, gap, stretch, label, noise, rng):
    """The points at the angle `t` of an outer line, which has the `label`, and of the inner line, `gap` further in."""
    for distance, sign in ((radius, label), (radius - gap, -label)):
        yield _moved(distance * math.sin(t), stretch * distance * math.cos(t), sign, noise, rng)


def _moved(x1, x2, label, noise, rng):
    """The point, moved by at most `noise` on each axis."""
    moved1 = x1 + rng.uniform(-1, 1) * noise
    return moved1, x2 + rng.uniform(-1, 1) * noise, label


def _half_plane(curve):
    """A maker of points with +1 above the line x2 = curve(x1) and -1 below; a gap of 0.3 on either side of the line."""

    def make(count, noise, rng):
        points = []
        for _ in range(count):
            x1, x2 = rng.uniform(-5, 5), rng.uniform(-5, 5)
            x2 += 0.3 if x2 > curve(x1) else -0.3
            moved1, moved2 = _displaced(x1, x2, noise, rng)
            points.append((x1, x2, 1 if moved2 > curve(moved1) else -1))
        return points

    return make


#: Points above and below three lines.
sine = _half_plane(lambda x: 2.5 * math.sin(x))
cubic = _half_plane(lambda x: x * (x * x - 16) / 15)
absolute = _half_plane(lambda x: abs(x) - 2.5)


def checkerboard(count, noise, rng):
    """Sixteen squares of side 2.5 with gaps of 0.25 between them; +1 where the coordinates' signs agree near the middle."""
    points = []
    for _ in range(count):
        squares = [math.floor(rng.random() * 4) - 2 for _ in range(2)]
        x1, x2 = (2.5 * (square + 0.5 + rng.uniform(-0.45, 0.45)) for square in squares)
        moved1, moved2 = _displaced(x1, x2, noise, rng)
        points.append((x1, x2, -1 if (math.floor(moved1 / 2.5) + math.floor(moved2 / 2.5)) % 2 else 1))
    return points


def rings(count, noise, rng, classes=2):
    """A disc and rings around it, out to radius 5, evenly dense each; class 0 is the disc.

    The gaps are 3/7 as wide as the rings, and their middles are where one class ends for displaced points.
    """
    width = 5 / (classes - 0.3)
    labels = _labels(classes)
    points = []
    for i in range(count):
        ring = i * classes // count
        radius = width * math.sqrt(rng.uniform(ring**2, (ring + 0.7) ** 2))
        angle = rng.uniform(0, 2 * math.pi)
        x1, x2 = radius * math.sin(angle), radius * math.cos(angle)
        distance = math.hypot(*_displaced(x1, x2, noise, rng))
        points.append((x1, x2, labels[min(math.floor(distance / width + 0.15), classes - 1)]))
    return points


def blobs(count, noise, rng, classes=2):
    """Normal clouds of variance 0.35 + 7 noise at even distances on a circle of radius 3.5, cut at four standard deviations."""
    deviation = math.sqrt(0.35 + 7 * noise)
    labels = _labels(classes)
    points = []
    for i in range(count):
        number = i * classes // count
        angle = 2 * math.pi * (number + 0.5) / classes
        while True:
            step1, step2 = rng.normal(0, 1), rng.normal(0, 1)
            if step1 * step1 + step2 * step2 <= 16:
                break
        x1, x2 = 3.5 * math.sin(angle) + deviation * step1, 3.5 * math.cos(angle) + deviation * step2
        points.append((x1, x2, labels[number]))
    return points


def _labels(classes):
    """The labels of so many classes, by class number."""
    return (-1, 1) if classes == 2 else range(classes)


def _displaced(x1, x2, noise, rng):
    """The copy of a point that its label comes from: up to 5 noise away on each axis."""
    moved1 = x1 + rng.uniform(-5, 5) * noise
    return moved1, x2 + rng.uniform(-5, 5) * noise


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


def _checked(kind, labels_of):
    """Return the check of a data set: PartError unless it makes finite points with the labels that `labels_of(part, classes)` allows."""

    def check(part):
        def wrong(expected, got):
            return PartError(kind, part.name, "make", expected, got)

        for classes in (2, 3) if part.many_classes else (2,):
            for noise in (0.0, 0.5):
                try:
                    made = np.array(part.points(60, noise, SeededRandom("1"), classes), dtype=float)
                except Exception as error:
                    raise wrong("rows x1, x2, label for (count, noise, rng)", str(error)) from error
                if made.ndim != 2 or made.shape[1] != 3 or len(made) < 2:
                    raise wrong("two points or more, of x1, x2 and label each", f"an array of the shape {made.shape}")
                if not np.isfinite(made).all():
                    raise wrong("finite numbers", str(made[~np.isfinite(made)][0]))
                allowed = labels_of(classes)
                strange = sorted(set(made[:, 2].tolist()) - set(allowed)) if allowed else []
                if strange:
                    raise wrong(f"labels of {', '.join(map(str, allowed))}", f"{strange[0]:g}")

    return check


#: The sets of points of several classes, and those of points with numbers.
CLASSIFICATION = Registry(
    "data set",
    (
        DataSet("circle", "Circle", circle),
        DataSet("xor", "Exclusive or", xor),
        DataSet("gauss", "Gaussian", gauss),
        DataSet("spiral", "Spiral", spiral),
        DataSet("moons", "Moons", moons),
        DataSet("heart", "Heart", heart),
        DataSet("snowflake", "Snowflake", snowflake),
        DataSet("infinity", "Infinity", infinity),
        DataSet("blobs", "Blobs", blobs, many_classes=True),
        DataSet("rings", "Rings", rings, many_classes=True),
        DataSet("checkerboard", "Checkerboard", checkerboard),
        DataSet("sine", "Above a sine", sine),
        DataSet("cubic", "Above a cubic", cubic),
        DataSet("abs", "Above a corner", absolute),
    ),
    _checked("data set", _labels),
)
REGRESSION = Registry(
    "surface",
    (DataSet("reg-plane", "Plane", plane), DataSet("reg-gauss", "Multi Gaussian", multi_gauss)),
    _checked("surface", lambda classes: ()),
)


def class_count(settings):
    """Return how many classes the points of these settings have: 0 for regression, else 2 or more."""
    if settings.problem == "regression":
        return 0
    return settings.classes if CLASSIFICATION[settings.dataset].many_classes else 2


def generate(settings, rng):
    """Return the points that `settings` ask for, shuffled once, as an array (n, 3)."""
    noise = settings.noise / 100
    if settings.problem == "regression":
        made = REGRESSION[settings.reg_dataset].points(REGRESSION_POINTS, noise, rng)
    else:
        made = CLASSIFICATION[settings.dataset].points(CLASSIFICATION_POINTS, noise, rng, settings.classes)
    return np.array(made, dtype=float)[rng.shuffle(len(made))]


def split(points, percent):
    """Return `(training, test)` views: the first floor(n percent / 100) points and the rest, at least one each. Not stratified."""
    count = min(max(math.floor(len(points) * percent / 100), 1), len(points) - 1)
    return points[:count], points[count:]


def thumbnail(name, rng, count=200, classes=2):
    """Return a small sample (count, 3) of the set `name` without noise, for its picture."""
    part = REGRESSION[name] if name in REGRESSION else CLASSIFICATION[name]
    return np.array(part.points(count, 0.0, rng, classes), dtype=float)
