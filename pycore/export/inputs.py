"""The features of a playground as NumPy source; formulas are written anew from their trees, never from the text typed."""

from string import Template
from types import MappingProxyType

from pycore.data.formulas import LARGEST, Expression

__all__ = ["code", "formula"]

_NUMPY_NAMES = MappingProxyType(
    {
        **{name: f"np.{name}" for name in ("sin", "cos", "tan", "exp", "log", "sqrt", "abs", "sign", "floor", "tanh", "pi", "e")},
        **{"min": "np.minimum", "max": "np.maximum", "sigmoid": "logistic", "gauss": "gauss", "x1": "x1", "x2": "x2"},
    }
)
#: Functions that NumPy does not have.
_HELPERS = MappingProxyType(
    {
        "sigmoid": "def logistic(u):\n    return 0.5 + 0.5 * np.tanh(0.5 * u)\n\n\n",
        "gauss": "def gauss(u):\n    return np.exp(-u * u)\n\n\n",
    }
)
#: How tightly Python's operators hold; whatever is not here is an operand.
_BINDING = MappingProxyType({"+": 1, "-": 1, "*": 2, "/": 2, "negative": 3, "^": 4})

_TIDY = f'''def defined(values, x1):
    """Return a formula's values at all points; what is undefined is 0, and nothing is beyond {LARGEST:.0f}."""
    values = np.broadcast_to(np.nan_to_num(values, nan=0.0), x1.shape)
    return np.clip(values, {-LARGEST!r}, {LARGEST!r})


'''

_FEATURES = Template('''def features(x1, x2):
    """Return the network's inputs (n, $count) at the points (x1, x2), two arrays (n,): $labels."""
    with np.errstate(all="ignore"):
        columns = [
$columns
        ]
    return np.column_stack(columns)
''')
_PLAIN = Template('''def features(x1, x2):
    """Return the network's inputs (n, $count) at the points (x1, x2), two arrays (n,): $labels."""
    return np.column_stack([$columns])
''')
_NONE = '''def features(x1, x2):
    """Return the network's inputs at the points (x1, x2), two arrays (n,): none at all, (n, 0)."""
    return np.empty((len(x1), 0))
'''


#: What scales a table's columns to what the network is trained on, before anything is made of them.
_SCALED = "    x1, x2 = ((x - offset) * factor for x, (_, offset, factor) in zip((x1, x2), COLUMNS))\n"


def code(features, scales=False):
    """Return source that defines `features(x1, x2)` for a playground's features; `scales`: of a table in its own units."""
    source = _unscaled(features)
    begin = "def features(x1, x2):\n"
    place = source.index("\n", source.index(begin) + len(begin)) + 1  # behind the docstring
    return source[:place] + _SCALED * (scales and bool(features)) + source[place:]


def _unscaled(features):
    if not features:
        return _NONE
    words = {"count": len(features), "labels": ", ".join(feature.label for feature in features)}
    if all(feature.source for feature in features):
        return _PLAIN.substitute(words, columns=", ".join(feature.source for feature in features))
    trees = {feature.key: Expression(feature.key).tree for feature in features if not feature.source}
    columns = [f.source or f"defined({formula(trees[f.key])}, x1)" for f in features]
    kinds = {kind for tree in trees.values() for kind in _kinds(tree)}
    helpers = "".join(source for name, source in _HELPERS.items() if name in kinds)
    lines = "\n".join(f"            {column}," for column in columns)
    return helpers + _TIDY + _FEATURES.substitute(words, columns=lines)


def formula(node):
    """Return the NumPy source of a formula's tree, a function of the arrays x1 and x2."""
    if node.kind == "number":
        return repr(node.value)
    if node.kind == "negative":
        return "-" + _within(node.parts[0], 3)
    if node.kind not in _BINDING:
        name = _NUMPY_NAMES[node.kind]
        return f"{name}({', '.join(map(formula, node.parts))})" if node.parts else name
    left, right = node.parts
    if node.kind == "^":
        # Python's own numbers would raise errors, or become complex, where NumPy's are infinite or undefined.
        base = _within(left, 5) if _varies(node) else f"np.float64({formula(left)})"
        return f"{base} ** {_within(right, 3)}"
    if node.kind == "/" and not _varies(node):
        return f"np.divide({formula(left)}, {formula(right)})"
    level = _BINDING[node.kind]
    return f"{_within(left, level)} {node.kind} {_within(right, level + 1)}"


def _within(node, level):
    """The source of a node where something that binds at least as `level` is needed."""
    source = formula(node)
    is_call = node.kind == "/" and not _varies(node)
    return source if is_call or _BINDING.get(node.kind, 5) >= level else f"({source})"


def _varies(node):
    return node.kind in ("x1", "x2") or any(map(_varies, node.parts))


def _kinds(node):
    yield node.kind
    for part in node.parts:
        yield from _kinds(part)
