"""What is a good price? Ten houses, the line through three of them, and how to find it by hand or by descent.

Areas are in square feet, prices in thousands of dollars (k$), errors in (k$)². The formulas are those of linear.py.

The houses are the first ten of the 47 of Andrew Ng's machine learning course. Story, start values and rates are those of Jay
Alammar's "A Visual and Interactive Guide to the Basics of Neural Networks" (2016), with three slips put right: its figure
draws the slope 0.183 where it says 0.180, it truncates the error of the slope 0.190 (2746.61) to 2746, and its map of
errors is only filled where the parameters have been.

>>> round(error(0.1, 150.0))
799
>>> gradient_descent(steps=100).errors[-1].round(4).item()
680.2744
>>> gradient_descent(steps=50, is_standardised=True).errors[-1].round(4).item()
447.291
"""

from typing import NamedTuple

import numpy as np

from pycore.lessons.houses import linear_model as linear

__all__ = [
    *("BIASES", "LEVELS", "RATES", "TEN", "THREE", "TRIED", "WEIGHTS", "Houses", "best_line", "cell", "error", "error_map"),
    *("error_surface", "error_table", "gradient_descent", "heat", "look_up", "message", "on_grid", "price_per_area", "visited"),
]


class Houses(NamedTuple):
    """Some houses: `inputs` (f, n), of which row 0 is the area and row 1 the number of bathrooms, and `prices` (n,) in k$."""

    inputs: np.ndarray
    prices: np.ndarray


_AREAS = np.array([2104.0, 1600, 2400, 1416, 3000, 1985, 1534, 1427, 1380, 1494])
_BATHROOMS = np.array([3.0, 3, 3, 2, 4, 4, 3, 3, 3, 3])
_PRICES = np.array([399.9, 329.9, 369.0, 232.0, 539.9, 299.9, 314.9, 198.999, 212.0, 242.5])
for _column in (_AREAS, _BATHROOMS, _PRICES):
    _column.flags.writeable = False

#: The three houses by their area, and all ten by area and bathrooms.
THREE = Houses(_AREAS[None, :3], _PRICES[:3])
TEN = Houses(np.stack([_AREAS, _BATHROOMS]), _PRICES)

#: The dials of the manual training: from 0, in steps of 0.001 k$ per square foot and of 1 k$.
WEIGHTS = np.arange(401) / 1000
BIASES = np.arange(461.0)
#: (weight, bias) of the lines that are tried in the story, in its order.
TRIED = ((0.18, 0.0), (0.19, 0.0), (0.16, 0.0), (0.1, 150.0))
#: The article's two hand-picked rates for each number of features: of the weights, and of the bias.
RATES = {1: (np.array([1e-8]), 1.0), 2: (np.array([1e-8, 0.01]), 1.0)}
#: One rate that does for weight and bias together once the input is standardised.
STANDARDISED_RATE = 0.1

#: Where the colours of errors change, from calm to alarmed.
LEVELS = (400.0, 1e4, 1e5, 1e6)
#: Cells of the map of errors along each of its sides.
MAP_SIDE = 15

#: Below so much, this is said; the first that fits. The goal is 799, where the dials start: 799.087.
_PRAISE = (
    (450, "This can't be: nobody gets this low by hand. Are you a computer?"),
    (500, "Below 500. The machines have noticed you."),
    (600, "Careful: any lower, and Geoffrey Hinton will want a word with you."),
    (750, "Below 750: well turned!"),
    (799, "Better than the start. There is more to be had."),
)
_TEASE = (
    (800_000, "You aren't even trying to hit a house."),
    (100_000, "That is far off. Is this about the same town?"),
)


def price_per_area(houses=THREE):
    """Return the sum of prices over the sum of areas, in k$ per square foot: the "180 dollars" of the story.

    It is not the mean of the houses' own ratios, which is 0.18333 for the three.

    >>> round(price_per_area(), 6)
    0.180013
    """
    return float(houses.prices.sum() / houses.inputs[0].sum())


def look_up(area, weight=0.18, bias=0.0):
    """Return the corners (3, 2) of reading a price off the line: up from the area, over at the line, to the price's axis.

    Each is (square feet, k$).

    >>> look_up(2000).tolist()
    [[2000.0, 0.0], [2000.0, 360.0], [0.0, 360.0]]
    """
    price = float(linear.predict([area], weight, bias)[0])
    return np.array([(area, 0.0), (area, price), (0.0, price)])


def error_table(weight=0.18, bias=0.0, houses=THREE):
    """Return (n, 5), a row a house: area, price, prediction, difference (price minus prediction) and its square.

    The mean of the last column is the error. For ten houses `weight` is (2,).
    """
    missed = linear.errors(houses.inputs, houses.prices, weight, bias)
    return np.column_stack([houses.inputs[0], houses.prices, houses.prices - missed, missed, missed**2])


def error(weight, bias=0.0, houses=THREE):
    """Return the error of a line over the three houses, or of a plane, `weight` (2,), over TEN."""
    return linear.error(houses.inputs, houses.prices, weight, bias)


def best_line(houses=THREE, *, has_bias=True):
    """Return (weights (f,), bias) with the least error.

    For TEN the weight of a bathroom is negative: of two houses with one area, that with one more bathroom has smaller rooms
    and is predicted 10 k$ cheaper.
    """
    return linear.best(houses.inputs, houses.prices, has_bias=has_bias)


def gradient_descent(weight=None, bias=0.0, steps=1, houses=THREE, rates=None, *, is_standardised=False):
    """Take steps of gradient descent from `weight` (0 if not given) and `bias`; returns a linear.Descent.

    Raw inputs take the article's RATES and half the error. With `is_standardised` the path is that of weight and bias for
    inputs with mean 0 and deviation 1 (see `linear.unscale`), with one rate and the whole error: 50 steps instead of 5,000.
    `rates`, as for `linear.descend`, overrules both.
    """
    inputs, rate = houses.inputs, RATES[len(houses.inputs)]
    if is_standardised:
        inputs, rate = linear.standardise(inputs)[0], (STANDARDISED_RATE, STANDARDISED_RATE)
    weight = np.zeros(len(inputs)) if weight is None else weight
    return linear.descend(
        inputs, houses.prices, weight, bias, rate if rates is None else rates, steps, is_halved=not is_standardised
    )


def error_surface(weights=WEIGHTS, biases=BIASES):
    """Return (len(biases), len(weights)): the error over the three houses at every pair, for all settings of the dials."""
    return linear.error_surface(THREE.inputs, THREE.prices, weights, biases)


def error_map(side=MAP_SIDE):
    """Return (side, side): the error in the middle of each cell; row 0 has the smallest bias, column 0 the smallest weight."""
    middles = (np.arange(side) + 0.5) / side
    return error_surface(middles * WEIGHTS[-1], middles * BIASES[-1])


def cell(weight, bias, side=MAP_SIDE):
    """Return (row, column) of the cell of the map in which a weight and a bias lie, or None if it is none.

    >>> cell(0.4, 0)
    (0, 14)
    """
    if not (0 <= weight <= WEIGHTS[-1] and 0 <= bias <= BIASES[-1]):
        return None
    row, column = (min(int(share * side), side - 1) for share in (bias / BIASES[-1], weight / WEIGHTS[-1]))
    return row, column


def visited(path, errors=None, side=MAP_SIDE):
    """Return (side, side): the error that `path`, a linear.Descent of one weight, first had in each cell; nan elsewhere.

    `errors`, what was returned for the path before this one, is taken into account and not changed.
    """
    errors = np.full((side, side), np.nan) if errors is None else errors.copy()
    for weight, bias, value in zip(path.weights[:, 0], path.biases, path.errors, strict=True):
        place = cell(weight, bias, side)
        if place is not None and np.isnan(errors[place]):
            errors[place] = value
    return errors


def heat(errors):
    """Return the colours' places of errors, from 0 (at most 400) to 1 (a million and more); straight between LEVELS.

    >>> heat([447.3, 55_000, 1e6]).round(3).tolist()
    [0.002, 0.5, 1.0]
    """
    return np.interp(errors, LEVELS, np.linspace(0, 1, len(LEVELS)))


def message(value):
    """Return what is said to an error, judged before any rounding: praise below the goal, teasing far above, else "".

    >>> message(799.087)
    ''
    """
    for limit, text in _PRAISE:
        if value < limit:
            return text
    return next((text for limit, text in _TEASE if value >= limit), "")


def on_grid():
    """Return (weight, bias, error): the best that the dials of manual training can be set to.

    >>> weight, bias, least = on_grid()
    >>> weight, bias, round(least, 4)
    (0.059, 246.0, 447.3686)
    """
    surface = error_surface()
    row, column = np.unravel_index(surface.argmin(), surface.shape)
    return float(WEIGHTS[column]), float(BIASES[row]), float(surface[row, column])
