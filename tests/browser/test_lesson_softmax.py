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
    assert page.operate("return cells('py-softmax-calculator').map((row) => row[2])") == ["0.1192", "0.8808", "1.0000"]
    page.operate("click('py-softmax-calculator', '[1, 2, 4]'); await until(() => cells('py-softmax-calculator').length === 4)")
    assert page.operate("return cells('py-softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    visible = (
        "return [...deepAll('.numbers input', widget('py-softmax-calculator'))].filter((e) => e.checkVisibility()).length"
    )
    assert page.operate(visible) == 3
    page.operate("click('py-softmax-calculator', '+ 1,000'); await until(() => cells('py-softmax-calculator')[0][0] === '1,001')")
    assert page.operate("return cells('py-softmax-calculator').map((row) => row[2])") == ["0.0420", "0.1142", "0.8438", "1.0000"]
    assert "more than a computer" in page.operate("return text('py-softmax-calculator', 'taken')")
    page.operate("click('py-softmax-calculator', '[0, 1]'); await until(() => cells('py-softmax-calculator').length === 3)")
    page.operate("turn('py-softmax-calculator', 'n2', 3); await until(() => cells('py-softmax-calculator')[1][2] === '0.9526')")
    page.operate(
        "turn('py-softmax-calculator', 'temperature', 3); await until(() => cells('py-softmax-calculator')[1][2] === '0.7311')"
    )
    # What is no number in range is said beside the widget, and the picture stays.
    page.operate(
        "turn('py-softmax-calculator', 'n2', 10000);"
        "await until(() => /n2: expected/.test(deep('.exhibit', widget('py-softmax-calculator')).textContent))",
    )
    page.operate("click('py-softmax-calculator', 'Start over'); await until(() => cells('py-softmax-calculator')[1][2] === '0.8808')")


def shape(page):
    assert page.operate("return text('py-network-shape', 'total')") == "6"
    page.operate("turn('py-network-shape', 'features', 4); turn('py-network-shape', 'classes', 3)")
    page.operate("await until(() => text('py-network-shape', 'total') === '15')")
    nodes = "return [...deepAll('.node-text', widget('py-network-shape'))].map((node) => node.textContent)"
    assert {"X4", "Y3", "3,4", "b3"} <= set(page.operate(nodes))
    page.operate("click('py-network-shape', '784 pixels, 10 digits'); await until(() => text('py-network-shape', 'total') === '7,850')")
    assert "X784" in page.operate(nodes)


def regression(page):
    assert page.operate("return text('py-labelled-houses', 'loss')") == "0.6931"
    page.operate("click('py-labelled-houses', '1 step'); await until(() => text('py-labelled-houses', 'loss') === '0.6135')")
    page.operate("turn('py-labelled-houses', 'best', true); await until(() => widget('py-labelled-houses').view.shown.best)")
    assert "right 8 times" in page.operate("return text('py-labelled-houses', 'best')")
    page.operate("widget('py-labelled-houses').scrollIntoView(); click('py-labelled-houses', 'Train')")
    page.operate("await until(() => text('py-labelled-houses', 'steps') === '500')")
    assert page.operate("return [text('py-labelled-houses', 'loss'), text('py-labelled-houses', 'right')]") == ["0.5412", "7 of 10"]
    assert page.operate("return cells('py-labelled-houses').map((row) => row[4])")[:3] == ["0.5642", "0.7825", "0.4152"]
    # A house that is clicked is told of, and keeps the focus when the ring around it goes.
    ActionChains(page.driver).move_to_element(page.find("py-labelled-houses [data-spot='5']")).click().perform()
    page.operate(
        "await until(() => cells('py-labelled-houses')[5][4] === '0.9081' && deep('[data-strong]', widget('py-labelled-houses')))",
    )
    assert page.operate("return text('py-labelled-houses', 'chosen')").startswith(
        "House 6, 1,985 sq ft, 4 bathrooms: Good with 0.9081"
    )
    ActionChains(page.driver).click().move_to_element(page.find("py-labelled-houses [data-text=loss]")).perform()
    page.operate("await until(() => text('py-labelled-houses', 'chosen').startsWith('Point at a house'))")
    assert page.run("return deepActive().dataset.spot") == "5"


def hidden_layer(page):
    page.operate("widget('py-labelled-hidden').scrollIntoView(); click('py-labelled-hidden', 'Train')")
    page.operate("await until(() => text('py-labelled-hidden', 'steps') === '1,000')")
    assert page.operate("return text('py-labelled-hidden', 'right')") == "10 of 10"
    assert page.operate("return deep('.goal', widget('py-labelled-hidden')).checkVisibility()")
    page.operate("click('py-labelled-hidden', 'Leave each house out once')")
    page.operate("await until(() => text('py-labelled-hidden', 'test').startsWith('4 of 10.'))")
    page.operate(
        "turn('py-labelled-hidden', 'units', 2); await until(() => text('py-labelled-hidden', 'parameters').startsWith('12 '))"
    )
    page.operate("click('py-labelled-hidden', 'Train'); await until(() => text('py-labelled-hidden', 'steps') !== '0')")
    page.operate("click('py-labelled-hidden', 'Pause'); await until(() => !widget('py-labelled-hidden').view.busy)")


def quizzes(page):
    assert page.run("return deepAll('details.quiz').length") == 5
    page.run("deep('details.quiz summary').click()")
    assert page.run("return deep('details.quiz').open")
