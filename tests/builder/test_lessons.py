"""Lessons: what Markdown becomes, and that whatever is wrong in one stops the build with file and line."""

import doctest
import re
import shutil
import subprocess
import sys

import pytest

from builder import lessons, pages
from builder.errors import BuildError
from builder.paths import SITE
from pycore.lessons import exhibits

CONTENT = SITE / "content"
FRONT = """---
title: A line
eyebrow: One neuron
lead: Two numbers.
minutes: 6
summary: Turn a weight.
---
"""
ENVIRONMENT = pages.environment_of(SITE / "templates")


@pytest.fixture
def read(tmp_path):
    """A function that reads a course of one lesson with this text below its front matter; the lesson is named a-line."""
    shutil.copy(CONTENT / "glossary.md", tmp_path)

    def read(text, front=FRONT):
        (tmp_path / "01-a-line.md").write_text(front + text, encoding="utf-8")
        return lessons.read(tmp_path, ENVIRONMENT)[0][0]

    return read


def test_a_lesson_has_its_front_matter_and_its_headings(read):
    lesson = read("Text.\n\n## One *step* {#step}\n\nMore.\n\n## Two {#two}\n")
    assert (lesson.number, lesson.slug, lesson.title, lesson.minutes) == (1, "a-line", "A line", 6)
    assert lesson.contents == [("step", "One *step*"), ("two", "Two")]
    assert '<h2 id="step">One <em>step</em></h2>' in lesson.html


def test_a_unit_stays_on_the_line_of_its_number(read):
    html = read("A chance of 49.9 % and 360 k\\$, 7 of 10 houses. `5 %`\n").html
    assert "49.9\N{NO-BREAK SPACE}% and 360\N{NO-BREAK SPACE}k$, 7 of 10 houses. <code>5 %</code>" in html


def test_blocks_terms_formulas_code_and_links(read):
    html = read(
        "The {term}`weight` and {term}`biases <bias>`, $w x$, [xor](playground:dataset=xor&seed=1), [here](lesson:a-line#s).\n\n"
        "## S {#s}\n\n$$\\frac{1}{n}$$\n\n```python\nx = 1\n```\n\n:::{note}\nAside.\n:::\n\n:::{quiz} Why *so*?\nBecause.\n:::\n\n"
        ":::{house-dials} weight=0.2\nA caption.\n:::\n\n:::{source} pycore.lessons.softmax.softmax_model.softmax\n:::\n"
    ).html
    assert '<a class="term" href="glossary.html#bias" data-definition="A number that a neuron adds' in html
    assert html.count("<math") == 2 and "<mfrac>" in html
    assert 'href="index.html#dataset=xor&amp;seed=1"' in html and 'href="a-line.html#s"' in html
    assert '<span class="mi">1</span>' in html
    assert '<aside class="note" role="note"><p>Aside.</p>' in html
    assert '<details class="quiz" id="quiz-1"><summary>Why <em>so</em>?</summary><div><p>Because.</p>' in html
    assert re.search(r'<py-house-dials [^>]*data-exhibit[^>]* weight="0.2">', html) and "A caption." in html
    assert "<code>pycore/lessons/softmax/softmax_model.py, lines" in html and '<span class="nf">softmax</span>' in html


@pytest.mark.parametrize(
    "text, line, words",
    [
        (":::{house-dails}\n:::\n", 8, "there is no block 'house-dails'"),
        ("Text.\n\n:::{house-dials} wieght=0.2\n:::\n", 10, "house-dials: 'wieght' is no value of this widget; there are weight"),
        (":::{house-dials} weight=7\n:::\n", 8, "weight: expected a number from 0 to 0.4, got '7'"),
        (":::{house-dials} weight\n:::\n", 8, "expected an option as name=value, got 'weight'"),
        (":::{house-dials} weight=0.1 weight=0.2\n:::\n", 8, "the option 'weight' is given twice"),
        (":::{playground} datset=xor\n:::\n", 8, "'datset=xor', which is no setting"),
        (":::{playground} noise=many\n:::\n", 8, "noise"),
        (":::{quiz}\nAn answer.\n:::\n", 8, "a quiz has its question on the first line"),
        (":::{note} words\nx\n:::\n", 8, "note takes nothing on its first line, got 'words'"),
        (":::\nx\n:::\n", 8, "expected a block as :::{name}, got ''"),
        (":::{note}\nText.\n\n:::\n\n{term}`wieght`\n", 13, "the glossary has no 'wieght'"),
        (":::{note}\nText.\n\nAnd {term}`wieght`.\n:::\n", 11, "the glossary has no 'wieght'"),
        (":::{source} pycore.nn.network.nothing\n:::\n", 8, "there is no pycore.nn.network.nothing"),
        (":::{source} os.path\n:::\n", 8, "expected the dotted name of something in pycore"),
        ("One\n\n[there](lesson:nowhere)\n", 10, "there is no lesson 'nowhere'"),
        ("[there](lesson:a-line#nowhere)\n", 8, "the lesson 'a-line' has no anchor 'nowhere'"),
        ("[there](glossary:nothing)\n", 8, "the glossary has no 'nothing'"),
        ("[there](index.html)\n", 8, "a link starts with playground:, lesson:"),
        ("[there](playground:noise=x)\n", 8, "noise"),
        ("{strong}`x`\n", 8, "there is no role 'strong'"),
        ("## Title\n", 8, "a heading of the second level needs an anchor"),
        ("$$\\frac{1$$\n", 8, "its braces don't match"),
        ("$\\frac$\n", 8, "can't be read"),
        ("$\\nosuch x$\n", 8, "has \\nosuch, which is not known"),
        ("```fortran\nx\n```\n", 8, "code in fortran: expected one of python"),
        ("Text\n\n    indented\n", 10, "indented text would become code"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(read, text, line, words):
    with pytest.raises(BuildError) as caught:
        read(text)
    assert f"01-a-line.md:{line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "front, line, words",
    [
        ("No front matter.\n", 1, "a lesson begins with its front matter"),
        (FRONT.replace("minutes: 6", "minutes: six"), 5, "minutes: expected int, got 'six'"),
        (FRONT.replace("eyebrow", "eyebrwo"), 3, "'eyebrwo' is no key here; there are title, eyebrow"),
        (FRONT.replace("lead: Two numbers.\n", ""), 1, "the front matter lacks lead"),
        (FRONT.replace("lead: Two", "lead: [Two"), 4, "the front matter can't be read"),
    ],
)
def test_what_is_wrong_in_the_front_matter_is_named_with_file_and_line(read, front, line, words):
    with pytest.raises(BuildError) as caught:
        read("", front)
    assert f"01-a-line.md:{line}: " in str(caught.value)
    assert words in str(caught.value)


def test_html_in_a_lesson_is_text(read):
    assert "&lt;script&gt;" in read("a <script>alert(1)</script>\n").html


@pytest.mark.parametrize("name", exhibits.NAMES)
def test_every_widget_has_a_template_that_shows_its_first_view(name):
    from builder import blocks

    html = blocks.widget(name, {}, ENVIRONMENT)
    view = exhibits.create(name).view()
    for plot in view.get("plots", {}):
        assert f'data-plot="{plot}"' in html
    assert any(f"data-{part}=" in html for part in ("plot", "table", "sheet"))


def test_the_course_s_examples_run():
    found = sorted(CONTENT.glob("*.md"))
    for path in found:
        # A fence below an example is no output of it.
        text = re.sub(r"^```\w*$", "", path.read_text(encoding="utf-8"), flags=re.M)
        test = doctest.DocTestParser().get_doctest(text, {}, path.name, str(path), 0)
        assert doctest.DocTestRunner().run(test).failed == 0, path
    assert len(found) > 1


def test_the_course_is_spelt_right():
    files = [*map(str, CONTENT.glob("*.md")), *map(str, (SITE / "templates").rglob("*.html"))]
    run = subprocess.run([sys.executable, "-m", "codespell_lib", *files], capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout


def test_the_course_is_british():
    course, glossary = lessons.read(CONTENT, ENVIRONMENT)
    shown = {lesson.slug: f"{lesson.title} {lesson.lead} {lesson.summary} {lesson.html}" for lesson in course}
    shown["glossary"] = " ".join(f"{name} {html}" for name, _, html in glossary.values())
    endings = r"\b(?!(?:re)?siz|priz|seiz|capsiz)\w+iz(?:e[drs]?|ing|ations?)\b"
    american = re.compile(endings + r"|\b\w*(?:colors?|neighbors?|behavior|center(?:ed)?|gray)\b", re.I)
    for slug, html in shown.items():
        prose = re.sub(r"<(pre|code|script|style)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
        assert [word[0] for word in american.finditer(prose)] == [], slug


def test_a_term_of_the_glossary_may_name_its_anchor(tmp_path):
    path = tmp_path / "glossary.md"
    path.write_text("Optimiser {#optimizer}\n: A rule.\n\nDead neuron\n: Silent.\n", encoding="utf-8")
    assert {anchor: name for anchor, (name, *_) in lessons.glossary(path, ENVIRONMENT).items()} == {
        "optimizer": "Optimiser",
        "dead-neuron": "Dead neuron",
    }
