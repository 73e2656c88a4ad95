/** The reader's own data as they are kept in this browser: what is being made, what was last learned, and whether it is now. */

/** @import { OwnTable } from "../types.js" */

/**
 * @typedef {object} Kept
 * @property {OwnTable} draft what the reader is making
 * @property {OwnTable | null} used what was learned last
 * @property {{ places: number[], classes: number }} picture points of `used`, or else of `draft`, for a small drawing
 */

const DATA = "pyground-own-data";
/** Of this tab alone: another one that opens a link shows what the link says. */
const IN_USE = "pyground-own-data-in-use";

/**
 * @param {Storage} [storage]
 * @returns {Kept | null} null too for what another version has left
 */
export function recall(storage = localStorage) {
  const kept = parsed(storage.getItem(DATA));
  return isTable(kept?.draft) && (kept.used === null || isTable(kept.used)) && Array.isArray(kept.picture?.places) ? kept : null;
}

/**
 * @param {Kept} kept
 * @param {Storage} [storage]
 * @returns {boolean} false when the browser has no room for it; then what was kept before is still there
 */
export function keep(kept, storage = localStorage) {
  try {
    storage.setItem(DATA, JSON.stringify(kept));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** @param {Storage} [storage] */
export function forget(storage = localStorage) {
  storage.removeItem(DATA);
}

/** @param {Storage} [storage] */
export function isInUse(storage = sessionStorage) {
  return storage.getItem(IN_USE) !== null;
}

/**
 * @param {boolean} inUse
 * @param {Storage} [storage]
 */
export function setInUse(inUse, storage = sessionStorage) {
  if (inUse) storage.setItem(IN_USE, "");
  else storage.removeItem(IN_USE);
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
