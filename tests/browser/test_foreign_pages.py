"""An element in somebody else's page: how it scrolls, listens to keys, fits narrow places, prints, sleeps and meets another version."""

import re
import shutil

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from pycore import Playground

PLAYGROUND = "document.querySelector('py-playground')"
#: What stands out of an element to the left or right, unless something around it scrolls.
WIDE = """
const host = document.querySelector(args[0]), { left, right } = host.getBoundingClientRect();
const scrolls = (node) => node && (getComputedStyle(node).overflowX !== 'visible' || scrolls(node.parentElement));
const stands = ({ left: from, right: to, width }) => width && (from < left - 1 || to > right + 1);
return deepAll('*')
  .filter((node) => node.getRootNode().host === host && node.checkVisibility() && stands(node.getBoundingClientRect()))
  .filter((node) => !scrolls(node.parentElement)).map((node) => node.outerHTML.slice(0, 100));
"""


def trained(page, epochs):
    page.wait(f"{PLAYGROUND}.state.epoch >= arguments[0]", epochs)


def test_two_versions_on_one_page_do_not_meet(host, serve, dist, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(dist, other)
    build = re.search(r'<meta name="?pyground-build"? content="?([0-9a-f]+)', (dist / "index.html").read_text(encoding="utf-8"))[1]
    for path in [other / "pyground.js", *(other / "assets").glob("*.js")]:
        path.write_text(path.read_text(encoding="utf-8").replace(build, "f" * len(build)), encoding="utf-8")
    second = serve(other).url
    page = host(f'<script type="module" src="{second}pyground.js"></script><py-playground seed="0.5"></py-playground>')
    page.expected.append("another version of pyground.js was loaded on this page before")
    state = page.run(f"await {PLAYGROUND}.ready; return await {PLAYGROUND}.step(3)")
    twin = Playground(seed="0.5")
    twin.train(3)
    assert state["epoch"] == 3 and abs(state["lossTest"] - twin.loss_test) < 1e-7
    page.run(f"await import('{second}pyground.js'); document.body.append(document.createElement('py-house-dials'))")
    page.run("document.querySelector('py-house-dials').scrollIntoView(); await document.querySelector('py-house-dials').ready")
    clients = "Object.getOwnPropertySymbols(globalThis).map(String).filter((name) => name.startsWith('Symbol(pyground '))"
    assert page.run(f"return {clients}") == [f"Symbol(pyground {build})"]


def test_it_fits_into_280_pixels(host):
    page = host('<div style="width: 280px"><py-playground></py-playground><py-house-dials></py-house-dials></div>')
    page.run(f"await {PLAYGROUND}.ready; await {PLAYGROUND}.step(2)")
    page.run("document.querySelector('py-house-dials').scrollIntoView(); await document.querySelector('py-house-dials').ready")
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")
    for tag in ("py-playground", "py-house-dials"):
        assert page.run(WIDE, tag) == []
    assert page.find("py-playground [part=run]").is_displayed()
    assert page.run("return document.querySelector('py-playground').offsetWidth") == 280


def test_keys_are_the_host_s_until_the_element_has_the_focus(host):
    page = host('<input id="mine"><py-playground></py-playground>')
    page.run(f"await {PLAYGROUND}.ready")
    page.run("window.heard = []; addEventListener('keydown', ({ key, defaultPrevented }) => heard.push([key, defaultPrevented]))")
    for keys in ("r", " ", "s", "n", Keys.ARROW_RIGHT):
        ActionChains(page.driver).send_keys(keys).perform()
    page.find("#mine").send_keys("rsn")
    assert page.run("return document.querySelector('#mine').value") == "rsn"
    assert page.run("return heard.every(([, prevented]) => !prevented)")
    state = page.run(f"return {PLAYGROUND}.state")
    assert state["epoch"] == 0 and not state["playing"]
    page.find("py-playground [part=run]").send_keys(Keys.ENTER)
    trained(page, 2)
    page.find("py-playground [part=run]").send_keys(Keys.ENTER)
    page.wait(f"{PLAYGROUND}.state.playing === false")


def test_wheel_and_touch_over_it_scroll_the_host(host):
    page = host('<p style="height: 300px">Above</p><py-playground></py-playground><p style="height: 3000px">Below</p>')
    page.run(f"await {PLAYGROUND}.ready")
    page.run("document.querySelector('py-playground').scrollIntoView()")
    for part in ("network", "output", "data"):
        box = page.run("const b = deep(args[0]).getBoundingClientRect(); return [b.x + b.width / 2, b.y + 60]", f"[part={part}]")
        place = {"x": box[0], "y": min(box[1], 700)}
        before = page.run("return scrollY")
        page.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseWheel", **place, "deltaX": 0, "deltaY": 150})
        page.wait("scrollY > arguments[0]", before)
        page.run("document.querySelector('py-playground').scrollIntoView()")
    page.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": True})
    try:
        for part in ("network", "output", "data"):
            x, y = page.run("const b = deep(args[0]).getBoundingClientRect(); return [b.x + b.width / 2, b.y + 200]", f"[part={part}]")
            before = page.run("return scrollY")
            for kind, up in (("touchStart", 0), *(("touchMove", 20 * step) for step in range(1, 9))):
                page.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - up}]})
            page.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            page.wait("scrollY > arguments[0]", before)
            page.run("document.querySelector('py-playground').scrollIntoView()")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": False})


def test_it_prints_what_it_shows_and_nothing_to_press(host):
    page = host("<h1>My notes</h1><py-playground theme='dark'></py-playground>")
    page.run(f"await {PLAYGROUND}.ready; await {PLAYGROUND}.step(30)")
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        for part in ("network", "output"):
            assert page.find(f"py-playground [part={part}]").is_displayed()
        assert not page.find("py-playground [part=run]").is_displayed()
        assert page.find("h1").is_displayed()
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    page.run(f"await {PLAYGROUND}.step(1)")  # and goes on


def test_a_page_that_was_put_aside_goes_on_where_it_was(host):
    page = host("<py-playground></py-playground>")
    page.run(f"await {PLAYGROUND}.ready; await {PLAYGROUND}.step(7)")
    page.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "frozen"})
    page.driver.execute_cdp_cmd("Page.setWebLifecycleState", {"state": "active"})
    page.wait("document.visibilityState === 'hidden'")
    here = page.driver.current_window_handle
    page.driver.switch_to.new_window("tab")  # only a tab that comes back to the front is seen again
    page.driver.close()
    page.driver.switch_to.window(here)
    page.driver.execute_cdp_cmd("Page.bringToFront", {})
    assert page.run(f"return {PLAYGROUND}.state.epoch") == 7
    page.find("py-playground [part=run]").click()
    trained(page, 9)


def test_back_to_a_page_finds_its_playground_where_it_was(host):
    page = host("<py-playground></py-playground>")
    page.run("addEventListener('pageshow', ({ persisted }) => (window.restored = persisted))")
    page.run(f"await {PLAYGROUND}.ready; await {PLAYGROUND}.step(7)")
    page.expected.append("favicon.ico")  # a text page has no icon of its own
    page.driver.get(page.site.url + "licenses/Pyground.txt")
    page.driver.back()
    page.wait("!!document.querySelector('py-playground')?.shadowRoot")
    page.run(f"await {PLAYGROUND}.opened")
    assert page.run("return window.restored") is True
    assert page.run(f"return {PLAYGROUND}.state.epoch") == 7
    page.find("py-playground [part=run]").click()
    trained(page, 9)
