"""Writes the service worker with the list of files, and their digests, that make the site work without its server."""

import json

from builder.errors import BuildError
from builder.files import integrity, tree, tree_digest, write

#: The line of `site/static/sw.js` that is replaced by the list.
PLACE = 'const SITE = { build: "", files: [], mirror: "" };\n'


def precached(out, left_out, later=()):
    """Return [{url, sha256, bytes}] for every file below `out` but hidden ones, source maps and those in `left_out` (relative paths).

    Those in `later` have that word, too: they are kept once they have been used.
    """
    return [
        {"url": path, "sha256": integrity(digest), "bytes": (out / path).stat().st_size} | ({"later": True} if path in later else {})
        for path, digest in tree(out).items()
        if not path.startswith(".") and not path.endswith(".map") and path not in left_out
    ]


def write_worker(source, out, left_out, later=(), mirror=""):
    """Write `out`/sw.js from the file `source`; the last step of a build, since it lists what the others wrote.

    `mirror` is the URL of the place that has Python's files, too, "" for none.
    """
    text = source.read_text(encoding="utf-8")
    if text.count(PLACE) != 1:
        raise BuildError(f"{source} needs this line once, as the place of the file list:\n{PLACE}")
    files = precached(out, left_out, later)
    build = tree_digest({file["url"]: file["sha256"] for file in files} | {"sw.js": text, "mirror": mirror})[:12]
    site = json.dumps({"build": build, "files": files, "mirror": mirror}, indent=1)
    write(out / "sw.js", text.replace(PLACE, f"const SITE = {site};\n"))
