"""Turns a lesson's Markdown into HTML: blocks, terms, formulas and code, with file and line for everything that is wrong."""

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from latex2mathml import exceptions as latex_errors
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from builder import blocks, lesson_playgrounds
from builder.errors import BuildError
from builder.highlight import code_html

_ANCHOR = re.compile(r"\s*\{#([a-z0-9-]+)\}$")
_BLOCK = re.compile(r"\{([a-z][a-z0-9-]*)\}\s*(.*)$")
_UNIT = re.compile(r"(?<=\d) (?=%|k\$|sq ft\b)")
_TERM = re.compile(r"^(?P<words>.*?)\s*<(?P<term>[a-z0-9-]+)>$")
#: Kinds of tokens that are written by methods of the renderer with their names.
_RULES = (
    *("colon_fence", "fence", "code_block", "myst_role", "link_open"),
    *("math_inline", "math_inline_double", "math_block"),
)


@dataclass
class Page:
    """What has been found while a file was rendered."""

    path: Path
    environment: object
    #: {anchor: (name, definition as text)}
    glossary: dict
    #: (anchor, title) of the headings of the second level
    contents: list = field(default_factory=list)
    #: (kind, target, line) of links to lessons, to be checked when all are known
    links: list = field(default_factory=list)
    numbers: dict = field(default_factory=dict)


def render(text, page, first_line=1):
    """Return the HTML of Markdown whose first line is line `first_line` of the page's file."""
    return _Renderer(page, first_line).render(text)


class _Renderer:
    """One run of the parser over one piece of text; pieces within blocks get runs of their own."""

    def __init__(self, page, first_line):
        self.page, self.first_line = page, first_line
        md = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "replacements", "smartquotes"])
        for plugin in (colon_fence_plugin, deflist_plugin, myst_role_plugin):
            md.use(plugin)
        md.use(dollarmath_plugin, renderer=None, double_inline=True)
        for name in _RULES:
            md.add_render_rule(name, self._rule(name))
        md.core.ruler.push("headings", self._headings)
        self.md = md

    def render(self, text):
        self.tokens_line = 0
        return self.md.render(text)

    def fail(self, message, token=None):
        line = self.first_line + (token.map[0] if token is not None and token.map else self.tokens_line)
        raise BuildError(f"{self.page.path}:{line}: {message}")

    def _rule(self, name):
        method = getattr(self, f"_{name}")

        def rule(_, tokens, index, options, env):
            try:
                return method(tokens[index])
            except BuildError as error:
                if str(error).startswith(f"{self.page.path}:"):
                    raise
                self.fail(str(error), tokens[index])

        return rule

    def _headings(self, state):
        """Give headings their anchors, remember where inline text stands, and keep units on the line of their numbers."""
        for index, token in enumerate(state.tokens):
            if token.type == "inline":
                for child in token.children:
                    child.map = token.map
                    if child.type == "text":
                        child.content = _UNIT.sub("\N{NO-BREAK SPACE}", child.content)
            if token.type != "heading_open":
                continue
            inline = state.tokens[index + 1]
            found = _ANCHOR.search(inline.content)
            if token.tag == "h2" and not found:
                self.fail("a heading of the second level needs an anchor, as in ## Title {#anchor}", token)
            if not found:
                continue
            last = inline.children[-1]
            last.content = _ANCHOR.sub("", last.content)
            token.attrSet("id", found[1])
            if token.tag == "h2":
                self.page.contents.append((found[1], _ANCHOR.sub("", inline.content)))

    def _colon_fence(self, token):
        found = _BLOCK.match(token.info.strip())
        if not found:
            raise BuildError(f"expected a block as :::{{name}}, got {token.info!r}")
        inner = _Renderer(self.page, self.first_line + token.map[0] + 1)
        html = inner.render(token.content)
        where = {"environment": self.page.environment, "inline": self._inline, "numbers": self.page.numbers}
        return str(blocks.render(blocks.Block(found[1], found[2].strip(), token.content, html, **where)))

    def _inline(self, text):
        return _Renderer(self.page, self.first_line).md.renderInline(text)

    def _fence(self, token):
        return f'<pre tabindex="0"><code>{code_html(token.content, token.info.strip())}</code></pre>\n'

    def _code_block(self, token):
        raise BuildError("indented text would become code; fence it with ``` or take the indent away")

    def _myst_role(self, token):
        role, content = token.meta["name"], token.content
        if role != "term":
            raise BuildError(f"there is no role {role!r}; there is term")
        found = _TERM.match(content)
        words, term = (found["words"], found["term"]) if found else (content, content.lower().replace(" ", "-"))
        return self._term(words, term)

    def _term(self, words, term):
        if term not in self.page.glossary:
            raise BuildError(f"the glossary has no {term!r}")
        definition = self.page.glossary[term][1]
        return f'<a class="term" href="glossary.html#{term}" data-definition="{escape(definition)}">{escape(words)}</a>'

    def _math_inline(self, token):
        return _math(token.content, "inline")

    def _math_inline_double(self, token):
        return _math(token.content, "block")

    def _math_block(self, token):
        return f'<div class="formula" tabindex="0">{_math(token.content, "block")}</div>\n'

    def _link_open(self, token):
        target = str(token.attrGet("href"))
        kind, colon, rest = target.partition(":")
        if kind == "playground":
            # The parser has escaped what an address may not hold as it stands; ours hold nothing of that kind.
            address = lesson_playgrounds.settings_of(rest).to_hash()
            href = f"index.html#{address}" if address else "index.html"
        elif kind == "lesson":
            slug, _, anchor = rest.partition("#")
            self.page.links.append((slug, anchor, self.first_line + (token.map[0] if token.map else 0)))
            href = f"{slug}.html" + (f"#{anchor}" if anchor else "")
        elif kind == "glossary":
            if rest not in self.page.glossary:
                raise BuildError(f"the glossary has no {rest!r}")
            href = f"glossary.html#{rest}"
        elif target.startswith(("https://", "#")):
            href = target
        else:
            raise BuildError(f"a link starts with playground:, lesson:, glossary:, # or https://, not {target!r}")
        outside = ' rel="external noopener"' if target.startswith("https://") else ""
        return f'<a href="{escape(href)}"{outside}>'


#: What latex2mathml raises; it has no class for all of them.
_LATEX_ERRORS = tuple(kind for kind in vars(latex_errors).values() if isinstance(kind, type) and issubclass(kind, Exception))


def _math(source, display):
    """Return LaTeX as MathML. The converter lets unknown commands and lonely braces pass; they end here."""
    try:
        if source.count("{") != source.count("}"):
            raise BuildError(f"the formula {source!r} can't be read: its braces don't match")
        found = convert(source.strip(), display=display)
    except (*_LATEX_ERRORS, IndexError, KeyError) as error:
        raise BuildError(f"the formula {source!r} can't be read: {type(error).__name__}") from error
    unknown = re.search(r">(\\\w+)<", found)
    if unknown:
        raise BuildError(f"the formula {source!r} has {unknown[1]}, which is not known")
    return found
