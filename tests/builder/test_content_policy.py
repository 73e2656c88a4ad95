"""Every page of the site says what it may load and run, and its one inline script is the one that it names."""

import base64
import hashlib
import re

from builder.content_policy import policy


def test_every_page_has_the_policy_for_the_script_that_stands_in_it(site_pages):
    assert len(site_pages) > 50
    for page in site_pages:
        text = page.read_text(encoding="utf-8")
        (said,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', text)
        parts = dict(part.split(" ", 1) for part in said.replace("&#39;", "'").split("; "))
        (inline,) = re.findall(r"<script>(.*?)</script>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
        assert parts["script-src"] == f"'self' 'wasm-unsafe-eval' blob: 'sha256-{digest}'", page.name
        assert text.index("Content-Security-Policy") < text.index("<script"), page.name
        assert ("*" in parts["connect-src"]) == (page.parent.name == "embed"), page.name
        assert parts["object-src"] == "'none'" and not re.search(r"<[^>]+ on[a-z]+=", text), page.name


def test_pages_may_ask_another_place_for_python_if_the_build_was_told_of_one():
    (line,) = [part for part in policy("", mirror="https://cdn.example.org:8443/a/").split("; ") if part.startswith("connect-src")]
    assert line == "connect-src 'self' data: blob: https://cdn.example.org:8443"


def test_a_page_without_an_inline_script_may_have_none():
    assert "sha256" not in policy("")
