"""The lesson of a neuron's inside in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

LIBRARY = """
const widget = (name) => document.querySelector(name);
const text = (name, part) => widget(name).querySelector(`[data-text="${part}"]`).textContent;
const cells = (name) => [...widget(name).querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent.trim()));
const click = (name, label) => {
  const found = [...widget(name).querySelectorAll("button")].find((button) => button.textContent.trim() === label);
  if (!found) throw new Error(`${name} has no button ${label}`);
  found.click();
};
const turn = (name, part, value) => {
  const input = widget(name).querySelector(`input[data-set="${part}"]:not([type=radio]), input[data-set="${part}"][value="${value}"]`);
  if (input.type === "checkbox" || input.type === "radio") input.checked = value;
  else input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
};
const until = async (test) => {
  for (let i = 0; i < 3000; i++) {
    if (test()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`never: ${test}`);
};
"""


@pytest.fixture
def lesson(page, site):
    page.open(site.url + "inside-the-neuron.html")
    page.wait("[...document.querySelectorAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')")
    return page


def do(page, script):
    return page.run(LIBRARY + script)


def test_every_widget_of_the_lesson(lesson):
    threshold(lesson)
    sigmoid(lesson)
    relu(lesson)
    passengers(lesson)
    activations(lesson)


def threshold(page):
    assert do(page, "return text('threshold-neuron', 'words')") == "10 − 5 = 5 is above 0: the neuron fires."
    do(page, "turn('threshold-neuron', 'number', 12); await until(() => text('threshold-neuron', 'verdict') === 'silent')")
    # The threshold's handle, by keys: half a step each.
    page.run("document.querySelector('threshold-neuron [data-handle=threshold]').focus()")
    for threshold in (10.5, 11, 11.5, 12, 12.5):
        ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
        page.wait("document.querySelector('threshold-neuron').view.values.threshold === arguments[0]", threshold)
    do(page, "await until(() => text('threshold-neuron', 'words').startsWith('12.5 − 12 = 0.5 is above 0'))")
    assert page.run("return document.activeElement.dataset.handle") == "threshold"


def sigmoid(page):
    assert do(page, "return text('sigmoid-explorer', 'result')") == "0.50000000000"
    for x, result in ((2, "0.88079707798"), (5, "0.99330714908"), (20, "0.99999999794"), (-20, "0.00000000206")):
        do(page, f"turn('sigmoid-explorer', 'x', {x}); await until(() => text('sigmoid-explorer', 'result') === '{result}')")
    assert do(page, "return text('sigmoid-explorer', 'formula')") == "1 / (1 + e^20) ="
    ActionChains(page.driver).scroll_to_element(page.find("sigmoid-explorer .plot")).perform()
    handle = page.find("sigmoid-explorer [data-handle=x]")
    ActionChains(page.driver).click_and_hold(handle).move_by_offset(200, 0).release().perform()
    page.wait("document.querySelector('sigmoid-explorer').view.values.x > -15")


def relu(page):
    for x, result in ((3.5, "3.5"), (-0.01, "0"), (20, "20")):
        do(page, f"turn('relu-explorer', 'x', {x}); await until(() => text('relu-explorer', 'result') === '{result}')")


def passengers(page):
    nodes = "return [...widget('passenger-neuron').querySelectorAll('.node-text')].map((node) => node.textContent)"
    assert do(page, "return text('passenger-neuron', 'said')") == "Choose a passenger in the table."
    do(page, "widget('passenger-neuron').querySelectorAll('tbody button')[3].click()")
    do(page, "await until(() => text('passenger-neuron', 'chance') === '49.9 %')")
    assert {"35", "1", "+1", "−0.002", "49.9 %"} <= set(do(page, nodes))
    do(page, "widget('passenger-neuron').querySelector('[data-spot=sum]').focus()")
    do(page, "await until(() => text('passenger-neuron', 'tip').endsWith('together −0.00209.'))")
    assert page.run("return document.activeElement.dataset.spot") == "sum"
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    page.run("document.activeElement.blur()")
    do(page, "await until(() => text('passenger-neuron', 'tip').endsWith('together −0.00209.'))")
    assert do(page, "return text('passenger-neuron', 'right')") == "5 of 8"
    do(page, "turn('passenger-neuron', 'weights', 'trained'); await until(() => text('passenger-neuron', 'right') === '7 of 8')")
    assert "every woman survives" in do(page, "return text('passenger-neuron', 'limits')")


def activations(page):
    assert len(do(page, "return cells('activation-curves')")) == 8
    do(page, "widget('activation-curves').querySelectorAll('tbody button')[6].click()")
    do(page, "await until(() => text('activation-curves', 'formula') === 'Sigmoid(x) = 1 / (1 + e^−x)')")
    assert do(page, "return widget('activation-curves').querySelector('select').value") == "sigmoid"
    do(page, "turn('activation-curves', 'x', -3); await until(() => cells('activation-curves')[6][2] === '0.0452')")
    assert do(page, "return cells('activation-curves').map((row) => row[2])")[:2] == ["0.0000", "0.0100"]
