"""One small interface to three browsers: what tests do with a page, in Chromium, in Firefox, and in WebKit."""

import json
from pathlib import Path

from selenium.webdriver.support.wait import WebDriverWait

from builder import browser, firefox, webkit
from tests.browser_page import PATIENCE, Page

ENGINES = ("chromium", "firefox", "webkit")
_DEEP = (Path(browser.__file__).parent / "deep_query.js").read_text(encoding="utf-8")
#: A function in a page: the functions of deep_query.js, statements with `args`, and an answer that is a text in every browser.
_FUNCTION = (
    "async (given) => {{ if (!globalThis.deep) {{ {deep} }}"
    " const run = async function (...args) {{ {script} }};"
    " const answer = run(...JSON.parse(given));"
    " return JSON.stringify(await answer.then((value) => ({{ value }}), (error) => ({{ error: String(error?.message ?? error) }}))); }}"
)


class EnginePage(Page):
    """A Page of a browser that is not driven as Chromium is: only `run` differs, and what is made of it."""

    #: What the console has said, [(level, words)], where it can be read.
    console: list = []

    def __init__(self, engine):
        self.engine = engine

    def open(self, url, width=1400, height=900):
        self._open(url)
        return self

    def reload(self):
        """Load the page anew, as a reader does."""
        address = self.run("return location.href")
        self._open("about:blank")
        return self.open(address)

    def run(self, script, *arguments):
        answer = json.loads(self._call(_FUNCTION.format(deep=_DEEP, script=script), json.dumps(arguments)))
        if "error" in answer:
            raise AssertionError(f"in the page: {answer['error']}")
        return answer.get("value")

    def wait(self, script, *arguments, message=None):
        return self.until(lambda: self.run(f"return {script}", *arguments), message or script)

    def until(self, condition, message):
        return WebDriverWait(self, PATIENCE, poll_frequency=0.05).until(lambda _: condition(), message)


class ChromiumPage(Page):
    """A Page of the session's Chromium."""

    name = "chromium"

    def reload(self):
        self.driver.refresh()
        return self


class FirefoxPage(EnginePage):
    """A Page of Firefox, which speaks WebDriver BiDi."""

    name = "firefox"

    @property
    def console(self):
        return self.engine.console

    def _open(self, url):
        self.engine.open(url)

    def _call(self, function, given):
        return self.engine.call(function, given, seconds=PATIENCE)


class WebKitPage(EnginePage):
    """A Page of WebKit, whose driver is Selenium's."""

    name = "webkit"

    def _open(self, url):
        self.engine.driver.get(url)

    def _call(self, function, given):
        return self.engine.driver.execute_async_script(f"({function})(arguments[0]).then(arguments[1])", given)


def start(name):
    """Start an engine that is not Chromium; returns (a page in it, what ends it). Raises NoBrowser if it is not there."""
    if name == "firefox":
        engine = firefox.Firefox(browser.ensure(firefox))
        return FirefoxPage(engine), engine.quit
    engine = webkit.WebKit(*browser.ensure(webkit))
    engine.driver.set_script_timeout(PATIENCE)
    return WebKitPage(engine), engine.quit
