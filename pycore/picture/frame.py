"""One picture of a playground in one buffer: numbers, maps and weights laid out once, filled in place at every frame.

The page gets a copy of the buffer every frame, the builder puts one into the page at build time. All numbers are
little-endian, every section starts at a multiple of 8 bytes, and `layout` says where.
"""

from functools import partial

import numpy as np

from pycore.data import features
from pycore.nn.history import History
from pycore.picture import colours, contours
from pycore.picture.exact_map import ExactMap
from pycore.picture.maps import Maps
from pycore.picture.parameter_probe import ParameterProbe

__all__ = ["Frame", "finest_side"]

#: Samples along a side of the output's map, and of the small maps of units and features (means of blocks of the former).
MAP_SIDE, UNIT_SIDE = 100, 20
#: Samples that are computed along a side where pictures must cost less; the others lie straight between them.
COARSE_SIDE = 40
#: Multiplications that a picture may cost, about a fifth of a second on a slow device: of larger networks it is always a coarse one.
MOST_OF_A_PICTURE = 100_000_000
#: Pieces of the line between the sides that fit into a picture: all that one line through a third of the samples may have.
PIECES = 2200
#: Numbers in the header: epoch, training loss, test loss, epoch of divergence or -1, rows of history in use, the stop
#: condition that is met as its place in STOPS plus 1 or 0, accuracy in training and in the test (NaN for regression), the
#: learning rate of the next epoch, the number of what the output's map shows (see `look`), of the parameter that is watched
#: the gradient, the last change and over how many epochs (NaN without one), how many pieces of the line between the sides are
#: in use, 1 if the maps are computed coarsely (2 if always, because finer ones would take too long), 1 if the losses are those
#: under a dropout mask; of a regression the RMSE in training and in the test, and R² of both (NaN for classes); how many epochs
#: of those asked for are left to train, and how much of one is done that is under way, 0 to 1, and not in the picture; then zeros.
HEADER = 24
STOPS = ("epoch", "loss", "patience")
_TYPES = {"f64": np.float64, "f32": np.float32, "u8": np.uint8}


def finest_side(network):
    """Return along how many samples a side a map of the network can be computed within MOST_OF_A_PICTURE, COARSE_SIDE at least."""
    return max(COARSE_SIDE, int((MOST_OF_A_PICTURE / network.parameters.shape[1]) ** 0.5))


class Frame:
    """The picture of `playground`, as it is at the last `fill`.

    `buffer` is a one-dimensional uint8 array, written in place and never replaced. Sections, as `layout` names them:

    header      f64, see HEADER
    parameters  f64 (P,): layer by layer the weight matrices (units, inputs + 1), row by row, the bias last
    history     f64 (512, 5): epoch, training loss, test loss, accuracy in training and in the test (NaN for regression);
                only the first rows are in use
    output      u8 (100, 100): shades of the output, from the upper left corner; with three and more classes 32 times the
                likeliest class plus its probability as 0 to 31; with the setting `confidence` shades of how sure it is
    units       u8 (U, 20, 20): shades of the hidden units, layer by layer, and of the output
    features    u8 (F, 20, 20): shades of all features, whether active or not
    kept        u8 (H): for each hidden unit, layer by layer, 0 if dropout leaves it out of the present epoch, else 1
    contour     f32 (2200, 4), with the setting `contour` only: pieces x1, x2, x1, x2 of the line between the sides; see
                pycore.picture.contours; only the first are in use

    Playgrounds of one state, such as one and what a file of it gives, have the same picture to the bit.

    A playground that has been configured with a new shape, or with another `contour`, needs a new Frame.
    """

    def __init__(self, playground):
        self.playground = playground
        network = playground.network
        self._offered = features.offered(playground.settings)
        unit_count = sum(network.sizes[1:])
        sizes = {
            "header": (HEADER, "f64"),
            "parameters": (network.parameters.shape[1], "f64"),
            "history": (History.LIMIT * History.COLUMNS, "f64"),
            "output": (MAP_SIDE**2, "u8"),
            "units": (unit_count * UNIT_SIDE**2, "u8"),
            "features": (len(self._offered) * UNIT_SIDE**2, "u8"),
            "kept": (network.hidden_units, "u8"),
        }
        if playground.settings.contour:
            sizes["contour"] = (PIECES * 4, "f32")
        self._sections, offset = {}, 0
        for name, (length, kind) in sizes.items():
            self._sections[name] = {"offset": offset, "length": length, "type": kind}
            offset += -(-length * np.dtype(_TYPES[kind]).itemsize // 8) * 8
        self.buffer = np.zeros(offset, np.uint8)
        views = {name: self._view(name) for name in sizes}
        self._header, self._parameters = views["header"], views["parameters"]
        self._history = views["history"].reshape(History.LIMIT, History.COLUMNS)
        self._output = views["output"].reshape(MAP_SIDE, MAP_SIDE)
        self._units = views["units"].reshape(unit_count, UNIT_SIDE, UNIT_SIDE)
        self._draw_features(views["features"].reshape(-1, UNIT_SIDE, UNIT_SIDE))
        self._kept = views["kept"]
        self._contour = views["contour"].reshape(PIECES, 4) if "contour" in views else None
        #: Epochs that are left of those that the page has asked for: said in the header, for it to ask again.
        self.left = 0
        #: How much of an epoch is done that is under way.
        self.share = 0.0
        #: Whether the maps are to be computed coarsely from the next `fill` on.
        self.coarse = False
        self._is_large = finest_side(network) < MAP_SIDE
        self._maps = self._exact_map = self._probe = self._made_for = None
        self._looked = 0
        self._scratch = np.empty((MAP_SIDE, MAP_SIDE))
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
            "shades": colours.SHADES,
            "extent": colours.EXTENT,
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

    @property
    def looked(self):
        """The number of what the output's map shows; see `look`."""
        return self._looked

    @property
    def shows_confidence(self):
        """Whether the output's map says how sure the network is, see render.confidence, instead of what it says."""
        return self.playground.settings.confidence and self.playground.classes > 0 and self._looked == 0

    def watch(self, index):
        """Say in the header what goes on with the parameter `index`; None for no parameter."""
        self._probe = None if index is None else ParameterProbe(self.playground, index)

    def take_over(self, other):
        """Look at what `other`, a Frame of the same network, looked at."""
        self._looked, self._probe, self.coarse = other._looked, other._probe, other.coarse

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
        self._header[6:8] = p.accuracies[0]
        self._header[8:10] = p.learning_rate, self._looked
        self._header[14:16] = 2 if self._is_large else self.coarse, p.trainer.keep is not None
        told = [np.nan] * 4 if p.classes else [p.rmse(False), p.rmse(), p.r2(False), p.r2()]
        self._header[16:20] = told
        self.write_progress()
        self._header[10:13] = np.nan
        if self._probe:
            self._probe.look()
            self._header[10:13] = self._probe.gradient, self._probe.change, self._probe.epochs
        self._history[: len(history)] = history
        self._history[len(history) :] = 0  # after a reset there were more
        self._parameters[:] = p.network.parameters[0]
        for numbers in (self._header, self._history[: len(history)], self._parameters):
            np.copyto(numbers, np.nan, where=np.isnan(numbers))  # a file keeps no NaN's sign: one picture for one state
        self._kept[:] = 1 if p.trainer.keep is None else p.trainer.keep[0, :, 0] != 0
        with np.errstate(all="ignore"):
            maps = self._fresh_maps()
            maps.fill()
            values = self._enlarged(self._unit_values() if self._looked else self._outputs(maps))
            shade = partial(colours.shade, missing=p.diverged is not None)
            if self.shows_confidence:
                shade(colours.confidence(values)[0], self._output, self._scratch)
            elif len(values) > 1:
                colours.shade_classes(values, self._output, p.settings.discretize)
            else:
                shade(values[0], self._output, self._scratch, sign=p.settings.discretize)
            shade(maps.means, self._units, self._unit_scratch, sign=p.settings.discretize)
            if self._contour is not None:
                self._draw_contour(values)

    def write_progress(self):
        """Write `left` and `share` into the header and leave the picture as it is."""
        self._header[20:22] = self.left, self.share

    def _outputs(self, maps):
        """(k, side, side): the output, or with three and more classes each one's probability as -1 to 1."""
        side = self._side
        values = np.empty((self.playground.network.sizes[-1], side, side))
        for unit, out in enumerate(values):
            maps.write_output(out, unit)
        return values

    def _unit_values(self):
        """(1, side, side): what the unit or feature that is looked at says."""
        if self._exact_map is None:
            self._exact_map = ExactMap(self.playground, self._side)
        return self._exact_map.values(self._looked)

    @property
    def _side(self):
        return COARSE_SIDE if self.coarse or self._is_large else MAP_SIDE

    def _enlarged(self, values):
        if values.shape[-1] == MAP_SIDE:
            return values
        matrix = colours.enlarging(values.shape[-1], MAP_SIDE)
        return matrix @ values @ matrix.T

    def _draw_contour(self, values):
        pieces = contours.boundary(values)
        if len(pieces) > PIECES:
            pieces = contours.boundary(values[:, ::3, ::3])[:PIECES]
        self._contour[: len(pieces)] = pieces
        self._contour[len(pieces) :] = 0
        self._header[13] = len(pieces)

    def _view(self, name):
        section = self._sections[name]
        dtype = np.dtype(_TYPES[section["type"]])
        end = section["offset"] + section["length"] * dtype.itemsize
        return self.buffer[section["offset"] : end].view(dtype)

    def _fresh_maps(self):
        """The maps; they, and the plane, are made anew when dropout has been switched on or off, and for another fineness."""
        p, wanted = self.playground, (self.playground.trainer.keep, self.coarse)
        if self._made_for is None or any(now is not then for now, then in zip(wanted, self._made_for, strict=True)):
            # A line drawn where values are looked up in a table would tremble.
            exact = self._contour is not None
            self._maps = Maps(p.network, p.features, self._side, UNIT_SIDE, p.trainer.keep, exact=exact)
            self._exact_map = None
            self._made_for = wanted
        return self._maps

    def _draw_features(self, shades):
        x1, x2 = colours.grid(MAP_SIDE)
        block = MAP_SIDE // UNIT_SIDE
        for picture, feature in zip(shades, self._offered, strict=True):
            values = np.asarray(feature.function(x1, x2), float)
            means = values.reshape(UNIT_SIDE, block, UNIT_SIDE, block).mean(axis=(1, 3))
            colours.shade(means, picture, np.empty_like(means))
