"""The softmax calculator and the network's shape show the numbers of the facts, and refuse what is no number."""

import pytest

from pycore.lessons import exhibits
from pycore.lessons.exhibits import ExhibitError

EXPECTED = {
    0: ["1.0000"],
    1: ["0.5000", "0.5000"],
    2: ["0.2689", "0.7311"],
    3: ["0.1192", "0.8808"],
    4: ["0.0067", "0.9933"],
    5: ["0.0900", "0.2447", "0.6652"],
    6: ["0.0420", "0.1142", "0.8438"],
}


def shares(view):
    """Return the probabilities in the view's table, without their sum."""
    rows = view["tables"]["working"]["rows"]
    assert rows[-1][0] == "Sum" and rows[-1][2] == "1.0000"
    return [row[2] for row in rows[:-1]]


@pytest.mark.parametrize("number", EXPECTED)
def test_s1_the_examples_to_four_places(number):
    calculator = exhibits.create("softmax-calculator")
    calculator.do("example", number=str(number))
    view = calculator.view()
    assert shares(view) == EXPECTED[number]
    assert view["texts"]["sum"] == "1"
    assert [view["shown"][f"n{place}"] for place in range(1, 7)] == [place <= len(EXPECTED[number]) for place in range(1, 7)]
    assert len(view["plots"]["bars"]["marks"][0]["rows"]) == len(EXPECTED[number])


def test_a_shift_changes_the_numbers_and_not_the_probabilities():
    calculator = exhibits.create("softmax-calculator")
    before = shares(calculator.view())
    calculator.do("shift", by=1000)
    view = calculator.view()
    assert (calculator.n1, calculator.n2) == (1002, 1004)
    assert shares(view) == before == ["0.1192", "0.8808"]
    assert view["shown"]["taken"] and "e to the power of 1,004 is more than" in view["texts"]["taken"]
    for _ in range(8):
        calculator.do("shift", by=1000)
    assert calculator.view()["off"] == ["shift:by=1000"]
    with pytest.raises(ExhibitError, match="have to stay between -9999 and 9999"):
        calculator.do("shift", by=1000)


def test_the_working_shows_exponentials_and_the_ratio():
    view = exhibits.create("softmax-calculator").view()
    assert view["tables"]["working"]["rows"] == [
        ["2", "7.3891", "0.1192"],
        ["4", "54.5982", "0.8808"],
        ["Sum", "61.9872", "1.0000"],
    ]
    assert view["texts"]["ratio"].startswith("The largest is 7.39 times as probable as the second")


def test_temperature_evens_out_and_sharpens():
    calculator = exhibits.create("softmax-calculator", {"temperature": 4})
    assert shares(calculator.view()) == ["0.3775", "0.6225"]
    calculator.do("set", name="temperature", value=0.1)
    assert shares(calculator.view()) == ["0.0000", "1.0000"]


def test_a_lesson_may_begin_with_other_numbers():
    calculator = exhibits.create("softmax-calculator", {"numbers": "-1, 0, 1"})
    assert shares(calculator.view()) == EXPECTED[5]
    calculator.do("example", number=0)
    calculator.do("start_over")
    assert shares(calculator.view()) == EXPECTED[5]
    calculator.do("set", name="n1", value=7)
    assert calculator.values == {"temperature": 1, "numbers": [7, 0, 1]}
    for text in ("", "1,,2", "1,2,3,4,5,6,7", "a"):
        with pytest.raises(ExhibitError, match="numbers: "):
            exhibits.create("softmax-calculator", {"numbers": text})
    with pytest.raises(ExhibitError, match="'n1' is no value of this widget; there are temperature, numbers"):
        exhibits.create("softmax-calculator", {"n1": 7})
    with pytest.raises(ExhibitError, match="numbers: expected 1 to 6 numbers from -9999 to 9999, with commas between them, got 'inf'"):
        exhibits.create("softmax-calculator", {"numbers": "inf"})


@pytest.mark.parametrize(("details", "words"), [({"number": 7}, "example: expected one of 0, 1"), ({"number": -1}, "example: ")])
def test_what_is_no_example_is_refused(details, words):
    with pytest.raises(ExhibitError, match=words):
        exhibits.create("softmax-calculator").do("example", **details)


def test_s4_the_shape_and_its_parameters():
    shape = exhibits.create("network-shape")
    assert shape.view()["texts"]["sentence"] == "2 × 2 = 4 weights, and 2 biases."
    drawn = [mark["text"] for mark in shape.view()["plots"]["network"]["marks"] if mark["mark"] == "node"]
    assert drawn == ["1,1", "1,2", "2,1", "2,2", "X1", "X2", "b1", "Y1", "b2", "Y2"]
    shape.do("digits")
    assert shape.view()["texts"]["total"] == "7,850"
    drawn = [mark["text"] for mark in shape.view()["plots"]["network"]["marks"] if mark["mark"] == "node"]
    assert "X784" in drawn and "Y10" in drawn and "X5" not in drawn and "1,1" not in drawn
    for name in ("features", "classes"):
        with pytest.raises(ExhibitError, match=f"{name}: expected a whole number from 1 to 1000, got 0"):
            shape.do("set", name=name, value=0)
