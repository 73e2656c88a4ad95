"""The gallery's pictures come from real training, which is done again only when pycore has changed."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from builder import gallery
from pycore.page.presets import PRESETS, by_name


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cache")
    gallery.cards(folder)
    return folder


def test_every_preset_has_a_picture_and_the_loss_of_its_training(cache):
    cards = gallery.cards(cache)
    assert [card["name"] for card in cards] == [preset.name for preset in PRESETS]
    for card in cards:
        svg = ElementTree.fromstring(card["picture"])
        assert {image.get("class") for image in svg.iter("image")} == {"in-light", "in-dark"}
        assert sum(path.get("d").count("M") for path in svg.findall(".//g/path")) > 20
    loss = {card["name"]: card["loss"] for card in cards}
    assert loss["three neurons"] == f"{by_name['three neurons'].trained().loss_test:.3f}"


def test_classes_have_their_own_colours(cache):
    cards = {card["name"]: card["picture"] for card in gallery.cards(cache)}
    assert set(re.findall(r"--class-\d", cards["four classes"])) == {"--class-1", "--class-2", "--class-3", "--class-4"}
    assert "--class" not in cards["three neurons"]


def test_what_is_kept_is_not_trained_again(cache, monkeypatch):
    monkeypatch.setattr(gallery, "_train", lambda preset: pytest.fail(f"{preset.name} is trained again"))
    assert len(gallery.cards(cache)) == len(PRESETS)


def test_another_pycore_is_trained_again(cache, monkeypatch):
    monkeypatch.setattr(gallery, "tree", lambda folder: {"network.py": "changed"})
    trained = []
    monkeypatch.setattr(gallery, "_train", lambda preset: trained.append(preset) or {})
    gallery._outcome(PRESETS[0], cache)
    assert trained == [PRESETS[0]]
