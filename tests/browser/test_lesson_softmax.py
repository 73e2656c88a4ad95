"""The lesson of softmax in a real browser: every widget operated once, with the numbers that the text tells."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains


@pytest.fixture
def lesson(open_lesson):
    return open_lesson("softmax")


def test_every_widget_of_the_lesson(lesson):
    calculator(lesson)
    shape(lesson)
    regression(lesson)
    hidden_layer(lesson)
    quizzes(lesson)


def calculator(page):
    assert page.operate("return cells('softmax-calculator').map((row) => row[2])") == ["0.1192", "0.8808", "1.0000"]
    page.operate("click('softmax-calculator', '[1, 2, 4]'); await until(() => cells('softmax-calculator').length === 4)")
    assert page.operate("return cells('softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    visible = (
        "return [...widget('softmax-calculator').querySelectorAll('.numbers input')].filter((e) => e.checkVisibility()).length"
    )
    assert page.operate(visible) == 3
    page.operate("click('softmax-calculator', '+ 1,000'); await until(() => cells('softmax-calculator')[0][0] === '1,001')")
    assert page.operate("return cells('softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    assert "more than a computer" in page.operate("return text('softmax-calculator', 'taken')")
    page.operate("click('softmax-calculator', '[0, 1]'); await until(() => cells('softmax-calculator').length === 3)")
    page.operate("turn('softmax-calculator', 'n2', 3); await until(() => cells('softmax-calculator')[1][2] === '0.9526')")
    page.operate(
        "turn('softmax-calculator', 'temperature', 3); await until(() => cells('softmax-calculator')[1][2] === '0.7311')"
    )
    # What is no number in range is said beside the widget, and the picture stays.
    page.operate(
        "turn('softmax-calculator', 'n2', 10000); await until(() => /n2: expected/.test(widget('softmax-calculator').textContent))",
    )
    page.operate("click('softmax-calculator', 'Start over'); await until(() => cells('softmax-calculator')[1][2] === '0.8808')")


def shape(page):
    assert page.operate("return text('network-shape', 'total')") == "6"
    page.operate("turn('network-shape', 'features', 4); turn('network-shape', 'classes', 3)")
    page.operate("await until(() => text('network-shape', 'total') === '15')")
    nodes = "return [...widget('network-shape').querySelectorAll('.node-text')].map((node) => node.textContent)"
    assert {"X4", "Y3", "3,4", "b3"} <= set(page.operate(nodes))
    page.operate("click('network-shape', '784 pixels, 10 digits'); await until(() => text('network-shape', 'total') === '7,850')")
    assert "X784" in page.operate(nodes)


def regression(page):
    assert page.operate("return text('labelled-houses', 'loss')") == "0.6931"
    page.operate("click('labelled-houses', '1 step'); await until(() => text('labelled-houses', 'loss') === '0.6135')")
    page.operate("turn('labelled-houses', 'best', true); await until(() => widget('labelled-houses').view.shown.best)")
    assert "right 8 times" in page.operate("return text('labelled-houses', 'best')")
    page.operate("widget('labelled-houses').scrollIntoView(); click('labelled-houses', 'Train')")
    page.operate("await until(() => text('labelled-houses', 'steps') === '500')")
    assert page.operate("return [text('labelled-houses', 'loss'), text('labelled-houses', 'right')]") == ["0.5412", "7 of 10"]
    assert page.operate("return cells('labelled-houses').map((row) => row[4])")[:3] == ["0.5642", "0.7825", "0.4152"]
    # A house that is clicked is told of, and keeps the focus when the ring around it goes.
    ActionChains(page.driver).move_to_element(page.find("labelled-houses [data-spot='5']")).click().perform()
    page.operate(
        "await until(() => cells('labelled-houses')[5][4] === '0.9081' && widget('labelled-houses').querySelector('[data-strong]'))",
    )
    assert page.operate("return text('labelled-houses', 'chosen')").startswith(
        "House 6, 1,985 sq ft, 4 bathrooms: Good with 0.9081"
    )
    ActionChains(page.driver).click().move_to_element(page.find("labelled-houses [data-text=loss]")).perform()
    page.operate("await until(() => text('labelled-houses', 'chosen').startsWith('Point at a house'))")
    assert page.run("return document.activeElement.dataset.spot") == "5"


def hidden_layer(page):
    page.operate("widget('labelled-hidden').scrollIntoView(); click('labelled-hidden', 'Train')")
    page.operate("await until(() => text('labelled-hidden', 'steps') === '1,000')")
    assert page.operate("return text('labelled-hidden', 'right')") == "10 of 10"
    assert page.operate("return widget('labelled-hidden').querySelector('.goal').checkVisibility()")
    page.operate("click('labelled-hidden', 'Leave each house out once')")
    page.operate("await until(() => text('labelled-hidden', 'test').startsWith('4 of 10.'))")
    page.operate(
        "turn('labelled-hidden', 'units', 2); await until(() => text('labelled-hidden', 'parameters').startsWith('12 '))"
    )
    page.operate("click('labelled-hidden', 'Train'); await until(() => text('labelled-hidden', 'steps') !== '0')")
    page.operate("click('labelled-hidden', 'Pause'); await until(() => !widget('labelled-hidden').view.busy)")


def quizzes(page):
    assert page.run("return document.querySelectorAll('details.quiz').length") == 5
    page.run("document.querySelector('details.quiz summary').click()")
    assert page.run("return document.querySelector('details.quiz').open")
