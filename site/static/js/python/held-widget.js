/** One lesson widget's model as the worker holds it: its methods, taken once and given back in close(). */

/** @import { PyWidget } from "./pyodide.js" */

export class HeldWidget {
  #python;
  #view;
  #act;

  /** @param {PyWidget} python a proxy this object owns from now on */
  constructor(python) {
    this.#python = python;
    this.#view = python.view;
    this.#act = python.act;
  }

  /** @returns {string} JSON */
  view() {
    return this.#view();
  }

  /**
   * @param {string} action
   * @param {string} details JSON
   * @returns {string} JSON of the view
   */
  act(action, details) {
    return this.#act(action, details);
  }

  close() {
    this.#python.close();
    this.#view.destroy();
    this.#act.destroy();
    this.#python.destroy();
  }
}
