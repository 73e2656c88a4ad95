"""The eight passengers: every product, sum and probability to six places."""

import pytest

from pycore.lessons.neuron.passengers_model import PASSENGERS, PUBLISHED, TRAINED, Neuron, age_limit, calculate

#: age, sex, survived, age term, sex term, sum, probability, prediction, right.
TABLE = [
    (22, 0, 0, -0.370744, 0, -0.487053, 0.380588, 0, True),
    (38, 1, 1, -0.640376, 0.704039, -0.052646, 0.486842, 0, False),
    (26, 1, 1, -0.438152, 0.704039, 0.149578, 0.537325, 1, True),
    (35, 1, 1, -0.589820, 0.704039, -0.002090, 0.499478, 0, False),
    (35, 0, 0, -0.589820, 0, -0.706129, 0.330455, 0, True),
    (14, 1, 0, -0.235928, 0.704039, 0.351802, 0.587054, 1, False),
    (25, 0, 0, -0.421300, 0, -0.537609, 0.368744, 0, True),
    (54, 0, 0, -0.910008, 0, -1.026317, 0.263799, 0, True),
]


@pytest.mark.parametrize("index", range(len(TABLE)))
def test_t1_each_row_of_the_table(index):
    row, (age, sex, survived, age_term, sex_term, total, probability, prediction, is_right) = calculate()[index], TABLE[index]
    assert row.passenger == PASSENGERS[index] == (age, sex, survived)
    assert row.bias == PUBLISHED.bias
    found = row.age_term, row.sex_term, row.sum, row.probability
    assert found == pytest.approx((age_term, sex_term, total, probability), abs=5.1e-7)
    assert (row.prediction, row.is_right) == (prediction, is_right)


def test_t1_five_of_eight_are_right():
    assert sum(row.is_right for row in calculate()) == 5


def test_women_below_an_age_survive_and_no_man_does():
    assert age_limit(1) == pytest.approx(34.876, abs=5e-4)
    assert age_limit(0) == pytest.approx(-6.90, abs=5e-3)


def test_trained_to_the_end_the_neuron_says_that_women_survive():
    assert age_limit(1, TRAINED) > 150
    assert age_limit(0, TRAINED) < 0
    assert [row.prediction for row in calculate(neuron=TRAINED)] == [passenger.sex for passenger in PASSENGERS]


def test_without_a_weight_of_the_age_there_is_no_limit():
    with pytest.raises(ValueError, match="weight of the age"):
        age_limit(1, Neuron(0.0, 1.0, 1.0))
