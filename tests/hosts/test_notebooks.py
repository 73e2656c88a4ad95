"""A playground in Jupyter Lab and in the classic notebook, from cells that a reader runs: by its settings, and by a Python object."""

import contextlib
import json
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from builder.paths import ROOT
from pycore import Playground
from tests.browser_page import PATIENCE

TOOLS = Path(sys.prefix) / "hosts" / "bin"
TITLE = "Jupyter Lab and the classic notebook"
FRAMES = "iframe[src*='embed/py-playground.html']"
STEP = """
const element = document.querySelector('py-playground');
await element.ready;
const { epoch, lossTest } = await element.step(5);
return [epoch, lossTest];
"""


def notebook(*cells, kernel="python3"):
    """Return the text of a notebook with these cells of code."""
    empty = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": []}
    made = [{**empty, "id": f"cell{number}", "source": code} for number, code in enumerate(cells)]
    metadata = {"kernelspec": {"name": kernel, "display_name": "Python", "language": "python"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


@contextlib.contextmanager
def jupyter(program, folder, *options):
    """Run a Jupyter server of `folder` on a free port, with everything that it writes inside; gives its address."""
    own = {name: str(folder / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    environment = {**os.environ, **own, "PYTHONPATH": str(ROOT)}
    command = [str(TOOLS / program), "--no-browser", "--allow-root", "--ip=localhost", "--port=0", "--IdentityProvider.token=", *options]
    with subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        limit = threading.Timer(PATIENCE, server.kill)
        limit.start()
        lines = []
        while not (found := re.search(r"http://localhost:\d+/", lines[-1] if lines else "")):
            lines.append(server.stderr.readline())
            assert lines[-1], "".join(lines)  # it has ended
        limit.cancel()
        rest = threading.Thread(target=server.stderr.read)  # or it would wait for a reader
        rest.start()
        try:
            yield found[0]
        finally:
            server.kill()  # asked politely, it asks back whether that is meant
            rest.join()


@pytest.fixture
def cells(recipe, tmp_path):
    """The folder with the notebook of both recipes."""
    (tmp_path / "page.ipynb").write_text(notebook(recipe(TITLE, 0), recipe(TITLE, 1)), encoding="utf-8")
    return tmp_path


@pytest.fixture
def circle():
    """The playground that the recipes make in Python."""
    made = Playground(dataset="circle", seed="0.25", network_shape=(4, 2))
    made.train(50)
    return made


def run_all_cells(page):
    """Run the cells of the notebook in Lab once its kernel has come."""
    page.wait("/^Python/.test(document.querySelector('.jp-Toolbar-kernelName')?.textContent ?? '')")
    page.wait("document.querySelector('.jp-Notebook-ExecutionIndicator')?.dataset.status === 'idle'")
    page.run("jupyterapp.commands.execute('notebook:run-all-cells')")


def holds(page, *twins):
    """Assert that the cells show frames whose playgrounds stand where these of this Python stand, and train as they do."""
    page.wait(f"document.querySelectorAll({FRAMES!r}).length === {len(twins)}")
    for number, twin in enumerate(twins):
        frame = page.run("const frame = document.querySelectorAll(args[0])[args[1]]; frame.scrollIntoView(); return frame;", FRAMES, number)
        page.driver.switch_to.frame(frame)
        page.wait("document.querySelector('py-playground')?.state?.epoch === arguments[0]", twin.epoch)
        twin.train(5)
        assert page.run(STEP) == [twin.epoch, pytest.approx(twin.loss_test, rel=1e-7)]
        page.driver.switch_to.default_content()


def test_jupyter_lab(page, cells, circle, picture):
    with jupyter("jupyter-lab", cells, "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None") as address:
        page.expected.append(address)  # what Lab itself has to say
        page.open(f"{address}lab/tree/page.ipynb", 1280, 1000)
        run_all_cells(page)
        holds(page, Playground(dataset="xor", seed="0.5"), circle)
        page.run("document.querySelectorAll('.jp-Notebook .jp-Cell')[1].scrollIntoView()")
        picture("lab")
        page.driver.get("about:blank")


def test_the_classic_notebook(page, cells, circle):
    with jupyter("jupyter-nbclassic", cells) as address:
        page.expected.append(address)
        page.open(f"{address}notebooks/page.ipynb", 1280, 1000)
        page.wait("window.Jupyter?.notebook?.kernel?.is_connected() === true")
        page.run("Jupyter.notebook.execute_all_cells()")
        holds(page, Playground(dataset="xor", seed="0.5"), circle)
        page.driver.get("about:blank")


def test_jupyterlite_with_python_from_the_site(page, recipe, tool, serve, circle, picture, tmp_path):
    contents, lite = tmp_path / "contents", tmp_path / "lite"
    contents.mkdir()
    lite.mkdir()
    cells = [recipe("JupyterLite", number) for number in (0, 1)]
    (contents / "page.ipynb").write_text(notebook(*cells, kernel="python"), encoding="utf-8")
    settings = json.loads(recipe("JupyterLite", 2))
    data = settings["jupyter-config-data"]
    data["exposeAppInBrowser"] = True
    data["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]["disablePyPIFallback"] = True
    (lite / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    wheels = [argument for wheel in sorted((TOOLS.parent / "wheels").glob("*.whl")) for argument in ("--piplite-wheels", wheel)]
    folders = ["--lite-dir", lite, "--output-dir", tmp_path / "out", "--contents", contents]
    tool("jupyter-lite", "build", *folders, *wheels, cwd=tmp_path)
    address = serve(tmp_path / "out").url.replace("127.0.0.1", "localhost")
    page.expected.append(address)
    page.open(f"{address}lab/index.html?path=page.ipynb", 1280, 1000)
    run_all_cells(page)
    holds(page, circle)
    page.run("document.querySelectorAll('.jp-Notebook .jp-Cell')[1].scrollIntoView()")
    picture("jupyterlite")
