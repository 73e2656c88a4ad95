/** One model on the page from opening to closing: asks Python for frames and changes, and keeps the state that is shown. */

import { ChangeQueue } from "./change-queue.js";
import { Connection } from "./connection.js";
import { decodeFrame, numbersOf } from "./frame.js";
import { FrameLoop } from "./frame-loop.js";
import { Inspection } from "./inspection.js";
import { afterPaint, eachFrame } from "./loop.js";
import { changedWords, withMark } from "./marks.js";
import { couldNotStart, ranAway, stoppedAt } from "./problems.js";
import { PythonFailure } from "./python/client.js";
import { Store } from "./store.js";

/** @import { PythonClient } from "./python/client.js" */
/** @import { Changes } from "./change-queue.js" */
/** @import { Configured, Opened, OwnTable, PlaygroundState, SettingRow } from "./types.js" */

/** @typedef {(name: "ready" | "frame" | "settings" | "error", error?: unknown) => void} Tell */

export class Session {
  /** @type {Store<PlaygroundState>} */
  store;
  /** frames are asked for only while the model can be seen */
  visible = true;
  #connection;
  #table;
  #tell;
  #queue = new ChangeQueue();
  #frames;
  #inspection;

  /**
   * @param {object} options
   * @param {PythonClient} options.client
   * @param {SettingRow[]} options.table
   * @param {PlaygroundState} options.state to begin with
   * @param {string} options.address of the settings to open
   * @param {Tell} options.tell told what has happened, after the state has changed
   * @param {{ afterPaint: typeof afterPaint, eachFrame: typeof eachFrame }} [options.loop]
   * @param {() => number} [options.clock] milliseconds
   */
  constructor({ client, table, state, address, tell, loop = { afterPaint, eachFrame }, clock = () => performance.now() }) {
    this.#frames = new FrameLoop(
      {
        now: () => this.#asking,
        ask: (epochs, milliseconds, spare) => this.#model.frame(epochs, milliseconds, spare),
        show: (buffer) => this.#show(buffer),
        failed: (error) => this.#stopped(error),
      },
      loop.eachFrame,
      clock,
    );
    this.#inspection = new Inspection(
      () => (this.#state.phase === "open" ? this.#connection.instance : null),
      async (model) => {
        if (this.#state.playing) return;
        const buffer = await model.frame(0, 0, null);
        // A frame that was asked for after this one is newer; one of another layout has drawn itself already.
        if (!this.#frames.waits && buffer.byteLength === this.#state.layout.bytes) this.#show(buffer);
      },
    );
    this.#connection = new Connection(client, address, loop.afterPaint, {
      opening: () => this.#set({ phase: "booting", problem: null }),
      opened: (opened) => this.#opened(opened),
      ready: () => tell("ready"),
      failed: (error) => this.#failed(error),
    });
    this.#table = table;
    this.#tell = tell;
    this.store = new Store(state);
  }

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. */
  get ready() {
    return this.#connection.ready;
  }

  // What a reader asks for ---------------------------------------------------------------------------------------------

  /** Trains on, at the speed that is set. Before Python is there, it is remembered. */
  play() {
    const { phase, playing, frame } = this.#state;
    if (playing) return;
    if (phase !== "open") this.#set({ eager: true });
    else if (frame && numbersOf(frame).divergedAt < 0) {
      this.#set({ playing: true, problem: null });
      this.#frames.start();
    }
  }

  pause() {
    this.#frames.stop();
    this.#set({ playing: false, eager: false });
  }

  /**
   * Trains up to an epoch, at full speed; goes back to the first weights if it has passed.
   * @param {number} epoch
   */
  async goTo(epoch) {
    if (!Number.isInteger(epoch) || epoch < 0) throw new RangeError(`an epoch is a whole number from 0 on, not ${epoch}`);
    await this.ready;
    this.pause();
    if (epoch < this.#epoch) await this.reset();
    if (epoch === this.#epoch) return;
    this.play();
    this.#frames.goal = epoch;
  }

  toggle() {
    const { playing, eager } = this.#state;
    if (playing || eager) this.pause();
    else this.play();
  }

  /**
   * Trains `n` epochs; resolves when the picture of the last one has been drawn.
   * @param {number} [n]
   */
  async step(n = 1) {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`step takes a whole number of epochs from 1 on, not ${n}`);
    await this.ready;
    this.pause();
    await this.#ask(() => this.#model.frame(n, 0, null));
  }

  /** Back to epoch 0 with the same first weights. */
  async reset() {
    await this.ready;
    this.pause();
    this.#set({ problem: null, marks: [] });
    await this.#ask(() => this.#model.reset());
  }

  /** Other points and other first weights, from the next seed of Python's chain of seeds. */
  async newSeed() {
    await this.ready;
    await this.configure({ seed: await this.#model.ask("nextSeed") });
  }

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   * @returns {Promise<void>}
   */
  configure(changes) {
    const promise = this.#queue.add(changes);
    const { pending, faults, frame } = this.#state;
    const spoiled = this.#table.some((row) => row.key in changes && (row.restarts !== "no" || row.key === "discretize"));
    this.#set({
      pending: { ...pending, ...changes },
      faults: without(faults, Object.keys(changes)),
      // A picture of other settings is not shown while Python is still on its way.
      frame: spoiled && !this.#connection.instance ? null : frame,
    });
    void this.#configureAll();
    return promise;
  }

  /**
   * Looks at a unit in the output's map and watches a parameter; only the latest wish counts when Python is busy.
   * @param {number} look as in pycore.frame, 0 for the output
   * @param {number} watch -1 for no parameter
   */
  inspect(look, watch) {
    this.#inspection.ask(look, watch).catch((error) => this.#stopped(error));
  }

  /**
   * Gives one parameter another value; losses and maps follow at once.
   * @param {number} index
   * @param {number} value
   */
  async setParameter(index, value) {
    await this.ready;
    try {
      await this.#model.ask("setParameter", { index, value });
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
    if (!this.#state.playing) await this.#ask(() => this.#model.frame(0, 0, null));
  }

  /**
   * Learns from the reader's own table, or from the settings' data set again. Rejects with Python's sentence when it can't
   * be used; then nothing has changed.
   * @param {OwnTable | null} table
   */
  async use(table) {
    await this.ready;
    this.pause();
    this.#configured(await this.#model.use(table));
  }

  /** Opens so many networks with these settings, seeds of their own, beside this one. @param {number} runs */
  async openMany(runs) {
    await this.ready;
    return this.#model.many(runs);
  }

  /** @param {string} question @param {object} [details] */
  async ask(question, details) {
    await this.ready;
    try {
      return await this.#model.ask(question, details);
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
  }

  /**
   * Takes the settings of an address over, as changes.
   * @param {string} address
   * @returns {Promise<boolean>} whether anything was different
   */
  async follow(address) {
    await this.ready;
    /** @type {Changes} */
    const wanted = await this.#model.ask("settingsOf", { address });
    const { settings } = this.#state.layout;
    const changes = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => String(settings[key]) !== String(value)));
    if (!Object.keys(changes).length) return false;
    await this.configure(changes);
    return true;
  }

  // Opening and closing ------------------------------------------------------------------------------------------------

  /** Opens the model, or tries again to. */
  open() {
    return this.#connection.open();
  }

  /** @param {Opened} opened */
  #opened({ layout, points, frame }) {
    const { playing, eager } = this.#state;
    const faults = Object.fromEntries(layout.problems.map(({ key, message }) => [key, message]));
    this.#frames.forget();
    this.#set({ phase: "open", layout, points, faults, frame: decodeFrame(layout, frame), problem: null, marks: [], playing: false, eager: false });
    this.#tell("settings");
    void this.#configureAll().then(() => {
      if (playing || eager) this.play();
    });
  }

  /** Opens other settings, from the start. @param {string} address */
  reopen(address) {
    this.pause();
    return this.#connection.replace(address);
  }

  close() {
    this.pause();
    return this.#connection.close();
  }

  /** Does what the notice offers. */
  async recover() {
    if (this.#state.problem?.action === "reset") await this.reset();
    else if (this.#connection.instance) {
      this.#set({ phase: "booting", problem: null });
      await this.#connection.restart();
    } else await this.open();
  }

  // Frames and settings ------------------------------------------------------------------------------------------------

  /** What the frame loop may ask for now. */
  get #asking() {
    const { playing, phase, layout, pending } = this.#state;
    return {
      runs: playing && phase === "open" && this.visible && !this.#queue.sending,
      speed: pending.animationSpeed ?? layout.settings.animationSpeed,
      epoch: this.#epoch,
    };
  }

  /** @param {ArrayBuffer} buffer */
  #show(buffer) {
    const { layout, frame: before } = this.#state;
    const frame = decodeFrame(layout, buffer);
    const { epoch, divergedAt, stoppedBy } = numbersOf(frame);
    this.#frames.reuse(before?.buffer.byteLength === buffer.byteLength ? before.buffer : null);
    const { goal } = this.#frames;
    this.#set({ frame });
    if (divergedAt >= 0 && !this.#state.problem) {
      this.#frames.stop();
      this.#set({ playing: false, problem: ranAway(divergedAt) });
    } else if (this.#state.playing && (stoppedBy || epoch >= goal)) this.pause();
    this.#tell("frame");
  }

  /**
   * Asks for one frame out of turn and shows it at once.
   * @param {() => Promise<ArrayBuffer>} call
   */
  async #ask(call) {
    try {
      const buffer = await call();
      this.#frames.dropWaiting();
      this.#show(buffer);
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
  }

  /** Sends all changes that wait, those of one moment together. */
  async #configureAll() {
    await this.#queue.flush({
      open: () => this.#connection.instance !== null && this.#state.phase === "open",
      send: (changes) => this.#model.configure(JSON.stringify(changes)),
      done: (configured) => this.#configured(configured),
      refused: (error, changes) => this.#refused(error, changes),
    });
  }

  /** @param {Configured} configured */
  #configured({ restarted, layout, points, frame }) {
    this.#frames.dropWaiting();
    if (restarted !== "no") this.pause();
    const state = this.#state;
    this.#set({
      layout,
      points: points ?? state.points,
      frame: decodeFrame(layout, frame),
      pending: this.#queue.waiting,
      problem: restarted === "no" ? state.problem : null,
      marks: restarted === "no" ? withMark(state.marks, this.#epoch, changedWords(this.#table, state.layout, layout)) : [],
    });
    this.#tell("settings");
    this.#tell("frame");
  }

  /**
   * @param {unknown} error
   * @param {Changes} changes
   */
  #refused(error, changes) {
    if (!(error instanceof PythonFailure) || error.kind !== "SettingError") {
      this.#set({ pending: this.#queue.waiting });
      this.#stopped(error);
      return;
    }
    const keys = Object.keys(changes);
    const key = error.key || keys[0];
    const state = this.#state;
    this.#set({ pending: this.#queue.waiting, faults: { ...state.faults, [key]: error.message }, layout: { ...state.layout } });
    this.#tell("error", error);
  }

  // What goes wrong ----------------------------------------------------------------------------------------------------

  /** This model stopped at an error; others of the page go on. @param {unknown} error */
  #stopped(error) {
    this.#frames.forget();
    if (error instanceof PythonFailure && error.fatal) {
      // The client opens the model again and then calls #opened, which goes on playing.
      this.#set({ phase: "booting" });
      return;
    }
    this.pause();
    this.#set({ problem: stoppedAt(error) });
    this.#tell("error", error);
  }

  /** Python is not there. @param {unknown} error */
  #failed(error) {
    this.#set({ phase: "failed", playing: false, problem: couldNotStart(error) });
    this.#tell("error", error);
  }

  get #epoch() {
    const { frame } = this.#state;
    return frame ? numbersOf(frame).epoch : 0;
  }

  get #state() {
    return this.store.get();
  }

  /** @param {Partial<PlaygroundState>} changes */
  #set(changes) {
    this.store.set(changes);
  }

  get #model() {
    return this.#connection.model;
  }
}

/**
 * @template T
 * @param {Record<string, T>} record
 * @param {string[]} keys
 * @returns {Record<string, T>}
 */
function without(record, keys) {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}
