"""Checks the types in the JavaScript with TypeScript: `python -m builder.typecheck`."""

import subprocess
import sys

from builder.node import find_node, npm_folder
from builder.paths import ROOT

#: Pages and workers know different globals, so each has a configuration of its own.
CONFIGURATIONS = ("tests/js/tsconfig.page.json", "tests/js/tsconfig.worker.json")
#: Longer than any machine needs for one of them.
SECONDS = 300


def main():
    """Check all of it; returns the exit code."""
    tsc = npm_folder() / "typescript" / "bin" / "tsc"
    codes = [subprocess.run([find_node(), str(tsc), "-p", str(ROOT / path)], timeout=SECONDS).returncode for path in CONFIGURATIONS]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
