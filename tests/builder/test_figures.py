"""The first frame's drawings: real numbers, both themes, well-formed."""

import re
import struct
import xml.etree.ElementTree as ElementTree
import zlib

import numpy as np
import pytest

from builder import figures
from pycore import Playground
from pycore.picture.frame import Frame


@pytest.fixture(scope="module")
def frame():
    frame = Frame(Playground())
    frame.fill()
    return frame


def dots(path):
    """Return the places (x, y) of the dots that a path draws."""
    places, at = [], (0, 0)
    for to, x, y in re.findall(r"([mM])(-?\d+) ?([-+]?\d+)h0", path):
        at = (int(x), int(y)) if to == "M" else (at[0] + int(x), at[1] + int(y))
        places.append(at)
    return places


def test_the_map_shows_every_training_point_in_the_window(frame):
    layout = frame.layout()
    svg = ElementTree.fromstring(figures.map_svg(layout, frame.buffer.tobytes(), frame.points().tobytes()))
    points = np.frombuffer(frame.points().tobytes(), "<f4").reshape(-1, 3)[: layout["points"]["train"]].tolist()
    expected = {"neg": [], "pos": []}
    for x1, x2, label in points:
        expected["pos" if label > 0 else "neg"].append((round((x1 + 6) / 12 * 320), round((6 - x2) / 12 * 320)))
    drawn = {"neg": [], "pos": [], "fff": []}
    for path in svg.iter("path"):
        drawn[re.search("neg|pos|fff", path.get("stroke"))[0]] += dots(path.get("d"))
    assert {name: sorted(places) for name, places in drawn.items()} == {
        **{name: sorted(places) for name, places in expected.items()},
        "fff": sorted(expected["neg"] + expected["pos"]),  # the rims
    }
    assert {image.get("class") for image in svg.iter("image")} == {"in-light", "in-dark"}


def test_dots_that_overlap_have_their_rims():
    drawn = figures._rimmed([(10, 10, 0), (11, 9, 30), (12, 10, 0), (13, 11, 0)])
    assert [re.sub(".*stroke=\"([^\"]*)\".* d=\"([^\"]*)\".*", r"\1 \2", path) for path in re.findall("<path[^>]*>", drawn)] == [
        *("#fff M10 10h0M11 9h0", "color-mix(in srgb, var(--neg) 100%, var(--zero)) m10 10h0"),
        "color-mix(in srgb, var(--pos) 100%, var(--zero)) m11 9h0",
        *("#fff M12 10h0m1 1h0", "color-mix(in srgb, var(--neg) 100%, var(--zero)) m12 10h0m1 1h0"),
    ]


def test_a_map_of_a_quarter_of_the_places_has_their_means():
    shades = np.array([[0, 2, 30, 30], [4, 6, 30, 31], [8, 9, 0, 0], [9, 9, 0, 1]], np.uint8)
    assert figures._halved(shades).tolist() == [[3, 31], [9, 0]]


def test_the_network_has_a_link_for_every_weight_and_a_dot_for_every_bias(frame):
    layout = frame.layout()
    svg = ElementTree.fromstring(figures.network_svg(layout, frame.buffer.tobytes()))
    weights = sum(a * b for a, b in zip(layout["shape"], layout["shape"][1:], strict=False))
    assert len(svg.findall(".//path")) == weights
    assert len(svg.findall(".//circle")) == sum(layout["shape"][1:])
    assert [text.text for text in svg.iter("text")] == [feature["label"] for feature in layout["features"]]


def test_in_a_lesson_the_inputs_that_are_off_fold_into_one_box(frame):
    layout = frame.layout()
    svg = ElementTree.fromstring(figures.network_svg(layout, frame.buffer.tobytes(), dense=True))
    active = [feature["label"] for feature in layout["features"] if feature["active"]]
    assert [text.text for text in svg.iter("text")] == [*active, f"+{len(layout['features']) - len(active)}"]
    assert float(svg.get("viewBox").split()[3]) == figures.network_height(layout)


@pytest.mark.parametrize("address", ["networkShape=", "x=false&y=false", "networkShape=8,8,8&problem=regression"])
def test_other_shapes_can_be_drawn(address):
    frame = Frame(Playground.from_hash(address))
    frame.fill()
    ElementTree.fromstring(figures.network_svg(frame.layout(), frame.buffer.tobytes()))


def test_a_png_holds_its_indices_and_colours():
    indices = np.arange(12, dtype=np.uint8).reshape(3, 4)
    colours = np.arange(36, dtype=np.uint8).reshape(12, 3)
    data = figures.png(indices, colours)
    chunks, at = {}, 8
    while at < len(data):
        length, name = struct.unpack(">I4s", data[at : at + 8])
        chunks[name] = data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + chunks[name])
        at += 12 + length
    assert struct.unpack(">II", chunks[b"IHDR"][:8]) == (4, 3)
    assert chunks[b"PLTE"] == colours.tobytes()
    lines = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(3, 5)
    assert (lines[:, 1:] == indices).all() and not lines[:, 0].any()


def test_the_themes_have_the_colours_of_the_tokens():
    light, dark = figures.themes()["light"], figures.themes()["dark"]
    assert light.shape == dark.shape == (32, 3)
    assert light[30].tolist() == [100, 170, 214]  # 160/255 of #0877bd over #ffffff
    assert (light != dark).any()


@pytest.mark.parametrize("name", ["circle", "heart", "rings", "reg-plane"])
def test_a_thumbnail_is_a_small_drawing_of_dots(name):
    svg = ElementTree.fromstring(figures.thumbnail_svg(name))
    dots = sum(path.get("d").count("M") for path in svg.iter("path"))
    assert 100 < dots <= 2 * figures.THUMBNAIL_POINTS
