"""Copies `site/static/`: folders into the versioned asset folder, loose files to the top of the site."""

from builder.errors import BuildError
from builder.files import copy, tree, tree_digest

#: Made into a page of its own right by `builder.precache`.
WORKER = "sw.js"


def build_name(static, python):
    """Return the 12 hex digits that name the assets: a digest of the folders of `static` and of the folder `python`."""
    digests = {f"python/{path}": digest for path, digest in tree(python).items()}
    digests |= {path: digest for path, digest in tree(static).items() if "/" in path}
    return tree_digest(digests)[:12]


def copy_static(static, out, assets):
    """Copy the folders of `static` into `assets` and its loose files, but for the service worker, into `out`."""
    for path in tree(static):
        if path.startswith("python/"):
            raise BuildError(f"{static / path}: the asset folder's python/ is written by the builder; take another name")
        if path != WORKER:
            copy(static / path, (assets if "/" in path else out) / path)
