/** The tour for a first visit: goes through its steps, marks what each speaks of, and remembers that it was seen. */

import "../panels/later-shared.js";
import { find } from "../panels/marked-elements.js";

/** @import { PyPlayground } from "../elements/py-playground.js" */

/** What before-first-paint.js looks for before it shows the tour by itself. */
const SEEN = "tour";

export class Tour {
  #card;
  #playground;
  #steps;
  #back;
  #next;
  #at = 0;

  /**
   * @param {HTMLElement} card
   * @param {PyPlayground} playground in which the steps' targets are
   */
  constructor(card, playground) {
    this.#card = card;
    this.#playground = playground;
    this.#steps = [...card.querySelectorAll("p")];
    this.#back = find(card, "[data-tour=back]");
    this.#next = find(card, "[data-tour=next]");
    this.#back.addEventListener("click", () => this.#go(this.#at - 1));
    this.#next.addEventListener("click", () => (this.#at + 1 < this.#steps.length ? this.#go(this.#at + 1) : this.#close()));
    find(card, "[data-tour=close]").addEventListener("click", () => this.#close());
    card.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.#close();
    });
    if (this.#isShown) this.#show(0);
  }

  /** Begins the tour because the reader asked for it. */
  begin() {
    document.documentElement.dataset.tour = "";
    this.#show(0);
    this.#next.focus({ preventScroll: true });
    this.#card.scrollIntoView({ block: "nearest", behavior: motion() });
  }

  get #isShown() {
    return "tour" in document.documentElement.dataset;
  }

  /** @param {number} step */
  #go(step) {
    this.#show(step);
    if (step === 0) this.#next.focus(); // Back is gone
    // Where all of the page is in sight, the card stays there, too.
    const top = this.#target?.getBoundingClientRect().top ?? 0;
    if (top < this.#card.getBoundingClientRect().bottom || top > 0.7 * innerHeight) this.#target?.scrollIntoView({ behavior: motion() });
  }

  /** @param {number} step */
  #show(step) {
    this.#at = step;
    this.#steps.forEach((element, index) => (element.hidden = index !== step));
    this.#back.hidden = step === 0;
    this.#next.textContent = step + 1 < this.#steps.length ? "Next" : "Done";
    this.#unmark();
    this.#target?.toggleAttribute("data-toured", true);
  }

  get #target() {
    return this.#playground.inside.querySelector(this.#steps[this.#at].dataset.target ?? "");
  }

  #unmark() {
    for (const marked of this.#playground.inside.querySelectorAll("[data-toured]")) marked.removeAttribute("data-toured");
  }

  #close() {
    const hadFocus = this.#card.contains(document.activeElement);
    delete document.documentElement.dataset.tour;
    this.#unmark();
    if (hadFocus) find(this.#playground.inside, "[data-action=toggle]").focus({ preventScroll: true });
    try {
      localStorage.setItem(SEEN, "seen");
    } catch (error) {
      console.info(`that the tour was seen can't be remembered here: ${error instanceof Error ? error.message : error}`);
    }
  }
}

/** @returns {ScrollBehavior} */
function motion() {
  return globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}
