"""At each bound, just below it and far above: a playground that trains, or a sentence that names what was wrong, and nothing long."""

import re

from pycore import Playground
from tests import bound_cases


def check(cases, refused, least, named):
    said = [refused(case) for case in cases]
    assert len(cases) >= least and 2 < said.count(None) < len(said) - 10
    for case, words in zip(cases, said, strict=True):
        assert words is None or (len(words) < 1000 and re.search(named, words)), f"{str(case)[:80]}: {words}"


def test_two_hundred_addresses():
    cases = bound_cases.addresses()
    check(cases, bound_cases.refused_of_address, 200, r"^\w+: expected ")
    for address in cases:
        assert Playground.from_hash(address, strict=False).train(1) == 1


def test_fifty_tables():
    check(bound_cases.table_texts(), bound_cases.refused_of_table, 50, r"expected |column|line|class")


def test_fifty_models():
    check(bound_cases.saved_models(), bound_cases.refused_of_model, 50, "expected ")
