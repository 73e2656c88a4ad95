"""The widget that trains a network from twenty seeds: it counts as `experiments` does, and never keeps the page waiting for long."""

import numpy as np
import pytest

from pycore.lessons import exhibits
from pycore.lessons.experiments.claims_widget import ClaimCheck, stacked


def finish(check):
    """Go on, with no time at all for each portion, until it is done; returns the number of portions."""
    portions = 0
    while check.view()["busy"]:
        check.do("go", milliseconds=0)
        portions += 1
    return portions


@pytest.fixture(scope="module")
def plain():
    """A check that has trained its twenty, of the network that trains fastest."""
    check = exhibits.create("claim-check", {"experiment": "E3-squares"})
    check.do("run")
    finish(check)
    return check


def test_before_anything_is_trained_it_says_the_claim_and_no_verdict():
    view = exhibits.create("claim-check", {"experiment": "A2"}).view()
    assert view["texts"]["share"] == "–" and not view["shown"]["verdict"] and not view["busy"]
    assert view["off"] == ["start_over"]


def test_twenty_networks_are_counted_against_the_claim(plain):
    view = plain.view()
    kept = (plain._losses.max(axis=1) < 0.02).sum()
    assert view["texts"]["share"] == f"{kept} of 20" and kept >= 12
    assert view["texts"]["median"] == f"{np.median(plain._losses[:, 1]):.3g}"
    assert view["shown"]["verdict"] and view["off"] == []
    assert len({run for run in plain._losses[:, 1].tolist()}) == 20, "each has a seed of its own"


def test_each_network_is_a_dot_in_the_colour_of_its_verdict(plain):
    test, train = (mark for mark in plain.view()["plots"]["losses"]["marks"] if mark["mark"] == "dots")
    assert len(test["points"]) == len(train["points"]) == 20
    assert test["tones"].count("good") == int(plain.view()["texts"]["share"].split()[0])


def test_it_goes_on_in_portions_and_can_be_left_in_the_middle():
    check = ClaimCheck(experiment="E3-plain")
    check.do("run")
    check.do("go", milliseconds=0)  # makes four
    check.do("go", milliseconds=0)
    rings = [mark for mark in check.view()["plots"]["losses"]["marks"] if mark.get("shape") == "ring"]
    assert [len(mark["points"]) for mark in rings] == [4, 4]
    assert check._playground.epoch == 1
    check.do("start_over")
    assert not check.view()["busy"] and check.view()["texts"]["median"] == "–"


def test_an_unknown_experiment_is_named():
    with pytest.raises(exhibits.ExhibitError, match="experiment: expected one of A1, .*, got 'A9'"):
        exhibits.create("claim-check", {"experiment": "A9"})


def test_dots_of_one_place_are_stacked():
    assert stacked([0.0101, 0.0103, 1.0, np.nan], 0.001, 2.0, is_log=True).tolist() == [0, 1, 0, 0]
