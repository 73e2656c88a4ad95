/** Errors from the worker, from Python or on the way there, and which of them mean that Python has ended. */

/** @import { ErrorReport } from "../types.js" */

/** The kind of failure of calls that nobody answers any longer, because their model was closed. */
const CLOSED = "ModelClosed";
/** The kind of failure of calls that the reader did not want to wait for. */
const STOPPED = "WorkStopped";

/** Kinds of failed starts after which another worker can start otherwise: without a snapshot, with files that were fetched anew. */
const SNAPSHOT_FAILED = "SnapshotFailed";
const FILES_RENEWED = "FilesRenewed";

/** An error that came from the worker, from Python or on the way there. */
export class PythonFailure extends Error {
  name = "PythonFailure";
  /** @param {ErrorReport} report */
  constructor({ kind, message, traceback, key, fatal }) {
    super(message);
    this.kind = kind;
    this.traceback = traceback;
    this.key = key;
    this.fatal = fatal;
  }

  /** Nothing is wrong with the model that asked: it was closed, or its worker was lost and the model is told of that by itself. */
  get isOver() {
    return this.fatal || this.kind === CLOSED || this.isStopped;
  }

  /** A worker that could not start, after which another one may. */
  get hasAnotherWay() {
    return this.isOfSnapshot || this.kind === FILES_RENEWED;
  }

  /** The memory that the builder made could not be restored. */
  get isOfSnapshot() {
    return this.kind === SNAPSHOT_FAILED;
  }

  /** The reader did not want to wait for it. */
  get isStopped() {
    return this.kind === STOPPED;
  }
}

/** @param {string} message @param {string} kind */
export function failureOf(message, kind, fatal = false) {
  return new PythonFailure({ kind, message, traceback: "", key: "", fatal });
}

export function modelClosed() {
  return failureOf("this network was closed before Python answered", CLOSED);
}

export function workStopped() {
  return failureOf("this was stopped before Python had done it; what was there before goes on", STOPPED);
}

/** @param {string} reason */
export function workerDied(reason) {
  return failureOf(reason, "WorkerDied", true);
}

/**
 * Names of errors after which Pyodide's interpreter can't go on: its own, Emscripten's at an exit, and a trap of WebAssembly.
 * NoGilError is what is left of an interpreter that ended in the middle of a call.
 */
const FATAL = new Set(["FatalPyodideError", "Exit", "ExitStatus", "NoGilError", "RuntimeError"]);

/**
 * Whether the interpreter has ended. Pyodide marks most such errors itself; an exception of Python's, or a mistake in a
 * handler, has not ended it.
 * @param {unknown} error that is no exception of Python's
 */
export function endsPython(error) {
  if (typeof error !== "object" || error === null) return false;
  if ("pyodide_fatal_error" in error && error.pyodide_fatal_error === true) return true;
  const { name, message } = /** @type {{ name?: unknown, message?: unknown }} */ (error);
  if (FATAL.has(String(name))) return true;
  // WebAssembly's stack has run over: RangeError in Chromium and Safari, InternalError in Firefox.
  return (name === "RangeError" && /call stack/i.test(String(message))) || (name === "InternalError" && /recursion/i.test(String(message)));
}
