"""What the pictures of the house-price lessons are made of: axes, lines kept within them, bars of errors, and the network."""

from pycore.lessons.houses import houses_model as houses
from pycore.lessons.widgets import marks

__all__ = ["ALL_AREAS", "ALL_PRICES", "NEAR_AREAS", "NEAR_PRICES", "bars", "diagram", "formula", "line", "signed", "sold"]

#: Close to the three houses. What a line does to the left of them is not seen here.
NEAR_AREAS = marks.axis(1300, 2600, (1400, 1800, 2200, 2600), label="Area, sq ft")
NEAR_PRICES = marks.axis(240, 480, (280, 320, 360, 400, 440), label="Price, k$")
#: From nothing, so that a line begins at its bias.
ALL_AREAS = marks.axis(0, 2600, (0, 500, 1000, 1500, 2000, 2500), label="Area, sq ft")
ALL_PRICES = marks.axis(0, 500, (0, 100, 200, 300, 400, 500), label="Price, k$")


def signed(value, digits=1):
    """Return a number with its sign.

    >>> signed(-2.66)
    '−2.7'
    """
    return f"{value:+,.{digits}f}".replace("-", "−")


def formula(weight, bias):
    """Return the words of a line.

    >>> formula(0.1, 150), formula(0.18, 0), formula(0.2, -7.25)
    ('0.100 × area + 150.0', '0.180 × area', '0.200 × area − 7.2')
    """
    return f"{weight:.3f} × area".replace("-", "−") + (f" {'+' if bias > 0 else '−'} {abs(bias):,.1f}" if bias else "")


def line(weight, bias, areas=NEAR_AREAS, prices=NEAR_PRICES, tone="ink", width=2.5, *, is_dashed=False, fade=1.0):
    """Return [the mark of a line], cut off where it leaves the plot; [] if it is never on it."""
    ends = [(areas["low"], areas["low"] * weight + bias), (areas["high"], areas["high"] * weight + bias)]
    low, high = prices["low"], prices["high"]
    if all(price < low for _, price in ends) or all(price > high for _, price in ends):
        return []
    cut = [(area, price) if low <= price <= high else _at(min(max(price, low), high), weight, bias) for area, price in ends]
    return [marks.line(cut, tone, width, is_dashed=is_dashed, fade=fade)]


def _at(price, weight, bias):
    """Where a line that isn't flat has a price."""
    return (price - bias) / weight, price


def bars(weight, bias, prices=NEAR_PRICES, three=houses.THREE, *, count=3, has_texts=True):
    """Return marks: for the first `count` houses a bar from its price to the line's, and how much it was missed by.

    What lies above a rising line is written left of its bar, the rest right of it, so that the line crosses no number.
    """
    table = houses.error_table(weight, bias, three)[:count]
    low, high = prices["low"], prices["high"]
    ends = [(area, price, area, min(max(said, low), high)) for area, price, said, _, _ in table]
    texts = [
        marks.note(
            (area, (price + end) / 2), signed(missed), anchor="end" if missed > 0 else "start", dx=-12 if missed > 0 else 12, dy=4
        )
        for (area, price, _, end), missed in zip(ends, table[:, 3], strict=True)
    ]
    return [marks.segments(ends), *(texts if has_texts else [])]


def sold(size=7):
    """Return the mark of the three houses: areas and prices."""
    return marks.dots(list(zip(houses.THREE.inputs[0], houses.THREE.prices, strict=True)), size=size)


def diagram(inputs, weights, bias, output):
    """Return the plot of a neuron with one or two inputs: their names, their weights as texts, the bias as text, what comes out."""
    heights, biased, middle = ([66], 22, 66) if len(inputs) == 1 else ([86, 52], 16, 52)
    ends = [*((9, height, 38, height) for height in heights), *((38, height, 68, middle) for height in (*heights, biased))]
    nodes = [
        *(
            marks.node((9, height), name, "line-strong", width=76, height=40)
            for name, height in zip(inputs, heights, strict=True)
        ),
        *(marks.node((38, height), f"× {text}", "pos", "pill", 96, 32) for text, height in zip(weights, heights, strict=True)),
        marks.node((38, biased), f"− {bias[1:]}" if bias.startswith("−") else f"+ {bias}", "neg", "square", 96, 32),
        marks.node((68, middle), "sum", "ink", width=52, height=52, is_strong=True),
        marks.node((92, middle), output, "line-strong", width=76, height=40),
    ]
    said = ", ".join(f"{name} times {text}" for name, text in zip(inputs, weights, strict=True))
    label = f"One neuron: {said}, plus {bias}, gives the {output}"
    return marks.plot(None, None, [marks.segments([*ends, (68, middle, 92, middle)], "line-strong", 2, 1.0), *nodes], label)
