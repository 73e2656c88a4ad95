/** The worker's side of the boundary: takes a call from the page, makes it in Python, sends the answer or the error. */

import { bootPyodide } from "./boot.js";
import { HeldInstance } from "./held-playground.js";
import { HeldWidget } from "./held-widget.js";

/** @import { CallMessage, Calls, CallName, ErrorReport, Handlers, WorkerReply } from "../types.js" */
/** @import { PyBridge, Pyodide } from "./pyodide.js" */

/** @type {Pyodide | null} */
let pyodide = null;
/** @type {PyBridge["open"] | null} */
let openInPython = null;
/** @type {PyBridge["exhibit"] | null} */
let exhibitInPython = null;
/** @type {Map<number, HeldWidget>} */
const widgets = new Map();
/** @type {Map<number, HeldInstance>} */
const instances = new Map();
let lastInstance = 0;
let counting = false;

/** @type {Handlers} */
const handlers = {
  async boot(config) {
    pyodide = await bootPyodide(config, (progress) => reply({ type: "progress", progress }));
    const bridge = pyodide.pyimport("pycore.page.bridge");
    openInPython = bridge.open;
    exhibitInPython = bridge.exhibit;
    return null;
  },
  open(hash, snapshot, data, compared) {
    if (!openInPython) throw new Error("open was called before boot had ended");
    const held = new HeldInstance(openInPython(hash, snapshot, data, compared));
    const id = ++lastInstance;
    instances.set(id, held);
    return held.describe(id);
  },
  frame: (instance, epochs, milliseconds, spare) => held(instance).frame(epochs, milliseconds, spare),
  configure: (instance, changes) => held(instance).configure(changes),
  use: (instance, data) => held(instance).use(data),
  load: (instance, saved, binary) => held(instance).load(saved, binary),
  reset: (instance) => held(instance).reset(),
  snapshot: (instance) => held(instance).snapshot(),
  ask: (instance, question, details) => held(instance).ask(question, details),
  close(instance) {
    const closing = held(instance);
    instances.delete(instance);
    closing.close();
    return null;
  },
  exhibit(name, options) {
    if (!exhibitInPython) throw new Error("exhibit was called before boot had ended");
    const widget = new HeldWidget(exhibitInPython(name, options));
    widgets.set(++lastInstance, widget);
    return { widget: lastInstance, view: widget.view() };
  },
  act: (widget, action, details) => heldWidget(widget).act(action, details),
  closeWidget(widget) {
    const closing = heldWidget(widget);
    widgets.delete(widget);
    closing.close();
    return null;
  },
  diagnose() {
    if (!pyodide) throw new Error("diagnose was called before boot had ended");
    const { _module } = pyodide;
    if (!counting) _module.enable_pyproxy_allocation_tracing();
    counting = true;
    return { instances: instances.size, widgets: widgets.size, proxies: _module.pyproxy_alloc_map.size, heap: _module.HEAPU8.length };
  },
};

/** @param {number} id */
function held(id) {
  const instance = instances.get(id);
  if (!instance) throw new Error(`there is no open instance ${id}`);
  return instance;
}

/** @param {number} id */
function heldWidget(id) {
  const widget = widgets.get(id);
  if (!widget) throw new Error(`there is no open widget ${id}`);
  return widget;
}

addEventListener("message", async ({ data }) => {
  const { id, name, args } = /** @type {CallMessage} */ (data);
  try {
    const value = await call(name, args);
    reply({ type: "done", id, value }, buffersOf(value));
  } catch (error) {
    reply({ type: "error", id, error: describe(error, name) });
  }
});

/**
 * @template {CallName} K
 * @param {K} name
 * @param {Calls[K]["args"]} args
 */
function call(name, args) {
  return handlers[name](...args);
}

/**
 * @param {WorkerReply} message
 * @param {Transferable[]} [transfer]
 */
function reply(message, transfer = []) {
  postMessage(message, { transfer });
}

/**
 * What can be handed over instead of copied.
 * @param {Calls[CallName]["result"]} value
 * @returns {Transferable[]}
 */
function buffersOf(value) {
  if (value instanceof ArrayBuffer) return [value];
  if (value === null || typeof value !== "object" || !("frame" in value)) return [];
  return value.points ? [value.frame, value.points.buffer] : [value.frame];
}

/**
 * @param {unknown} error
 * @param {CallName} during
 * @returns {ErrorReport}
 */
function describe(error, during) {
  if (!(error instanceof Error)) {
    return { kind: "Error", message: String(error), traceback: "", key: "", fatal: true };
  }
  const isPython = pyodide !== null && error instanceof pyodide.ffi.PythonError;
  const traceback = isPython ? error.message : (error.stack ?? error.message);
  return {
    kind: isPython ? /** @type {{ type: string }} */ (/** @type {unknown} */ (error)).type : error.name,
    message: isPython ? lastLine(error.message) : error.message,
    traceback,
    key: isPython ? keyOfLastError() : "",
    // Python goes on after an exception of its own; anything else has stopped the interpreter.
    fatal: !isPython && during !== "boot",
  };
}

/** The exception's own sentence: the last line, without the name of its class. @param {string} traceback */
function lastLine(traceback) {
  const lines = traceback.trimEnd().split("\n");
  return lines[lines.length - 1].replace(/^[\w.]+: /, "");
}

/** The setting that a SettingError names. */
function keyOfLastError() {
  if (!pyodide) return "";
  const sys = pyodide.pyimport("sys");
  const error = sys.last_exc;
  const key = error?.key;
  error?.destroy();
  sys.destroy();
  return typeof key === "string" ? key : "";
}
