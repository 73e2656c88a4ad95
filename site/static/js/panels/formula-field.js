/** The field that adds a formula to the inputs; what is wrong with it stands below it. */

import { find } from "./marked-elements.js";

/** @import { Change } from "./control-kinds.js" */
/** @import { PlaygroundState } from "../types.js" */

export class FormulaField {
  #input;
  #fault;
  /** @type {string[]} */
  #formulas = [];
  /** what waits for Python's answer, to be taken out of the field when it is accepted */
  #sent = "";

  /**
   * @param {HTMLElement} form
   * @param {Change} change
   */
  constructor(form, change) {
    this.#input = find(form, "input", HTMLInputElement);
    this.#fault = find(form, ".fault");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#sent = this.#input.value.trim();
      if (this.#sent) change({ features: [...this.#formulas, this.#sent] });
    });
  }

  /** @param {PlaygroundState} state */
  show({ layout, pending, faults }) {
    const formulas = layout.settings.features;
    this.#formulas = Array.isArray(formulas) ? formulas.map(String) : [];
    const sentence = faults.features ?? "";
    this.#fault.textContent = sentence;
    this.#fault.hidden = sentence === "";
    this.#input.setAttribute("aria-invalid", String(sentence !== ""));
    if (this.#sent && !("features" in pending)) {
      if (!sentence && this.#input.value.trim() === this.#sent) this.#input.value = "";
      this.#sent = "";
    }
  }
}
