/** What a reader asks of one model on the page: run and step, change settings, look into it, open, load and close. */

import { Engine } from "./engine.js";
import { Inspection } from "./look-requests.js";
import { after, afterPaint, eachFrame } from "./animation-frames.js";

/** @import { EngineOptions } from "./engine.js" */
/** @import { Changes } from "./change-queue.js" */
/** @import { OwnTable } from "../types.js" */

export class Session {
  #engine;
  #inspection;

  /** @param {Omit<EngineOptions, "loop" | "clock" | "later"> & Partial<EngineOptions>} options */
  constructor({ loop = { afterPaint, eachFrame }, clock = () => performance.now(), later = after, ...options }) {
    const engine = new Engine({ ...options, loop, clock, later });
    this.#engine = engine;
    this.#inspection = new Inspection(
      () => (engine.state.phase === "open" ? engine.connection.instance : null),
      async (model) => {
        if (engine.state.playing) return;
        const buffer = await model.frame(0, 0, null);
        // A frame that was asked for after this one is newer; one of another layout has drawn itself already.
        if (!engine.frames.waits && buffer.byteLength === engine.state.layout.bytes) engine.show(buffer);
      },
    );
  }

  get store() {
    return this.#engine.store;
  }

  /** Resolves when Python has opened the model. After a failed start it waits for the retry. */
  get ready() {
    return this.#engine.connection.ready;
  }

  /** Frames are asked for only while the model can be seen. @param {boolean} visible */
  set visible(visible) {
    this.#engine.visible = visible;
  }

  // Training -----------------------------------------------------------------------------------------------------------

  /** Trains on, at the speed that is set. Before Python is there, it is remembered. */
  play() {
    this.#engine.play();
  }

  pause() {
    this.#engine.pause();
  }

  toggle() {
    const { playing, eager } = this.store.get();
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
    if (this.#engine.frames.underWay) await this.#engine.ask(() => this.#model.frame(0, 0, null)); // it comes after them
    if (epoch < this.#engine.epoch) await this.reset();
    if (epoch === this.#engine.epoch) return;
    this.play();
    this.#engine.frames.goal = epoch;
  }

  /**
   * Trains `n` epochs; resolves when the picture of the last one has been drawn.
   * @param {number} [n]
   */
  async step(n = 1) {
    if (!Number.isInteger(n) || n < 1) throw new RangeError(`step takes a whole number of epochs from 1 on, not ${n}`);
    await this.ready;
    this.pause();
    await this.#engine.ask(() => this.#model.frame(n, 0, null));
  }

  /** Back to epoch 0 with the same first weights. */
  async reset() {
    await this.ready;
    this.pause();
    this.#engine.set({ problem: null, marks: [] });
    await this.#engine.ask(() => this.#model.reset());
  }

  // Settings and data --------------------------------------------------------------------------------------------------

  /**
   * Changes settings, by address key. Rejects with Python's sentence when one is not allowed; then nothing has changed.
   * @param {Changes} changes
   */
  configure(changes) {
    return this.#engine.configure(changes);
  }

  /** Other points and other first weights, from the next seed of Python's chain of seeds. */
  async newSeed() {
    await this.ready;
    await this.configure({ seed: await this.#model.ask("nextSeed") });
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
    await this.ready;
    this.pause();
    this.#engine.configured(await this.#model.use(table));
  }

  /**
   * Goes on as a saved playground. Rejects with Python's sentence when the file can't be used; then nothing has changed.
   * @param {string} saved the text of a JSON file, or the bytes of an NPZ file in base64
   * @param {boolean} binary
   */
  async load(saved, binary) {
    await this.ready;
    this.pause();
    this.#engine.configured(await this.#model.load(saved, binary));
  }

  // Looking into it ----------------------------------------------------------------------------------------------------

  /**
   * Looks at a unit in the output's map and watches a parameter; only the latest wish counts when Python is busy.
   * @param {number} look as in pycore.picture.frame, 0 for the output
   * @param {number} watch -1 for no parameter
   */
  inspect(look, watch) {
    this.#inspection.ask(look, watch).catch((error) => this.#engine.stopped(error));
  }

  /**
   * Gives one parameter another value; losses and maps follow at once.
   * @param {number} index
   * @param {number} value
   */
  async setParameter(index, value) {
    await this.ask("setParameter", { index, value });
    if (!this.store.get().playing) await this.#engine.ask(() => this.#model.frame(0, 0, null));
  }

  /** Opens many networks beside this one, which differ in seed, learning rate or width. @param {string} kind of pycore.page.comparison */
  async compare(kind) {
    await this.ready;
    return this.#model.compare(kind);
  }

  /** @param {string} question @param {object} [details] */
  async ask(question, details) {
    const model = await this.#engine.connection.opened();
    try {
      return await model.ask(question, details);
    } catch (error) {
      this.#engine.stopped(error);
      throw error;
    }
  }

  // Opening and closing ------------------------------------------------------------------------------------------------

  /** Opens the model, or tries again to. */
  open() {
    return this.#engine.connection.open();
  }

  /** Opens other settings, from the start. @param {string} address */
  reopen(address) {
    this.pause();
    return this.#engine.connection.replace(address);
  }

  close() {
    return this.#engine.close();
  }

  /** Does what the notice offers. */
  async recover() {
    const { connection } = this.#engine;
    const { problem } = this.store.get();
    if (problem?.action === "slower") await this.configure({ learningRate: problem.rate ?? null });
    if (problem?.action === "slower" || problem?.action === "reset") await this.reset();
    else if (connection.instance) {
      this.#engine.set({ phase: "booting", problem: null });
      await connection.restart();
    } else await this.open();
  }

  get #model() {
    return this.#engine.model;
  }
}
