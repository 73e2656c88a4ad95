/** The two charts of a training: loss and accuracy over the epochs, as they come, and to be read by pointer or keyboard. */

import { drawChart, nearestPoint, ROW } from "../draw/chart.js";
import { fitCanvas } from "../draw/fit.js";
import { lossText } from "../draw/number-text.js";
import { readPalette } from "./theme-palette.js";
import { find, part } from "./marked-elements.js";

const HEIGHT = 150;

export class TrainingChart {
  /** @type {[HTMLCanvasElement, boolean][]} */
  #canvases;
  #said;
  #history = new Float64Array(ROW * 64);
  #count = 0;
  #at = -1;
  /** @type {import("../types.js").Palette | null} */
  #palette = null;

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#canvases = [[find(root, "[data-part=loss-chart]", HTMLCanvasElement), false], [find(root, "[data-part=accuracy-chart]", HTMLCanvasElement), true]];
    this.#said = part(root, "chart-said");
    for (const [canvas] of this.#canvases) {
      canvas.addEventListener("pointermove", ({ offsetX }) => this.#read(nearestPoint(this.#history, this.#count, offsetX, canvas.clientWidth)));
      for (const name of ["pointerleave", "blur"]) canvas.addEventListener(name, () => this.#read(-1));
      canvas.addEventListener("keydown", (event) => {
        const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!step || !this.#count) return;
        event.preventDefault();
        this.#read(Math.max(0, Math.min(this.#count - 1, this.#at < 0 ? this.#count - 1 : this.#at + step)));
      });
    }
    new ResizeObserver(() => this.draw()).observe(this.#canvases[0][0]);
    const repaint = () => {
      this.#palette = null;
      this.draw();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", repaint);
    new MutationObserver(repaint).observe(document.documentElement, { attributeFilter: ["data-theme", "data-palette"] });
  }

  clear() {
    this.#count = 0;
    this.#at = -1;
    this.draw();
  }

  /** @param {(number | null)[][]} points epoch, loss, accuracy, and both of the pictures put aside */
  add(points) {
    for (const [epoch, loss, accuracy, heldLoss, heldAccuracy] of points) {
      if (ROW * (this.#count + 1) > this.#history.length) {
        const longer = new Float64Array(2 * this.#history.length);
        longer.set(this.#history);
        this.#history = longer;
      }
      this.#history.set([epoch, loss, heldLoss, accuracy, heldAccuracy].map((value) => value ?? NaN), ROW * this.#count);
      this.#count++;
    }
    if (points.length) this.draw();
  }

  draw() {
    for (const [canvas, shares] of this.#canvases) {
      const width = canvas.clientWidth;
      if (!width) continue;
      const palette = (this.#palette ??= readPalette(document.body));
      drawChart(fitCanvas(canvas, width, HEIGHT), this.#history, { count: this.#count, width, height: HEIGHT, palette, shares, at: this.#at });
    }
  }

  /** @param {number} at */
  #read(at) {
    this.#at = at;
    const [epoch, loss, heldLoss, share, heldShare] = this.#history.slice(ROW * at, ROW * at + ROW);
    const both = (/** @type {number} */ one, /** @type {number} */ two) => (Number.isFinite(two) ? `${lossText(one)} and ${lossText(two)}` : lossText(one));
    const shares = Number.isFinite(heldShare) ? `${percent(share)} and ${percent(heldShare)}` : percent(share);
    this.#said.textContent = at < 0 ? "" : `Epoch ${epoch}: loss ${both(loss, heldLoss)}; ${shares} right.`;
    this.draw();
  }
}

/** @param {number} share */
export function percent(share) {
  return `${Math.round(100 * share)} %`;
}
