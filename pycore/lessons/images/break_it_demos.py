"""What can go wrong with a network that learns from pictures, shown with shapes: each trains, measures and says what to learn.

>>> demo = Demo("background", seed=1)
>>> while not demo.go():
...     pass
>>> [round(number["value"], 2) for number in demo.answer()["numbers"]]
[1.0, 0.0]
"""

import base64

import numpy as np

from pycore.images.quick_random import QuickRandom
from pycore.lessons.images.drawn_shapes import BRIGHT, DARK, INK, SIDE, drawn
from pycore.lessons.images.picture_store import ImagesError
from pycore.lessons.images.shape_trial import ShapeTrial, others

__all__ = ["DEMOS", "Demo", "demo_list"]

#: Pictures of each class that are tested with, and of each kind that are shown.
_TESTED, _SHOWN = 200, 4


class Demo:
    """One of DEMOS. `go` trains an epoch of one of its networks, and says whether all is done; then `answer` has what there is to show."""

    def __init__(self, name, seed=0):
        if name not in DEMOS:
            raise ImagesError(f"name: expected one of {', '.join(DEMOS)}, got {str(name)[:60]!r}")
        if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**31:
            raise ImagesError(f"seed: expected a whole number from 0 to {2**31 - 1}, got {str(seed)[:40]!r}")
        self.name, self.seed, self.share = name, seed, 0.0
        self._make, self.title, _, self._lesson = DEMOS[name]
        self.trials, self._begin = _trials(name, seed), 0
        self._work = self._steps()

    def _steps(self):
        for place, trial in enumerate(self.trials):
            for share in trial.steps():
                self.share = (place + share) / len(self.trials)
                yield

    def go(self):
        """Train for one more epoch; returns whether all is done."""
        next(self._work, None)
        return self.share == 1

    def answer(self):
        """Return what there is to show, as JSON can hold it.

        "title", "pictures" [{"base64", "side", "channels", "label", "caption"}], "numbers" [{"label", "value", "text"}],
        "verdict" and "lesson".
        """
        pictures, numbers, verdict = self._make(self.trials, self.seed)
        return {"title": self.title, "pictures": pictures, "numbers": numbers, "verdict": verdict, "lesson": self._lesson}


def _trials(name, seed):
    if name == "background":
        return [ShapeTrial((30, 30), seed, (DARK, BRIGHT))]
    if name == "imbalance":
        return [ShapeTrial((100, 100), seed), ShapeTrial((100, 10), seed)]
    return [ShapeTrial((100, 100), seed)]


def _background(trials, seed):
    (trial,) = trials
    same, swapped = others(_TESTED, seed, (DARK, BRIGHT)), others(_TESTED, seed, (BRIGHT, DARK))
    first, second = trial.accuracy(*same), trial.accuracy(*swapped)
    pictures = _shown(trial.pictures, trial.labels, "trained on") + _shown(*swapped, "swapped")
    numbers = [_share("Backgrounds as in training", first), _share("Backgrounds swapped", second)]
    verdict = f"{_percent(first)} right while every disc is on dark and every plus on bright; {_percent(second)} once that is swapped."
    return pictures, numbers, verdict


def _imbalance(trials, seed):
    tested = others(_TESTED, seed)
    (even, few) = (trial.recalls(*tested) for trial in trials)
    numbers = [
        _share("Plus signs found, 100 of each to learn from", even[1]),
        _share("Plus signs found, 10 among 100 discs", few[1]),
        _share("Discs found, 100 of each", even[0]),
        _share("Discs found, 100 beside 10 plus signs", few[0]),
    ]
    pictures = _shown(trials[1].pictures, trials[1].labels, "trained on")
    most, least = _percent(even[1]), _percent(few[1])
    verdict = f"Of all plus signs it finds {most} with as many of them as of discs, and {least} with a tenth as many."
    return pictures, numbers, verdict


def _unseen(trials, seed):
    (trial,) = trials
    triangles = drawn("triangle", _TESTED, QuickRandom(7 + seed), BRIGHT, INK)
    sure, known = trial.shares(triangles).max(axis=1), trial.shares(others(_TESTED, seed)[0]).max(axis=1)
    said = trial.shares(triangles[:_SHOWN]).max(axis=1)
    pictures = [_picture(each, "triangle", f"{_percent(share)} sure") for each, share in zip(triangles, said, strict=False)]
    numbers = [
        _share("How sure it is of a triangle, in the middle", float(np.median(sure))),
        _share("How sure it is of discs and plus signs", float(np.median(known))),
        _share("Triangles it is more than 90 % sure of", float((sure > 0.9).mean())),
    ]
    usual = _percent(np.median(sure))
    verdict = f"It has never seen a triangle and has no answer for it, yet it is {usual} sure, in the middle, of what it says."
    return pictures, numbers, verdict


def _shift(trials, seed):
    (trial,) = trials
    pictures, labels = trial.pictures, trial.labels
    right = trial.shares(pictures).argmax(axis=1) == labels
    numbers, moved = [_share("The pictures it has learned", float(right.mean()))], {0: right}
    for by in (1, 2, 4):
        # What leaves on one side comes in on the other: nothing but paper there, since most shapes keep away from the edge.
        moved[by] = trial.shares(np.roll(pictures, by, axis=2)).argmax(axis=1) == labels
        numbers.append(_share(f"The same, {by} pixel{'s' if by > 1 else ''} to the right", float(moved[by].mean())))
    lost = np.flatnonzero(right & ~moved[4])[:_SHOWN]
    shown = []
    for place in lost:
        kind = ("disc", "plus")[labels[place]]
        shown += [_picture(pictures[place], kind, "right"), _picture(np.roll(pictures[place], 4, axis=1), kind, "4 pixels on: wrong")]
    known, one, four = (_percent(moved[by].mean()) for by in (0, 1, 4))
    verdict = f"{known} right on pictures it knows, {one} after one pixel, {four} after four."
    return shown, numbers, verdict


def _clean(trials, seed):
    (trial,) = trials
    tested = others(_TESTED, seed)
    found = trial.accuracy(*tested)
    numbers = [_share("Pictures it has learned", trial.accuracy(trial.pictures, trial.labels)), _share("Others", found)]
    return _shown(*tested, "others"), numbers, f"{_percent(found)} of pictures it has not seen are right, with 100 of each to learn from."


def _share(label, value):
    return {"label": label, "value": float(value), "text": _percent(value)}


def _percent(share):
    return f"{share * 100:.0f} %"


def _shown(pictures, labels, caption):
    return [
        _picture(each, name, caption) for label, name in enumerate(("disc", "plus")) for each in pictures[labels == label][:_SHOWN]
    ]


def _picture(shades, label, caption):
    data = np.repeat(shades[..., None], 3, axis=2)
    return {"base64": base64.b64encode(data.tobytes()).decode(), "side": SIDE, "channels": 3, "label": label, "caption": caption}


#: By name: the function that measures, title, what it is in one sentence, and what is to be learned from it.
DEMOS = {
    "clean": (
        _clean,
        "Discs and plus signs",
        "Two shapes in all places and sizes, on paper: what a network makes of raw pixels.",
        "A hidden layer on raw pixels needs many pictures for something simple, since a shape in another place is something new to it.",
    ),
    "background": (
        _background,
        "The wrong thing learned",
        "Every disc was taken on a dark table, every plus sign on a bright one.",
        "It has learned whatever tells the pictures apart, and here that is the table. Take each class before the same backgrounds.",
    ),
    "imbalance": (
        _imbalance,
        "Ten times as many",
        "A hundred discs, and only ten plus signs.",
        "Whoever mostly sees discs mostly says disc. Look at each class's accuracy, not at that of all, and take as many of each.",
    ),
    "unseen": (
        _unseen,
        "Something else",
        "It knows discs and plus signs. What does it say to a triangle?",
        "The shares always add up to 100 %: it has to choose one of what it knows, and being sure is not being right.",
    ),
    "shift": (
        _shift,
        "A few pixels to the side",
        "The very pictures it has learned, moved.",
        "To a network on raw pixels a picture that has moved is another one. Measured features, or moved copies in training, help.",
    ),
}


def demo_list():
    """Return [{"name", "title", "text"}] of all."""
    return [{"name": name, "title": title, "text": text} for name, (_, title, text, _) in DEMOS.items()]
