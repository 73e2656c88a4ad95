"""Trains the presets for the gallery below the playground; what came of them is kept in the cache until pycore changes."""

import hashlib
import json
import platform

import numpy as np
from markupsafe import Markup

from builder import figures
from builder.files import tree, tree_digest, whole
from builder.paths import ROOT
from pycore.page.presets import PRESETS
from pycore.picture import colours
from pycore.picture.comparison_picture import SIDE
from pycore.picture.exact_map import ExactMap

#: Points in a picture; more would hide the map.
MOST_POINTS = 120


def cards(cache):
    """Return what the template shows of each preset: title, watch, address, epochs, result in words, and its picture."""
    return [_card(preset, _outcome(preset, cache)) for preset in PRESETS]


def _card(preset, outcome):
    shades = np.frombuffer(bytes.fromhex(outcome["map"]), np.uint8).reshape(SIDE, SIDE)
    picture = figures.small_map_svg(shades, np.array(outcome["points"]), outcome["classes"])
    return {
        "name": preset.name,
        "title": preset.title,
        "watch": preset.watch,
        "address": preset.address,
        "epochs": preset.epochs,
        "loss": f"{outcome['loss']:.3f}",
        "picture": Markup(picture),
    }


def _outcome(preset, cache):
    """Return the trained map, some points and the test loss, as JSON has them; trained only if the cache does not know."""
    sources = {name: digest for name, digest in tree(ROOT / "pycore").items() if name.endswith(".py")}
    known = f"1 {platform.python_version()} {np.__version__} {tree_digest(sources)} {preset.address} {preset.epochs}"
    kept = cache / "presets" / f"{hashlib.sha256(known.encode()).hexdigest()}.json"
    if not kept.exists():
        with whole(kept) as target:
            target.write_text(json.dumps(_train(preset)), encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


def _train(preset):
    playground = preset.trained()
    shades = colours.shades_of(ExactMap(playground, SIDE).values(), playground.settings.discretize)
    points = playground.train_points[:: -(-len(playground.train_points) // MOST_POINTS)]
    return {
        "map": shades.tobytes().hex(),
        "points": points.round(2).tolist(),
        "classes": playground.classes,
        "loss": playground.loss_test,
    }
