"""The content-security policy of our own pages: what they may load, run and ask for, whatever comes into them from outside."""

import base64
import hashlib
from urllib.parse import urlsplit

#: Styles may stand in elements, as those of drawings do; scripts may not, but for the one whose digest is told.
_PARTS = {
    "default-src": "'self'",
    "script-src": "'self' 'wasm-unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "connect-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'none'",
}
#: The one file has nothing beside it: all it asks for is made by itself.
_ONE_FILE = {
    "default-src": "'none'",
    "script-src": "'wasm-unsafe-eval' blob:",
    "style-src": "'unsafe-inline'",
    "img-src": "data: blob:",
    "worker-src": "blob:",
    "connect-src": "data: blob:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
#: In a frame an element may be given a table or a saved model from elsewhere.
_ANYWHERE = "* data: blob:"


def policy(inline, fetches_anywhere=False, mirror=""):
    """Return the policy, as a meta element has it, of a page whose one inline script has the text `inline`.

    `mirror` is the URL of another place that Python's files may come from.
    """
    parts = dict(_PARTS)
    if inline:
        parts["script-src"] += f" {_digest(inline)}"
    if mirror:
        parts["connect-src"] += " {0.scheme}://{0.netloc}".format(urlsplit(mirror))
    if fetches_anywhere:
        parts["connect-src"] = _ANYWHERE
    return _written(parts)


def one_file_policy(scripts):
    """Return the policy of the one file, whose scripts have the texts `scripts`."""
    return _written({**_ONE_FILE, "script-src": " ".join([_ONE_FILE["script-src"], *map(_digest, scripts)])})


def _digest(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _written(parts):
    return "; ".join(f"{name} {value}" for name, value in parts.items())
