/** <playground-pair>: two playgrounds from the same seed, trained side by side by one set of buttons. */

import { eachFrame } from "../model/animation-frames.js";
import { wholeText } from "../draw/number-text.js";
import { PythonFailure } from "../python/client.js";
import { find, part } from "../panels/marked-elements.js";
import { PyPlayground } from "./py-playground.js";

/** @import { Changes } from "../model/change-queue.js" */

export class PlaygroundPair extends HTMLElement {
  /** @type {PyPlayground[]} */
  #sides = [];
  /** the epoch at which Run pauses, and the one at which the second playground is changed; 0 for none */
  #last = 0;
  #at = 0;
  /** what is changed then, and what it was before @type {Changes} */
  #then = {};
  /** @type {Changes} */
  #before = {};
  /** @type {(() => void) | null} */
  #stop = null;
  #asking = false;
  #visible = false;
  /** @type {(() => void)[]} */
  #stops = [];

  connectedCallback() {
    if (this.#stops.length) return; // moved within the page
    this.#sides = [...this.querySelectorAll("py-playground")].filter((side) => side instanceof PyPlayground);
    if (this.#sides.length !== 2) throw new Error(`a <playground-pair> holds two playgrounds, not ${this.#sides.length}`);
    this.#last = Number(this.dataset.epochs ?? 0);
    this.#at = Number(this.dataset.at ?? 0);
    this.#then = JSON.parse(this.dataset.then ?? "{}");
    const onclick = (/** @type {MouseEvent} */ event) => {
      const button = event.target instanceof Element ? event.target.closest("[data-pair]") : null;
      const action = button?.getAttribute("data-pair");
      if (action === "run") this.#stop ? this.pause() : this.play();
      else if (action === "step") this.#asked(this.step());
      else if (action === "reset") this.#asked(this.reset());
      else if (action === "seed") this.#asked(this.newSeed());
    };
    this.addEventListener("click", onclick);
    const sight = new IntersectionObserver((entries) => {
      this.#visible = entries[entries.length - 1].isIntersecting;
    });
    sight.observe(this);
    this.#stops = [() => this.pause(), () => sight.disconnect(), () => this.removeEventListener("click", onclick)];
    this.#show();
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return;
      for (const stop of this.#stops) stop();
      this.#stops = [];
    });
  }

  /** Resolves when Python has opened both. */
  get ready() {
    return Promise.all(this.#sides.map((side) => side.ready));
  }

  /** The states of both. */
  get state() {
    return this.#sides.map((side) => side.state);
  }

  get epoch() {
    return Math.min(...this.state.map(({ epoch }) => epoch));
  }

  /** Trains on, both in step, up to the last epoch of the comparison. */
  play() {
    if (this.#stop || this.#isOver) return;
    this.#stop = eachFrame(() => {
      if (!this.#asking && this.#visible) this.#asked(this.#go());
    });
    this.#show();
  }

  pause() {
    this.#stop?.();
    this.#stop = null;
    this.#show();
  }

  /** Trains both `n` epochs further. @param {number} [n] */
  async step(n = 1) {
    this.#asking = true;
    try {
      await this.ready;
      // The change falls between two epochs, however many are asked for.
      for (let left = n; left > 0; ) {
        const until = this.#at - this.epoch;
        const some = until > 0 ? Math.min(left, until) : left;
        await Promise.all(this.#sides.map((side) => side.step(some)));
        left -= some;
        if (some === until) await this.#change();
      }
    } finally {
      this.#asking = false;
      this.#show();
    }
    return this.state;
  }

  /** Back to the same first weights, and to the settings from the beginning. */
  async reset() {
    this.pause();
    await this.ready;
    await this.#undo();
    await Promise.all(this.#sides.map((side) => side.reset()));
    this.#show();
  }

  /** Other points and other first weights, the same for both. */
  async newSeed() {
    this.pause();
    await this.ready;
    await this.#undo();
    const seed = await this.#sides[0].ask("nextSeed");
    await Promise.all(this.#sides.map((side) => side.configure({ seed })));
    this.#show();
  }

  async #go() {
    const before = this.epoch;
    const speed = Number(find(this, "[data-part=pair-speed] input:checked", HTMLInputElement).value);
    await this.step(this.#last > before ? Math.min(speed, this.#last - before) : speed);
    if (this.#isOver || this.epoch === before) this.pause(); // one that can't go on holds both
  }

  get #isOver() {
    return this.#last > 0 && this.epoch >= this.#last;
  }

  async #change() {
    const { settings } = this.#sides[1].state;
    this.#before = Object.fromEntries(Object.keys(this.#then).map((key) => [key, settings[key]]));
    await this.#sides[1].configure(this.#then);
  }

  async #undo() {
    if (Object.keys(this.#before).length) await this.#sides[1].configure(this.#before);
    this.#before = {};
  }

  /** What Python refuses, its own playground says. @param {Promise<unknown>} promise */
  #asked(promise) {
    promise.catch((error) => {
      this.pause();
      if (!(error instanceof PythonFailure)) throw error;
    });
  }

  #show() {
    const runs = this.#stop !== null;
    this.toggleAttribute("data-pressed", runs);
    find(this, "[data-pair=run]").setAttribute("aria-label", runs ? "Pause both" : "Run both");
    part(this, "pair-epoch").textContent = wholeText(this.epoch);
    const changed = Object.keys(this.#before).length > 0;
    this.toggleAttribute("data-changed", changed);
  }
}

customElements.define("playground-pair", PlaygroundPair);
