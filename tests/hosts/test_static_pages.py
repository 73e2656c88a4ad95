"""The element in pages of HTML, MkDocs, Sphinx, Quarto's Pandoc and Jekyll: it is seen whole, and its network trains."""

import re

import pytest

from pycore import Playground

LOSSES = """
const element = document.querySelector('py-playground');
await element.ready;
const { lossTrain, lossTest } = await element.step(5);
return [lossTrain, lossTest];
"""
#: There is an element and the script behind it.
READABLE = "!!customElements.get('py-playground') && !!document.querySelector('py-playground')?.shadowRoot"


@pytest.fixture(scope="module")
def twin():
    """The losses that the recipes' network has in this Python after five epochs."""
    playground = Playground(dataset="xor", seed="0.5")
    playground.train(5)
    return pytest.approx([playground.loss_train, playground.loss_test], rel=1e-7)


def trains(page, twin):
    """Assert that the page's playground is seen whole, in the host's width, and trains as it does in this Python."""
    page.wait(READABLE)
    assert page.run(LOSSES) == twin
    for part in ("run", "network", "output"):
        assert page.find(f"py-playground [part={part}]").is_displayed()
    inside, around = page.run("const e = document.querySelector('py-playground'); return [e.offsetWidth, e.parentElement.clientWidth]")
    assert 280 <= inside <= around
    assert page.run("return document.documentElement.scrollWidth <= innerWidth")


def test_html(recipe, visit, picture, twin, tmp_path):
    text = f'<!doctype html><meta charset="utf-8"><title>Exclusive or</title>{recipe("HTML")}'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    trains(visit(tmp_path), twin)
    picture("html")


def test_html_under_the_policy_that_we_recommend(recipe, visit, home, twin, tmp_path):
    policy = recipe("A content-security policy for pages that hold an element").replace("https://example.org", home.url[:-10])
    assert "script-src http://127.0.0.1:" in policy
    meta = f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; {policy}">'
    text = f'<!doctype html><meta charset="utf-8">{meta}<title>Exclusive or</title>{recipe("HTML")}'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    trains(visit(tmp_path), twin)


def test_mkdocs_with_material(recipe, visit, tool, picture, twin, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(recipe("MkDocs (Material)"), encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: Notes\ntheme:\n  name: material\n  font: false\n", encoding="utf-8")
    tool("mkdocs", "build", "--quiet", cwd=tmp_path)
    page = visit(tmp_path / "site")
    trains(page, twin)
    assert page.find("h1").text.startswith("Exclusive or")
    picture("mkdocs")


def test_mkdocs_dark_palette_makes_the_element_dark(recipe, visit, tool, twin, tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(recipe("MkDocs (Material)"), encoding="utf-8")
    theme = "theme:\n  name: material\n  font: false\n  palette:\n    scheme: slate\n"
    (tmp_path / "mkdocs.yml").write_text(f"site_name: Notes\n{theme}", encoding="utf-8")
    tool("mkdocs", "build", "--quiet", cwd=tmp_path)
    page = visit(tmp_path / "site")
    page.wait(READABLE)
    page.wait("deep('.playground').dataset.theme === 'dark'")


def test_sphinx_with_myst(recipe, visit, tool, picture, twin, tmp_path):
    (tmp_path / "index.md").write_text(recipe("Sphinx with MyST"), encoding="utf-8")
    (tmp_path / "conf.py").write_text('project = "Notes"\nextensions = ["myst_parser"]\nhtml_theme = "furo"\n', encoding="utf-8")
    tool("sphinx-build", "-q", "-W", tmp_path, tmp_path / "out", cwd=tmp_path)
    page = visit(tmp_path / "out")
    trains(page, twin)
    picture("sphinx")


def test_quarto_as_pandoc_writes_it(recipe, visit, tool, picture, twin, tmp_path):
    (tmp_path / "page.qmd").write_text(recipe("Quarto"), encoding="utf-8")
    convert = "import pypandoc; pypandoc.convert_file('page.qmd', 'html', format='markdown', outputfile='index.html', extra_args=['-s'])"
    tool("python", "-c", convert, cwd=tmp_path)
    trains(visit(tmp_path), twin)
    picture("quarto")


def test_jekyll(recipe, visit, tool, picture, twin, tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.md").write_text(recipe("Jekyll (GitHub Pages)"), encoding="utf-8")
    tool("jekyll", "build", "--quiet", "--source", source, "--destination", tmp_path / "out", cwd=tmp_path)
    made = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert re.search("<h1 [^>]*>Exclusive or</h1>", made) and "<em>Run</em>" in made
    trains(visit(tmp_path / "out"), twin)
    picture("jekyll")


def test_a_frame_alone(recipe, visit, picture, twin, tmp_path):
    text = f'<!doctype html><meta charset="utf-8"><title>A course</title>{recipe("Moodle, Canvas, Notion")}'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    page = visit(tmp_path)
    page.driver.switch_to.frame(page.driver.find_element("css selector", "iframe"))
    page.wait(READABLE)  # the host has loaded; the frame's scripts may still be on their way
    assert page.run(LOSSES) == twin
    picture("frame")
    page.driver.switch_to.default_content()
