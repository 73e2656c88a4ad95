"""Opens a playground of this Python below a notebook's cell: the site's own page in a frame, with its settings, points and weights."""

import base64
import os
from html import escape

from pycore import storage
from pycore.playground import Playground

__all__ = ["Shown", "show"]

#: Where the site lies, unless `show` is told: an address that ends where its `index.html` is.
VARIABLE = "PYGROUND_SITE"


class Shown:
    """A playground in a frame, which notebooks draw; `url` is the frame's address, which any browser opens."""

    def __init__(self, site, url, width, height):
        self.url = url
        self._site, self._width, self._height = site, width, height

    def __repr__(self):
        return f"<a playground in a frame of {self._site}; notebooks show it>"

    def _repr_html_(self):
        # Where a notebook lets the script run, the frame gets the height of what is in it, and the notebook's theme.
        frame = f'<iframe src="{escape(self.url)}" title="A neural network to play with" width="{escape(str(self._width))}"'
        script = f'<script type="module" src="{escape(self._site)}pyground.js"></script>'
        return f'{script}{frame} height="{self._height}" style="border: 0"></iframe>'


def show(playground: Playground, *, site: "str | None" = None, width: "int | str" = "100%", height: int = 1100) -> Shown:
    """Return what a notebook shows below the cell: the page of `playground` at its epoch, in a frame.

    `site` is the address of the built site, as "https://example.org/pyground/"; without it that of the environment variable
    PYGROUND_SITE. `width` and `height` are CSS pixels or, the width, a text such as "100%". What is done in the frame does not
    change `playground`. Raises TypeError for anything but a Playground, and ValueError for many networks side by side, of which
    the page shows one, and for a site whose address is not known or can't be one.
    """
    if not isinstance(playground, Playground):
        raise TypeError(f"playground: expected a pycore.Playground, got {type(playground).__name__}")
    if playground.runs > 1:
        raise ValueError(f"playground: expected one network, which is what the page shows, got {playground.runs} side by side")
    if isinstance(height, bool) or not isinstance(height, int) or height < 1:
        raise ValueError(f"height: expected a number of CSS pixels, got {height!r}")
    site = os.environ.get(VARIABLE, "") if site is None else site
    if not site.startswith(("http://", "https://", "/")):
        expected = 'expected the address of the built site, as site="https://example.org/pyground/"'
        raise ValueError(f"site: {expected}, got {site!r}; the environment variable {VARIABLE} gives it once for all")
    site = site if site.endswith("/") else f"{site}/"
    model = base64.b64encode(storage.save_npz(playground)).decode("ascii")
    url = f"{site}embed/py-playground.html#{playground.to_hash()}&src=data:application/octet-stream;base64,{model}"
    return Shown(site, url, width, height)
