/** Makes a picture of what was drawn on a pad: dark strokes on white paper, in every theme. */

import { SIDE, withoutAlpha } from "../model/picture-pixels.js";

/** How wide the pen is, in shares of the side. */
const PEN = 0.075;

/** @param {[number, number][][]} strokes points in shares of the side @returns {Uint8Array} */
export function pictureOfStrokes(strokes) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("this browser gave no 2D drawing context for a canvas");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, SIDE, SIDE);
  context.scale(SIDE, SIDE);
  context.lineWidth = PEN;
  context.lineCap = context.lineJoin = "round";
  context.strokeStyle = "#1b2330";
  for (const stroke of strokes) {
    context.beginPath();
    stroke.forEach(([x, y], at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
    if (stroke.length === 1) context.lineTo(...stroke[0]);
    context.stroke();
  }
  return withoutAlpha(context.getImageData(0, 0, SIDE, SIDE).data);
}
