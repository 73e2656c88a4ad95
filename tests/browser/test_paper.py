"""Every lesson without scripts and on paper: the first pictures and numbers are there, answers can be read, nothing dead is offered."""

import re
from pathlib import Path

import pytest

from builder.paths import SITE

#: What JavaScript that gathers images and trains on them may call.
IMAGES = (Path(__file__).parent / "images.js").read_text(encoding="utf-8")
LESSONS = sorted(re.sub(r"^\d\d-", "", path.stem) for path in (SITE / "content").glob("[0-9][0-9]-*.md"))
ALL_OPEN = "[...deepAll('[data-exhibit]')].every((element) => element.dataset.status === 'open')"
#: The width in CSS pixels that A4 leaves between a browser's usual margins, and the height.
SHEET = (717, 1047)
LIBRARY = """
const all = (selector, root = document) => deepAll(selector, root).filter((element) => element.checkVisibility());
const sized = (element) => element.getBoundingClientRect().width > 20 && element.getBoundingClientRect().height > 20;
const kind = (element) => `${element.localName}.${element.className.baseVal ?? element.className}`;
const named = (element) => `${kind(element)} ${element.textContent.trim().slice(0, 40)}`;
const pressed = (element) => getComputedStyle(element).pointerEvents !== "none" && !element.classList.contains("visually-hidden");
"""
#: Drawings, numbers and tables that a figure should show and does not.
MISSING = """
const missing = [];
for (const figure of deepAll("figure.widget")) {
  const name = figure.querySelector("[data-exhibit], py-playground").localName;
  const drawings = all(".plot > svg, .sheet :is(svg, canvas), .net :is(.still svg, canvas), .map :is(.still svg, canvas)", figure);
  if (!drawings.length) missing.push(`${name} has no drawing`);
  for (const drawing of drawings) if (!sized(drawing)) missing.push(`${name}: a drawing without size`);
  for (const drawing of all(".plot > svg", figure)) if (!drawing.childElementCount) missing.push(`${name}: an empty drawing`);
  for (const number of all(".big b, .losses b, .dial output", figure)) if (!number.textContent.trim()) missing.push(`${name}: no number`);
  for (const row of all("tbody tr", figure)) if (!row.cells[0].innerText.trim()) missing.push(`${name}: a row without its first cell`);
}
for (const verdict of deepAll("py-claim-check [data-text=verdict]")) {
  if (verdict.textContent && !verdict.checkVisibility()) missing.push("a claim without its verdict");
}
return missing;
"""
#: What could be pressed, if only something happened.
DEAD = "return all('main :is(button, input, select), .top button').filter(pressed).map(named);"
#: Answers that can't be read.
CLOSED = "return [...deepAll('.quiz > div')].filter((answer) => !answer.checkVisibility() || !sized(answer)).map(named);"
CLIPPED = """
const clipped = all("main pre, .formula, .widget-table, main > table").filter((box) =>
  getComputedStyle(box).overflow !== "visible" && (box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1));
const wide = all("main *").filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
const tall = all("figure.widget").filter((figure) => figure.offsetHeight > arguments[0]);
return [...clipped, ...wide.filter((element) => !element.closest("svg, .visually-hidden")), ...tall].map(named);
"""


@pytest.fixture
def ask(page):
    """A function that evaluates JavaScript with LIBRARY, also where the page itself may run none."""
    return lambda script, *arguments: page.driver.execute_script(LIBRARY + script, *arguments)


def without_scripts(page, address):
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    page.open(address)


def on_paper(page):
    metrics = {"width": SHEET[0], "height": SHEET[1], "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_reads_well_without_scripts_and_on_paper(page, site, ask, slug):
    without_scripts(page, f"{site.url}{slug}.html")
    assert ask("return all('main .noscript').length") == 1
    assert ask(MISSING) == []
    assert ask(DEAD) == []
    # Answers wait until they are asked for, and need no script for that.
    assert ask("return all('.quiz > div').length") == 0
    for summary in page.find_all(".quiz > summary")[:1]:
        summary.click()
        assert ask("return all('.quiz > div').length") == 1
        summary.click()
    on_paper(page)
    assert ask(MISSING) == []
    assert ask(DEAD) == []
    assert ask(CLOSED) == []
    assert ask(CLIPPED, SHEET[1]) == []
    assert ask("return all('.top, .reading, .contents, .turn, .foot, .noscript, figcaption a').map(named)") == []


def test_own_images_without_scripts_and_on_paper(page, site, ask):
    without_scripts(page, site.url + "images.html")
    assert ask("return all('main .noscript').length") == 1
    assert ask(DEAD) == []
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    page.open(site.url + "images.html")
    page.wait("document.querySelector('main').dataset.status === 'open'")
    page.run(IMAGES + "await give(0, await pictures(0, 4)); await give(1, await pictures(1, 4)); await train()")
    on_paper(page)
    assert ask(DEAD) == []
    assert ask(CLIPPED, SHEET[1]) == []
    assert ask("return all('.class-card canvas, .report table, .measured').filter(sized).length") == 12
    assert ask("return all('.top, .contents, .foot, .noscript').map(named)") == []


@pytest.mark.parametrize("slug", ["softmax", "exercises"])
def test_what_was_trained_is_printed_light_from_the_dark_theme(page, site, ask, slug):
    page.open(f"{site.url}{slug}.html")
    page.wait(ALL_OPEN)
    page.run("for (const playground of deepAll('py-playground')) await playground.ready;")
    page.run("document.documentElement.dataset.theme = 'dark'")
    on_paper(page)
    assert ask("return getComputedStyle(document.body).color") == "rgb(27, 35, 48)"
    assert ask(MISSING) == []
    assert ask(DEAD) == []
    assert ask(CLOSED) == []
    assert ask(CLIPPED, SHEET[1]) == []
    assert ask("return [...deepAll('.tour-step')].filter((step) => !step.checkVisibility()).length") == 0
