/** What a page and its worker say to each other: the messages, the numbers that tell them apart, and how long things may take. */

/** @import { BootProgress, Calls, CallName, ErrorReport } from "../types.js" */

/**
 * Every message carries two numbers. The *generation* counts the page's workers: what a worker of an earlier one still says
 * is dropped. The *handle* is one model of the page, chosen by the page before it asks for the model and never used twice,
 * so that no answer can meet another model; it stays the same when the model is opened again in a later generation.
 *
 * @typedef {object} Request from the page
 * @property {number} generation
 * @property {number} handle RUNTIME for what concerns no model
 * @property {number} call answered under the same number
 * @property {CallName} name
 * @property {Calls[CallName]["args"]} args
 */

/**
 * Answers come in the order of the requests. Between them the worker says by itself how far a boot has come ("progress"),
 * what a model could be opened from again ("snapshot"), and that Python has ended ("died").
 *
 * @typedef {(
 *   | { type: "done", call: number, value: Calls[CallName]["result"] }
 *   | { type: "error", call: number, error: ErrorReport }
 *   | { type: "progress", progress: BootProgress }
 *   | { type: "snapshot", snapshot: string }
 *   | { type: "died", error: ErrorReport }
 * ) & { generation: number, handle: number }} Reply
 */

/**
 * @typedef {object} WorkerLink one worker as the page holds it
 * @property {(message: Request, transfer: Transferable[]) => void} postMessage
 * @property {((event: { data: Reply }) => void) | null} onmessage
 * @property {((event: { message?: string, preventDefault(): void }) => void) | null} onerror
 * @property {() => void} terminate ends it for this page
 * @property {boolean} [shared] whether other frames may use it, too
 */

/** The handle of what concerns no model. */
export const RUNTIME = 0;

/** While a model trains, the page has a copy of it this fresh, to go on from if the worker dies. */
export const SNAPSHOT_EVERY_MS = 5000;
/** After so long without a request, a model that has changed is copied. */
export const IDLE_MS = 300;
/** Training gets at most this long in one request, whatever is asked, so that the worker keeps listening. */
export const MOST_MS = 200;

let lastHandle = RUNTIME;

/** A number for a model that no other of this page has, had or will have. */
export function newHandle() {
  return ++lastHandle;
}

/**
 * What of a call's arguments is handed over instead of copied.
 * @param {readonly unknown[]} args
 * @returns {Transferable[]}
 */
export function buffersOfArguments(args) {
  return args.filter((argument) => argument instanceof ArrayBuffer);
}

/**
 * What of an answer is handed over instead of copied.
 * @param {Calls[CallName]["result"]} value
 * @returns {Transferable[]}
 */
export function buffersOfAnswer(value) {
  if (value instanceof ArrayBuffer) return [value];
  if (value === null || typeof value !== "object" || !("frame" in value)) return [];
  return value.points ? [value.frame, value.points.buffer] : [value.frame];
}
