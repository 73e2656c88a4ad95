"""The lesson of a neuron's inside in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def lesson(open_lesson):
    return open_lesson("inside-the-neuron")


def test_every_widget_of_the_lesson(lesson):
    threshold(lesson)
    sigmoid(lesson)
    relu(lesson)
    passengers(lesson)
    activations(lesson)


def threshold(page):
    assert page.operate("return text('py-threshold-neuron', 'words')") == "10 − 5 = 5 is above 0: the neuron fires."
    page.operate("turn('py-threshold-neuron', 'number', 12); await until(() => text('py-threshold-neuron', 'verdict') === 'silent')")
    # The threshold's handle, by keys: half a step each.
    page.run("deep('py-threshold-neuron [data-handle=threshold]').focus()")
    for threshold in (10.5, 11, 11.5, 12, 12.5):
        ActionChains(page.driver).send_keys(Keys.ARROW_RIGHT).perform()
        page.wait("deep('py-threshold-neuron').view.values.threshold === arguments[0]", threshold)
    page.operate("await until(() => text('py-threshold-neuron', 'words').startsWith('12.5 − 12 = 0.5 is above 0'))")
    assert page.run("return deepActive().dataset.handle") == "threshold"


def sigmoid(page):
    assert page.operate("return text('py-sigmoid-explorer', 'result')") == "0.50000000000"
    for x, result in ((2, "0.88079707798"), (5, "0.99330714908"), (20, "0.99999999794"), (-20, "0.00000000206")):
        page.operate(f"turn('py-sigmoid-explorer', 'x', {x}); await until(() => text('py-sigmoid-explorer', 'result') === '{result}')")
    assert page.operate("return text('py-sigmoid-explorer', 'formula')") == "1 / (1 + e^20) ="
    ActionChains(page.driver).scroll_to_element(page.find("py-sigmoid-explorer .plot")).perform()
    handle = page.find("py-sigmoid-explorer [data-handle=x]")
    ActionChains(page.driver).click_and_hold(handle).move_by_offset(200, 0).release().perform()
    page.wait("deep('py-sigmoid-explorer').view.values.x > -15")


def relu(page):
    for x, result in ((3.5, "3.5"), (-0.01, "0"), (20, "20")):
        page.operate(f"turn('py-relu-explorer', 'x', {x}); await until(() => text('py-relu-explorer', 'result') === '{result}')")


def passengers(page):
    nodes = "return [...deepAll('.node-text', widget('py-passenger-neuron'))].map((node) => node.textContent)"
    assert page.operate("return text('py-passenger-neuron', 'said')") == "Choose a passenger in the table."
    page.operate("deepAll('tbody button', widget('py-passenger-neuron'))[3].click()")
    page.operate("await until(() => text('py-passenger-neuron', 'chance') === '49.9 %')")
    assert {"35", "1", "+1", "−0.002", "49.9 %"} <= set(page.operate(nodes))
    page.operate("deep('[data-spot=sum]', widget('py-passenger-neuron')).focus()")
    page.operate("await until(() => text('py-passenger-neuron', 'tip').endsWith('together −0.00209.'))")
    assert page.run("return deepActive().dataset.spot") == "sum"
    ActionChains(page.driver).send_keys(Keys.ENTER).perform()
    page.run("deepActive().blur()")
    page.operate("await until(() => text('py-passenger-neuron', 'tip').endsWith('together −0.00209.'))")
    assert page.operate("return text('py-passenger-neuron', 'right')") == "5 of 8"
    page.operate(
        "turn('py-passenger-neuron', 'weights', 'trained'); await until(() => text('py-passenger-neuron', 'right') === '7 of 8')"
    )
    assert "every woman survives" in page.operate("return text('py-passenger-neuron', 'limits')")


def activations(page):
    assert len(page.operate("return cells('py-activation-curves')")) == 10
    page.operate("deepAll('tbody button', widget('py-activation-curves'))[6].click()")
    page.operate("await until(() => text('py-activation-curves', 'formula') === 'Sigmoid(x) = 1 / (1 + e^−x)')")
    assert page.operate("return deep('select', widget('py-activation-curves')).value") == "sigmoid"
    page.operate("turn('py-activation-curves', 'x', -3); await until(() => cells('py-activation-curves')[6][2] === '0.0452')")
    assert page.operate("return cells('py-activation-curves').map((row) => row[2])")[:2] == ["0.0000", "0.0100"]
