/** What of a network can be looked at: its inputs, units, biases and weights, with names, numbers and places. */

import { layersOf } from "./frame-views.js";

/** @import { Layout, NetworkGeometry, NetworkPart } from "../types.js" */

/** How far from a part's own outline a pointer still means it, in CSS pixels: for a mouse and for a finger. */
export const REACH = { fine: 6, coarse: 16 };

/**
 * All parts in reading order: the inputs, then layer by layer each unit, its bias, and the weights that lead to it.
 * @param {NetworkGeometry} geometry
 * @param {Layout} layout
 * @returns {NetworkPart[]}
 */
export function partsOf({ nodes, links }, { shape, features, classes }) {
  const layers = layersOf(shape);
  const active = features.filter((feature) => feature.active);
  /** @type {NetworkPart[]} */
  const parts = [];
  let units = 0;
  for (const node of nodes) {
    const { layer, unit, x, y, side } = node;
    if (layer === 0) {
      parts.push({ kind: "input", name: `Input ${features[unit].label}`, look: -unit - 1, index: -1, x, y, side, link: null });
      continue;
    }
    const { start, inputs } = layers[layer - 1];
    const row = start + unit * (inputs + 1);
    const name = nameOf(layer, unit, shape, classes);
    parts.push({ kind: "unit", name, look: ++units, index: -1, x, y, side, link: null });
    parts.push({ kind: "bias", name: `Bias of ${lower(name)}`, look: 0, index: row + inputs, x: x - side / 2, y: y + side / 2, side: 14, link: null });
    for (const link of links) {
      if (link.layer !== layer - 1 || link.unit !== unit) continue;
      const from = layer === 1 ? active[link.input].label : lower(nameOf(layer - 1, link.input, shape, classes));
      const [middleX, middleY] = onLink(link, 0.5);
      parts.push({ kind: "weight", name: `Weight from ${from} to ${lower(name)}`, look: 0, index: row + link.input, x: middleX, y: middleY, side: 10, link });
    }
  }
  return parts;
}

/**
 * The part at a place of the drawing: biases before units before weights, for they lie above each other so. A finger, whose reach is
 * longer than a unit is wide, means the unit that it is on, unless it is on the very dot of the bias.
 * @param {NetworkPart[]} parts
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 * @returns {NetworkPart | null}
 */
export function partAt(parts, x, y, reach) {
  const near = (/** @type {NetworkPart} */ part) => Math.max(Math.abs(part.x - x), Math.abs(part.y - y)) - part.side / 2;
  const unit = parts.find((part) => (part.kind === "unit" || part.kind === "input") && near(part) <= 2);
  const bias = parts.find((part) => part.kind === "bias" && near(part) <= (unit && reach > REACH.fine ? 0 : reach));
  if (bias ?? unit) return bias ?? unit ?? null;
  let best = null;
  let least = reach;
  for (const part of parts) {
    if (!part.link || x < part.link.x0 - reach || x > part.link.x1 + reach) continue;
    const { x0, x1 } = part.link;
    // Across a curve that runs mostly sideways, the height at one place is near enough to the distance.
    const t = Math.max(0, Math.min(1, parameterAt((x - x0) / Math.max(1, x1 - x0))));
    const [atX, atY] = onLink(part.link, t);
    const [nextX, nextY] = onLink(part.link, Math.min(1, t + 0.01));
    const steep = (nextY - atY) / Math.max(0.01, nextX - atX);
    const distance = Math.abs(y - atY) / Math.hypot(1, steep);
    if (distance <= least) {
      least = distance;
      best = part;
    }
  }
  return best;
}

/**
 * @param {number} layer from 1
 * @param {number} unit
 * @param {number[]} shape
 * @param {number} classes
 */
function nameOf(layer, unit, shape, classes) {
  if (layer < shape.length - 1) return `Neuron ${unit + 1} of layer ${layer}`;
  return classes > 2 ? `Output of class ${unit + 1}` : "Output";
}

/** @param {string} name */
function lower(name) {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * The place on a link's curve, whose control points are half way; t from 0 to 1.
 * @param {{ x0: number, y0: number, x1: number, y1: number }} link
 * @param {number} t
 * @returns {[number, number]}
 */
function onLink({ x0, y0, x1, y1 }, t) {
  const s = 1 - t;
  const bend = (x1 - x0) / 2;
  const x = s ** 3 * x0 + 3 * s * s * t * (x0 + bend) + 3 * s * t * t * (x1 - bend) + t ** 3 * x1;
  const y = (s ** 3 + 3 * s * s * t) * y0 + (3 * s * t * t + t ** 3) * y1;
  return [x, y];
}

/** The t at which a link is at this share of its width: three steps of Newton's method on 1.5 t - 1.5 t² + t³. @param {number} share */
function parameterAt(share) {
  let t = share;
  for (let i = 0; i < 3; i++) t -= (1.5 * t - 1.5 * t * t + t ** 3 - share) / (1.5 - 3 * t + 3 * t * t);
  return t;
}
