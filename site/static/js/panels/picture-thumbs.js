/** Lists of small pictures: each a canvas with its name, some of them buttons. */

import { contextOf } from "../draw/fit.js";
import { intoRgba, SIDE } from "../model/picture-pixels.js";

/**
 * @typedef {object} Thumb
 * @property {Uint8Array} pixels of `side` times `side`
 * @property {number} [side]
 * @property {string} words for those who can't see it
 * @property {string} [caption]
 * @property {number} [id]
 * @property {string} [tone] "learned" sets it back
 */

/**
 * Shows pictures in a list, those with an id as buttons; what is there already stays, so that the focus does.
 * @param {HTMLElement} list
 * @param {Thumb[]} thumbs
 */
export function showThumbs(list, thumbs) {
  /** @type {Map<string, Element>} */
  const before = new Map([...list.children].map((row) => [row.getAttribute("data-picture") ?? "", row]));
  const rows = thumbs.map((thumb) => {
    const key = thumb.id === undefined ? "" : String(thumb.id);
    const row = (key && before.get(key)) || rowOf(thumb);
    row.firstElementChild?.setAttribute("aria-label", thumb.words);
    return row;
  });
  if (rows.length === list.children.length && rows.every((row, at) => row === list.children[at])) return;
  const kept = new Set(rows);
  for (const row of [...list.children]) if (!kept.has(row)) row.remove();
  // Rows are put where they belong one by one: one that is taken out and put back would lose the focus.
  rows.forEach((row, at) => {
    if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
  });
}

/** @param {Thumb} thumb */
function rowOf({ pixels, side = SIDE, words, caption, id, tone }) {
  const row = document.createElement("li");
  const canvas = document.createElement("canvas");
  paint(canvas, pixels, side);
  const place = document.createElement(id === undefined ? "span" : "button");
  if (place instanceof HTMLButtonElement) place.type = "button";
  else place.setAttribute("role", "img");
  place.setAttribute("aria-label", words);
  place.append(canvas);
  row.append(place);
  if (id !== undefined) row.dataset.picture = String(id);
  if (tone) row.dataset.tone = tone;
  if (caption) {
    const small = document.createElement("small");
    small.textContent = caption;
    row.append(small);
  }
  return row;
}

/** @param {HTMLCanvasElement} canvas @param {Uint8Array} pixels @param {number} [side] */
export function paint(canvas, pixels, side = SIDE) {
  if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
  const image = new ImageData(side, side);
  intoRgba(pixels, image.data);
  contextOf(canvas).putImageData(image, 0, 0);
}
