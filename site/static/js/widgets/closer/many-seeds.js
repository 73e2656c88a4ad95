/** Sixteen networks side by side, each with a seed of its own: small maps, losses, and how many have succeeded. */

import { contextOf } from "../../draw/fit.js";
import { drawHeatmap } from "../../draw/heatmap.js";
import { eachFrame } from "../../loop.js";
import { palette } from "../../theme.js";
import { lossText } from "../readouts.js";

/** @import { PythonInstance } from "../../python/client.js" */
/** @import { Opened, PlaygroundState, Section, SettingValue } from "../../types.js" */

/** @typedef {{ seeds: string[], classes: number, side: number, goodAccuracy: number, goodLoss: number, sections: Record<"header" | "numbers" | "maps", Section> }} ManyLayout what Gallery.layout of pycore.gallery says */

const RUNS = 16;
/** Milliseconds of training for each picture. */
const BUDGET_MS = 30;
/** Settings that make no other networks. */
const BESIDE = ["seed", "animationSpeed", "showTestData", "discretize", "contour", "hideText"];

export class ManySeeds {
  #button;
  #note;
  #place;
  #does;
  /** @type {PythonInstance | null} */
  #instance = null;
  /** @type {ManyLayout | null} */
  #layout = null;
  #settings = "";
  /** @type {(() => void) | null} */
  #stop = null;
  #busy = false;
  /** @type {{ canvas: HTMLCanvasElement, text: HTMLElement, button: HTMLButtonElement }[]} */
  #figures = [];
  /** @type {ImageData | null} */
  #image = null;

  /**
   * @param {{ button: HTMLElement, note: HTMLElement, place: HTMLElement }} parts
   * @param {object} does
   * @param {(runs: number) => Promise<{ instance: PythonInstance, opened: Opened }>} does.open
   * @param {(changes: Record<string, SettingValue>) => void} does.change
   */
  constructor({ button, note, place }, does) {
    this.#button = button;
    this.#note = note;
    this.#place = place;
    this.#does = does;
    button.addEventListener("click", () => {
      if (this.#stop) this.pause();
      else void this.#play();
    });
  }

  /** Networks of other settings than those on the page are not shown any longer. @param {PlaygroundState} state */
  show({ layout, phase }) {
    if (phase !== "open") return;
    const settings = keyOf(layout.settings);
    if (this.#instance && settings !== this.#settings) void this.close("The settings have changed.");
    for (const [index, { button }] of this.#figures.entries()) {
      button.setAttribute("aria-pressed", String(this.#layout?.seeds[index] === layout.settings.seed));
    }
    this.#settings = settings;
  }

  pause() {
    this.#stop?.();
    this.#stop = null;
    this.#button.textContent = this.#instance ? "Train on" : "Train 16 seeds";
  }

  /** @param {string} [note] */
  async close(note = "") {
    const instance = this.#instance;
    this.#instance = null;
    this.#figures = [];
    this.pause();
    this.#place.replaceChildren();
    this.#note.textContent = note;
    await instance?.close();
  }

  async #play() {
    this.#button.textContent = "Pause";
    this.#stop = eachFrame(() => void this.#renew());
    if (this.#instance || this.#busy) return;
    this.#busy = true;
    let instance, opened;
    try {
      ({ instance, opened } = await this.#does.open(RUNS));
    } catch (error) {
      this.#note.textContent = error instanceof Error ? error.message : String(error);
      this.pause();
      throw error;
    } finally {
      this.#busy = false;
    }
    this.#instance = instance;
    instance.onreopened = () => {
      this.#busy = false;
    };
    instance.onlost = () => void this.close("Python has stopped.");
    this.#layout = /** @type {ManyLayout} */ (/** @type {unknown} */ (opened.layout));
    this.#build(this.#layout);
    this.#draw(opened.frame);
  }

  async #renew() {
    const instance = this.#instance;
    if (!instance || this.#busy || this.#place.closest("[hidden]")) return;
    this.#busy = true;
    try {
      const buffer = await instance.frame(-1, BUDGET_MS, null);
      if (instance === this.#instance) this.#draw(buffer);
    } finally {
      this.#busy = false;
    }
  }

  /** @param {ManyLayout} layout */
  #build({ seeds, side }) {
    this.#figures = seeds.map((seed, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = `Make seed ${seed} the main one`;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      const text = document.createElement("span");
      button.append(canvas, text);
      button.addEventListener("click", () => this.#does.change({ seed }));
      button.setAttribute("aria-pressed", String(index === 0));
      return { button, canvas, text };
    });
    this.#place.replaceChildren(...this.#figures.map(({ button }) => button));
  }

  /** @param {ArrayBuffer} buffer */
  #draw(buffer) {
    if (!this.#layout) return;
    const { sections, side, classes, seeds, goodAccuracy, goodLoss } = this.#layout;
    const [epoch, good] = new Float64Array(buffer, sections.header.offset, 2);
    const numbers = new Float64Array(buffer, sections.numbers.offset, sections.numbers.length);
    const colours = classes > 2 ? palette().classMap : palette().map;
    this.#figures.forEach(({ canvas, text, button }, run) => {
      const context = contextOf(canvas);
      this.#image ??= context.createImageData(side, side);
      drawHeatmap(context, new Uint8Array(buffer, sections.maps.offset + run * side * side, side * side), { width: side, colours, image: this.#image });
      const [, lossTest, accuracy] = numbers.slice(3 * run, 3 * run + 3);
      text.textContent = lossText(lossTest);
      button.toggleAttribute("data-good", classes ? accuracy >= goodAccuracy : lossTest <= goodLoss);
      button.setAttribute("aria-label", `Seed ${seeds[run]}, test loss ${lossText(lossTest)}`);
    });
    const bar = classes ? `${100 * goodAccuracy}% of the test points right` : `test loss at most ${goodLoss}`;
    this.#note.textContent = `Epoch ${epoch.toLocaleString("en-US")}: ${good} of ${seeds.length} have succeeded (${bar}).`;
  }
}

/** @param {Record<string, SettingValue>} settings */
function keyOf(settings) {
  return JSON.stringify(Object.entries(settings).filter(([key]) => !BESIDE.includes(key)));
}
