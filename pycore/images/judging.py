"""How good answers are: accuracy beside the baseline, recall and specificity, and which class is taken for which."""

from typing import NamedTuple

import numpy as np

__all__ = ["Verdict", "baseline", "confusion", "verdict"]


class Verdict(NamedTuple):
    """What is to be said of answers to "is it one of these or not?"; all shares are from 0 to 1, nan where nothing was asked.

    accuracy: right answers of all. baseline: that of always giving the more common answer. recall: of those that are one, how many were
    found. specificity: of those that are none, how many were left alone. balanced: the mean of these two.
    """

    accuracy: float
    baseline: float
    recall: float
    specificity: float

    @property
    def balanced(self):
        return (self.recall + self.specificity) / 2


def verdict(said, true):
    """Return the Verdict of answers `said` (n,) against `true` (n,), both bool."""
    said, true = np.asarray(said, bool), np.asarray(true, bool)
    share = true.mean()
    with np.errstate(invalid="ignore", divide="ignore"):
        recall = np.float64((said & true).sum()) / true.sum()
        specificity = np.float64((~said & ~true).sum()) / (~true).sum()
    return Verdict(float((said == true).mean()), float(max(share, 1 - share)), float(recall), float(specificity))


def baseline(labels, classes):
    """Return the accuracy of always answering the most common of `classes` classes: labels (n,) whole numbers."""
    return float(np.bincount(labels, minlength=classes).max() / len(labels))


def confusion(said, true, classes):
    """Return the counts (classes, classes): row by what it is, column by what was said; both (n,) whole numbers."""
    return np.bincount(np.asarray(true, int) * classes + np.asarray(said, int), minlength=classes**2).reshape(classes, classes)
