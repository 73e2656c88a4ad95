"""How fast a page starts: to the first trained frame, with the snapshot and as Pyodide starts by itself, in turns in fresh browsers.

The second way is the same site with the snapshot taken away and the official standard library, which holds sources, in the place of
the byte code: what a start cost before either was there.
"""

import hashlib
import os
import re
import shutil
import threading
from pathlib import Path
from statistics import median

from builder import browser
from builder.serve import Server

_UNTIL_TRAINED = """
const done = arguments[0];
const playground = document.querySelector("py-playground");
customElements.whenDefined("py-playground").then(() => playground.ready).then(() => playground.step(1)).then(
  () => done(performance.now()), (error) => done(String(error)));
"""
_TICKS = os.sysconf("SC_CLK_TCK")


def starts(dist, folder, rounds, say):
    """Return {way: {visit: [(milliseconds, processor seconds)]}} for the ways "snapshot" and "plain", visits "first" and "second"."""
    found = {way: {"first": [], "second": []} for way in ("snapshot", "plain")}
    plain = _without_snapshot(_copied(dist, folder / "plain"))
    with _served(_copied(dist, folder / "snapshot")) as new, _served(plain) as old:
        for count in range(rounds):
            say(f"start {count + 1} of {rounds}")
            for way, server in (("snapshot", new), ("plain", old)):
                driver = browser.start()
                driver.set_script_timeout(100)
                try:
                    for visit in ("first", "second"):
                        before = _processor_seconds(driver.service.process.pid)
                        driver.get(server.url)
                        taken = driver.execute_async_script(_UNTIL_TRAINED)
                        if isinstance(taken, str):
                            raise RuntimeError(taken)
                        found[way][visit].append((taken, _processor_seconds(driver.service.process.pid) - before))
                finally:
                    driver.quit()
    return found


def table(found):
    """Return the table of the starts as text."""
    lines = [f"{'start':24}{'snapshot':>12}{'plain':>12}{'ratio':>8}"]
    for visit in ("first", "second"):
        for at, (what, digits) in enumerate((("ms to a trained frame", 0), ("s of processor time", 2))):
            new, old = ([each[at] for each in found[way][visit]] for way in ("snapshot", "plain"))
            ratio = median(a / b for a, b in zip(new, old, strict=True))
            lines.append(f"{visit + ', ' + what:32}{median(new):>10.{digits}f}{median(old):>10.{digits}f}{ratio:>8.2f}")
    return "\n".join(lines)


def _copied(dist, folder):
    """Copy the site `dist` into `folder`, with a service worker that keeps nothing: it would load all of the site meanwhile."""
    shutil.copytree(dist, folder)
    (folder / "sw.js").write_text("", encoding="utf-8")
    return folder


def _without_snapshot(folder):
    """Have the site in `folder` start without its snapshot, from sources; returns `folder`."""
    sources = (folder / "runtime" / "python_stdlib.zip").read_bytes()
    (at_start,) = folder.glob("assets/*/python/stdlib-at-start.zip")
    (worker,) = folder.glob("assets/worker-*.js")
    pin = re.compile(r'(stdlib-at-start\.zip":\{bytes:)[0-9e]+(,sha256:")[0-9a-f]{64}')
    digest = hashlib.sha256(sources).hexdigest()
    text, count = pin.subn(rf"\g<1>{len(sources)}\g<2>{digest}", worker.read_text(encoding="utf-8"))
    if count != 1:
        raise RuntimeError(f"{worker} has the pin of {at_start.name} {count} times, not once")
    at_start.write_bytes(sources)
    worker.write_text(f"delete globalThis.DecompressionStream;{text}", encoding="utf-8")
    return folder


class _served:
    def __init__(self, folder):
        self._server = Server(Path(folder))

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self._server

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def _processor_seconds(pid):
    """Return the processor time of a process and all below it, ended ones included."""
    children, times = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        number = int(path.parent.name)
        children.setdefault(int(fields[1]), []).append(number)
        times[number] = sum(map(int, fields[11:15])) / _TICKS
    waiting, total = [pid], 0.0
    while waiting:
        number = waiting.pop()
        total += times.get(number, 0.0)
        waiting += children.get(number, [])
    return total
