"""On a touch screen whatever is pressed is 44 pixels wide and high; only on a phone the buttons for neurons are narrower."""

import pytest

#: Name, width and height of everything that is pressed and smaller than 44 pixels; a label counts for the box that it names.
SMALL = """
const kinds = "button, select, summary, label:has(input), input:not(label input), a[href]";
return [...document.querySelectorAll(`py-playground :is(${kinds})`)]
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


@pytest.mark.parametrize("width", [360, 768, 1400])
def test_what_is_pressed_is_large_enough_for_a_finger(touched, width):
    phone = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": True}
    touched.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    touched.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    touched.wait("innerWidth === arguments[0] && matchMedia('(pointer: coarse)').matches", width)
    touched.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    small = {name: (across, down) for name, across, down in touched.run(SMALL)}
    neurons = {name: small.pop(name) for name in list(small) if name.startswith(("less-", "more-"))}
    assert small == {}
    if width > 360:
        assert neurons == {}
    assert all(across >= 24 and down >= 43.5 for across, down in neurons.values())
    # What they do can be typed, too.
    touched.find("[data-action=settings]").click()
    field = touched.run("return document.querySelector('dialog[open] [data-control=networkShape] input').getBoundingClientRect().height")
    assert field >= 43.5
