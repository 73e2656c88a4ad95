/** Draws the network: links as wide as their weights are large, nodes with their maps, biases as dots; faint what is dropped out. */

import { layersOf } from "../frame.js";
import { shadeOf } from "./palette.js";
import { roundedSquare } from "./sprites.js";

/** @import { Frame, NetworkGeometry, NetworkLink, NetworkNode, NetworkPart, Palette } from "../types.js" */
/** @import { NodeSprites } from "./sprites.js" */

/**
 * @typedef {object} NodeOptions
 * @property {NetworkGeometry} geometry
 * @property {Palette} palette
 * @property {NodeSprites} sprites
 * @property {CanvasImageSource} unitMaps one below the other, `unitSide` pixels wide and high each
 * @property {CanvasImageSource} featureMaps likewise
 * @property {NetworkPart | null} [marked] a part to set off
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
  context.clearRect(links[0].x0 - 1, 0, links[0].x1 - links[0].x0 + 2, geometry.height);
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
 * Draws everything but the links, on top of them.
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Frame} frame
 * @param {NodeOptions} options
 */
export function drawNodes(context, frame, { geometry, palette, sprites, unitMaps, featureMaps, marked = null }) {
  const { shape, unitSide } = frame.layout;
  const dropped = droppedOf(frame);
  const isOut = (/** @type {NetworkNode} */ node) => node.layer > 0 && dropped(node.layer - 1, node.unit);
  if (marked?.link) drawLink(context, marked.link, palette.ink, 1.5);
  drawMapsOf(geometry.nodes);
  // One kind of sprite after the other, for a change of the drawing's mode is dearer than a sprite.
  context.globalCompositeOperation = "destination-out";
  for (const { x, y, side } of geometry.nodes) sprites.put(context, sprites.corners(side), x, y);
  context.globalCompositeOperation = "source-over";
  for (const node of geometry.nodes) {
    if (isOut(node)) drawEmpty(node);
    else if (node.active) sprites.put(context, sprites.outline(node.side), node.x, node.y);
    if (node.label) sprites.put(context, sprites.label(node.label, node.active), node.x - node.side / 2 - 8 - sprites.labelWidth / 2, node.y);
  }
  drawBiases();
  if (geometry.folded) drawFolded(geometry.folded);

  /** @param {NetworkNode[]} nodes column by column */
  function drawMapsOf(nodes) {
    const firstUnits = [0, 0];
    for (const units of shape.slice(1)) firstUnits.push(firstUnits[firstUnits.length - 1] + units);
    for (const node of nodes) {
      const { layer, unit, x, y, side } = node;
      const [maps, index] = layer === 0 ? [featureMaps, unit] : [unitMaps, firstUnits[layer] + unit];
      context.globalAlpha = node.active && !isOut(node) ? 1 : 0.38;
      // The samples stand on the edge of the window, so half a pixel at each side is beyond it; it also belongs to the neighbour map.
      context.drawImage(maps, 0.5, index * unitSide + 0.5, unitSide - 1, unitSide - 1, x - side / 2, y - side / 2, side, side);
    }
    context.globalAlpha = 1;
  }

  /** Where a unit is dropped out. @param {NetworkNode} node */
  function drawEmpty({ x, y, side }) {
    roundedSquare(context, x - side / 2, y - side / 2, side);
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    context.strokeStyle = palette.ink3;
    context.stroke();
    context.setLineDash([]);
  }

  function drawBiases() {
    const layers = layersOf(shape);
    for (const node of geometry.nodes) {
      if (node.layer === 0) continue;
      const { start, inputs } = layers[node.layer - 1];
      const bias = isOut(node) ? 0 : frame.parameters[start + node.unit * (inputs + 1) + inputs];
      sprites.put(context, sprites.dot(shadeOf(bias)), node.x - node.side / 2, node.y + node.side / 2);
    }
  }

  /** @param {{ x: number, y: number, side: number, count: number }} folded */
  function drawFolded({ x, y, side, count }) {
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
