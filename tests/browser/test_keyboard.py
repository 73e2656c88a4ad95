"""With the keyboard alone: Tab reaches every control, keys change each of them, windows keep and return the focus."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pycore.settings import TABLE

P = "deep('py-playground')"

#: What can have the focus now, each with a number of its own; of a group of radio buttons only the chosen one.
FOCUSABLE = """
window.number = (element) => (element.dataset.stop ??= String(window.stops = (window.stops ?? 0) + 1));
const kinds = "a[href], button, input, select, textarea, summary, iframe, [tabindex]";
const free = (element) => element.tabIndex >= 0 && !element.disabled && element.checkVisibility({ visibilityProperty: true });
window.focusable = (root) => deepAll(kinds, root).filter((e) => free(e) && (e.type !== "radio" || e.checked));
"""
#: What to type where the keys of the control's kind do not do.
TYPED = {
    "activations": "relu,tanh",
    "epsilon": "0.001",
    "features": "x1^2",
    "frozen": "1",
    "initSeed": "0.3",
    "networkShape": "3,3",
    "scheduleEpochs": "50",
    "seed": "0.7",
    "stopEpoch": "70",
    "stopLoss": "0.01",
    "stopPatience": "9",
}
#: Together these leave no setting without effect, so that each has its turn.
ADDRESSES = (
    "optimizer=adamw&schedule=step&regularization=L2&dataset=blobs&networkShape=3,2",
    "optimizer=rmsprop&problem=regression",
    "optimizer=sgd",
)


def press(page, *keys):
    ActionChains(page.driver).send_keys(*keys).perform()


def focus(page):
    """Return what has the focus: its number, kind, setting, whether a window holds it, and its name."""
    return page.run(
        "const e = deepActive(); if (e === document.body || e === document.documentElement) return null;"
        "return { number: number(e), kind: e.type ?? e.localName,"
        "key: (e.localName !== 'a' && e.closest('[data-control]')?.dataset.control) || '',"
        "window: e.closest('dialog')?.dataset.part ?? '', action: e.dataset.action ?? e.dataset.name ?? '',"
        "text: e.outerHTML.slice(0, 120) }"
    )


def setting(page, key):
    return page.run(f"return {P}.state.settings[args[0]]", key)


def change_by_keys(page, at):
    """Change the setting whose control has the focus, by keys alone; the setting is as before at the end, and the focus there."""
    key, before = at["key"], setting(page, at["key"])
    if at["kind"] == "checkbox":
        press(page, " ")
    elif at["kind"] == "range":
        highest = page.run("return deepActive().value === deepActive().max")
        press(page, Keys.ARROW_LEFT if highest else Keys.ARROW_RIGHT)
    elif at["kind"] == "radio":
        press(page, Keys.ARROW_RIGHT)
    elif at["kind"] == "select-one":
        last = page.run("const s = deepActive(); return s.selectedIndex === s.options.length - 1")
        press(page, Keys.ARROW_UP if last else Keys.ARROW_DOWN)
    else:
        ActionChains(page.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
        press(page, TYPED[key], Keys.ENTER)
    page.wait(f"String({P}.state.settings[arguments[0]]) !== String(arguments[1])", key, before, message=f"{key} did not change")
    page.run(f"await {P}.configure(args[0])", {key: before})
    held = focus(page)
    assert held and held["key"] == key, f"{key} lost the focus to {held}"


@pytest.fixture(scope="module")
def booted(booted_for_this_module):
    return booted_for_this_module


@pytest.fixture
def keys(shared):
    shared.run(FOCUSABLE)
    shared.run("deep('.brand').focus()")
    return shared


def stops(page):
    """Go on by Tab until the focus leaves the page's end, and yield each thing that has it."""
    page.run("deep('.brand').focus()")
    while at := focus(page):
        yield at
        press(page, Keys.TAB)


def test_tab_goes_through_every_control(keys):
    wanted = keys.run("return focusable(document.body).map((e) => [number(e), e.outerHTML.slice(0, 120)])")
    reached = [at["number"] for at in stops(keys)]
    assert len(reached) == len(set(reached))
    assert [text for number, text in wanted if number not in reached] == []


def test_keys_change_every_setting_on_the_page(keys):
    keys.settings("seed=0.12345&regularization=L2")
    changed = set()
    for at in stops(keys):
        if at["key"] and at["key"] not in changed:
            changed.add(at["key"])
            change_by_keys(keys, at)
    on_the_page = {"learningRate", "activation", "optimizer", "regularization", "regularizationRate", "problem"}
    assert changed >= on_the_page | {"dataset", "percTrainData", "noise", "batchSize", "showTestData", "discretize"}


def test_keys_change_every_setting_in_all_settings(keys):
    changed = set()
    for address in ADDRESSES:
        keys.settings("seed=0.12345&" + address)
        keys.run("deepActive().blur()")
        press(keys, "s")
        wanted = keys.run("return focusable(deep('dialog[open]')).map(number)")
        reached = set()
        while (at := focus(keys)) is None or at["number"] not in reached:
            if at:
                assert at["window"] == "settings", f"the focus left the window for {at['text']}"
                reached.add(at["number"])
                if at["key"] and at["key"] not in changed:
                    changed.add(at["key"])
                    change_by_keys(keys, at)
            press(keys, Keys.TAB)
        assert set(wanted) <= reached
        press(keys, Keys.ESCAPE)
    assert changed == {row.key for row in TABLE}


@pytest.mark.parametrize(
    ("name", "opener"),
    [
        ("settings", "py-playground .all"),
        ("own", ".data [data-action=own]"),
        ("keys", ".top [data-action=keys]"),
        ("share", ".top [data-action=share]"),
    ],
)
def test_a_window_keeps_the_focus_and_gives_it_back(keys, name, opener):
    keys.run("deep(args[0]).focus()", opener)
    press(keys, Keys.ENTER)
    keys.shown(f"dialog[data-part={name}]")
    inside = keys.run("return focusable(deep('dialog[open]')).length")
    for _ in range(inside + 2):
        press(keys, Keys.TAB)
        at = focus(keys)
        assert at is None or at["window"] == name, at
    press(keys, Keys.ESCAPE)
    assert not keys.find(f"dialog[data-part={name}]").is_displayed()
    assert keys.run("return deepActive() === deep(args[0])", opener)


def test_buttons_do_what_they_do_by_enter_and_by_space(keys):
    def push(selector, key):
        keys.run("deep(args[0]).focus()", selector)
        press(keys, key)

    push("[data-action=step]", Keys.ENTER)
    keys.wait(f"{P}.state.epoch === 1")
    push("[data-action=toggle]", " ")
    keys.wait(f"{P}.state.playing")
    push("[data-action=toggle]", Keys.ENTER)
    keys.wait(f"!{P}.state.playing")
    push("[data-action=reset]", " ")
    keys.wait(f"{P}.state.epoch === 0")
    push("[data-action=goto]", Keys.ENTER)
    press(keys, "12", Keys.ENTER)
    keys.wait(f"{P}.state.epoch === 12")
    push("[data-name=feature-sinX]", " ")
    keys.wait(f"{P}.state.settings.sinX")
    push("[data-name=more-1]", Keys.ENTER)
    keys.wait(f"{P}.state.settings.networkShape[0] === 5")
    push("[data-name=less]", " ")
    keys.wait(f"{P}.state.settings.networkShape.length === 1")
    assert focus(keys)["action"] == "less"
    push("[data-action=log]", " ")
    assert keys.find("[data-action=log]").get_attribute("aria-pressed") == "true"
    push("[data-action=log]", " ")
    push(".formula input", "x1*x2")
    press(keys, Keys.ENTER)
    keys.wait(f"{P}.state.settings.features.length === 1")
    push("details.weights summary", Keys.ENTER)
    assert keys.run("return deep('details.weights').open")
    push("details.weights summary", " ")
    push("[role=tab][aria-selected=true]", Keys.ARROW_RIGHT)
    assert focus(keys)["text"].count("data-tab")
    seed = keys.state["settings"]["seed"]
    push("[data-action=seed]", Keys.ENTER)
    keys.wait(f"{P}.state.settings.seed !== arguments[0]", seed)


def test_a_press_that_has_begun_counts_although_the_network_is_placed_anew_meanwhile(keys):
    for place, held in (("more-1", "networkShape[0] === 5"), ("feature-sinX", "sinX"), ("less", "networkShape.length === 1")):
        button = keys.find(f"[data-name={place}]")
        ActionChains(keys.driver).click_and_hold(button).perform()
        keys.run(f"await {P}.configure({{ learningRate: args[0] }})", 0.1 if keys.state["settings"]["learningRate"] != 0.1 else 0.3)
        ActionChains(keys.driver).release().perform()
        keys.wait(f"{P}.state.settings.{held}")


def test_presses_that_follow_quicker_than_python_answers_all_count(keys):
    keys.run("for (let i = 0; i < 3; i++) deep('[data-name=more-1]').click()")
    keys.run("for (let i = 0; i < 2; i++) deep('[data-name=more]').click()")
    keys.run(f"await {P}.configure({{ noise: 5 }})")
    assert keys.state["settings"]["networkShape"] == [7, 2, 2, 2]
    keys.run("for (let i = 0; i < 30; i++) deep('[data-name=less-2]').click()")
    keys.run(f"await {P}.configure({{ noise: 0 }})")
    assert keys.state["settings"]["networkShape"] == [7, 1, 2, 2]
    keys.run("for (const name of ['sinX', 'sinY', 'sinX']) deep(`[data-name=feature-${name}]`).click()")
    keys.run(f"await {P}.configure({{ noise: 10 }})")
    assert (keys.state["settings"]["sinX"], keys.state["settings"]["sinY"]) == (False, True)
    keys.run(f"await {P}.configure({{ features: ['x1*x2', 'x1^2', 'x2^3'] }})")
    keys.run("for (const name of ['x1*x2', 'x2^3']) deep(`[data-name='feature-${name}']`).click()")
    keys.run(f"await {P}.configure({{ noise: 0 }})")
    assert [str(formula) for formula in keys.state["settings"]["features"]] == ["x1^2"]


def test_the_network_s_parts_by_arrows_and_a_weight_by_enter(keys):
    keys.run("deep('.stop').focus()")
    press(keys, Keys.HOME)
    names = []
    for _ in range(33):
        names.append(keys.run("return deepActive().getAttribute('aria-label').split(',')[0]"))
        press(keys, Keys.ARROW_RIGHT)
    assert len(set(names)) == 4 + 2 + 1 + 7 + 18 and names[-1] == names[-2]  # neurons, the output, biases, weights; then it is at the end
    press(keys, Keys.HOME, Keys.ARROW_RIGHT)
    value = float(keys.text("[data-part=part-value]"))
    press(keys, Keys.ARROW_UP)
    keys.wait("Number(deep('[data-part=part-value]').textContent) > arguments[0]", value + 0.05)
    press(keys, Keys.ENTER, "0.75", Keys.ENTER)
    keys.wait("deep('[data-part=part-value]').textContent === '0.750'")
    assert focus(keys)["text"].startswith("<button") and "stop" in focus(keys)["text"]
    press(keys, Keys.ENTER, "9", Keys.ESCAPE)
    assert keys.text("[data-part=part-value]") == "0.750"
