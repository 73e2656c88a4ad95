"""The widgets of "And then there were two": ten houses with two inputs each, the plane they lie near, and how to read weights."""

from pycore.lessons.houses import houses_marks as drawn
from pycore.lessons.houses import houses_model as houses
from pycore.lessons.houses import linear_model as linear
from pycore.lessons.houses.houses_steps import Descending
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit

__all__ = ["HouseQuote", "HouseTwo"]


class HouseTwo(Descending):
    """Two inputs, so two weights and a bias: the error and the predictions remain when the picture is lost."""

    TITLE = "Two inputs: three dials and ten houses"
    SOURCE = "pycore.lessons.houses.houses_model"
    HOUSES = houses.TEN
    WEIGHTS = ("weight1", "weight2")
    KEPT = 300
    #: Errors to get below.
    GOALS = (9735, 5000, 2000, 1500, 1407)
    DIALS = {
        "weight1": Dial(-0.4, 0.4, 0.0001, 0, "Weight of the area", "k$ per sq ft", ".4f"),
        "weight2": Dial(-100, 200, 0.0001, 0, "Weight of the bathrooms", "k$ each", ".3f"),
        "bias": Dial(-100, 300, 0.1, 0, "Bias", "k$", ".1f"),
    }

    def picture(self):
        view = self.common()
        weights = [f"{self.weight1:.3f}".replace("-", "−"), f"{self.weight2:.3f}".replace("-", "−")]
        bias = f"{self.bias:.1f}".replace("-", "−")
        network = drawn.diagram(["area", "baths"], weights, bias, "price")
        return {
            **view,
            "texts": {**view["texts"], "least": f"{self._least:,.0f}"},
            "shown": {**view["shown"], **{f"below{limit}": self.error < limit for limit in self.GOALS}},
            "plots": {**view["plots"], "network": network},
            "tables": {**view["tables"], "houses": self._houses()},
            "says": f"{self.steps} {view['texts']['steps_word']}. Error {self.error:,.0f}. {view['texts']['state']}",
        }

    def _houses(self):
        table = houses.error_table(self.weights, self.bias, houses.TEN)
        rows = [
            [f"{area:,.0f}", f"{baths:.0f}", f"{price:.1f}", f"{said:,.1f}".replace("-", "−"), drawn.signed(missed)]
            for (area, price, said, missed, _), baths in zip(table, houses.TEN.inputs[1], strict=True)
        ]
        worst = int(abs(table[:, 3]).argmax())
        return {"head": ["Area", "Baths", "Price", "Predicted", "Difference"], "rows": rows, "strong": [worst]}


class HouseQuote(Exhibit):
    """The best plane at work: what area, bathrooms and bias each add to a price, beside the plane and the ten houses in space."""

    TITLE = "Read the weights: what does each input add to the price?"
    SOURCE = "pycore.lessons.houses.houses_model"
    DIALS = {
        "area": Dial(1300, 3100, 10, 2000, "Area", "sq ft", ",.0f"),
        "baths": Dial(1, 6, 1, 3, "Bathrooms", "", "d", is_whole=True),
    }
    CHOICES = {
        "inputs": Choice((("both", "Both"), ("area", "Area"), ("baths", "Bathrooms")), "both", "The network knows"),
    }

    def __init__(self, **options):
        self._found = {}
        for name, rows in (("both", [0, 1]), ("area", [0]), ("baths", [1])):
            inputs = houses.TEN.inputs[rows]
            weights, bias = linear.best(inputs, houses.TEN.prices)
            full = [0.0, 0.0]
            for row, weight in zip(rows, weights.tolist(), strict=True):
                full[row] = weight
            self._found[name] = full, bias, linear.error(inputs, houses.TEN.prices, weights, bias)
        super().__init__(**options)

    def picture(self):
        (area, bath), bias, error = self._found[self.inputs]
        parts = [area * self.area, bath * self.baths, bias]
        price = sum(parts)
        terms = [
            [f"{self.area:,.0f} sq ft", f"{area:.4f}", drawn.signed(parts[0])],
            [f"{self.baths} bathroom{'s' * (self.baths > 1)}", f"{bath:.2f}".replace("-", "−"), drawn.signed(parts[1])],
            ["bias", "", drawn.signed(bias)],
            ["price, k$", "", f"{price:,.1f}"],
        ]
        more = f"One bathroom more, at the same area, changes the price by {drawn.signed(bath)} k$."
        return {
            "texts": {"price": f"{price:,.1f} k$", "error": f"{error:,.0f}", "more": more},
            "plots": {"parts": self._bars(parts, price), "space": self._space(area, bath, bias)},
            "tables": {"terms": {"head": ["Input", "× weight", "= k$"], "rows": terms, "strong": [3]}},
            "says": f"{price:,.1f} k$. {more}",
        }

    @staticmethod
    def _bars(parts, price):
        """Bars that start where the one before ended."""
        names = ("area", "baths", "bias", "price")
        rows, tones, notes, level = [], [], [], 0.0
        for place, part in enumerate(parts):
            rows.append((place - 0.35, level, place + 0.35, level + part))
            tones.append("pos" if part >= 0 else "neg")
            level += part
            notes.append(marks.note((place, max(level, level - part)), drawn.signed(part), "ink", "middle", dy=-6))
        rows.append((2.65, 0, 3.35, price))
        tones.append("ink-3")
        notes.append(marks.note((3, max(price, 0)), f"{price:,.0f}", "ink", "middle", is_strong=True, dy=-6))
        ends = [0.0, *(value for row in rows for value in (row[1], row[3]))]
        low, high = min(0.0, min(ends)), max(ends)
        room = 0.12 * (high - low)
        return marks.plot(
            marks.axis(-0.6, 3.6, list(enumerate(names))),
            marks.axis(low - (room if low else 0), high + room, label="k$"),
            [marks.bars(rows, tones=tones), *notes],
            "What area, bathrooms and bias add to the price: "
            + ", ".join(drawn.signed(part) for part in parts)
            + f"; together {price:,.1f} k$",
        )

    def _space(self, area, bath, bias):
        """The plane, the ten houses with bars to it, and the house that is asked for; each axis from -1 to 1."""

        def spot(at, baths, price):
            return (at - 2200) / 900, (baths - 3.5) / 2.5, (price - 350) / 300

        def plane(at, baths):
            return spot(at, baths, area * at + bath * baths + bias)

        edges = [plane(1300, 1), plane(3100, 1), plane(3100, 6), plane(1300, 6)]
        ten = [
            (at, baths, price)
            for (at, baths), price in zip(houses.TEN.inputs.T.tolist(), houses.TEN.prices.tolist(), strict=True)
        ]
        floor = [spot(at, baths, 50) for at, baths in ((1300, 1), (3100, 1), (3100, 6), (1300, 6), (1300, 1))]
        shown = [
            marks.line(floor, "line-strong", 1),
            marks.line([spot(1300, 1, 50), spot(1300, 1, 650)], "line-strong", 1),
            marks.polygon(edges, "ink-3", 0.18),
            marks.line([*edges, edges[0]], "ink-3", 1.5),
            marks.segments([(*spot(*house), *plane(*house[:2])) for house in ten], "neg", 4),
            marks.dots([spot(*house) for house in ten], "pos", 6),
            marks.dots([plane(self.area, self.baths)], "ink", 8),
            marks.note(spot(2300, 0.6, 50), "area →", anchor="middle"),
            marks.note(spot(3250, 3.5, 50), "baths →"),
            marks.note(spot(1300, 1, 680), "price ↑", anchor="middle"),
        ]
        label = "Ten houses in space, by area, bathrooms and price, the plane of the network, and the house that is asked for"
        return marks.plot(marks.axis(-1, 1, ()), marks.axis(-1, 1, ()), shown, label, is_space=True)
