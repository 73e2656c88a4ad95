"""Finds, or installs, the browsers for the tests, and starts the main one: `python -m builder.browser` only makes sure that it is there,
`python -m builder.browser all` that Firefox and WebKit are, too.
"""

import os
import shutil
import sys
from pathlib import Path

from builder import apt, firefox, webkit
from builder.progress import say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APT = ("chromium", "chromium-driver")
#: Nothing is fetched from elsewhere, and a tab in front of nobody is not slowed down as one in the background.
ARGUMENTS = (
    *("--headless=new", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"),
    *("--disable-renderer-backgrounding", "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows"),
    # A name of this machine that is not localhost, as others in a network see a site that is served without https.
    "--host-resolver-rules=MAP classroom.test 127.0.0.1",
)
OTHERS = (firefox, webkit)
ADVICE = "No browser: install Chromium or Chrome and its chromedriver (Debian: apt install chromium chromium-driver)."


class NoBrowser(Exception):
    """There is no browser and none could be installed; str() says what to install."""


def on_path(which=shutil.which):
    """Return (browser, driver) from the PATH, or None unless both are there."""
    browser = next(filter(None, map(which, BROWSERS)), None)
    driver = which("chromedriver")
    return (browser, driver) if browser and driver else None


def by_apt(which=shutil.which, **options):
    """Install Chromium as root on Debian or Ubuntu and return (browser, driver), or None; options are those of `apt.install`."""
    return on_path(which) if apt.install(APT, which=which, **options) else None


def by_selenium():
    """Let Selenium's own manager get Chrome and its driver, and return (browser, driver), or None."""
    from selenium.common.exceptions import WebDriverException
    from selenium.webdriver.common.selenium_manager import SeleniumManager

    say("Asking Selenium's manager for a browser")
    try:
        paths = SeleniumManager().binary_paths(["--browser", "chrome"])
    except WebDriverException as error:
        say(f"Selenium's manager failed: {error.msg}")
        return None
    return paths["browser_path"], paths["driver_path"]


def ensure_browser(ways=(on_path, by_apt, by_selenium)):
    """Return (browser, driver), the paths of a Chromium or Chrome and its driver, from the first of `ways` that has them."""
    for way in ways:
        found = way()
        if found:
            return found
    raise NoBrowser(ADVICE)


def ensure(kind, install=apt.install):
    """Return what the `on_path` of another browser's module, `firefox` or `webkit`, finds, installed if it has to be and can be."""
    found = kind.on_path()
    if not found and install(kind.APT):
        found = kind.on_path()
    if not found:
        raise NoBrowser(kind.ADVICE)
    return found


def start(width=1400, height=900, arguments=()):
    """Start a headless browser and return its Selenium driver; the caller quits it."""
    from selenium import webdriver

    browser, driver = ensure_browser()
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in (*ARGUMENTS, f"--window-size={width},{height}", *arguments):
        options.add_argument(argument)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    chrome.set_page_load_timeout(100)  # seconds
    return chrome


def see_through_shadows(driver):
    """Give every page that the driver's present tab opens the functions of deep_query.js: `deep`, `deepAll`, `deepActive`."""
    source = (Path(__file__).parent / "deep_query.js").read_text(encoding="utf-8")
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": source})


def missing(others, which=shutil.which):
    """Return the packages of Debian that bring what is not there of Chromium and of `others`, modules like `firefox`."""
    wanted = [] if on_path(which) else [*APT]
    return [*wanted, *(package for kind in others if not kind.on_path() for package in kind.APT)]


def main(*which):
    """Say which browsers there are; returns the exit code."""
    others = OTHERS if "all" in which else ()
    packages = missing(others)
    if len(packages) > len(APT):
        apt.install(packages)  # at once; what does not come so is tried by itself
    try:
        found = [ensure_browser(), *map(ensure, others)]
    except NoBrowser as error:
        print(error, file=sys.stderr)
        return 1
    for each in found:
        say(f"Browser: {each if isinstance(each, str) else ', '.join(each)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
