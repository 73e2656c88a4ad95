"""Addresses of any length: read or refused with a sentence, at once, and the rest of the page's settings as they are."""

import random
import re

import pytest

from builder.paths import SITE
from pycore import Playground, SettingError, Settings
from pycore.setting_types import MOST_EXPRESSIONS, MOST_LAYERS, MOST_NEURONS
from pycore.settings import MOST_CHARACTERS, MOST_UNKNOWN, TABLE, by_key


def around(count):
    """Sizes at a bound, just below and just above it, and far above."""
    return (count - 1, count, count + 1, 10 * count, 50 * count)


def shape(layers):
    return "networkShape=" + ",".join(["1"] * layers)


def formulas(count):
    return "features=" + ";".join(f"x1*{n}" for n in range(1, count + 1))


def addresses():
    """(address, whether it is read without a word)."""
    for layers in around(MOST_LAYERS):
        yield shape(layers), layers <= MOST_LAYERS
        yield shape(layers).replace("networkShape", "frozen"), False  # each layer once
        yield f"activations={','.join(['relu'] * layers)}", layers <= MOST_LAYERS
    for units in around(MOST_NEURONS):
        yield f"networkShape={units}", units <= MOST_NEURONS
        yield f"networkShape=4,{units}", units <= MOST_NEURONS
    for count in around(MOST_EXPRESSIONS):
        yield formulas(count), count <= MOST_EXPRESSIONS
    for letters in around(200):
        yield f"features={'x1+' * (letters // 3)}1", letters // 3 * 3 + 1 <= 200
        yield f"seed={'7' * letters}", letters <= 200
    for count in around(MOST_UNKNOWN):
        yield "&".join(f"k{n}=1" for n in range(count)), count <= MOST_UNKNOWN
    for length in around(MOST_CHARACTERS):
        yield f"more={'a' * (length - 5)}", length <= MOST_CHARACTERS
        yield ("noise=5&" * (length // 8 + 1))[:length].rpartition("&")[0].ljust(length, "&"), length <= MOST_CHARACTERS
        yield "&" * length, length <= MOST_CHARACTERS
        yield "%" * length, length <= MOST_CHARACTERS
    rng = random.Random(5)
    for row in rng.sample([row for row in TABLE if row.kind in ("number", "integer") and row.key != "noise"], 18):
        for digits in (20, 400, 5000, 90_000):
            yield f"{row.key}={'9' * digits}", row.maximum is None and digits < 300
    for row in rng.sample([row for row in TABLE if row.kind == "choice"], 8):
        for letters in (300, 90_000):
            yield f"{row.key}={'a' * letters}", False


def test_every_address_gives_settings_and_a_sentence_for_what_is_refused():
    seen = list(addresses())
    assert len(seen) > 150
    for text, is_fine in seen:
        settings, errors = Settings.from_hash(text)
        assert bool(errors) is not is_fine, f"{text[:60]} of {len(text)} characters: {errors}"
        assert len(settings.unknown) <= MOST_UNKNOWN
        for error in errors:
            assert re.fullmatch(r"\w+: expected .{5,400}, got .{1,80}", str(error)) and (error.key in by_key or error.key == "address")


def test_ten_megabytes_are_refused_unread():
    for text in ("a=1&" * 2_500_000, "networkShape=" + "4," * 5_000_000, "?" * 10_000_000, "%3d" * 3_000_000):
        settings, (error,) = Settings.from_hash(text)
        assert settings == Settings() and str(error) == f"address: expected at most 100000 characters, got {len(text)}"
        with pytest.raises(SettingError, match="address: expected at most 100000 characters"):
            Playground.from_hash(text)
    assert Playground.from_hash(text, strict=False).problems[0].key == "address"


def test_the_page_has_the_same_bound():
    script = (SITE / "static" / "js" / "model" / "address.js").read_text(encoding="utf-8")
    (bound,) = re.findall(r"MOST_CHARACTERS = ([\d_]+);", script)
    assert int(bound) == MOST_CHARACTERS
