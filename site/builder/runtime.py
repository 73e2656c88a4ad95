"""The pins of the Pyodide runtime, read from `site/runtime.json`, the only place that has them."""

import json
from dataclasses import dataclass

from builder.paths import SITE


@dataclass(frozen=True)
class Pin:
    """One official file: its name, its length in bytes and its SHA-256 in hex."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Runtime:
    """What `site/runtime.json` says."""

    version: str  # of Pyodide
    info: dict  # the "info" of its lock file
    cdn: str  # URL of the folder with the official files
    requirement: str  # the wheel on the package index that carries the same files
    folder: str  # where they are in it
    pins: tuple  # of Pin

    def wheel(self, name):
        """Return the Pin of the wheel of the package `name`."""
        return next(pin for pin in self.pins if pin.name.startswith(f"{name}-") and pin.name.endswith(".whl"))

    @property
    def python(self):
        """The minor version of the runtime's Python, as (3, 13)."""
        return tuple(int(part) for part in self.info["python"].split(".")[:2])


def load(path=SITE / "runtime.json"):
    """Return the Runtime that the JSON file at `path` describes."""
    data = json.loads(path.read_text(encoding="utf-8"))
    pins = tuple(Pin(name, **pin) for name, pin in data["files"].items())
    pip = data["sources"]["pip"]
    return Runtime(data["version"], data["info"], data["sources"]["cdn"], pip["requirement"], pip["folder"], pins)
