/** The page's side of the boundary: one worker for all models, a promise per call, and a new worker when one has died. */

import { failureOf, modelClosed, PythonFailure, workerDied, workStopped } from "./failure.js";
import { watchPage } from "./page-life.js";
import { buffersOfArguments, RUNTIME } from "./protocol.js";
import { PythonInstance } from "./python-playground.js";
import { PythonExhibit } from "./python-widget.js";
import { isBesideFrames, nextGeneration, startWorker, tabOf } from "./start-worker.js";

/** @import { PageLife } from "./page-life.js" */
/** @import { Reply, WorkerLink } from "./protocol.js" */
/** @import { PythonModel } from "./python-model.js" */
/** @import { BootProgress, Calls, CallName, Diagnosis } from "../types.js" */

export { PythonFailure, PythonInstance };

/** A worker that dies again within this time is not replaced by itself. */
const LIVES_AT_LEAST_MS = 20000;
/** A worker that has nothing to do answers within this time, or is taken for dead; one at work within six times as long. */
const ANSWERS_WITHIN_MS = 20000;
const AT_WORK = 6;
/** From the memory that the builder made, without it, and once more when a file was damaged. */
const MOST_STARTS = 3;
/** The patience is counted in so many pieces, so that a page that is frozen meanwhile loses only one of them. */
const PIECES = 5;

/** Of a call that waits longer than this its model is told, so that the reader can give it up. */
const LONG_MS = 2000;

/** @typedef {{ model: PythonModel<any> | null, name: CallName, asked: number, resolve: (value: never) => void, reject: (error: Error) => void }} Waiting */

export class PythonClient {
  /** counts the workers @type {number} */
  generation = 0;
  #build;
  #lender;
  #makeWorker;
  #later;
  #watch;
  #watching = false;
  /** @type {WorkerLink | null} */
  #worker = null;
  /** @type {Promise<null> | null} */
  #booting = null;
  /** @type {Promise<void> | null} */
  #reopening = null;
  #checking = false;
  #joined = false;
  #looking = false;
  /** models that have been told that they wait long, and for what @type {Map<PythonModel<any>, CallName>} */
  #late = new Map();
  #bornAt = 0;
  #lastCall = 0;
  /** messages that have come */
  #heard = 0;
  /** the generation of the worker that spoke last */
  #spoken = 0;
  /** by the number of the call @type {Map<number, Waiting>} */
  #waiting = new Map();
  /** those that are to be opened again, by their handles @type {Map<number, PythonModel<any>>} */
  #models = new Map();
  /** @type {Set<(progress: BootProgress) => void>} */
  #listeners = new Set();

  /**
   * @param {object} options
   * @param {string} [options.workerURL] of worker.js, absolute
   * @param {string} [options.build] what tells this version from others on the same page
   * @param {string} [options.lender] of the page that lends the Python which frames share, absolute
   * @param {(generation: number) => WorkerLink | Promise<WorkerLink>} [options.makeWorker]
   * @param {() => number} [options.now]
   * @param {(action: () => void, milliseconds: number) => unknown} [options.later]
   * @param {(life: PageLife) => void} [options.watch] tells of the page's life
   */
  constructor({
    workerURL = new URL("./worker.js", import.meta.url).href,
    build = "",
    lender = "",
    makeWorker = (generation) => startWorker({ url: workerURL, build, generation, lender }),
    now = () => performance.now(),
    later = (action, milliseconds) => setTimeout(action, milliseconds),
    watch = watchPage,
  }) {
    this.#build = build;
    this.#lender = lender;
    this.#makeWorker = makeWorker;
    this.#later = later;
    this.#watch = watch;
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

  // Opening ------------------------------------------------------------------------------------------------------------

  /** Starts Python, once; after a failure the next call tries again. */
  boot() {
    this.#booting ??= this.#begin().catch((error) => {
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
   * @param {PythonModel<any>["onlong"]} [onlong] told of its calls that wait long, the opening, too
   */
  async open(hash, compared = "", data = "null", onlong = null) {
    const instance = new PythonInstance(this, hash, compared, data);
    instance.onlong = onlong;
    return { instance, opened: await this.stand(instance) };
  }

  /**
   * @param {string} name of a lesson's widget
   * @param {Record<string, string>} options
   */
  async exhibit(name, options) {
    const exhibit = new PythonExhibit(this, name, options);
    return { exhibit, view: await this.stand(exhibit) };
  }

  /**
   * Opens a model of any kind, and again whenever its worker has died.
   * @template Begun
   * @param {PythonModel<Begun>} model
   */
  async stand(model) {
    let generation = this.generation;
    const begin = async () => {
      const booting = this.boot();
      ({ generation } = this);
      await booting;
      ({ generation } = this); // it may have taken more than one worker
      return model.open();
    };
    const begun = await begin().catch((error) => {
      // Its worker has died over something else, or with the device's memory: it may have another. One that never said a word can't be had.
      const isOthers = error instanceof PythonFailure && error.kind === "WorkerDied" && this.#spoken === generation;
      if (isOthers) return begin();
      throw error;
    });
    this.#models.set(model.handle, model);
    return begun;
  }

  /**
   * The worker forgets a model; whoever still waits for it is told that it is closed.
   * @param {PythonModel<any>} model
   * @returns {Promise<void>} never rejects
   */
  async close(model) {
    this.#models.delete(model.handle);
    for (const [call, { model: asked, reject }] of this.#waiting) {
      if (asked !== model) continue;
      this.#waiting.delete(call);
      reject(modelClosed());
    }
    if (!this.running || model.generation !== this.generation) return;
    try {
      await this.#call(null, model.handle, "close", []);
    } catch (error) {
      // A worker that dies meanwhile takes the model along.
      if (!(error instanceof PythonFailure)) throw error;
    }
  }

  /** @returns {Promise<Diagnosis>} */
  diagnose() {
    return this.#call(null, RUNTIME, "diagnose", []);
  }

  /** Bytes of Python's memory, which only grows as long as its worker lives. @returns {Promise<number>} */
  memory() {
    return this.#call(null, RUNTIME, "memory", []);
  }

  // Calls --------------------------------------------------------------------------------------------------------------

  /**
   * A call to a model; it rejects while the model does not stand in the present worker.
   * @template {CallName} K
   * @param {PythonModel<any>} model
   * @param {K} name
   * @param {Calls[K]["args"]} args
   * @returns {Promise<Calls[K]["result"]>}
   */
  callModel(model, name, args) {
    if (model.generation !== this.generation) return Promise.reject(workerDied(`${name} was called, but Python is starting again`));
    return this.#call(model, model.handle, name, args);
  }

  /**
   * @template {CallName} K
   * @param {PythonModel<any> | null} model
   * @param {number} handle
   * @param {K} name
   * @param {Calls[K]["args"]} args
   * @returns {Promise<Calls[K]["result"]>}
   */
  #call(model, handle, name, args) {
    const worker = this.#worker;
    if (!worker) return Promise.reject(workerDied(`${name} was called, but Python is not running`));
    const call = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      this.#waiting.set(call, { model, name, asked: this.now(), resolve, reject });
      this.#lookForLate();
      worker.postMessage({ generation: this.generation, handle, call, name, args }, buffersOfArguments(args));
    });
  }

  /** Looks now and then, as long as calls wait, which models wait long. */
  #lookForLate() {
    if (this.#looking) return;
    this.#looking = true;
    this.#later(() => {
      this.#looking = false;
      const now = this.now();
      /** @type {Map<PythonModel<any>, CallName>} */
      const late = new Map();
      for (const { model, name, asked } of this.#waiting.values()) if (model && now - asked >= LONG_MS && !late.has(model)) late.set(model, name);
      const before = this.#late;
      this.#late = late;
      for (const model of before.keys()) if (!late.has(model)) model.onlong?.("");
      for (const [model, name] of late) if (before.get(model) !== name) model.onlong?.(name);
      if (this.#waiting.size || late.size) this.#lookForLate();
    }, LONG_MS / 2);
  }

  /** Starts a worker; where its way to start has failed and there is another, another worker. */
  async #begin() {
    let isPlain = false;
    for (let left = MOST_STARTS - 1; ; left -= 1) {
      try {
        return await this.#start(isPlain);
      } catch (error) {
        if (!(error instanceof PythonFailure && error.hasAnotherWay) || !left) throw error;
        isPlain ||= error.isOfSnapshot;
        this.#stop();
      }
    }
  }

  /** @param {boolean} isPlain without the memory that the builder made */
  async #start(isPlain) {
    const generation = (this.generation = nextGeneration(this.generation, this.#build, tabOf(this.#lender)));
    this.#bornAt = this.now();
    this.#joined ||= isBesideFrames(this.#lender); // it has tried to share with those that are there
    const made = this.#makeWorker(generation);
    const worker = made instanceof Promise ? await made : made;
    this.#worker = worker;
    worker.onmessage = ({ data }) => {
      if (generation === this.generation && data.generation === generation) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault(); // reported to the owners instead
      if (generation !== this.generation) return;
      this.#died(event.message ? `Python stopped: ${event.message}` : "js/python/worker.js could not be loaded");
    };
    if (!this.#watching) this.#watch({ hidden: () => this.#keepAll(), shown: () => this.check(), left: () => this.#stop() });
    this.#watching = true;
    return this.#call(null, RUNTIME, "boot", [isPlain]);
  }

  #stop() {
    if (this.#worker) this.#worker.onmessage = this.#worker.onerror = null;
    this.#worker?.terminate();
    this.#worker = null;
  }

  /** @param {Reply} reply of the present worker */
  #receive(reply) {
    this.#heard++;
    this.#spoken = this.generation;
    if (reply.type === "progress") for (const listener of this.#listeners) listener(reply.progress);
    else if (reply.type === "snapshot") this.#models.get(reply.handle)?.keep(reply.snapshot);
    else if (reply.type === "died") this.#died(`Python stopped: ${reply.error.message}`);
    else {
      const waiting = this.#waiting.get(reply.call);
      if (!waiting) return; // the model was closed meanwhile
      this.#waiting.delete(reply.call);
      if (reply.type === "done") waiting.resolve(/** @type {never} */ (reply.value));
      else {
        const failure = new PythonFailure(reply.error);
        waiting.reject(failure);
        if (failure.fatal) this.#died(`Python stopped: ${failure.message}`);
      }
    }
  }

  // Life and death -----------------------------------------------------------------------------------------------------

  /** Has the worker send what it takes to open the models again. */
  #keepAll() {
    for (const model of this.#models.values()) model.call("keep").catch(notOver);
  }

  /** Makes sure that the worker is still there: a page that comes back after hours may find that the device has ended it. */
  check() {
    if (!this.#worker || this.#checking) return;
    this.#checking = true;
    const { generation } = this;
    const heard = this.#heard;
    const patience = ANSWERS_WITHIN_MS * (this.#waiting.size ? AT_WORK : 1);
    this.#call(null, RUNTIME, "ping", []).catch(notOver);
    const look = (/** @type {number} */ left) => {
      if (generation === this.generation && heard === this.#heard && this.#worker && left) {
        this.#later(() => look(left - 1), patience / PIECES);
        return;
      }
      this.#checking = false;
      if (!left && heard === this.#heard && generation === this.generation) this.#died("Python stopped: it does not answer any longer");
    };
    look(PIECES);
  }

  /**
   * Nothing more comes from this worker: everyone who waits is told, then all models are opened again in a new one.
   * @param {string} reason
   */
  #died(reason) {
    if (!this.#worker) return;
    const young = this.now() - this.#bornAt < LIVES_AT_LEAST_MS;
    const failure = workerDied(reason);
    this.#end(failure);
    if (!this.#models.size) return;
    if (young) this.#lose(failure);
    else void this.reopen();
  }

  /** Lets go of the worker and tells all who wait for it. @param {PythonFailure} failure */
  #end(failure) {
    this.#stop();
    this.#booting = null;
    for (const model of this.#models.values()) model.oninterrupted?.();
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of waiting) reject(failure);
  }

  /** Frames of the site have come onto the page: the models move to the Python that those share. */
  async joinFrames() {
    if (!this.#worker || this.#worker.shared || this.#joined) return;
    this.#joined = true; // once: where there is none to be had, the next frame would find the same
    await this.renew();
  }

  /** Another worker in place of this one, with all models as far as they have come: for one elsewhere, or with less memory. */
  async renew() {
    await this.#booting?.catch(notOver); // who asked for it is told
    await Promise.all([...this.#models.values()].map((model) => model.call("keep").catch(notOver)));
    this.#end(workerDied("Python moves to another worker"));
    await this.reopen();
  }

  /** Ends the worker over what a reader does not want to wait for; the models are opened again as they were before that. */
  async stopWork() {
    if (!this.#worker) return;
    const reopening = this.#reopening;
    this.#end(workStopped());
    await reopening;
    await this.reopen();
  }

  /** Opens all models again, as far as they had come. */
  reopen() {
    this.#reopening ??= this.#reopenAll().finally(() => {
      this.#reopening = null;
    });
    return this.#reopening;
  }

  async #reopenAll() {
    try {
      await this.boot();
    } catch (error) {
      this.#lose(error instanceof PythonFailure ? error : failureOf(String(error), "BootError"));
      return;
    }
    for (const model of this.#models.values()) {
      if (model.generation === this.generation) continue; // it stands already
      try {
        await model.reopen();
      } catch (error) {
        if (!(error instanceof PythonFailure)) throw error;
        if (error.fatal) return; // the death of this worker, too, has been told
        if (!error.isOver) model.onlost?.(error);
      }
    }
  }

  /** @param {PythonFailure} failure */
  #lose(failure) {
    for (const model of this.#models.values()) model.onlost?.(failure);
  }
}

/** That a model or its worker has gone is told elsewhere. @param {unknown} error */
function notOver(error) {
  if (!(error instanceof PythonFailure)) throw error;
}
