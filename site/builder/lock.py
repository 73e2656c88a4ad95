"""Writes a lock file of our own, with only the packages that the page and its readers need."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from pyodide_lock import PyodideLockSpec

from builder.files import sha256

#: What each package of the lock file needs, as in Pyodide's own; micropip brings its own copy of packaging.
DEPENDS = {"pycore": ["numpy"], "numpy": [], "micropip": [], "packaging": []}


@dataclass(frozen=True)
class Package:
    """One entry of the lock file: the name and version of a package, and the wheel it comes in."""

    name: str
    version: str
    wheel: Path


def package(wheel):
    """Return the Package in the file `wheel`, named and numbered as its file name says."""
    name, version = wheel.name.split("-")[:2]
    return Package(name, version, wheel)


def write_lock(path, info, packages):
    """Write `path`, a lock file for the runtime described by `info` that holds `packages`.

    Pyodide resolves a wheel's name against the folder of the lock file, so each is written relative to that.
    """
    entries = {
        package.name: {
            "name": package.name,
            "version": package.version,
            "file_name": Path(os.path.relpath(package.wheel, path.parent)).as_posix(),
            "install_dir": "site",
            "sha256": sha256(package.wheel),
            "package_type": "package",
            "imports": [package.name],
            "depends": DEPENDS[package.name],
        }
        for package in packages
    }
    _spec({"info": info, "packages": entries}).to_json(path)
    # pyodide-lock 0.2 leaves out the deprecated info.version, which Pyodide's own lock file of this version has.
    written = json.loads(path.read_text(encoding="utf-8"))
    written["info"] = dict(info)
    path.write_text(json.dumps(written, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _spec(data):
    # The class is pydantic's in pyodide-lock 0.1 (Python 3.11) and attrs's in 0.2; both refuse unknown keys.
    return PyodideLockSpec.from_dict(data) if hasattr(PyodideLockSpec, "from_dict") else PyodideLockSpec(**data)
