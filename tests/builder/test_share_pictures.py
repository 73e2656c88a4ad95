"""The pictures beside links elsewhere are PNGs of the size that is asked for, and show the network and its points."""

import io

import numpy as np
import pytest
from PIL import Image

from builder import figures, share_pictures
from builder.lessons import Lesson
from builder.raster import Raster
from pycore import Settings

PAPER, ORANGE, BLUE = (251, 250, 247), (245, 147, 34), (8, 119, 189)


def pixels(png):
    image = Image.open(io.BytesIO(png))
    image.load()
    assert image.mode == "RGB"
    return np.asarray(image)


def test_what_is_drawn_is_where_it_was_drawn():
    raster = Raster(60, 40, PAPER)
    raster.box(20, 20, 20, 4, np.array([[ORANGE, BLUE]]))
    raster.line(40, 5, 50, 5, 4, BLUE)
    raster.disc(50, 30, 6, ORANGE)
    raster.disc(0, 40, 3, BLUE)  # partly beyond
    seen = pixels(raster.png())
    assert seen.shape == (40, 60, 3)
    for (x, y), colour in {(13, 20): ORANGE, (27, 20): BLUE, (45, 4): BLUE, (50, 30): ORANGE, (0, 39): BLUE, (35, 20): PAPER}.items():
        assert tuple(seen[y, x]) == colour, (x, y)
    corner = seen[10, 10].astype(int)
    assert (np.abs(corner - PAPER) < np.abs(corner - ORANGE)).all(), "the corners are round"


@pytest.mark.parametrize("address", ["stopEpoch=5", "dataset=blobs&classes=4&networkShape=3&stopEpoch=5", "networkShape=&stopEpoch=5"])
def test_a_picture_shows_the_network_before_the_map(address):
    settings, _ = Settings.from_hash(address)
    seen = pixels(share_pictures.draw(settings))
    assert seen.shape == (share_pictures.HEIGHT, share_pictures.WIDTH, 3)
    assert tuple(seen[5, 5]) == PAPER
    # The inputs' maps: blue on the right of the first, and above in the second.
    scale = figures.themes()["light"]
    drawn = {tuple(colour) for colour in seen[:, :200].reshape(-1, 3)}
    assert {tuple(scale[0]), tuple(scale[30])} <= drawn
    assert len({tuple(colour) for colour in seen[70:560, 640:1110].reshape(-1, 3)}) > 50


def test_a_picture_is_made_once(tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(share_pictures, "draw", lambda settings: drawn.append(settings.to_hash()) or b"png")
    for _ in range(2):
        found = share_pictures.write_pictures(tmp_path, {"a": "networkShape=3", "b": None}, tmp_path / "cache")
    assert found == {"index": "share/index.png", "a": "share/a.png"} and drawn == ["", "networkShape=3"]
    assert (tmp_path / "share" / "a.png").read_bytes() == b"png"


@pytest.mark.parametrize(("html", "address"), [
    ('<py-playground data-lean data-settings="noise=1&amp;seed=2" role="group"><py-playground data-settings="x">', "noise=1&seed=2"),
    ("<py-house-dials></py-house-dials>", None),
])  # fmt: skip
def test_a_lesson_has_the_picture_of_its_first_network(html, address):
    lesson = Lesson(1, "a", "A", "", "", 1, "", None, html, [], [], 0)
    assert lesson.first_network == address
