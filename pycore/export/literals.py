"""Numbers, arrays and texts as Python source that gives them back to the last digit."""

import math

__all__ = ["array", "number", "row", "text"]

#: Numbers on a line of a long array.
_PER_LINE = 6


def number(value):
    """Return a number as source; what is infinite or no number needs `np`."""
    value = float(value)
    if math.isnan(value):
        return "np.nan"
    return repr(value) if math.isfinite(value) else ("np.inf" if value > 0 else "-np.inf")


def text(value):
    """Return a text as a literal of printable ASCII: nothing in it can end the literal or the line."""
    return ascii(str(value))


def row(values):
    """Return numbers as a tuple without brackets: 1.0, 2.0, 0.5."""
    return ", ".join(map(number, values))


def array(values, indent=0):
    """Return an array (n,) or (rows, columns) as source, the lines after the first indented by so many spaces."""
    if values.size == 0:
        return f"np.empty({values.shape})"
    inner, outer = " " * (indent + 4), " " * indent
    if values.ndim == 1:
        lines = _wrapped(values, inner)
        return f"np.array([{row(values)}])" if len(lines) == 1 else "np.array([\n" + "\n".join(lines) + f"\n{outer}])"
    if values.shape[1] <= _PER_LINE:
        lines = [f"{inner}[{row(one)}]," for one in values]
    else:
        lines = [line for one in values for line in (f"{inner}[", *_wrapped(one, inner + "    "), f"{inner}],")]
    return "np.array([\n" + "\n".join(lines) + f"\n{outer}])"


def _wrapped(values, indent):
    return [f"{indent}{row(values[start : start + _PER_LINE])}," for start in range(0, len(values), _PER_LINE)]
