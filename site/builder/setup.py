"""Sets up `.venv/` with the pinned dependencies of the groups it is given; standard library only, since it runs first.

    python3.13 site/builder/setup.py .venv build test

A stamp for each group, written last, holds a digest of its pins and of the Python: a second run has nothing to do, and an
interrupted one leaves no stamp.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036  (whoever runs this by hand may have an older one)
    sys.exit(f"Python 3.11, 3.12 or 3.13 is needed; this is {sys.version_info[0]}.{sys.version_info[1]}")

import tomllib  # noqa: E402  (not there before 3.11)

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
NODE = 20  # the oldest Node that will do


def pins(project, group):
    """Return the requirements of a dependency group of the parsed pyproject.toml `project`."""
    return list(project["dependency-groups"][group])


def stamp_of(requirements, npm=()):
    """Return the digest that says what an environment holds: these requirements, for this Python."""
    parts = [sys.version, sys.base_prefix, *sorted(requirements), *sorted(npm)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def node_version(command):
    """Return the major version of the Node called `command`, or 0 if it does not run."""
    try:
        run = subprocess.run([command, "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    found = re.match(r"v(\d+)\.", run.stdout)
    return int(found[1]) if found and run.returncode == 0 else 0


def make_environment(venv):
    """Make the environment `venv` anew if it is not there or belongs to another Python."""
    python = venv / "bin" / "python"
    mark = venv / "made-with"
    made_with = mark.read_text(encoding="utf-8") if mark.exists() else None
    if made_with == _self():
        return python
    if venv.exists():
        if not (venv / "pyvenv.cfg").exists() and any(venv.iterdir()):
            raise SystemExit(f"{venv} is there and is no Python environment; move it away")
        shutil.rmtree(venv)
    _run([sys.executable, "-m", "venv", str(venv)])
    mark.write_text(_self(), encoding="utf-8")
    return python


def install(venv, python, group, project):
    """Install a group into `venv` unless its stamp says that it is there."""
    requirements = pins(project, group)
    npm = [f"{name}@{version}" for name, version in project["tool"]["pyground"]["npm"].get(group, {}).items()]
    stamp, wanted = venv / f"stamp-{group}", stamp_of(requirements, npm)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    stamp.unlink(missing_ok=True)
    print(f"Setting up {venv} ({group})", flush=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"]
    _run([*pip, *requirements])
    if npm:
        install_node(venv, pip, npm, pins(project, "node"))
    stamp.write_text(wanted, encoding="utf-8")


def install_node(venv, pip, packages, requirements):
    """Install npm `packages` into `venv`/npm, and Node itself into `venv` where the PATH has none that is new enough."""
    if node_version("node") < NODE or not shutil.which("npm"):
        print(f"No Node {NODE} or newer on the PATH: taking {requirements[0]}", flush=True)
        _run([*pip, *requirements])
    folder = venv / "npm"
    folder.mkdir(exist_ok=True)
    inside = venv / "bin" / "npm"
    npm = str(inside) if inside.exists() else "npm"
    _run([npm, "install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier", *packages])


def main(venv, *groups):
    """Set up `groups` in the folder `venv`."""
    venv = Path(venv).resolve()
    print(f"Python {'.'.join(map(str, sys.version_info[:3]))}: {sys.executable}", flush=True)
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))
    python = make_environment(venv)
    for group in groups:
        install(venv, python, group, project)


def _self():
    return f"{sys.version}\n{sys.base_prefix}\n"


def _run(command):
    run = subprocess.run(command)
    if run.returncode:
        raise SystemExit(f"setting up failed: {' '.join(command)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
