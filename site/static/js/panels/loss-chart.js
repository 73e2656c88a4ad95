/** The chart of losses or accuracies with what a reader does to it: which of them, the logarithmic axis, and reading values. */

import { drawChart, nearestPoint, ROW } from "../draw/chart.js";
import { fitCanvas } from "../draw/fit.js";
import { numbersOf } from "../draw/frame-views.js";
import { lossText, wholeText } from "../draw/number-text.js";
import { themeAround } from "./theme-palette.js";
import { find, ifThere, part } from "./marked-elements.js";

/** @import { Frame, Mark } from "../types.js" */

export class LossChart {
  #canvas;
  #tip;
  #logButton;
  #sharesButton;
  #log = false;
  #shares = false;
  #at = -1;
  /** @type {[number, number] | null} */
  #room = null;
  /** @type {Frame | null} */
  #frame = null;
  /** @type {Mark[]} */
  #marks = [];

  /** @param {HTMLElement} figure */
  constructor(figure) {
    this.#canvas = find(figure, "canvas", HTMLCanvasElement);
    this.#tip = part(figure, "chart-tip");
    this.#logButton = find(figure, "[data-action=log]");
    this.#logButton.addEventListener("click", () => {
      this.#log = !this.#log;
      this.#draw();
    });
    this.#sharesButton = ifThere(figure, "[data-action=shares]", (button) => button);
    this.#sharesButton?.addEventListener("click", () => {
      this.#shares = !this.#shares;
      this.#draw();
    });
    this.#canvas.addEventListener("pointermove", ({ offsetX }) => {
      const { frame, count, width } = this.#now();
      if (frame) this.#read(nearestPoint(frame.history, count, offsetX, width));
    });
    for (const name of ["pointerleave", "blur"]) this.#canvas.addEventListener(name, () => this.#read(-1));
    this.#canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const { count } = this.#now();
      if (!step || !count) return;
      event.preventDefault();
      this.#read(Math.max(0, Math.min(count - 1, this.#at < 0 ? count - 1 : this.#at + step)));
    });
  }

  /**
   * @param {Frame} frame
   * @param {Mark[]} marks
   */
  show(frame, marks) {
    this.#frame = frame;
    this.#marks = marks;
    this.#draw();
  }

  /** The room for the drawing has changed. */
  resized() {
    this.#room = null;
  }

  #now() {
    this.#room ??= [this.#canvas.clientWidth, this.#canvas.clientHeight];
    const [width, height] = this.#room;
    const frame = this.#frame;
    return { frame, count: frame ? numbersOf(frame).historyLength : 0, width, height };
  }

  #draw() {
    const { frame, count, width, height } = this.#now();
    if (!frame || !width) return;
    const at = Math.min(this.#at, count - 1);
    const classes = frame.layout.classes > 0;
    const shares = this.#shares && classes;
    if (this.#sharesButton) {
      this.#sharesButton.hidden = !classes;
      this.#sharesButton.setAttribute("aria-pressed", String(shares));
    }
    this.#logButton.hidden = shares;
    this.#logButton.setAttribute("aria-pressed", String(this.#log));
    const options = { count, width, height, palette: themeAround(this.#canvas).palette, log: this.#log, shares, marks: this.#marks, at };
    drawChart(fitCanvas(this.#canvas, width, height), frame.history, options);
  }

  /** Shows the values of a point of the history, -1 for none. @param {number} at */
  #read(at) {
    this.#at = at;
    const { frame, width } = this.#now();
    this.#tip.hidden = at < 0;
    if (frame && at >= 0) {
      const [epoch, train, test, trainShare, testShare] = frame.history.slice(ROW * at, ROW * at + ROW);
      const valueText = (/** @type {number} */ loss, /** @type {number} */ share) =>
        this.#shares && frame.layout.classes > 0 ? `${(100 * share).toFixed(1)}% right` : lossText(loss);
      const near = this.#marks.filter((mark) => Math.abs(mark.epoch - epoch) <= (8 / width) * Math.max(1, numbersOf(frame).epoch));
      const said = [`Epoch ${wholeText(epoch)}`, `test ${valueText(test, testShare)}`, `training ${valueText(train, trainShare)}`, ...near.map(({ text }) => text)];
      this.#tip.textContent = said.join(" · ");
    }
    this.#draw();
  }
}
