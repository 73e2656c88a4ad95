/** Draws the network: links as wide as their weights are large, nodes with their maps, biases as dots; faint what is dropped out. */

import { layersOf } from "../frame.js";
import { shadeOf } from "./palette.js";

/** @import { Frame, NetworkGeometry, NetworkNode, NetworkPart, Palette } from "../types.js" */

const CORNER = 7;

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Frame} frame
 * @param {{ geometry: NetworkGeometry, palette: Palette, unitMaps: CanvasImageSource, featureMaps: CanvasImageSource, marked?: NetworkPart | null }} options
 *   `marked` is a part to set off; the maps stand one below the other, `unitSide` pixels wide and high each
 */
export function drawNetwork(context, frame, { geometry, palette, unitMaps, featureMaps, marked = null }) {
  const { shape, unitSide } = frame.layout;
  const layers = layersOf(shape);
  const dropped = droppedOf(frame);
  context.clearRect(0, 0, geometry.width, geometry.height);
  drawLinks();
  if (marked?.link) drawLink(marked.link, palette.ink, 1.5);
  let unitsBefore = 0;
  let layer = 0;
  for (const node of geometry.nodes) {
    if (node.layer === 0) {
      drawNode(node, featureMaps, node.unit);
      continue;
    }
    if (node.layer !== layer) {
      if (layer > 0) unitsBefore += shape[layer];
      layer = node.layer;
    }
    const isOut = dropped(layer - 1, node.unit);
    drawNode(isOut ? { ...node, active: false } : node, unitMaps, unitsBefore + node.unit);
    if (isOut) drawEmpty(node);
    const { start, inputs } = layers[layer - 1];
    drawBias(node, isOut ? 0 : frame.parameters[start + node.unit * (inputs + 1) + inputs]);
  }
  if (geometry.folded) drawFolded(geometry.folded);

  function drawLinks() {
    context.lineCap = "butt";
    for (const { layer: index, unit, input, x0, y0, x1, y1 } of geometry.links) {
      if (dropped(index, unit) || dropped(index - 1, input)) continue;
      const { start, inputs } = layers[index];
      const weight = frame.parameters[start + unit * (inputs + 1) + input];
      drawLink({ x0, y0, x1, y1 }, Number.isNaN(weight) ? palette.lineStrong : palette.solid[shadeOf(weight)], linkWidth(weight));
    }
  }

  /**
   * @param {{ x0: number, y0: number, x1: number, y1: number }} place
   * @param {string} colour
   * @param {number} width
   */
  function drawLink({ x0, y0, x1, y1 }, colour, width) {
    const bend = (x1 - x0) * 0.5;
    context.beginPath();
    context.moveTo(x0, y0);
    context.bezierCurveTo(x0 + bend, y0, x1 - bend, y1, x1, y1);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  /**
   * @param {NetworkNode} node
   * @param {CanvasImageSource} maps
   * @param {number} index
   */
  function drawNode({ x, y, side, active, label }, maps, index) {
    const left = x - side / 2;
    const top = y - side / 2;
    context.globalAlpha = active ? 1 : 0.38;
    context.save();
    context.beginPath();
    context.roundRect(left, top, side, side, CORNER);
    context.fillStyle = palette.card;
    context.fill();
    context.clip();
    // The samples stand on the edge of the window, so half a pixel at each side is beyond it; it also belongs to the neighbour map.
    context.drawImage(maps, 0.5, index * unitSide + 0.5, unitSide - 1, unitSide - 1, left, top, side, side);
    context.restore();
    if (active) {
      context.beginPath();
      context.roundRect(left, top, side, side, CORNER);
      context.lineWidth = 1.5;
      context.strokeStyle = palette.ink;
      context.stroke();
    }
    context.globalAlpha = 1;
    if (label) {
      context.font = `13px ${palette.font}`;
      context.textAlign = "right";
      context.textBaseline = "middle";
      context.fillStyle = active ? palette.ink : palette.ink3;
      context.fillText(label.length > 11 ? `${label.slice(0, 10)}…` : label, left - 8, y);
    }
  }

  /** Where a unit is dropped out. @param {NetworkNode} node */
  function drawEmpty({ x, y, side }) {
    context.beginPath();
    context.roundRect(x - side / 2, y - side / 2, side, side, CORNER);
    context.setLineDash([3, 3]);
    context.lineWidth = 1;
    context.strokeStyle = palette.ink3;
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * @param {NetworkNode} node
   * @param {number} bias
   */
  function drawBias({ x, y, side }, bias) {
    context.beginPath();
    context.arc(x - side / 2, y + side / 2, 5.5, 0, 2 * Math.PI);
    context.fillStyle = palette.solid[shadeOf(bias)];
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = palette.card;
    context.stroke();
    context.beginPath();
    context.arc(x - side / 2, y + side / 2, 6, 0, 2 * Math.PI);
    context.lineWidth = 1;
    context.strokeStyle = palette.lineStrong;
    context.stroke();
  }

  /** @param {{ x: number, y: number, side: number, count: number }} folded */
  function drawFolded({ x, y, side, count }) {
    context.beginPath();
    context.roundRect(x - side / 2, y - side / 2, side, side, CORNER);
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
