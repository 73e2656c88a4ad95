"""The pictures that other sites show beside a link to a page: a trained network, and what it says for every place."""

import hashlib
from itertools import pairwise

import numpy as np

from builder import figures
from builder.files import tree, tree_digest, whole, write
from builder.paths import ROOT
from builder.raster import Raster

#: Where they stand in the site.
FOLDER = "share"
#: Pixels of the picture, what those who show it ask for.
WIDTH, HEIGHT = 1200, 630
#: The network's room from left to right, and the map's middle and side.
_LEFT, _RIGHT, _MAP, _SIDE = 110, 540, (875, 315), 490
#: Most pixels from the middle of one neuron to that of the next below it, and how much of that a neuron takes.
_PITCH, _NEURON = 130, 0.7
#: Samples along an edge of the map, and points on it, so that it stays visible.
_SAMPLES, _POINTS = 245, 160
#: How long a network trains that has no epoch to stop at, and any at most.
EPOCHS, MOST_EPOCHS = 200, 1000


def write_pictures(out, addresses, cache):
    """Write the playground's picture and those of `addresses`, {page name: address of its network or None}, into `out`/share.

    Returns {page name: path of its picture in `out`}, in which "index" has the playground's, which goes for all others, too.
    """
    from pycore import Settings

    found = {}
    for name, address in {"index": "", **addresses}.items():
        if address is None:
            continue
        settings, errors = Settings.from_hash(address)
        if errors:
            raise errors[0]
        found[name] = f"{FOLDER}/{name}.png"
        write(out / found[name], picture(settings, cache))
    return found


def picture(settings, cache):
    """Return the PNG of a playground with these Settings after its training; made once for each state of the sources, in `cache`."""
    sources = {name: digest for name, digest in tree(ROOT / "pycore").items() if name.endswith(".py")}
    ours = {name: digest for name, digest in tree(ROOT / "site" / "builder").items() if name in ("raster.py", "share_pictures.py")}
    known = f"1 {np.__version__} {tree_digest(sources | ours)} {settings.to_hash()}"
    kept = cache / "share" / f"{hashlib.sha256(known.encode()).hexdigest()}.png"
    if not kept.exists():
        with whole(kept) as target:
            target.write_bytes(draw(settings))
    return kept.read_bytes()


def draw(settings):
    """Return the PNG, WIDTH x HEIGHT, of a playground with these Settings, trained to the epoch at which it stops, else for EPOCHS."""
    from pycore import Playground
    from pycore.picture import colours
    from pycore.picture.exact_map import ExactMap
    from pycore.picture.frame import Frame

    playground = Playground(settings)
    playground.train(min(settings.stop_epoch or EPOCHS, MOST_EPOCHS))
    frame = Frame(playground)
    frame.fill()
    look = {name: figures.rgb_of(colour) for name, colour in figures.theme_tokens()["light"].items()}
    raster = Raster(WIDTH, HEIGHT, look["paper"])
    _draw_network(raster, frame.layout(), frame.buffer.tobytes(), look)
    shades = colours.shades_of(ExactMap(playground, _SAMPLES).values(), settings.discretize)
    by_class = playground.classes > 2
    scale = (figures.class_themes() if by_class else figures.themes())["light"]
    _bordered(raster, *_MAP, _SIDE, 18, scale[shades], look)
    points = playground.train_points[:: -(-len(playground.train_points) // _POINTS)]
    for x1, x2, label in points[(np.abs(points[:, :2]) < colours.EXTENT * 0.97).all(axis=1)].tolist():
        x, y = _MAP[0] + x1 * _SIDE / 2 / colours.EXTENT, _MAP[1] - x2 * _SIDE / 2 / colours.EXTENT
        raster.disc(x, y, 7.5, (255, 255, 255))
        raster.disc(x, y, 5.5, _full(scale[32 * int(label) + 31], look) if by_class else _strong(label, look))
    return raster.png()


def _draw_network(raster, layout, data, look):
    """Draw inputs, neurons with their maps, and links as wide as their weights; one output is the map itself, several are neurons."""
    parameters, shape = figures.section_of(layout, data, "parameters"), layout["shape"]
    side = layout["unitSide"]
    units, inputs = (figures.section_of(layout, data, name).reshape(-1, side, side) for name in ("units", "features"))
    maps = [inputs[index] for index, feature in enumerate(layout["features"]) if feature["active"]]
    maps = [maps, *np.split(units, np.cumsum(shape[1:])[:-1])]
    columns = maps[:-1] if shape[-1] == 1 else maps
    pitch = min(_PITCH, (HEIGHT - 60) / max(len(column) for column in columns), 1.2 * (_RIGHT - _LEFT) / max(1, len(columns) - 1))
    places = [
        [(_LEFT + (_RIGHT - _LEFT) * layer / max(1, len(columns) - 1), HEIGHT / 2 + (row - (len(column) - 1) / 2) * pitch)
         for row in range(len(column))]
        for layer, column in enumerate(columns)
    ]  # fmt: skip
    if shape[-1] == 1:
        places.append([(_MAP[0] - _SIDE / 2, _MAP[1])])
    start = 0
    for layer, (before, after) in enumerate(pairwise(places), 1):
        matrix = parameters[start : start + shape[layer] * (shape[layer - 1] + 1)].reshape(shape[layer], -1)
        start += matrix.size
        for (x1, y1), row in zip(after, matrix.tolist(), strict=True):
            for (x0, y0), weight in sorted(zip(before, row[:-1], strict=True), key=lambda link: abs(link[1])):
                raster.line(x0, y0, x1, y1, 1.5 + 2.2 * min(abs(weight), 4), _strong(weight, look))
    scale = figures.themes()["light"]
    for column, there in zip(columns, places, strict=False):
        for shades, (x, y) in zip(column, there, strict=True):
            _bordered(raster, x, y, _NEURON * pitch, 0.14 * pitch, scale[shades], look)


def _bordered(raster, x, y, size, radius, colours, look):
    raster.box(x, y, size + 4, radius + 2, look["ink"])
    raster.box(x, y, size, radius, colours)


def _full(colour, look):
    """Return the colour that lies over the card in a map, as it is by itself."""
    return np.clip(look["card"] + (colour - look["card"]) / figures.MAP_STRENGTH, 0, 255)


def _strong(value, look):
    """Return the colour of a value on the scale from -1 to +1."""
    return look["zero"] + (look["neg" if value < 0 else "pos"] - look["zero"]) * min(1, abs(value))
