"""The widgets of the house-price lessons: lines tried and turned by hand, and lines that gradient descent finds."""

from pycore.exhibits import marks
from pycore.exhibits.base import Dial, Exhibit, action
from pycore.walkthroughs import houses

__all__ = ["HouseDials"]

#: What the plots of houses show of areas and prices.
AREAS, PRICES = marks.axis(1400, 2600, (1600, 2000, 2400), "{:,g} sq ft"), marks.axis(240, 460, (280, 320, 360, 400, 440), "{:g} k$")


def line_and_bars(weight, bias, three=houses.THREE):
    """Return marks: the line, a bar from it to each house with its error, and the houses."""
    table = houses.error_table(weight, bias, three)
    ends = [(area, price, area, said) for area, price, said, _, _ in table]
    low, high = AREAS["low"], AREAS["high"]
    return [
        marks.line([(low, weight * low + bias), (high, weight * high + bias)]),
        marks.segments(ends),
        *(marks.note((area, (price + said) / 2), signed(missed), dx=12, dy=4) for area, price, said, missed, _ in table),
        marks.dots(table[:, :2]),
    ]


def signed(value, digits=1):
    """Return a number with its sign.

    >>> signed(-2.66)
    '−2.7'
    """
    return f"{value:+.{digits}f}".replace("-", "−")


class HouseDials(Exhibit):
    """Weight and bias by hand: make the error small. It begins a little above the goal of 799."""

    TITLE = "Two dials, three houses: make the error small"
    SOURCE = "pycore.walkthroughs.houses"
    DIALS = {
        "weight": Dial(0, 0.4, 0.001, 0.1, "Weight", "k$ per sq ft", ".3f"),
        "bias": Dial(0, 460, 1, 140, "Bias", "k$", ".1f"),
    }
    #: The goal, in (k$)².
    GOAL = 799

    @action
    def best(self):
        """Show the best that the dials can be set to."""
        self.weight, self.bias, _ = houses.on_grid()

    def picture(self):
        error = houses.error(self.weight, self.bias)
        said = houses.message(error)
        return {
            "texts": {"error": f"{error:,.0f}", "message": said},
            "shown": {"goal": error < self.GOAL, "message": bool(said)},
            "plots": {
                "houses": marks.plot(
                    AREAS,
                    PRICES,
                    line_and_bars(self.weight, self.bias),
                    f"Three houses and the line {self.weight:.3f} times area plus {self.bias:g}; its error is {error:,.0f}",
                )
            },
            "says": f"Error {error:,.0f}. {said}",
        }
