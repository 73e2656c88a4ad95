"""What a reader's browser asks for before Python: few files, and small ones."""

import gzip
import re

import pytest

#: What a page may ask for before Python, itself and its icon included, and their bytes as gzip makes them.
FILES, BYTES = 8, 120_000


def asked_for(dist, page):
    """Return the files that a page needs before any script has decided anything: links, scripts, and what those import."""
    found, todo = set(), [page, "favicon.svg", *re.findall(r'(?:src|href)="(assets/[^"]+)"', (dist / page).read_text(encoding="utf-8"))]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        if name.endswith(".js"):
            text = (dist / name).read_text(encoding="utf-8")
            todo += [f"assets/{other}" for other in re.findall(r"""(?:\bfrom|\bimport)\s*["']\./([^"']+)["']""", text)]
    return found


@pytest.mark.parametrize("page", ["index.html", "good-price.html", "experiments.html", "embed/py-playground.html"])
def test_a_page_asks_for_few_and_small_files_before_python(dist, page):
    files = asked_for(dist, page)
    assert len(files) <= FILES, sorted(files)
    assert sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in files) <= BYTES
    # A page of the course with playgrounds loads their script by name, as one file more.
    assert any(name.endswith(".css") for name in files) and any(name.endswith(".js") for name in files)


def test_the_script_for_any_page_has_a_name_that_stays(dist):
    text = (dist / "pyground.js").read_text(encoding="utf-8")
    (name,) = re.findall(r"'\./(assets/pyground-[A-Z0-9]{8}\.js)'", text)
    assert (dist / name).exists()
