"""Pages of other people's tools, made from the recipes in docs/embedding.md, on another origin than the site that they embed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from builder.paths import ROOT

#: The address that the recipes speak of.
EXAMPLE = "https://example.org/pyground/"
#: Where the tools are: an environment of their own, the group `hosts` of pyproject.toml.
TOOLS = Path(sys.prefix) / "hosts"
#: Where pictures of the pages go, if they are wanted: `make pictures`.
PICTURES = os.environ.get("PYGROUND_PICTURES")
#: Seconds that a tool may take for a page.
TOOL_SECONDS = 120


@pytest.fixture
def home(dist, serve):
    """The Server of the built site."""
    return serve(dist, prefix="/pyground/")


@pytest.fixture
def recipe(home):
    """A function (title, number=0) that gives a code block below a heading of docs/embedding.md, for the served site."""
    text = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))

    def block(title, number=0):
        blocks = [code for _, code in re.findall(r"^(`{3,})\w*\n(.*?)^\1$", sections[title], re.MULTILINE | re.DOTALL)]
        return blocks[number].replace(EXAMPLE, home.url)

    return block


@pytest.fixture
def tool():
    """A function (name, *arguments, cwd) that runs one of the tools, in an environment that leaves nothing elsewhere."""

    def run(name, *arguments, cwd):
        environment = {**os.environ, "PATH": f"{TOOLS / 'bin'}:{os.environ['PATH']}", "NO_MKDOCS_2_WARNING": "1"}
        command = [shutil.which(name, path=environment["PATH"]), *map(str, arguments)]
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=TOOL_SECONDS)
        assert done.returncode == 0, f"{name}: {done.stdout[-2000:]}{done.stderr[-2000:]}"

    return run


@pytest.fixture
def visit(page, serve):
    """A function (folder, path) that opens a page of a folder on another origin than the site's; gives the Page."""

    def opened(folder, path="index.html"):
        page.expected.append("favicon.ico")  # a browser asks for it where a page names none
        # Of a browser's two names for this machine, the one that the site does not use.
        return page.open(serve(folder).url.replace("127.0.0.1", "localhost") + path, 1280, 1000)

    return opened


@pytest.fixture
def picture(page):
    """A function (name) that keeps a picture of what the page shows for docs/embedding.md, if pictures are wanted."""

    def take(name):
        if not PICTURES:
            return
        import io

        from PIL import Image

        if page.run("return !!document.querySelector('py-playground')"):
            page.run("await document.querySelector('py-playground').step(300)")
        image = Image.open(io.BytesIO(page.driver.get_screenshot_as_png())).convert("RGB")
        image.thumbnail((960, 960))
        image.save(Path(PICTURES) / f"{name}.webp", quality=70, method=6)

    return take
