"""On a touch screen whatever is pressed is 44 pixels wide and high; only on a phone the buttons for neurons are narrower."""

import pytest
from selenium.webdriver.common.keys import Keys

#: Name, width and height of everything that is pressed and smaller than 44 pixels; a label counts for the box that it names.
SMALL = """
const kinds = "button, select, summary, label:has(input), input:not(label input), a[href]";
return [...deepAll(`py-playground :is(${kinds})`)]
  .filter((element) => element.checkVisibility() && !element.matches(".stop") && !element.closest("dialog"))
  .map((element) => [element, element.getBoundingClientRect()])
  .filter(([, { width, height }]) => width < 43.5 || height < 43.5)
  .map(([{ dataset, textContent }, { width, height }]) => [dataset.name ?? dataset.action ?? textContent.trim(), width, height]);
"""


@pytest.fixture
def touched(shared):
    """The page on a touch screen, as wide as the test says."""
    yield shared
    shared.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})
    shared.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def touch(page, width):
    phone = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": True}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    page.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    page.wait("innerWidth === arguments[0] && matchMedia('(pointer: coarse)').matches", width)
    page.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_what_is_pressed_is_large_enough_for_a_finger(touched, width):
    touch(touched, width)
    small = {name: (across, down) for name, across, down in touched.run(SMALL)}
    neurons = {name: small.pop(name) for name in list(small) if name.startswith(("less-", "more-"))}
    assert small == {}
    if width > 360:
        assert neurons == {}
    assert all(across >= 30 and down >= 43.5 for across, down in neurons.values())
    # What they do can be typed, too.
    touched.find("[data-action=settings]").click()
    field = touched.run("return deep('dialog[open] [data-control=networkShape] input').getBoundingClientRect().height")
    assert field >= 43.5


def test_a_large_network_on_a_phone_scrolls_in_its_own_room(touched):
    touched.settings("seed=0.12345&networkShape=16,16,16,16,16,16,16,16,16,16")
    touch(touched, 360)
    buttons = touched.run("return [...deepAll('.net .small')].map((b) => b.getBoundingClientRect().toJSON())")
    assert len(buttons) == 20
    for number, one in enumerate(buttons):
        assert one["width"] >= 30 and one["height"] >= 43.5
        for other in buttons[:number]:
            assert one["left"] >= other["right"] - 0.5 or one["right"] <= other["left"] + 0.5
    assert touched.run("return document.documentElement.scrollWidth") == 360
    touched.find(".stop").send_keys(Keys.END)
    output, room = touched.run(
        "return [deep('.stop'), deep('.net-room')].map((e) => e.getBoundingClientRect().toJSON())"
    )
    assert room["left"] <= output["left"] and output["right"] <= room["right"]


def test_on_a_phone_the_help_tells_of_fingers_and_not_of_keys(touched):
    touch(touched, 390)
    touched.run("deep('py-playground').showKeys()")
    dialog = touched.shown("dialog[data-part=keys]")
    assert "Its map stays beside the network" in dialog.text and "Space" not in dialog.text
    assert touched.run("return deep('dialog[data-part=keys]').scrollWidth <= 390")
    dialog.send_keys(Keys.ESCAPE)


@pytest.mark.parametrize(("width", "height"), [(1180, 820), (1024, 768), (820, 1180)])
def test_on_a_tablet_run_the_network_and_its_result_are_in_sight_together(touched, width, height):
    touched.settings("seed=0.12345")
    touch(touched, width)
    # Others may have left tables open.
    touched.run("for (const table of deepAll('details[open]')) table.open = false; scrollTo(0, 0)")
    for selector in ("[part=run]", "[part=network] .figure", ".field-map", "[part=data] .thumbs"):
        box = touched.run("return deep(args[0]).getBoundingClientRect().toJSON()", f"py-playground {selector}")
        # The last inactive inputs of a network may lie below.
        assert box["top"] >= 0 and min(box["bottom"], box["top"] + 430) <= height, (selector, box)


def tap(page, right, down):
    """Touch a place of the network's drawing with a finger, in CSS pixels."""
    x, y = page.run(
        "const figure = deep('[data-part=network]'); figure.scrollIntoView({ block: 'center' });"
        "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
        "const { left, top } = figure.getBoundingClientRect(); return [left + args[0], top + args[1]];",
        right,
        down,
    )
    page.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    page.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_tap_pins_a_unit_whose_map_stands_beside_it_and_a_second_one_lets_go(touched):
    touched.settings("seed=0.12345")
    touched.step(40)
    touch(touched, 390)
    touched.find(".stop").send_keys(Keys.HOME)
    x, y = touched.run("const { left, top } = deep('.stop').style; return [parseFloat(left), parseFloat(top)]")
    touched.run("deepActive().blur()")
    for dx, dy in ((0, 0), (-6, 6), (8, -8)):  # the middle, towards the bias, and away from it
        tap(touched, x + dx, y + dy)
        touched.wait("deep('[data-part=map-title]').textContent === 'Neuron 1 of layer 1'")
        assert not touched.find("[data-part=part-card] form").is_displayed()
        peek = touched.shown(".peek")
        assert peek.text == "Neuron 1 of layer 1"
        box = touched.run("return deep('.peek').getBoundingClientRect().toJSON()")
        assert box["left"] >= 0 and box["right"] <= 390 and box["top"] >= 0 and box["bottom"] <= 900
        touched.step(1)  # it stays, and follows
        assert touched.find(".peek").is_displayed()
        tap(touched, x, y)
        touched.wait("deep('[data-part=map-title]').hidden && deep('.peek').hidden")
    tap(touched, x, y)
    touched.shown(".peek")
    tap(touched, x, y - 60)  # beside everything
    touched.wait("deep('.peek').hidden")
