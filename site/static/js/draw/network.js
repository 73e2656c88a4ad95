/** Draws the network: links as wide as their weights are large, nodes with their maps, biases as dots; faint what is dropped out. */

import { layersOf } from "./frame-views.js";
import { shadeOf } from "./palette.js";
import { roundedSquare } from "./sprites.js";

/** @import { Frame, Layout, NetworkGeometry, NetworkLink, NetworkNode, NetworkPart, Palette } from "../types.js" */
/** @import { NodeSprites } from "./sprites.js" */

/**
 * @typedef {object} NodeOptions
 * @property {NetworkGeometry} geometry
 * @property {Palette} palette
 * @property {NodeSprites} sprites
 * @property {CanvasImageSource} maps one below the other, `unitSide` pixels wide and high each
 */

/**
 * Draws the links of one gap between two columns, in place of those that were drawn there before.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Frame} frame
 * @param {number} gap 0 for the links that leave the inputs
 * @param {{ geometry: NetworkGeometry, palette: Palette }} options
 */
export function drawGap(context, frame, gap, { geometry, palette }) {
  const links = geometry.gaps[gap];
  if (!links.length) return;
  const { start, inputs } = layersOf(frame.layout.shape)[gap];
  const dropped = droppedOf(frame);
  context.clearRect(links[0].x0, 0, links[0].x1 - links[0].x0 + 1, geometry.height);
  context.lineCap = "butt";
  for (const link of links) {
    if (dropped(gap, link.unit) || dropped(gap - 1, link.input)) continue;
    const weight = frame.parameters[start + link.unit * (inputs + 1) + link.input];
    drawLink(context, link, Number.isNaN(weight) ? palette.lineStrong : palette.solid[shadeOf(weight)], linkWidth(weight));
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {NetworkLink} link
 * @param {string} colour
 * @param {number} width
 */
function drawLink(context, { x0, y0, x1, y1 }, colour, width) {
  const bend = (x1 - x0) * 0.5;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

/**
 * Draws the column of the inputs, which no training changes, on an empty canvas.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Layout} layout
 * @param {NodeOptions} options
 */
export function drawInputs(context, { unitSide }, { geometry, palette, sprites, maps }) {
  const nodes = geometry.nodes.filter(({ layer }) => layer === 0);
  drawBodies(context, nodes, { maps, unitSide, sprites, place: ({ unit }) => unit, faint: ({ active }) => !active });
  for (const { x, y, side, label, active } of nodes) {
    if (active) sprites.put(context, sprites.outline(side), x, y);
    if (label) sprites.put(context, sprites.label(label, active), x - side / 2 - 8 - sprites.labelWidth / 2, y);
  }
  if (geometry.folded) drawFolded(context, geometry.folded, palette);
}

/**
 * Draws hidden and output units with their biases, on top of the links.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Frame} frame
 * @param {NodeOptions & { marked?: NetworkPart | null }} options `marked` is a part to set off
 */
export function drawUnits(context, frame, { geometry, palette, sprites, maps, marked = null }) {
  const { shape, unitSide } = frame.layout;
  const layers = layersOf(shape);
  const dropped = droppedOf(frame);
  const nodes = geometry.nodes.filter(({ layer }) => layer > 0);
  const isOut = (/** @type {NetworkNode} */ node) => dropped(node.layer - 1, node.unit);
  const firstUnits = [0, 0];
  for (const units of shape.slice(1)) firstUnits.push(firstUnits[firstUnits.length - 1] + units);
  if (marked?.link) drawLink(context, marked.link, palette.ink, 1.5);
  const own = marked?.kind === "unit" ? nodes.find(({ x, y }) => x === marked.x && y === marked.y) : undefined;
  if (own) for (const link of geometry.links) if (leadsTo(link, own) || leadsFrom(link, own)) drawLink(context, link, palette.ink, 1);
  drawBodies(context, nodes, { maps, unitSide, sprites, place: ({ layer, unit }) => firstUnits[layer] + unit, faint: isOut });
  for (const node of nodes) {
    const { layer, unit, x, y, side } = node;
    if (isOut(node)) drawEmpty(context, node, palette);
    else sprites.put(context, sprites.outline(side), x, y);
    if (node === own) ring(context, node, palette);
    const { start, inputs } = layers[layer - 1];
    const bias = isOut(node) ? 0 : frame.parameters[start + unit * (inputs + 1) + inputs];
    sprites.put(context, sprites.dot(shadeOf(bias)), x - side / 2, y + side / 2);
  }
}

/** @param {NetworkLink} link @param {NetworkNode} node */
function leadsTo(link, { layer, unit }) {
  return link.layer === layer - 1 && link.unit === unit;
}

/** @param {NetworkLink} link @param {NetworkNode} node */
function leadsFrom(link, { layer, unit }) {
  return link.layer === layer && link.input === unit;
}

/**
 * Draws a ring around a unit that is looked at.
 * @param {CanvasRenderingContext2D} context
 * @param {NetworkNode} node
 * @param {Palette} palette
 */
function ring(context, { x, y, side }, palette) {
  roundedSquare(context, x - side / 2 - 3, y - side / 2 - 3, side + 6);
  context.lineWidth = 2;
  context.strokeStyle = palette.focus;
  context.stroke();
}

/**
 * Draws nodes' maps with round corners.
 * @param {CanvasRenderingContext2D} context
 * @param {NetworkNode[]} nodes
 * @param {object} options
 * @param {CanvasImageSource} options.maps
 * @param {number} options.unitSide
 * @param {NodeSprites} options.sprites
 * @param {(node: NetworkNode) => number} options.place of a node's map among the maps
 * @param {(node: NetworkNode) => boolean} options.faint
 */
function drawBodies(context, nodes, { maps, unitSide, sprites, place, faint }) {
  for (const node of nodes) {
    const { x, y, side } = node;
    context.globalAlpha = faint(node) ? 0.38 : 1;
    // The samples stand on the edge of the window, so half a pixel at each side is beyond it; it also belongs to the neighbour map.
    context.drawImage(maps, 0.5, place(node) * unitSide + 0.5, unitSide - 1, unitSide - 1, x - side / 2, y - side / 2, side, side);
  }
  context.globalAlpha = 1;
  context.globalCompositeOperation = "destination-out";
  for (const { x, y, side } of nodes) sprites.put(context, sprites.corners(side), x, y);
  context.globalCompositeOperation = "source-over";
}

/**
 * Draws the outline of a unit that is dropped out.
 * @param {CanvasRenderingContext2D} context
 * @param {NetworkNode} node
 * @param {Palette} palette
 */
function drawEmpty(context, { x, y, side }, palette) {
  roundedSquare(context, x - side / 2, y - side / 2, side);
  context.setLineDash([3, 3]);
  context.lineWidth = 1;
  context.strokeStyle = palette.ink3;
  context.stroke();
  context.setLineDash([]);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{ x: number, y: number, side: number, count: number }} folded
 * @param {Palette} palette
 */
function drawFolded(context, { x, y, side, count }, palette) {
  roundedSquare(context, x - side / 2, y - side / 2, side);
  context.fillStyle = palette.sunken;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = palette.lineStrong;
  context.stroke();
  context.font = `13px ${palette.font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = palette.ink2;
  context.fillText(`+${count}`, x, y);
}

/**
 * Says of a unit, by its layer and its place there, whether dropout leaves it out of the present epoch.
 * @param {Frame} frame
 * @returns {(layer: number, unit: number) => boolean}
 */
function droppedOf({ layout, kept }) {
  const starts = [0];
  for (const units of layout.shape.slice(1, -1)) starts.push(starts[starts.length - 1] + units);
  return (layer, unit) => layer >= 0 && layer < starts.length - 1 && kept[starts[layer] + unit] === 0;
}

/** Width in pixels, 1 for a weight of 0 up to 10 for one of 5 and more. @param {number} weight */
export function linkWidth(weight) {
  return Number.isNaN(weight) ? 1 : 1 + (9 * Math.min(Math.abs(weight), 5)) / 5;
}
