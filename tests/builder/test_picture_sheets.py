"""Sheets of pictures are the same at build time as in the page, and nothing in them can become markup."""

import base64
import json
import re
import subprocess
import zlib

import numpy as np

from builder import figures, picture_sheets
from builder.node import find_node
from builder.paths import SITE
from pycore.lessons.widgets import sheets

SCRIPT = """
const { sheetColours } = await import(%s);
const { makePalette } = await import(%s);
let text = "";
process.stdin.on("data", (part) => (text += part)).on("end", () => {
  const drawn = JSON.parse(text).map(({ tokens, kind }) => {
    const palette = makePalette((token) => tokens[token.slice(2)] ?? "#000000");
    return [...sheetColours(palette, kind)].map((pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255]);
  });
  process.stdout.write(JSON.stringify(drawn));
});
"""


def test_the_page_s_colours_are_the_builder_s():
    asked = [(kind, theme, tokens) for kind in ("ink", "signed") for theme, tokens in figures.theme_tokens().items()]
    script = SCRIPT % tuple(json.dumps((SITE / "static" / "js" / "draw" / name).as_uri()) for name in ("sheet-colours.js", "palette.js"))
    command = [find_node(), "--experimental-detect-module", "--no-warnings", "--input-type=module", "--eval", script]
    given = json.dumps([{"tokens": tokens, "kind": kind} for kind, _, tokens in asked])
    run = subprocess.run(command, input=given, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stderr
    for (kind, theme, _), drawn in zip(asked, json.loads(run.stdout), strict=True):
        assert np.abs(np.array(drawn) - picture_sheets.sheet_themes()[kind][theme]).max() <= 1, (kind, theme)


def test_a_sheet_is_drawn_with_its_shades_in_both_themes():
    sheet = sheets.sheet(np.array([[[0.0, 1.0], [0.5, 0.0]]]), "ink", [sheets.item("a", "A", "the letter", "chosen")], "pick")
    html = picture_sheets.sheet_html("letters", sheet, "Letters", "large")
    assert '<ul class="sheet large" data-sheet="letters" aria-label="Letters"><li data-tone="chosen">' in html
    assert '<button type="button" data-item="a" aria-label="the letter">' in html and "<small>A</small>" in html
    for theme, data in re.findall(r'<image class="in-(\w+)" width="2" height="2" href="data:image/png;base64,([^"]+)"', html):
        png = base64.b64decode(data)
        palette = np.frombuffer(png[png.index(b"PLTE") + 4 :][: int.from_bytes(png[png.index(b"PLTE") - 4 :][:4], "big")], np.uint8)
        start = png.index(b"IDAT")
        lines = np.frombuffer(zlib.decompress(png[start + 4 : start + 4 + int.from_bytes(png[start - 4 : start], "big")]), np.uint8)
        colours = palette.reshape(-1, 3)[lines.reshape(2, 3)[:, 1:]]
        np.testing.assert_array_equal(colours, picture_sheets.sheet_themes()["ink"][theme][[[0, 30], [15, 0]]])


def test_texts_can_not_become_markup():
    evil = '"><img src=x onerror=alert(1)>'
    sheet = sheets.sheet(np.zeros((1, 2, 2)), "signed", [sheets.item(evil, evil, evil, evil)], "pick")
    assert "<img" not in picture_sheets.sheet_html(evil, sheet, evil)


def test_strokes_are_drawn_as_paths():
    assert '<path d="M0.1 0.2L0.3 0.4"/>' in picture_sheets.strokes_svg([[(0.1, 0.2), (0.3, 0.4)]])


def test_the_styles_have_no_comments_and_end_no_element():
    assert "/*" not in picture_sheets.styles() and "<" not in picture_sheets.styles() and ".sheet" in picture_sheets.styles()
