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
    shared.run("document.documentElement.dataset.theme = 'light'; for (const old of deepAll('.change')) old.remove()")


def with_style(page, css):
    """Add styles to the page and to the inside of its playground, in place of those of the last time."""
    page.run(
        "for (const old of deepAll('.change')) old.remove();"
        "for (const place of [document.head, document.querySelector('py-playground').shadowRoot]) {"
        "const style = document.createElement('style'); style.className = 'change'; style.textContent = args[0]; place.append(style); }",
        css,
    )


@pytest.mark.parametrize("theme", looks.THEMES)
@pytest.mark.parametrize("width", looks.WIDTHS)
def test_the_playground_looks_as_it_did(trained, width, theme):
    looks.prepare(trained.driver, width, theme)
    assert looks.differences(looks.take(trained.driver), looks.load(SHOTS, width, theme)) == []


def test_another_font_is_no_difference_but_what_is_missing_is(trained):
    looks.prepare(trained.driver, 1400, "light")
    stored = looks.load(SHOTS, 1400, "light")
    with_style(trained, ":root, :host { --font: 'DejaVu Serif', serif }")
    assert looks.differences(looks.take(trained.driver), stored) == []
    hidden = {".field-map": ".out", "[data-part=network] canvas": ".net", ".data > *": ".data"}
    for css, section in hidden.items():
        with_style(trained, css + " { opacity: 0 }")
        said = looks.differences(looks.take(trained.driver), stored)
        assert [sentence.split()[0] for sentence in said] == [section], css
    with_style(trained, "")
    assert len(looks.differences(looks.take(trained.driver), looks.load(SHOTS, 1400, "dark"))) >= 5
