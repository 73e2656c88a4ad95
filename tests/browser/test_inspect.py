"""A network's parts can be looked at and changed: by the mouse, by the keyboard alone, and as a table."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

STOP = ".stop"
CARD = "[data-part=part-card]"
MAP = "py-playground .field-map"


@pytest.fixture
def playground(shared):
    shared.driver.set_window_size(1400, 1100)
    shared.step(40)
    return shared


def hover(page, right, down):
    """Move the mouse to a place of the network's drawing, in CSS pixels."""
    figure = page.find("[data-part=network]")
    size = figure.size
    ActionChains(page.driver).move_to_element_with_offset(figure, right - size["width"] // 2, down - size["height"] // 2).perform()


def stop_at(page, name):
    """Go through the parts with the arrow keys until one has this name; returns its centre in the drawing."""
    page.find(STOP).send_keys(Keys.HOME)
    page.run(
        "for (let i = 0; i < 60; i++) { const stop = deep('.stop');"
        "if (stop.getAttribute('aria-label').startsWith(args[0])) return;"
        "stop.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })); }"
        "throw new Error('no part ' + args[0]);",
        name,
    )
    return page.run("const s = deep('.stop').style; return [parseFloat(s.left), parseFloat(s.top)]")


def card_value(page):
    return float(page.text("[data-part=part-value]"))


def test_a_unit_under_the_mouse_fills_the_map_and_leaving_brings_the_output_back(playground):
    output = playground.pixel(MAP, 0.1, 0.9)
    place = stop_at(playground, "Neuron 2 of layer 1")
    playground.run("deepActive().blur()")
    playground.wait("deep('[data-part=map-title]').hidden")
    hover(playground, *place)
    playground.wait("deep('[data-part=map-title]').textContent === 'Neuron 2 of layer 1'")
    assert playground.pixel(MAP, 0.1, 0.9) != output
    hover(playground, 5, 5)
    playground.wait("deep('[data-part=map-title]').hidden")
    assert playground.pixel(MAP, 0.1, 0.9) == output


def test_a_click_and_the_enter_key_pin_a_unit_until_it_is_let_go(playground):
    title = "deep('[data-part=map-title]')"
    x, y = stop_at(playground, "Neuron 2 of layer 1")
    playground.run("deepActive().blur()")
    hover(playground, x, y)
    ActionChains(playground.driver).click().perform()
    hover(playground, 5, 5)
    playground.step(1)
    assert playground.run(f"return {title}.textContent") == "Neuron 2 of layer 1"
    playground.find("[data-action=step]").click()  # a control is no press beside it
    assert not playground.run(f"return {title}.hidden")
    other = stop_at(playground, "Neuron 1 of layer 1")
    playground.wait(f"{title}.textContent === 'Neuron 1 of layer 1'")
    playground.run("deepActive().blur()")
    playground.wait(f"{title}.textContent === 'Neuron 2 of layer 1'")
    hover(playground, *other)
    playground.wait(f"{title}.textContent === 'Neuron 1 of layer 1'")
    playground.find("h2").click()
    playground.wait(f"{title}.hidden")
    stop_at(playground, "Neuron 3 of layer 1")
    playground.active.send_keys(Keys.ENTER)
    assert playground.active.get_attribute("aria-pressed") == "true"
    playground.active.send_keys(Keys.ARROW_DOWN)
    playground.run("deepActive().blur()")
    playground.wait(f"{title}.textContent === 'Neuron 3 of layer 1'")
    playground.find(STOP).send_keys(Keys.ESCAPE)
    playground.run("deepActive().blur()")
    playground.wait(f"{title}.hidden")


def test_a_weight_is_dragged_and_the_losses_and_maps_follow(playground):
    x, y = stop_at(playground, "Bias of output")
    before, corner = playground.state["lossTest"], playground.pixel(MAP, 0.1, 0.9)
    hover(playground, x, y)
    ActionChains(playground.driver).click().perform()
    slider = playground.find(f"{CARD} input[type=range]")
    value = float(slider.get_attribute("value"))
    ActionChains(playground.driver).click_and_hold(slider).move_by_offset(40, 0).move_by_offset(30, 0).perform()
    playground.wait("Math.abs(deep('py-playground').state.lossTest - arguments[0]) > 0.05", before)
    assert slider.is_displayed() and playground.pixel(MAP, 0.1, 0.9) != corner
    ActionChains(playground.driver).release().perform()
    shown, chosen = "Number(deep('[data-part=part-value]').textContent)", "Number(deep('.part-card input[type=range]').value)"
    playground.wait(f"Math.abs({shown} - {chosen}) < 0.01")
    assert abs(card_value(playground) - value) > 1
    slider.send_keys(Keys.ESCAPE)
    playground.wait("!deep('[data-part=part-card] form').checkVisibility()")


def test_an_input_that_is_switched_off_can_be_looked_at_too(playground):
    button = playground.find("[data-name=feature-sinX]")
    ActionChains(playground.driver).move_to_element(button).perform()
    playground.wait("deep('[data-part=map-title]').textContent === 'Input sin X₁'")
    assert playground.state["settings"]["sinX"] is False


def test_a_weight_s_card_is_live_while_training_runs(playground):
    stop_at(playground, "Weight from X₁ to neuron 1 of layer 1")
    assert playground.find(CARD).is_displayed()
    before = card_value(playground)
    playground.run("deep('py-playground').play()")
    playground.wait("Math.abs(Number(deep('[data-part=part-value]').textContent) - arguments[0]) > 0.02", before)
    assert playground.text("[data-part=part-gradient]") != "–"
    playground.run("deep('py-playground').pause()")
    playground.step(1)
    assert playground.text("[data-part=part-change]") != "–"


def test_the_output_s_bias_is_edited_by_a_click_and_the_losses_follow(playground):
    x, y = stop_at(playground, "Bias of output")
    before = playground.state["lossTest"]
    hover(playground, x, y)
    ActionChains(playground.driver).click().perform()
    field = playground.active
    assert field.get_attribute("aria-label") == "New value"
    field.send_keys("1.5" + Keys.ENTER)  # replaces what is selected
    playground.wait("deep('[data-part=part-value]').textContent === '1.500'")
    playground.wait("deep('py-playground').state.lossTest !== arguments[0]", before)
    assert playground.state["epoch"] == 40


def test_the_keyboard_alone_goes_through_the_parts_nudges_and_edits(playground):
    stop_at(playground, "Bias of neuron 1 of layer 1")
    before = card_value(playground)
    loss = playground.state["lossTest"]
    stop = playground.active
    assert stop.accessible_name == f"Bias of neuron 1 of layer 1, {before:.3f}"
    stop.send_keys(Keys.ARROW_UP)
    playground.wait("Math.abs(Number(deep('[data-part=part-value]').textContent) - arguments[0] - 0.1) < 0.0011", before)
    playground.wait("deep('py-playground').state.lossTest !== arguments[0]", loss)
    stop.send_keys(Keys.ENTER)
    playground.active.send_keys("7" + Keys.ESCAPE)
    assert card_value(playground) == pytest.approx(before + 0.1, abs=0.0011)
    stop = playground.active
    assert stop.accessible_name.startswith("Bias of neuron 1")
    stop.send_keys(Keys.ARROW_RIGHT)
    assert playground.active.accessible_name.startswith("Weight from X₁ to neuron 1 of layer 1, ")
    playground.active.send_keys(Keys.HOME)
    assert playground.active.accessible_name == "Neuron 1 of layer 1"


def test_the_table_has_every_weight_and_bias(playground):
    playground.find("details.weights summary").click()
    playground.wait("deepAll('.weights td').length === 25")
    first = playground.text(".weights tbody tr td")
    stop_at(playground, "Weight from X₁ to neuron 1 of layer 1")
    assert card_value(playground) == float(first)


def test_several_classes_have_colours_and_a_legend_of_their_own(shared):
    page = shared.settings("dataset=blobs&classes=4")
    page.step(100)
    assert page.run("return [...deepAll('.classes li')].map(e => e.textContent)") == [f"Class {n}" for n in (1, 2, 3, 4)]
    corners = {tuple(page.pixel(MAP, *place)) for place in ((0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1))}
    assert len(corners) == 4
    assert page.run("return deep('py-playground').state.lossTest") < 0.5
