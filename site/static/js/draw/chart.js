/** Draws losses or accuracies over the epochs: two lines with axes, linear or logarithmic, marks where settings changed, and a cursor. */

import { wholeText } from "./number-text.js";

/** @import { Mark, Palette } from "../types.js" */

/** Numbers in a row of the history: epoch, training and test loss, training and test accuracy. */
export const ROW = 5;
const LEFT = 38;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 18;
/** How wide a digit is at the most. */
const DIGIT = 7;
/** A logarithmic axis shows this many powers of ten at the most. */
const MOST_DECADES = 6;

/** @typedef {{ top: number, bottom: number, lastEpoch: number, log: boolean }} Scale `bottom` is above 0 on a logarithmic axis */

/**
 * @param {CanvasRenderingContext2D} context in CSS pixels
 * @param {Float64Array} history ROW numbers of each point, by rising epoch
 * @param {{ count: number, width: number, height: number, palette: Palette, log?: boolean, shares?: boolean, marks?: Mark[], at?: number }} options
 *   `count` points of `history` are in use; with `shares` accuracies are drawn instead of losses; the cursor stands at the point `at`,
 *   none at -1
 */
export function drawChart(context, history, { count, width, height, palette, log = false, shares = false, marks = [], at = -1 }) {
  const first = shares ? 3 : 1; // column of training, that of the test follows
  const scale = shares ? { ...chartScale(history, count), top: 1 } : chartScale(history, count, log);
  const x = (/** @type {number} */ epoch) => LEFT + (epoch / scale.lastEpoch) * (width - LEFT - RIGHT);
  const y = (/** @type {number} */ loss) => TOP + (1 - heightOf(loss, scale)) * (height - TOP - BOTTOM);

  context.clearRect(0, 0, width, height);
  context.font = `11px ${palette.font}`;
  context.fillStyle = palette.ink2;
  context.lineWidth = 1;
  context.strokeStyle = palette.line;
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const loss of levels(scale)) {
    const level = Math.round(y(loss)) + 0.5;
    rule(LEFT, level, width - RIGHT, level);
    context.fillText(shares ? `${100 * loss}%` : shortNumber(loss), LEFT - 6, level);
  }
  context.textBaseline = "alphabetic";
  const last = count > 1 ? `epoch ${wholeText(history[ROW * (count - 1)])}` : "epochs";
  for (const epoch of epochTicks(scale.lastEpoch)) {
    const text = wholeText(epoch);
    context.textAlign = epoch === 0 ? "left" : "center";
    const end = x(epoch) + text.length * (epoch === 0 ? DIGIT : DIGIT / 2);
    if (end + DIGIT < width - RIGHT - last.length * DIGIT) context.fillText(text, x(epoch), height - 3);
  }
  context.textAlign = "right";
  context.fillText(last, width - RIGHT, height - 3);
  for (const { epoch } of marks) drawMark(Math.round(x(epoch)) + 0.5);

  context.lineJoin = "round";
  line(first, palette.train, 2.25);
  line(first + 1, palette.test, 1.5);
  if (at >= 0 && at < count) drawCursor(at);

  /**
   * @param {number} x0
   * @param {number} y0
   * @param {number} x1
   * @param {number} y1
   */
  function rule(x0, y0, x1, y1) {
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x1, y1);
    context.stroke();
  }

  /** @param {number} place */
  function drawMark(place) {
    context.strokeStyle = palette.lineStrong;
    rule(place, TOP, place, height - BOTTOM);
    context.beginPath();
    context.moveTo(place - 4, TOP - 6);
    context.lineTo(place + 4, TOP - 6);
    context.lineTo(place, TOP);
    context.fillStyle = palette.ink2;
    context.fill();
  }

  /** @param {number} row */
  function drawCursor(row) {
    const place = x(history[ROW * row]);
    context.strokeStyle = palette.ink3;
    context.lineWidth = 1;
    rule(Math.round(place) + 0.5, TOP, Math.round(place) + 0.5, height - BOTTOM);
    for (const [column, colour] of /** @type {const} */ ([[first, palette.train], [first + 1, palette.test]])) {
      if (!Number.isFinite(history[ROW * row + column])) continue;
      context.beginPath();
      context.arc(place, y(history[ROW * row + column]), 3.5, 0, 2 * Math.PI);
      context.fillStyle = colour;
      context.fill();
    }
  }

  /**
   * @param {number} column of the history
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
      const loss = history[ROW * i + column];
      if (!Number.isFinite(loss)) drawing = false;
      else if (drawing) context.lineTo(x(history[ROW * i]), y(loss));
      else {
        context.moveTo(x(history[ROW * i]), y(loss));
        drawing = true;
      }
    }
    context.stroke();
  }
}

/**
 * The point of the history whose epoch is nearest to a place of the drawing; -1 without any.
 * @param {Float64Array} history
 * @param {number} count
 * @param {number} place from the left
 * @param {number} width
 */
export function nearestPoint(history, count, place, width) {
  const { lastEpoch } = chartScale(history, count, false);
  const epoch = ((place - LEFT) / (width - LEFT - RIGHT)) * lastEpoch;
  let best = -1;
  for (let i = 0; i < count; i++) {
    if (best < 0 || Math.abs(history[ROW * i] - epoch) <= Math.abs(history[ROW * best] - epoch)) best = i;
  }
  return best;
}

/**
 * The round number above every finite loss, one below all that are above 0 for a logarithmic axis (0 for a linear one), and the
 * last epoch, which is above 0 so that one may divide by it.
 * @param {Float64Array} history
 * @param {number} count
 * @param {boolean} [log]
 * @returns {Scale}
 */
export function chartScale(history, count, log = false) {
  let highest = 0;
  let lowest = Infinity;
  for (let i = 0; i < count; i++) {
    for (const loss of [history[ROW * i + 1], history[ROW * i + 2]]) {
      if (Number.isFinite(loss) && loss > highest) highest = loss;
      if (loss > 0 && loss < lowest) lowest = loss;
    }
  }
  const lastEpoch = count > 0 ? Math.max(1, history[ROW * (count - 1)]) : 1;
  if (!log || highest <= 0) return { top: roundUp(highest), bottom: 0, lastEpoch, log: false };
  const last = Math.ceil(Math.log10(highest) - 1e-9);
  const first = Math.max(last - MOST_DECADES, Math.min(last - 1, Math.floor(Math.log10(lowest) + 1e-9)));
  return { top: 10 ** last, bottom: 10 ** first, lastEpoch, log: true };
}

/**
 * How high a loss stands, from 0 to 1; what is below a logarithmic axis lies on it.
 * @param {number} loss
 * @param {Scale} scale
 */
function heightOf(loss, { top, bottom, log }) {
  return log ? Math.max(0, Math.log10(Math.max(loss, bottom) / bottom) / Math.log10(top / bottom)) : loss / top;
}

/** Where the rules lie. @param {Scale} scale */
function levels({ top, bottom, log }) {
  if (!log) return [0, top / 2, top];
  const decades = Math.round(Math.log10(top / bottom));
  const step = decades > 3 ? 2 : 1;
  return Array.from({ length: Math.floor(decades / step) + 1 }, (_, i) => top / 10 ** (i * step));
}

/** Round epochs along the axis: 0 and two or three more. @param {number} lastEpoch */
function epochTicks(lastEpoch) {
  if (lastEpoch < 4) return [0];
  const step = roundUp(lastEpoch / 3);
  const whole = Math.max(1, step >= 2 ? Math.round(step) : 1);
  return Array.from({ length: Math.floor(lastEpoch / whole) + 1 }, (_, i) => i * whole);
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
  if (value !== 0 && (value < 0.001 || value >= 10000)) return value.toExponential(0).replace("-", "−");
  return String(Number(value.toPrecision(2)));
}
