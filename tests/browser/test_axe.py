"""axe-core finds nothing to complain of on the playground's page, in whatever state it is, in both themes and both palettes."""

import pytest
from selenium.webdriver.common.keys import Keys

from builder.axe import COLOURS

LOOKS = [("light", ""), ("dark", ""), ("light", "safe"), ("dark", "safe")]


def look(page, theme, palette):
    """Give the page a theme and a palette, and let what moves with it come to rest."""
    page.run(
        "const root = document.documentElement; root.dataset.theme = args[0]; root.dataset.palette = args[1];"
        "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
        "for (const animation of document.getAnimations()) animation.cancel();",
        theme,
        palette,
    )


def check(page, new=None):
    """Assert that axe finds nothing, nor in the other themes' and palettes' colours of what is `new` in this state: a selector."""
    for theme, palette in reversed(LOOKS):
        look(page, theme, palette)
        first = (theme, palette) == LOOKS[0]
        found = page.axe() if first else page.axe(COLOURS, new)
        assert found == [], f"{theme} {palette}"


def status(page, wanted):
    page.wait("deep('py-playground').dataset.status === arguments[0]", wanted)


def test_axe_is_at_work(shared):
    button = "<button id=bad style='color: #999; background: #aaa'></button>"
    shared.run("deep('main').insertAdjacentHTML('beforeend', args[0])", button)
    assert any("button-name" in sentence and "#bad" in sentence for sentence in shared.axe())
    shared.run("bad.textContent = 'grey'")
    assert any("color-contrast" in sentence and "#bad" in sentence for sentence in shared.axe(COLOURS))
    shared.run("bad.remove()")


def test_before_python_is_there(page, site):
    gate = site.hold("pyodide.asm.wasm")
    page.open(site.url)
    page.wait("deep('[data-part=boot-text]').offsetParent !== null")
    check(page, ".strip")
    gate.set()


def test_ready_and_paused(shared):
    check(shared)
    shared.step(3)
    status(shared, "paused")
    check(shared, ".strip")


def test_running(shared):
    shared.run("deep('py-playground').play()")
    status(shared, "running")
    check(shared, ".strip")
    shared.run("deep('py-playground').pause()")


def test_run_away(shared):
    shared.settings("seed=0.12345&activation=linear&learningRate=10&problem=regression")
    shared.step(30)
    status(shared, "diverged")
    check(shared, ".notice")


def test_stopped_by_a_condition(shared):
    shared.settings("seed=0.12345&stopEpoch=3")
    shared.run("deep('py-playground').play()")
    status(shared, "stopped")
    check(shared, ".notice")


def test_python_failed(page, site):
    site.answers["pyodide.asm.wasm"] = (404, b"not here")
    page.expected += ["404"]
    page.open(site.url)
    status(page, "failed")
    page.find("[data-part=notice] summary").click()
    check(page, ".notice")


def test_what_the_address_had_wrong(shared):
    shared.settings("noise=loud&networkShape=0&learningRate=0.02")
    assert len(shared.run("return [...deepAll('.fault')].filter((e) => e.checkVisibility())")) >= 1
    check(shared, ".boards")


def test_regression_with_its_own_pictures(shared):
    shared.settings("problem=regression&showTestData=true&discretize=true")
    check(shared, ".data")


def test_several_classes_and_open_tables(shared):
    shared.settings("dataset=blobs&classes=6&features=x1^2;x2")
    shared.step(20)
    shared.run("for (const details of deepAll('py-playground details.tables')) details.open = true")
    shared.wait("deepAll('[data-part=confusion] td').length > 0")
    check(shared, ".boards")
    shared.run("for (const details of deepAll('py-playground details.tables')) details.open = false")


def test_a_weight_s_card_and_its_field(shared):
    shared.step(3)
    shared.find(".stop").send_keys(Keys.ARROW_RIGHT)
    shared.active.send_keys(Keys.ENTER)
    assert shared.find("[data-part=part-card] input").is_displayed()
    check(shared, ".net")
    shared.run("deepActive().blur()")


@pytest.mark.parametrize("name", ["settings", "own", "keys", "share"])
def test_windows(shared, name):
    shared.run("deep(`[data-action=${args[0]}]`).click()", name)
    shared.shown(f"dialog[data-part={name}]")
    check(shared, f"dialog[data-part={name}]")


def test_the_tour(shared):
    shared.run("deep('py-playground').showKeys()")
    shared.find("[data-action=tour]").click()
    shared.shown("[data-tour=close]")
    check(shared, "[data-part=tour]")
    shared.find("[data-tour=close]").click()


@pytest.mark.parametrize("view", ["draw", "text", "table"])
def test_each_way_to_make_points(shared, view):
    shared.run("deep('[data-action=own]').click()")
    shared.shown("dialog[data-part=own]")
    shared.run("deep(`[data-part=own-views] [value=${args[0]}]`).click()", view)
    shared.run("deep('[data-own=begin]').click()")
    shared.wait("!deep('[data-own=use]').disabled")
    check(shared, "dialog[data-part=own]")


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        ("seeds", ".seeds button:nth-child(16) span:not(:empty)"),
        ("layers", "[data-part=layers] td"),
        ("step", "[data-part=step] td"),
        ("save", "[data-save]"),
    ],
)
def test_looking_closer(shared, tab, shown):
    shared.run("deep(`[role=tab][data-tab=${args[0]}]`).click()", tab)
    shared.run("deep(`.compared [value=${args[0]}]`)?.click()", tab)  # another test may have compared something else
    shared.run("deep(`[data-part=${args[0]}-run]`)?.click()", tab)
    shared.wait("!!deep(arguments[0])", shown)
    check(shared, "[data-part=closer]")
    if tab == "seeds":
        shared.run("deep('[data-part=seeds-run]').click()")


def test_a_narrow_page(shared):
    phone = {"width": 360, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    shared.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    shared.wait("innerWidth === 360")
    shared.run("deep('[role=tab][data-tab=step]').click()")  # wide tables
    shared.run("deep('[data-part=step-run]').click()")
    shared.wait("!!deep('[data-part=step] td')")
    check(shared)
    shared.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_playground_in_a_frame_of_another_page(page, site):
    gate = site.hold("pyodide.asm.wasm")
    page.open(site.url + "embed-example.html")
    page.find("iframe").location_once_scrolled_into_view  # noqa: B018  (it loads when it is near)
    check(page)
    page.driver.switch_to.frame(page.find("iframe"))
    page.wait("!!deep('py-playground[data-taken]')")
    check(page)
    page.driver.switch_to.default_content()
    gate.set()
