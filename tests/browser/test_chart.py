"""The losses can be read: axes, a logarithmic scale, values by pointer and arrow keys, marks, accuracy, who is mixed up."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pycore import Playground

CHART = "[data-part=chart] canvas"
TIP = "[data-part=chart-tip]"


@pytest.fixture
def playground(shared):
    shared.driver.set_window_size(1400, 1000)
    shared.step(100)
    return shared


def picture(page):
    return page.run("return deep(args[0]).toDataURL()", CHART)


def test_values_are_read_by_pointer_and_by_arrow_keys(playground):
    ActionChains(playground.driver).move_to_element(playground.find(CHART)).perform()
    assert playground.text(TIP).startswith("Epoch ") and "test 0." in playground.text(TIP)
    chart = playground.find(CHART)
    chart.send_keys(Keys.ARROW_RIGHT)
    ActionChains(playground.driver).move_by_offset(0, -200).perform()
    chart.send_keys(Keys.ARROW_RIGHT)
    assert playground.text(TIP) == "Epoch 100 · test 0.011 · training 0.009"
    chart.send_keys(Keys.ARROW_LEFT)
    assert not playground.text(TIP).startswith("Epoch 100 ")


def test_the_axis_can_be_logarithmic(playground):
    linear = picture(playground)
    button = playground.find("[data-action=log]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert picture(playground) != linear


def test_the_share_that_is_right_is_drawn_instead_of_the_loss(playground):
    losses = picture(playground)
    playground.find("[data-action=shares]").click()
    assert picture(playground) != losses and not playground.find("[data-action=log]").is_displayed()
    playground.find(CHART).send_keys(Keys.ARROW_LEFT)
    playground.find(CHART).send_keys(Keys.END, Keys.ARROW_RIGHT)
    accuracy = playground.text("[data-part=accuracy-test]")
    assert playground.text(TIP) == f"Epoch 100 · test {accuracy} · training {playground.text('[data-part=accuracy-train]')}"
    playground.run("await deep('py-playground').configure({ problem: 'regression' })")
    assert not playground.find("[data-action=shares]").is_displayed() and playground.find("[data-action=log]").is_displayed()
    playground.settings("seed=0.12345")
    playground.run("scrollTo(0, 0)")
    playground.find("[data-action=shares]").click()
    assert playground.find("[data-action=log]").is_displayed()


def test_a_change_of_the_learning_rate_is_marked(playground):
    playground.run("await deep('py-playground').configure({ learningRate: 0.1 })")
    playground.step(50)
    chart = playground.find(CHART)
    chart.send_keys(Keys.ARROW_RIGHT)
    for _ in range(40):
        if "Learning rate 0.1" in playground.text(TIP):
            break
        chart.send_keys(Keys.ARROW_LEFT)
    assert "Learning rate 0.1" in playground.text(TIP)
    playground.run("await deep('py-playground').reset()")
    assert playground.run("return deep('[data-part=epoch]').textContent") == "0"


def test_accuracy_and_the_confusion_matrix_are_python_s(playground):
    assert playground.text("[data-part=accuracy-test]").endswith("% right")
    playground.find("[data-part=confusion] summary").click()
    playground.wait("deepAll('[data-part=confusion-tables] table').length === 2")
    cells = playground.run("return [...deepAll('[data-part=confusion-tables] td')].map(c => +c.textContent).slice(0, 4)")
    assert sum(cells) == 250
    share = (cells[0] + cells[3]) / 250
    assert playground.text("[data-part=accuracy-test]") == f"{100 * share:.1f}% right"
    playground.run("await deep('py-playground').configure({ problem: 'regression' })")
    assert not playground.find("[data-part=confusion]").is_displayed()


def test_a_regression_tells_how_far_it_is_off_and_losses_under_a_dropout_mask_say_so(playground):
    assert not playground.find(".losses .masked").is_displayed()
    playground.run("await deep('py-playground').configure({ problem: 'regression', dropout: 0.2 })")
    playground.run("await deep('py-playground').step(20)")
    twin = Playground.from_hash(playground.run("return deep('py-playground').address"))
    twin.train(20)
    for part, test in (("accuracy-test", True), ("accuracy-train", False)):
        assert playground.text(f"[data-part={part}]") == f"RMSE\u00a0{twin.rmse(test):.4g} · R²\u00a0{twin.r2(test):.3f}"
    assert playground.find(".losses .masked").is_displayed()
    playground.run("await deep('py-playground').configure({ dropout: 0 })")
    assert not playground.find(".losses .masked").is_displayed()
