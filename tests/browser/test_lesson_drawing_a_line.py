"""The lesson of lines and layers in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def lesson(open_lesson):
    return open_lesson("drawing-a-line")


def test_every_widget_of_the_lesson(lesson):
    line_by_hand(lesson)
    one_point(lesson)
    twenty_starts(lesson)
    three_neurons(lesson)
    hidden_space(lesson)
    spiral(lesson)


def line_by_hand(page):
    assert page.operate("return text('py-line-by-hand', 'wrong')") == "55"
    page.operate("click('py-line-by-hand', 'Let the computer do it'); await until(() => text('py-line-by-hand', 'wrong') === '9')")
    page.operate("click('py-line-by-hand', 'Start over'); await until(() => text('py-line-by-hand', 'wrong') === '55')")
    for part, value in (("w1", 1), ("w2", 1), ("bias", 0)):
        page.operate(f"turn('py-line-by-hand', '{part}', {value})")
    page.operate("await until(() => text('py-line-by-hand', 'rule') === 'IF 1 · x₁ + 1 · x₂ > 0 THEN blue ELSE orange')")
    assert page.operate("return text('py-line-by-hand', 'wrong')") == "0"
    assert page.operate("return deep('.goal', widget('py-line-by-hand')).checkVisibility()")
    # A handle by keys, the other by the mouse.
    page.run("deep('py-line-by-hand [data-handle=first]').focus()")
    before = page.operate("return widget('py-line-by-hand').view.values.w1")
    ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
    page.wait("deep('py-line-by-hand').view.values.w1 !== arguments[0]", before)
    assert page.run("return deepActive().dataset.handle") == "first"
    moved = page.operate("return widget('py-line-by-hand').view.values.bias")
    ActionChains(page.driver).click_and_hold(page.find("py-line-by-hand [data-handle=second]")).move_by_offset(
        0, -60
    ).release().perform()
    page.wait("deep('py-line-by-hand').view.values.bias !== arguments[0]", moved)


def one_point(page):
    assert page.operate("return text('py-point-and-line', 'sum')") == "0.50 · 3.0 + 0.50 · 2.0 − 1.00 = 1.50"
    page.run("deep('py-point-and-line [data-handle=point]').focus()")
    for said in (
        "0.50 · 2.0 + 0.50 · 2.0 − 1.00 = 1.00",
        "0.50 · 1.0 + 0.50 · 2.0 − 1.00 = 0.50",
        "0.50 · 0.0 + 0.50 · 2.0 − 1.00 = 0.00",
    ):
        ActionChains(page.driver).key_down(Keys.SHIFT).send_keys(Keys.ARROW_LEFT).key_up(Keys.SHIFT).perform()
        page.operate(f"await until(() => text('py-point-and-line', 'sum') === '{said}')")
    assert "orange" in page.operate("return widget('py-point-and-line').view.says")


def twenty_starts(page):
    page.run("deep('py-many-starts').scrollIntoView({ block: 'center' })")
    page.operate("click('py-many-starts', '5 epochs'); await until(() => text('py-many-starts', 'epoch') === '5')")
    assert page.operate("return text('py-many-starts', 'spread')") == "16°"
    assert page.operate("return text('py-many-starts', 'wrong')") == "0 to 1"
    page.operate(
        "[...deepAll('label', widget('py-many-starts'))].find((label) => label.textContent.trim() === 'Overlapping').click()",
    )
    page.operate("turn('py-many-starts', 'epoch', 100); await until(() => text('py-many-starts', 'spread') === '0.01°')")


def three_neurons(page):
    page.run("deep('py-three-neurons').scrollIntoView({ block: 'center' })")
    page.operate("click('py-three-neurons', 'Train 300 epochs'); await until(() => text('py-three-neurons', 'train') === 'Pause')")
    page.operate("await until(() => text('py-three-neurons', 'epoch') === '300')")
    assert page.operate("return text('py-three-neurons', 'gaps')") == "117°, 123°, 120°"
    assert page.operate("return deep('.goal', widget('py-three-neurons')).checkVisibility()")
    page.operate("turn('py-three-neurons', 'units', 8); await until(() => text('py-three-neurons', 'epoch') === '0')")


def hidden_space(page):
    page.run("deep('py-hidden-space').scrollIntoView({ block: 'center' })")
    assert "becomes (1.00, −0.83, 0.99) in space" in page.operate("return text('py-hidden-space', 'here')")
    page.run("deep('py-hidden-space [data-handle=here]').focus()")
    ActionChains(page.driver).send_keys(Keys.ARROW_DOWN).perform()
    page.operate("await until(() => text('py-hidden-space', 'here').includes('x₂ 3.5'))")
    space = "deep('py-hidden-space [data-plot=space] svg')"
    page.run(f"{space}.focus()")
    before = page.run(f"return {space}.innerHTML")
    ActionChains(page.driver).send_keys(Keys.ARROW_LEFT).perform()
    page.wait(f"{space}.innerHTML !== arguments[0]", before)
    page.operate("click('py-hidden-space', 'First weights'); await until(() => text('py-hidden-space', 'epoch') === '0')")


def spiral(page):
    page.run("deep('py-spiral-layers').scrollIntoView({ block: 'center' })")
    assert page.operate("return text('py-spiral-layers', 'loss')") == "0.013"
    page.run("deep('py-spiral-layers [data-spot=\"2-3\"]').focus()")
    page.operate("await until(() => text('py-spiral-layers', 'words').startsWith('Layer 2, neuron 3'))")
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    page.operate("deep('button', widget('py-spiral-layers')).focus()")
    page.operate("await until(() => !deep('[data-do=pick]', widget('py-spiral-layers')).ariaDisabled.includes('true'))")
    page.operate(
        "click('py-spiral-layers', 'Show the output'); await until(() => text('py-spiral-layers', 'words').startsWith('The output'))",
    )
    page.operate("click('py-spiral-layers', 'Train 500 epochs'); await until(() => text('py-spiral-layers', 'epoch') === '504')")
    page.operate("click('py-spiral-layers', 'Pause'); await until(() => text('py-spiral-layers', 'train') === 'Train 500 epochs')")
