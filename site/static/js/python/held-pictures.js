/** What learns from a reader's pictures, as the worker holds it: one question at a time, with bytes. */

/** @import { PyPictures } from "./pyodide.js" */

export class HeldPictures {
  #python;
  #ask;

  /** @param {PyPictures} python a proxy this object owns from now on */
  constructor(python) {
    this.#python = python;
    this.#ask = python.ask;
  }

  /**
   * @param {string} question
   * @param {string} details JSON
   * @param {ArrayBuffer | null} data
   * @returns {string} JSON
   */
  ask(question, details, data) {
    return this.#ask(question, details, data ?? undefined); // Python would take null for something of its own
  }

  close() {
    this.#python.close();
    this.#ask.destroy();
    this.#python.destroy();
  }
}
