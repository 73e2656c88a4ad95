"""What each stage of a training step calculates, as rows of a table, and the small network with the numbers known so far."""

from pycore.lessons.widgets import marks
from pycore.lessons.widgets.words import number

__all__ = ["ROWS", "diagram"]

HIDDEN = ("h₁", "h₂")
INPUTS = ("x₁", "x₂")


def _inputs(told):
    x1, x2, label = told["points"][0]
    return [
        ["x₁", "first coordinate", number(x1, 3)],
        ["x₂", "second coordinate", number(x2, 3)],
        ["y", "the truth", number(label, 0)],
    ]


def _sum(weights, values):
    """Return a weighted sum as text; the bias comes last and stands alone."""
    terms = [f"{_in_brackets(weight)} · {_in_brackets(value)}" for weight, value in zip(weights, values, strict=False)]
    return " + ".join([*terms, _in_brackets(weights[-1])])


def _in_brackets(value):
    text = number(value, 3)
    return f"({text})" if text.startswith("−") else text


def _hidden_sums(told):
    values, layer = [row[0] for row in told["values"]], told["layers"][0]
    return [
        [f"sum of {name}", _sum(old, values), number(z[0], 3)]
        for name, old, z in zip(HIDDEN, layer["old"], layer["z"], strict=True)
    ]


def _hidden_outputs(told):
    layer = told["layers"][0]
    return [
        [name, f"tanh({number(z[0], 3)})", number(a[0], 3)] for name, z, a in zip(HIDDEN, layer["z"], layer["a"], strict=True)
    ]


def _output(told):
    below, layer = [row[0] for row in told["layers"][0]["a"]], told["layers"][1]
    z, a = layer["z"][0][0], layer["a"][0][0]
    return [["sum", _sum(layer["old"][0], below), number(z, 3)], ["output", f"tanh({number(z, 3)})", number(a, 3)]]


def _loss(told):
    a, y = told["layers"][1]["a"][0][0], told["targets"][0][0]
    return [["loss", f"½ · ({number(a, 3)} − {_in_brackets(y)})²", number(told["loss"], 3)]]


def _output_delta(told):
    layer, y = told["layers"][1], told["targets"][0][0]
    a, slope, delta = (layer[key][0][0] for key in ("a", "slopes", "deltas"))
    return [
        ["difference", f"{number(a, 3)} − {_in_brackets(y)}", number(a - y, 3)],
        ["slope of tanh", f"1 − {_in_brackets(a)}²", number(slope, 3)],
        ["delta", f"{_in_brackets(a - y)} · {number(slope, 3)}", number(delta, 3)],
    ]


def _hidden_deltas(told):
    hidden, output = told["layers"]
    delta, rows = output["deltas"][0][0], []
    for name, weight, slope, found in zip(HIDDEN, output["old"][0], hidden["slopes"], hidden["deltas"], strict=False):
        how = f"{_in_brackets(weight)} · {_in_brackets(delta)} · {number(slope[0], 3)}"
        rows.append([f"delta of {name}", how, number(found[0], 3)])
    return rows


def _links(told):
    """Return (name, layer, unit, place) of all nine parameters."""
    first = [(f"{INPUTS[i]} → {HIDDEN[u]}" if i < 2 else f"bias of {HIDDEN[u]}", 0, u, i) for u in range(2) for i in range(3)]
    return [*first, *((f"{HIDDEN[i]} → output" if i < 2 else "bias of the output", 1, 0, i) for i in range(3))]


def _gradient(told):
    entering = [[row[0] for row in told["values"]] + [1.0], [row[0] for row in told["layers"][0]["a"]] + [1.0]]
    rows = []
    for name, layer, unit, place in _links(told):
        delta = told["layers"][layer]["deltas"][unit][0]
        value = number(told["layers"][layer]["gradient"][unit][place], 3)
        rows.append([name, f"{_in_brackets(delta)} · {_in_brackets(entering[layer][place]) if place < 2 else '1'}", value])
    return rows


def _update(told):
    rows = []
    for name, layer, unit, place in _links(told):
        part = told["layers"][layer]
        old, gradient, new = (part[key][unit][place] for key in ("old", "gradient", "new"))
        rows.append([name, f"{number(old, 3)} − {told['learningRate']:g} · {_in_brackets(gradient)}", number(new, 3)])
    return rows


#: One function a stage: {what `explain_step` says} -> rows of what, how and value.
ROWS = (_inputs, _hidden_sums, _hidden_outputs, _output, _loss, _output_delta, _hidden_deltas, _gradient, _update)

#: Where the nodes are, in a drawing from 0 to 100.
_AT = {"x₁": (10, 80), "x₂": (10, 28), "h₁": (48, 80), "h₂": (48, 28), "output": (88, 54)}


def diagram(told, stage):
    """Return the network as a plot, with weights on the links, values in the nodes and deltas beside them, as far as `stage` has come."""
    key = "new" if stage == len(ROWS) - 1 else "old"
    hidden, output = told["layers"]
    values = {
        "x₁": told["values"][0][0],
        "x₂": told["values"][1][0],
        "h₁": hidden["a"][0][0] if stage >= 2 else hidden["z"][0][0] if stage == 1 else None,
        "h₂": hidden["a"][1][0] if stage >= 2 else hidden["z"][1][0] if stage == 1 else None,
        "output": output["a"][0][0] if stage >= 3 else None,
    }
    deltas = {"output": output["deltas"][0][0] if stage >= 5 else None}
    for unit, name in enumerate(HIDDEN):
        deltas[name] = hidden["deltas"][unit][0] if stage >= 6 else None
    ends = [((INPUTS[i], HIDDEN[u]), hidden[key][u][i]) for u in range(2) for i in range(2)]
    ends += [((HIDDEN[i], "output"), output[key][0][i]) for i in range(2)]
    drawn = [marks.segments([(*_AT[a], *_AT[b]) for (a, b), _ in ends], "line-strong", 2, 1.0)]
    for (a, b), weight in ends:
        (x0, y0), (x1, y1) = _AT[a], _AT[b]
        along = 0.5 if y0 == y1 else 0.27
        if b == "output":
            along = 0.45
        at = (x0 + along * (x1 - x0), y0 + along * (y1 - y0))
        drawn.append(marks.note(at, number(weight), "ink-2", "middle", 12, dy=-5 if y0 == y1 else 4))
    active = {0: INPUTS, 1: HIDDEN, 2: HIDDEN, 3: ("output",), 4: ("output",), 5: ("output",), 6: HIDDEN}.get(stage, ())
    biases = {"h₁": hidden[key][0][2], "h₂": hidden[key][1][2], "output": output[key][0][2]}
    for name, at in _AT.items():
        value = values[name]
        text = "" if value is None else number(value, 2)
        look = {"width": 62, "height": 46, "is_strong": name in active}
        drawn.append(marks.node(at, text, "ink" if name in active else "ink-2", label=name, **look))
        if name in biases:
            drawn.append(marks.note(at, f"bias {number(biases[name])}", "ink-2", "middle", 11, dy=-30))
        if deltas.get(name) is not None:
            drawn.append(marks.note(at, f"δ {number(deltas[name])}", "ink", "middle", 12, is_strong=True, dy=56))
    if stage >= 4:
        drawn.append(marks.note((88, 12), f"loss {number(told['loss'], 3)}", "ink", "middle", 13, is_strong=stage == 4))
    at_work = "values go forward" if stage < 5 else "deltas come back" if stage < 7 else "each weight gets its gradient"
    return marks.plot(None, None, drawn, f"Two inputs, two hidden neurons and an output; {at_work}", has_grid=False)
