/** The network's weights and biases as tables, beside the picture; written only while they are open. */

import { layersOf } from "../draw/frame-views.js";

/** @import { Frame } from "../types.js" */

/** While training runs, the numbers are written this often. */
const WRITE_EVERY_MS = 250;

export class WeightsTable {
  #details;
  #place;
  #writtenAt = 0;
  /** @type {object | null} */
  #layout = null;
  /** @type {HTMLTableCellElement[]} */
  #cells = [];
  /** @type {Frame | null} */
  #frame = null;

  /**
   * @param {HTMLDetailsElement} details
   * @param {HTMLElement} place
   */
  constructor(details, place) {
    this.#details = details;
    this.#place = place;
    details.addEventListener("toggle", () => {
      if (details.open && this.#frame) this.#write(this.#frame);
    });
  }

  /**
   * @param {Frame} frame
   * @param {boolean} playing
   */
  show(frame, playing) {
    this.#frame = frame;
    if (this.#details.open && (!playing || performance.now() - this.#writtenAt > WRITE_EVERY_MS)) this.#write(frame);
  }

  /** @param {Frame} frame */
  #write(frame) {
    this.#writtenAt = performance.now();
    if (this.#layout !== frame.layout) this.#build(frame);
    this.#cells.forEach((cell, index) => {
      cell.textContent = frame.parameters[index].toFixed(3);
    });
  }

  /** @param {Frame} frame */
  #build({ layout }) {
    const { shape, features } = layout;
    this.#layout = layout;
    this.#cells = [];
    const tables = layersOf(shape).map(({ units, inputs }, layer) => {
      const isOutput = layer === shape.length - 2;
      const from = layer === 0 ? features.filter(({ active }) => active).map(({ label }) => label) : numbered("Neuron", inputs);
      const table = document.createElement("table");
      table.createCaption().textContent = isOutput ? "Output" : `Layer ${layer + 1}`;
      const head = table.createTHead().insertRow();
      for (const text of ["To", ...from, "Bias"]) head.append(heading(text, "col"));
      const body = table.createTBody();
      const to = isOutput && units === 1 ? ["Output"] : numbered(isOutput ? "Class" : "Neuron", units);
      for (const name of to) {
        const row = body.insertRow();
        row.append(heading(name, "row"));
        for (let i = 0; i <= inputs; i++) this.#cells.push(row.insertCell());
      }
      return table;
    });
    this.#place.replaceChildren(...tables);
  }
}

/**
 * @param {string} word
 * @param {number} count
 */
function numbered(word, count) {
  return Array.from({ length: count }, (_, index) => `${word} ${index + 1}`);
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
