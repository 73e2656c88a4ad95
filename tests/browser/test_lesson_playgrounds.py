"""The lessons of playgrounds in a real browser: claims counted, goals lit and remembered, pairs trained in step, the tour walked."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pycore import Playground


def open_lesson(page, site, slug, element):
    """Open a lesson and wait for the script of its playgrounds, not for Python."""
    page.open(f"{site.url}{slug}.html")
    page.run("await customElements.whenDefined(args[0])", element)


def wake(page, selector):
    """Scroll to an element and wait until Python has opened it."""
    page.run("const e = deep(args[0]); e.scrollIntoView({ behavior: 'instant' }); await e.ready", selector)


def test_playgrounds_wake_when_they_come_into_sight_and_claims_are_counted(page, site):
    open_lesson(page, site, "experiments", "py-playground")
    last = "[...deepAll('py-playground')].at(-1)"
    still = f"deep('.playground', {last}).hasAttribute('data-still')"
    drawn = f"return [{last}.dataset.status, deep('[data-part=loss-test]', {last}).textContent, {still}]"
    p = Playground.from_hash(page.run(f"return {last}.dataset.settings"))
    assert page.run(drawn) == ["waiting", f"{p.loss_test:.3f}", True]
    page.run(f"{last}.scrollIntoView()")
    page.wait(f"{last}.dataset.status === 'ready'")
    p.train(3)
    assert page.run(f"return await {last}.step(3)")["lossTest"] == pytest.approx(p.loss_test, rel=1e-9)
    assert page.run(drawn) == ["paused", f"{p.loss_test:.3f}", False]

    wake(page, "py-playground")
    page.run("await deep('py-playground').configure({ networkShape: [3] })")
    link = page.find("py-playground ~ figcaption [data-part=open-link]").get_attribute("href")
    assert link == f"{site.url}index.html#activation=relu&networkShape=3&stopEpoch=100", "the link follows what has been changed"

    page.run("const p = deep('py-playground'); await p.configure({ animationSpeed: 'max' }); p.play()")
    page.wait("deep('py-playground').dataset.status === 'stopped'")
    message = page.find("py-playground [data-part=notice-message]").text
    assert message.endswith("Reset to train again."), "there are no other settings here"

    claim = "py-claim-check[experiment='E3-squares']"
    wake(page, claim)
    page.find(f"{claim} [data-do=run]").click()
    page.wait(f'deep("{claim}").view.shown.verdict')
    assert page.find(f"{claim} [data-text=share]").text.endswith(" of 20")
    assert page.find(f"{claim} [data-text=verdict]").text.startswith("With the right features")


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_moves_on_the_page_when_a_playground_wakes(page, site, width):
    screen = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    open_lesson(page, site, "experiments", "py-playground")
    heights = "return [...deepAll('py-playground')].map((p) => p.offsetHeight)"
    page.run("await document.fonts.ready; await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = page.run(heights)
    for number in range(len(before)):
        page.run(f"const p = deepAll('py-playground')[{number}]; p.scrollIntoView(); await p.ready; await p.step()")
    page.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.run(heights) == before
    page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_tour_is_walked_and_goals_light_up_and_stay_lit(page, site):
    open_lesson(page, site, "exercises", "playground-tour")
    page.run("deep('playground-tour').scrollIntoView()")
    shown = []
    for _ in range(5):
        steps = page.find_all(".tour-step")
        shown += [step.get_attribute("data-step") for step in steps if step.is_displayed()]
        page.find("playground-tour [data-tour=next]").click()
    assert shown == ["output", "loss", "inputs", "hidden", "training"]
    assert page.find("playground-tour [data-tour=next]").get_attribute("aria-disabled") == "true"

    by_hand = "playground-exercise[data-exercise='crosses by hand']"
    wake(page, by_hand)
    assert not page.find(f"{by_hand} [data-action=toggle]").is_displayed(), "nothing is trained here"
    stop = f"{by_hand} [data-part=stops] button"
    page.wait(f'!!deep("{stop}")')
    for _ in range(12):
        if "X₁X₂" in page.find(stop).get_attribute("aria-label"):
            break
        page.find(stop).send_keys(Keys.ARROW_RIGHT)
    assert "X₁X₂" in page.find(stop).get_attribute("aria-label")
    page.find(stop).send_keys(Keys.ENTER)
    ActionChains(page.driver).send_keys("1", Keys.ENTER).perform()
    page.wait(f'deep("{by_hand}").reached.length === 1')

    steps = "playground-exercise[data-exercise='learning rate']"
    wake(page, steps)
    page.find(f"{steps} [data-variant=lower]").click()
    page.wait(f'deep("{steps}").playground.state.settings.learningRate === 0.1')
    for _ in range(5):
        page.find(f"{steps} py-playground [data-action=step]").click()
    page.wait(f'deep("{steps} [data-goal]").hasAttribute("data-reached")')
    assert page.find(f"{steps} [data-part=goal-live]").get_attribute("textContent") == "Reached: training loss at most 0.25"
    assert page.find(f"{steps} [data-variant=lower]").get_attribute("aria-pressed") == "true"

    page.driver.refresh()
    page.run("await customElements.whenDefined('playground-exercise')")
    lit = "return [...deepAll('playground-exercise')].filter((e) => e.reached.length).map((e) => e.dataset.exercise)"
    assert page.run(lit) == ["crosses by hand", "learning rate"]


def test_a_pair_trains_in_step_changes_at_its_epoch_and_pauses_at_its_last(page, site):
    open_lesson(page, site, "research", "playground-pair")
    later = "playground-pair[data-at]"
    pair = f"deep('{later}')"
    wake(page, later)
    page.find(f"{later} [data-pair=step]").click()
    page.wait(f"{pair}.epoch === 1")
    before = page.run(f"return await {pair}.step(148)")
    assert before[0]["lossTest"] == before[1]["lossTest"]
    after = page.run(f"return await {pair}.step(11)")
    assert [(side["epoch"], side["settings"]["regularizationRate"]) for side in after] == [(160, 0), (160, 0.1)]
    p = Playground.from_hash("noise=25&seed=0.5&regularization=L2")
    p.train(150)
    p.configure(regularization_rate=0.1)
    p.train(10)
    assert after[1]["lossTest"] == pytest.approx(p.loss_test, rel=1e-9)
    page.find(f"{later} [data-pair=reset]").click()
    page.wait(f"{pair}.epoch === 0 && {pair}.state[1].settings.regularizationRate === 0")
    page.find(f"{later} [data-pair=seed]").click()
    page.wait(f"{pair}.state.every((side) => side.settings.seed !== '0.5')")
    assert len({side["settings"]["seed"] for side in page.run(f"return {pair}.state")}) == 1

    deep = 'playground-pair[data-epochs="100"]'
    wake(page, deep)
    page.run("await deep(args[0]).step(93)", deep)
    page.find(f"{deep} [data-pair=run]").click()
    page.wait(f"deep('{deep}').epoch === 100 && !deep('{deep}').hasAttribute('data-pressed')")
    plain, normalised = page.run("return deep(args[0]).state", deep)
    assert plain["lossTrain"] > 0.49 and normalised["lossTrain"] < 0.001
