"""Every lesson in a real browser: nothing for axe-core to find, nothing cut off on a phone, one Python for all widgets of a page."""

import re

import pytest

from builder.axe import COLOURS
from builder.paths import SITE

LESSONS = sorted(re.sub(r"^\d\d-", "", path.stem) for path in (SITE / "content").glob("[0-9][0-9]-*.md"))
ALL_OPEN = "[...deepAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')"
#: Texts and controls that reach beyond the page's sides and can't be scrolled to.
CUT_OFF = """
const right = document.documentElement.clientWidth;
const scrolls = (element) => {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
  }
  return false;
};
const kinds = ["p", "h1", "h2", "h3", "li", "button", "input", "select", "summary", "td", "dd", "svg text"];
const seen = [...deepAll(kinds.map((kind) => `main ${kind}`).join())]
  .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden"));
return seen.filter((element) => {
  const box = element.getBoundingClientRect();
  return box.width > 0 && (box.right > right + 1 || box.left < -1) && !scrolls(element);
}).map((element) => {
  const { left, right } = element.getBoundingClientRect();
  return `${element.tagName} ${element.textContent.trim().slice(0, 40)}: ${Math.round(left)} to ${Math.round(right)}`;
});
"""


def settle(page, theme):
    page.run(
        "document.documentElement.dataset.theme = args[0];"
        "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));"
        "for (const animation of document.getAnimations()) animation.cancel();",
        theme,
    )


def resize(page, width):
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    page.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_is_accessible_and_whole_at_every_width(page, site, slug):
    page.open(f"{site.url}{slug}.html")
    page.wait(ALL_OPEN)
    settle(page, "light")
    assert page.axe() == []
    settle(page, "dark")
    assert page.axe(COLOURS) == []
    for width in (1400, 360):
        resize(page, width)
        assert page.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        assert page.run(CUT_OFF) == [], width


@pytest.mark.parametrize("name", ["learn", "glossary"])
def test_the_pages_around_the_course_are_accessible_and_whole(page, site, name):
    page.open(f"{site.url}{name}.html")
    for theme in ("light", "dark"):
        settle(page, theme)
        assert page.axe() == [], theme
    resize(page, 360)
    assert page.run(CUT_OFF) == []


def test_a_page_boots_python_once_and_rests_when_its_widgets_are_out_of_sight(page, site):
    page.open(f"{site.url}drawing-a-line.html")
    page.wait(ALL_OPEN)
    assert page.run("return deepAll('[data-exhibit]').length") >= 6
    assert sum("pyodide.asm.wasm" in path for path, _ in site.requests) == 1
    page.run(
        "window.frames = 0; document.addEventListener('frame', () => frames++);"
        "const widget = deep('py-three-neurons'); widget.scrollIntoView();"
        "await widget.act('train'); if (!widget.view.busy) throw new Error('it does not train');"
    )
    page.wait("window.frames > 3")
    # It has heard that it is out of sight when a later observer has; and what it had asked for comes before what is asked now.
    page.run(
        "scrollTo(0, 0); const widget = deep('py-three-neurons');"
        "await new Promise((done) => new IntersectionObserver(([entry], observer) => {"
        "  if (!entry.isIntersecting) { observer.disconnect(); done(); }"
        "}).observe(widget));"
        "await widget.configure({}); window.before = frames;"
    )
    page.run("for (let i = 0; i < 30; i++) await new Promise(requestAnimationFrame);")
    assert page.run("return frames - before") == 0
    page.run("deep('py-three-neurons').scrollIntoView()")
    page.wait("window.frames > window.before + 2")


def test_what_has_been_read_is_remembered_on_this_device(page, site):
    page.open(f"{site.url}{LESSONS[0]}.html")
    page.run("deep('details.quiz summary').click(); deep('[data-part=end]').scrollIntoView()")
    page.wait("(localStorage.getItem('pyground-read') ?? '').includes(arguments[0])", LESSONS[0])
    page.open(f"{site.url}learn.html")
    page.wait("deepAll('.course .done:not([hidden])').length === 1")
    assert page.text("[data-part=course-progress]") == f"You have read 1 of {len(LESSONS)} lessons on this device."
    page.run("deep('[data-part=forget]').click()")
    page.wait("deepAll('.course .done:not([hidden])').length === 0")


def test_a_word_is_explained_where_it_stands(page, site):
    page.open(f"{site.url}{LESSONS[0]}.html")
    page.wait("!!deep('#term-card')")
    page.run(
        "window.term = [...deepAll('a.term')].find((term) => term.checkVisibility());"
        "term.focus(); term.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));"  # a window behind others tells of no focus
    )
    page.wait("!deep('#term-card').hidden")
    assert len(page.text("#term-card")) > 20
    assert page.run("return term.getAttribute('aria-describedby')") == "term-card"
    page.run("term.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))")
    page.wait("deep('#term-card').hidden")
