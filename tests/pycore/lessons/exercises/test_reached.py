"""The page asks which goals of an exercise its network meets."""

import json

import pytest

from pycore.lessons.exercises import exercises_model as exercises
from pycore.page import bridge


def test_goals_light_up_as_the_network_learns():
    exercise = exercises.by_name["initialization"]
    instance = bridge.open(exercise.link("another layer"))
    assert json.loads(instance.ask("reached", '{"exercise": "initialization"}')) == []
    instance.frame(500, 0)
    assert json.loads(instance.ask("reached", '{"exercise": "initialization"}')) == [0]


def test_a_gap_counts_only_after_the_epochs_of_the_exercise():
    exercise = exercises.by_name["training and test"]
    instance = bridge.open(exercise.link("lower rate"))
    counts = []
    for epochs in (149, 1):
        instance.frame(epochs, 0)
        counts.append(json.loads(instance.ask("reached", '{"exercise": "training and test"}')))
    assert counts == [[], [0]]


def test_an_unknown_exercise_is_named():
    with pytest.raises(ValueError, match="exercise: expected one of first network, .*, got 'none'"):
        bridge.open("").ask("reached", '{"exercise": "none"}')
