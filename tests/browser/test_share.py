""""Share and embed" gives the link and the frame for what is ticked, and both do what they say."""

import html
import re

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def window(page, site):
    page.open(site.url + "index.html#activation=relu&networkShape=3,2&color=red&noise_hide=true").ready()
    page.find(".top [data-action=share]").click()
    page.shown("dialog[data-part=share]")
    return page


def value(page, name):
    return page.run("return deep(`[data-part=share-${args[0]}]`).value", name)


def box(page, name):
    return page.find(f".share input[value={name}]")


def test_the_link_follows_the_ticks_and_keeps_settings_and_unknown_keys(window, site):
    assert box(window, "noise").is_selected() and not box(window, "activation").is_selected()
    box(window, "activation").click()
    box(window, "noise").click()
    box(window, "numNodes").send_keys(Keys.SPACE)
    address, _, fragment = value(window, "link").partition("#")
    assert address == site.url + "index.html"
    assert set(fragment.split("&")) == {
        *("activation=relu", "networkShape=3,2", "color=red"),
        *("activation_hide=true", "numNodes1_hide=true", "numNodes2_hide=true"),
    }
    window.find("[data-share=none]").click()
    assert "_hide" not in value(window, "link")
    window.find("[data-share=all]").click()
    assert value(window, "link").count("_hide=true") == window.run("return deepAll('.share input').length") + 1


def test_that_a_text_is_copied_is_said_in_sight_also_in_a_low_window(window):
    window.driver.set_window_size(1366, 768)
    window.find("[data-share=link]").click()
    window.wait("deep('[data-part=share-note]').textContent !== ''")
    box = window.run("return deep('[data-part=share-note]').getBoundingClientRect().toJSON()")
    inside = window.run("return deep('dialog[data-part=share]').getBoundingClientRect().toJSON()")
    assert inside["top"] < box["top"] and box["bottom"] <= inside["bottom"] + 1 <= window.run("return innerHeight + 1")


def test_the_frame_is_a_playground_alone_with_what_is_left(window):
    box(window, "activation").click()
    frame = value(window, "frame")
    source = html.unescape(re.fullmatch(r'<iframe src="([^"<]*)"\s+title="[^"]+" [^<>]*></iframe>', frame)[1])
    assert "&" in source and source.split("#")[0].endswith("/embed/py-playground.html")
    window.driver.get("about:blank")
    window.open(source).ready()
    assert window.state["settings"]["networkShape"] == [3, 2]
    assert window.find_all(".top, .foot, .gallery") == []
    assert not window.find(".strip [data-control=activation]").is_displayed()
    assert window.find("[data-action=toggle]").is_displayed()


def test_the_tag_is_the_same_playground_as_an_element(window, site):
    box(window, "activation").click()
    script, tag = value(window, "tag").splitlines()
    assert script == f'<script type="module" src="{site.url}pyground.js"></script>'
    attributes = dict(re.findall(r' ([a-z-]+)="([^"]*)"', tag))
    assert attributes.pop("hide").split() == ["noise", "activation"]
    assert attributes == {"activation": "relu", "network-shape": "3,2"}


def test_what_is_copied_is_what_stands_there(window):
    window.driver.execute_cdp_cmd(
        "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
    )
    for name in ("link", "tag", "frame"):
        window.find(f"[data-share={name}]").click()
        window.wait("deep('[data-part=share-note]').textContent.endsWith('is copied.')")
        assert window.run("return await navigator.clipboard.readText()") == value(window, name)
        window.run("deep('[data-part=share-note]').textContent = ''")


def test_where_nothing_may_be_copied_the_text_is_selected(window):
    window.run("navigator.clipboard.writeText = () => Promise.reject(new Error('not here'))")
    window.find("[data-share=link]").click()
    window.wait("deep('[data-part=share-note]').textContent.includes('not here')")
    assert window.run("return getSelection().toString()") == value(window, "link")


def test_escape_closes_it_and_the_focus_goes_back(window):
    window.find(".share").send_keys(Keys.ESCAPE)
    assert not window.find(".share").is_displayed()
    assert window.run("return deepActive().dataset.action") == "share"
