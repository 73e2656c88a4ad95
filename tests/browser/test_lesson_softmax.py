"""The lesson of softmax in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains

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
    page.open(site.url + "softmax.html")
    page.wait("[...document.querySelectorAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')")
    return page


def do(page, script):
    return page.run(LIBRARY + script)


def test_every_widget_of_the_lesson(lesson):
    calculator(lesson)
    shape(lesson)
    regression(lesson)
    hidden_layer(lesson)
    quizzes(lesson)


def calculator(page):
    assert do(page, "return cells('softmax-calculator').map((row) => row[2])") == ["0.1192", "0.8808", "1.0000"]
    do(page, "click('softmax-calculator', '[1, 2, 4]'); await until(() => cells('softmax-calculator').length === 4)")
    assert do(page, "return cells('softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    visible = (
        "return [...widget('softmax-calculator').querySelectorAll('.numbers input')].filter((e) => e.checkVisibility()).length"
    )
    assert do(page, visible) == 3
    do(page, "click('softmax-calculator', '+ 1,000'); await until(() => cells('softmax-calculator')[0][0] === '1,001')")
    assert do(page, "return cells('softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    assert "more than a computer" in do(page, "return text('softmax-calculator', 'taken')")
    do(page, "click('softmax-calculator', '[0, 1]'); await until(() => cells('softmax-calculator').length === 3)")
    do(page, "turn('softmax-calculator', 'n2', 3); await until(() => cells('softmax-calculator')[1][2] === '0.9526')")
    do(page, "turn('softmax-calculator', 'temperature', 3); await until(() => cells('softmax-calculator')[1][2] === '0.7311')")
    # What is no number in range is said beside the widget, and the picture stays.
    do(
        page,
        "turn('softmax-calculator', 'n2', 10000); await until(() => /n2: expected/.test(widget('softmax-calculator').textContent))",
    )
    do(page, "click('softmax-calculator', 'Start over'); await until(() => cells('softmax-calculator')[1][2] === '0.8808')")


def shape(page):
    assert do(page, "return text('network-shape', 'total')") == "6"
    do(page, "turn('network-shape', 'features', 4); turn('network-shape', 'classes', 3)")
    do(page, "await until(() => text('network-shape', 'total') === '15')")
    nodes = "return [...widget('network-shape').querySelectorAll('.node-text')].map((node) => node.textContent)"
    assert {"X4", "Y3", "3,4", "b3"} <= set(do(page, nodes))
    do(page, "click('network-shape', '784 pixels, 10 digits'); await until(() => text('network-shape', 'total') === '7,850')")
    assert "X784" in do(page, nodes)


def regression(page):
    assert do(page, "return text('labelled-houses', 'loss')") == "0.6931"
    do(page, "click('labelled-houses', '1 step'); await until(() => text('labelled-houses', 'loss') === '0.6135')")
    do(page, "turn('labelled-houses', 'best', true); await until(() => widget('labelled-houses').view.shown.best)")
    assert "right 8 times" in do(page, "return text('labelled-houses', 'best')")
    do(page, "widget('labelled-houses').scrollIntoView(); click('labelled-houses', 'Train')")
    do(page, "await until(() => text('labelled-houses', 'steps') === '500')")
    assert do(page, "return [text('labelled-houses', 'loss'), text('labelled-houses', 'right')]") == ["0.5412", "7 of 10"]
    assert do(page, "return cells('labelled-houses').map((row) => row[4])")[:3] == ["0.5642", "0.7825", "0.4152"]
    # A house that is clicked is told of, and keeps the focus when the ring around it goes.
    ActionChains(page.driver).move_to_element(page.find("labelled-houses [data-spot='5']")).click().perform()
    do(
        page,
        "await until(() => cells('labelled-houses')[5][4] === '0.9081' && widget('labelled-houses').querySelector('[data-strong]'))",
    )
    assert do(page, "return text('labelled-houses', 'chosen')").startswith("House 6, 1,985 sq ft, 4 bathrooms: Good with 0.9081")
    ActionChains(page.driver).click().move_to_element(page.find("labelled-houses [data-text=loss]")).perform()
    do(page, "await until(() => text('labelled-houses', 'chosen').startsWith('Point at a house'))")
    assert page.run("return document.activeElement.dataset.spot") == "5"


def hidden_layer(page):
    do(page, "widget('labelled-hidden').scrollIntoView(); click('labelled-hidden', 'Train')")
    do(page, "await until(() => text('labelled-hidden', 'steps') === '1,000')")
    assert do(page, "return text('labelled-hidden', 'right')") == "10 of 10"
    assert do(page, "return widget('labelled-hidden').querySelector('.goal').checkVisibility()")
    do(page, "click('labelled-hidden', 'Leave each house out once')")
    do(page, "await until(() => text('labelled-hidden', 'test').startsWith('4 of 10.'))")
    do(page, "turn('labelled-hidden', 'units', 2); await until(() => text('labelled-hidden', 'parameters').startsWith('12 '))")
    do(page, "click('labelled-hidden', 'Train'); await until(() => text('labelled-hidden', 'steps') !== '0')")
    do(page, "click('labelled-hidden', 'Pause'); await until(() => !widget('labelled-hidden').view.busy)")


def quizzes(page):
    assert page.run("return document.querySelectorAll('details.quiz').length") == 5
    page.run("document.querySelector('details.quiz summary').click()")
    assert page.run("return document.querySelector('details.quiz').open")
