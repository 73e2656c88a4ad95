"""A tiny site to build, and one whole build of it."""

import shutil

import pytest

import build
from builder import one_file
from builder.paths import SITE, cache_folder

INDEX = """<!doctype html>
<title>{{ page.title }}</title>
<link rel="stylesheet" href="{{ bundle["css/lesson-page.css"] }}">
<script type="module" src="{{ bundle["js/pages/lesson-page.js"] }}"></script>
<p>{{ version }} {{ first.layout.shape | join("-") }} {{ settings | length }}</p>
{{ figure.map }}{{ figure.network }}
"""


@pytest.fixture
def tiny(tmp_path):
    """The folder of a site with one page, one module and one style sheet, and the real service worker and icon."""
    site = tmp_path / "tiny"
    files = {
        "templates/index.html": INDEX,
        "templates/_part.html": "never a page of its own",
        "static/css/lesson-page.css": "p { color: green }\n",
        "static/js/pages/lesson-page.js": "import { site } from '../python/site-data.js';\nglobalThis.site = site;\n",
        "static/js/python/site-data.js": "export const site = null;\n",
        "static/js/python/worker.js": "import { python } from './python-files.js';\nglobalThis.python = python;\n",
        "static/js/python/python-files.js": "export const python = null;\n",
        "static/js/types.d.ts": "export type A = string;\n",
    }
    for name, text in files.items():
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("sw.js", "favicon.svg"):
        shutil.copyfile(SITE / "static" / name, site / "static" / name)
    (site / "licenses").mkdir()
    return site


@pytest.fixture(scope="session")
def site_pages(dist):
    """The paths of all pages of the built site but the one file that holds them all."""
    return [path for path in [*sorted(dist.glob("*.html")), *sorted(dist.glob("embed/*.html"))] if path.name != one_file.NAME]


@pytest.fixture(scope="session")
def kept(dist):
    """The cache in which the build of `dist` has left what takes long."""
    return cache_folder()


@pytest.fixture
def build_tiny(tiny, official, kept, tmp_path):
    """A function (out name, cache folder) that builds the tiny site and returns its folder."""

    def run(out="out", cache=kept):
        build.build(tmp_path / out, runtime_dir=official, cache_dir=cache, site=tiny)
        return tmp_path / out

    return run
