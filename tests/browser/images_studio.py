"""What tests of images.html share: a browser with two cameras that Chromium plays, and the page open in it, Python and all."""

import contextlib
import threading
from pathlib import Path

import pytest

from builder import browser
from tests.browser_page import EXPECTED, PATIENCE, Element, Page

HERE = (Path(__file__).parent / "images.js").read_text(encoding="utf-8")
CAMERAS = "--use-fake-device-for-media-stream=device-count=2"


class ImagesPage(Page):
    """A Page with images.html, and what images.js does in it."""

    def do(self, script, *arguments):
        """Run statements of JavaScript with the functions of images.js."""
        return self.run(HERE + script, *arguments)

    def visit(self, server):
        """Open the page and wait until its script has begun."""
        self.open(server.url + "images.html")
        self.wait("document.querySelector('main').dataset.status === 'open'")
        return self

    def allow_camera(self, setting="granted"):
        origin = self.run("return location.origin")
        wanted = {"permission": {"name": "camera"}, "setting": setting, "origin": origin}
        self.driver.execute_cdp_cmd("Browser.setPermission", wanted)

    def camera_on(self):
        self.run("document.querySelector('[data-part=source] [data-action=camera]').click()")
        self.wait("!document.querySelector('[data-action=record]').disabled")


@contextlib.contextmanager
def serving(dist):
    from tests.browser.conftest import RememberingServer  # which takes the fixtures from here

    server = RememberingServer(dist)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def studio(dist, tmp_path_factory):
    """images.html in a browser with two cameras, whose downloads go to `studio.downloads`: one for all tests here."""
    driver = browser.start(arguments=(CAMERAS,))
    driver.set_script_timeout(PATIENCE)
    driver._web_element_cls = Element
    page = ImagesPage(driver)
    page.downloads = tmp_path_factory.mktemp("downloads")
    wanted = {"behavior": "allow", "downloadPath": str(page.downloads)}
    driver.execute_cdp_cmd("Browser.setDownloadBehavior", wanted)
    with serving(dist) as server:
        page.server = server
        page.visit(server)
        page.allow_camera()
        yield page
        driver.quit()


@pytest.fixture
def images(studio):
    """The page with two classes and no pictures, whatever was there before; nothing may be left in the console."""
    driver = studio.driver
    driver.get_log("browser")
    studio.expected = [*EXPECTED]
    if driver.current_url != studio.server.url + "images.html":
        studio.visit(studio.server)
    studio.do("await anew()")
    yield studio
    studio.run(
        "for (const button of document.querySelectorAll('[data-action=camera]')) {"
        "  if (button.textContent === 'Switch it off') button.click();"
        "}"
    )
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    studio.check_console()


def downloaded(page, name):
    """Return the bytes of the file of this name once it has come whole, and take it away."""
    path = page.downloads / name
    page.until(lambda: path.exists() and not list(page.downloads.glob("*.crdownload")), f"{name} is there")
    data = path.read_bytes()
    path.unlink()
    return data
