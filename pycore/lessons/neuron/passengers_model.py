"""A weighted sum worked out: eight passengers of the Titanic, one neuron, and each step from age and sex to a probability.

Ages are in years; sex is 0 for men and 1 for women, as in the data. A probability above one half means "survived".

The passengers and PUBLISHED are those of Jay Alammar's "A Visual and Interactive Look at Basic Neural Network Math" (2018). Its
weights stopped far from where training leads: TRAINED, the same neuron trained to the end on the first 600 of Kaggle's 891
rows, comes down to "women survive", which is right for 79.2 % of them and 77.7 % of the others. The data are not part of
this package, so that TRAINED is quoted and not recomputed here.

>>> [round(row.probability, 2) for row in calculate()][:4]
[0.38, 0.49, 0.54, 0.5]

The fourth shows one half but counts as died: it is 0.4995, a reason to show one digit more.
"""

from typing import NamedTuple

from pycore.lessons.neuron.neuron_model import sigmoid

__all__ = ["PASSENGERS", "PUBLISHED", "TRAINED", "Calculation", "Neuron", "Passenger", "age_limit", "calculate", "weighted_sum"]


class Passenger(NamedTuple):
    """A row of the table."""

    age: float
    sex: int
    survived: int


class Neuron(NamedTuple):
    """The weights of age and sex, and the bias, drawn as the weight of an input that is always 1."""

    age: float
    sex: float
    bias: float


class Calculation(NamedTuple):
    """What the neuron makes of a passenger: the three contributions, their sum, its sigmoid, and what follows."""

    passenger: Passenger
    age_term: float
    sex_term: float
    bias: float
    sum: float
    probability: float
    prediction: int
    is_right: bool


PASSENGERS = tuple(
    Passenger(*row)
    for row in (
        (22, 0, 0),
        (38, 1, 1),
        (26, 1, 1),
        (35, 1, 1),
        (35, 0, 0),
        (14, 1, 0),
        (25, 0, 0),
        (54, 0, 0),
    )  # fmt: skip
)
PUBLISHED = Neuron(-0.016852, 0.704039, -0.116309)
TRAINED = Neuron(-0.00473495, 2.57886, -1.35185)


def weighted_sum(passenger, neuron=PUBLISHED):
    """Return the Calculation for one Passenger.

    >>> round(weighted_sum(Passenger(26, 1, 1)).sum, 6)
    0.149578
    """
    terms = neuron.age * passenger.age, neuron.sex * passenger.sex, neuron.bias
    total = sum(terms)
    probability = sigmoid(total)
    prediction = int(probability > 0.5)
    return Calculation(passenger, *terms, total, probability, prediction, prediction == passenger.survived)


def calculate(passengers=PASSENGERS, neuron=PUBLISHED):
    """Return the Calculation for each passenger, in order.

    >>> sum(row.is_right for row in calculate())
    5
    """
    return [weighted_sum(passenger, neuron) for passenger in passengers]


def age_limit(sex, neuron=PUBLISHED):
    """Return the age at which the sum is 0: with a negative weight, those younger survive. Below 0 nobody of that sex does.

    Raises ValueError if the weight of the age is 0, as then no age decides.

    >>> round(age_limit(1), 3), round(age_limit(0), 2)
    (34.876, -6.9)
    """
    if not neuron.age:
        raise ValueError("neuron: expected a weight of the age that is not 0")
    return -(neuron.sex * sex + neuron.bias) / neuron.age
