"""Bundles the scripts and styles of `site/static/` with esbuild: few files, each named by a digest of what is in it."""

import contextlib
import json
import subprocess
import tempfile
from pathlib import Path

from builder.errors import BuildError
from builder.files import copy, tree, write
from builder.node import find_node, npm_folder

#: What pages ask for by name, from `site/static/`; everything else is found through imports.
PAGES = (
    *("js/pages/playground-page.js", "js/pages/lesson-page.js", "js/pages/embed-page.js", "js/pages/elements-page.js"),
    *("js/pages/theme-button.js", "js/pages/lend-python.js", "js/pages/images-page.js"),
)
#: The script for any page. It has a name that stays, below which lies the one that changes.
ANYWHERE = "js/elements/pyground.js"
STYLES = (
    *("css/playground-page.css", "css/lesson-page.css", "css/elements-page.css"),
    *("css/images-page.css", "css/component.css"),
)
WORKER = "js/python/worker.js"
#: In a bundle, what the builder knows takes the place of these files.
SITE_DATA, PYTHON_DATA, LOADERS = "js/python/site-data.js", "js/python/python-files.js", "js/elements/inside-loaders.js"
#: Runs before the first paint, so it stands in the pages themselves.
INLINE = "js/pages/before-first-paint.js"
#: Of the one file: what runs before all, and what shows its pages.
ONE_FILE_FIRST, ONE_FILE_PAGE = "js/pages/saved-address.js", "js/pages/one-file-page.js"
#: Of the page that images.html writes for a reader's network.
NETWORK_PAGE = "js/pages/network-file-page.js"
#: The oldest browsers that the bundle's syntax is for; what they lack of the platform is another matter.
TARGET = "chrome111,firefox113,safari16.4"
_SECONDS = 120


def styles(static, out):
    """Write the bundled styles of the folder `static` into `out`/assets; returns {source: path relative to `out`}."""
    with _sources(static) as sources:
        return _bundled(sources, out, _there(sources, STYLES))


def scripts(static, out, python, site_data, insides, component_css):
    """Write the bundled scripts of the folder `static` into `out`/assets and `out`/pyground.js.

    `python` is what the worker is to know of Python's files, `site_data` a function from the worker's path to what the other scripts
    are to know of the site, both as dicts that JSON can hold; `insides` is {name of an element: the markup inside it};
    `component_css` is the text of their style sheet.
    Returns {source: path relative to `out`}, with the text of the inline script under "inline".
    """
    with _sources(static) as sources:
        write(sources / "inline.js", "")
        if _there(sources, [INLINE]):
            _esbuild(sources, [INLINE], "--format=iife", "--outfile=inline.js", "--allow-overwrite")
        # Bundles lie in assets/, so the top of the site is one folder up from any of them.
        base = "export const base = new URL('../', import.meta.url).href;\n"
        write(sources / PYTHON_DATA, f"export const python = {_json(python)};\nexport const given = null;\n{base}")
        files = {WORKER: "", **_bundled(sources, out, _there(sources, [WORKER]))}
        write(sources / SITE_DATA, f"export const site = {_json(site_data(files[WORKER]))};\n{base}")
        texts = {**insides, "styles": component_css}
        for name, text in texts.items():
            write(sources / LOADERS.replace("inside-loaders", f"insides/{name}"), f"export default {_json(text)};\n")
        lines = "".join(f"  {_json(name)}: () => import('./insides/{name}.js'),\n" for name in texts)
        write(sources / LOADERS, f"export const loaders = {{\n{lines}}};\n")
        # One by one: what two pages share would be a file of its own, and a page asks for few files.
        for entry in _there(sources, [*PAGES, ANYWHERE]):
            files |= _bundled(sources, out, [entry])
        if ANYWHERE in files:
            write(out / "pyground.js", f"export * from './{files[ANYWHERE]}';\n")
        return files | {"inline": (sources / "inline.js").read_text(encoding="utf-8").strip()}


def one_file(static, told, site_data):
    """Return the texts of the scripts of the one file, {"first", "page", "worker"}; each is a whole module by itself.

    `told` is what `packed_python.pack` returns of Python's files, `site_data` what the other scripts are to know of the site.
    """
    with _sources(static) as sources:
        lines = "".join(f"export const {name} = {_json(told[name])};\n" for name in ("python", "given", "base"))
        write(sources / PYTHON_DATA, lines)
        write(sources / SITE_DATA, _alone(site_data))
        texts = {}
        for name, entry, kind in (("first", ONE_FILE_FIRST, "iife"), ("page", ONE_FILE_PAGE, "esm"), ("worker", WORKER, "iife")):
            _esbuild(sources, [entry], f"--format={kind}", f"--outfile=one-{name}.js")
            texts[name] = (sources / f"one-{name}.js").read_text(encoding="utf-8").strip()
        return texts


def network_page(static, site_data):
    """Return the text of the script of the page for a reader's network; `site_data` is as for `one_file`."""
    with _sources(static) as sources:
        write(sources / SITE_DATA, _alone(site_data))
        _esbuild(sources, [NETWORK_PAGE], "--format=esm", "--outfile=network-page.js")
        return (sources / "network-page.js").read_text(encoding="utf-8").strip()


def _alone(site_data):
    """Return the site's data as a script of a page that has nothing beside it."""
    # A query or a fragment would be in the way of what is relative to it.
    here = "export const base = location.href.replace(/[?#].*/s, '');\n"
    return f"export const site = {_json(site_data)};\n{here}"


def _json(value):
    # Two characters that end a line in older scripts; and nothing that ends a script inside HTML.
    return json.dumps(value, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")


@contextlib.contextmanager
def _sources(static):
    """Give a temporary folder with the scripts and styles of the folder `static`."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder).resolve()
        for path in tree(static):
            if path.startswith(("js/", "css/")):
                copy(Path(static) / path, sources / path)
        yield sources


def _there(sources, entries):
    """Return those of `entries` that the site has; a small one has few."""
    return [entry for entry in entries if (sources / entry).exists()]


def _bundled(sources, out, entries):
    """Bundle `entries` into `out`/assets and return {source: path relative to `out`}."""
    if not entries:
        return {}
    # Beside the sources, whatever the folder is called: source maps name those by their way from here.
    options = ["--format=esm", "--splitting", "--sourcemap=linked", "--outdir=made", "--metafile=meta.json"]
    _esbuild(sources, entries, *options, "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]", "--asset-names=[name]-[hash]")
    for name in tree(sources / "made"):
        copy(sources / "made" / name, Path(out) / "assets" / name)
    outputs = json.loads((sources / "meta.json").read_text(encoding="utf-8"))["outputs"]
    return {output["entryPoint"]: f"assets/{Path(path).name}" for path, output in outputs.items() if output.get("entryPoint") in entries}


def _esbuild(sources, entries, *options):
    command = [*_command(npm_folder() / "esbuild" / "bin" / "esbuild"), *entries, "--bundle", "--minify", f"--target={TARGET}"]
    command += ["--charset=utf8", "--legal-comments=none", "--log-level=warning", *options]
    try:
        run = subprocess.run(command, cwd=sources, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"esbuild took more than {_SECONDS} seconds") from error
    if run.returncode or run.stderr.strip():
        raise BuildError(f"esbuild: {run.stderr.strip() or run.stdout.strip()}")


def _command(esbuild):
    """Return the words that run `esbuild`: npm may have put the program itself in the place of the script that starts it."""
    if not esbuild.exists():
        raise BuildError("esbuild is not installed; `make setup` gets it")
    with open(esbuild, "rb") as file:
        return [find_node(), str(esbuild)] if file.read(2) == b"#!" else [str(esbuild)]
