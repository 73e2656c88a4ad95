/** What a page and a frame of ours in it say to each other by postMessage: the version, what may be asked for, and who is believed. */

/** Written into every message as `pyground`; messages of another version are not understood and not guessed at. */
export const VERSION = 1;

/** What a page may ask of the element in a frame, by the name of its method; nothing else can be called. */
export const CALLS = /** @type {const} */ (["play", "pause", "step", "reset", "goTo", "configure", "follow", "open", "use", "act"]);

/** The element's events that a frame passes on. */
export const EVENTS = /** @type {const} */ (["ready", "frame", "settings", "stopped", "change", "error"]);

/**
 * @typedef {{ type: "height", height: number }
 *   | { type: "event", name: string, detail: unknown }
 *   | { type: "answer", id: number, value: unknown }
 *   | { type: "refusal", id: number, message: string }} FromFrame
 * @typedef {{ type: "hello", theme: string }
 *   | { type: "call", id: number, name: string, args: unknown[] }
 *   | { type: "state", id: number }} ToFrame
 */

/**
 * The message in what came, if it is one of ours in our version.
 * @param {unknown} data
 * @returns {Record<string, unknown> | null}
 */
export function messageIn(data) {
  if (typeof data !== "object" || data === null || !Object.hasOwn(data, "pyground")) return null;
  const message = /** @type {Record<string, unknown>} */ (data);
  return message.pyground === VERSION && typeof message.type === "string" ? message : null;
}
