/** One model as the worker holds it: its methods and its buffer, taken once and given back in close(). */

/** @import { Configured, Layout, Opened } from "../types.js" */
/** @import { PyArray, PyBuffer, PyInstance } from "./pyodide.js" */

export class HeldInstance {
  #python;
  #step;
  #configure;
  #use;
  #load;
  #revert;
  #reset;
  #snapshot;
  #layout;
  #ask;
  /** @type {PyArray | null} */
  #array = null;
  /** @type {PyBuffer | null} */
  #view = null;

  /** @param {PyInstance} python a proxy this object owns from now on */
  constructor(python) {
    this.#python = python;
    this.#step = python.frame;
    this.#configure = python.configure;
    this.#use = python.use;
    this.#load = python.load;
    this.#revert = python.revert;
    this.#reset = python.reset;
    this.#snapshot = python.snapshot;
    this.#layout = python.layout;
    this.#ask = python.ask;
  }

  /** @returns {Opened} */
  describe() {
    const frame = this.frame(0, 0, null);
    return { layout: JSON.parse(this.#layout()), points: this.#points(), frame };
  }

  /**
   * Trains and returns a copy of the frame, in `spare` when that has the right size.
   * @param {number} epochs below 0: as many as fit
   * @param {number} milliseconds
   * @param {ArrayBuffer | null} spare
   * @returns {ArrayBuffer}
   */
  frame(epochs, milliseconds, spare) {
    this.#step(epochs, milliseconds);
    const data = this.#data();
    const target = spare && spare.byteLength === data.length ? spare : new ArrayBuffer(data.length);
    new Uint8Array(target).set(data);
    return target;
  }

  /**
   * @param {string} changes JSON
   * @returns {Configured}
   */
  configure(changes) {
    return this.#changed(this.#configure(changes));
  }

  /**
   * @param {string} data JSON of OwnTable or null
   * @returns {Configured}
   */
  use(data) {
    return this.#changed(this.#use(data));
  }

  /**
   * @param {string} saved a saved playground
   * @param {boolean} binary whether that is an NPZ file in base64
   * @returns {Configured}
   */
  load(saved, binary) {
    return this.#changed(this.#load(saved, binary));
  }

  /**
   * @param {string} text Python's answer to a change, JSON
   * @returns {Configured}
   */
  #changed(text) {
    /** @type {{ restarted: Configured["restarted"], layout: Layout, reshaped: boolean, words?: string }} */
    const answer = JSON.parse(text);
    if (answer.reshaped) this.#letGo();
    const points = answer.restarted === "data" ? this.#points() : null;
    return { restarted: answer.restarted, layout: answer.layout, points, frame: this.frame(0, 0, null), words: answer.words };
  }

  /**
   * @param {boolean} forwards
   * @returns {Configured}
   */
  revert(forwards) {
    return this.#changed(this.#revert(forwards));
  }

  /** @returns {ArrayBuffer} */
  reset() {
    this.#reset();
    return this.frame(0, 0, null);
  }

  /** @returns {string} */
  snapshot() {
    return this.#snapshot();
  }

  /**
   * @param {string} question
   * @param {string} details JSON
   * @returns {string} JSON
   */
  ask(question, details) {
    return this.#ask(question, details);
  }

  close() {
    this.#letGo();
    this.#python.close();
    for (const method of [this.#step, this.#configure, this.#use, this.#load, this.#revert, this.#reset, this.#snapshot, this.#layout, this.#ask]) method.destroy();
    this.#python.destroy();
  }

  /** The held view; it is taken again when WebAssembly memory has grown, which leaves the old one empty. */
  #data() {
    if (this.#view && this.#view.data.length === 0) {
      this.#view.release();
      this.#view = null;
    }
    this.#array ??= this.#python.buffer;
    this.#view ??= this.#array.getBuffer("u8");
    return this.#view.data;
  }

  #letGo() {
    this.#view?.release();
    this.#array?.destroy();
    this.#view = null;
    this.#array = null;
  }

  #points() {
    const array = this.#python.points;
    const view = array.getBuffer("f32");
    const copy = view.data.slice();
    view.release();
    array.destroy();
    return copy;
  }
}
