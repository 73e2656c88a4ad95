"""Finds the Node that bundles, checks and tests the JavaScript, and what npm installed for it."""

import sys
from pathlib import Path

from builder.errors import BuildError
from builder.setup import NODE, node_version


def find_node():
    """Return the command of a Node that is new enough: this environment's own, else the PATH's."""
    for command in (str(Path(sys.executable).parent / "node"), "node"):
        if node_version(command) >= NODE:
            return command
    raise BuildError(f"Node {NODE} or newer is needed; `make setup` gets one")


def npm_folder():
    """Return the folder with the packages that npm installed, below this environment."""
    return Path(sys.prefix) / "npm" / "node_modules"
