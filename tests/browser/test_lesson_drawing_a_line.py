"""The lesson of lines and layers in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

LIBRARY = """
const widget = (name) => document.querySelector(name);
const text = (name, part) => widget(name).querySelector(`[data-text="${part}"]`).textContent;
const click = (name, label) => {
  const found = [...widget(name).querySelectorAll("button")].find((button) => button.textContent.trim() === label);
  if (!found) throw new Error(`${name} has no button ${label}`);
  found.click();
};
const turn = (name, part, value) => {
  const input = widget(name).querySelector(`input[data-set="${part}"]`);
  input.value = value;
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
    page.open(site.url + "drawing-a-line.html")
    page.wait("[...document.querySelectorAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')")
    return page


def do(page, script):
    return page.run(LIBRARY + script)


def test_every_widget_of_the_lesson(lesson):
    line_by_hand(lesson)
    one_point(lesson)
    twenty_starts(lesson)
    three_neurons(lesson)
    hidden_space(lesson)
    spiral(lesson)


def line_by_hand(page):
    assert do(page, "return text('line-by-hand', 'wrong')") == "55"
    do(page, "click('line-by-hand', 'Let the computer do it'); await until(() => text('line-by-hand', 'wrong') === '9')")
    do(page, "click('line-by-hand', 'Start over'); await until(() => text('line-by-hand', 'wrong') === '55')")
    for part, value in (("w1", 1), ("w2", 1), ("bias", 0)):
        do(page, f"turn('line-by-hand', '{part}', {value})")
    do(page, "await until(() => text('line-by-hand', 'rule') === 'IF 1 · x₁ + 1 · x₂ > 0 THEN blue ELSE orange')")
    assert do(page, "return text('line-by-hand', 'wrong')") == "0"
    assert do(page, "return widget('line-by-hand').querySelector('.goal').checkVisibility()")
    # A handle by keys, the other by the mouse.
    page.run("document.querySelector('line-by-hand [data-handle=first]').focus()")
    before = do(page, "return widget('line-by-hand').view.values.w1")
    ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
    page.wait("document.querySelector('line-by-hand').view.values.w1 !== arguments[0]", before)
    assert page.run("return document.activeElement.dataset.handle") == "first"
    moved = do(page, "return widget('line-by-hand').view.values.bias")
    ActionChains(page.driver).click_and_hold(page.find("line-by-hand [data-handle=second]")).move_by_offset(
        0, -60
    ).release().perform()
    page.wait("document.querySelector('line-by-hand').view.values.bias !== arguments[0]", moved)


def one_point(page):
    assert do(page, "return text('point-and-line', 'sum')") == "0.50 · 3.0 + 0.50 · 2.0 − 1.00 = 1.50"
    page.run("document.querySelector('point-and-line [data-handle=point]').focus()")
    for said in (
        "0.50 · 2.0 + 0.50 · 2.0 − 1.00 = 1.00",
        "0.50 · 1.0 + 0.50 · 2.0 − 1.00 = 0.50",
        "0.50 · 0.0 + 0.50 · 2.0 − 1.00 = 0.00",
    ):
        ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(Keys.SHIFT).perform()
        do(page, f"await until(() => text('point-and-line', 'sum') === '{said}')")
    assert "orange" in do(page, "return widget('point-and-line').view.says")


def twenty_starts(page):
    page.run("document.querySelector('many-starts').scrollIntoView({ block: 'center' })")
    do(page, "click('many-starts', '5 epochs'); await until(() => text('many-starts', 'epoch') === '5')")
    assert do(page, "return text('many-starts', 'spread')") == "16°"
    assert do(page, "return text('many-starts', 'wrong')") == "0 to 1"
    do(
        page,
        "[...widget('many-starts').querySelectorAll('label')].find((label) => label.textContent.trim() === 'Overlapping').click()",
    )
    do(page, "turn('many-starts', 'epoch', 100); await until(() => text('many-starts', 'spread') === '0.01°')")


def three_neurons(page):
    page.run("document.querySelector('three-neurons').scrollIntoView({ block: 'center' })")
    do(page, "click('three-neurons', 'Train 300 epochs'); await until(() => text('three-neurons', 'train') === 'Pause')")
    do(page, "await until(() => text('three-neurons', 'epoch') === '300')")
    assert do(page, "return text('three-neurons', 'gaps')") == "117°, 123°, 120°"
    assert do(page, "return widget('three-neurons').querySelector('.goal').checkVisibility()")
    do(page, "turn('three-neurons', 'units', 8); await until(() => text('three-neurons', 'epoch') === '0')")


def hidden_space(page):
    page.run("document.querySelector('hidden-space').scrollIntoView({ block: 'center' })")
    assert "becomes (1.00, −0.83, 0.99) in space" in do(page, "return text('hidden-space', 'here')")
    page.run("document.querySelector('hidden-space [data-handle=here]').focus()")
    ActionChains(page.driver).send_keys(Keys.ARROW_DOWN).perform()
    do(page, "await until(() => text('hidden-space', 'here').includes('x₂ 3.5'))")
    space = "document.querySelector('hidden-space [data-plot=space] svg')"
    page.run(f"{space}.focus()")
    before = page.run(f"return {space}.innerHTML")
    ActionChains(page.driver).send_keys(Keys.ARROW_LEFT).perform()
    page.wait(f"{space}.innerHTML !== arguments[0]", before)
    do(page, "click('hidden-space', 'First weights'); await until(() => text('hidden-space', 'epoch') === '0')")


def spiral(page):
    page.run("document.querySelector('spiral-layers').scrollIntoView({ block: 'center' })")
    assert do(page, "return text('spiral-layers', 'loss')") == "0.013"
    page.run("document.querySelector('spiral-layers [data-spot=\"2-3\"]').focus()")
    do(page, "await until(() => text('spiral-layers', 'words').startsWith('Layer 2, neuron 3'))")
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    do(page, "widget('spiral-layers').querySelector('button').focus()")
    do(page, "await until(() => !widget('spiral-layers').querySelector('[data-do=pick]').ariaDisabled.includes('true'))")
    do(
        page,
        "click('spiral-layers', 'Show the output'); await until(() => text('spiral-layers', 'words').startsWith('The output'))",
    )
    do(page, "click('spiral-layers', 'Train 500 epochs'); await until(() => text('spiral-layers', 'epoch') === '504')")
    do(page, "click('spiral-layers', 'Pause'); await until(() => text('spiral-layers', 'train') === 'Train 500 epochs')")
