/** The reader's own data as they are kept in this browser: what is being made, what was last learned, and whether it is now. */

import { storageOf } from "./browser-storage.js";

/** @import { OwnTable } from "../types.js" */

/**
 * @typedef {object} Kept
 * @property {OwnTable} draft what the reader is making
 * @property {OwnTable | null} used what was learned last
 * @property {{ places: number[], classes: number }} picture points of `used`, or else of `draft`, for a small drawing
 */

const DATA = "pyground-own-data";

/**
 * @param {Storage | null} [storage]
 * @returns {Kept | null} null too for what another version has left
 */
export function recall(storage = storageOf("localStorage")) {
  const kept = parsed(storage?.getItem(DATA) ?? null);
  return isTable(kept?.draft) && (kept.used === null || isTable(kept.used)) && Array.isArray(kept.picture?.places) ? kept : null;
}

/**
 * @param {Kept} kept
 * @param {Storage | null} [storage]
 * @returns {boolean} false when the browser has no room for it; then what was kept before is still there
 */
export function keep(kept, storage = storageOf("localStorage")) {
  if (!storage) return false;
  try {
    storage.setItem(DATA, JSON.stringify(kept));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** @param {Storage | null} [storage] */
export function forget(storage = storageOf("localStorage")) {
  storage?.removeItem(DATA);
}

/**
 * Whether the page's own step of the history learned them: there again after a reload or Back; a link that is opened means what it says.
 * @param {Pick<History, "state">} [steps]
 */
export function isInUse(steps = history) {
  return steps.state?.own === true;
}

/**
 * @param {boolean} inUse
 * @param {Pick<History, "state" | "replaceState">} [steps]
 */
export function setInUse(inUse, steps = history) {
  if (inUse === isInUse(steps)) return;
  const { own, ...others } = steps.state ?? {};
  steps.replaceState(inUse ? { ...others, own: true } : others, "");
}

/** Texts from before each change, the latest last: the oldest go, so that all together stay below a size. */
export class UndoTexts {
  /** @type {string[]} */
  #texts = [];
  #most;
  #mostCharacters;

  /** @param {{ most?: number, mostCharacters?: number }} [limits] */
  constructor({ most = 30, mostCharacters = 20e6 } = {}) {
    this.#most = most;
    this.#mostCharacters = mostCharacters;
  }

  get length() {
    return this.#texts.length;
  }

  /** @param {string} text */
  push(text) {
    this.#texts.push(text);
    const size = () => this.#texts.reduce((sum, each) => sum + each.length, 0);
    // The last change can always be undone.
    while (this.#texts.length > 1 && (this.#texts.length > this.#most || size() > this.#mostCharacters)) this.#texts.shift();
  }

  pop() {
    return this.#texts.pop();
  }
}


/** @param {string | null} text */
function parsed(text) {
  try {
    return JSON.parse(text ?? "null");
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** @param {any} table */
function isTable(table) {
  return typeof table?.text === "string" && typeof table.skipBad === "boolean";
}
