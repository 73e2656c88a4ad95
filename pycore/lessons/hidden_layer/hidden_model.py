"""What a hidden layer sees: each neuron's line, the triangle that three of them make, and the space in which a plane does it.

Letters: u units of the hidden layer, n points. Angles are in degrees.
"""

import math
from itertools import product

import numpy as np

from pycore import Playground, Settings
from pycore.lessons.boundary.boundary_model import Line
from pycore.lessons.hidden_layer.hidden_weights import SPIRAL_WEIGHTS, TRIANGLE_WEIGHTS
from pycore.nn.functions import activate

__all__ = [
    *(
        "CONVERGED",
        "SETTINGS",
        "SPIRAL",
        "directions",
        "gaps",
        "hidden_space",
        "layer_values",
        "lines",
        "output_plane",
        "plane_in_cube",
    ),
    *("trained", "turn"),
]

#: A disc within a ring, which no line parts, and three neurons for it. From this seed they make a triangle; one start in twenty gets
#: stuck, that of the seed 0.12345 for example.
SETTINGS = Settings(dataset="circle", network_shape=(3,), activation="tanh", learning_rate=0.03, seed="0.5")
#: A double spiral, which asks for several layers, and three of them.
SPIRAL = Settings(dataset="spiral", network_shape=(8, 8, 8), activation="relu", learning_rate=0.03, seed="0.8")
#: A run counts as converged when its test loss is below.
CONVERGED = 0.05


def lines(playground, run=0):
    """Return the Lines of the first hidden layer's neurons, turned so that their positive side is *outward*.

    Outward is where the neuron makes the output fall: away from the blue disc. A neuron that the output ignores keeps its
    own side. With several hidden layers nothing says what a neuron does to the output, and all keep their own. Raises
    ValueError unless the features are x1 and x2, or if there is no hidden layer.

    >>> from pycore import Playground
    >>> p = Playground(SETTINGS)
    >>> p.train(300)
    300
    >>> gaps(directions(p)).round().tolist()
    [117.0, 123.0, 120.0]
    """
    if len(playground.network.sizes) < 3 or [feature.key for feature in playground.features] != ["x", "y"]:
        raise ValueError("playground: expected a hidden layer, and the features x1 and x2")
    (biases, weights), (_, outer) = playground.layers(run)[:2]
    is_only = len(playground.network.sizes) == 3
    falls = np.where(outer[0] > 0, -1.0, 1.0) if is_only else np.ones(len(biases))
    return [Line(*(sign * np.append(row, bias)).tolist()) for sign, row, bias in zip(falls, weights, biases, strict=True)]


def directions(playground, run=0):
    """Return (u,): the angle of each neuron's outward direction, from 0 up to 360, against the clock from the x1 axis."""
    return np.array([math.degrees(math.atan2(line.w2, line.w1)) % 360 for line in lines(playground, run)])


def gaps(angles):
    """Return (u,): the angles between neighbouring directions, around the circle from the smallest; they add up to 360.

    >>> gaps([350.0, 110.0, 230.0]).tolist()
    [120.0, 120.0, 120.0]
    """
    angles = np.sort(np.asarray(angles, float))
    return np.diff(np.append(angles, angles[0] + 360))


def hidden_space(playground, xy, run=0):
    """Return (n, u): what the last hidden layer gives on at the points `xy` (n, 2): coordinates in which a plane is enough.

    Raises ValueError for another shape, or if there is no hidden layer. Dropout is left out.
    """
    values = layer_values(playground, xy, run)[:-1]
    if not values:
        raise ValueError("playground: expected a hidden layer")
    return values[-1].T


def layer_values(playground, xy, run=0):
    """Return one array (u, n) a layer, the output last: what its units give on at the points `xy` (n, 2). Dropout is left out.

    Raises ValueError for another shape, and for classes that softmax tells apart.
    """
    xy = np.asarray(xy, float)
    if xy.ndim != 2 or xy.shape[1] != 2:
        raise ValueError(f"xy: expected shape (n, 2), got {xy.shape}")
    if playground.classes > 2:
        raise ValueError(f"playground: expected one output, got {playground.classes}")
    values, found = np.stack([feature.function(xy[:, 0], xy[:, 1]) for feature in playground.features]), []
    for (biases, weights), name in zip(playground.layers(run), playground.network.activations, strict=True):
        values = activate(name, weights @ values + biases[:, None])
        found.append(values)
    return found


def trained(settings, epochs):
    """Return a Playground of SETTINGS after 300 epochs or of SPIRAL after 500, from stored weights: nobody has to wait.

    It goes on as if it had trained. Raises ValueError for anything else.
    """
    if (settings, epochs) not in ((SETTINGS, 300), (SPIRAL, 500)):
        raise ValueError(f"epochs: expected SETTINGS with 300 or SPIRAL with 500, got {epochs}")
    playground = Playground(settings)
    state = playground.getstate()
    state["parameters"][0] = TRIANGLE_WEIGHTS if settings == SETTINGS else SPIRAL_WEIGHTS
    state["trainer"]["epochs"] = [epochs]
    playground.setstate(state)
    return playground


def output_plane(playground, run=0):
    """Return (weights (u,), bias) of the output unit: in hidden space it is 0 on the plane weights · h + bias = 0."""
    biases, weights = playground.layers(run)[-1]
    return weights[0], float(biases[0])


def plane_in_cube(weights, bias):
    """Return the corners (n, 3), in order around, of the part of the plane weights · h + bias = 0 in the cube from -1 to 1.

    >>> plane_in_cube([0, 0, 1], 0).tolist()
    [[-1.0, -1.0, 0.0], [1.0, -1.0, 0.0], [1.0, 1.0, 0.0], [-1.0, 1.0, 0.0]]
    """
    weights = np.asarray(weights, float)
    found = []
    for axis in range(3):  # along each of the twelve edges
        first, second = (other for other in range(3) if other != axis)
        for corner in product((-1.0, 1.0), repeat=2):
            rest = weights[first] * corner[0] + weights[second] * corner[1] + bias
            if weights[axis] and abs(rest) <= abs(weights[axis]):
                point = np.empty(3)
                point[axis], point[first], point[second] = -rest / weights[axis], *corner
                found.append(point + 0.0)
    if len(found) < 3:
        return np.empty((0, 3))
    corners = np.unique(np.round(found, 12), axis=0)
    normal = weights / np.linalg.norm(weights)
    across = np.cross(normal, np.eye(3)[np.abs(normal).argmin()])
    from_middle = corners - corners.mean(axis=0)
    angles = np.arctan2(from_middle @ np.cross(normal, across), from_middle @ across)
    around = corners[np.argsort(angles)]
    return np.roll(around, -int(np.lexsort(around.T)[0]), axis=0)


def turn(points, yaw, pitch):
    """Return points (n, 3) of space as they are seen, (n, 3): to the right, up, and towards the viewer.

    First they are turned by `yaw` degrees around the axis that points up, the second, against the clock seen from above; then
    by `pitch` around the one that points to the right, so that from 90 degrees one looks down. There is no perspective.

    >>> (turn([(1, 0, 0), (0, 1, 0)], 0, 90) + 0.0).round(9).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    points = np.asarray(points, float)
    if points.ndim != 2 or points.shape[1] != 3:
        raise ValueError(f"points: expected shape (n, 3), got {points.shape}")
    cos, sin = math.cos(math.radians(yaw)), math.sin(math.radians(yaw))
    around = np.array([(cos, 0, sin), (0, 1, 0), (-sin, 0, cos)])
    cos, sin = math.cos(math.radians(pitch)), math.sin(math.radians(pitch))
    over = np.array([(1, 0, 0), (0, cos, -sin), (0, sin, cos)])
    return points @ (over @ around).T
