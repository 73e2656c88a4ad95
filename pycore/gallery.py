"""Many networks in one picture: a small output map, the losses and the accuracy of every run, in one buffer."""

import numpy as np

from pycore import render
from pycore.maps import Maps

__all__ = ["Gallery"]

#: Samples along a side of each map.
SIDE = 40
#: Numbers in the header: epoch, how many runs have succeeded, then zeros.
HEADER = 8
#: A run has succeeded when so many of its test points are told right, or with regression when its test loss is at most this.
GOOD_ACCURACY, GOOD_LOSS = 0.95, 0.01


class Gallery:
    """The picture of all runs of `playground`, as they are at the last `fill`; used as a Frame is.

    `buffer` is a one-dimensional uint8 array, written in place and never replaced. Sections, as `layout` names them:

    header      f64, see HEADER
    numbers     f64 (R, 3): training loss, test loss, accuracy in the test (NaN for regression)
    maps        u8 (R, 40, 40): shades of each run's output, from the upper left corner; with three and more classes 32 times
                the likeliest class plus its probability as 0 to 31
    """

    #: No setting asks for another layout unless it restarts training.
    outdated = False

    def __init__(self, playground):
        self.playground = playground
        runs, numbers = playground.runs, HEADER + 3 * playground.runs
        self.buffer = np.zeros(8 * numbers + runs * SIDE**2, np.uint8)
        values = self.buffer[: 8 * numbers].view(np.float64)
        self._header, self._numbers = values[:HEADER], values[HEADER:].reshape(runs, 3)
        self._pictures = self.buffer[8 * numbers :].reshape(runs, SIDE, SIDE)
        self._sections = {
            "header": {"offset": 0, "length": HEADER, "type": "f64"},
            "numbers": {"offset": 8 * HEADER, "length": 3 * runs, "type": "f64"},
            "maps": {"offset": 8 * numbers, "length": runs * SIDE**2, "type": "u8"},
        }
        self._scratch = np.empty((SIDE, SIDE))
        self._maps = None
        self.fill()

    def layout(self):
        """Return what the buffer holds, as a JSON-able dict."""
        p = self.playground
        return {
            "hash": p.to_hash(),
            "settings": p.settings.by_key(),
            "seeds": list(p.seeds),
            "classes": p.classes,
            "side": SIDE,
            "goodAccuracy": GOOD_ACCURACY,
            "goodLoss": GOOD_LOSS,
            "sections": self._sections,
            "bytes": len(self.buffer),
        }

    def points(self):
        """Return (n, 3) float32: the points of run 0, as Frame.points does."""
        return np.concatenate([self.playground.train_points, self.playground.test_points]).astype(np.float32)

    def fill(self):
        """Write the runs as they are now into the buffer."""
        p = self.playground
        self._numbers[:, :2] = p.losses
        self._numbers[:, 2] = [p.accuracy(run=run) if p.classes else np.nan for run in range(p.runs)]
        good = self._numbers[:, 2] >= GOOD_ACCURACY if p.classes else self._numbers[:, 1] <= GOOD_LOSS
        self._header[:2] = p.epoch, np.count_nonzero(good)
        keep = p.trainer.keep
        if self._maps is None or keep is not self._kept:
            self._maps = [Maps(p.network, p.features, SIDE, SIDE // 2, keep, run) for run in range(p.runs)]
            self._kept = keep
        with np.errstate(all="ignore"):
            for maps, picture in zip(self._maps, self._pictures, strict=True):
                maps.fill()
                self._draw(maps, picture)

    def _draw(self, maps, picture):
        p = self.playground
        each = np.empty((p.network.sizes[-1], SIDE, SIDE))
        for unit, values in enumerate(each):
            maps.write_output(values, unit)
        if len(each) > 1:
            render.shade_classes(each, picture, p.settings.discretize)
        else:
            missing = not np.isfinite(each).all()
            render.shade(each[0], picture, self._scratch, missing=missing, sign=p.settings.discretize)
