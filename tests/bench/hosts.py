"""Where the bench measures: this Python, Pyodide in Node, Pyodide in a browser's worker."""

import hashlib
import json
import platform
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from scenarios import SCENARIOS, Stopwatch

from builder import browser, runtime
from builder.node import find_node
from builder.paths import ROOT
from builder.serve import Handler, Server

__all__ = ["PATIENCE", "IsolatedHandler", "chromium", "native", "node", "stage"]

HERE = Path(__file__).resolve().parent
#: Seconds that one scenario may take in the browser before the bench gives up.
PATIENCE = 600


def native(rounds, sample_ms, say):
    """Measure in this Python; scenarios against the baseline have no samples of it."""
    scenarios = []
    for scenario in SCENARIOS:
        say(scenario.name)
        watches = [Stopwatch(name) for name in (scenario.name, scenario.against) if name]
        counts = [_enough(watch, sample_ms) for watch in watches]
        samples = [[] for _ in watches]
        for _ in range(rounds):
            for watch, count, taken in zip(watches, counts, samples, strict=True):
                taken.append(watch.sample(count))
        baseline = samples[1] if scenario.against else []
        scenarios.append({"name": scenario.name, "against": scenario.against, "python": samples[0], "baseline": baseline})
    return {"host": f"CPython {platform.python_version()}", "numpy": np.__version__, "scenarios": scenarios}


def _enough(watch, sample_ms):
    count = 1
    while (each := watch.sample(count)) * count < sample_ms / 4:
        count *= 2
    return max(1, round(sample_ms / each))


def stage(folder, runtime_folder):
    """Lay out in `folder` what Node and the browser need: the runtime with a lock file, pycore in a zip, the scripts."""
    place = folder / "runtime"
    place.mkdir()
    pins = runtime.load()
    for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"):
        shutil.copy(runtime_folder / name, place)
    wheel = Path(shutil.copy(next(runtime_folder.glob("numpy-*.whl")), place))
    numpy = {
        "name": "numpy",
        "version": wheel.name.split("-")[1],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": ["numpy"],
        "depends": [],
    }
    (place / "pyodide-lock.json").write_text(json.dumps({"info": dict(pins.info), "packages": {"numpy": numpy}}), "utf-8")
    with zipfile.ZipFile(folder / "archive.zip", "w") as archive:
        for path in sorted([*(ROOT / "pycore").rglob("*.py"), *(ROOT / "pycore" / "images" / "shipped").iterdir()]):
            archive.write(path, path.relative_to(ROOT))
        archive.write(HERE / "scenarios.py", "scenarios.py")
    for name in ("baseline.mjs", "rounds.mjs", "node.mjs", "worker.mjs", "page.html"):
        shutil.copy(HERE / name, folder)


def _options(rounds, sample_ms):
    scenarios = [{"name": scenario.name, "against": scenario.against} for scenario in SCENARIOS]
    return {"scenarios": scenarios, "rounds": rounds, "sampleMs": sample_ms}


def node(staged, rounds, sample_ms):
    """Measure in Node, in a process of its own."""
    options = json.dumps({"stage": str(staged), **_options(rounds, sample_ms)})
    command = [find_node(), str(staged / "node.mjs"), options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        sys.exit(f"bench: Node ended with {done.returncode}")
    return json.loads(done.stdout)


def chromium(staged, rounds, sample_ms, say):
    """Measure in a headless browser."""
    with _served(staged) as url:
        driver = browser.start()
        try:
            driver.get(url + "page.html")
            driver.execute_script("worker.postMessage(arguments[0])", _options(rounds, sample_ms))
            results = _wait_for(driver, say)
            version = driver.capabilities["browserVersion"]
        finally:
            driver.quit()
    return {"host": f"Chromium {version}", **results}


def _wait_for(driver, say):
    last, since = None, time.monotonic()
    while time.monotonic() - since < PATIENCE:
        said = driver.execute_script("return said")
        if "error" in said:
            sys.exit(f"bench: in the browser: {said['error']}")
        if "results" in said:
            return said["results"]
        if said.get("say") != last:
            last, since = said["say"], time.monotonic()
            say(last)
        time.sleep(0.5)
    sys.exit(f"bench: the browser did not finish {last!r} in {PATIENCE} seconds")


class IsolatedHandler(Handler):
    """Sends what makes a page cross-origin isolated, because its clocks are finer then."""

    def end_headers(self):
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        self.send_header("Cross-Origin-Embedder-Policy", "require-corp")
        super().end_headers()


@contextmanager
def _served(folder):
    with Server(folder, handler=IsolatedHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
