/** What a reader asks of one model on the page: run and step, change settings, look into it, open, load and close. */

import { after, afterPaint, eachFrame } from "./animation-frames.js";
import { ChangeQueue } from "./change-queue.js";
import { halfOf, mostMemory } from "./device-memory.js";
import { FrameLoop } from "./frame-requests.js";
import { Inspection } from "./look-requests.js";
import { Detail } from "./map-resolution.js";
import { Phases, SHOWN } from "./phases.js";
import { isOver, ShownModel } from "./shown-model.js";
import { PythonFailure } from "../python/client.js";
import { numbersOf } from "../draw/frame-views.js";

/** @import { PythonClient, PythonInstance } from "../python/client.js" */
/** @import { Changes } from "./change-queue.js" */
/** @import { Tell } from "./shown-model.js" */
/** @import { Configured, Frame, Opened, OwnTable, PlaygroundState, SettingRow } from "../types.js" */

/**
 * @typedef {object} SessionOptions
 * @property {PythonClient} client
 * @property {SettingRow[]} table
 * @property {PlaygroundState} state to begin with
 * @property {string} address of the settings to open
 * @property {Tell} tell told what has happened, after the state has changed
 * @property {{ afterPaint: () => Promise<unknown>, eachFrame: (listener: () => void) => () => void }} [loop]
 * @property {() => number} [clock] milliseconds
 * @property {(action: () => void, milliseconds: number) => () => void} [later] returns what cancels it
 */

export class Session {
  /** Frames are asked for only while the model can be seen. */
  visible = true;
  #client;
  #tell;
  #shown;
  #phases;
  #frames;
  #detail;
  #queue = new ChangeQueue();
  #inspection;
  /** counts whatever ends the steps that are on their way */
  #era = 0;

  /** @param {SessionOptions} options */
  constructor({ client, table, state, address, tell, loop = { afterPaint, eachFrame }, clock = () => performance.now(), later = after }) {
    this.#client = client;
    this.#tell = tell;
    const shown = new ShownModel(state, table, tell);
    this.#shown = shown;
    const phases = new Phases(client, address, state.phase, loop.afterPaint, {
      moved: (phase) => this.#moved(SHOWN[phase]),
      opened: (opened, first) => this.#opened(opened, first),
      failed: (error) => shown.failed(error),
      long: (call) => shown.set({ long: call }),
    });
    this.#phases = phases;
    this.#frames = new FrameLoop(
      {
        now: () => this.#asking,
        ask: (epochs, milliseconds, spare) => this.#model.frame(epochs, milliseconds, spare),
        show: (buffer) => this.#show(buffer),
        failed: (error) => this.#stopped(error),
        took: (milliseconds) => this.#detail.took(milliseconds),
      },
      loop.eachFrame,
      clock,
    );
    this.#detail = new Detail(
      {
        state: () => shown.state,
        model: () => phases.model,
        show: (buffer) => this.#show(buffer),
        set: (changes) => shown.set(changes),
        failed: (error) => this.#stopped(error),
      },
      later,
    );
    this.store.listen((now, before) => this.#detail.changed(now, before));
    this.#inspection = new Inspection(
      () => phases.model,
      async (model) => {
        if (shown.state.playing) return;
        const buffer = await model.frame(0, 0, null);
        // A frame that was asked for after this one is newer; one of another layout has drawn itself already.
        if (!this.#frames.waits && buffer.byteLength === shown.state.layout.bytes) this.#show(buffer);
      },
    );
  }

  get store() {
    return this.#shown.store;
  }

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. */
  get ready() {
    return this.#phases.ready;
  }

  // Training -----------------------------------------------------------------------------------------------------------

  /** Trains on, at the speed that is set. Before Python is there, it is remembered; where it has failed, it is tried again. */
  play() {
    const { state } = this.#shown;
    if (state.playing) return;
    this.#era++;
    if (!this.#phases.model) {
      this.#shown.set({ eager: true });
      if (this.#phases.phase === "failed") void this.#phases.retry();
    } else if (state.frame && !this.#shown.hasDiverged) {
      this.#shown.set({ playing: true, problem: null });
      this.#frames.start();
    }
    this.#client.check();
  }

  pause() {
    this.#era++;
    this.#halt();
  }

  /** Stops training on; steps that are on their way stay. */
  #halt() {
    this.#frames.stop();
    const { playing, eager } = this.#shown.state;
    if (playing || eager) this.#shown.set({ playing: false, eager: false });
  }

  toggle() {
    const { playing, eager } = this.#shown.state;
    if (playing || eager) this.pause();
    else this.play();
  }

  /**
   * Trains up to an epoch, at full speed; goes back to the first weights if it has passed.
   * @param {number} epoch
   */
  async goTo(epoch) {
    if (!Number.isInteger(epoch) || epoch < 0) throw new RangeError(`an epoch is a whole number from 0 on, not ${epoch}`);
    await this.ready;
    this.pause();
    if (this.#frames.underWay) await this.#ask((model) => model.frame(0, 0, null)); // it comes after them
    if (epoch < this.#shown.epoch) await this.reset();
    if (epoch === this.#shown.epoch) return;
    this.play();
    this.#frames.goal = epoch;
  }

  /**
   * Trains `n` epochs; resolves when the picture of the last one has been drawn. Python is asked for them again and again, each time for
   * those that are left, so that whatever the reader does meanwhile is answered; a pause, a reset or another start ends it.
   * @param {number} [n]
   */
  async step(n = 1) {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`step takes a whole number of epochs from 1 on, not ${n}`);
    await this.ready;
    this.#halt();
    const era = this.#era;
    let left = n;
    while (left > 0 && era === this.#era) {
      const frame = await this.#ask((model) => model.frame(left, 0, null));
      left = frame ? numbersOf(frame).left : 0;
    }
  }

  /** Back to epoch 0 with the same first weights. */
  async reset() {
    await this.ready;
    this.pause();
    this.#shown.set({ problem: null, marks: [] });
    await this.#ask((model) => model.reset());
  }

  /** What the frame loop may ask for now. */
  get #asking() {
    const { playing, layout, pending } = this.#shown.state;
    return {
      runs: playing && this.#phases.model !== null && this.visible && !this.#queue.sending,
      speed: pending.animationSpeed ?? layout.settings.animationSpeed,
      epoch: this.#shown.epoch,
    };
  }

  /** @param {ArrayBuffer} buffer */
  #show(buffer) {
    const { goal } = this.#frames;
    this.#frames.reuse(this.#shown.show(buffer));
    const { playing, frame } = this.#shown.state;
    if (this.#shown.hasDiverged) this.#frames.stop();
    else if (playing && frame && (numbersOf(frame).stoppedBy || this.#shown.epoch >= goal)) this.pause();
    this.#shown.drawn();
  }

  /**
   * Asks for one frame out of turn and shows it at once.
   * @param {(model: PythonInstance) => Promise<ArrayBuffer>} call
   * @returns {Promise<Frame | null>} what is shown now
   */
  async #ask(call) {
    try {
      const buffer = await call(await this.#phases.opened());
      this.#frames.dropWaiting();
      this.#show(buffer);
      return this.#shown.state.frame;
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
  }

  /** @param {unknown} error */
  #stopped(error) {
    if (isOver(error)) return; // its phase tells
    this.#frames.forget();
    this.pause();
    this.#shown.stopped(error);
  }

  // Settings and data --------------------------------------------------------------------------------------------------

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   * @returns {Promise<void>}
   */
  configure(changes) {
    const promise = this.#queue.add(changes);
    this.#shown.asked(changes, this.#phases.model !== null);
    void this.#configureAll();
    return promise;
  }

  /** Sends all changes that wait, those of one moment together. */
  async #configureAll() {
    await this.#queue.flush({
      open: () => this.#phases.model !== null,
      send: (changes) => this.#model.configure(JSON.stringify(changes)),
      done: (configured) => this.#configured(configured),
      refused: (error, changes) => this.#shown.refused(error, changes, this.#queue.waiting),
      again: (error) => error instanceof PythonFailure && error.fatal,
    });
  }

  /** @param {Configured} configured */
  #configured(configured) {
    this.#frames.dropWaiting();
    if (configured.restarted !== "no") this.pause();
    this.#shown.configured(configured, this.#queue.waiting);
    void this.#weigh();
  }

  /** Other points and other first weights, from the next seed of Python's chain of seeds. */
  async newSeed() {
    const model = await this.#phases.opened();
    await this.configure({ seed: await model.ask("nextSeed") });
  }

  /**
   * Takes the settings of an address over, as changes.
   * @param {string} address
   * @returns {Promise<boolean>} whether anything was different
   */
  async follow(address) {
    const model = await this.#phases.opened();
    /** @type {Changes} */
    const wanted = await model.ask("settingsOf", { address });
    const { settings } = this.store.get().layout;
    const changes = Object.fromEntries(Object.entries(wanted).filter(([key, value]) => String(settings[key]) !== String(value)));
    if (!Object.keys(changes).length) return false;
    await this.configure(changes);
    return true;
  }

  /**
   * Learns from the reader's own table, or from the settings' data set again. Rejects with Python's sentence when it can't
   * be used; then nothing has changed.
   * @param {OwnTable | null} table
   */
  async use(table) {
    await this.#taking((model) => model.use(table));
  }

  /**
   * Goes on as a saved playground. Rejects with Python's sentence when the file can't be used; then nothing has changed.
   * @param {string} saved the text of a JSON file, or the bytes of an NPZ file in base64
   * @param {boolean} binary
   */
  async load(saved, binary) {
    await this.#taking((model) => model.load(saved, binary));
  }

  /** Takes the reader's latest change back, or makes it again; resolves with what it was. @param {boolean} forwards */
  revert(forwards) {
    return this.#taking((model) => model.revert(forwards));
  }

  /** @param {(model: PythonInstance) => Promise<Configured>} call */
  async #taking(call) {
    const model = await this.#phases.opened();
    this.pause();
    const configured = await call(model);
    this.#configured(configured);
    return configured.words;
  }

  // Looking into it ----------------------------------------------------------------------------------------------------

  /**
   * Looks at a unit in the output's map and watches a parameter; only the latest wish counts when Python is busy.
   * @param {number} look as in pycore.picture.frame, 0 for the output
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
    await this.ask("setParameter", { index, value });
    if (!this.store.get().playing) await this.#ask((model) => model.frame(0, 0, null));
  }

  /** Opens many networks beside this one, which differ in seed, learning rate or width. @param {string} kind of pycore.page.comparison */
  async compare(kind) {
    const model = await this.#phases.opened();
    return model.compare(kind);
  }

  /** @param {string} question @param {object} [details] */
  async ask(question, details) {
    const model = await this.#phases.opened();
    try {
      return await model.ask(question, details);
    } catch (error) {
      this.#stopped(error);
      throw error;
    }
  }

  // Opening and closing ------------------------------------------------------------------------------------------------

  /** Opens the model, or tries again to. */
  open() {
    return this.#phases.open();
  }

  /** Opens other settings, from the start. @param {string} address */
  reopen(address) {
    this.pause();
    return this.#phases.replace(address);
  }

  /**
   * What an attribute asks for can't be had, or it can again; what was there before goes on.
   * @param {string} attribute
   * @param {string} words why, "" for none
   */
  refuse(attribute, words) {
    const { [attribute]: before = "", ...others } = this.store.get().refused;
    if (words !== before) this.store.set({ refused: words ? { ...others, [attribute]: words } : others });
  }

  close() {
    this.pause();
    this.#detail.stop();
    return this.#phases.close();
  }

  /** Does what the notice offers. */
  async recover() {
    const { problem, long, heavy, layout } = this.store.get();
    if (!problem && long) {
      this.pause(); // or it would begin the same again
      await this.#client.stopWork();
      return;
    }
    const smaller = halfOf(layout.settings);
    if (!problem && heavy && smaller) {
      await this.configure({ networkShape: smaller });
      await this.#client.renew(); // what has been taken is given back with the worker alone
      return;
    }
    if (problem?.action === "slower") await this.configure({ learningRate: problem.rate ?? null });
    if (problem?.action === "slower" || problem?.action === "reset") await this.reset();
    else await this.#phases.retry();
  }

  /** @param {PlaygroundState["phase"]} phase */
  #moved(phase) {
    if (phase === "open") return; // shown together with what has been opened
    this.#frames.forget();
    this.#shown.set(phase === "booting" ? { phase, problem: null, long: "" } : { phase, long: "" });
  }

  /** @param {Opened} opened @param {boolean} first */
  #opened(opened, first) {
    const { playing, eager } = this.#shown.state;
    this.#frames.forget();
    this.#shown.opened(opened);
    void this.#configureAll().then(() => {
      if (playing || eager) this.play();
    });
    if (first) this.#tell("ready");
    void this.#weigh();
  }

  /** Says so if Python holds more of the device's memory than is well. */
  async #weigh() {
    try {
      const bytes = await this.#client.memory();
      const heavy = bytes > mostMemory() ? bytes : 0;
      if (heavy !== this.store.get().heavy) this.#shown.set({ heavy });
    } catch (error) {
      if (!isOver(error)) throw error; // its worker has gone, and the next one is asked anew
    }
  }

  /** The model; raises an Error while there is none. */
  get #model() {
    if (!this.#phases.model) throw new Error("Python has not opened this playground yet");
    return this.#phases.model;
  }
}
