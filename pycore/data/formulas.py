"""Formulas of x1 and x2 that people type: read by a small grammar of our own, so that no text is ever run as Python.

    sum      = product {("+" | "-") product}
    product  = signed {("*" | "/") signed}
    signed   = ("-" | "+") signed | power
    power    = operand [("^" | "**") signed]
    operand  = number | name | function "(" sum {"," sum} ")" | "(" sum ")"

As in mathematics, -x1^2 is -(x1^2) and x1^2^3 is x1^(2^3). A multiplication is always written (2*x1, not 2x1). Names are x1, x2,
pi and e, and the functions are those of FUNCTIONS; capitals and spaces do not matter. Angles are in radians.
"""

import math
import operator
import re
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

__all__ = ["FUNCTIONS", "LARGEST", "MOST_CHARACTERS", "MOST_NESTED", "Expression", "ExpressionError"]

#: Values are kept between -LARGEST and LARGEST.
LARGEST = 1e6
#: Characters of a formula, as typed and as it is written back.
MOST_CHARACTERS = 200
#: Brackets, exponents and signs within each other.
MOST_NESTED = 24

_ONE = MappingProxyType(
    {
        "sin": np.sin,
        "cos": np.cos,
        "tan": np.tan,
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
        "abs": np.abs,
        "sign": np.sign,
        "floor": np.floor,
        "tanh": np.tanh,
        "sigmoid": lambda value: 0.5 + 0.5 * np.tanh(0.5 * value),
        "gauss": lambda value: np.exp(-value * value),
    }
)
_TWO = MappingProxyType({"min": np.minimum, "max": np.maximum})
# The ** of arrays squares by multiplication where np.power would round differently.
_ARITHMETIC = MappingProxyType(
    {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": operator.pow, "negative": np.negative}
)
#: How many values each function takes. log is the natural one, gauss(u) is exp(-u^2), sign(0) is 0.
FUNCTIONS = MappingProxyType({**dict.fromkeys(_ONE, 1), **dict.fromkeys(_TWO, 2)})
_CONSTANTS = MappingProxyType({"pi": math.pi, "e": math.e})
_OPERATORS = MappingProxyType({**_ARITHMETIC, **_ONE, **_TWO})

_TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:e[+-]?[0-9]+)?)|(?P<name>[a-z][a-z0-9]*)|(?P<sign>\*\*|[-+*/^(),])",
    re.ASCII | re.IGNORECASE,
)
_OPERAND = "a number, x1, x2, pi, e, a function or ("


class ExpressionError(ValueError):
    """A formula that can't be read: `position` (0 is the first character), what was `expected` there, and the `text`."""

    def __init__(self, text, position, expected, got):
        self.text, self.position, self.expected = text, position, expected
        super().__init__(f"expected {expected} at character {position + 1}, got {got}")

    @property
    def pointer(self):
        """Two lines for a fixed-width font: the formula, and a ^ under the place."""
        return f"{''.join(c if c.isprintable() else ' ' for c in self.text)}\n{' ' * self.position}^"


class Node(NamedTuple):
    """A formula as a tree: an operator or function of other nodes, or a leaf "x1", "x2", "pi", "e" or "number"."""

    kind: str
    parts: tuple = ()
    value: float = 0.0


class Expression:
    """A function of x1 and x2 that `text` describes; raises ExpressionError if it does not.

    `text` is then the formula in its one way of writing, without spaces and needless brackets, `label` the same for people.
    Expressions are equal when their texts are.

    >>> bump = Expression("gauss( x1 ) * (X2**2)")
    >>> bump.text, bump.label
    ('gauss(x1)*x2^2', 'gauss(X₁)·X₂²')
    >>> bump(np.array([0.0, 1.0]), np.array([3.0, 0.0])).tolist()
    [9.0, 0.0]
    """

    def __init__(self, text):
        if len(text) > MOST_CHARACTERS:
            raise ExpressionError(text, MOST_CHARACTERS, f"a formula of at most {MOST_CHARACTERS} characters", f"{len(text)}")
        self.tree = _Reader(text).read()
        self.text = _written(self.tree)
        if len(self.text) > MOST_CHARACTERS:
            # Only numbers grow: .5 is written 0.5, 1e9 is written 1000000000.
            expected = f"a formula that needs at most {MOST_CHARACTERS} characters, written as {self.text[:20]}..."
            raise ExpressionError(text, 0, expected, f"{len(self.text)}")

    def __call__(self, x1, x2):
        """Return the values at the points of two float arrays of one shape: a new float64 array of that shape.

        There is a number everywhere: what is not defined (log(-1), 0/0) is 0, and values beyond LARGEST, infinite ones too,
        are LARGEST with their sign. That is done once, to the result; 1/(1/x1) at 0 is 0.
        """
        places = {"x1": np.asarray(x1, dtype=float), "x2": np.asarray(x2, dtype=float)}
        with np.errstate(all="ignore"):
            values = np.empty(places["x1"].shape)
            values[...] = _evaluated(self.tree, places)
        np.nan_to_num(values, copy=False, nan=0.0)
        return np.clip(values, -LARGEST, LARGEST, out=values)

    @property
    def label(self):
        """The formula as people write it: X₁, X₂, ², ³, · and −."""
        text = re.sub(r"\^([23])(?![\d.^])", lambda match: "²³"[int(match[1]) - 2], self.text)
        for plain, fine in (("x1", "X₁"), ("x2", "X₂"), ("*", "·"), ("-", "−")):
            text = text.replace(plain, fine)
        return text

    def __eq__(self, other):
        return self.text == other.text if isinstance(other, Expression) else NotImplemented

    def __hash__(self):
        return hash(self.text)

    def __repr__(self):
        return f"Expression({self.text!r})"


class _Token(NamedTuple):
    kind: str  # "number", "name", "sign" or "end"
    text: str
    position: int


class _Reader:
    """Turns a text into a tree by the grammar above: a method for each of its lines."""

    def __init__(self, text):
        self._text = text
        self._tokens = list(_tokens(text))
        self._next = self._nested = 0

    def read(self):
        tree = self._sum()
        if self._peek().kind != "end":
            raise self._error("an operator (+ - * / ^) or the end")
        return tree

    def _sum(self):
        tree = self._product()
        while sign := self._take("+", "-"):
            tree = Node(sign, (tree, self._product()))
        return tree

    def _product(self):
        tree = self._signed()
        while sign := self._take("*", "/"):
            tree = Node(sign, (tree, self._signed()))
        return tree

    def _signed(self):
        if sign := self._take("+", "-"):
            inner = self._deeper(self._signed)
            return inner if sign == "+" else Node("negative", (inner,))
        return self._power()

    def _power(self):
        tree = self._operand()
        return Node("^", (tree, self._deeper(self._signed))) if self._take("^", "**") else tree

    def _operand(self):
        token = self._peek()
        if token.kind == "number":
            value = float(token.text)
            if not math.isfinite(value):
                raise self._error("a number below 1e308")
            self._next += 1
            return Node("number", value=value)
        if self._take("("):
            tree = self._deeper(self._sum)
            self._need(")", "an operator (+ - * / ^) or )")
            return tree
        if token.kind != "name":
            raise self._error(_OPERAND)
        name = token.text
        if name not in FUNCTIONS and name not in _CONSTANTS and name not in ("x1", "x2"):
            raise self._error("x1, x2, pi, e or a function (" + " ".join(FUNCTIONS) + ")")
        self._next += 1
        return self._call(name) if name in FUNCTIONS else Node(name)

    def _call(self, name):
        count = FUNCTIONS[name]
        self._need("(", f"( after {name}")
        parts = [self._deeper(self._sum)]
        while len(parts) < count:
            self._need(",", f"a comma, as {name} takes {count} values,")
            parts.append(self._deeper(self._sum))
        self._need(")", "an operator (+ - * / ^) or )")
        return Node(name, tuple(parts))

    def _deeper(self, read):
        self._nested += 1
        if self._nested > MOST_NESTED:
            raise self._error(f"at most {MOST_NESTED} brackets, exponents and signs within each other")
        tree = read()
        self._nested -= 1
        return tree

    def _peek(self):
        return self._tokens[self._next]

    def _take(self, *signs):
        """Return the next token's text and go on if it is one of the signs, else return ""."""
        token = self._peek()
        if token.kind != "sign" or token.text not in signs:
            return ""
        self._next += 1
        return token.text

    def _need(self, sign, expected):
        if not self._take(sign):
            raise self._error(expected)

    def _error(self, expected):
        token = self._peek()
        return ExpressionError(self._text, token.position, expected, "the end" if token.kind == "end" else repr(token.text))


def _tokens(text):
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if not match:
            raise ExpressionError(text, position, "a number, a name, an operator or a bracket", repr(text[position]))
        yield _Token(match.lastgroup, match[0].lower(), position)
        position = match.end()
    yield _Token("end", "", len(text))


def _evaluated(node, places):
    """The values of a tree: an array, or a number if neither x1 nor x2 occurs."""
    if node.kind in places:
        return places[node.kind]
    if node.kind in _CONSTANTS:
        return np.float64(_CONSTANTS[node.kind])
    if node.kind == "number":
        return np.float64(node.value)
    return _OPERATORS[node.kind](*(_evaluated(part, places) for part in node.parts))


#: How tightly a kind of node holds together; whatever is not here is an operand.
_BINDING = MappingProxyType({"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3, "^": 4})
_LEVEL_OF_OPERANDS = 5


def _written(node):
    """The shortest text that reads as this tree."""
    if node.kind == "number":
        return _number(node.value)
    if node.kind == "negative":
        return "-" + _within(node.parts[0], 3)
    if node.kind in FUNCTIONS:
        return f"{node.kind}({','.join(map(_written, node.parts))})"
    if not node.parts:
        return node.kind
    level = _BINDING[node.kind]
    left, right = (5, 3) if node.kind == "^" else (level, level + 1)
    return _within(node.parts[0], left) + node.kind + _within(node.parts[1], right)


def _within(node, level):
    """The text of a node where something that binds at least as `level` is needed."""
    text = _written(node)
    return text if _BINDING.get(node.kind, _LEVEL_OF_OPERANDS) >= level else f"({text})"


def _number(value):
    text = repr(value).removesuffix(".0")
    return text.replace("e+", "e").replace("e-0", "e-")
