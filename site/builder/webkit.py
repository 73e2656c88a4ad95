"""Starts WebKit for the tests: the small browser that comes with its GTK port, on a screen that nobody sees."""

import os
import selectors
import shutil
import subprocess
from pathlib import Path

DRIVER, SCREEN = "WebKitWebDriver", "Xvfb"
APT = ("webkit2gtk-driver", "xvfb")
ADVICE = "No WebKit: install its small browser with its driver, and Xvfb (Debian: apt install webkit2gtk-driver xvfb)."
#: Where Debian and Ubuntu put the browser.
_PLACES = ("*/webkit2gtk-4.*/MiniBrowser", "*/webkitgtk-6.*/MiniBrowser")
#: In a container there are no namespaces for a sandbox, and it sees pages of ours alone; there is no graphics card, and no desktop.
ENVIRONMENT = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "NO_AT_BRIDGE": "1"}
#: Seconds until there must be a screen, until a page must have loaded, and until the driver must have answered whatever is asked.
SCREEN_SECONDS, LOAD_SECONDS, ANSWER_SECONDS = 30, 100, 120


class WebKitError(Exception):
    """There is no screen for WebKit; str() says why."""


def on_path(which=shutil.which, libraries=Path("/usr/lib")):
    """Return (browser, driver, program of the screen), or None unless all are there."""
    browser = next((str(path) for pattern in _PLACES for path in sorted(libraries.glob(pattern))), None)
    found = (browser, which(DRIVER), which(SCREEN))
    return found if all(found) else None


class WebKit:
    """A WebKit with one window, `driver` in the hands of Selenium; `quit` ends it and its screen."""

    def __init__(self, browser, driver, screen):
        from selenium import webdriver
        from selenium.webdriver.remote.client_config import ClientConfig
        from selenium.webdriver.remote.remote_connection import RemoteConnection

        command = [screen, "-displayfd", "1", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        self._screen = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.driver = self._service = None
        try:
            environment = {**os.environ, **ENVIRONMENT, "DISPLAY": self._display()}
            options = webdriver.WebKitGTKOptions()
            options.binary_location = browser
            options.add_argument("--automation")
            self._service = webdriver.WebKitGTKService(driver, env=environment)
            self._service.start()
            # Selenium's own class for it would leave the service behind if the browser did not start.
            connection = RemoteConnection(client_config=ClientConfig(self._service.service_url, timeout=ANSWER_SECONDS))
            self.driver = webdriver.Remote(connection, options=options)
            self.driver.set_page_load_timeout(LOAD_SECONDS)
        except BaseException:
            self.quit()
            raise

    def _display(self):
        with selectors.DefaultSelector() as readable:
            readable.register(self._screen.stdout, selectors.EVENT_READ)
            number = self._screen.stdout.readline().decode().strip() if readable.select(SCREEN_SECONDS) else ""
        if not number:
            raise WebKitError(f"{SCREEN} gave no screen within {SCREEN_SECONDS} seconds")
        return f":{number}"

    def quit(self):
        """End it and its screen, whatever they are doing."""
        try:
            if self.driver:
                self.driver.quit()
        finally:
            if self._service:
                self._service.stop()
            self._screen.kill()
            self._screen.wait()
            self._screen.stdout.close()
