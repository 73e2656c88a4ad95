"""A real browser on the built site, served below a sub-path by a server that remembers what it was asked."""

import contextlib
import threading
import time
from urllib.parse import unquote

import pytest

from builder.serve import Handler, Server
from tests.browser.images_studio import images, studio  # noqa: F401  (fixtures)
from tests.browser_page import EXPECTED, PATIENCE, Page

#: Where the site stands on the test server: never the root, so that an absolute URL is noticed.
PREFIX = "/some/where/"


class RememberingHandler(Handler):
    """Notes every request with the time it came, holds back what the test holds, and answers as the test says."""

    def do_GET(self):
        path = unquote(self.path.split("?")[0])
        self.server.requests.append((path, time.time()))
        for part, gate in self.server.held.items():
            if part in path:
                gate.wait(PATIENCE)
        for part, (status, body) in self.server.answers.items():
            if part in path:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Content-Type", self.guess_type(path))
                self.end_headers()
                self.wfile.write(body)
                return
        super().do_GET()


class RememberingServer(Server):
    """A server with `requests`, [(path, time)]; `held`, {part of a path: Event}; `answers`, {part: (status, body)}."""

    def __init__(self, folder, port=0, prefix=PREFIX, handler=RememberingHandler):
        self.requests, self.held, self.answers = [], {}, {}
        super().__init__(folder, port, prefix, handler)

    def hold(self, part):
        """Let requests whose path contains `part` wait until the returned Event is set."""
        self.held[part] = threading.Event()
        return self.held[part]


@pytest.fixture
def site(dist, serve):
    """The built site on a RememberingServer of its own, so with an origin of its own."""
    return serve(dist, prefix=PREFIX, server=RememberingServer)


@pytest.fixture
def still_site(site):
    """`site`, on which Python never comes: for what a page is without it."""
    gate = site.hold("assets/worker-")
    yield site
    gate.set()


@pytest.fixture
def site_of(serve):
    """A function that serves a folder as `site` is served."""
    return lambda folder: serve(folder, prefix=PREFIX, server=RememberingServer)


@pytest.fixture
def mortal_site(dist):
    """The built site on a RememberingServer that the test may stop, by `stop()`."""
    server = RememberingServer(dist)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()

    def stop():
        if thread.is_alive():
            server.shutdown()
            thread.join()
            server.server_close()

    server.stop = stop
    yield server
    stop()


@pytest.fixture(scope="session")
def booted(shared_driver, dist):
    """A Page with the playground of the built site, Python ready: one for all tests, which open settings in it."""
    with booted_page(shared_driver, dist) as page:
        yield page


@pytest.fixture(scope="module")
def booted_for_this_module(shared_driver, dist):
    """The same for modules that nobody may have touched the page before; they call it `booted`."""
    with booted_page(shared_driver, dist) as page:
        yield page


@contextlib.contextmanager
def booted_page(driver, dist):
    keep = driver.current_window_handle
    server = RememberingServer(dist)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    driver.switch_to.new_window("tab")
    driver.get_log("browser")
    page = Page(driver)
    page.tab = driver.current_window_handle
    page.home = server.url + "index.html"
    page.open(page.home + "#seed=0.12345").ready()
    driver.switch_to.window(keep)
    yield page
    driver.switch_to.window(page.tab)
    driver.close()
    driver.switch_to.window(keep)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def shared(booted):
    """The `booted` Page at the first settings, with no window open; nothing may be left in the console but what was expected."""
    driver, keep = booted.driver, booted.driver.current_window_handle
    driver.switch_to.window(booted.tab)
    driver.execute_cdp_cmd("Page.bringToFront", {})  # a tab behind others draws no frames
    driver.get_log("browser")
    booted.expected = [*EXPECTED]
    booted.settings("seed=0.12345")
    yield booted
    booted.check_console()
    # What is kept, the look, the size and the focus are those of the next test.
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    driver.set_window_size(1400, 900)
    booted.run("const { dataset } = document.documentElement; delete dataset.theme; delete dataset.palette;")
    booted.run("localStorage.clear(); scrollTo(0, 0); deepActive().blur()")
    driver.switch_to.window(keep)


@pytest.fixture
def open_lesson(page, site):
    """A function that opens a lesson by its name and waits until Python stands behind its widgets; gives the Page."""

    def opened(slug):
        page.open(f"{site.url}{slug}.html")
        page.wait("[...deepAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')")
        return page

    return opened


@pytest.fixture
def host(page, site, serve, tmp_path):
    """A function (body, head="", start="<!doctype html>") that opens a page of another origin with pyground.js on it; gives the Page."""

    def opened(body, head="", start="<!doctype html>"):
        script = f'<script type="module" src="{site.url}pyground.js"></script>'
        text = f'{start}<meta charset="utf-8"><link rel="icon" href="data:,"><title>A host</title>{head}{script}{body}'
        (tmp_path / "page.html").write_text(text.replace("{site}", site.url), encoding="utf-8")
        page.site = site
        # Another origin, and another site: of a browser's two names for this machine, the one that ours does not use.
        return page.open(serve(tmp_path).url.replace("127.0.0.1", "localhost") + "page.html", height=1000)

    return opened
