"""Copies `site/static/`: its folders into the versioned asset folder, its loose files to the top of the site."""

from pathlib import Path

from builder import files
from builder.errors import BuildError

#: Written by `builder.precache`.
WORKER = "sw.js"
#: Endings of files that tell TypeScript and Node about the scripts.
_FOR_TOOLS = (".d.ts", "package.json")


def sources(static):
    """Return {relative path: hex SHA-256} of what a browser loads from `static`: no declarations for tools, no hidden files."""
    digests = files.tree(static).items()
    return {path: digest for path, digest in digests if not path.endswith(_FOR_TOOLS) and not Path(path).name.startswith(".")}


def build_name(static, python):
    """Return the 12 hex digits that name the assets: a digest of the folders of `static` and of the folder `python`."""
    digests = {f"python/{path}": digest for path, digest in files.tree(python).items()}
    digests |= {path: digest for path, digest in sources(static).items() if "/" in path}
    return files.tree_digest(digests)[:12]


def copy_static(static, out, assets):
    """Copy the folders of `static` into `assets` and its loose files, but for the service worker, into `out`."""
    for path in sources(static):
        if path.startswith("python/"):
            raise BuildError(f"{static / path}: the asset folder's python/ is written by the builder; take another name")
        if path != WORKER:
            files.copy(static / path, (assets if "/" in path else out) / path)
