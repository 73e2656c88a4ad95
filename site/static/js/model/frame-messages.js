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

/** What a call brings along has at most so many bytes, a character counting as one, so many values, and so many lists within each other. */
export const MOST_BYTES = 20e6;
export const MOST_VALUES = 100_000;
export const MOST_NESTED = 8;

/**
 * Why what a call brings along is not taken, "" for no reason. Taken are numbers, texts, true, false, null, bytes, and lists and
 * objects of them.
 * @param {unknown} args
 * @returns {string}
 */
export function faultOf(args) {
  let bytes = 0;
  let values = 0;
  /** @param {unknown} value @param {number} depth @returns {string} */
  const look = (value, depth) => {
    if (++values > MOST_VALUES) return `at most ${MOST_VALUES} values`;
    if (typeof value === "string") bytes += value.length;
    else if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) bytes += value.byteLength;
    else if (typeof value === "object" && value !== null) {
      const kind = Object.getPrototypeOf(value);
      if (!Array.isArray(value) && kind !== Object.prototype) return `lists, objects, texts and numbers, got ${Object.prototype.toString.call(value).slice(8, -1)}`;
      if (depth >= MOST_NESTED) return `at most ${MOST_NESTED} lists within each other`;
      if (Array.isArray(value) && value.length > MOST_VALUES) return `at most ${MOST_VALUES} values, got ${value.length}`;
      for (const [key, each] of Object.entries(value)) {
        if (!Array.isArray(value)) bytes += key.length;
        const fault = bytes > MOST_BYTES ? "" : look(each, depth + 1);
        if (fault) return fault;
      }
    } else if (!["number", "boolean", "undefined", "object"].includes(typeof value)) return `lists, objects, texts and numbers, got a ${typeof value}`;
    return bytes > MOST_BYTES ? `at most ${MOST_BYTES / 1e6} MB, got ${Math.ceil(bytes / 1e6)} MB` : "";
  };
  if (args !== undefined && !Array.isArray(args)) return `a message with a list of arguments, got ${typeof args}`;
  const fault = look(args, 0);
  return fault && `a message with ${fault}`;
}
