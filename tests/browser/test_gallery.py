"""The presets below the playground open in it, by mouse and by keyboard, and are not there when the page is embedded."""

from selenium.webdriver.common.keys import Keys

from pycore.page.presets import PRESETS, by_name

LINK = "[data-part=gallery] a[href='#{}']"


def opened(page, preset):
    """Wait until the playground has the preset's settings; returns its state."""
    page.wait("deep('py-playground').address === arguments[0]", preset.settings.to_hash())
    return page.state


def test_a_preset_opens_in_the_playground_and_run_has_the_focus(page, site):
    page.open(site.url).ready()
    preset = by_name["three neurons"]
    link = page.find(LINK.format(preset.address))
    page.run("args[0].scrollIntoView({ block: 'center' })", link)
    link.click()
    assert page.run("return scrollY") == 0
    assert opened(page, preset)["settings"]["networkShape"] == [3]
    assert page.run("return deepActive().dataset.action") == "toggle"
    assert page.run("return scrollY") == 0
    assert page.step(preset.epochs)["lossTest"] < 0.05
    other = by_name["four classes"]
    page.find(LINK.format(other.address)).send_keys(Keys.ENTER)
    state = opened(page, other)
    assert state["epoch"] == 0 and state["settings"]["classes"] == 4
    page.run("history.back()")
    opened(page, preset)


def test_every_preset_has_a_link_with_a_name_and_a_picture(page, still_site):
    page.open(still_site.url).taken()
    links = page.run("return [...deepAll('[data-part=gallery] a')].map((a) => [a.hash.slice(1), a.textContent])")
    assert [address for address, _ in links] == [preset.address for preset in PRESETS]
    for (_, text), preset in zip(links, PRESETS, strict=True):
        assert preset.title in text and preset.watch in text


def test_an_embedded_playground_stands_alone(page, still_site):
    page.open(still_site.url + "index.html#hideText=true").taken()
    assert not page.find("[data-part=gallery]").is_displayed()
