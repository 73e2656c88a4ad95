/** Draws the plane in which people put points: a grid, the points, those of the stroke under way, and the cursor of the keyboard. */

import { shadeOf } from "./palette.js";
import { drawPoints } from "./points.js";

/** @import { Palette } from "../types.js" */

/** @typedef {{ x1: number, x2: number }} Place -6 to 6 on both axes */

/**
 * @param {CanvasRenderingContext2D} context scaled so that the drawing is `side` × `side` units
 * @param {Float32Array} points x1, x2, label of each
 * @param {object} options
 * @param {number} options.side
 * @param {number} options.extent the plane shows [-extent, extent]
 * @param {Palette} options.palette
 * @param {number} options.classes 0 for regression
 * @param {Place | null} [options.cursor]
 * @param {number} [options.reach] radius of the tool around the cursor, 0 for a cross alone
 */
export function drawPlane(context, points, { side, extent, palette, classes, cursor = null, reach = 0 }) {
  drawPoints(context, points, { side, extent, palette, train: points.length / 3, classes });
  context.globalCompositeOperation = "destination-over"; // the grid below the points
  context.lineWidth = 1;
  for (let at = -extent + 2; at < extent; at += 2) {
    const place = Math.round(((at + extent) / (2 * extent)) * side) + 0.5;
    context.strokeStyle = at === 0 ? palette.lineStrong : palette.line;
    line(context, place, 0, place, side);
    line(context, 0, place, side, place);
  }
  context.globalCompositeOperation = "source-over";
  if (!cursor) return;
  const x = ((cursor.x1 + extent) / (2 * extent)) * side;
  const y = ((extent - cursor.x2) / (2 * extent)) * side;
  context.strokeStyle = palette.focus;
  context.lineWidth = 2;
  line(context, x - 10, y, x + 10, y);
  line(context, x, y - 10, x, y + 10);
  if (reach) {
    context.beginPath();
    context.arc(x, y, (reach / (2 * extent)) * side, 0, 2 * Math.PI);
    context.stroke();
  }
}

/**
 * The colour of a label, as `drawPoints` has it.
 * @param {number} value
 * @param {number} classes
 * @param {Palette} palette
 */
export function colourOf(value, classes, palette) {
  return classes > 2 || value > 1 ? palette.classes[value] : palette.solid[shadeOf(value)];
}

/**
 * The points within reach of a place.
 * @param {ArrayLike<number>} places x1, x2, label of each
 * @param {Place} centre
 * @param {number} reach
 * @returns {number[]} their positions
 */
export function pointsNear(places, { x1, x2 }, reach) {
  const near = [];
  for (let i = 0; i < places.length / 3; i++) {
    if (Math.hypot(places[3 * i] - x1, places[3 * i + 1] - x2) <= reach) near.push(i);
  }
  return near;
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {number} x0
 * @param {number} y0
 * @param {number} x1
 * @param {number} y1
 */
function line(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
