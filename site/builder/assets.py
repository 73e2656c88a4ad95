"""What of `site/static/` goes into the site as it is, and the name of a build."""

import hashlib
import json
from pathlib import Path

from builder import files

#: Written by `builder.precache`.
WORKER = "sw.js"


def build_name(static, config):
    """Return the 12 hex digits that name a build: a digest of the folder `static` and of what the scripts are told, a dict."""
    digest = hashlib.sha256(files.tree_digest(files.tree(static)).encode())
    digest.update(json.dumps(config, sort_keys=True).encode())
    return digest.hexdigest()[:12]


def copy_loose(static, out):
    """Copy the loose files of `static`, but for the service worker, into `out`."""
    for path in files.tree(static):
        if "/" not in path and path != WORKER and not Path(path).name.startswith("."):
            files.copy(static / path, out / path)
