/** The worker's side of the boundary, for any number of pages: takes their calls, makes them in Python, answers, and copies models. */

import { endsPython } from "./failure.js";
import { HeldInstance } from "./held-playground.js";
import { HeldPictures } from "./held-pictures.js";
import { HeldWidget } from "./held-widget.js";
import { buffersOfAnswer, IDLE_MS, MOST_MS, RUNTIME, SNAPSHOT_EVERY_MS } from "./protocol.js";

/** @import { Reply, Request } from "./protocol.js" */
/** @import { BootProgress, CallName, ErrorReport, Handlers } from "../types.js" */
/** @import { PyBridge, Pyodide } from "./pyodide.js" */

/**
 * @typedef {object} Port one page
 * @property {(message: Reply, options: { transfer: Transferable[] }) => void} postMessage
 * @property {((event: { data: any }) => void) | null} onmessage
 */

/** @typedef {HeldInstance | HeldWidget | HeldPictures} Held */
/** @typedef {{ held: Held, changed: boolean, keptAt: number, every: number }} Model */

/** @typedef {{ port: Port, generation: number, models: Map<number, Model> }} Seat a page at the table, with its models by their handles */

/** A copy takes at most this share of the time, however large the model is. */
const COPYING_SHARE = 0.05;
/** Calls after which a copy from before would be of another network. */
const RENEWING = new Set(["configure", "use", "load", "revert", "reset"]);
/** Those of them that may take long: who stops them finds what was there when they began. */
const LONG = new Set(["configure", "use", "load"]);

export class PythonServer {
  #boot;
  #now;
  #later;
  #end;
  /** @type {Pyodide | null} */
  #pyodide = null;
  /** @type {Pick<PyBridge, "open" | "exhibit" | "images"> | null} */
  #bridge = null;
  /** @type {Promise<void> | null} */
  #booting = null;
  /** why Python has ended @type {ErrorReport | null} */
  #dead = null;
  /** @type {Set<Seat>} */
  #seats = new Set();
  #counting = false;
  #calledAt = 0;
  #idle = false;
  #gap = false;

  /**
   * @param {object} world
   * @param {(report: (progress: BootProgress) => void, isPlain: boolean) => Promise<Pyodide>} world.boot
   * @param {() => number} world.now milliseconds
   * @param {(action: () => void, milliseconds: number) => unknown} world.later
   * @param {() => void} world.end told when Python has ended and every page knows
   */
  constructor({ boot, now, later, end }) {
    this.#boot = boot;
    this.#now = now;
    this.#later = later;
    this.#end = end;
  }

  /** @param {Port} port */
  connect(port) {
    /** @type {Seat} */
    const seat = { port, generation: 0, models: new Map() };
    this.#seats.add(seat);
    port.onmessage = ({ data }) => void this.#receive(seat, data);
    // A page that was thrown out of the browser's memory says no goodbye; some browsers say it for it.
    if (port instanceof EventTarget) port.addEventListener("close", () => this.#leave(seat));
  }

  /** @param {Seat} seat @param {Request} request */
  async #receive(seat, request) {
    const { call, handle, name, args } = request;
    if (name === "goodbye") {
      this.#leave(seat);
      return;
    }
    seat.generation = request.generation;
    this.#calledAt = this.#now();
    try {
      if (LONG.has(name) && !this.#dead) this.#tryToKeep(seat, handle);
      if (this.#dead) throw this.#dead;
      const handlers = this.#handlers(seat, handle);
      const value = await /** @type {(...args: any[]) => any} */ (handlers[name])(...args);
      this.#post(seat, handle, { type: "done", call, value }, buffersOfAnswer(value));
      this.#note(seat, handle, name, args);
    } catch (error) {
      const report = error === this.#dead && this.#dead ? this.#dead : this.#describe(error, name);
      this.#post(seat, handle, { type: "error", call, error: report });
      if (report.fatal && !this.#dead) this.#die(report);
      else if (name === "boot") this.#end(); // another try needs another worker
    }
  }

  /**
   * @param {Seat} seat
   * @param {number} handle
   * @returns {Handlers}
   */
  #handlers(seat, handle) {
    const playground = () => modelOf(seat, handle, HeldInstance);
    const bridge = (/** @type {string} */ name) => {
      if (!this.#bridge) throw new Error(`${name} was called before boot had ended`);
      return this.#bridge;
    };
    const take = (/** @type {Held} */ held) => {
      if (seat.models.has(handle)) {
        held.close();
        throw new Error(`the handle ${handle} is in use`);
      }
      seat.models.set(handle, { held, changed: false, keptAt: this.#now(), every: SNAPSHOT_EVERY_MS });
    };
    return {
      boot: async (isPlain) => {
        this.#booting ??= this.#start(isPlain);
        await this.#booting;
        return null;
      },
      open: (hash, snapshot, data, compared) => {
        const held = new HeldInstance(bridge("open").open(hash, snapshot, data, compared));
        take(held);
        return held.describe();
      },
      exhibit: (name, options) => {
        const held = new HeldWidget(bridge("exhibit").exhibit(name, options));
        take(held);
        return held.view();
      },
      pictures: () => {
        take(new HeldPictures(bridge("pictures").images()));
        return null;
      },
      picturesAsk: (question, details, data) => modelOf(seat, handle, HeldPictures).ask(question, details, data),
      frame: (epochs, milliseconds, spare) => playground().frame(epochs, Math.min(milliseconds, MOST_MS), spare),
      configure: (changes) => playground().configure(changes),
      use: (data) => playground().use(data),
      load: (saved, binary) => playground().load(saved, binary),
      revert: (forwards) => playground().revert(forwards),
      reset: () => playground().reset(),
      keep: () => {
        this.#keep(seat, handle);
        return null;
      },
      ask: (question, details) => playground().ask(question, details),
      act: (action, details) => modelOf(seat, handle, HeldWidget).act(action, details),
      close: () => {
        seat.models.get(handle)?.held.close();
        seat.models.delete(handle);
        return null;
      },
      goodbye: () => null,
      ping: () => null,
      memory: () => this.#pyodide?._module.HEAPU8.length ?? 0,
      diagnose: () => this.#diagnose(),
    };
  }

  /** @param {boolean} isPlain */
  async #start(isPlain) {
    const pyodide = await this.#boot((progress) => {
      for (const seat of this.#seats) this.#post(seat, RUNTIME, { type: "progress", progress });
    }, isPlain);
    this.#pyodide = pyodide;
    const { open, exhibit, images } = pyodide.pyimport("pycore.page.bridge");
    this.#bridge = { open, exhibit, images };
  }

  #diagnose() {
    if (!this.#pyodide) throw new Error("diagnose was called before boot had ended");
    const { _module } = this.#pyodide;
    if (!this.#counting) _module.enable_pyproxy_allocation_tracing();
    this.#counting = true;
    const all = [...this.#seats].flatMap(({ models }) => [...models.values()]);
    const instances = all.filter(({ held }) => held instanceof HeldInstance).length;
    return { pages: this.#seats.size, instances, widgets: all.length - instances, proxies: _module.pyproxy_alloc_map.size, heap: _module.HEAPU8.length };
  }

  // Copies -------------------------------------------------------------------------------------------------------------

  /**
   * A call has been answered: sees to a copy of the model, soon if one is due, else when nothing has been asked for a while.
   * @param {Seat} seat
   * @param {number} handle
   * @param {CallName} name
   * @param {unknown[]} args
   */
  #note(seat, handle, name, args) {
    const model = seat.models.get(handle);
    if (!model || !(model.held instanceof HeldInstance)) return;
    const renewing = RENEWING.has(name);
    model.changed ||= renewing || (name === "frame" && args[0] !== 0) || (name === "ask" && args[0] === "setParameter");
    if (!model.changed) return;
    if (renewing) model.keptAt = -Infinity;
    if (this.#now() - model.keptAt > model.every) this.#keepInTheGap();
    else this.#keepWhenIdle();
  }

  /** Copies what is due between two requests. */
  #keepInTheGap() {
    if (this.#gap) return;
    this.#gap = true;
    this.#later(() => {
      this.#gap = false;
      this.#keepAll((model) => this.#now() - model.keptAt > model.every);
    }, 0);
  }

  /** Copies all that has changed, once nothing is asked. */
  #keepWhenIdle() {
    if (this.#idle) return;
    this.#idle = true;
    this.#later(() => {
      this.#idle = false;
      if (this.#now() - this.#calledAt < IDLE_MS) this.#keepWhenIdle();
      else this.#keepAll(() => true);
    }, IDLE_MS);
  }

  /** @param {(model: Model) => boolean} due */
  #keepAll(due) {
    for (const seat of this.#seats) {
      for (const [handle, model] of seat.models) {
        if (!this.#dead && model.changed && due(model)) this.#tryToKeep(seat, handle);
      }
    }
  }

  /** Copies a model that nobody asked a copy of: only that Python has ended is news. @param {Seat} seat @param {number} handle */
  #tryToKeep(seat, handle) {
    try {
      this.#keep(seat, handle);
    } catch (error) {
      const report = this.#describe(error, "keep");
      if (report.fatal) this.#die(report);
      else console.warn(`a network could not be copied: ${report.message}`);
    }
  }

  /** @param {Seat} seat @param {number} handle */
  #keep(seat, handle) {
    const model = seat.models.get(handle);
    if (!model?.changed || !(model.held instanceof HeldInstance)) return;
    const began = this.#now();
    model.changed = false;
    model.keptAt = began;
    const snapshot = model.held.snapshot();
    model.keptAt = this.#now();
    model.every = Math.max(SNAPSHOT_EVERY_MS, (model.keptAt - began) / COPYING_SHARE);
    if (snapshot) this.#post(seat, handle, { type: "snapshot", snapshot });
  }

  // Ends ---------------------------------------------------------------------------------------------------------------

  /** @param {Seat} seat */
  #leave(seat) {
    this.#seats.delete(seat);
    if (this.#dead) return;
    for (const { held } of seat.models.values()) held.close();
    seat.models.clear();
  }

  /** Python has ended: every page hears of it. @param {ErrorReport} report */
  #die(report) {
    this.#dead = report;
    for (const seat of this.#seats) this.#post(seat, RUNTIME, { type: "died", error: report });
    this.#end();
  }

  /**
   * @param {Seat} seat
   * @param {number} handle
   * @param {any} reply without its numbers
   * @param {Transferable[]} [transfer]
   */
  #post(seat, handle, reply, transfer = []) {
    seat.port.postMessage({ ...reply, generation: seat.generation, handle }, { transfer });
  }

  /**
   * @param {unknown} error
   * @param {CallName} during
   * @returns {ErrorReport}
   */
  #describe(error, during) {
    const isPython = this.#pyodide !== null && error instanceof this.#pyodide.ffi.PythonError;
    if (isPython) {
      const { type, message } = /** @type {Error & { type: string }} */ (error);
      return { kind: type, message: lastLine(message), traceback: message, key: this.#keyOfLastError(), fatal: false };
    }
    const fatal = during !== "boot" && endsPython(error);
    if (!(error instanceof Error)) return { kind: "Error", message: String(error), traceback: "", key: "", fatal };
    return { kind: error.name, message: error.message, traceback: error.stack ?? error.message, key: "", fatal };
  }

  /** The setting that a SettingError names. */
  #keyOfLastError() {
    if (!this.#pyodide) return "";
    const sys = this.#pyodide.pyimport("sys");
    const error = sys.last_exc;
    const key = error?.key;
    error?.destroy();
    sys.destroy();
    return typeof key === "string" ? key : "";
  }
}

/**
 * @template {Held} T
 * @param {Seat} seat
 * @param {number} handle
 * @param {new (...args: any[]) => T} Kind
 * @returns {T}
 */
function modelOf(seat, handle, Kind) {
  const held = seat.models.get(handle)?.held;
  if (!(held instanceof Kind)) throw new Error(`the worker holds no such model under the handle ${handle}`);
  return held;
}

/** The exception's own sentence: the last line, without the name of its class. @param {string} traceback */
function lastLine(traceback) {
  const lines = traceback.trimEnd().split("\n");
  return lines[lines.length - 1].replace(/^[\w.]+: /, "");
}
