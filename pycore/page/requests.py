"""What the page asks beside its frames, or has done to a picture: small requests with answers that JSON can hold.

Each function takes the Frame of a playground and keywords from the page; a change shows in the next `fill`.
"""

import base64
import math
from types import MappingProxyType

import numpy as np

from pycore.data.rng import SeededRandom
from pycore.nn import inspection
from pycore.picture import colours, contours
from pycore.picture.exact_map import ExactMap
from pycore.picture.frame import finest_side
from pycore.settings import Settings

__all__ = ["REQUESTS"]

#: Samples along a side of the output's map while nothing is trained; fewer where a network is so large that this would take long.
FINE_SIDE = 200


def next_seed(frame):
    """Return the text of the seed that follows the playground's in the chain of seeds."""
    return SeededRandom(frame.playground.settings.seed).new_seed()


def settings_of(frame, address):
    """Return {address key: value} of the settings of an address; what is wrong in it has its default."""
    return Settings.from_hash(address)[0].by_key()


def look(frame, unit=None):
    """Show in the output's map the unit of this number, or with `None` the output again; see `Frame.look`."""
    frame.look(unit)


def watch(frame, index=None):
    """Follow the parameter of this number in the header, or with `None` no more."""
    frame.watch(index)


def coarse(frame, on):
    """Compute the maps of the next pictures coarsely, which costs less, or no more so."""
    frame.coarse = on


def fine_map(frame, side=FINE_SIDE):
    """Return what the output's map shows now, exactly and finer: "side", "output", shades in base64, and "contour".

    "contour" is the pieces of the line between the sides as a flat list, x1, x2, x1, x2 each, [] without the setting.
    """
    p = frame.playground
    with np.errstate(all="ignore"):
        side = min(side, finest_side(p.network))
        values = ExactMap(p, side).values(frame.looked)
        if frame.shows_confidence:
            shades = colours.shades_of(colours.confidence(values))
        else:
            shades = colours.shades_of(values, p.settings.discretize)
        pieces = contours.boundary(values).ravel().round(4).tolist() if p.settings.contour else []
    return {"side": side, "output": base64.b64encode(shades).decode(), "contour": pieces}


def set_parameter(frame, index, value):
    """Give a parameter of run 0 another value. Raises ValueError if there is no such one, or if it is not a finite number."""
    count = frame.playground.network.parameters.shape[1]
    if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < count:
        raise ValueError(f"index: expected a whole number from 0 to {count - 1}, got {index!r}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"value: expected a finite number, got {value!r}")
    playground = frame.playground
    playground.network.parameters[0, index] = value
    playground.parameters_changed()
    playground.state.history.renew(playground.state.epochs, playground.losses, playground.accuracies)


def confusion(frame):
    """Return {"train", "test"}: counts by true class and by the network's, or None for regression."""
    counts = {name: frame.playground.confusion(test) for name, test in (("train", False), ("test", True))}
    return {name: count if count is None else count.tolist() for name, count in counts.items()}


def layers(frame):
    """Return one dict a layer: "units", "gradient" and "weights", their lengths, "dead", which hidden units are (None for outputs).

    And "reach" and "counts": how often the weights lie where from -reach to +reach, in as many steps as there are counts.
    """
    p = frame.playground
    dead = [units.tolist() for units in inspection.dead_units(p)] + [None]
    found = zip(p.network.sizes[1:], inspection.gradient_norms(p), inspection.weight_norms(p), dead, strict=True)
    rows = [{"units": units, "gradient": _number(g), "weights": _number(w), "dead": d} for units, g, w, d in found]
    for layer, row in enumerate(rows):
        histogram = inspection.weight_histogram(p, layer)
        row |= {"reach": _number(histogram["edges"][-1]), "counts": histogram["counts"].tolist()}
    return rows


def explain_step(frame):
    """Return what the next update does, term by term; see `inspection.explain_step`."""
    return inspection.explain_step(frame.playground)


def reached(frame, exercise):
    """Return the places, in the list of that exercise's goals, of those that the network meets now. ValueError if there is no such one."""
    from pycore.lessons.exercises import exercises_model as exercises  # only here: a page starts without them

    if exercise not in exercises.by_name:
        raise ValueError(f"exercise: expected one of {', '.join(exercises.by_name)}, got {exercise!r}")
    found = exercises.by_name[exercise]
    p = frame.playground
    met = found.reached(p.loss_train, p.loss_test, p.epoch)
    return [place for place, goal in enumerate(found.goals) if goal in met]


def save(frame, what):
    """Return {"name", "type", "text"} of a file to take along: "model", "points", or a program, see SAVED.

    "npz", the model as bytes, has "base64" instead of "text". What a library can't do is said in {"error"}.
    """
    from pycore import export, storage  # only here: a page starts without them

    name, kind = SAVED[what]
    if what == "npz":
        return {"name": name, "type": kind, "base64": base64.b64encode(storage.save_npz(frame.playground)).decode()}
    make = {
        "model": storage.save,
        "points": export.points_csv,
        "numpy": export.numpy_code,
        "pytorch": export.pytorch_code,
        "keras": export.keras_code,
        "sklearn": export.sklearn_code,
        "notebook": export.notebook,
    }[what]
    try:
        return {"name": name, "type": kind, "text": make(frame.playground)}
    except export.ExportError as error:
        return {"error": str(error)}


def _number(value):
    return float(value) if math.isfinite(value) else None


#: Name and media type of what `save` gives.
SAVED = MappingProxyType(
    {
        "model": ("pyground-model.json", "application/json"),
        "npz": ("pyground-model.npz", "application/octet-stream"),
        "points": ("pyground-points.csv", "text/csv"),
        "numpy": ("pyground_numpy.py", "text/x-python"),
        "pytorch": ("pyground_pytorch.py", "text/x-python"),
        "keras": ("pyground_keras.py", "text/x-python"),
        "sklearn": ("pyground_sklearn.py", "text/x-python"),
        "notebook": ("pyground.ipynb", "application/x-ipynb+json"),
    }
)

#: By the names that the page uses.
REQUESTS = MappingProxyType(
    {
        "nextSeed": next_seed,
        "settingsOf": settings_of,
        "look": look,
        "watch": watch,
        "coarse": coarse,
        "fineMap": fine_map,
        "setParameter": set_parameter,
        "confusion": confusion,
        "layers": layers,
        "explainStep": explain_step,
        "reached": reached,
        "save": save,
    }
)
