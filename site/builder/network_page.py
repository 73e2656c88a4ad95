"""Writes the page into which images.html puts a reader's network and Python, so that it recognises by itself, from disk and offline."""

import base64

from builder import bundle
from builder.content_policy import one_file_policy
from builder.errors import BuildError
from builder.files import write
from builder.one_file import MARK, css_of

#: What js/model/network-page.js fills in.
PARTS = ("model", "worker", "python")
_STYLES = "css/images-page.css"


def write_page(out, static, environment, site_data, bundled, context):
    """Write the page to where `site_data` says under "networkPage", in the folder `out`; a site without images.html has none.

    `bundled` are {source: path in `out`} of the site's bundles, `context` is what pages are rendered with.
    """
    if _STYLES not in bundled:
        return
    data = {**site_data, "worker": "", "serviceWorker": "", "isOneFile": True}
    scripts = {"page": bundle.network_page(static, data), "inline": bundled["inline"]}
    icon = "data:image/svg+xml;base64," + base64.b64encode((out / "favicon.svg").read_bytes()).decode()
    text = environment.get_template("_network_page.html").render(
        context,
        network_page_policy=one_file_policy([scripts["page"], scripts["inline"]]),
        icon=icon,
        mark=MARK,
        scripts=scripts,
        css=css_of(out, bundled, _STYLES),
    )
    for part in PARTS:
        if text.count(f"{MARK}{part}{MARK}") != 1:
            raise BuildError(f"the page for a network needs its mark for {part!r} once")
    write(out / site_data["networkPage"], text)
