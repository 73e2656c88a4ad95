"""With `--site-url` pages say where they are and are listed; the page for a wrong address works at any depth."""

import re
import xml.etree.ElementTree as ElementTree
from urllib.parse import urljoin

import pytest

from builder import pages, site_address
from builder.errors import UsageError
from builder.paths import SITE

ADDRESS = "https://example.org/pyground/"
PAGE = '{% extends "_base.html" %}{% block description %}A & B{% endblock %}'


def rendered(folder, name, address):
    """Return the head of a page called `name` of a site at `address`, in the real frame of all pages."""
    for template in ("_base.html", "_header.html", "_footer.html", "_icons.html", "404.html"):
        (folder / template).write_bytes((SITE / "templates" / template).read_bytes())
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "other.html").write_text(PAGE, encoding="utf-8")
    environment = pages.environment_of(folder, address=address)
    scripts = {"inline": "", "css/lesson-page.css": "assets/a.css", "js/pages/theme-button.js": "assets/b.js"}
    pages.render(environment, folder, folder / "out", {"bundle": scripts, "build": "0", "version": "0"})
    return (folder / "out" / f"{name}.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("given", ["https://example.org", "https://example.org/a/b", "http://localhost:8000/", ""])
def test_an_address_ends_with_a_slash_or_there_is_none(given):
    assert site_address.checked(given) == (given.rstrip("/") + "/" if given else "")


WRONG = ["example.org", "ftp://example.org", "https:///a", "https://a/?b", 'https://a/"', "https://u@a/", "/pyground/"]


@pytest.mark.parametrize("given", WRONG)
def test_what_is_no_address_of_a_site_is_refused(given):
    with pytest.raises(UsageError, match="expected an address such as https://example.org/pyground/"):
        site_address.checked(given)
    with pytest.raises(UsageError, match="--runtime-url "):
        site_address.checked(given, "--runtime-url")


def test_a_page_says_where_it_is_if_that_is_known(tmp_path):
    text = rendered(tmp_path, "other", ADDRESS)
    assert f'<link rel="canonical" href="{ADDRESS}other.html">' in text
    assert f'<meta property="og:url" content="{ADDRESS}other.html">' in text
    assert f'<meta property="og:image" content="{ADDRESS}share/index.png">' in text
    assert '<meta property="og:title" content="Other">' in text
    assert '<meta property="og:description" content="A & B">' in text.replace("&amp;", "&")
    assert f'<link rel="canonical" href="{ADDRESS}">' in rendered(tmp_path, "index", ADDRESS)
    assert not re.search("canonical|og:url|https://", rendered(tmp_path, "other", ""))


@pytest.mark.parametrize(("address", "path"), [(ADDRESS, "/pyground/"), ("https://example.org/", "/"), ("", "/")])
def test_the_page_for_a_wrong_address_finds_all_from_any_depth(tmp_path, address, path):
    text = rendered(tmp_path, "404", address)
    (base,) = re.findall(r'<base href="([^"]+)">', text)
    links = re.findall(r'(?:href|src)="([^"]+)"', text.replace(f'"{base}"', ""))
    found = {urljoin(urljoin("https://example.org/pyground/no/such/page", base), link) for link in links}
    assert {f"https://example.org{path}{name}" for name in ("index.html", "learn.html", "assets/a.css", "assets/b.js")} <= found
    assert text.index("<base") < text.index("assets/a.css") and 'content="noindex"' in text and "canonical" not in text


def test_all_pages_are_listed_and_robots_are_told_where(tmp_path):
    for name in ("index", "learn", "404"):
        (tmp_path / f"{name}.html").touch()
    site_address.write_lists(tmp_path, ADDRESS)
    places = ElementTree.parse(tmp_path / "sitemap.xml").getroot()
    assert [place[0].text for place in places] == [ADDRESS, f"{ADDRESS}learn.html"]
    assert (tmp_path / "robots.txt").read_text(encoding="utf-8") == f"User-agent: *\nAllow: /\nSitemap: {ADDRESS}sitemap.xml\n"


def test_without_an_address_there_is_no_sitemap(tmp_path):
    site_address.write_lists(tmp_path, "")
    assert [path.name for path in tmp_path.iterdir()] == ["robots.txt"]
    assert "Sitemap" not in (tmp_path / "robots.txt").read_text(encoding="utf-8")


def test_readers_do_not_keep_what_is_for_robots(dist):
    assert (dist / "robots.txt").is_file() and (dist / "404.html").is_file()
    text = (dist / "sw.js").read_text(encoding="utf-8")
    assert '"404.html"' in text and '"robots.txt"' not in text
