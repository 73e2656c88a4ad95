"""pyground.html holds the whole site, names nothing outside of itself, is as small as promised, and is the same each time."""

import base64
import gzip
import json
import re
import zipfile
from html import escape
from html.parser import HTMLParser
from io import BytesIO

import pytest

from builder import one_file, packed_python
from builder.errors import BuildError
from builder.paths import cache_folder


class Parts(HTMLParser):
    """Notes what a page asks for, and the texts of its scripts by their `data-part`."""

    def __init__(self, text):
        super().__init__()
        self.asked, self.scripts, self.inside, self.ids = set(), {}, None, []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self.asked |= {known[name] for name in ("src", "href", "srcset", "data", "action", "poster") if tag != "a" and known.get(name)}
        self.ids += [known["id"]] if "id" in known else []
        if tag == "a" and known.get("href"):
            self.links = {*getattr(self, "links", ()), known["href"]}
        if tag == "script":
            self.inside = known.get("data-part", known.get("type", ""))

    def handle_endtag(self, tag):
        self.inside = None if tag == "script" else self.inside

    def handle_data(self, data):
        if self.inside is not None:
            self.scripts.setdefault(self.inside, []).append(data)


@pytest.fixture(scope="module")
def text(dist):
    return (dist / one_file.NAME).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def parts(text):
    return Parts(text)


@pytest.fixture(scope="module")
def packed(parts):
    return json.loads(gzip.decompress(base64.b64decode(parts.scripts["pages"][0])))


def test_it_is_as_small_as_promised(text):
    assert 5_000_000 < len(text.encode()) <= one_file.MOST_BYTES == 12_000_000


def test_it_asks_for_nothing_and_its_policy_allows_nothing_else(text, parts):
    assert {url[:5] for url in parts.asked} == {"data:"}
    (said,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
    rules = dict(rule.split(" ", 1) for rule in said.replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["object-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert "http" not in said and "'self'" not in said and "unsafe-eval" not in said.replace("wasm-unsafe-eval", "")
    assert rules["script-src"].count("sha256-") == 3 and "unsafe-inline" not in rules["script-src"]
    assert not re.search(r"url\((?!data:)", "".join(re.findall(r"<style[^>]*>(.*?)</style>", text, re.S)))


def test_all_pages_are_in_it_and_their_links_lead_to_each_other(packed, parts, dist):
    course = {path.stem for path in dist.glob("*.html") if 'data-part="end"' in path.read_text(encoding="utf-8")}
    assert packed["pages"].keys() == {"learn", "glossary", "licences", *course} and len(course) == 11
    pages = {name: Parts(page["html"]) for name, page in packed["pages"].items()}
    for name, page in [("index", parts), *pages.items()]:
        assert {url[:5] for url in page.asked} <= {"data:"}, name
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            if link.startswith("https://"):
                continue
            place = re.fullmatch(r"#/([a-z0-9-]*)(?:/(.+))?", link)
            assert place or re.match(r"#[a-zA-Z_]+=", link), f"{name}: {link}"
            if place and place[1]:
                assert place[1] in pages, f"{name}: {link}"
                assert not place[2] or place[2] in pages[place[1]].ids, f"{name}: {link}"


def test_the_licences_of_what_is_in_it_travel_with_it(packed, dist):
    html = packed["pages"]["licences"]["html"]
    for name in ("Pyground", "Pyodide", "CPython", "numpy/LICENSE"):
        first = (dist / "licenses" / f"{name}.txt").read_text(encoding="utf-8").strip().splitlines()[0]
        assert f"<summary>{name}</summary>" in html and escape(first.strip()) in html
    assert all('href="#/licences"' in page["html"] for page in packed["pages"].values())


def test_it_holds_its_own_text(packed, parts, text):
    shell = packed["shell"]
    for name in ("pages", "python"):
        shell = shell.replace(f"\u0001{name}\u0001", parts.scripts[name][0])
    assert shell == text and text.count(one_file.PLACE) == 1


def test_python_in_it_is_the_same_each_time_and_has_all_but_texts_for_help(parts, dist, pins):
    (folder,) = dist.glob("assets/*/python")
    wheels = {"numpy": dist / "runtime" / pins.wheel("numpy").name, "pycore": next(folder.glob("pycore-*.whl"))}
    data, told = packed_python.pack(dist / "runtime", pins.info, wheels, folder / "stdlib-at-start.zip", cache_folder())
    assert base64.b64decode(parts.scripts["python"][0]) == data
    python = gzip.decompress(data)
    whole = {name.split("-")[0]: python[start:end] for name, (start, end) in told["given"].items()}
    names = {name: set(zipfile.ZipFile(BytesIO(whole[name])).namelist()) for name in ("numpy", "pycore", "stdlib.zip")}
    assert {"numpy/__init__.pyc", "numpy/linalg/__init__.pyc"} <= names["numpy"] and not any("/tests/" in name for name in names["numpy"])
    assert {"pycore/page/bridge.pyc", "pycore/export/__init__.pyc", "pycore/lessons/exhibits.pyc"} <= names["pycore"]
    assert {"json/__init__.pyc", "csv.pyc", "colorsys.py"} <= names["stdlib.zip"]
    assert b"Return a new array of given shape" not in whole["numpy"] and whole["pyodide.asm.wasm"][:4] == b"\0asm"


def test_a_page_that_names_a_file_beside_it_stops_the_build():
    pages = {"index": ("", ""), "softmax": ("", "")}
    link = one_file._linked('<a href="softmax.html#a">', "index", pages), one_file._linked('<a href="#b">', "softmax", pages)
    assert link == ('<a href="#/softmax/a">', '<a href="#/softmax/b">')
    with pytest.raises(BuildError, match=r"index\.html: embed\.html is no page of the one file"):
        one_file._linked('<a href="embed.html">', "index", pages)
