"""`build.py --mnist DIR` offers the images there on the page, if they have their labels, and keeps them out of what is kept offline."""

import json
import re

import numpy as np
import pytest

import build
from builder import blocks, mnist_files, pages
from builder.errors import BuildError
from builder.paths import SITE
from pycore.images.idx_files import write_idx

IMAGES, LABELS = np.full((3, 8, 8), 9, np.uint8), np.arange(3, dtype=np.uint8)


@pytest.fixture
def folder(tmp_path):
    """A folder with two files as MNIST names them, and a note beside them."""
    found = tmp_path / "mnist files"
    found.mkdir()
    (found / "train-images-idx3-ubyte.gz").write_bytes(write_idx(IMAGES))
    (found / "train-labels-idx1-ubyte").write_bytes(write_idx(LABELS, compressed=False))
    (found / "readme.txt").write_text("not copied")
    return found


def test_files_are_copied_as_they_are_and_named(folder, tmp_path):
    paths = mnist_files.place_mnist(folder, tmp_path / "out")
    assert paths == ("mnist/train-images-idx3-ubyte.gz", "mnist/train-labels-idx1-ubyte")
    for path in paths:
        assert (tmp_path / "out" / path).read_bytes() == (folder / path.removeprefix("mnist/")).read_bytes()
    assert len(list((tmp_path / "out" / "mnist").iterdir())) == 2
    assert mnist_files.place_mnist(None, tmp_path / "out") == ()


def test_files_that_can_not_be_used_stop_the_build(folder, tmp_path):
    (folder / "train-labels-idx1-ubyte").write_bytes(write_idx(LABELS[:2]))
    with pytest.raises(BuildError, match="--mnist .*: train-labels-idx1-ubyte: number of labels: expected 3, one for each .*, got 2"):
        mnist_files.place_mnist(folder, tmp_path / "out")
    for path in folder.glob("train*"):
        path.unlink()
    with pytest.raises(BuildError, match="--mnist .*: expected files that end in -ubyte, .*, found none"):
        mnist_files.place_mnist(folder, tmp_path / "out")


def test_a_folder_that_is_none_is_a_wrong_option(capsys, tmp_path):
    assert build.main(["--mnist", str(tmp_path / "nowhere")]) == 2
    assert re.search(r"--mnist .*nowhere is not a folder", capsys.readouterr().err)


def test_the_page_offers_them_only_where_they_are():
    environment = pages.environment_of(SITE / "templates")
    assert "Fetch MNIST" not in blocks.widget_inside("digit-network", {}, environment)
    environment.globals["mnist"] = ("mnist/a.gz", "mnist/b.gz")
    assert 'data-fetch="mnist/a.gz mnist/b.gz">Fetch MNIST' in blocks.widget_inside("digit-network", {}, environment)


def test_a_site_with_them_does_not_keep_them_offline(tiny, official, kept, tmp_path, folder):
    build.build(tmp_path / "out", runtime_dir=official, cache_dir=kept, site=tiny, mnist=folder)
    listed = json.loads(re.search(r"const SITE = (\{.*?\n\});", (tmp_path / "out" / "sw.js").read_text(), re.S)[1])["files"]
    assert (tmp_path / "out" / "mnist").is_dir() and not [file for file in listed if file["url"].startswith("mnist/")]
