/** Says when there are few points for the batch size, so that little is learned in an epoch, and offers a smaller one. */

import { find } from "./marked-elements.js";

/** @import { Layout } from "../types.js" */
/** @import { Change } from "./control-kinds.js" */

/** Fewer updates an epoch than this are worth a word. */
const FEW_UPDATES = 4;
/** So many updates an epoch the offer is for, if there are as many points. */
const GOOD_UPDATES = 10;

/**
 * What to say about so many training points in batches of that size, and the size to offer; null while all is well.
 * @param {number} points
 * @param {number} size
 * @returns {{ text: string, offer: number } | null}
 */
export function batchAdvice(points, size) {
  const updates = Math.floor(points / Math.min(size, points)); // a batch never holds more than all points
  const offer = Math.max(1, Math.floor(points / GOOD_UPDATES));
  if (!points || updates >= FEW_UPDATES || offer >= size) return null;
  const all = points === 1 ? "the only training point" : `all ${points} training points`;
  const text =
    size > points
      ? `A batch of ${size} is ${all} here, so an epoch makes only 1 update.`
      : `With ${points} training points an epoch makes only ${updates} update${updates === 1 ? "" : "s"}.`;
  return { text, offer };
}

export class BatchNote {
  #place;
  #text;
  #button;
  #offer = 1;

  /**
   * @param {HTMLElement} place
   * @param {Change} change
   */
  constructor(place, change) {
    this.#place = place;
    this.#text = find(place, "span");
    this.#button = find(place, "button");
    this.#button.addEventListener("click", () => change({ batchSize: this.#offer }));
  }

  /** @param {Layout} layout */
  show({ points, settings }) {
    const advice = batchAdvice(points.train, Number(settings.batchSize));
    this.#place.hidden = advice === null;
    if (!advice) return;
    this.#offer = advice.offer;
    this.#text.textContent = advice.text;
    this.#button.textContent = `Use a batch size of ${advice.offer}`;
  }
}
