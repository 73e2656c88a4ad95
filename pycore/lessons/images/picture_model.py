"""A trained network as it stands: what it measures, how it scales that, its weights, and what it has seen, for distances."""

from dataclasses import dataclass

import numpy as np

from pycore.images.feature_head import FeatureHead
from pycore.images.filter_bank import load_bank
from pycore.images.picture_features import features
from pycore.lessons.images.picture_store import SIDE

__all__ = ["MOST_KEPT", "PORTION", "THRESHOLDS", "PictureModel", "measured", "scaling", "unit_of"]

#: Training pictures whose features are kept to compare with.
MOST_KEPT = 500
#: Pictures that are measured in one go, so that memory stays small.
PORTION = 16
#: The dial for "none of these": from, to, step, and where it begins.
THRESHOLDS = (0.5, 3.0, 0.05, 1.1)
#: Each set of features has this much variance in all, however many numbers it has, so that none drowns the others.
_VARIANCE = 300


def measured(pictures, names):
    """Return the features of pictures (n, side, side, 3), (n, numbers) float64, a portion at a time; `names` as in `features`."""
    starts = range(0, len(pictures), PORTION)
    return np.concatenate([features(pictures[at : at + PORTION], names, load_bank()) for at in starts])


def scaling(found, names):
    """Return (mean (numbers,), factor (numbers,)) that bring features found (n, numbers) to mean 0, and each set to one variance in all.

    One factor for each set: a number that hardly varies in the pictures at hand would otherwise count as much as one that does.
    """
    sizes = [features(np.zeros((1, SIDE, SIDE, 3), np.uint8), name, load_bank()).shape[1] for name in names.split("+")]
    mean, factors, at = found.mean(axis=0, dtype=float), [], 0
    for size in sizes:
        variance = found[:, at : at + size].var(axis=0, dtype=float).sum()
        factors.append(np.full(size, np.sqrt(_VARIANCE / variance) if variance > 1e-12 else 0.0))
        at += size
    return mean.astype(np.float32).astype(float), np.concatenate(factors).astype(np.float32).astype(float)


def unit_of(kept, labels):
    """Return the distance that counts as 1: what 95 % of the kept pictures (n, numbers) have to the nearest other.

    At least half of what two pictures of one class have in the middle (median): pictures taken one right after the other are so much alike
    that everything else would look strange. 1 if there is only one picture.
    """
    if len(kept) < 2:
        return 1.0
    between = distances(kept, kept)
    same = between[(labels[:, None] == labels) & ~np.eye(len(kept), dtype=bool)]
    np.fill_diagonal(between, np.inf)
    usual = np.quantile(between.min(axis=1), 0.95)
    found = max(float(usual), float(np.median(same)) / 2 if len(same) else 0.0)
    return float(np.float32(found)) or 1.0


def distances(some, others):
    """Return the Euclidean distances of all rows of the one (n, numbers) to all of the other (m, numbers), (n, m)."""
    squares = (some**2).sum(axis=1)[:, None] - 2 * some @ others.T + (others**2).sum(axis=1)
    return np.sqrt(np.maximum(squares, 0))


@dataclass
class PictureModel:
    """classes: [(id, name), ...]. settings: {name: value} it was trained with. mean, factor: as from `scaling`. head: the FeatureHead.

    kept (k, numbers), kept_labels (k,), kept_ids (k,): scaled features, class and id of training pictures, rounded as they are saved.
    unit: the distance that counts as 1.
    """

    classes: list
    settings: dict
    mean: np.ndarray
    factor: np.ndarray
    head: FeatureHead
    kept: np.ndarray
    kept_labels: np.ndarray
    kept_ids: np.ndarray
    unit: float

    def inputs(self, pictures):
        """Return what the head takes for pictures (n, side, side, 3): (n, numbers)."""
        return (measured(pictures, self.settings["features"]) - self.mean) * self.factor

    def shares(self, pictures):
        """Return the probability of each class, (n, classes)."""
        return self.head.probabilities(self.inputs(pictures))

    def answers(self, pictures, neighbours=3, threshold=None):
        """Return one dict for each picture: see ImageWorkshop.predict."""
        threshold = THRESHOLDS[3] if threshold is None else threshold
        inputs = self.inputs(pictures)
        shares = self.head.probabilities(inputs)
        away = distances(inputs, self.kept) / self.unit
        order = np.argsort(away, axis=1, kind="stable")[:, : max(neighbours, 1)]
        return [self._answer(*row, neighbours, threshold) for row in zip(shares, away, order, strict=True)]

    def _answer(self, shares, away, order, neighbours, threshold):
        best, near = int(shares.argmax()), float(away[order[0]])
        name, sure = self.classes[best][1], shares[best] * 100
        is_none = near > threshold
        text = f"{name}, {sure:.0f} %"
        if is_none:
            text = f"None of these looks right: it is {near:.1f} times as far from everything seen as usual."
        nearest = [
            {"id": int(self.kept_ids[at]), "class": int(self.kept_labels[at]), "distance": round(float(away[at]), 4)}
            for at in order[:neighbours]
        ]
        return {"shares": shares.tolist(), "best": best, "distance": near, "none": is_none, "nearest": nearest, "text": text}
