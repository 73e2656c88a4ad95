/** Draws the losses over the epochs: two lines above a floor of zero, with light lines and few labels to read them by. */

/** @import { Palette } from "../types.js" */

const LEFT = 34;
const RIGHT = 4;
const TOP = 8;
const BOTTOM = 18;

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Float64Array} history epoch, training loss, test loss of each point, by rising epoch
 * @param {{ count: number, width: number, height: number, palette: Palette }} options `count` points of `history` are in use
 */
export function drawChart(context, history, { count, width, height, palette }) {
  const { top, lastEpoch } = chartScale(history, count);
  const x = (/** @type {number} */ epoch) => LEFT + (epoch / lastEpoch) * (width - LEFT - RIGHT);
  const y = (/** @type {number} */ loss) => TOP + (1 - loss / top) * (height - TOP - BOTTOM);

  context.clearRect(0, 0, width, height);
  context.font = `11px ${palette.font}`;
  context.fillStyle = palette.ink2;
  context.lineWidth = 1;
  context.strokeStyle = palette.line;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const part of [0, 0.5, 1]) {
    const level = Math.round(y(part * top)) + 0.5;
    context.beginPath();
    context.moveTo(LEFT, level);
    context.lineTo(width - RIGHT, level);
    context.stroke();
    context.fillText(shortNumber(part * top), LEFT - 6, level);
  }
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.fillText("0", LEFT, height - 3);
  context.textAlign = "right";
  context.fillText(count > 1 ? `epoch ${history[3 * (count - 1)].toLocaleString("en-US")}` : "epochs", width - RIGHT, height - 3);

  context.lineJoin = "round";
  line(1, palette.train, 2.25);
  line(2, palette.test, 1.5);

  /**
   * @param {1 | 2} column
   * @param {string} colour
   * @param {number} thickness
   */
  function line(column, colour, thickness) {
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = thickness;
    if (count === 1 && Number.isFinite(history[column])) {
      context.beginPath();
      context.arc(x(0), y(history[column]), thickness, 0, 2 * Math.PI);
      context.fill();
      return;
    }
    context.beginPath();
    let drawing = false;
    for (let i = 0; i < count; i++) {
      const loss = history[3 * i + column];
      if (!Number.isFinite(loss)) drawing = false;
      else if (drawing) context.lineTo(x(history[3 * i]), y(loss));
      else {
        context.moveTo(x(history[3 * i]), y(loss));
        drawing = true;
      }
    }
    context.stroke();
  }
}

/**
 * The round number above every finite loss, and the last epoch; both are above 0 so that one may divide by them.
 * @param {Float64Array} history
 * @param {number} count
 */
export function chartScale(history, count) {
  let highest = 0;
  for (let i = 0; i < count; i++) {
    for (const loss of [history[3 * i + 1], history[3 * i + 2]]) {
      if (Number.isFinite(loss) && loss > highest) highest = loss;
    }
  }
  const lastEpoch = count > 0 ? Math.max(1, history[3 * (count - 1)]) : 1;
  return { top: roundUp(highest), lastEpoch };
}

/** The least of 1, 1.2, 1.6, 2, 3, 4, 5, 6, 8 times a power of ten that is not below `value`; 1 for zero. @param {number} value */
export function roundUp(value) {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.2, 1.6, 2, 3, 4, 5, 6, 8]) {
    if (value <= step * power * (1 + 1e-9)) return step * power;
  }
  return 10 * power;
}

/** @param {number} value */
function shortNumber(value) {
  if (value !== 0 && (value < 0.001 || value >= 10000)) return value.toExponential(0);
  return String(Number(value.toPrecision(2)));
}
