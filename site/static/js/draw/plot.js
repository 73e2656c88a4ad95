/** Draws a widget's plot as a list of SVG shapes: a pure function of the plot and its size, the twin of builder/plots.py. */

/** @import { Plot, PlotAxis, PlotMark, Shape, Tone } from "../types.js" */

/** Nodes, dots and their texts are this wide a page's; on narrower plots they shrink, but not below the second number. */
const FULL_WIDTH = 520;
const LEAST_SCALE = 0.62;
/** Pixels a letter of a tick takes. */
const LETTER = 7.2;
/** The reader's first view of a plot in space, in radians: around the upright axis, and from above. @type {[number, number]} */
export const VIEW = [0.6, 0.45];
/** What lies in view of a plot in space, on each side of its middle. */
const SPACE = 1.75;

/** @typedef {(number | null)[]} Row */

/**
 * @param {Plot} plot
 * @param {number} width pixels
 * @param {number} height
 * @param {[number, number]} [view] of a plot in space
 * @returns {Shape[]}
 */
export function plotShapes(plot, width, height, view = VIEW) {
  const place = new Place(plot, width, height, view);
  const drawn = plot.space ? [] : grid(plot, place);
  for (const mark of plot.marks) drawn.push(...DRAWING[mark.mark](/** @type {never} */ (mark), place));
  return drawn;
}

/** Where the units of a plot's axes are on its pixels. */
export class Place {
  /**
   * @param {Plot} plot
   * @param {number} width
   * @param {number} height
   * @param {[number, number]} [view]
   */
  constructor(plot, width, height, view = VIEW) {
    this.height = height;
    this.view = view;
    this.space = plot.space;
    this.scale = Math.max(LEAST_SCALE, Math.min(1, width / FULL_WIDTH));
    const { x, y } = plot;
    const longest = Math.max(0, ...y.ticks.map(([, text]) => [...text].length));
    const last = Math.max(0, ...x.ticks.map(([, text]) => [...text].length));
    let left = longest ? 18 + LETTER * longest : 12;
    let right = Math.max(14, (LETTER * last) / 2);
    let top = 14 + (y.label ? 20 : 0);
    let bottom = 12 + (x.ticks.length ? 22 : 0) + (x.label ? 20 : 0);
    if (plot.space) left = right = top = bottom = 8;
    this.left = left;
    this.right = width - right;
    this.top = top;
    this.bottom = height - bottom;
    if (plot.square || plot.space) {
      const [wide, high] = plot.space ? [2, 2] : [x.high - x.low, y.high - y.low];
      const unit = Math.min((this.right - this.left) / wide, (this.bottom - this.top) / high);
      const middle = (this.left + this.right) / 2;
      const level = (this.top + this.bottom) / 2;
      this.left = middle - (unit * wide) / 2;
      this.right = middle + (unit * wide) / 2;
      this.top = level - (unit * high) / 2;
      this.bottom = level + (unit * high) / 2;
    }
    this.axes = { x, y };
  }

  /** @param {number} value */
  x(value) {
    return this.left + share(value, this.axes.x) * (this.right - this.left);
  }

  /** @param {number} value */
  y(value) {
    return this.bottom - share(value, this.axes.y) * (this.bottom - this.top);
  }

  /** The value at a place in pixels, and the other way round below. @param {number} x @param {number} y @returns {[number, number]} */
  values(x, y) {
    return [
      valueAt((x - this.left) / (this.right - this.left), this.axes.x),
      valueAt((this.bottom - y) / (this.bottom - this.top), this.axes.y),
    ];
  }

  /** [x, y, depth] in pixels; null for a row with a gap. @param {Row} row @returns {[number, number, number] | null} */
  point(row) {
    if (row.includes(null)) return null;
    const [x, y, z] = /** @type {number[]} */ (row);
    if (!this.space) return [this.x(x), this.y(y), 0];
    const [yaw, pitch] = this.view;
    const across = x * Math.cos(yaw) - y * Math.sin(yaw);
    const depth = x * Math.sin(yaw) + y * Math.cos(yaw);
    const up = z * Math.cos(pitch) + depth * Math.sin(pitch);
    const unit = (this.bottom - this.top) / (2 * SPACE);
    return [
      (this.left + this.right) / 2 + across * unit,
      (this.top + this.bottom) / 2 - up * unit,
      depth * Math.cos(pitch) - z * Math.sin(pitch),
    ];
  }
}

/** @param {number} value @param {PlotAxis} axis */
function share(value, { low, high, log }) {
  if (log) return (Math.log(Math.max(value, low)) - Math.log(low)) / (Math.log(high) - Math.log(low));
  return (value - low) / (high - low);
}

/** @param {number} part of the axis @param {PlotAxis} axis */
function valueAt(part, { low, high, log }) {
  const within = Math.max(0, Math.min(1, part));
  return log ? Math.exp(Math.log(low) + within * (Math.log(high) - Math.log(low))) : low + within * (high - low);
}

/** @param {Tone} tone */
function colour(tone) {
  if (typeof tone === "string") return `var(--${tone})`;
  const percent = Math.floor(Math.min(1, Math.abs(tone)) * 100 + 0.5);
  return `color-mix(in srgb, var(--${tone >= 0 ? "pos" : "neg"}) ${percent}%, var(--zero))`;
}

/** @param {number} value */
function pixels(value) {
  return String(tenth(value));
}

/** To a tenth of a pixel. @param {number} value */
function tenth(value) {
  return (Math.floor(value * 10 + 0.5) || 0) / 10;
}

/**
 * @param {Plot} plot
 * @param {Place} place
 * @returns {Shape[]}
 */
function grid(plot, place) {
  /** @type {Shape[]} */
  const drawn = [];
  for (const [at, text] of plot.y.ticks) {
    const y = pixels(place.y(at));
    if (plot.grid) drawn.push(["line", { class: "grid", x1: pixels(place.left), x2: pixels(place.right), y1: y, y2: y }, []]);
    drawn.push(["text", { class: "tick", x: pixels(place.left - 8), y, dy: ".35em", "text-anchor": "end" }, text]);
  }
  const below = pixels(place.bottom + 20);
  for (const [at, text] of plot.x.ticks) drawn.push(["text", { class: "tick", x: pixels(place.x(at)), y: below, "text-anchor": "middle" }, text]);
  if (plot.x.label) {
    const middle = pixels((place.left + place.right) / 2);
    drawn.push(["text", { class: "tick", x: middle, y: pixels(place.height - 8), "text-anchor": "middle" }, plot.x.label]);
  }
  if (plot.y.label) drawn.push(["text", { class: "tick", x: "8", y: "18" }, plot.y.label]);
  return drawn;
}

/** @typedef {Record<string, string>} Attributes */

/** @type {{ [K in PlotMark["mark"]]: (mark: Extract<PlotMark, { mark: K }>, place: Place) => Shape[] }} */
const DRAWING = {
  line(mark, place) {
    let path = "";
    let open = false;
    for (const row of mark.points) {
      const point = place.point(row);
      if (point) path += `${open ? "L" : "M"}${pixels(point[0])} ${pixels(point[1])}`;
      open = point !== null;
    }
    const attributes = { class: "curve", d: path, stroke: colour(mark.tone), "stroke-width": pixels(mark.width) };
    return [["path", faded(mark, dashed(mark, attributes)), []]];
  },

  dots(mark, place) {
    const radius = mark.size * place.scale;
    const found = mark.points
      .map((row, i) => ({ point: place.point(row), tone: mark.tones[i], text: mark.texts[i] ?? "" }))
      .filter(({ point }) => point !== null)
      .sort((a, b) => (b.point?.[2] ?? 0) - (a.point?.[2] ?? 0));
    /** @type {Shape[]} */
    const drawn = [];
    for (const { point, tone, text } of found) {
      const [x, y] = /** @type {[number, number, number]} */ (point);
      const attributes = faded(mark, { class: "dot", fill: colour(tone) });
      if (mark.shape === "circle" || mark.shape === "ring") {
        Object.assign(attributes, { cx: pixels(x), cy: pixels(y), r: pixels(radius) });
        if (mark.shape === "ring") Object.assign(attributes, { class: "ring", fill: "none", stroke: colour(tone) });
        drawn.push(["circle", attributes, []]);
      } else {
        Object.assign(attributes, { x: pixels(x - radius), y: pixels(y - radius), width: pixels(2 * radius), height: pixels(2 * radius) });
        if (mark.shape === "diamond") attributes.transform = `rotate(45 ${pixels(x)} ${pixels(y)})`;
        drawn.push(["rect", attributes, []]);
      }
      if (text) drawn.push(["text", { class: "tick", x: pixels(x + radius + 5), y: pixels(y), dy: ".35em" }, text]);
    }
    return drawn;
  },

  segments(mark, place) {
    /** @type {Shape[]} */
    const drawn = [];
    mark.ends.forEach((row, i) => {
      const half = row.length / 2;
      const start = place.point(row.slice(0, half));
      const end = place.point(row.slice(half));
      if (!start || !end) return;
      const places = { x1: pixels(start[0]), y1: pixels(start[1]), x2: pixels(end[0]), y2: pixels(end[1]) };
      const attributes = { class: "segment", ...places, stroke: colour(mark.tones[i]), "stroke-width": pixels(mark.width) };
      drawn.push(["line", faded(mark, dashed(mark, attributes)), []]);
    });
    return drawn;
  },

  bars: (mark, place) =>
    mark.rows.map(([x0, y0, x1, y1], i) => {
      const box = boxOf(place.x(x0), place.y(y0), place.x(x1), place.y(y1));
      return ["rect", faded(mark, { ...box, fill: colour(mark.tones[i]) }), []];
    }),

  polygon(mark, place) {
    const corners = mark.points.map((row) => place.point(row) ?? [0, 0, 0]);
    const points = corners.map(([x, y]) => `${pixels(x)},${pixels(y)}`).join(" ");
    return [["polygon", faded(mark, { points, fill: colour(mark.tone) }), []]];
  },

  band(mark, place) {
    const box = boxOf(place.left, place.y(mark.low), place.right, place.y(mark.high));
    return [["rect", faded(mark, { ...box, fill: colour(mark.tone) }), []]];
  },

  cells(mark, place) {
    const [x0, y0, x1, y1] = mark.extent;
    /** by their colour: one path has all of one @type {Map<string, string>} */
    const boxes = new Map();
    mark.rows.forEach((row, number) => {
      const [low, high] = [number, number + 1].map((k) => place.y(y0 + ((y1 - y0) * k) / mark.rows.length));
      const fills = row.map((value) => cellColour(value, mark.scale));
      for (let start = 0, end; start < row.length; start = end) {
        end = start + 1;
        while (end < row.length && fills[end] === fills[start]) end++; // equal neighbours are one box
        if (!fills[start]) continue;
        const [left, right] = [start, end].map((k) => place.x(x0 + ((x1 - x0) * k) / row.length));
        const { x, y, width, height } = boxOf(left, low, right, high);
        boxes.set(fills[start], `${boxes.get(fills[start]) ?? ""}M${x} ${y}h${width}v${height}h-${width}z`);
      }
    });
    const drawn = Array.from(boxes, ([fill, d]) => /** @type {Shape} */ (["path", { class: "cell", d, fill }, []]));
    return [["g", { class: "cells" }, drawn]]; // one shape, so that those behind it keep their places, and focus with them
  },

  note(mark, place) {
    const point = place.point(mark.at);
    if (!point) return [];
    const tone = mark.tone === "pos" || mark.tone === "neg" ? `${mark.tone}-ink` : mark.tone;
    const size = Math.max(11, mark.size * place.scale);
    /** @type {Attributes} */
    const attributes = {
      class: "note",
      x: pixels(point[0] + mark.dx),
      y: pixels(point[1] + mark.dy),
      "text-anchor": mark.anchor,
      "font-size": pixels(size),
      fill: colour(tone),
    };
    if (mark.strong) attributes["font-weight"] = "650";
    return [["text", attributes, mark.text]];
  },

  node(mark, place) {
    const [x, y] = /** @type {[number, number, number]} */ (place.point(mark.at));
    const [width, height] = [mark.width * place.scale, mark.height * place.scale];
    const look = { class: mark.strong ? "node strong" : "node", fill: colour(mark.fill), stroke: colour(mark.tone) };
    /** @type {Shape[]} */
    const drawn = [];
    if (mark.shape === "circle") {
      drawn.push(["ellipse", { ...look, cx: pixels(x), cy: pixels(y), rx: pixels(width / 2), ry: pixels(height / 2) }, []]);
    } else {
      const box = boxOf(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
      drawn.push(["rect", { ...look, ...box, rx: pixels(mark.shape === "pill" ? height / 2 : 8) }, []]);
    }
    const size = pixels(Math.max(11, 13 * place.scale));
    if (mark.text) drawn.push(["text", { class: "node-text", x: pixels(x), y: pixels(y), dy: ".35em", "font-size": size }, mark.text]);
    if (mark.label) {
      const below = pixels(y + height / 2 + 17);
      drawn.push(["text", { class: "tick", x: pixels(x), y: below, "text-anchor": "middle", "font-size": size }, mark.label]);
    }
    return drawn;
  },

  handle(mark, place) {
    const [x, y] = /** @type {[number, number, number]} */ (place.point(mark.at));
    const now = mark.at[mark.along === "y" ? 1 : 0];
    const attributes = {
      class: "handle",
      "data-handle": mark.name,
      tabindex: "0",
      role: "slider",
      "aria-label": mark.label,
      "aria-valuenow": String(now),
      "aria-valuetext": mark.words,
    };
    return [
      [
        "g",
        attributes,
        [
          ["circle", { class: "reach", cx: pixels(x), cy: pixels(y), r: "22" }, []],
          ["circle", { class: "knob", cx: pixels(x), cy: pixels(y), r: "10", fill: colour(mark.tone) }, []],
        ],
      ],
    ];
  },

  spots: (mark, place) =>
    mark.rows.map(([name, atX, atY, width, height, label]) => {
      const [x, y] = /** @type {[number, number, number]} */ (place.point([atX, atY]));
      const half = Math.max(24, width * place.scale) / 2;
      const tall = Math.max(24, height * place.scale) / 2;
      const attributes = { class: "spot", "data-spot": name, tabindex: "0", role: "button", "aria-label": label };
      return ["rect", { ...attributes, ...boxOf(x - half, y - tall, x + half, y + tall), rx: "8" }, []];
    }),
};

/** @param {number | null} value @param {"signed" | "heat"} scale */
function cellColour(value, scale) {
  if (value === null) return "";
  if (scale === "heat") {
    return `color-mix(in srgb, var(--heat-high) ${Math.floor(Math.min(1, Math.max(0, value)) * 100 + 0.5)}%, var(--heat-low))`;
  }
  return colour(Math.floor(value * 20 + 0.5) / 20);
}

/**
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function boxOf(x0, y0, x1, y1) {
  // The edges are rounded, not the sizes, so that neighbours touch.
  const [left, right, top, bottom] = [Math.min(x0, x1), Math.max(x0, x1), Math.min(y0, y1), Math.max(y0, y1)].map(tenth);
  return { x: pixels(left), y: pixels(top), width: pixels(right - left), height: pixels(bottom - top) };
}

/** @param {{ fade: number }} mark @param {Attributes} attributes @returns {Attributes} */
function faded(mark, attributes) {
  return mark.fade === 1 ? attributes : { ...attributes, opacity: String(mark.fade) };
}

/** @param {{ dashed: boolean }} mark @param {Attributes} attributes @returns {Attributes} */
function dashed(mark, attributes) {
  return mark.dashed ? { ...attributes, "stroke-dasharray": "6 6" } : attributes;
}
