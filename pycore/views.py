"""What a playground looks like at a prompt and in a notebook: a line, a summary, an SVG of network, map and curve, and plots.

The maps are the whole network's, run 0. Only the plots need matplotlib (`pycore[plot]`).
"""

import base64
import importlib
import struct
import zlib
from html import escape

import numpy as np

from pycore.picture import colours

__all__ = ["line", "notes", "plot", "plot_history", "summary", "svg"]

#: Samples along an edge of the map.
SIDE = 60
#: More units of a layer than these are not drawn.
MOST_DRAWN = 12
#: The colours of the classes of a problem with three and more, as in the page.
CLASS_COLOURS = ("#e69f00", "#0072b2", "#009e73", "#cc79a7", "#56b4e9", "#d55e00")


def line(p):
    """Return the text of a playground for `repr`: what differs from the defaults, and how far training is."""
    changed = [f"{row.name}={getattr(p.settings, row.name)!r}" for row in p.settings.changed()]
    own = [f"data=<{len(p.data.points)} points>"] if p.data else []
    runs = [f"sweep={dict(p.sweep)!r}"] if p.sweep else [f"runs={p.runs}"] if p.runs > 1 else []
    losses = f"loss {p.loss_train:.4g} in training, {p.loss_test:.4g} in the test"
    state = f", diverged in epoch {p.diverged}" if p.diverged is not None else ""
    return f"<Playground({', '.join(changed + own + runs)}): epoch {p.epoch}, {losses}{state}>"


def notes(p):
    """Return sentences on what is otherwise than the settings or the table say."""
    found, count = list(p.data.notes) if p.data else [], len(p.train_points)
    if p.scaling and any(p.scaling.changes):
        found.append(f"The columns were scaled for training: {p.scaling}.")
    if p.batch_size < p.settings.batch_size:
        every = f"all {count} training points" if count > 1 else "the only training point"
        found.append(f"A batch of {p.settings.batch_size} is {every} here, so an epoch makes 1 update.")
    return tuple(found)


def summary(p):
    """Return several lines of text: data, layers with their parameters, training, losses and accuracies of run 0."""
    s, sizes = p.settings, p.network.sizes
    learned = "your table" if p.data else s.dataset if p.classes else s.reg_dataset
    kind = f"{p.classes} classes" if p.classes else "regression"
    rows = [f"data      {learned}: {len(p.train_points)} training points, {len(p.test_points)} test points, {kind}"]
    rows.append(f"inputs    {', '.join(feature.label for feature in p.features) or 'none'}")
    names = [f"hidden {n + 1}" for n in range(len(sizes) - 2)] + ["output"]
    for name, units, inputs, activation in zip(names, sizes[1:], sizes, p.network.activations, strict=False):
        rows.append(f"{name:<9} {units} {activation}, {units * (inputs + 1)} parameters")
    rows.append(f"training  {s.optimizer}, learning rate {p.learning_rate:g}, batches of {p.batch_size}, loss {p.trainer.loss}")
    if s.dropout:
        rows.append(f"dropout   {s.dropout:.0%}, a mask each {s.dropout_mask}; losses are under the mask, accuracies without it")
    rows.append(f"epoch     {p.epoch}" + (f", diverged in {p.diverged}" if p.diverged is not None else ""))
    rows.append(f"loss      {p.loss_train:.6g} in training, {p.loss_test:.6g} in the test")
    if p.classes and p.diverged is None:
        rows.append(f"accuracy  {p.accuracy(test=False):.1%} in training, {p.accuracy():.1%} in the test")
    if not p.classes and p.diverged is None:
        rows.append(f"RMSE      {p.rmse(test=False):.6g} in training, {p.rmse():.6g} in the test")
        rows.append(f"R²        {p.r2(test=False):.4f} in training, {p.r2():.4f} in the test")
    if p.runs > 1:
        rows.append(f"runs      {p.runs}; this is the first")
    rows += [f"note      {note}" for note in notes(p)]
    return "\n".join(rows)


def svg(p):
    """Return one SVG: the network, the output over the plane with the points, and the loss over the epochs."""
    title = escape(line(p)[1:-1])
    parts = [_network(p, 10, 30, 330, 230), _map(p, 360, 30, 230), _curve(p, 620, 30, 230, 230)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 870 290" width="870" role="img" font-family="sans-serif" font-size="11" '
        f'style="max-width:100%;background:#fff"><title>{title}</title>{"".join(parts)}</svg>'
    )


def plot(p, ax=None):
    """Draw the output over the plane with the training points (filled) and test points into a matplotlib Axes, and return it."""
    ax = _axes(ax)
    extent = [-colours.EXTENT, colours.EXTENT] * 2
    ax.imshow(_pixels(p), extent=extent, interpolation="bilinear")
    for points, filled in ((p.train_points, True), (p.test_points, False)):
        shown = [_colour(p, label) for label in points[:, 2]]
        ax.scatter(
            points[:, 0], points[:, 1], s=14, facecolors=shown if filled else "none", edgecolors="white" if filled else shown
        )
    ax.set(xlim=extent[:2], ylim=extent[:2], xlabel="x1", ylabel="x2", title=f"epoch {p.epoch}, test loss {p.loss_test:.4g}")
    return ax


def plot_history(p, ax=None):
    """Draw the training and the test loss over the epochs into a matplotlib Axes, and return it."""
    ax = _axes(ax)
    rows = p.history
    label = " (with dropout)" if p.settings.dropout else ""
    ax.plot(rows[:, 0], rows[:, 1], color="#999999", label=f"training loss{label}")
    ax.plot(rows[:, 0], rows[:, 2], color="#222222", label=f"test loss{label}")
    ax.set(xlabel="epoch", ylabel="loss")
    ax.legend()
    return ax


def _axes(ax):
    if ax is not None:
        return ax
    try:
        pyplot = importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'pycore[plot]'") from error
    return pyplot.subplots()[1]


def _pixels(p):
    """(SIDE, SIDE, 3) uint8: the colours of the output over the plane, from the upper left corner."""
    places = np.column_stack(colours.grid(SIDE))
    if p.classes > 2:
        shares = p.probabilities(places, in_window=True)
        ahead, share = shares.argmax(axis=1), np.nan_to_num(shares.max(axis=1))
        inks = np.array([_rgb(ink) for ink in CLASS_COLOURS])[ahead]
        pixels = 255 + (inks - 255) * (0.25 + 0.5 * share[:, None])
    else:
        values = p.predict(places, in_window=True)
        shades = colours.shades_of(values.reshape(1, SIDE, SIDE))
        pixels = 255 + (colours.rgba(shades, colours.palette())[..., :3].astype(float) - 255) * 0.63
    return pixels.reshape(SIDE, SIDE, 3).astype(np.uint8)


def _colour(p, label):
    if p.classes > 2:
        return CLASS_COLOURS[int(label)]
    return "#{:02x}{:02x}{:02x}".format(*colours.continuous_colour(float(label)))


def _rgb(ink):
    return [int(ink[place : place + 2], 16) for place in (1, 3, 5)]


def _png(pixels):
    """Return pixels (height, width, 3) uint8 as the bytes of a PNG file."""
    height, width, _ = pixels.shape
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def _map(p, left, top, side):
    image = base64.b64encode(_png(_pixels(p))).decode()
    scale = side / (2 * colours.EXTENT)
    dots = []
    for points, filled in ((p.train_points[:200], True), (p.test_points[:200], False)):
        for x1, x2, label in points.tolist():
            if max(abs(x1), abs(x2)) > colours.EXTENT:
                continue
            x, y, ink = left + (x1 + colours.EXTENT) * scale, top + (colours.EXTENT - x2) * scale, _colour(p, label)
            look = f'fill="{ink}" stroke="#fff"' if filled else f'fill="none" stroke="{ink}"'
            dots.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" {look}/>')
    return (
        f'<text x="{left}" y="{top - 10}">output, epoch {p.epoch}</text>'
        f'<image x="{left}" y="{top}" width="{side}" height="{side}" href="data:image/png;base64,{image}"/>{"".join(dots)}'
    )


def _network(p, left, top, width, height):
    columns = [[feature.label for feature in p.features]] + [[""] * units for units in p.network.sizes[1:]]
    step = width / max(len(columns) - 1, 1)
    places = []
    for index, column in enumerate(columns):
        shown = min(len(column), MOST_DRAWN)
        places.append(
            [(left + 20 + index * (step - 40 / max(len(columns) - 1, 1)), top + height * (k + 0.5) / shown) for k in range(shown)]
        )
    lines, layers = [], p.layers()
    for layer, (_, weights) in enumerate(layers):
        for k, (x2, y2) in enumerate(places[layer + 1]):
            for j, (x1, y1) in enumerate(places[layer]):
                weight = float(np.nan_to_num(weights[k, j]))
                ink = "#{:02x}{:02x}{:02x}".format(*colours.continuous_colour(np.sign(weight)))
                thick = min(0.3 + 2 * abs(weight), 8)
                lines.append(
                    f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ink}" stroke-width="{thick:.2f}" opacity=".7">'
                    f"<title>weight {weight:.4g}</title></line>"
                )
    nodes = []
    for column, spots in zip(columns, places, strict=True):
        for name, (x, y) in zip(column, spots, strict=False):
            nodes.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#fff" stroke="#666"/>')
            if name:
                nodes.append(f'<text x="{x:.1f}" y="{y - 11:.1f}" text-anchor="middle">{escape(name[:12])}</text>')
        if len(column) > MOST_DRAWN:
            nodes.append(f'<text x="{spots[0][0]:.1f}" y="{top + height + 15}" text-anchor="middle">of {len(column)}</text>')
    sizes = "-".join(map(str, p.network.sizes))
    return f'<text x="{left}" y="{top - 18}">network {sizes}</text>{"".join(lines)}{"".join(nodes)}'


def _curve(p, left, top, width, height):
    rows = p.history
    good = np.isfinite(rows[:, 1:3]).all(axis=1)
    rows = rows[good]
    if not len(rows):
        return f'<text x="{left}" y="{top}">no losses that are numbers</text>'
    highest, last = max(float(rows[:, 1:3].max()), 1e-300), max(float(rows[-1, 0]), 1.0)
    lines = []
    for column, ink in ((1, "#999"), (2, "#222")):
        dots = " ".join(
            f"{left + width * e / last:.1f},{top + height * (1 - v / highest):.1f}" for e, v in rows[:, [0, column]].tolist()
        )
        lines.append(f'<polyline points="{dots}" fill="none" stroke="{ink}" stroke-width="1.5"/>')
    under = " with dropout" if p.settings.dropout else ""
    return (
        f'<text x="{left}" y="{top - 10}"><tspan fill="#888">training {p.loss_train:.4g}</tspan>, test {p.loss_test:.4g}{under}</text>'
        f'<path d="M{left} {top}V{top + height}H{left + width}" fill="none" stroke="#ccc"/>{"".join(lines)}'
        f'<text x="{left + width}" y="{top + height + 15}" text-anchor="end">epoch {rows[-1, 0]:.0f}</text>'
    )
