/** Networks side by side that differ in one thing, seed, learning rate or width: small maps, losses, and how many have succeeded. */

import { contextOf } from "../draw/fit.js";
import { drawHeatmap } from "../draw/heatmap.js";
import { eachFrame } from "../model/animation-frames.js";
import { lossText, wholeText } from "../draw/number-text.js";
import { PythonFailure } from "../python/client.js";
import { themeAround } from "./theme-palette.js";
import { part } from "./marked-elements.js";
import { asked } from "./reader-request.js";

/** @import { PythonInstance } from "../python/client.js" */
/** @import { Changes } from "../model/change-queue.js" */
/** @import { Opened, PlaygroundState, Section, SettingValue } from "../types.js" */

/**
 * What ComparisonPicture.layout of pycore.picture.comparison_picture says.
 * @typedef {object} GalleryLayout
 * @property {{ label: string, changes: Changes }[]} members
 * @property {number} classes
 * @property {number} side
 * @property {number} goodAccuracy
 * @property {number} goodLoss
 * @property {Record<"header" | "numbers" | "maps", Section>} sections
 */

/** Milliseconds of training for each picture. */
const BUDGET_MS = 30;
/** Settings that make no other networks. */
const BESIDE = ["animationSpeed", "showTestData", "discretize", "contour", "confidence", "hideText"];
/** What each kind is about, in words. @type {Record<string, { key: string, run: string, name: string }>} */
const KINDS = {
  seeds: { key: "seed", run: "Train 16 seeds", name: "Seed" },
  rates: { key: "learningRate", run: "Train 11 learning rates", name: "Learning rate" },
  widths: { key: "networkShape", run: "Train 10 widths", name: "Width" },
};

/** Numbers the groups of radio buttons, which are told apart by their names all over the page. */
let groups = 0;

export class Comparison {
  #panel;
  #button;
  #note;
  #place;
  #does;
  #kind = "seeds";
  /** @type {PythonInstance | null} */
  #instance = null;
  /** @type {GalleryLayout | null} */
  #layout = null;
  #settings = "";
  /** @type {PlaygroundState | null} */
  #state = null;
  /** @type {(() => void) | null} */
  #stop = null;
  #busy = false;
  /** @type {{ canvas: HTMLCanvasElement, text: HTMLElement, said: HTMLElement, button: HTMLButtonElement }[]} `said` says whether it has succeeded */
  #figures = [];
  /** @type {ImageData | null} */
  #image = null;

  /**
   * @param {HTMLElement} panel
   * @param {object} does
   * @param {(kind: string) => Promise<{ instance: PythonInstance, opened: Opened }>} does.open
   * @param {(changes: Changes) => void} does.choose makes the main network such a one, from the start
   */
  constructor(panel, does) {
    this.#panel = panel;
    this.#button = part(panel, "seeds-run");
    this.#note = part(panel, "seeds-note");
    this.#place = part(panel, "seeds");
    this.#does = does;
    this.#button.addEventListener("click", () => {
      if (this.#stop) this.pause();
      else asked(this.#play());
    });
    const name = `compared-${++groups}`;
    for (const radio of panel.querySelectorAll("input")) {
      radio.name = name;
      radio.addEventListener("change", () => void this.#change(radio.value));
    }
  }

  /** Networks of other settings than those on the page are not shown any longer. @param {PlaygroundState} state */
  show(state) {
    this.#state = state;
    const { layout, phase } = state;
    if (phase !== "open") return;
    const settings = keyOf(layout.settings, KINDS[this.#kind].key);
    if (this.#instance && settings !== this.#settings) void this.close("The settings have changed.");
    for (const [index, { button }] of this.#figures.entries()) {
      const changes = Object.entries(this.#layout?.members[index].changes ?? {});
      button.setAttribute("aria-pressed", String(changes.every(([key, value]) => String(layout.settings[key]) === String(value))));
    }
    this.#settings = settings;
  }

  pause() {
    this.#stop?.();
    this.#stop = null;
    this.#button.textContent = this.#instance ? "Train on" : KINDS[this.#kind].run;
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

  /** @param {string} kind */
  async #change(kind) {
    this.#kind = kind;
    for (const hint of this.#panel.querySelectorAll("[data-kind]")) {
      if (hint instanceof HTMLElement) hint.hidden = hint.dataset.kind !== kind;
    }
    await this.close();
    if (this.#state) this.show(this.#state);
  }

  async #play() {
    this.#button.textContent = "Pause";
    this.#stop = eachFrame(() => asked(this.#renew()));
    if (this.#instance || this.#busy) return;
    this.#busy = true;
    const kind = this.#kind;
    let instance, opened;
    try {
      ({ instance, opened } = await this.#does.open(kind));
    } catch (error) {
      this.#note.textContent = error instanceof Error ? error.message : String(error);
      this.pause();
      throw error;
    } finally {
      this.#busy = false;
    }
    if (kind !== this.#kind) {
      await instance.close(); // the reader has chosen another meanwhile
      return;
    }
    this.#instance = instance;
    instance.onreopened = () => {
      this.#busy = false;
    };
    instance.onlost = () => void this.close("Python has stopped.");
    this.#layout = /** @type {GalleryLayout} */ (/** @type {unknown} */ (opened.layout));
    this.#build(this.#layout);
    this.#draw(opened.frame);
    if (this.#state) this.show(this.#state);
  }

  async #renew() {
    const instance = this.#instance;
    if (!instance || this.#busy || this.#place.closest("[hidden]")) return;
    this.#busy = true;
    try {
      const buffer = await instance.frame(-1, BUDGET_MS, null);
      if (instance === this.#instance) this.#draw(buffer);
    } catch (error) {
      // A worker that has died is told to the playground, and another one opens these networks again.
      if (!(error instanceof PythonFailure && error.isOver)) {
        this.#note.textContent = error instanceof Error ? error.message : String(error);
        this.pause();
      }
      throw error;
    } finally {
      this.#busy = false;
    }
  }

  /** @param {GalleryLayout} layout */
  #build({ members, side }) {
    this.#figures = members.map(({ label, changes }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = `Make this the main one, from the start: ${KINDS[this.#kind].name.toLowerCase()} ${label}`;
      const canvas = document.createElement("canvas");
      canvas.width = canvas.height = side;
      const name = document.createElement("b");
      name.textContent = label;
      const text = document.createElement("span");
      const said = document.createElement("i");
      said.className = "visually-hidden";
      button.append(canvas, hidden(`${KINDS[this.#kind].name} `), name, hidden(", test loss "), text, said);
      button.addEventListener("click", () => this.#does.choose(changes));
      return { button, canvas, text, said };
    });
    this.#place.replaceChildren(...this.#figures.map(({ button }) => button));
  }

  /** @param {ArrayBuffer} buffer */
  #draw(buffer) {
    if (!this.#layout) return;
    const { sections, side, classes, members, goodAccuracy, goodLoss } = this.#layout;
    const [epoch, good] = new Float64Array(buffer, sections.header.offset, 2);
    const numbers = new Float64Array(buffer, sections.numbers.offset, sections.numbers.length);
    const { palette } = themeAround(this.#place);
    const colours = classes > 2 ? palette.classMap : palette.map;
    this.#figures.forEach(({ canvas, text, said, button }, index) => {
      const context = contextOf(canvas);
      this.#image ??= context.createImageData(side, side);
      drawHeatmap(context, new Uint8Array(buffer, sections.maps.offset + index * side * side, side * side), { width: side, colours, image: this.#image });
      const [, lossTest, accuracy] = numbers.slice(3 * index, 3 * index + 3);
      const isGood = classes ? accuracy >= goodAccuracy : lossTest <= goodLoss;
      text.textContent = lossText(lossTest);
      button.toggleAttribute("data-good", isGood);
      said.textContent = isGood ? ", succeeded" : "";
    });
    const bar = classes ? `${100 * goodAccuracy}% of the test points right` : `test loss at most ${goodLoss}`;
    this.#note.textContent = `Epoch ${wholeText(epoch)}: ${good} of ${members.length} have succeeded (${bar}).`;
  }
}

/** Words for those who hear the page. @param {string} words */
function hidden(words) {
  const element = document.createElement("i");
  element.className = "visually-hidden";
  element.textContent = words;
  return element;
}

/**
 * The settings that all networks have in common, as a text to compare.
 * @param {Record<string, SettingValue>} settings
 * @param {string} differing the key in which they differ
 */
function keyOf(settings, differing) {
  return JSON.stringify(Object.entries(settings).filter(([key]) => key !== differing && !BESIDE.includes(key)));
}
