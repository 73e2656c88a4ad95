"""Draws the first frame as SVG, so that the page shows the real network before any script has run.

The bytes and their layout are those of `pycore.picture.frame`. Colours that differ between the light and the dark theme are CSS
custom properties; maps are small PNG images, made once for each theme and chosen by the style sheet.
"""

import base64
import re
from functools import cache
from html import escape

import numpy as np

from builder import paths
from builder.png_file import PALETTE, png_file
from pycore.data import datasets
from pycore.data.rng import SeededRandom
from pycore.picture.colours import SHADES

#: A map covers the card by this much, so that points stay readable on it; as in js/draw/palette.js.
MAP_STRENGTH = 160 / 255
#: Dots of the map are drawn in so many layers.
DOT_LAYERS = 2
#: Points of a data set's small picture.
THUMBNAIL_POINTS = 140
#: Size of the network's drawing in its own units, and its measures; as in js/draw/network-geometry.js.
WIDTH, HEAD, SIDE, PITCH, FAN = 640, 34, 40, 64, 14
#: The same in a lesson, where there is less room and the inputs that are switched off fold into one box.
DENSE_WIDTH, DENSE_SIDE, DENSE_PITCH = 450, 36, 54


def map_svg(layout, frame, points, dense=False):
    """Return the output's map with the training points on it, 320 units wide and high; a `dense` one has a quarter of its places.

    `frame` and `points` are bytes: the frame's buffer, and float32 rows of x1, x2, label.
    """
    size, extent = 320, layout["extent"]
    side = layout["mapSide"]
    shades = section_of(layout, frame, "output").reshape(side, side)
    if dense:
        shades = _halved(shades)
    rows = np.frombuffer(points, "<f4").reshape(-1, 3)[: layout["points"]["train"]]
    rows = rows[(np.abs(rows[:, :2]) <= extent).all(axis=1)]
    across = np.round((rows[:, 0] + extent) / (2 * extent) * size).astype(int)
    down = np.round((extent - rows[:, 1]) / (2 * extent) * size).astype(int)
    dots = list(zip(across.tolist(), down.tolist(), [_shade(label, layout) for label in rows[:, 2].tolist()], strict=True))
    return (
        f'<svg viewBox="0 0 {size} {size}" preserveAspectRatio="none" role="img" aria-label="The untrained network\'s output">'
        f'{_image(shades, 0, 0, size)}<g fill="none" stroke-linecap="round">{_rimmed(dots)}</g></svg>'
    )


def _rimmed(dots):
    """Return dots (x, y, shade) with light rims, as few and short paths: pages have thousands of them.

    Each path has the dots of one shade as lines of no length from left to right, each by its way from the one before. They are drawn
    in layers, so that dots which overlap have their rims.
    """
    drawn, step = [], max(1, -(-len(dots) // DOT_LAYERS))
    for start in range(0, len(dots), step):
        layer, shades = sorted(dots[start : start + step]), {}
        for x, y, shade in layer:
            shades.setdefault(shade, []).append((x, y))
        shades = {shade: _dotted(places) for shade, places in sorted(shades.items())}
        rim = "".join(path.replace("m", "M", 1) for path in shades.values())
        drawn.append(f'<path stroke="#fff" stroke-opacity=".85" stroke-width="8.4" d="{rim}"/><g stroke-width="6">')
        drawn += [f'<path stroke="{_colour(shade)}" d="{path}"/>' for shade, path in shades.items()]
        drawn.append("</g>")
    return "".join(drawn)


def _dotted(places):
    """Return the path of dots at (x, y), whole numbers."""
    at, path = (0, 0), []
    for x, y in places:
        path.append(f"m{x - at[0]}{y - at[1]:+d}h0" if y < at[1] else f"m{x - at[0]} {y - at[1]}h0")
        at = (x, y)
    return "".join(path)


def thumbnail_svg(name, size=60):
    """Return a small picture of the data set `name`, upright: its points as dots, coloured by their labels."""
    points = datasets.thumbnail(name, SeededRandom("0.12345"), THUMBNAIL_POINTS)
    colours = {}
    for x1, x2, label in points.tolist():
        place = f"M{(x1 / 6 + 1) / 2 * size:.0f} {(1 - x2 / 6) / 2 * size:.0f}h0"
        # Few colours: of a surface's labels only every third shade.
        shade = _shade(label, {"shades": SHADES}) if abs(label) == 1 else round(_shade(label, {"shades": SHADES}) / 3) * 3
        colours.setdefault(shade, []).append(place)
    paths_ = (f'<path stroke="{_colour(shade)}" d="{"".join(places)}"/>' for shade, places in sorted(colours.items()))
    return f'<svg viewBox="0 0 {size} {size}" aria-hidden="true" stroke-width="4">{"".join(paths_)}</svg>'


def small_map_svg(shades, points, classes, size=120):
    """Return a small map of shades or, with three and more classes, of 32 times the class plus its probability, with points.

    `shades` is a square uint8 array, `points` has rows of x1, x2, label.
    """
    dots = {}
    for x1, x2, label in points[(np.abs(points[:, :2]) <= 6).all(axis=1)].tolist():
        place = f"M{(x1 / 6 + 1) / 2 * size:.0f} {(1 - x2 / 6) / 2 * size:.0f}h0"
        colour = f"var(--class-{label + 1:.0f})" if classes > 2 else _colour(_shade(label, {"shades": SHADES}))
        dots.setdefault(colour, []).append(place)
    drawn = [f'<path stroke="{colour}" d="{"".join(places)}"/>' for colour, places in sorted(dots.items())]
    halo = "".join("".join(places) for places in dots.values())
    return (
        f'<svg viewBox="0 0 {size} {size}" aria-hidden="true">{_image(shades, 0, 0, size, class_themes() if classes > 2 else None)}'
        f'<path stroke="#fff" stroke-opacity=".85" stroke-width="5" d="{halo}"/><g stroke-width="3.4">{"".join(drawn)}</g></svg>'
    )


def network_svg(layout, frame, dense=False):
    """Return the network: inputs, units with their maps, links as wide as their weights, biases as dots."""
    shape, unit_side = layout["shape"], layout["unitSide"]
    side = DENSE_SIDE if dense else SIDE
    parameters = section_of(layout, frame, "parameters")
    units = section_of(layout, frame, "units").reshape(-1, unit_side, unit_side)
    feature_maps = section_of(layout, frame, "features").reshape(-1, unit_side, unit_side)
    if dense:
        units, feature_maps = ([_halved(shades) for shades in maps] for maps in (units, feature_maps))
    drawn = [index for index, feature in enumerate(layout["features"]) if feature["active"] or not dense]
    folded = len(layout["features"]) - len(drawn)
    columns, width, height = _places(shape, len(drawn) + (folded > 0), dense)
    links, nodes = [], []
    for index, (x, y) in zip(drawn, columns[0], strict=False):
        feature = layout["features"][index]
        nodes.append(_node(feature_maps[index], x, y, side, feature["active"], feature["label"]))
    if folded:
        nodes.append(_folded(*columns[0][-1], side, folded))
    sources = [place for index, place in zip(drawn, columns[0], strict=False) if layout["features"][index]["active"]]
    start, unit = 0, 0
    for layer, places in enumerate(columns[1:], 1):
        matrix = parameters[start : start + shape[layer] * (shape[layer - 1] + 1)].reshape(shape[layer], -1)
        start += matrix.size
        size = side + 6 if layer == len(shape) - 1 else side
        for row, (x, y) in zip(matrix.tolist(), places, strict=True):
            for index, ((x0, y0), weight) in enumerate(zip(sources, row[:-1], strict=True)):
                fan = FAN * (index - (len(sources) - 1) / 2) / len(sources)
                links.append(_link(x0 + side / 2 + 1, y0, x - size / 2 - 1, y + fan, weight, layout))
            nodes.append(_node(units[unit], x, y, size, True, ""))
            nodes.append(_bias(x - size / 2, y + size / 2, _shade(row[-1], layout)))
            unit += 1
        sources = places
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="The untrained network">'
        f'<g fill="none">{"".join(links)}</g>{"".join(nodes)}</svg>'
    )


def network_height(layout):
    """Return the height in CSS pixels of the network's drawing in a lesson."""
    active = sum(feature["active"] for feature in layout["features"])
    rows = active + (active < len(layout["features"]))
    return _places(layout["shape"], rows, dense=True)[2]


def _places(shape, inputs, dense):
    """Return the centres of each layer's nodes, `inputs` of them first, and width and height of the drawing."""
    side, pitch, width, gutter = (DENSE_SIDE, DENSE_PITCH, DENSE_WIDTH, 38) if dense else (SIDE, PITCH, WIDTH, 62)
    rows = max(inputs, *shape[1:])
    first, last = gutter + side / 2, width - side / 2 - 6
    middle = HEAD + rows * pitch / 2
    counts = [inputs, *shape[1:]]
    columns = []
    for layer, count in enumerate(counts):
        x = round(first + (last - first) * layer / (len(counts) - 1))
        columns.append([(x, middle + (index - (count - 1) / 2) * pitch) for index in range(count)])
    return columns, width, HEAD + rows * pitch + 4


def _folded(x, y, side, count):
    """Return the box that stands for `count` inputs that are switched off."""
    left, top = x - side / 2, y - side / 2
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{side}" height="{side}" rx="7" fill="var(--sunken)" stroke="var(--line-strong)"/>'
        f'<text x="{x:g}" y="{y:g}" text-anchor="middle" dominant-baseline="central" font-size="13" stroke="none"'
        f' fill="var(--ink-2)">+{count}</text>'
    )


def _link(x0, y0, x1, y1, weight, layout):
    bend = (x1 - x0) / 2
    width = 1 + 9 * min(abs(weight), 5) / 5
    return (
        f'<path d="M{x0:g} {y0:g}c{bend:.0f} 0 {bend:.0f} {y1 - y0:.0f} {x1 - x0:g} {y1 - y0:.0f}"'
        f' stroke="{_colour(_shade(weight, layout))}" stroke-width="{width:.1f}"/>'
    )


def _halved(shades):
    """Return a map of shades, even on a side, with a quarter of its places: each has the mean of four, or none if one has none."""
    four = np.stack([shades[i::2, j::2] for i in (0, 1) for j in (0, 1)])
    mean = np.round(four.mean(axis=0)).astype(np.uint8)
    return np.where((four == SHADES).any(axis=0), np.uint8(SHADES), mean)


def _node(shades, x, y, size, active, label):
    left, top = x - size / 2, y - size / 2
    frame = f'<rect x="{left:g}" y="{top:g}" width="{size}" height="{size}" rx="7" fill="none" stroke="var(--ink)"/>'
    name = (
        f'<text x="{left - 8:g}" y="{y:g}" text-anchor="end" dominant-baseline="central" font-size="13" stroke="none"'
        f' fill="var(--{"ink" if active else "ink-3"})">{escape(label)}</text>'
    )
    picture = f'<g style="clip-path:inset(0 round 7px)">{_image(shades, left, top, size)}</g>'
    drawn = picture + frame if active else f'<g opacity=".38">{picture}</g>'
    return f'<g stroke-width="1.5">{drawn}</g>' + (name if label else "")


def _bias(x, y, shade):
    return f'<circle cx="{x:g}" cy="{y:g}" r="5.5" fill="{_colour(shade)}" stroke="var(--line-strong)"/>'


def section_of(layout, frame, name):
    """Return a section of the frame's bytes as an array."""
    section = layout["sections"][name]
    dtype = {"f64": "<f8", "f32": "<f4", "u8": "u1"}[section["type"]]
    return np.frombuffer(frame, dtype, section["length"], section["offset"])


def _shade(value, layout):
    """Return the shade, from 0, of a value on the scale from -1 to +1."""
    return int(np.clip((value + 1) * layout["shades"] / 2, 0, layout["shades"] - 1))


def _colour(shade, shades=31):
    """Return the CSS colour of a shade, in whichever theme is in force."""
    t = 2 * shade / (shades - 1) - 1
    return f"color-mix(in srgb, var(--{'neg' if t < 0 else 'pos'}) {abs(t):.0%}, var(--zero))"


def _image(shades, x, y, size, colours_of=None):
    """Return the shades as two images, one for each theme, at x, y; `colours_of` gives each theme's, else those of the scale."""
    place = f'x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" preserveAspectRatio="none"'
    return "".join(
        f'<image class="in-{theme}" {place} href="data:image/png;base64,{base64.b64encode(png(shades, colours)).decode()}"/>'
        for theme, colours in (colours_of or themes()).items()
    )


@cache
def themes():
    """Return {"light", "dark"}: the colours of the 31 shades over the card and of "not a number", as (32, 3) arrays."""
    return {theme: _map_colours(tokens) for theme, tokens in theme_tokens().items()}


@cache
def class_themes():
    """Return {"light", "dark"}: 32 steps from zero to each class's colour over the card, as (32 classes, 3) arrays."""
    text = (paths.SITE / "static" / "css" / "tokens.css").read_text()
    classes = [rgb_of(colour) for _, colour in sorted(re.findall(r"--class-(\d):\s*(#[0-9a-f]{6})", text))]
    part = np.linspace(0, 1, 32)[:, None]
    return {
        theme: _over(np.vstack([rgb_of(t["zero"]) + (rgb - rgb_of(t["zero"])) * part for rgb in classes]), t)
        for theme, t in theme_tokens().items()
    }


@cache
def theme_tokens():
    """Return {"light", "dark"}: {name: colour} of the themes' tokens."""
    text = (paths.SITE / "static" / "css" / "tokens.css").read_text()
    pairs = re.findall(r"--([\w-]+): .*?light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", text)
    return {theme: {name: colours[place] for name, *colours in pairs} for place, theme in enumerate(("light", "dark"))}


def rgb_of(text):
    return np.array([int(text[i : i + 2], 16) for i in (1, 3, 5)], float)


def _over(colours, tokens):
    """Return colours (n, 3) at map strength over the card."""
    card = rgb_of(tokens["card"])
    return np.round(card + (colours - card) * MAP_STRENGTH).astype(np.uint8)


def _map_colours(tokens):
    negative, zero, positive, missing = (rgb_of(text) for text in (tokens["neg"], tokens["zero"], tokens["pos"], "#2b2b2b"))
    scale = np.linspace(-1, 1, 31)[:, None]
    shades = zero + np.where(scale < 0, negative - zero, positive - zero) * np.abs(scale)
    return _over(np.vstack([shades, missing]), tokens)


def png(indices, colours):
    """Return a PNG whose pixels are `indices` (rows, columns) into `colours` (n, 3), both uint8."""
    rows, columns = indices.shape
    lines = np.zeros((rows, columns + 1), np.uint8)
    lines[:, 1:] = indices
    return png_file(columns, PALETTE, lines, colours)
