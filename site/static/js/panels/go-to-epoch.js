/** The small form behind the epoch's number: to which epoch the training should run. */

import { find } from "./marked-elements.js";

export class GoTo {
  #form;
  #button;
  #input;

  /**
   * @param {HTMLElement} form
   * @param {HTMLElement} button opens and closes it
   * @param {(epoch: number) => void} go
   */
  constructor(form, button, go) {
    this.#form = form;
    this.#button = button;
    this.#input = find(form, "input", HTMLInputElement);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const epoch = Number(this.#input.value);
      if (this.#input.value === "" || !Number.isInteger(epoch) || epoch < 0) return;
      this.#open(false);
      go(epoch);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#open(false);
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget !== button && !(relatedTarget instanceof Node && form.contains(relatedTarget))) this.#open(false, false);
    });
  }

  toggle() {
    this.#open(this.#form.hidden);
  }

  /**
   * @param {boolean} open
   * @param {boolean} [focus] whether to move it
   */
  #open(open, focus = true) {
    if (this.#form.hidden === !open) return;
    this.#form.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
    if (focus && open) this.#input.select();
    else if (focus) this.#button.focus();
  }
}
