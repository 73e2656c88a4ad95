"""The widget that moves digits by a pixel: what three networks, all trained on digits in the middle, then say."""

from functools import cache

import numpy as np

from pycore.images import trained
from pycore.images.shifts import accuracy_shifted, shifted
from pycore.lessons.digits.digit_sheets import images_sheet
from pycore.lessons.digits.workshop import a, digit_parts, percent
from pycore.lessons.widgets import marks, sheets
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit

__all__ = ["DigitShift", "share_right"]

NETWORKS = {"ten": "Ten neurons", "hidden": "Hidden layer", "convolution": "Convolution"}
#: How each is drawn.
LOOKS = {"ten": ("neg", True), "hidden": ("ink-3", False), "convolution": ("pos", False)}
#: Where its name stands, and its anchor. Two of the lines lie close together: one name on the inner side, one on the outer.
NAMES_AT = {"ten": (0, 0.4, "middle"), "hidden": (0.6, 0.74, "start"), "convolution": (-1, 0.86, "middle")}
#: Pixels to each side.
FAR = 2


@cache
def _network(name):
    return trained.model(name)


@cache
def share_right(name, right, down):
    """Return the accuracy of a shipped network on the test images, all moved."""
    return accuracy_shifted(_network(name), digit_parts()[1], right, down)


class DigitShift(Exhibit):
    """Move a digit by a pixel or two. Which network still reads it?"""

    TITLE = "One pixel to the side"
    SOURCE = "pycore.images.shifts"
    DIALS = {
        "right": Dial(-FAR, FAR, 1, 1, "To the right, pixels", format="d", is_whole=True),
        "down": Dial(-FAR, FAR, 1, 0, "Down, pixels", format="d", is_whole=True),
    }
    CHOICES = {"digit": Choice(tuple((n, str(n)) for n in range(10)), 3, "The digit")}

    def picture(self):
        _, test = digit_parts()
        # The first image of the digit that all three read where it stands.
        every = [place for place in np.flatnonzero(test.labels == self.digit) if self._all_read(test, place)]
        place = int(every[0])
        moved = shifted(test.pictures[place : place + 1], self.right, self.down)
        rows, read = [], []
        for name, label in NETWORKS.items():
            shares = _network(name).probabilities(moved.reshape(1, -1) / test.full)[0]
            said = int(shares.argmax())
            read.append(said == self.digit)
            mark, of_all = "✓" if read[-1] else "✗", share_right(name, self.right, self.down)
            rows.append([label, f"{said} {mark}", f"{shares[said] * 100:.0f} %", percent(of_all)])
        words = f"An image of {a(self.digit)}"
        there = sheets.sheet(moved / test.full, "ink", [sheets.item("", "moved", f"{words}, moved")])
        wrong = [label.lower() for label, is_right in zip(NETWORKS.values(), read, strict=True) if not is_right]
        said = f"Read wrongly by: {', '.join(wrong)}." if wrong else "All three read it."
        return {
            "texts": {"said": said},
            "sheets": {"before": images_sheet(test, [place], [sheets.item("", "as it was", words)], ""), "moved": there},
            "tables": {"read": {"head": ["Network", "Reads", "Sure", "All 449"], "rows": rows}},
            "plots": {"shares": self._plot()},
            "says": said,
        }

    @staticmethod
    def _all_read(test, place):
        image = test.inputs(slice(place, place + 1))
        return all(_network(name).probabilities(image).argmax() == test.labels[place] for name in NETWORKS)

    def _plot(self):
        ways = range(-FAR, FAR + 1)
        drawn = []
        for name, label in NETWORKS.items():
            tone, is_dashed = LOOKS[name]
            points = [(right, share_right(name, right, 0)) for right in ways]
            drawn += [marks.line(points, tone, is_dashed=is_dashed), marks.dots(points, tone, 5)]
            drawn.append(marks.note(NAMES_AT[name][:2], label, "ink-2", NAMES_AT[name][2]))
        x = marks.axis(-FAR, FAR, [(way, f"{way:+d}".replace("-", "−").replace("+0", "0")) for way in ways], label="pixels to the right")
        y = marks.axis(0, 1, [(0, "0"), (0.5, "50 %"), (1, "100 %")], label="right, of 449 images it has never seen")
        told = "; ".join(f"{label}: {', '.join(percent(share_right(name, way, 0)) for way in ways)}" for name, label in NETWORKS.items())
        return marks.plot(x, y, drawn, f"Accuracy by how far all images are moved, from 2 pixels left to 2 right. {told}")
