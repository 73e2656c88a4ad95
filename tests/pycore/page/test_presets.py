"""Every preset keeps its promise: for its own seed, which the page shows, and for the median of many."""

import numpy as np
import pytest

from pycore import Playground
from pycore.page.presets import PRESETS, by_name

each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


@each_preset
def test_a_preset_comes_to_what_it_promises(preset):
    preset.goal.check()
    alone = preset.trained()
    assert preset.goal.is_met(alone.loss_train, alone.loss_test), (alone.loss_train, alone.loss_test)
    losses = preset.trained(runs=11).losses
    assert preset.goal.met(np.median(losses, axis=0)), np.median(losses, axis=0)


@each_preset
def test_a_preset_can_be_linked_to_and_says_what_to_watch(preset):
    assert set(preset.settings.to_hash().split("&")) == set(preset.address.split("&")), "no default is written out"
    assert preset.settings.unknown == ()
    assert preset.watch.endswith(".") and preset.title


def test_names_and_addresses_differ():
    assert len(by_name) == len({preset.address for preset in PRESETS}) == len(PRESETS)


def test_regularisation_and_dropout_close_the_gap_of_the_very_same_network():
    gaps = {}
    for name in ("learning the noise", "held back by L2", "dropout"):
        losses = by_name[name].trained(runs=11).losses
        gaps[name] = np.median(losses[:, 1] - losses[:, 0])
    assert gaps["held back by L2"] < 0.5 * gaps["learning the noise"]
    assert gaps["dropout"] < 0.6 * gaps["learning the noise"]


def test_what_the_presets_say_of_their_counterparts_is_true():
    slow = by_name["momentum"].settings.replace(optimizer="sgd")
    deep = by_name["vanishing gradients"].settings.replace(activation="tanh")
    for settings, epochs, low, high in ((slow, 200, 0.4, 0.6), (deep, 300, 0.0, 0.01)):
        playground = Playground(settings, runs=11)
        playground.train(epochs)
        assert low <= np.median(playground.losses[:, 1]) <= high
