"""The playground looks as it did when its pictures were stored; `make looks` renews them after a change that was meant."""

from pathlib import Path

import pytest

from builder import looks

SHOTS = Path(__file__).parent / "shots"


@pytest.fixture(scope="module")
def booted(booted_for_this_module):
    return booted_for_this_module


@pytest.fixture
def trained(shared):
    shared.settings(looks.ADDRESS)
    shared.step(looks.EPOCHS)
    yield shared
    shared.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    shared.run("document.documentElement.dataset.theme = 'light'; document.querySelector('#change')?.remove()")


def with_style(page, css):
    page.run("document.querySelector('#change')?.remove()")
    page.run("document.head.insertAdjacentHTML('beforeend', `<style id=change>${args[0]}</style>`)", css)


@pytest.mark.parametrize("theme", looks.THEMES)
@pytest.mark.parametrize("width", looks.WIDTHS)
def test_the_playground_looks_as_it_did(trained, width, theme):
    looks.prepare(trained.driver, width, theme)
    assert looks.differences(looks.take(trained.driver), looks.load(SHOTS, width, theme)) == []


def test_another_font_is_no_difference_but_what_is_missing_is(trained):
    looks.prepare(trained.driver, 1400, "light")
    stored = looks.load(SHOTS, 1400, "light")
    with_style(trained, ":root { --font: 'DejaVu Serif', serif }")
    assert looks.differences(looks.take(trained.driver), stored) == []
    hidden = {".field-map": ".out", "[data-part=network] canvas": ".net", ".data > *": ".data"}
    for css, section in hidden.items():
        with_style(trained, css + " { opacity: 0 }")
        said = looks.differences(looks.take(trained.driver), stored)
        assert [sentence.split()[0] for sentence in said] == [section], css
    with_style(trained, "")
    assert len(looks.differences(looks.take(trained.driver), looks.load(SHOTS, 1400, "dark"))) >= 5
