"""Many networks in one picture: a small output map, the losses and the accuracy of each, in one buffer."""

import numpy as np

from pycore.picture import colours
from pycore.picture.frame import MOST_OF_A_PICTURE
from pycore.picture.maps import Maps

__all__ = ["ComparisonPicture"]

#: Samples along a side of each map, and of networks whose maps would together cost more than one picture may.
SIDE, COARSE_SIDE = 40, 20
#: Numbers in the header: epoch, how many networks have succeeded, how many epochs of those asked for are left, how much of one is done
#: that is under way, 0 to 1, then zeros.
HEADER = 8
#: A network has succeeded when so many of its test points are told right, or with regression when its test loss is at most this.
GOOD_ACCURACY, GOOD_LOSS = 0.95, 0.01


class ComparisonPicture:
    """The picture of all members of a Comparison, as they are at the last `fill`; used as a Frame is.

    `buffer` is a one-dimensional uint8 array, written in place and never replaced. Sections, as `layout` names them:

    header      f64, see HEADER
    numbers     f64 (M, 3): training loss, test loss, accuracy in the test (NaN for regression); NaN for what has diverged
    maps        u8 (M, 40, 40), of large networks (M, 20, 20): shades of each one's output, from the upper left corner; with
                three and more classes 32 times the likeliest class plus its probability as 0 to 31
    """

    def __init__(self, comparison):
        self.comparison = comparison
        count = len(comparison.members)
        parameters = sum(p.network.parameters.size for p in comparison.playgrounds)
        self._side = SIDE if parameters * SIDE**2 <= MOST_OF_A_PICTURE else COARSE_SIDE
        numbers = HEADER + 3 * count
        self.buffer = np.zeros(8 * numbers + count * self._side**2, np.uint8)
        values = self.buffer[: 8 * numbers].view(np.float64)
        self._header, self._numbers = values[:HEADER], values[HEADER:].reshape(count, 3)
        self._pictures = self.buffer[8 * numbers :].reshape(count, self._side, self._side)
        self._sections = {
            "header": {"offset": 0, "length": HEADER, "type": "f64"},
            "numbers": {"offset": 8 * HEADER, "length": 3 * count, "type": "f64"},
            "maps": {"offset": 8 * numbers, "length": count * self._side**2, "type": "u8"},
        }
        self._members, self._made_for = comparison.members, None
        #: Epochs that are left of those that the page has asked for.
        self.left = 0
        #: How much of an epoch is done that is under way.
        self.share = 0.0
        self.fill()

    def layout(self):
        """Return what the buffer holds, as a JSON-able dict."""
        return {
            "hash": self.comparison.to_hash(),
            "settings": self.comparison.settings.by_key(),
            "kind": self.comparison.kind,
            "members": [{"label": member.label, "changes": member.changes} for member in self._members],
            "classes": self._classes,
            "side": self._side,
            "goodAccuracy": GOOD_ACCURACY,
            "goodLoss": GOOD_LOSS,
            "sections": self._sections,
            "bytes": len(self.buffer),
        }

    def take_over(self, other):
        """Look at what `other` looked at: there is nothing to choose here."""

    def points(self):
        """Return (n, 3) float32: the points of the first network, as Frame.points does."""
        p = self.comparison.playgrounds[0]
        return np.concatenate([p.train_points, p.test_points]).astype(np.float32)

    def fill(self):
        """Write the networks as they are now into the buffer."""
        playgrounds = self.comparison.playgrounds
        self._numbers[:, :2] = np.concatenate([p.losses for p in playgrounds])
        self._numbers[:, 2] = np.concatenate([p.accuracies[:, 1] for p in playgrounds])
        self._numbers[[epoch is not None for p in playgrounds for epoch in p.diverged_runs]] = np.nan
        good = self._numbers[:, 2] >= GOOD_ACCURACY if self._classes else self._numbers[:, 1] <= GOOD_LOSS
        self._header[:2] = self.comparison.epoch, np.count_nonzero(good)
        self.write_progress()
        with np.errstate(all="ignore"):
            for maps, picture, member in zip(self._fresh_maps(), self._pictures, self._members, strict=True):
                maps.fill()
                self._draw(maps, picture, member.playground)

    def write_progress(self):
        """Write `left` and `share` into the header and leave the picture as it is."""
        self._header[2:4] = self.left, self.share

    def _fresh_maps(self):
        """The maps of all members, made anew when dropout has been switched on or off, which they must know from the beginning."""
        masks = [p.trainer.keep for p in self.comparison.playgrounds]
        if self._made_for is None or any(now is not then for now, then in zip(masks, self._made_for, strict=True)):
            self._maps = [Maps(p.network, p.features, self._side, self._side // 2, p.trainer.keep, run) for p, run, _, _ in self._members]
            self._made_for = masks
        return self._maps

    @property
    def _classes(self):
        return self.comparison.playgrounds[0].classes

    def _draw(self, maps, picture, p):
        each = np.empty((p.network.sizes[-1], self._side, self._side))
        for unit, values in enumerate(each):
            maps.write_output(values, unit)
        picture[:] = colours.shades_of(each, p.settings.discretize)
