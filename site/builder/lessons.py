"""The lessons: reads site/content/, and writes a page for each, the list of them, the glossary, and a page for each widget."""

import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import yaml
from markupsafe import Markup

from builder import blocks, lesson_markdown, structured_data
from builder.errors import BuildError
from builder.files import write
from pycore.lessons import exhibits

#: What the front matter of a lesson says: all of it, and nothing else.
_KEYS = {"title": str, "eyebrow": str, "lead": str, "minutes": int, "summary": str}
_FRONT = re.compile(r"\A---\n(.*?)\n---\n", re.S)
_NAME = re.compile(r"(\d\d)-([a-z0-9-]+)\.md")


@dataclass
class Lesson:
    """One lesson: its place among them, its name in addresses, its front matter, and what the page shows."""

    number: int
    slug: str
    title: str
    eyebrow: str
    lead: str
    minutes: int
    summary: str
    path: Path
    html: Markup
    #: (anchor, title) of its headings
    contents: list
    #: (slug, anchor, line) of its links to lessons
    links: list
    quizzes: int

    @property
    def anchors(self):
        return set(re.findall(r'\sid="([^"]+)"', self.html))

    @property
    def first_network(self):
        """The address of the first playground in it, or None."""
        found = re.search(r'<py-playground [^>]*data-settings="([^"]*)"', self.html)
        return unescape(found[1]) if found else None


def glossary(path, environment):
    """Return {anchor: (name, definition as text, definition as HTML)} of the glossary's file: terms, and ": definition" below each.

    A term may name its anchor, as headings do: "Optimiser {#optimizer}".
    """
    found = {}
    text = path.read_text(encoding="utf-8")
    for number, part in enumerate(re.split(r"\n\s*\n", text.strip())):
        name, newline, definition = part.partition("\n: ")
        if not newline or "\n\n" in definition:
            raise BuildError(f"{path}: entry {number + 1} ({name.strip()[:40]!r}): expected a term and, below it, ': ' and what it means")
        name, _, anchor = name.strip().removesuffix("}").partition(" {#")
        anchor = anchor or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        if anchor in found:
            raise BuildError(f"{path}: {name!r} stands there twice")
        definition = " ".join(definition.split())
        found[anchor] = (name, re.sub(r"[*`$]|\[([^\]]*)\]\([^)]*\)", r"\1", definition), definition)
    page = lesson_markdown.Page(path, environment, found)
    return {
        anchor: (name, plain, Markup(lesson_markdown.render(source, page))) for anchor, (name, plain, source) in found.items()
    }


def read(folder, environment):
    """Return ([Lesson], glossary) of the folder `folder`. Raises BuildError, which names file and line."""
    terms = glossary(folder / "glossary.md", environment)
    found = [_read(path, environment, terms) for path in sorted(folder.glob("*.md")) if path.name != "glossary.md"]
    by_slug = {lesson.slug: lesson for lesson in found}
    for lesson in found:
        for slug, anchor, line in lesson.links:
            if slug not in by_slug:
                raise BuildError(f"{lesson.path}:{line}: there is no lesson {slug!r}; there are {', '.join(by_slug)}")
            if anchor and anchor not in by_slug[slug].anchors:
                raise BuildError(f"{lesson.path}:{line}: the lesson {slug!r} has no anchor {anchor!r}")
    return found, terms


def slugs(content):
    """Return the names of the lessons in the folder `content`, as they stand in addresses, in their order."""
    return [name[2] for path in sorted(content.glob("*.md")) if (name := _NAME.fullmatch(path.name))]


def _read(path, environment, terms):
    name = _NAME.fullmatch(path.name)
    if not name:
        raise BuildError(f"{path}: expected a name such as 01-good-price.md")
    text = path.read_text(encoding="utf-8")
    front, first_line = _front_matter(path, text)
    page = lesson_markdown.Page(path, environment, terms)
    html = lesson_markdown.render(_FRONT.sub("", text), page, first_line)
    quizzes = page.numbers.get("quiz", 0)
    return Lesson(int(name[1]), name[2], **front, path=path, html=Markup(html), contents=page.contents, links=page.links, quizzes=quizzes)


def _front_matter(path, text):
    """Return (its values, the line after it)."""
    found = _FRONT.match(text)
    if not found:
        raise BuildError(f"{path}:1: a lesson begins with its front matter between two lines of ---")
    try:
        values = yaml.safe_load(found[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise BuildError(f"{path}:{line}: the front matter can't be read: {getattr(error, 'problem', error)}") from error
    lines = {line.partition(":")[0]: number for number, line in enumerate(found[0].splitlines(), 1)}
    for key, value in (values or {}).items():
        if key not in _KEYS:
            raise BuildError(f"{path}:{lines.get(key, 1)}: {key!r} is no key here; there are {', '.join(_KEYS)}")
        if not isinstance(value, _KEYS[key]):
            raise BuildError(f"{path}:{lines.get(key, 1)}: {key}: expected {_KEYS[key].__name__}, got {value!r}")
    missing = [key for key in _KEYS if key not in (values or {})]
    if missing:
        raise BuildError(f"{path}:1: the front matter lacks {', '.join(missing)}")
    return values, found[0].count("\n") + 1


def course_pages(found, terms, environment, context):
    """Return {name: (title, HTML)} of the pages of the course: all lessons, the list of them, and the glossary."""
    shared, address = context | {"lessons": found}, environment.globals["address"]
    pages = {}
    for index, lesson in enumerate(found):
        around = {"before": found[index - 1] if index else None, "after": found[index + 1] if index + 1 < len(found) else None}
        around |= {"lesson": lesson, "told": structured_data.lesson(lesson, address)}
        pages[lesson.slug] = ("_lesson.html", f"{lesson.title} – Pyground", shared | around)
    told = {"told": structured_data.course(found, address)}
    pages["learn"] = ("_learn.html", "Learn how neural networks learn – Pyground", shared | told)
    pages["glossary"] = ("_glossary.html", "Glossary – Pyground", shared | {"glossary": terms})
    return {name: (title, _rendered(environment, template, name, title, all_of_it)) for name, (template, title, all_of_it) in pages.items()}


def write_pages(found, terms, environment, out, context):
    """Write the pages of the course and widget-<name>.html into the folder `out`."""
    shared = context | {"lessons": found}
    for name, (_, text) in course_pages(found, terms, environment, context).items():
        write(out / f"{name}.html", text)
    templates = set(environment.list_templates())
    for name in exhibits.NAMES:
        if f"widgets/{name}.html" not in templates:
            continue  # a test asks for every one of them
        kind = exhibits.class_of(name)
        alone = {"widget": blocks.widget(name, {}, environment), "kind": kind}
        _write(environment, "_widget.html", out, f"widget-{name}", f"{kind.TITLE} – Pyground", shared | alone)
        _write(environment, "_embed.html", out, f"embed/py-{name}", kind.TITLE, shared | {"element": alone["widget"]})
    element = environment.get_template("_playground.html").module.playground
    whole = element(context["first"], context["figure"], context["settings"], {"data-address": "frame", "start": "near"})
    _write(environment, "_embed.html", out, "embed/py-playground", "A neural network to play with", shared | {"element": whole})


def _write(environment, template, out, name, title, context):
    write(out / f"{name}.html", _rendered(environment, template, name, title, context))


def _rendered(environment, template, name, title, context):
    return environment.get_template(template).render(context, page={"name": name, "title": title})
