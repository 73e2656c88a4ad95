"""The bundled scripts and styles: names that say what is in them, and few, small files before Python."""

import gzip
import json
import re

import pytest

from builder import bundle, files
from builder.errors import BuildError
from builder.paths import SITE

#: What a page may ask for before Python, itself and its icon included, and their bytes as gzip makes them.
FILES, BYTES = 8, 120_000
#: Of these, what pages of a kind have in common: scripts, styles and the icon. The rest is what there is to read and to see.
COMMON_BYTES = 73_000
#: What the playground's page has beyond its first picture, and is loaded when it is first opened.
LATER = {"own-data", "look-closer", "share-dialog", "first-visit-tour"}
STATIC_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["']\./([^"']+)["']""")


def asked_for(dist, page):
    """Return the files that a page needs before any script has decided anything: links, scripts, and what those import.

    A page of the course that holds a playground needs the script for these, too, which its own asks for by name at once.
    """
    text = (dist / page).read_text(encoding="utf-8")
    # Pages in folders have a <base> at the top of the site.
    found, todo = set(), [page, "favicon.svg", *re.findall(r'(?:src|href)="(assets/[^"]+)"', text)]
    if "<py-playground" in text:
        for script in [name for name in todo if name.startswith("assets/lesson-page-") and name.endswith(".js")]:
            named = re.findall(r'import\("\./(lesson-playgrounds-[^"]+)"\)', (dist / script).read_text(encoding="utf-8"))
            assert len(named) == 1, f"{script} asks for {named} by name; it has one script of playgrounds"
            todo += [f"assets/{name}" for name in named]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        if name.endswith(".js"):
            todo += [f"assets/{other}" for other in STATIC_IMPORT.findall((dist / name).read_text(encoding="utf-8"))]
    return found


def weight(dist, names):
    return sum(len(gzip.compress((dist / name).read_bytes(), 9)) for name in names)


@pytest.fixture
def static(tmp_path):
    """The folder of a small site's scripts and styles: two pages that share a script, one of which loads another by name."""
    folder = tmp_path / "static"
    texts = {
        "js/pages/lesson-page.js": "import { shared } from '../model/shared.js';\nshared('lesson');\nvoid import('../model/later.js');\n",
        "js/pages/playground-page.js": "import { shared } from '../model/shared.js';\nshared('playground');\n",
        "js/pages/theme-button.js": "document.title = 'theme';\n",
        "js/model/shared.js": "export const shared = (word) => document.body.append(word);\n",
        "js/model/later.js": "document.title = 'later';\n",
        "js/python/worker.js": "postMessage('ready');\n",
        "css/lesson-page.css": "p { color: green }\n",
        "css/component.css": "@import './tokens.css';\ni { color: var(--ink) }\n",
        "css/tokens.css": ":host { --ink: black }\n",
    }
    for name, text in texts.items():
        files.write(folder / name, text)
    return folder


def bundled(static, out):
    """Bundle all of a small site into `out` and return {source: path in `out`}."""
    styles = bundle.styles(static, out)
    return styles | bundle.scripts(static, out, {}, lambda worker: {"worker": worker}, {}, "i {}")


def change(static, name, text):
    (static / name).write_text(text, encoding="utf-8")


def test_names_are_digests_of_the_contents(static, tmp_path):
    first = bundled(static, tmp_path / "first")
    entries = {name: path for name, path in first.items() if name != "inline"}
    assert set(entries) == {
        *("js/pages/lesson-page.js", "js/pages/playground-page.js", "js/pages/theme-button.js", "js/python/worker.js"),
        *("css/lesson-page.css", "css/component.css"),
    }
    for name, path in entries.items():
        stem, suffix = name.rsplit("/", 1)[1].rsplit(".", 1)
        assert re.fullmatch(rf"assets/{stem}-[A-Z0-9]{{8}}\.{suffix}", path)
        assert (tmp_path / "first" / path).is_file()


@pytest.mark.parametrize(
    ("changed", "text", "renamed"),
    [
        ("js/pages/theme-button.js", "document.title = 'another';\n", {"js/pages/theme-button.js"}),
        ("js/model/shared.js", "export const shared = alert;\n", {"js/pages/lesson-page.js", "js/pages/playground-page.js"}),
        ("js/model/later.js", "document.title = 'another';\n", {"js/pages/lesson-page.js"}),
        ("css/tokens.css", ":host { --ink: blue }\n", {"css/component.css"}),
    ],
)
def test_a_change_of_one_file_leaves_the_names_of_the_others(static, tmp_path, changed, text, renamed):
    first = bundled(static, tmp_path / "first")
    change(static, changed, text)
    second = bundled(static, tmp_path / "second")
    assert {name for name in first if first[name] != second[name]} == renamed
    before, after = (files.tree(tmp_path / out) for out in ("first", "second"))
    assert all(before[name] == after[name] for name in before.keys() & after.keys())


def test_two_bundles_have_the_same_bytes_wherever_they_are_made(static, tmp_path):
    bundled(static, tmp_path / "first")
    bundled(static, tmp_path / "another folder" / "below" / "second")
    first, second = files.tree(tmp_path / "first"), files.tree(tmp_path / "another folder" / "below" / "second")
    assert first == second
    assert any(name.endswith(".map") for name in first)


def test_the_real_scripts_and_styles_are_bundled_to_the_same_bytes_again(dist, tmp_path):
    bundle.styles(SITE / "static", tmp_path)
    made = {name: digest for name, digest in files.tree(tmp_path).items() if name.endswith((".css", ".css.map"))}
    there = files.tree(dist)
    assert len(made) == 2 * len(bundle.STYLES)
    assert made == {name: there.get(name) for name in made}


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("js/model/shared.js", "export const shared = ;\n", r'Unexpected ";"(?s:.*)js/model/shared\.js:1:22'),
        ("js/model/shared.js", "import './no.js';\n", r'Could not resolve "\./no\.js"(?s:.*)js/model/shared\.js:1:7'),
        ("js/model/shared.js", "import { a } from './later.js';\na();\n", r'Import "a" will always be undefined(?s:.*)shared\.js:1:9'),
        ("js/python/worker.js", "const = 1;\n", r"js/python/worker\.js:1:6"),
        ("css/component.css", "@import './no.css';\n", r'Could not resolve "\./no\.css"'),
        ("css/component.css", "i { color: black\n", r"css/component\.css:1"),
    ],
)
def test_what_is_broken_stops_the_build_with_esbuilds_sentence(static, tmp_path, name, text, sentence):
    change(static, name, text)
    with pytest.raises(BuildError, match=rf"^esbuild: (?s:.*){sentence}"):
        bundled(static, tmp_path / "out")


def test_source_maps_are_there_but_are_not_kept_for_offline_use(dist):
    bundles = [path for path in (dist / "assets").iterdir() if path.suffix in (".js", ".css")]
    assert bundles
    for path in bundles:
        assert path.with_name(path.name + ".map").is_file(), path.name
        assert f"sourceMappingURL={path.name}.map" in path.read_text(encoding="utf-8")[-200:]
    text = (dist / "sw.js").read_text(encoding="utf-8")
    listed = {file["url"] for file in json.loads(re.search(r"const SITE = (\{.*?\n\});", text, re.S)[1])["files"]}
    assert {path.relative_to(dist).as_posix() for path in bundles} <= listed
    assert [name for name in listed if name.endswith(".map")] == []


def test_every_page_asks_for_few_and_small_files_before_python(dist, site_pages):
    pages = [path.relative_to(dist).as_posix() for path in site_pages]
    assert len(pages) > 50
    for page in pages:
        names = asked_for(dist, page)
        assert len(names) <= FILES, f"{page}: {sorted(names)}"
        assert {suffix for suffix in (".css", ".js") if any(name.endswith(suffix) for name in names)} == {".css", ".js"}, page
        weights = {name: weight(dist, [name]) for name in names}
        assert sum(weights.values()) - weights[page] <= COMMON_BYTES, (page, weights)
        assert sum(weights.values()) <= BYTES, (page, weights)


def test_little_stands_between_a_page_and_its_first_picture(site_pages):
    for page in site_pages:
        head, body = page.read_text(encoding="utf-8").split("</head>")
        assert len(re.findall('<link rel="stylesheet"', head)) == 1, page.name
        assert set(re.findall("<script[^>]*?(?: src=)", head)) <= {'<script type="module" src='}, page.name
        # What elements take their styles from is asked for with the page.
        inside = set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', body))
        assert inside == set(re.findall(r'<link rel="preload" as="style" href="([^"]+)"', head)), page.name


def test_what_is_opened_later_is_loaded_later(dist):
    there = {re.sub(r"-[A-Z0-9]{8}\.js$", "", path.name) for path in (dist / "assets").glob("*.js")}
    assert LATER <= there
    for page in ("index.html", "embed/py-playground.html"):
        assert {name for name in asked_for(dist, page) if re.match(rf"assets/({'|'.join(LATER)})-", name)} == set(), page


def test_the_script_for_any_page_has_a_name_that_stays(dist):
    text = (dist / "pyground.js").read_text(encoding="utf-8")
    (name,) = re.findall(r"'\./(assets/pyground-[A-Z0-9]{8}\.js)'", text)
    assert (dist / name).exists()
