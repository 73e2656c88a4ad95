"""One picture of a playground in one buffer: numbers, maps and weights laid out once, filled in place at every frame.

The page gets a copy of the buffer every frame, the builder puts one into the page at build time. All numbers are
little-endian, every section starts at a multiple of 8 bytes, and `layout` says where.
"""

from functools import partial

import numpy as np

from pycore import features, render
from pycore.history import History
from pycore.maps import Maps
from pycore.network import Pass, play
from pycore.watch import Watch

__all__ = ["Frame"]

#: Samples along a side of the output's map, and of the small maps of units and features (means of blocks of the former).
MAP_SIDE, UNIT_SIDE = 100, 20
#: Numbers in the header: epoch, training loss, test loss, epoch of divergence or -1, rows of history in use, the stop
#: condition that is met as its place in STOPS plus 1 or 0, accuracy in training and in the test (NaN for regression), the
#: learning rate of the next epoch, the number of what the output's map shows (see `look`), of the parameter that is watched
#: the gradient, the last change and over how many epochs (NaN without one), then zeros.
HEADER = 16
STOPS = ("epoch", "loss", "patience")
_TYPES = {"f64": np.float64, "f32": np.float32, "u8": np.uint8}


class Frame:
    """The picture of `playground`, as it is at the last `fill`.

    `buffer` is a one-dimensional uint8 array, written in place and never replaced. Sections, as `layout` names them:

    header      f64, see HEADER
    parameters  f64 (P,): layer by layer the weight matrices (units, inputs + 1), row by row, the bias last
    history     f64 (512, 3): epoch, training loss, test loss; only the first rows are in use
    output      u8 (100, 100): shades of the output, from the upper left corner; with three and more classes 32 times the
                likeliest class plus its probability as 0 to 31
    units       u8 (U, 20, 20): shades of the hidden units, layer by layer, and of the output
    features    u8 (F, 20, 20): shades of all features, whether active or not

    A playground that has been configured with a new shape needs a new Frame.
    """

    def __init__(self, playground):
        self.playground = playground
        network = playground.network
        self._offered = features.offered(playground.settings)
        unit_count = sum(network.sizes[1:])
        sizes = {
            "header": (HEADER, "f64"),
            "parameters": (network.parameters.shape[1], "f64"),
            "history": (History.LIMIT * 3, "f64"),
            "output": (MAP_SIDE**2, "u8"),
            "units": (unit_count * UNIT_SIDE**2, "u8"),
            "features": (len(self._offered) * UNIT_SIDE**2, "u8"),
        }
        self._sections, offset = {}, 0
        for name, (length, kind) in sizes.items():
            self._sections[name] = {"offset": offset, "length": length, "type": kind}
            offset += -(-length * np.dtype(_TYPES[kind]).itemsize // 8) * 8
        self.buffer = np.zeros(offset, np.uint8)
        views = {name: self._view(name) for name in sizes}
        self._header, self._parameters = views["header"], views["parameters"]
        self._history = views["history"].reshape(History.LIMIT, 3)
        self._output = views["output"].reshape(MAP_SIDE, MAP_SIDE)
        self._units = views["units"].reshape(unit_count, UNIT_SIDE, UNIT_SIDE)
        self._draw_features(views["features"].reshape(-1, UNIT_SIDE, UNIT_SIDE))
        self._maps = self._everywhere = self._watch = None
        self._looked = 0
        self._values, self._scratch = np.empty((MAP_SIDE, MAP_SIDE)), np.empty((MAP_SIDE, MAP_SIDE))
        self._unit_scratch = np.empty(self._units.shape)
        self.fill()

    def layout(self):
        """Return what the buffer holds, as a JSON-able dict."""
        p = self.playground
        active = {feature.key for feature in p.features}
        return {
            "hash": p.to_hash(),
            "settings": p.settings.by_key(),
            "problems": [],
            "shape": list(p.network.sizes),
            "classes": p.classes,
            "features": [{"key": f.key, "label": f.label, "active": f.key in active} for f in self._offered],
            "mapSide": MAP_SIDE,
            "unitSide": UNIT_SIDE,
            "shades": render.SHADES,
            "extent": render.EXTENT,
            "points": {"train": len(p.train_points), "test": len(p.test_points)},
            "sections": self._sections,
            "bytes": len(self.buffer),
        }

    def look(self, unit):
        """Let the output's map show something else from the next `fill` on, in shades, or with None or 0 the output again.

        Units are numbered from 1, hidden layers in order and then the outputs; features from -1 downwards, as offered.
        """
        unit = unit or 0
        if not -len(self._offered) <= unit <= len(self._units):
            raise ValueError(f"unit: expected {-len(self._offered)} to {len(self._units)}, got {unit}")
        self._looked = unit

    def watch(self, index):
        """Say in the header what goes on with the parameter `index`; None for no parameter."""
        self._watch = None if index is None else Watch(self.playground, index)

    def points(self):
        """Return (n, 3) float32: x1, x2 and label of the training points, then of the test points."""
        return np.concatenate([self.playground.train_points, self.playground.test_points]).astype(np.float32)

    def fill(self):
        """Write the playground as it is now into the buffer."""
        p = self.playground
        history = p.history
        diverged = -1 if p.diverged is None else p.diverged
        self._header[:5] = p.epoch, p.loss_train, p.loss_test, diverged, len(history)
        self._header[5] = STOPS.index(p.stopped) + 1 if p.stopped else 0
        self._header[6:8] = self._accuracies()
        self._header[8:10] = p.learning_rate, self._looked
        self._header[10:13] = np.nan
        if self._watch:
            self._watch.look()
            self._header[10:13] = self._watch.gradient, self._watch.change, self._watch.epochs
        self._history[: len(history)] = history
        self._parameters[:] = p.network.parameters[0]
        with np.errstate(all="ignore"):
            maps = self._fresh_maps()
            maps.fill()
            shade = partial(render.shade, missing=p.diverged is not None, sign=p.settings.discretize)
            if self._looked:
                shade(self._unit_values(), self._output, self._scratch)
            elif p.classes > 2:
                self._draw_classes(maps)
            else:
                maps.write_output(self._values)
                shade(self._values, self._output, self._scratch)
            shade(maps.means, self._units, self._unit_scratch)

    def _accuracies(self):
        """The accuracy in training and in the test, as Playground.accuracy says it, from one pass instead of two."""
        p = self.playground
        if not p.classes:
            return np.nan
        outputs, train = p.trainer.outputs()[0], len(p.train_points)
        labels = np.concatenate([p.train_points[:, 2], p.test_points[:, 2]])
        right = outputs.argmax(axis=0) == labels if p.classes > 2 else (outputs[0] >= 0) == (labels > 0)
        return tuple(part.mean() if len(part) else 0.0 for part in (right[:train], right[train:]))

    def _unit_values(self):
        """What the unit or feature that is looked at says at the samples of the map; probabilities as -1 to 1."""
        p, (x1, x2) = self.playground, render.grid(MAP_SIDE)
        if self._looked < 0:
            return np.asarray(self._offered[-self._looked - 1].function(x1, x2), float).reshape(MAP_SIDE, MAP_SIDE)
        if self._everywhere is None:
            self._everywhere = Pass(p.network, len(x1), keep=self._kept)
        batch = self._everywhere
        play([batch.first(features.inputs(p.features, x1, x2)), *batch.forward()])
        layer, unit = 0, self._looked - 1
        while unit >= p.network.sizes[layer + 1]:
            unit -= p.network.sizes[layer + 1]
            layer += 1
        values = batch.units(layer)[0, unit].reshape(MAP_SIDE, MAP_SIDE)
        return 2 * values - 1 if p.classes > 2 and layer == len(p.network.sizes) - 2 else values

    def _draw_classes(self, maps):
        """Write 32 times the likeliest class, plus its probability as 0 to 31."""
        best, winner = np.full(self._values.shape, -np.inf), np.zeros(self._values.shape, np.uint8)
        for unit in range(self.playground.classes):
            maps.write_output(self._values, unit)  # -1 to 1
            ahead = self._values > best
            best[ahead] = self._values[ahead]
            winner[ahead] = 32 * unit
        strength = (best + 1) * 15.5 if not self.playground.settings.discretize else np.full_like(best, 31.0)
        strength[~np.isfinite(best)] = 0
        np.add(winner, strength, out=self._output, casting="unsafe")

    def _view(self, name):
        section = self._sections[name]
        dtype = np.dtype(_TYPES[section["type"]])
        end = section["offset"] + section["length"] * dtype.itemsize
        return self.buffer[section["offset"] : end].view(dtype)

    def _fresh_maps(self):
        """The maps; made anew when dropout has been switched on or off."""
        p, keep = self.playground, self.playground.trainer.keep
        if self._maps is None or keep is not self._kept:
            self._maps, self._kept = Maps(p.network, p.features, MAP_SIDE, UNIT_SIDE, keep), keep
            self._everywhere = None
        return self._maps

    def _draw_features(self, shades):
        x1, x2 = render.grid(MAP_SIDE)
        block = MAP_SIDE // UNIT_SIDE
        for picture, feature in zip(shades, self._offered, strict=True):
            values = np.asarray(feature.function(x1, x2), float)
            means = values.reshape(UNIT_SIDE, block, UNIT_SIDE, block).mean(axis=(1, 3))
            render.shade(means, picture, np.empty_like(means))
