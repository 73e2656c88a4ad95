"""Writes pyground.html: the whole site in one file, which opens by a double click and asks for nothing.

The playground stands in it as in its own page. All other pages, the worker's script and the text of the file itself lie packed beside
it, and so does Python: gzip, written as base64. The text of the file is there so that it can write itself again with another state.
"""

import base64
import json
import re

from builder import bundle
from builder.content_policy import one_file_policy
from builder.errors import BuildError
from builder.files import write
from builder.packed_python import gzipped

NAME = "pyground.html"
PLAYGROUND = "index"
#: The scripts with which Pyodide starts where nothing can be imported.
PYODIDE = ("pyodide.asm.js", "pyodide.js")
#: Stands on both sides of the name of a packed part; no page has this character.
MARK = "\u0001"
#: What js/model/saved-file.js puts the state of a playground into.
PLACE = '<script type="application/json" data-part="saved">null</script>'
#: What the file has room for, in bytes; js and docs speak of it.
MOST_BYTES = 12_000_000
#: Where the inside of an element asks for its styles. Those of the playground stand there instead; to other pages the script brings them.
_LINK = re.compile(r'<link rel="stylesheet" href="[^"]*component[^"]*">')
_SHEETS = {PLAYGROUND: "css/playground-page.css", "course": "css/lesson-page.css"}


def write_file(out, static, environment, packed, site_data, bundled, everything, context):
    """Write the file into the folder `out`.

    `environment` is the one that `pages.environment_of` makes for the one file; `packed` is what `packed_python.pack` returns;
    `site_data` is what scripts are to know of the site, `bundled` {source: path in `out`} of the site's bundles, `everything` {name:
    (title, HTML)} of the pages, and `context` what pages are rendered with. Raises BuildError if it would be larger than MOST_BYTES.
    """
    python, told = packed
    scripts = bundle.one_file(static, told, {**site_data, "worker": "", "serviceWorker": "", "isOneFile": True})
    icon = _data_url("image/svg+xml", (out / "favicon.svg").read_bytes())
    component = css_of(out, bundled, "css/component.css")
    bodies = {name: (said, _linked(_inside(html, icon), name, everything)) for name, (said, html) in everything.items()}
    title, playground = bodies.pop(PLAYGROUND)
    playground = _LINK.sub(lambda _: f"<style>{component}</style>", playground)
    others = {name: {"title": said, "html": _LINK.sub("", html)} for name, (said, html) in bodies.items()}
    for name, html in {PLAYGROUND: playground, **{name: page["html"] for name, page in others.items()}}.items():
        left = re.search(r'(?:href|src)="(?!#|data:|https://)([^"]*)"', html)
        if left:
            raise BuildError(f"{NAME} has no files beside it, and its page {name} names {left[1]!r}")
    shell = environment.get_template("_one_file.html").render(
        context,
        title=title,
        body=playground,
        component=component,
        icon=icon,
        mark=MARK,
        one_file_policy=one_file_policy([scripts["first"], bundled["inline"], scripts["page"]]),
        scripts=scripts | {"inline": bundled["inline"]},
        sheets={name: css_of(out, bundled, source) for name, source in _SHEETS.items()},
    )
    _check(shell, scripts)
    # Pyodide's own scripts stand before the worker's: opened from disk, not every browser lets a worker import anything.
    texts = [(out / "runtime" / name).read_text(encoding="utf-8").split("//# sourceMappingURL")[0] for name in PYODIDE]
    worker = "\n".join([*texts, scripts["worker"]])
    pages = gzipped(json.dumps({"pages": others, "worker": worker, "shell": shell}, ensure_ascii=False).encode())
    text = shell
    for name, data in (("pages", pages), ("python", python)):
        text = text.replace(f"{MARK}{name}{MARK}", base64.b64encode(data).decode())
    size = len(text.encode())
    if size > MOST_BYTES:
        raise BuildError(f"{NAME} would have {size:,} bytes, and at most {MOST_BYTES:,} are promised")
    write(out / NAME, text)


def _check(shell, scripts):
    if shell.count(PLACE) != 1:
        raise BuildError(f"{NAME} needs this once, as the place of a playground's state: {PLACE}")
    for name in ("pages", "python"):
        if shell.count(f"{MARK}{name}{MARK}") != 1:
            raise BuildError(f"{NAME} needs its mark for {name!r} once")
    for name, script in scripts.items():
        if "</script" in script or "<!--" in script:
            raise BuildError(f"{NAME}: the script {name!r} has signs in it that would end it")


def _inside(html, icon):
    """Return what stands in the body of a page, without what is of no use in the one file."""
    body = re.search(r"<body>\n(.*)</body>", html, re.S)[1]
    body = re.sub(r'<p class="noscript" role="status" data-part="from-disk".*?</p>\n', "", body, flags=re.S)
    # Tags and frames would name an address that others do not have, and widgets have no pages of their own here.
    body = re.sub(r'<p class="embed-row">.*?</p>\n?', "", body, flags=re.S)
    body = re.sub(r'<a href="widget-.*?</a>', "", body, flags=re.S)
    return body.replace('src="favicon.svg"', f'src="{icon}"')


def _linked(html, here, pages):
    """Return `html`, of the page named `here`, with links between pages as js/model/page-addresses.js writes them."""

    def address(match):
        page, place = match[1] or here, match[2] or match[3] or ""
        if page not in pages:
            raise BuildError(f"{here}.html: {page}.html is no page of the one file")
        if page == PLAYGROUND:
            return f'href="#{place or "/"}"'
        return f'href="#/{page}{"/" if place else ""}{place}"'

    return re.sub(r'href="(?:([a-z0-9-]+)\.html(?:#([^"]*))?|#([^"]*))"', address, html)


def css_of(out, bundled, source):
    """Return the text of the style sheet that was bundled from `source`. Raises BuildError if it can't stand inside a page."""
    text = (out / bundled[source]).read_text(encoding="utf-8").split("/*# sourceMappingURL")[0].strip()
    if "</style" in text or re.search(r"url\((?!data:)", text):
        raise BuildError(f"{source} asks for other files, or ends its element: it can't stand in {NAME}")
    return text


def _data_url(kind, data):
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
