"""No link of the built site is dead, no picture is missing, and links into the playground say what the playground understands."""

import posixpath
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag

import pytest

from pycore import Settings


class Links(HTMLParser):
    """Collects what a page links to and fetches, from the top of the site, the ids that can be linked to, and [target, name] of links."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.ids, self.links, self.open = [], [], [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.targets += [(tag, values[name]) for name in ("href", "src") if values.get(name) and tag != "base"]
        if values.get("id"):
            self.ids.append(values["id"])
        if tag == "a":
            self.open = [values.get("href"), ""]
            self.links.append(self.open)

    def handle_endtag(self, tag):
        if tag == "a":
            self.open = None

    def handle_data(self, data):
        if self.open:
            self.open[1] += data


@pytest.fixture(scope="module")
def pages(dist, site_pages):
    return {path.name: Links(path.read_text(encoding="utf-8")) for path in site_pages if path.parent == dist}


def test_every_link_within_the_site_leads_somewhere(pages, dist):
    dead = []
    for name, page in pages.items():
        for tag, target in page.targets:
            if target.startswith(("https://", "data:")):
                assert tag in ("a", "image"), f"{name} fetches {target}"
                continue
            path, anchor = urldefrag(target)
            path = unquote(path) or name
            if path == "index.html" and "=" in anchor:
                _, problems = Settings.from_hash(unquote(anchor))
                dead += [f"{name}: {target}: {problem}" for problem in problems]
            elif posixpath.normpath(path).startswith("..") or not (dist / path).is_file():
                dead.append(f"{name}: {target}")
            elif anchor and anchor not in pages[path].ids:
                dead.append(f"{name}: {target}")
    assert dead == []


def test_ids_are_given_once(pages):
    for name, page in pages.items():
        assert len(page.ids) == len(set(page.ids)), name


def test_every_link_can_be_followed_and_no_two_of_a_page_have_one_name_for_two_places(site_pages):
    for path in site_pages:
        targets = {}
        for target, text in Links(path.read_text(encoding="utf-8")).links:
            name = " ".join(text.split()).lower()
            assert target and name, f"{path.name}: a link to {target!r} is called {name!r}"
            assert targets.setdefault(name, target) == target, f"{path.name}: {name!r} leads to {targets[name]} and {target}"


def test_the_course_can_be_reached_from_the_playground_and_read_in_order(pages):
    assert ("a", "learn.html") in pages["index.html"].targets
    lessons = [target for tag, target in pages["learn.html"].targets if tag == "a" and target in pages]
    course = [name for name in lessons if name not in ("index.html", "learn.html", "glossary.html", "embed.html", "images.html")]
    assert len(course) > 1
    for before, after in zip(course, course[1:], strict=False):
        assert ("a", after) in pages[before].targets and ("a", before) in pages[after].targets
