/** One model on the page as it stands: asks Python for frames, and takes frames, settings and errors into the state that is shown. */

import { ChangeQueue } from "./change-queue.js";
import { Connection } from "./connection.js";
import { Detail } from "./map-resolution.js";
import { decodeFrame, numbersOf } from "../draw/frame-views.js";
import { FrameLoop } from "./frame-requests.js";
import { changedWords, withMark } from "./change-marks.js";
import { couldNotStart, ranAway, smallerRate, stoppedAt } from "./problem-words.js";
import { PythonFailure } from "../python/client.js";
import { Store } from "./state-store.js";

/** @import { PythonClient } from "../python/client.js" */
/** @import { Changes } from "./change-queue.js" */
/** @import { Configured, Opened, PlaygroundState, SettingRow } from "../types.js" */

/** @typedef {(name: "ready" | "frame" | "settings" | "error", error?: unknown) => void} Tell */

/**
 * @typedef {object} EngineOptions
 * @property {PythonClient} client
 * @property {SettingRow[]} table
 * @property {PlaygroundState} state to begin with
 * @property {string} address of the settings to open
 * @property {Tell} tell told what has happened, after the state has changed
 * @property {{ afterPaint: () => Promise<unknown>, eachFrame: (listener: () => void) => () => void }} loop
 * @property {() => number} clock milliseconds
 * @property {(action: () => void, milliseconds: number) => () => void} later returns what cancels it
 */

/** Settings that change what the maps show without training anew. */
const MAPPED = ["discretize", "confidence"];

export class Engine {
  /** @type {Store<PlaygroundState>} */
  store;
  /** frames are asked for only while the model can be seen */
  visible = true;
  queue = new ChangeQueue();
  frames;
  connection;
  #detail;
  #table;
  #tell;

  /** @param {EngineOptions} options */
  constructor({ client, table, state, address, tell, loop, clock, later }) {
    this.frames = new FrameLoop(
      {
        now: () => this.#asking,
        ask: (epochs, milliseconds, spare) => this.model.frame(epochs, milliseconds, spare),
        show: (buffer) => this.show(buffer),
        failed: (error) => this.stopped(error),
        took: (milliseconds) => this.#detail.took(milliseconds),
      },
      loop.eachFrame,
      clock,
    );
    this.connection = new Connection(client, address, loop.afterPaint, {
      opening: () => this.set({ phase: "booting", problem: null }),
      opened: (opened) => this.#opened(opened),
      ready: () => tell("ready"),
      failed: (error) => this.#failed(error),
    });
    this.#detail = new Detail(
      {
        state: () => this.state,
        model: () => this.connection.instance,
        show: (buffer) => this.show(buffer),
        set: (changes) => this.set(changes),
        failed: (error) => this.stopped(error),
      },
      later,
    );
    this.#table = table;
    this.#tell = tell;
    this.store = new Store(state);
    this.store.listen((now, before) => this.#detail.changed(now, before));
  }

  get state() {
    return this.store.get();
  }

  /** @param {Partial<PlaygroundState>} changes */
  set(changes) {
    this.store.set(changes);
  }

  /** The model; raises an Error while there is none. */
  get model() {
    return this.connection.model;
  }

  get epoch() {
    const { frame } = this.state;
    return frame ? numbersOf(frame).epoch : 0;
  }

  // Training -----------------------------------------------------------------------------------------------------------

  /** Trains on, at the speed that is set. Before Python is there, it is remembered. */
  play() {
    const { phase, playing, frame } = this.state;
    if (playing) return;
    if (phase !== "open") this.set({ eager: true });
    else if (frame && numbersOf(frame).divergedAt < 0) {
      this.set({ playing: true, problem: null });
      this.frames.start();
    }
  }

  pause() {
    this.frames.stop();
    if (this.state.playing || this.state.eager) this.set({ playing: false, eager: false });
  }

  /** What the frame loop may ask for now. */
  get #asking() {
    const { playing, phase, layout, pending } = this.state;
    return {
      runs: playing && phase === "open" && this.visible && !this.queue.sending,
      speed: pending.animationSpeed ?? layout.settings.animationSpeed,
      epoch: this.epoch,
    };
  }

  /** @param {ArrayBuffer} buffer */
  show(buffer) {
    const { layout, frame: before } = this.state;
    const frame = decodeFrame(layout, buffer);
    const { epoch, divergedAt, stoppedBy } = numbersOf(frame);
    this.frames.reuse(before?.buffer.byteLength === buffer.byteLength ? before.buffer : null);
    const { goal } = this.frames;
    this.set({ frame });
    if (divergedAt >= 0 && !this.state.problem) {
      this.set({ playing: false, problem: ranAway(divergedAt, smallerRate(this.#table, layout.settings.learningRate)) });
      this.frames.stop();
    } else if (this.state.playing && (stoppedBy || epoch >= goal)) this.pause();
    this.#tell("frame");
  }

  /**
   * Asks for one frame out of turn and shows it at once.
   * @param {() => Promise<ArrayBuffer>} call
   */
  async ask(call) {
    try {
      const buffer = await call();
      this.frames.dropWaiting();
      this.show(buffer);
    } catch (error) {
      this.stopped(error);
      throw error;
    }
  }

  // Settings -----------------------------------------------------------------------------------------------------------

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   * @returns {Promise<void>}
   */
  configure(changes) {
    const promise = this.queue.add(changes);
    const { pending, faults, frame } = this.state;
    const spoiled = this.#table.some((row) => row.key in changes && (row.restarts !== "no" || MAPPED.includes(row.key)));
    this.set({
      pending: { ...pending, ...changes },
      faults: without(faults, Object.keys(changes)),
      // A picture of other settings is not shown while Python is still on its way.
      frame: spoiled && !this.connection.instance ? null : frame,
    });
    void this.#configureAll();
    return promise;
  }

  /** Sends all changes that wait, those of one moment together. */
  async #configureAll() {
    await this.queue.flush({
      open: () => this.connection.instance !== null && this.state.phase === "open",
      send: (changes) => this.model.configure(JSON.stringify(changes)),
      done: (configured) => this.configured(configured),
      refused: (error, changes) => this.#refused(error, changes),
    });
  }

  /** Other settings, points or weights are in force. @param {Configured} configured */
  configured({ restarted, layout, points, frame }) {
    this.frames.dropWaiting();
    if (restarted !== "no") this.pause();
    const { state } = this;
    this.set({
      layout,
      points: points ?? state.points,
      frame: decodeFrame(layout, frame),
      pending: this.queue.waiting,
      problem: restarted === "no" ? state.problem : null,
      marks: restarted === "no" ? withMark(state.marks, this.epoch, changedWords(this.#table, state.layout, layout)) : [],
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
      this.set({ pending: this.queue.waiting });
      this.stopped(error);
      return;
    }
    const keys = Object.keys(changes);
    const key = error.key || keys[0];
    const { faults, layout } = this.state;
    this.set({ pending: this.queue.waiting, faults: { ...faults, [key]: error.message }, layout: { ...layout } });
    this.#tell("error", error);
  }

  // Beginning and going wrong ------------------------------------------------------------------------------------------

  /** @param {Opened} opened */
  #opened({ layout, points, frame }) {
    const { playing, eager } = this.state;
    const faults = Object.fromEntries(layout.problems.map(({ key, message }) => [key, message]));
    this.frames.forget();
    this.set({ phase: "open", layout, points, faults, frame: decodeFrame(layout, frame), problem: null, marks: [], playing: false, eager: false });
    this.#tell("settings");
    void this.#configureAll().then(() => {
      if (playing || eager) this.play();
    });
  }

  close() {
    this.pause();
    this.#detail.stop();
    return this.connection.close();
  }

  /** This model stopped at an error; others of the page go on. @param {unknown} error */
  stopped(error) {
    this.frames.forget();
    if (error instanceof PythonFailure && error.fatal) {
      // The client opens the model again and then calls #opened, which goes on playing.
      this.set({ phase: "booting" });
      return;
    }
    this.pause();
    this.set({ problem: stoppedAt(error) });
    this.#tell("error", error);
  }

  /** Python is not there. @param {unknown} error */
  #failed(error) {
    this.set({ phase: "failed", playing: false, problem: couldNotStart(error) });
    this.#tell("error", error);
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
