"""How fast it trains: slowly, an epoch for each picture, at full speed, up to an epoch, and until a condition holds."""

import pytest
from selenium.webdriver.common.keys import Keys


@pytest.fixture
def playground(shared):
    return shared


def test_full_speed_trains_many_epochs_a_picture_and_the_page_stays_smooth(playground):
    playground.find(".seg label:last-child").click()
    playground.wait("deep('py-playground').state.settings.animationSpeed === 'max'")
    playground.run("window.p = deep('py-playground'); window.n = 0; p.addEventListener('frame', () => n++);")
    playground.find("[data-action=toggle]").click()
    longest = playground.run(
        "let last = performance.now(), longest = 0; const end = last + 2000;"
        "await new Promise(r => { const f = now => { longest = Math.max(longest, now - last); last = now;"
        " now < end ? requestAnimationFrame(f) : r(); }; requestAnimationFrame(f); }); p.pause(); return longest;"
    )
    frames = playground.run("return n")
    assert playground.state["epoch"] > 5 * frames > 0
    assert longest < 500


def test_a_slow_speed_from_an_old_link_trains_now_and_then(shared):
    page = shared.settings("seed=0.12345&animationSpeed=10")
    assert page.text(".seg label:first-of-type") == "Slow 10%"
    page.run("deep('py-playground').play()")
    page.run("let k = 60; await new Promise(r => { const f = () => k-- ? requestAnimationFrame(f) : r(); f(); })")
    page.run("deep('py-playground').pause()")
    assert 1 <= page.state["epoch"] <= 8


def test_choosing_dropout_slows_down(playground):
    playground.find("[data-action=settings]").click()
    playground.find("dialog [data-control=dropout] option[value='3']").click()
    playground.wait("deep('py-playground').state.settings.dropout === 0.3")
    assert playground.state["settings"]["animationSpeed"] == 5


def test_go_to_an_epoch_and_back(playground):
    playground.find("[data-action=goto]").click()
    playground.find(".goto input").send_keys("250" + Keys.ENTER)
    playground.wait("deep('py-playground').dataset.status === 'paused'")
    assert playground.state["epoch"] == 250
    assert not playground.find(".goto").is_displayed()
    playground.run("await deep('py-playground').goTo(100)")
    playground.wait("deep('py-playground').state.epoch === 100")
    assert playground.state["lossTest"] == pytest.approx(0.01144976, abs=1e-8)


def test_a_stop_condition_ends_the_run_and_says_which(shared):
    page = shared.settings("seed=0.12345&stopLoss=0.4&animationSpeed=max")
    page.find("[data-action=toggle]").click()
    page.wait("deep('py-playground').dataset.status === 'stopped'")
    assert "the test loss is below 0.4" in page.text("[data-part=notice-message]")
    assert 0 < page.state["lossTest"] < 0.4
    page.run("await deep('py-playground').reset()")
    assert not page.find(".notice").is_displayed()


def test_a_learning_rate_that_tuning_has_moved_is_shown(shared):
    page = shared.settings("seed=0.12345&learningRate=3&preventLossIncreases=true&learningRateAutotuning=0.0001")
    page.step(3)
    assert ", now " in page.text("[data-control=learningRate] .k")
    page.settings("seed=0.12345")
    page.step(3)
    assert page.text("[data-control=learningRate] .k") == "Learning rate"
