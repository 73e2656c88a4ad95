"""The widget that works a neuron out step by step: eight passengers of the Titanic, three weights, a sum and its sigmoid."""

from pycore.lessons.neuron import passengers_model as passengers
from pycore.lessons.widgets import marks
from pycore.lessons.widgets.exhibit_base import Choice, Dial, Exhibit, ExhibitError, action
from pycore.lessons.widgets.words import minus, number

__all__ = ["PassengerNeuron"]

#: The neurons that can be looked at, by the value of the choice.
NEURONS = {"published": passengers.PUBLISHED, "trained": passengers.TRAINED}
#: Where things are drawn, from 0 to 100: the inputs' heights, and the columns.
HEIGHTS = {"age": 84, "sex": 52, "bias": 20}
INPUT, WEIGHT, SUM, SIGMOID, RESULT = 8, 32, 60, 77, 92


class PassengerNeuron(Exhibit):
    """Who survives? Choose a passenger and follow age and sex through the neuron."""

    TITLE = "One neuron at work: did this passenger survive?"
    SOURCE = "pycore.lessons.neuron.passengers_model"
    CHOICES = {"weights": Choice((("published", "Stopped early"), ("trained", "Trained to the end")), "published", "Weights")}
    #: Counted from 1; 0 for none.
    DIALS = {"passenger": Dial(0, len(passengers.PASSENGERS), 1, 0, "Passenger, 0 for none", format="d", is_whole=True)}

    @action
    def start_over(self):
        """Go back to the first weights and to the passenger that the lesson gave."""
        super().start_over()
        self.looked = self.pinned = ""

    @action
    def choose(self, row):
        """Take the passenger of a row of the table."""
        if str(row) not in map(str, range(len(passengers.PASSENGERS))):
            raise ExhibitError(f"row: expected 0 to {len(passengers.PASSENGERS) - 1}, got {row!r}")
        self.passenger = int(row) + 1

    @property
    def row(self):
        """The passenger's row in the table, or None."""
        return self.passenger - 1 if self.passenger else None

    @action
    def look(self, name):
        """Look at a part of the neuron; "" looks away."""
        self.looked = self._part(name)

    @action
    def pick(self, name):
        """Keep a part of the neuron in view until it is picked again."""
        self.pinned = "" if self._part(name) == self.pinned else name

    def _part(self, name):
        if name not in ("", *HEIGHTS, *(f"weight-{part}" for part in HEIGHTS), "sum", "sigmoid", "result"):
            raise ExhibitError(f"{name!r} is no part of the neuron")
        return name

    def picture(self):
        neuron = NEURONS[self.weights]
        every = passengers.calculate(neuron=neuron)
        right, row = sum(one.is_right for one in every), None if self.row is None else every[self.row]
        said = "Choose a passenger in the table." if row is None else _sentence(row)
        return {
            "texts": {
                "tip": _explain(self.looked or self.pinned, row, neuron)
                or "Point at a part of the neuron, or click it, to see what it does.",
                "chance": "–" if row is None else _percent(row.probability),
                "said": said,
                "right": f"{right} of {len(every)}",
                "limits": _limits(neuron),
            },
            "shown": {"good": row is not None and row.is_right, "bad": row is not None and not row.is_right},
            "plots": {"neuron": self._diagram(neuron, row, said)},
            "tables": {
                "passengers": {
                    "head": ["Age", "Sex", "Survived", "Chance", "Right"],
                    "rows": [
                        [
                            f"{one.passenger.age:g}",
                            _SEX[one.passenger.sex],
                            _YES[one.passenger.survived],
                            _percent(one.probability),
                            "✓" if one.is_right else "✗",
                        ]
                        for one in every
                    ],
                    "strong": [] if self.row is None else [self.row],
                    "action": "choose",
                }
            },
            "says": said,
        }

    def _diagram(self, neuron, row, said):
        seen = self.looked or self.pinned
        part = seen.removeprefix("weight-")
        inputs = (
            {"age": "age", "sex": "sex", "bias": "+1"}
            if row is None
            else {"age": f"{row.passenger.age:g}", "sex": f"{row.passenger.sex}", "bias": "+1"}
        )
        terms = {} if row is None else {"age": row.age_term, "sex": row.sex_term, "bias": row.bias}
        names = {"age": "age", "sex": "sex", "bias": ""}
        lines, nodes = [], []
        for name, height in HEIGHTS.items():
            weight, is_seen = getattr(neuron, name), part == name or seen == "sum"
            lines += [(INPUT, height, WEIGHT, height, is_seen), (WEIGHT, height, SUM, HEIGHTS["sex"], is_seen)]
            nodes += [
                marks.node(
                    (INPUT, height),
                    inputs[name],
                    "ink",
                    width=46,
                    height=46,
                    label=names[name] if row is not None else "",
                    is_strong=seen == name,
                ),
                marks.node(
                    (WEIGHT, height),
                    minus(f"{weight:.6g}") if seen == f"weight-{name}" else number(weight, 3),
                    "pos" if weight > 0 else "neg",
                    "pill",
                    *((118, 36) if seen == f"weight-{name}" else (86, 32)),
                    label=f"= {number(terms[name], 3)}" if terms else "",
                    is_strong=seen == f"weight-{name}",
                ),
            ]
        middle = HEIGHTS["sex"]
        lines += [
            (SUM, middle, SIGMOID, middle, seen == "sigmoid"),
            (SIGMOID, middle, RESULT, middle, seen in ("sigmoid", "result")),
        ]
        blank = row is None
        nodes += [
            marks.node(
                (SUM, middle),
                "Σ" if blank else number(row.sum, 3),
                "ink",
                width=62,
                height=46,
                label="sum",
                is_strong=seen == "sum",
            ),
            marks.node((SIGMOID, middle), "σ", "ink", "square", 40, 40, is_strong=seen == "sigmoid"),
            marks.note((SIGMOID, middle), "sigmoid", "ink-2", "middle", dy=-32),
            marks.node(
                (RESULT, middle),
                "?" if blank else _percent(row.probability),
                "ink",
                width=62,
                height=46,
                label="chance",
                is_strong=seen == "result",
            ),
        ]
        return marks.plot(
            None,
            None,
            [
                marks.segments([line[:4] for line in lines if not line[4]], "line-strong", 2, 1.0),
                marks.segments([line[:4] for line in lines if line[4]], "ink", 3, 1.0),
                *nodes,
                marks.spots(
                    [
                        *(
                            (name, INPUT, height, 48, 48, f"Input: {'always 1' if name == 'bias' else name}")
                            for name, height in HEIGHTS.items()
                        ),
                        *(
                            (f"weight-{name}", WEIGHT, height, 76, 44, f"Weight of {'+1, the bias' if name == 'bias' else name}")
                            for name, height in HEIGHTS.items()
                        ),
                        ("sum", SUM, middle, 64, 48, "The weighted sum"),
                        ("sigmoid", SIGMOID, middle, 44, 44, "The sigmoid"),
                        ("result", RESULT, middle, 60, 48, "The chance of survival"),
                    ]
                ),
            ],
            f"A neuron with the inputs age, sex and +1, three weights, a sum and a sigmoid. {said}",
        )


_SEX, _YES = {0: "male, 0", 1: "female, 1"}, {0: "no", 1: "yes"}


def _percent(share):
    """A probability with one digit: two passengers' 50 % are on different sides of one half.

    >>> _percent(0.499478), _percent(0.5004)
    ('49.9 %', '50.0 %')
    """
    return f"{100 * share:.1f} %"


def _sentence(row):
    who = f"{'Woman' if row.passenger.sex else 'Man'}, {row.passenger.age:g}"
    if row.passenger.sex and row.passenger.age < 18:
        who = f"Girl, {row.passenger.age:g}"
    judged = "survives" if row.prediction else "dies"
    true = "survived" if row.passenger.survived else "died"
    side = "above" if row.prediction else "not above"
    return (
        f"{who}: {_percent(row.probability)} is {side} one half, so the neuron says “{judged}”. In truth, this passenger {true}."
    )


def _explain(part, row, neuron):
    """Return what is told about a part of the neuron; "" for none."""
    if not part:
        return ""
    if part.startswith("weight-"):
        name = part.removeprefix("weight-")
        weight = getattr(neuron, name)
        what = {"age": "Each year of age adds", "sex": "Being a woman adds", "bias": "Whoever comes, this adds"}[name]
        return f"{what} {minus(f'{weight:.6g}')} to the sum."
    if part in HEIGHTS:
        return {
            "age": "Age in years.",
            "sex": "Sex as a number: 0 for men, 1 for women.",
            "bias": "An input that is always 1. Its weight is the bias.",
        }[part]
    if row is None:
        return "Choose a passenger in the table first: then there are numbers to work with."
    if part == "sum":
        terms = [number(term, 5) for term in (row.age_term, row.sex_term, row.bias)]
        return f"{terms[0]} from age, {terms[1]} from sex, {terms[2]} from the bias: together {number(row.sum, 5)}."
    if part == "sigmoid":
        return f"Number in: {number(row.sum, 5)}. Then 1 / (1 + e^{number(-row.sum, 5)}) = {row.probability:.5f}."
    return f"{row.probability:.6f}, so {_percent(row.probability)}. Above one half means “survives”."


def _limits(neuron):
    """What the weights come down to, as a rule about age."""
    woman, man = (passengers.age_limit(sex, neuron) for sex in (1, 0))
    women = (
        f"women younger than {woman:.1f} years survive"
        if woman < 100
        else "every woman survives (the age limit would be " + f"{woman:.0f})"
    )
    men = "no man does" if man <= 0 else f"and men younger than {man:.1f}"
    return f"All that these weights say: {women}, {men}."
