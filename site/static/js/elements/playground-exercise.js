/** <playground-exercise>: a playground with the settings of an exercise's tasks, and goals that light up when they are reached. */

import { keepReached, reachedBefore } from "../model/goals-store.js";
import { PythonFailure } from "../python/client.js";
import { find, part } from "../panels/marked-elements.js";
import { PyPlayground } from "./py-playground.js";

export class PlaygroundExercise extends HTMLElement {
  /** the places of the goals that have been reached, now or before @type {Set<number>} */
  #reached = new Set();
  #asking = false;
  #again = false;
  /** @type {(() => void)[]} */
  #stops = [];

  connectedCallback() {
    if (this.#stops.length) return; // moved within the page
    this.#reached = new Set(reachedBefore(this.#name));
    const onclick = (/** @type {MouseEvent} */ event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-variant]") : null;
      if (button instanceof HTMLElement) this.choose(button.dataset.variant ?? "").catch(notOurs);
    };
    const onframe = () => this.#ask().catch(notOurs);
    this.addEventListener("click", onclick);
    this.addEventListener("frame", onframe);
    this.#stops = [() => this.removeEventListener("click", onclick), () => this.removeEventListener("frame", onframe)];
    this.#show();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const stop of this.#stops) stop();
      this.#stops = [];
    });
  }

  get playground() {
    return find(this, "py-playground", PyPlayground);
  }

  get ready() {
    return this.playground.ready;
  }

  /** The places of the goals that are lit. */
  get reached() {
    return [...this.#reached].sort((a, b) => a - b);
  }

  /** Takes over the settings of a variant, from epoch 0. @param {string} name "" for those to begin with */
  async choose(name) {
    const button = find(this, `[data-variant="${CSS.escape(name)}"]`, HTMLButtonElement);
    for (const other of this.querySelectorAll("[data-variant]")) other.setAttribute("aria-pressed", String(other === button));
    if (!(await this.playground.follow(button.dataset.settings ?? ""))) await this.playground.reset();
  }

  get #name() {
    return this.dataset.exercise ?? "";
  }

  /** Asks Python which goals the network meets; of many frames only the latest while an answer is on its way. */
  async #ask() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    try {
      do {
        this.#again = false;
        const met = await this.playground.ask("reached", { exercise: this.#name });
        this.#light(met);
      } while (this.#again);
    } finally {
      this.#asking = false;
    }
  }

  /** @param {number[]} met */
  #light(met) {
    const fresh = met.filter((goal) => !this.#reached.has(goal));
    if (!fresh.length) return;
    for (const goal of fresh) this.#reached.add(goal);
    keepReached(this.#name, this.reached);
    this.#show();
    const names = fresh.map((goal) => this.querySelector(`[data-goal="${goal}"] [data-part=goal-name]`)?.textContent ?? "");
    part(this, "goal-live").textContent = `Reached: ${names.join(", ")}`;
    this.dispatchEvent(new CustomEvent("goal", { bubbles: true, detail: this.reached }));
  }

  #show() {
    for (const chip of this.querySelectorAll("[data-goal]")) {
      chip.toggleAttribute("data-reached", this.#reached.has(Number(chip.getAttribute("data-goal"))));
    }
  }
}

/** What Python refuses, the playground says itself. @param {unknown} error */
function notOurs(error) {
  if (!(error instanceof PythonFailure)) throw error;
}

customElements.define("playground-exercise", PlaygroundExercise);
