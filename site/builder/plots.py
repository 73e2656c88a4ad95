"""Draws a widget's plots as SVG at build time, exactly as js/draw/plot.js does in the page; a test compares the two.

A drawing is a list of shapes, each [tag, {attribute: text}, [shapes] or text].
"""

import math
from html import escape

#: Pixels: what a plot measures in its own units when it is drawn at build time.
WIDTH = 600
#: Nodes, dots and their texts are this wide a page's; on narrower plots they shrink, but not below the second number.
FULL_WIDTH, LEAST_SCALE = 520, 0.62
#: Pixels a letter of a tick takes.
LETTER = 7.2
#: The reader's view of a plot in space, in radians: around the upright axis, and from above.
VIEW = (0.6, 0.45)
#: What lies in view of a plot in space, on each side of its middle.
SPACE = 1.75


def svg(plot, height, width=WIDTH):
    """Return the SVG element of a plot from pycore.lessons.widgets.marks."""
    role = "group" if any(mark["mark"] in ("handle", "spots") for mark in plot["marks"]) else "img"
    inside = "".join(_text(shape) for shape in shapes(plot, width, height))
    return f'<svg viewBox="0 0 {width} {height}" role="{role}" aria-label="{escape(plot["label"])}">{inside}</svg>'


def shapes(plot, width, height, view=VIEW):
    """Return the shapes of a plot on `width` x `height` pixels."""
    place = Place(plot, width, height, view)
    drawn = [] if plot["space"] else _grid(plot, place)
    for mark in plot["marks"]:
        drawn += DRAWING[mark["mark"]](mark, place)
    return drawn


class Place:
    """Where the units of a plot's axes are on its pixels: `x(value)` and `y(value)`, or `point(row)` for either kind of plot."""

    def __init__(self, plot, width, height, view):
        self.width, self.height, self.view, self.is_space = width, height, view, plot["space"]
        self.scale = max(LEAST_SCALE, min(1, width / FULL_WIDTH))
        x, y = plot["x"], plot["y"]
        longest = max((len(text) for _, text in y["ticks"]), default=0)
        last = max((len(text) for _, text in x["ticks"]), default=0)
        left, right = (18 + LETTER * longest if longest else 12), max(14, LETTER * last / 2)
        top = 14 + (20 if y["label"] else 0)
        bottom = 12 + (22 if x["ticks"] else 0) + (20 if x["label"] else 0)
        if self.is_space:
            left = right = top = bottom = 8
        self.left, self.right, self.top, self.bottom = left, width - right, top, height - bottom
        if plot["square"] or self.is_space:
            wide, high = (2, 2) if self.is_space else (x["high"] - x["low"], y["high"] - y["low"])
            unit = min((self.right - self.left) / wide, (self.bottom - self.top) / high)
            middle, level = (self.left + self.right) / 2, (self.top + self.bottom) / 2
            self.left, self.right = middle - unit * wide / 2, middle + unit * wide / 2
            self.top, self.bottom = level - unit * high / 2, level + unit * high / 2
        self.axes = x, y

    def x(self, value):
        return self.left + _share(value, self.axes[0]) * (self.right - self.left)

    def y(self, value):
        return self.bottom - _share(value, self.axes[1]) * (self.bottom - self.top)

    def point(self, row):
        """Return (x, y, depth) in pixels of a row of coordinates; None for one with a gap."""
        if None in row:
            return None
        if not self.is_space:
            return self.x(row[0]), self.y(row[1]), 0
        (yaw, pitch), (x, y, z) = self.view, row
        across = x * math.cos(yaw) - y * math.sin(yaw)
        depth = x * math.sin(yaw) + y * math.cos(yaw)
        up = z * math.cos(pitch) + depth * math.sin(pitch)
        unit = (self.bottom - self.top) / (2 * SPACE)
        away = depth * math.cos(pitch) - z * math.sin(pitch)
        return (self.left + self.right) / 2 + across * unit, (self.top + self.bottom) / 2 - up * unit, away


def colour(tone):
    """Return the CSS colour of a tone: a name, or a number from -1 to 1."""
    if isinstance(tone, str):
        return f"var(--{tone})"
    percent = math.floor(min(1, abs(tone)) * 100 + 0.5)
    return f"color-mix(in srgb, var(--{'pos' if tone >= 0 else 'neg'}) {percent}%, var(--zero))"


def pixels(value):
    """Return a length as text, to a tenth of a pixel."""
    return f"{_tenth(value):.10g}"


def _tenth(value):
    return math.floor(value * 10 + 0.5) / 10 + 0.0


def _share(value, axis):
    low, high = axis["low"], axis["high"]
    if axis["log"]:
        return (math.log(max(value, low)) - math.log(low)) / (math.log(high) - math.log(low))
    return (value - low) / (high - low)


def _grid(plot, place):
    drawn = []
    for at, text in plot["y"]["ticks"]:
        y = pixels(place.y(at))
        if plot["grid"]:
            drawn.append(["line", {"class": "grid", "x1": pixels(place.left), "x2": pixels(place.right), "y1": y, "y2": y}, []])
        drawn.append(["text", {"class": "tick", "x": pixels(place.left - 8), "y": y, "dy": ".35em", "text-anchor": "end"}, text])
    below = pixels(place.bottom + 20)
    for at, text in plot["x"]["ticks"]:
        drawn.append(["text", {"class": "tick", "x": pixels(place.x(at)), "y": below, "text-anchor": "middle"}, text])
    if plot["x"]["label"]:
        middle = pixels((place.left + place.right) / 2)
        drawn.append(["text", {"class": "tick", "x": middle, "y": pixels(place.height - 8), "text-anchor": "middle"}, plot["x"]["label"]])
    if plot["y"]["label"]:
        drawn.append(["text", {"class": "tick", "x": "8", "y": "18"}, plot["y"]["label"]])
    return drawn


def _line(mark, place):
    path, is_open = "", False
    for row in mark["points"]:
        point = place.point(row)
        if point:
            path += f"{'L' if is_open else 'M'}{pixels(point[0])} {pixels(point[1])}"
        is_open = point is not None
    attributes = {"class": "curve", "d": path, "stroke": colour(mark["tone"]), "stroke-width": pixels(mark["width"])}
    return [["path", _faded(mark, _dashed(mark, attributes)), []]]


def _dots(mark, place):
    radius = mark["size"] * place.scale
    places = enumerate(map(place.point, mark["points"]))
    found = [(point, mark["tones"][i], mark["texts"][i] if mark["texts"] else "") for i, point in places if point]
    found.sort(key=lambda dot: -dot[0][2])
    drawn = []
    for (x, y, _), tone, text in found:
        attributes = _faded(mark, {"class": "dot", "fill": colour(tone)})
        if mark["shape"] == "circle" or mark["shape"] == "ring":
            attributes |= {"cx": pixels(x), "cy": pixels(y), "r": pixels(radius)}
            if mark["shape"] == "ring":
                attributes |= {"class": "ring", "fill": "none", "stroke": colour(tone)}
            drawn.append(["circle", attributes, []])
        else:
            attributes |= {"x": pixels(x - radius), "y": pixels(y - radius), "width": pixels(2 * radius), "height": pixels(2 * radius)}
            if mark["shape"] == "diamond":
                attributes |= {"transform": f"rotate(45 {pixels(x)} {pixels(y)})"}
            drawn.append(["rect", attributes, []])
        if text:
            drawn.append(["text", {"class": "tick", "x": pixels(x + radius + 5), "y": pixels(y), "dy": ".35em"}, text])
    return drawn


def _segments(mark, place):
    drawn = []
    for row, tone in zip(mark["ends"], mark["tones"], strict=True):
        half = len(row) // 2
        start, end = place.point(row[:half]), place.point(row[half:])
        if start and end:
            places = {"x1": pixels(start[0]), "y1": pixels(start[1]), "x2": pixels(end[0]), "y2": pixels(end[1])}
            attributes = {"class": "segment", **places, "stroke": colour(tone), "stroke-width": pixels(mark["width"])}
            drawn.append(["line", _faded(mark, _dashed(mark, attributes)), []])
    return drawn


def _bars(mark, place):
    drawn = []
    for (x0, y0, x1, y1), tone in zip(mark["rows"], mark["tones"], strict=True):
        drawn.append(["rect", _faded(mark, {**_box(place.x(x0), place.y(y0), place.x(x1), place.y(y1)), "fill": colour(tone)}), []])
    return drawn


def _polygon(mark, place):
    corners = " ".join(f"{pixels(x)},{pixels(y)}" for x, y, _ in map(place.point, mark["points"]))
    return [["polygon", _faded(mark, {"points": corners, "fill": colour(mark["tone"])}), []]]


def _band(mark, place):
    box = _box(place.left, place.y(mark["low"]), place.right, place.y(mark["high"]))
    return [["rect", _faded(mark, {**box, "fill": colour(mark["tone"])}), []]]


def _cells(mark, place):
    x0, y0, x1, y1 = mark["extent"]
    rows = mark["rows"]
    boxes = {}  # by their colour: one path has all of one
    for number, row in enumerate(rows):
        low, high = (place.y(y0 + (y1 - y0) * k / len(rows)) for k in (number, number + 1))
        fills = [_cell_colour(value, mark["scale"]) for value in row]
        start = 0
        while start < len(row):
            end = start + 1
            while end < len(row) and fills[end] == fills[start]:  # equal neighbours are one box
                end += 1
            if fills[start]:
                left, right = (place.x(x0 + (x1 - x0) * k / len(row)) for k in (start, end))
                box = _box(left, low, right, high)
                path = f"M{box['x']} {box['y']}h{box['width']}v{box['height']}h-{box['width']}z"
                boxes[fills[start]] = boxes.get(fills[start], "") + path
            start = end
    drawn = [["path", {"class": "cell", "d": path, "fill": fill}, []] for fill, path in boxes.items()]
    return [["g", {"class": "cells"}, drawn]]  # one shape, so that those behind it keep their places, and focus with them


def _cell_colour(value, scale):
    if value is None:
        return ""
    if scale == "heat":
        return f"color-mix(in srgb, var(--heat-high) {math.floor(min(1, max(0, value)) * 100 + 0.5)}%, var(--heat-low))"
    return colour(math.floor(value * 20 + 0.5) / 20)


def _note(mark, place):
    point = place.point(mark["at"])
    if not point:
        return []
    tone = f"{mark['tone']}-ink" if mark["tone"] in ("pos", "neg") else mark["tone"]
    size = max(11, mark["size"] * place.scale)
    x, y = point[0] + mark["dx"], point[1] + mark["dy"]
    attributes = {"class": "note", "x": pixels(x), "y": pixels(y), "text-anchor": mark["anchor"], "font-size": pixels(size)}
    attributes["fill"] = colour(tone)
    if mark["strong"]:
        attributes["font-weight"] = "650"
    return [["text", attributes, mark["text"]]]


def _node(mark, place):
    x, y, _ = place.point(mark["at"])
    width, height = mark["width"] * place.scale, mark["height"] * place.scale
    look = {"class": "node strong" if mark["strong"] else "node", "fill": colour(mark["fill"]), "stroke": colour(mark["tone"])}
    if mark["shape"] == "circle":
        body = ["ellipse", {**look, "cx": pixels(x), "cy": pixels(y), "rx": pixels(width / 2), "ry": pixels(height / 2)}, []]
    else:
        radius = height / 2 if mark["shape"] == "pill" else 8
        body = ["rect", {**look, **_box(x - width / 2, y - height / 2, x + width / 2, y + height / 2), "rx": pixels(radius)}, []]
    drawn = [body]
    size = pixels(max(11, 13 * place.scale))
    if mark["text"]:
        drawn.append(["text", {"class": "node-text", "x": pixels(x), "y": pixels(y), "dy": ".35em", "font-size": size}, mark["text"]])
    if mark["label"]:
        below = pixels(y + height / 2 + 17)
        drawn.append(["text", {"class": "tick", "x": pixels(x), "y": below, "text-anchor": "middle", "font-size": size}, mark["label"]])
    return drawn


def _handle(mark, place):
    x, y, _ = place.point(mark["at"])
    now = mark["at"][1 if mark["along"] == "y" else 0]
    attributes = {
        "class": "handle",
        "data-handle": mark["name"],
        "tabindex": "0",
        "role": "slider",
        "aria-label": mark["label"],
        "aria-valuenow": f"{now:.10g}",
        "aria-valuetext": mark["words"],
    }
    reach = ["circle", {"class": "reach", "cx": pixels(x), "cy": pixels(y), "r": "22"}, []]
    knob = ["circle", {"class": "knob", "cx": pixels(x), "cy": pixels(y), "r": "10", "fill": colour(mark["tone"])}, []]
    return [["g", attributes, [reach, knob]]]


def _spots(mark, place):
    drawn = []
    for name, at_x, at_y, width, height, label in mark["rows"]:
        x, y, _ = place.point([at_x, at_y])
        half, tall = max(24, width * place.scale) / 2, max(24, height * place.scale) / 2
        attributes = {"class": "spot", "data-spot": name, "tabindex": "0", "role": "button", "aria-label": label}
        drawn.append(["rect", {**attributes, **_box(x - half, y - tall, x + half, y + tall), "rx": "8"}, []])
    return drawn


def _box(x0, y0, x1, y1):
    """The edges are rounded, not the sizes, so that neighbours touch."""
    left, right, top, bottom = map(_tenth, (min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)))
    return {"x": pixels(left), "y": pixels(top), "width": pixels(right - left), "height": pixels(bottom - top)}


def _faded(mark, attributes):
    return attributes if mark["fade"] == 1 else {**attributes, "opacity": f"{mark['fade']:.10g}"}


def _dashed(mark, attributes):
    return {**attributes, "stroke-dasharray": "6 6"} if mark["dashed"] else attributes


def _text(shape):
    tag, attributes, inside = shape
    named = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    body = escape(inside) if isinstance(inside, str) else "".join(map(_text, inside))
    return f"<{tag}{named}>{body}</{tag}>" if body else f"<{tag}{named}/>"


DRAWING = {
    "line": _line,
    "dots": _dots,
    "segments": _segments,
    "bars": _bars,
    "polygon": _polygon,
    "band": _band,
    "cells": _cells,
    "note": _note,
    "node": _node,
    "handle": _handle,
    "spots": _spots,
}
