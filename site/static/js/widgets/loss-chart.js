/** The chart of the losses with what a reader does to it: the logarithmic axis, and reading values by pointer or arrow keys. */

import { drawChart, nearestPoint } from "../draw/chart.js";
import { fitCanvas } from "../draw/fit.js";
import { numbersOf } from "../frame.js";
import { palette } from "../theme.js";
import { find, part } from "./parts.js";
import { lossText } from "./readouts.js";

/** @import { Frame, Mark } from "../types.js" */

export class LossChart {
  #canvas;
  #tip;
  #button;
  #log = false;
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
    this.#button = find(figure, "[data-action=log]");
    this.#button.addEventListener("click", () => {
      this.#log = !this.#log;
      this.#button.setAttribute("aria-pressed", String(this.#log));
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
    drawChart(fitCanvas(this.#canvas, width, height), frame.history, { count, width, height, palette: palette(), log: this.#log, marks: this.#marks, at });
  }

  /** Shows the values of a point of the history, -1 for none. @param {number} at */
  #read(at) {
    this.#at = at;
    const { frame, width } = this.#now();
    this.#tip.hidden = at < 0;
    if (frame && at >= 0) {
      const [epoch, train, test] = frame.history.slice(3 * at, 3 * at + 3);
      const near = this.#marks.filter((mark) => Math.abs(mark.epoch - epoch) <= (8 / width) * Math.max(1, numbersOf(frame).epoch));
      const said = [`Epoch ${epoch.toLocaleString("en-US")}`, `test ${lossText(test)}`, `training ${lossText(train)}`, ...near.map(({ text }) => text)];
      this.#tip.textContent = said.join(" · ");
    }
    this.#draw();
  }
}
