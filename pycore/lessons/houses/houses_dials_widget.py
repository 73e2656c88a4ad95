"""The widget of the house-price lessons in which the reader is the one who learns: weight and bias by hand."""

from pycore.lessons.houses import houses_marks as drawn
from pycore.lessons.houses import houses_model as houses
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Dial, Exhibit, action

__all__ = ["GOALS", "HouseDials"]

#: The errors to get below, in (k$)²; the first is the story's.
GOALS = (799, 750, 600, 500, 450)


class HouseDials(Exhibit):
    """Weight and bias by hand: make the error small. It begins a little above the goal of 799."""

    TITLE = "Two dials, three houses: make the error small"
    SOURCE = "pycore.lessons.houses.houses_model"
    DIALS = {
        "weight": Dial(0, 0.4, 0.001, 0.1, "Weight", "k$ per sq ft", ".3f"),
        "bias": Dial(0, 460, 1, 140, "Bias", "k$", ".1f"),
    }

    @action
    def start_over(self):
        """Go back to the first line, and to no goal reached."""
        super().start_over()
        self._least = houses.error(self.weight, self.bias)

    def changed(self, name):
        """A goal once reached stays reached."""
        self._least = min(self._least, houses.error(self.weight, self.bias))

    @action
    def best(self):
        """Show the best that the dials can be set to. That counts for no goal."""
        self.weight, self.bias, _ = houses.on_grid()

    def picture(self):
        error = houses.error(self.weight, self.bias)
        said = houses.message(error)
        missing = [limit for limit in GOALS if self._least >= limit]
        # The best is shown, and counts for no goal.
        by_hand = " with your own hands" if missing and error < missing[0] else ""
        return {
            "texts": {
                "error": f"{error:,.0f}",
                "message": said,
                "next": f"Next goal: below {missing[0]}{by_hand}." if missing else "All goals reached.",
            },
            "shown": {"message": bool(said), **{f"below{limit}": self._least < limit for limit in GOALS}},
            "plots": {
                "houses": marks.plot(
                    drawn.NEAR_AREAS,
                    drawn.NEAR_PRICES,
                    [*drawn.line(self.weight, self.bias), *drawn.bars(self.weight, self.bias), drawn.sold()],
                    f"Three houses and the line {drawn.formula(self.weight, self.bias)}; its error is {error:,.0f}",
                ),
                "network": drawn.diagram(["area"], [f"{self.weight:.3f}"], f"{self.bias:.1f}", "price"),
            },
            "says": f"Error {error:,.0f}. {said}",
        }
