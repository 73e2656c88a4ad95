"""The blocks that lessons are made of beside plain Markdown: `:::{name} argument option=value` … `:::`.

Each function takes a Block and returns Markup; what is wrong raises BuildError with a sentence, to which the caller adds file and
line. Widgets are blocks by the names of pycore.lessons.exhibits.
"""

import importlib
import inspect
import shlex
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

import jinja2
from markupsafe import Markup

from builder import lesson_playgrounds, picture_sheets, plots
from builder.errors import BuildError
from builder.highlight import python_html
from builder.paths import ROOT
from pycore.lessons import exhibits


@dataclass
class Block:
    """One block of a lesson: its name, what stands behind it on its line, and its body as Markdown and as HTML."""

    name: str
    line: str
    body: str
    html: str
    environment: jinja2.Environment
    #: renders one line of Markdown
    inline: Callable
    #: counts the blocks of a page by name
    numbers: dict = field(default_factory=dict)


def render(block):
    """Return the block's Markup. Raises BuildError for an unknown block, option or value."""
    if block.name in exhibits.NAMES:
        return _widget(block)
    if block.name in lesson_playgrounds.DIRECTIVES:
        argument, options = _arguments(block.line)
        function = lesson_playgrounds.DIRECTIVES[block.name]
        return function(argument, options, block.html, block.environment, block.numbers)
    if block.name not in BLOCKS:
        known = ", ".join([*BLOCKS, *lesson_playgrounds.DIRECTIVES, *exhibits.NAMES])
        raise BuildError(f"there is no block {block.name!r}; there are {known}")
    return BLOCKS[block.name](block)


def widget(name, options, environment):
    """Return a widget's element with its first view drawn in, as Markup."""
    exhibit, body = _drawn(name, options, environment)
    return Markup(environment.get_template("_exhibit.html").module.element(name, options, body, exhibit))


def widget_inside(name, options, environment):
    """Return what stands inside a widget's element, as Markup."""
    exhibit, body = _drawn(name, options, environment)
    return Markup(environment.get_template("_exhibit.html").module.inside(body, exhibit))


def _drawn(name, options, environment):
    """Return (exhibit, Markup of its template with its first view)."""
    try:
        exhibit = exhibits.create(name, options)
    except exhibits.ExhibitError as error:
        raise BuildError(f"{name}: {error}") from error
    view = exhibit.view()
    try:
        template = environment.get_template(f"widgets/{name}.html")
    except jinja2.TemplateNotFound as error:
        raise BuildError(f"the widget {name} has no template widgets/{name}.html") from error
    context = {"exhibit": exhibit, "view": view, "draw": lambda *plot: Markup(plots.svg(*plot)), "widget_name": name}
    context["lines_of"] = lines_of
    context["draw_sheet"] = lambda sheet, *look: Markup(picture_sheets.sheet_html(sheet, view["sheets"][sheet], *look))
    context["image_styles"] = Markup(picture_sheets.styles())
    context["draw_pad"] = lambda pad: Markup(picture_sheets.strokes_svg(view["pads"][pad]))
    try:
        body = Markup(template.render(context))
    except jinja2.UndefinedError as error:
        raise BuildError(f"widgets/{name}.html: {error}") from error
    return exhibit, body


def _widget(block):
    argument, options = _arguments("_ " + block.line)
    figure = block.environment.get_template("_exhibit.html").module.figure
    body = widget(block.name, options, block.environment)
    return Markup(figure(block.name, body, exhibits.class_of(block.name), Markup(block.html)))


def _note(block):
    _no_line(block)
    return Markup('<aside class="note" role="note">{}</aside>').format(Markup(block.html))


def _quiz(block):
    if not block.line or not block.body.strip():
        raise BuildError("a quiz has its question on the first line, and its answer below")
    block.numbers["quiz"] = number = block.numbers.get("quiz", 0) + 1
    return Markup('<details class="quiz" id="quiz-{}"><summary>{}</summary><div>{}</div></details>').format(
        number, Markup(block.inline(block.line)), Markup(block.html)
    )


def _try(block):
    title = Markup(block.inline(block.line or "Things to try"))
    return Markup('<section class="try"><h3>{}</h3>{}</section>').format(title, Markup(block.html))


def _source(block):
    """Show the source of an object of pycore, read from its own file."""
    name, _, rest = block.line.partition(" ")
    if rest or not name.startswith("pycore"):
        raise BuildError(f"source: expected the dotted name of something in pycore, got {block.line!r}")
    found = _find(name)
    try:
        lines, first = inspect.getsourcelines(found)
        path = inspect.getsourcefile(found)
    except (OSError, TypeError) as error:
        raise BuildError(f"source: {name} has no source: {error}") from error
    first = max(first, 1)
    caption = f"{_relative(path)}, lines {first} to {first + len(lines) - 1}"
    code = Markup(python_html(inspect.cleandoc("\n" + "".join(lines)) if lines[0][:1].isspace() else "".join(lines).rstrip()))
    return Markup('<figure class="listing"><figcaption>{}{}</figcaption><pre tabindex="0"><code>{}</code></pre></figure>').format(
        Markup("<code>{}</code>").format(caption), Markup(block.html), code
    )


def lines_of(name, beginning, count=1):
    """Return `count` lines of the source of something in pycore, from the one in which `beginning` stands, with their place, as Markup.

    Raises BuildError if it stands there no more, so that what a widget shows is what runs.
    """
    found = _find(name)
    lines, first = inspect.getsourcelines(found)
    start = next((number for number, line in enumerate(lines) if line.strip().startswith(beginning)), None)
    if start is None:
        raise BuildError(f"no line of {name} begins with {beginning!r}")
    code = Markup(python_html(textwrap.dedent("".join(lines[start : start + count])).rstrip()))
    caption = f"{_relative(inspect.getsourcefile(found))}, line {max(first, 1) + start}"
    listing = Markup('<figure class="listing"><figcaption><code>{}</code> {}</figcaption><pre tabindex="0"><code>{}</code></pre></figure>')
    return listing.format(caption, name.removeprefix(f"{inspect.getmodule(found).__name__}."), code)


def _find(name):
    """Return the object with a dotted name; the longest part that is a module is imported."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        try:
            for part in parts[length:]:
                found = getattr(found, part)
        except AttributeError:
            break
        return found
    raise BuildError(f"source: there is no {name}")


def _relative(path):
    return str(path).removeprefix(f"{ROOT}/")


def _arguments(line):
    """Return (argument, {option: text}) of a block's line: the first word, and name=value pairs."""
    try:
        words = shlex.split(line)
    except ValueError as error:
        raise BuildError(f"{line!r}: {error}") from error
    argument, options = (words[0] if words else ""), {}
    for word in words[1:]:
        name, equals, value = word.partition("=")
        if not equals or not name.isidentifier():
            raise BuildError(f"expected an option as name=value, got {word!r}")
        if name in options:
            raise BuildError(f"the option {name!r} is given twice")
        options[name] = value
    return argument, options


def _no_line(block):
    if block.line:
        raise BuildError(f"{block.name} takes nothing on its first line, got {block.line!r}")


BLOCKS = {"note": _note, "quiz": _quiz, "try": _try, "source": _source}
