"""“Embed” on every widget: the link, the tag and the frame with its values as they are, less what is hidden; loaded when it is opened."""

import html
import re

import pytest
from selenium.webdriver.common.keys import Keys

from builder.axe import COLOURS


@pytest.fixture
def dials(page, site):
    page.site = site
    page.open(site.url + "widget-house-dials.html#weight=0.2&bias=100")
    page.wait("deep('py-house-dials').dataset.status === 'open'")
    return page


def asked(page):
    """Return what the page itself has asked for; the service worker asks for everything."""
    script = "return performance.getEntriesByType('resource').map((entry) => entry.name).filter((name) => name.includes('embed-dialog'))"
    return page.run(script)


def value(page, name):
    return page.run("return deep(`dialog [data-embed=${args[0]}]`).value", name)


def opened(page):
    page.find("[data-action=embed]").send_keys(Keys.ENTER)
    page.wait("!!deep('dialog[data-part=embed][open]')")


def test_the_texts_are_the_widget_as_it_is_now(dials, site):
    assert not asked(dials)
    dials.run("await deep('py-house-dials').configure({ weight: 0.3 })")
    opened(dials)
    assert len(asked(dials)) == 1
    link, tag, frame = (value(dials, name) for name in ("link", "tag", "frame"))
    assert link == site.url + "widget-house-dials.html#weight=0.3&bias=100"
    assert tag.splitlines() == [
        f'<script type="module" src="{site.url}pyground.js"></script>',
        '<py-house-dials weight="0.3" bias="100"></py-house-dials>',
    ]
    for name in ("bias", "best", "embed"):
        dials.run("deep(`dialog input[value=${args[0]}]`).click()", name)
    link, tag, frame = (value(dials, name) for name in ("link", "tag", "frame"))
    assert link.endswith("#weight=0.3&bias=100&bias_hide=true&best_hide=true&embed_hide=true")
    assert tag.endswith('<py-house-dials weight="0.3" bias="100" hide="bias best embed"></py-house-dials>')
    source = html.unescape(re.fullmatch(r'<iframe src="([^"]*)"\s+title="[^"]+" [^<>]*></iframe>', frame)[1])
    dials.active.send_keys(Keys.ESCAPE)
    dials.wait("!deep('dialog[data-part=embed]')")
    assert dials.run("return deepActive().dataset.action") == "embed"
    dials.driver.get("about:blank")
    dials.open(source)
    dials.wait("deep('py-house-dials').dataset.status === 'open'")
    assert dials.run("return deep('py-house-dials').values") == {"weight": 0.3, "bias": 100}
    shown = (
        "return [...deepAll('py-house-dials :is(input, button)')].filter((one) => one.checkVisibility())"
        ".map((one) => one.textContent || one.dataset.set)"
    )
    assert dials.run(shown) == ["weight", "Start over"]
    dials.run("deep('py-house-dials').hide = 'weight'")
    assert dials.run(shown) == ["bias", "Show the best", "Start over", "Embed"]


def test_the_window_is_accessible_and_whole_on_a_phone(dials):
    opened(dials)
    for theme in ("light", "dark"):
        dials.run("document.documentElement.dataset.theme = args[0]; await new Promise(requestAnimationFrame);", theme)
        assert (dials.axe() if theme == "light" else dials.axe(COLOURS)) == []
    size = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    dials.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    dials.wait("innerWidth === 360")
    wide = "[...deepAll('dialog[data-part=embed] *')].filter((element) => element.getBoundingClientRect().right > 361).length"
    assert dials.run(f"return {wide}") == 0
    dials.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_script_that_does_not_come_is_told_and_comes_at_another_try(dials):
    dials.expected.append("embed-dialog")
    dials.driver.execute_cdp_cmd("Network.enable", {})
    dials.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": ["*embed-dialog*"]})
    dials.find("[data-action=embed]").click()
    dials.wait("!!deep('[data-not-loaded]')")
    assert dials.text("[data-not-loaded]").startswith("“Embed” could not be loaded. Is the network there?")
    assert dials.axe() == []
    dials.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
    dials.find("[data-not-loaded] button").click()
    dials.wait("!!deep('dialog[data-part=embed][open]')")
    assert not dials.run("return !!deep('[data-not-loaded]')")
