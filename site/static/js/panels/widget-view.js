/** What a lesson's widget shows: a view of its model becomes texts, controls, plots, tables and sentences in its inside. */

import { ExhibitTables } from "./widget-tables.js";
import { activeIn, find } from "./marked-elements.js";
import { PlotView } from "./plot-view.js";

/** @import { ImageParts } from "./image-parts.js" */
/** @import { ExhibitView } from "../types.js" */

/** Milliseconds between two sentences for people who don't see the picture. */
const SPEAK_EVERY_MS = 1200;

export class WidgetView {
  #root;
  /** @type {Map<string, PlotView>} */
  #plots = new Map();
  #tables;
  #spokenAt = 0;
  /** what is wrong, by whom it is about @type {Map<string, string>} */
  #faults = new Map();
  /** what only widgets about images have @type {Promise<ImageParts | null> | null} */
  #images = null;

  /**
   * @param {HTMLElement} root
   * @param {(action: string, details: object) => void} wish told what the reader does with plots and tables
   * @param {(action: string, details: object) => Promise<ExhibitView>} act the same for who wants to know how it ends
   */
  constructor(root, wish, act) {
    this.#root = root;
    this.#tables = new ExhibitTables(root, wish);
    for (const box of root.querySelectorAll("[data-plot]")) {
      if (box instanceof HTMLElement) this.#plots.set(box.dataset.plot ?? "", new PlotView(box, wish));
    }
    if (root.querySelector("[data-sheet]")) {
      this.#images = import("./image-parts.js").then(
        ({ ImageParts }) => new ImageParts(root, wish, act),
        (error) => {
          console.error(error);
          this.fault("images", "What draws the images could not be loaded. Is the network there? Loading the page again tries again.");
          return null;
        },
      );
    }
  }

  dispose() {
    for (const plot of this.#plots.values()) plot.dispose();
    void this.#images?.then((images) => images?.dispose());
  }

  /** @param {ExhibitView} view */
  show(view) {
    const root = this.#root;
    root.removeAttribute("data-unlike");
    for (const element of root.querySelectorAll("[data-text]")) {
      const text = view.texts?.[element.getAttribute("data-text") ?? ""];
      if (text !== undefined && element.textContent !== text) element.textContent = text;
    }
    for (const element of root.querySelectorAll("[data-shown]")) {
      if (element instanceof HTMLElement) element.hidden = !view.shown?.[element.dataset.shown ?? ""];
    }
    this.showValues(view.values ?? {});
    for (const button of root.querySelectorAll("button[data-do]")) {
      if (button instanceof HTMLButtonElement) button.setAttribute("aria-disabled", String(isOff(button, view.off ?? [])));
    }
    for (const [name, plot] of Object.entries(view.plots ?? {})) this.#plots.get(name)?.show(plot);
    this.#tables.show(view.tables ?? {});
    void this.#images?.then((images) => images?.show(view));
    this.#speak(view.says ?? "", Boolean(view.busy));
  }

  /** What the controls stand at. @param {Record<string, unknown>} values by name */
  showValues(values) {
    for (const element of this.#root.querySelectorAll("[data-set]")) {
      const value = values[element.getAttribute("data-set") ?? ""];
      if (value !== undefined) showValue(element, value);
    }
  }

  /** While values are asked for that the picture does not show yet, it is not shown either. @param {boolean} is */
  set unlike(is) {
    this.#root.toggleAttribute("data-unlike", is);
  }

  /**
   * Says what is wrong until it is not any longer.
   * @param {string} about whatever can be wrong by itself, such as one attribute
   * @param {string} words "" for nothing
   */
  fault(about, words) {
    if (words) this.#faults.set(about, words);
    else this.#faults.delete(about);
    const box = find(this.#root, "[data-part=fault]");
    box.hidden = !this.#faults.size;
    find(box, "p").textContent = [...this.#faults.values()].join(" ");
  }

  /** Whether another try is offered. @param {boolean} is */
  set canRetry(is) {
    const again = this.#root.querySelector("[data-retry]");
    if (again instanceof HTMLElement) again.hidden = !is;
  }

  /** Speaks at a humane rate. @param {string} words @param {boolean} isBusy */
  #speak(words, isBusy) {
    const live = this.#root.querySelector("[data-part=live]");
    const now = performance.now();
    if (!live || live.textContent === words || (isBusy && now - this.#spokenAt < SPEAK_EVERY_MS)) return;
    this.#spokenAt = now;
    live.textContent = words;
  }
}

/** @param {Element} element @param {unknown} value */
function showValue(element, value) {
  if (element instanceof HTMLInputElement && element.type === "checkbox") element.checked = value === true;
  else if (element instanceof HTMLInputElement && element.type === "radio") element.checked = sameText(element.value, value);
  else if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
    const isTyping = element === activeIn(element) && element instanceof HTMLInputElement && element.type === "number";
    if (!isTyping && element.value !== String(value)) element.value = String(value);
  }
}

/** Python writes True where a script writes true. @param {string} text @param {unknown} value */
function sameText(text, value) {
  return text.toLowerCase() === String(value).toLowerCase();
}

/**
 * Whether a button's action, or the action with just these details, can't be done now.
 * @param {HTMLButtonElement} button
 * @param {string[]} off
 */
function isOff(button, off) {
  const { do: action = "", details = "{}" } = button.dataset;
  const [first] = Object.entries(JSON.parse(details));
  return off.includes(action) || (first !== undefined && off.includes(`${action}:${first[0]}=${first[1]}`));
}
