"""The address that a site will have: only with it can pages say where they are, and be listed in a sitemap."""

from html import escape
from urllib.parse import urlsplit

from builder.errors import UsageError
from builder.files import write

#: Pages that are for those who lost their way.
_NOT_LISTED = ("404.html",)


def checked(text, option="--site-url"):
    """Return an address from the command line, given with `option`, with a slash at its end; "" stays. Raises UsageError."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        whole = False
    if not whole or parts.query or parts.fragment or parts.username or any(letter in text for letter in " \t\"'<>\\"):
        raise UsageError(f"{option} {text}: expected an address such as https://example.org/pyground/")
    return text.rstrip("/") + "/"


def path_of(address):
    """Return the path of the address, with a slash at both ends; "/" if there is no address."""
    return urlsplit(address).path or "/"


def page_address(address, name):
    """Return where the page called `name` is, below the address that `checked` returns."""
    return address if name == "index" else f"{address}{name}.html"


def write_lists(out, address):
    """Write robots.txt into the folder `out` and, if there is an address, sitemap.xml with all pages at the top of it."""
    lines = ["User-agent: *", "Allow: /"]
    if address:
        names = sorted(path.stem for path in out.glob("*.html") if path.name not in _NOT_LISTED)
        places = [f"  <url><loc>{escape(page_address(address, name))}</loc></url>\n" for name in names]
        head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        write(out / "sitemap.xml", f"{head}{''.join(places)}</urlset>\n")
        lines.append(f"Sitemap: {address}sitemap.xml")
    write(out / "robots.txt", "\n".join(lines) + "\n")
