/** Draws the line between the sides of a map: short straight pieces over the map, below the points. */

/** @import { Palette } from "../types.js" */

/**
 * @param {CanvasRenderingContext2D} context scaled so that the drawing is `side` × `side` units
 * @param {ArrayLike<number>} pieces x1, x2, x1, x2 of each
 * @param {{ count: number, side: number, extent: number, palette: Palette }} options how many pieces are in use
 */
export function drawContour(context, pieces, { count, side, extent, palette }) {
  context.clearRect(0, 0, side, side);
  if (!count) return;
  context.beginPath();
  for (let i = 0; i < 4 * count; i += 4) {
    context.moveTo(across(pieces[i]), down(pieces[i + 1]));
    context.lineTo(across(pieces[i + 2]), down(pieces[i + 3]));
  }
  context.lineCap = "round";
  // A light rim keeps the line apart from the deep colours of the map.
  for (const [colour, width] of /** @type {const} */ ([[palette.card, 4], [palette.ink, 1.75]])) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.stroke();
  }

  /** @param {number} x1 */
  function across(x1) {
    return ((x1 + extent) / (2 * extent)) * side;
  }

  /** @param {number} x2 */
  function down(x2) {
    return ((extent - x2) / (2 * extent)) * side;
  }
}
