"""Serves the site and builds it again whenever a source changes: `python -m builder.dev --port 8000 -- [options of build.py]`."""

import argparse
import subprocess
import sys
import threading
import time

from builder.paths import ROOT, SITE
from builder.progress import say
from builder.serve import open_server, port_number, serve

WATCHED = (ROOT / "pycore", SITE, ROOT / "build.py", ROOT / "pyproject.toml")
PAUSE = 0.5  # seconds between two looks


def snapshot(watched=WATCHED):
    """Return {path: (time, size)} of every source file; two that differ mean that something has changed."""
    found = {}
    for place in watched:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                found[path] = (status.st_mtime_ns, status.st_size)
    return found


def build(arguments):
    """Run build.py in a Python of its own, since the sources of the builder may have changed too; say if it failed."""
    if subprocess.run([sys.executable, str(ROOT / "build.py"), *arguments], cwd=ROOT).returncode:
        say("The build failed; the site is as it was. Waiting for a change.")


def watch(arguments):
    """Build at every change, for ever."""
    seen = snapshot()
    while True:
        time.sleep(PAUSE)
        now = snapshot()
        if now != seen:
            changed = sorted(str(path.relative_to(ROOT)) for path, _ in set(now.items()) ^ set(seen.items()))
            say(f"Changed: {', '.join(dict.fromkeys(changed))}")
            seen = now
            build(arguments)


def main(arguments=None):
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="builder.dev", description=__doc__)
    parser.add_argument("--port", type=port_number, default=8000)
    parser.add_argument("build", nargs="*", help="options of build.py, after --")
    options = parser.parse_args(arguments)
    build(options.build)
    threading.Thread(target=watch, args=(options.build,), daemon=True).start()
    serve(open_server(ROOT / "dist", options.port))


if __name__ == "__main__":
    main()
