/** Tables of how many points of each class the network takes for which; Python counts them while they are open. */

import { asked } from "./reader-request.js";

/** @import { PlaygroundState } from "../types.js" */

/** While training runs, the counts are asked for this often. */
const ASK_EVERY_MS = 400;

/** @typedef {{ train: number[][] | null, test: number[][] | null }} Counts by true class and by the network's */

export class ConfusionTables {
  #details;
  #place;
  #ask;
  #askedAt = 0;
  #asking = false;
  /** @type {PlaygroundState | null} */
  #state = null;

  /**
   * @param {HTMLDetailsElement} details
   * @param {HTMLElement} place
   * @param {() => Promise<Counts>} ask
   */
  constructor(details, place, ask) {
    this.#details = details;
    this.#place = place;
    this.#ask = ask;
    details.addEventListener("toggle", () => {
      if (this.#state) this.show(this.#state);
    });
  }

  /** @param {PlaygroundState} state */
  show(state) {
    this.#state = state;
    this.#details.hidden = state.layout.settings.problem === "regression";
    if (!this.#details.open || this.#details.hidden || state.phase !== "open" || this.#asking) return;
    if (state.playing && performance.now() - this.#askedAt < ASK_EVERY_MS) return;
    asked(this.#renew(state.frame));
  }

  /** @param {PlaygroundState["frame"]} frame that the counts are of, or nearly */
  async #renew(frame) {
    this.#asking = true;
    this.#askedAt = performance.now();
    try {
      const counts = await this.#ask();
      const tables = [];
      if (counts.test) tables.push(table("Test points", counts.test));
      if (counts.train) tables.push(table("Training points", counts.train));
      this.#place.replaceChildren(...tables);
    } finally {
      this.#asking = false;
    }
    const now = this.#state;
    if (now && !now.playing && now.frame !== frame) this.show(now);
  }
}

/**
 * @param {string} caption
 * @param {number[][]} counts
 */
function table(caption, counts) {
  const names = counts.length === 2 ? ["−1", "+1"] : counts.map((_, index) => `Class ${index + 1}`);
  const made = document.createElement("table");
  made.createCaption().textContent = caption;
  const head = made.createTHead().insertRow();
  for (const text of ["Is \\ taken for", ...names]) head.append(heading(text, "col"));
  const body = made.createTBody();
  counts.forEach((row, index) => {
    const line = body.insertRow();
    line.append(heading(names[index], "row"));
    row.forEach((count, column) => {
      const cell = line.insertCell();
      cell.textContent = String(count);
      cell.toggleAttribute("data-wrong", index !== column && count > 0);
    });
  });
  return made;
}

/**
 * @param {string} text
 * @param {"row" | "col"} scope
 */
function heading(text, scope) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}
