/** <playground-tour>: goes through the parts of a playground, one step at a time, each with the part it is about set off. */

import { find, part } from "../panels/marked-elements.js";

export class PlaygroundTour extends HTMLElement {
  #at = 0;
  /** @type {(() => void) | null} */
  #stop = null;

  connectedCallback() {
    if (this.#stop) return; // moved within the page
    const onclick = (/** @type {MouseEvent} */ event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-tour]") : null;
      if (button) this.go(this.#at + (button.getAttribute("data-tour") === "next" ? 1 : -1));
    };
    this.addEventListener("click", onclick);
    this.#stop = () => this.removeEventListener("click", onclick);
    part(this, "tour-bar").hidden = false;
    this.go(0);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#stop?.();
      this.#stop = null;
    });
  }

  /** The number of the step that is shown, from 0. */
  get step() {
    return this.#at;
  }

  /** Shows a step; one that is not there changes nothing. @param {number} step */
  go(step) {
    const steps = [...this.querySelectorAll("[data-step]")];
    if (!steps[step]) return;
    this.#at = step;
    steps.forEach((element, index) => {
      if (element instanceof HTMLElement) element.hidden = index !== step;
    });
    find(this, "py-playground").dataset.shows = steps[step].getAttribute("data-step") ?? "";
    part(this, "tour-count").textContent = `${step + 1} of ${steps.length}`;
    find(this, "[data-tour=back]").setAttribute("aria-disabled", String(step === 0));
    find(this, "[data-tour=next]").setAttribute("aria-disabled", String(step === steps.length - 1));
  }
}

customElements.define("playground-tour", PlaygroundTour);
