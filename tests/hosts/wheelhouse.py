"""Fetches the wheels that a notebook in JupyterLite needs, at the versions of the group `hosts`: `wheelhouse.py FOLDER`."""

import subprocess
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
#: For all of them, over a slow line.
SECONDS = 600
#: IPython and what it imports there.
NAMES = frozenset(
    ("asttokens", "comm", "executing", "ipython", "ipython_pygments_lexers", "jedi", "matplotlib-inline", "parso", "prompt_toolkit")
    + ("pure_eval", "pygments", "python-dateutil", "six", "stack-data", "traitlets", "wcwidth")
)


def requirements():
    """Return the pinned requirements of NAMES."""
    pinned = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["dependency-groups"]["hosts"]
    return [text for text in pinned if text.partition("==")[0].lower() in NAMES]


def main(folder):
    """Fetch what is not there yet into `folder`."""
    folder = Path(folder)
    stamp, wanted = folder / "wanted.txt", "\n".join(requirements())
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    options = ["--platform", "any", "--python-version", "3.13", "--dest", str(folder)]
    done = subprocess.run([*pip, *options, *requirements()], timeout=SECONDS)
    if done.returncode:
        sys.exit("the wheels for JupyterLite could not be fetched")
    stamp.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
