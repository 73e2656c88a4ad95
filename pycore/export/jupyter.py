"""A playground as a Jupyter notebook: the NumPy program in steps, with a word on each, and a plot."""

import json

from pycore.data.scaling import Axis
from pycore.export import common, numpy_script

__all__ = ["notebook"]

_TITLE = """# A neural network from Pyground

This notebook holds a whole network: {shape}, with its weights and its points. It needs only NumPy; with matplotlib it also
draws. Run the cells from top to bottom."""
#: The words before each code cell, in the order of the notebook.
_TEXTS = {
    "data": """## The weights and the points

Each layer has a vector of biases and a matrix of weights, a row for each neuron. The points are those that the playground
trained on, and those that it kept away for testing.""",
    "inputs": """## From a point to the network's inputs

The network does not have to see the coordinates as they are; it sees features of them.""",
    "network": """## The network

Each layer multiplies what enters it by its weights, adds its biases, and applies its activation function. Beside each value
the code keeps the slope of the activation there: learning will need it.""",
    "loss": """## The loss

One number for how wrong the network is: the mean over all points. These are the numbers that the playground shows.""",
    "plot": """## The picture

The background is the network's answer, the dots are points. Without matplotlib this cell only says so.""",
    "gradients": """## How the loss changes with each weight

Backpropagation walks from the output to the input. `delta` is how the loss changes with a neuron's weighted sum; each layer
gives it on to the one below through its weights and its slopes.""",
    "training": """## Learning

An epoch goes through all training points, a batch at a time, and after each batch the optimiser moves the weights.""",
    "more": """## Going on

Run this cell as often as you like: the weights move on each time, and the optimiser starts without a memory.""",
}
_PLOT = '''def plot():
    """Draw the network's answer over the plane, and the points: training points filled, test points as rings."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        print("There is no matplotlib here: pip install matplotlib")
        return
    x1, x2 = np.meshgrid({lines})
    values = predict(np.column_stack([x1.ravel(), x2.ravel()])).reshape(x1.shape)
    _, axes = plt.subplots(figsize=(6, 6))
    axes.imshow(values, extent={extent}, origin="lower", alpha=0.5, {map_colours})
    axes.scatter(TEST[:, 0], TEST[:, 1], s=16, facecolors="none", edgecolors="black", linewidths=0.5)
    axes.scatter(TRAIN[:, 0], TRAIN[:, 1], c=TRAIN[:, 2], s=20, edgecolors="white", linewidths=0.5, {colours})
    axes.set(xlabel="x1", ylabel="x2", xlim={x1}, ylim={x2})
    plt.show()


plot()
'''
_MORE = """train(LAYERS, TRAIN, MORE_EPOCHS)
EPOCH += MORE_EPOCHS
report(EPOCH)
plot()
"""


def notebook(p):
    """Return the notebook as JSON text, in the format 4.5. What people have typed is in code cells only, as literals."""
    pieces = {**numpy_script.cells(p), "plot": _plot(p), "more": _MORE}
    notes = "\n".join(f"* {note}" for note in common.notes(p))
    cells = [_text("title", _TITLE.format(shape=common.shape_in_words(p)) + (f"\n\n{notes}" if notes else ""))]
    for name, text in _TEXTS.items():
        cells += [_text(f"about-{name}", text), _code(name, pieces[name])]
    language = {"name": "python"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel, "language_info": language}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=1) + "\n"


def _plot(p):
    """The source of `plot`: the window, -6 to 6 and from the colour of -1 to that of +1, in the units of the points."""
    axes = p.scaling.axes if p.scaling else [Axis("", 0.0, 1.0, 0.0, 0.0)] * 3
    x1, x2, label = (
        tuple(f"{end / axis.factor + axis.offset:.10g}" for end in ends)
        for axis, ends in zip(axes, ((-6, 6), (-6, 6), (-1, 1)), strict=True)
    )
    colours = 'cmap="tab10", vmin=0, vmax=9' if p.classes > 2 else f'cmap="RdBu", vmin={label[0]}, vmax={label[1]}'
    return _PLOT.format(
        lines=", ".join(f"np.linspace({', '.join(ends)}, 121)" for ends in (x1, x2)),
        extent=f"({', '.join(x1 + x2)})",
        x1=f"({', '.join(x1)})",
        x2=f"({', '.join(x2)})",
        colours=colours,
        map_colours=colours if x1 == x2 else f'{colours}, aspect="auto"',
    )


def _text(name, text):
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": _lines(text)}


def _code(name, code):
    metadata = {"jupyter": {"source_hidden": True}} if name == "data" else {}
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "execution_count": None,
        "outputs": [],
        "source": _lines(code.rstrip("\n")),
    }


def _lines(text):
    return text.splitlines(keepends=True)
