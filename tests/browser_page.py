"""What tests do with a page in a real browser: open it, wait for things, run JavaScript, press keys and read pixels."""

import json
from pathlib import Path

import pytest
from selenium.common.exceptions import NoSuchElementException
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.common.utils import keys_to_typing
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from builder import axe, browser
from pycore import Playground

#: Seconds that a page may take on a slow machine; only a page that hangs meets it.
PATIENCE = 90
#: What JavaScript that operates a lesson's widgets may call.
LESSON = (Path(__file__).parent / "browser" / "lesson.js").read_text(encoding="utf-8")
#: Parts of the console messages that tests themselves bring about: they read pixels.
EXPECTED = ("willReadFrequently",)


class Element(WebElement):
    """An element of a page. WebDriver thinks that what stands in a shadow root never has the focus, and takes it away first."""

    def send_keys(self, *keys):
        """Give it the focus, unless it has that, and press keys as on a keyboard: the focus may move on meanwhile."""
        if self.get_attribute("type") == "file":
            return super().send_keys(*keys)
        self.parent.execute_script("if (deepActive() !== arguments[0]) arguments[0].focus({ preventScroll: false })", self)
        chain, held = ActionChains(self.parent), []
        for key in keys_to_typing(keys):
            if key in (Keys.SHIFT, Keys.CONTROL, Keys.ALT, Keys.META):  # held until the end, as WebDriver does it
                chain.key_down(key)
                held.append(key)
            elif key == Keys.NULL:
                while held:
                    chain.key_up(held.pop())
            else:
                chain.send_keys(key)
        for key in held:
            chain.key_up(key)
        chain.perform()


class Page:
    """What tests do with a page: open it, wait for things, run JavaScript and read pixels."""

    def __init__(self, driver):
        self.driver = driver
        browser.see_through_shadows(driver)
        #: Parts of console messages that belong to the test.
        self.expected = [*EXPECTED]

    def open(self, url, width=1400, height=900):
        self.driver.set_window_size(width, height)
        self.driver.get(url)
        return self

    def wait(self, script, *arguments, message=None):
        """Wait until the JavaScript expression is true; returns its value."""
        wait = WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05)
        return wait.until(lambda driver: driver.execute_script(f"return {script}", *arguments), message or script)

    def shown(self, selector):
        """Wait until an element is there and to be seen, as a window whose script comes with the first press."""
        self.wait("!!deep(arguments[0])?.checkVisibility()", selector)
        return self.find(selector)

    def until(self, condition, message):
        """Wait until something beside the page is so: the function `condition` gives what is true, as `message` says."""
        return WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(lambda _: condition(), message)

    def run(self, script, *arguments):
        """Run statements of JavaScript and return what they return; a promise is waited for."""
        wrapped = (
            "const done = arguments[arguments.length - 1];"
            f"(async (...args) => {{ {script} }})(...arguments)"
            ".then((value) => done({ value }), (error) => done({ error: String(error && error.message || error) }));"
        )
        answer = self.driver.execute_async_script(wrapped, *arguments)
        if "error" in answer:
            raise AssertionError(f"in the page: {answer['error']}")
        return answer.get("value")

    def operate(self, script):
        """Run JavaScript as `run` does, with the functions of lesson.js for the widgets of lessons."""
        return self.run(LESSON + script)

    def ready(self):
        """Wait until Python has taken over the first playground."""
        self.wait("!!deep('py-playground')?.ready")
        self.run("await deep('py-playground').ready")
        return self

    def taken(self):
        """Wait until the page's scripts have taken over the first playground; Python may still be on its way."""
        self.wait("deep('py-playground')?.dataset.taken === ''")
        return self

    def settings(self, address):
        """Open an address in the page as it stands, Python and all; resolves when its first frame is drawn."""
        self.run(
            "for (const dialog of deepAll('dialog[open]')) dialog.close();"
            "history.replaceState(history.state, '', '#' + args[0]);"
            "await deep('py-playground').open(args[0]);",
            address,
        )
        return self

    def twin(self, address, epochs=0):
        """Open an address and train; returns pycore's own playground, trained as far, whose losses are the page's."""
        state = self.settings(address).state
        if epochs:
            state = self.step(epochs)
        playground = Playground.from_hash(address)
        playground.train(epochs)
        # Summed in another order by another processor; the digits beyond differ.
        assert state["lossTrain"] == pytest.approx(playground.loss_train, rel=1e-7), address
        assert state["lossTest"] == pytest.approx(playground.loss_test, rel=1e-7), address
        return playground

    def axe(self, rules=axe.TAGS, within=None):
        """Return what axe-core finds wrong on the page: a sentence for each element, [] when all is well."""
        return axe.violations(self.driver, rules, within)

    @property
    def state(self):
        return self.run("return deep('py-playground').state")

    def step(self, epochs=1):
        return self.run("return await deep('py-playground').step(args[0])", epochs)

    def find(self, selector):
        """Return the first element that matches, inside shadow roots, too."""
        found = self.driver.execute_script("return deep(arguments[0])", selector)
        if found is None:
            raise NoSuchElementException(f"no element matches {selector}")
        return found

    def find_all(self, selector):
        return self.driver.execute_script("return deepAll(arguments[0])", selector)

    @property
    def active(self):
        """What has the focus, inside shadow roots, too."""
        return self.driver.execute_script("return deepActive()")

    def text(self, selector):
        return self.run("return deep(args[0]).textContent.trim()", selector)

    def pixel(self, selector, right, down):
        """Return [red, green, blue, alpha] of a canvas at a place given as shares of its width and height."""
        return self.run(
            "const c = deep(args[0]);"
            "return [...c.getContext('2d').getImageData("
            "Math.min(c.width - 1, Math.floor(args[1] * c.width)), Math.min(c.height - 1, Math.floor(args[2] * c.height)), 1, 1)"
            ".data];",
            selector,
            right,
            down,
        )

    def check_console(self):
        """Assert that the console has no error or warning but the expected ones."""
        bad = [
            entry["message"]
            for entry in self.driver.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING") and not any(part in entry["message"] for part in self.expected)
        ]
        assert bad == []

    def requested_urls(self):
        """Return the URLs that the browser has asked for since the last time, workers included where it tells."""
        urls = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                urls.append(message["params"]["request"]["url"])
        return urls
