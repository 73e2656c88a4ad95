"""Colours code at build time: Pygments names the words, the style sheet gives them colours."""

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import BashLexer, HtmlLexer, PythonConsoleLexer, PythonLexer
from pygments.lexers.special import TextLexer

from builder.errors import BuildError

_LEXERS = {"python": PythonLexer, "pycon": PythonConsoleLexer, "html": HtmlLexer, "sh": BashLexer, "text": TextLexer}


def code_html(code, language):
    """Return a code block's inside as HTML. Raises BuildError for a language that is not known."""
    if language not in _LEXERS:
        raise BuildError(f"code in {language or 'no language'}: expected one of {', '.join(_LEXERS)}")
    if language == "python" and code.lstrip().startswith(">>>"):
        language = "pycon"
    return highlight(code, _LEXERS[language](), HtmlFormatter(nowrap=True)).rstrip("\n")


def python_html(code):
    """Return Python as HTML."""
    return code_html(code, "python")
