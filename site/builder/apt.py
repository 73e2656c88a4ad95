"""Sees to programs that only Debian's packages bring: `python -m builder.apt jekyll` installs it, as root, unless it is there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from builder.progress import say


def install(packages, run=subprocess.run, root=None, release=Path("/etc/os-release"), which=shutil.which):
    """Install packages as root on Debian or Ubuntu; returns whether they are there, False where that is not possible."""
    root = os.geteuid() == 0 if root is None else root
    family = release.read_text(encoding="utf-8") if release.exists() else ""
    if not (root and which("apt-get") and ("debian" in family or "ubuntu" in family)):
        return False
    say(f"Installing {' and '.join(packages)} with apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]):
        if run(command, env=environment).returncode:
            say(f"{' '.join(command)} failed")
            return False
    return True


def main(*programs):
    """See to programs whose package has their name; returns the exit code."""
    missing = [program for program in programs if not shutil.which(program)]
    if missing and not install(missing):
        print(f"not there: {', '.join(missing)}; install what has that name (Debian: apt install {' '.join(missing)})", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
