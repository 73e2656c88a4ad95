"""Lines of source in widgets are read from pycore's own files, and a build stops when they are there no more."""

import pytest

from builder import blocks
from builder.errors import BuildError
from builder.paths import ROOT


def test_lines_come_with_their_place():
    html = blocks.lines_of("pycore.nn.losses._squared", "errors = ", 2)
    text = (ROOT / "pycore" / "nn" / "losses.py").read_text()
    line = 1 + text[: text.index("errors = outputs - labels")].count("\n")
    assert f"<code>pycore/nn/losses.py, line {line}</code> _squared" in html
    assert "labels" in html and "reduce" in html


def test_lines_that_are_gone_stop_the_build():
    with pytest.raises(BuildError, match="no line of pycore.nn.losses._squared begins with 'guess = '"):
        blocks.lines_of("pycore.nn.losses._squared", "guess = ")
    with pytest.raises(BuildError, match="there is no pycore.nn.functions._cubed"):
        blocks.lines_of("pycore.nn.functions._cubed", "errors = ")
