"""What tests of several parts share: the built site, servers for it, and a browser."""

import contextlib
import fcntl
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from builder import browser, runtime
from builder.paths import ROOT
from builder.serve import Server

pytest.register_assert_rewrite("tests.browser_page")
from tests.browser_page import PATIENCE, Element, Page  # noqa: E402  (its assertions say what was compared)


@pytest.fixture(scope="session")
def dist(tmp_path_factory, worker_id):
    """The folder of the site as built from this checkout: built once for a run of the tests, by the first who asks."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "dist"
    with open(folder.parent / "dist.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            command = [sys.executable, str(ROOT / "build.py"), "--out", str(folder)]
            run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120)
            assert run.returncode == 0, run.stdout
    return folder


@pytest.fixture(scope="session")
def official(dist):
    """The folder with the verified files of the runtime."""
    return dist / "runtime"


@pytest.fixture(scope="session")
def pins():
    """The Runtime of `site/runtime.json`."""
    return runtime.load()


@pytest.fixture
def serve():
    """A function (folder, prefix="/", server=Server, **options) that serves a folder until the test is over; gives the server."""
    with contextlib.ExitStack() as stack:

        def start(folder, prefix="/", server=Server, **options):
            running = server(Path(folder), prefix=prefix, **options)
            thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            stack.callback(thread.join)
            stack.callback(running.server_close)
            stack.callback(running.shutdown)
            return running

        yield start


@pytest.fixture(scope="session")
def shared_driver():
    driver = browser.start()
    driver.set_script_timeout(PATIENCE)
    driver._web_element_cls = Element
    yield driver
    driver.quit()


@pytest.fixture
def page(shared_driver):
    """A Page in the session's browser, in a fresh tab; nothing may be left in the console at the end but what was expected."""
    driver = shared_driver
    keep = driver.current_window_handle
    driver.switch_to.new_window("tab")
    page = Page(driver)
    driver.get_log("browser")
    yield page
    page.check_console()
    with contextlib.suppress(Exception):  # the tab may be closed already
        driver.close()
    driver.switch_to.window(keep)
