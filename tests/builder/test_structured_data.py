"""The course tells search engines what it is: JSON-LD that says what the pages say, and holds no whole address unless that is known."""

import json
import re

import pytest

from builder import lessons, structured_data
from builder.paths import SITE

SLUGS = lessons.slugs(SITE / "content")
EACH = lessons.Lesson(3, "two", "Two </script> & more", "", "", 12, "A summary.", None, "", [], [], 0)


def told(dist, name):
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', (dist / f"{name}.html").read_text(encoding="utf-8"), re.S)
    return json.loads(text)


def test_the_course_names_its_lessons_in_their_order(dist):
    course = told(dist, "learn")
    assert (course["@context"], course["@type"]) == ("https://schema.org", "Course")
    assert {"name", "description", "provider", "hasCourseInstance"} <= course.keys() and "url" not in course
    assert [part["position"] for part in course["hasPart"]] == list(range(1, len(SLUGS) + 1))
    minutes = sum(int(re.fullmatch(r"PT(\d+)M", part["timeRequired"])[1]) for part in course["hasPart"])
    assert course["hasCourseInstance"]["courseWorkload"] == f"PT{minutes}M"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_says_what_its_page_shows(dist, slug):
    said, page = told(dist, slug), (dist / f"{slug}.html").read_text(encoding="utf-8")
    assert said["@type"] == "LearningResource" and said["isPartOf"]["@type"] == "Course"
    assert f"Lesson {said['position']} of {len(SLUGS)}" in page and f"about {said['timeRequired'][2:-1]} minutes" in page


def test_with_an_address_everything_has_one():
    course = structured_data.course([EACH], "https://example.org/a/")
    assert course["url"] == "https://example.org/a/learn.html" and course["hasPart"][0]["url"] == "https://example.org/a/two.html"
    assert structured_data.lesson(EACH, "https://example.org/a/")["isPartOf"]["url"] == course["url"]


def test_nothing_in_a_lessons_words_ends_the_block():
    import jinja2

    text = jinja2.Environment(autoescape=True).from_string("{{ told | tojson }}").render(told=structured_data.lesson(EACH, ""))
    assert "<" not in text and json.loads(text)["name"] == EACH.title
