"""The keyboard has a list of its keys, colours can be changed, and Back and Forward go through settings."""

import pytest
from selenium.webdriver.common.keys import Keys

MAP = "py-playground .field-map"


@pytest.fixture
def playground(page, site):
    return page.open(site.url + "index.html#seed=0.12345").ready()


def test_a_question_mark_lists_the_keys_and_escape_leaves_the_list(playground):
    playground.find("body").send_keys("?")
    dialog = playground.find("dialog[data-part=keys]")
    assert dialog.is_displayed() and "Space" in dialog.text
    dialog.send_keys(Keys.ESCAPE)
    assert not dialog.is_displayed()
    playground.find("body").send_keys("s")
    assert playground.find("dialog[data-part=settings]").is_displayed()


def test_letters_typed_into_a_field_are_letters(playground):
    playground.step(2)
    playground.find(".formula input").send_keys("rns")
    assert playground.state["epoch"] == 2
    assert not playground.find("dialog[data-part=settings]").is_displayed()


def test_back_and_forward_restore_settings(playground):
    playground.step(3)
    playground.find("[data-control=learningRate] option[value='10']").click()
    playground.wait("location.hash.includes('learningRate=0.1')")
    # Changes that follow each other at once are one step of Back: by the page's clock there is a moment between these.
    playground.run("const { now } = performance; performance.now = () => now.call(performance) + 1600;")
    playground.find(".thumbs label[title=Spiral]").click()
    playground.wait("location.hash.includes('dataset=spiral')")
    playground.driver.back()
    playground.wait("(s => s.dataset === 'circle' && s.learningRate === 0.1)(deep('py-playground').state.settings)")
    playground.driver.back()
    playground.wait("deep('py-playground').state.settings.learningRate === 0.03")
    playground.driver.forward()
    playground.wait("deep('py-playground').state.settings.learningRate === 0.1")
    assert playground.find("[data-control=learningRate] select").get_attribute("value") == "10"


def test_going_back_over_a_learning_rate_does_not_restart_the_training(playground):
    playground.step(3)
    playground.find("[data-control=learningRate] option[value='10']").click()
    playground.wait("location.hash.includes('learningRate=0.1')")
    playground.driver.back()
    playground.wait("deep('py-playground').state.settings.learningRate === 0.03")
    assert playground.state["epoch"] == 3


def test_the_safe_colours_are_drawn_at_once_and_remembered(playground):
    playground.step(100)
    before = playground.pixel(MAP, 0, 0)
    playground.find("[data-action=palette]").click()
    playground.wait("document.documentElement.dataset.palette === 'safe'")
    playground.run("await new Promise(requestAnimationFrame)")
    assert playground.pixel(MAP, 0, 0) != before
    playground.driver.refresh()
    assert playground.run("return document.documentElement.dataset.palette") == "safe"
    playground.run("localStorage.clear()")
    playground.ready()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_more_contrast_is_given_to_who_asks_for_it(page, site, scheme):
    features = [{"name": "prefers-contrast", "value": "more"}, {"name": "prefers-color-scheme", "value": scheme}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    page.open(site.url)
    token = "return getComputedStyle(document.documentElement).getPropertyValue(args[0])"
    assert page.run(token, "--ink") == page.run(token, "--ink-2") == page.run(token, "--ink-3")
    page.ready()
