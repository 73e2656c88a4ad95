/** Which goals of the exercises the reader has reached, kept in this browser. */

import { storageOf } from "./browser-storage.js";

const KEY = "pyground-goals";

/**
 * @param {string} exercise
 * @param {Storage | null} [storage]
 * @returns {number[]} the places of the goals in the exercise's list
 */
export function reachedBefore(exercise, storage = storageOf("localStorage")) {
  const kept = all(storage);
  const found = Object.hasOwn(kept, exercise) ? kept[exercise] : null;
  return Array.isArray(found) ? found.filter((goal) => Number.isInteger(goal)) : [];
}

/**
 * @param {string} exercise
 * @param {number[]} goals
 * @param {Storage | null} [storage]
 * @returns {boolean} false when the browser has no room for it
 */
export function keepReached(exercise, goals, storage = storageOf("localStorage")) {
  if (!storage) return false;
  try {
    storage.setItem(KEY, JSON.stringify({ ...all(storage), [exercise]: goals }));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/**
 * @param {Storage | null} storage
 * @returns {Record<string, unknown>} empty too for what another version has left
 */
function all(storage) {
  try {
    const kept = JSON.parse(storage?.getItem(KEY) ?? "{}");
    return typeof kept === "object" && kept !== null ? kept : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
