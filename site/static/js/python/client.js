/** The page's side of the boundary: one worker for all widgets, a promise per call, and a new worker when one has died. */

import { PythonExhibit } from "./python-widget.js";

/** @import { BootProgress, Calls, CallName, Configured, Diagnosis, ErrorReport, Opened, OwnTable, PyodideConfig, WorkerReply } from "../types.js" */

/** While a model trains, the page keeps a copy of it this fresh, to go on from if the worker dies. */
const SNAPSHOT_EVERY_MS = 5000;
/** A worker that dies again within this time is not replaced by itself. */
const LIVES_AT_LEAST_MS = 20000;

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
}

/** What one model's owner holds. Calls are answered in the order they were made. */
export class PythonInstance {
  #client;
  #id = 0;
  #hash;
  #snapshot = "";
  #snapshotAt = 0;
  /** the reader's own data as JSON, "null" while it learns a built-in data set */
  #data;
  #compared;
  /** @type {((opened: Opened) => void) | null} told when the model stands in a new worker */
  onreopened = null;
  /** @type {((error: PythonFailure) => void) | null} told when there will be no new worker */
  onlost = null;

  /**
   * @param {PythonClient} client
   * @param {string} hash
   * @param {string} [compared] what many networks differ in, a kind of pycore.page.comparison; "" for one network
   * @param {string} [data] the reader's own, as JSON
   */
  constructor(client, hash, compared = "", data = "null") {
    this.#client = client;
    this.#hash = hash;
    this.#compared = compared;
    this.#data = data;
  }

  /** Opens many networks with the same settings and data but for one thing. @param {string} kind of pycore.page.comparison */
  compare(kind) {
    return this.#client.open(this.#hash, kind, this.#data);
  }

  /** Opens it again in a new worker and tells its owner. */
  async reopen() {
    const opened = await this.open();
    this.onreopened?.(opened);
  }

  /** @param {PythonFailure} failure */
  lose(failure) {
    this.onlost?.(failure);
  }

  /** Opens the model, or opens it again in a new worker as it was. */
  async open() {
    const opened = await this.#client.call("open", this.#hash, this.#snapshot, this.#data, this.#compared);
    this.#id = opened.instance;
    this.#snapshotAt = this.#client.now();
    return opened;
  }

  /**
   * @param {number} epochs below 0: as many as fit into `milliseconds`
   * @param {number} milliseconds
   * @param {ArrayBuffer | null} spare a frame no longer needed, to be filled again
   */
  async frame(epochs, milliseconds, spare) {
    const buffer = await this.#client.call("frame", this.#id, epochs, milliseconds, spare);
    if (this.#client.now() - this.#snapshotAt > SNAPSHOT_EVERY_MS) await this.#keep();
    return buffer;
  }

  /**
   * @param {string} changes JSON, by address key
   * @returns {Promise<Configured>}
   */
  async configure(changes) {
    return this.#changed(await this.#client.call("configure", this.#id, changes));
  }

  /**
   * Learns from the reader's own table, or from the settings' data set again.
   * @param {OwnTable | null} table
   * @returns {Promise<Configured>}
   */
  async use(table) {
    const data = JSON.stringify(table);
    const configured = await this.#client.call("use", this.#id, data);
    this.#data = data;
    return this.#changed(configured);
  }

  /**
   * Goes on as a saved playground, which has settings, weights and data of its own.
   * @param {string} saved its text, or its bytes in base64
   * @param {boolean} binary
   * @returns {Promise<Configured>}
   */
  async load(saved, binary) {
    const configured = this.#changed(await this.#client.call("load", this.#id, saved, binary));
    if (configured.layout.own) this.#data = JSON.stringify({ text: await this.ask("pointsCsv"), skipBad: false });
    await this.#keep(); // its address alone would not bring it back
    return configured;
  }

  /** @param {Configured} configured */
  #changed(configured) {
    this.#hash = configured.layout.hash;
    this.#snapshot = "";
    if (!configured.layout.own) this.#data = "null";
    return configured;
  }

  async reset() {
    this.#snapshot = "";
    return this.#client.call("reset", this.#id);
  }

  /**
   * Asks Python something that is not part of every frame; see `ask` in pycore/page/bridge.py.
   * @param {string} question
   * @param {object} [details]
   * @returns {Promise<any>} what Python answered; its shape is the question's
   */
  async ask(question, details = {}) {
    return JSON.parse(await this.#client.call("ask", this.#id, question, JSON.stringify(details)));
  }

  async close() {
    this.#client.forget(this);
    if (this.#client.running) await this.#client.call("close", this.#id);
  }

  async #keep() {
    this.#snapshotAt = this.#client.now();
    this.#snapshot = await this.#client.call("snapshot", this.#id);
  }
}

export class PythonClient {
  #config;
  #makeWorker;
  /** @type {Worker | null} */
  #worker = null;
  /** @type {Promise<null> | null} */
  #booting = null;
  #bornAt = 0;
  #lastCall = 0;
  /** @type {Map<number, { resolve: (value: never) => void, reject: (error: Error) => void }>} */
  #waiting = new Map();
  /** @type {Set<PythonInstance | PythonExhibit>} */
  #instances = new Set();
  /** @type {Set<(progress: BootProgress) => void>} */
  #listeners = new Set();

  /**
   * @param {PyodideConfig} config with URLs relative to `base`
   * @param {{ base?: string, makeWorker?: () => Worker, now?: () => number }} [options]
   */
  constructor(config, { base = document.baseURI, makeWorker = ownWorker, now = () => performance.now() } = {}) {
    this.#config = absolute(config, base);
    this.#makeWorker = makeWorker;
    this.now = now;
  }

  get running() {
    return this.#worker !== null;
  }

  /**
   * @param {(progress: BootProgress) => void} listener
   * @returns {() => void} stops listening
   */
  onprogress(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Starts Python, once; after a failure the next call tries again. */
  boot() {
    this.#booting ??= this.#start().catch((error) => {
      this.#booting = null;
      this.#stop();
      throw error;
    });
    return this.#booting;
  }

  /**
   * @param {string} hash the address of the settings
   * @param {string} [compared]
   * @param {string} [data]
   * @returns {Promise<{ instance: PythonInstance, opened: Opened }>}
   */
  async open(hash, compared = "", data = "null") {
    await this.boot();
    const instance = new PythonInstance(this, hash, compared, data);
    const opened = await instance.open();
    this.#instances.add(instance);
    return { instance, opened };
  }

  /**
   * @param {string} name of a lesson's widget
   * @param {Record<string, string>} options
   */
  async exhibit(name, options) {
    await this.boot();
    const exhibit = new PythonExhibit(this, name, options);
    const view = await exhibit.open();
    this.#instances.add(exhibit);
    return { exhibit, view };
  }

  /** @param {PythonInstance | PythonExhibit} instance */
  forget(instance) {
    this.#instances.delete(instance);
  }

  /** @returns {Promise<Diagnosis>} */
  diagnose() {
    return this.call("diagnose");
  }

  /**
   * @template {CallName} K
   * @param {K} name
   * @param {Calls[K]["args"]} args
   * @returns {Promise<Calls[K]["result"]>}
   */
  call(name, ...args) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Error(`${name} was called, but Python is not running`));
    const id = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, name, args }, args.filter((argument) => argument instanceof ArrayBuffer));
    });
  }

  #start() {
    const worker = this.#makeWorker();
    this.#worker = worker;
    this.#bornAt = this.now();
    worker.onmessage = ({ data }) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault(); // reported to the owners instead
      this.#died(event.message ? `Python stopped: ${event.message}` : "js/python/worker.js could not be loaded");
    };
    return this.call("boot", this.#config);
  }

  #stop() {
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {WorkerReply} reply */
  #receive(reply) {
    if (reply.type === "progress") {
      for (const listener of this.#listeners) listener(reply.progress);
      return;
    }
    const call = this.#waiting.get(reply.id);
    if (!call) throw new Error(`the worker answered call ${reply.id}, which nobody made`);
    this.#waiting.delete(reply.id);
    if (reply.type === "done") call.resolve(/** @type {never} */ (reply.value));
    else {
      const failure = new PythonFailure(reply.error);
      call.reject(failure);
      if (failure.fatal) this.#died(`Python stopped: ${failure.message}`);
    }
  }

  /**
   * Nothing more comes from this worker: everyone who waits is told, then all models are opened again in a new one.
   * @param {string} reason
   */
  #died(reason) {
    this.#stop();
    const failure = new PythonFailure({ kind: "WorkerDied", message: reason, traceback: "", key: "", fatal: true });
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failure);
    this.#booting = null;
    if (!this.#instances.size) return;
    if (this.now() - this.#bornAt < LIVES_AT_LEAST_MS) this.#lose(failure);
    else this.reopen();
  }

  /** Opens all models again, as far as they had come. */
  async reopen() {
    try {
      await this.boot();
      for (const instance of this.#instances) await instance.reopen();
    } catch (error) {
      if (error instanceof PythonFailure) this.#lose(error);
      else throw error;
    }
  }

  /** @param {PythonFailure} failure */
  #lose(failure) {
    for (const instance of this.#instances) instance.lose(failure);
  }
}

function ownWorker() {
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
}

/**
 * The worker stands elsewhere than the page, so what it is given must not be relative.
 * @param {PyodideConfig} config
 * @param {string} base
 * @returns {PyodideConfig}
 */
function absolute({ indexURL, lockFileURL, packages, files }, base) {
  const here = (/** @type {string} */ url) => new URL(url, base).href;
  return {
    indexURL: here(indexURL),
    lockFileURL: here(lockFileURL),
    packages,
    files: Object.fromEntries(Object.entries(files).map(([url, file]) => [here(url), file])),
  };
}
