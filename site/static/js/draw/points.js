/** Draws data points as circles, coloured by label: training points with a light rim, test points with a dark one. */

import { shadeOf } from "./palette.js";

/** @import { Palette } from "../types.js" */

/**
 * @param {CanvasRenderingContext2D} context scaled so that the drawing is `side` × `side` units
 * @param {Float32Array} points x1, x2, label of each point; the training points first
 * @param {{ side: number, extent: number, palette: Palette, train: number, test?: number, classes?: number, smallest?: number }} options
 *   how many of each to draw; the labels of more than two classes are their numbers; `smallest` is the least radius
 */
export function drawPoints(context, points, { side, extent, palette, train, test = 0, classes = 2, smallest = 2.4 }) {
  context.clearRect(0, 0, side, side);
  const radius = Math.max(smallest, Math.min(4.2, side / 90));
  context.lineWidth = radius / 3;
  context.strokeStyle = "rgb(255 255 255 / 85%)";
  drawRange(0, train);
  context.strokeStyle = "rgb(20 24 31 / 75%)";
  drawRange(train, train + test);

  /**
   * @param {number} from
   * @param {number} to
   */
  function drawRange(from, to) {
    for (let i = from; i < to; i++) {
      const x1 = points[3 * i];
      const x2 = points[3 * i + 1];
      if (Math.abs(x1) > extent || Math.abs(x2) > extent) continue;
      context.beginPath();
      context.arc(((x1 + extent) / (2 * extent)) * side, ((extent - x2) / (2 * extent)) * side, radius, 0, 2 * Math.PI);
      const label = points[3 * i + 2];
      context.fillStyle = classes > 2 ? palette.classes[label] : palette.solid[shadeOf(label)];
      context.fill();
      context.stroke();
    }
  }
}
