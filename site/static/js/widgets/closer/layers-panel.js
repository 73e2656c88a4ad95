/** The length of each layer's gradient, on a logarithmic scale: whether it vanishes on its way to the first layers. And dead units. */

import { digits, makeTable } from "./tables.js";

/** @import { PlaygroundState } from "../../types.js" */

/** While training runs, Python is asked this often. */
const ASK_EVERY_MS = 300;
/** The bars reach from this power of ten up to 10. */
const LOWEST = -6;

/** @typedef {{ units: number, gradient: number | null, weights: number | null, dead: boolean[] | null }[]} Layers */

export class LayersPanel {
  #place;
  #ask;
  #askedAt = -Infinity;
  #asking = false;

  /**
   * @param {HTMLElement} place
   * @param {() => Promise<Layers>} ask
   */
  constructor(place, ask) {
    this.#place = place;
    this.#ask = ask;
  }

  /** @param {PlaygroundState} state */
  show({ playing, phase }) {
    if (phase !== "open" || this.#asking || (playing && performance.now() - this.#askedAt < ASK_EVERY_MS)) return;
    this.#asking = true;
    this.#askedAt = performance.now();
    void this.#ask()
      .then((layers) => this.#write(layers))
      .finally(() => {
        this.#asking = false;
      });
  }

  /** @param {Layers} layers */
  #write(layers) {
    const rows = layers.map(({ gradient, weights, dead }, index) => {
      const name = index === layers.length - 1 ? "Output" : `Layer ${index + 1}`;
      const numbers = (dead ?? []).flatMap((isDead, unit) => (isDead ? [unit + 1] : []));
      return [name, bar(gradient), digits(gradient), digits(weights), dead ? (numbers.length ? `neuron ${numbers.join(", ")}` : "none") : ""];
    });
    this.#place.replaceChildren(makeTable("", ["Layer", "Gradient", "its length", "Length of the weights", "Dead"], rows));
  }
}

/** @param {number | null} length */
function bar(length) {
  const element = document.createElement("i");
  element.className = "gradient-bar";
  const share = length ? Math.max(0, Math.min(1, (Math.log10(length) - LOWEST) / (1 - LOWEST))) : 0;
  element.style.setProperty("--part", String(share));
  return element;
}
