/** What each layer is like: the length of its gradient, on a logarithmic scale, how its weights are spread, and its dead units. */

import { digits, makeTable } from "./number-tables.js";
import { asked } from "./reader-request.js";

/** @import { PlaygroundState } from "../types.js" */

/** While training runs, Python is asked this often. */
const ASK_EVERY_MS = 300;
/** The bars reach from this power of ten up to 10. */
const LOWEST = -6;

/**
 * @typedef {object} Layer what `layers` of pycore.page.requests says of one
 * @property {number | null} gradient length
 * @property {number | null} weights length
 * @property {boolean[] | null} dead
 * @property {number | null} reach of the counts to both sides of 0
 * @property {number[]} counts of weights
 */

export class LayersPanel {
  #place;
  #ask;
  #askedAt = -Infinity;
  #asking = false;

  /**
   * @param {HTMLElement} place
   * @param {() => Promise<Layer[]>} ask
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
    asked(
      this.#ask()
        .then((layers) => this.#write(layers))
        .finally(() => {
          this.#asking = false;
        }),
    );
  }

  /** @param {Layer[]} layers */
  #write(layers) {
    const rows = layers.map(({ gradient, weights, dead, reach, counts }, index) => {
      const name = index === layers.length - 1 ? "Output" : `Layer ${index + 1}`;
      const numbers = (dead ?? []).flatMap((isDead, unit) => (isDead ? [unit + 1] : []));
      return [name, bar(gradient), digits(gradient), histogram(counts, reach), digits(weights), dead ? (numbers.length ? `neuron ${numbers.join(", ")}` : "none") : ""];
    });
    this.#place.replaceChildren(makeTable("", ["Layer", "Gradient", "its length", "Weights", "their length", "Dead"], rows));
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

/**
 * Small columns: how many weights lie where, zero in the middle.
 * @param {number[]} counts
 * @param {number | null} reach
 */
function histogram(counts, reach) {
  const picture = document.createElement("span");
  picture.className = "histogram";
  picture.setAttribute("role", "img");
  const most = Math.max(1, ...counts);
  const places = counts.flatMap((count, place) => (count ? [place] : []));
  const at = (/** @type {number} */ edge) => digits(((2 * edge) / counts.length - 1) * (reach ?? NaN));
  const words = places.length ? `${counts.reduce((sum, count) => sum + count)} weights from ${at(places[0])} to ${at(places[places.length - 1] + 1)}` : "no weights";
  picture.setAttribute("aria-label", words);
  picture.title = words;
  const middle = (counts.length - 1) / 2;
  for (const [place, count] of counts.entries()) {
    const column = document.createElement("i");
    if (place !== middle) column.className = place < middle ? "negative" : "positive";
    column.style.setProperty("--part", String(count / most));
    picture.append(column);
  }
  const whole = document.createElement("span");
  whole.className = "spread";
  whole.append(picture, reach === null ? "" : `±${reach.toPrecision(2)}`);
  return whole;
}
