/** How finely the output's map is drawn: finer while nothing trains, and more coarsely where pictures take too long. */

import { fromBase64, numbersOf } from "../draw/frame-views.js";

/** @import { PythonInstance } from "../python/client.js" */
/** @import { PlaygroundState } from "../types.js" */

/** So long nothing may have changed before the finer map is asked for, so that it does not get in the reader's way. */
const REST_MS = 250;
/** So many pictures are judged together. */
const FRAMES = 8;
/** Pictures that take longer than this, in milliseconds, are too slow; coarse ones that take less than this are none. */
const SLOW_MS = 60;
const QUICK_MS = 10;
/** Coarse pictures that take more than this share of what others took are not worth it: something else is slow. */
const WORTH = 0.8;

/** Judges by how long pictures take whether they should be coarse. */
export class Slowness {
  coarse = false;
  #resigned = false;
  /** what pictures took before they were coarse, until it is known whether that has helped */
  #before = 0;
  /** @type {number[]} */
  #times = [];

  /** A picture has taken so long. @param {number} milliseconds */
  took(milliseconds) {
    if (this.#resigned) return;
    this.#times.push(milliseconds);
    if (this.#times.length < FRAMES) return;
    const typical = this.#times.sort((a, b) => a - b)[FRAMES / 2]; // one that waited for something else does not count
    this.#times = [];
    if (!this.coarse) {
      this.coarse = typical > SLOW_MS;
      this.#before = typical;
      return;
    }
    this.#resigned = this.#before > 0 && typical > WORTH * this.#before;
    this.#before = 0;
    if (this.#resigned || typical < QUICK_MS) this.coarse = false;
  }

  /** Judges anew, for other networks take another time. */
  forget() {
    this.coarse = this.#resigned = false;
    this.#before = 0;
    this.#times = [];
  }
}

/**
 * @typedef {object} DetailSource what it needs of its engine
 * @property {() => PlaygroundState} state
 * @property {() => PythonInstance | null} model null while there is none to ask
 * @property {(buffer: ArrayBuffer) => void} show
 * @property {(changes: Partial<PlaygroundState>) => void} set
 * @property {(error: unknown) => void} failed
 */

export class Detail {
  #slowness = new Slowness();
  #source;
  #later;
  #cancel = () => {};

  /**
   * @param {DetailSource} source
   * @param {(action: () => void, milliseconds: number) => () => void} later returns what cancels it
   */
  constructor(source, later) {
    this.#source = source;
    this.#later = later;
  }

  /** A picture has taken so long, beside the training that it waited for. @param {number} milliseconds */
  took(milliseconds) {
    const before = this.#slowness.coarse;
    this.#slowness.took(milliseconds);
    if (this.#slowness.coarse !== before) this.#tell(this.#slowness.coarse);
  }

  /** @param {PlaygroundState} state @param {PlaygroundState} before */
  changed(state, before) {
    if (state.layout !== before.layout && String(state.layout.shape) !== String(before.layout.shape)) this.#slowness.forget();
    if (state.frame === before.frame && state.playing === before.playing && state.phase === before.phase) return;
    this.#cancel();
    this.#cancel = () => {};
    if (this.#resting) this.#cancel = this.#later(() => void this.#refine(), REST_MS);
    else if (state.playing && !before.playing && this.#slowness.coarse) this.#tell(true);
  }

  stop() {
    this.#cancel();
  }

  get #resting() {
    const { phase, playing, frame } = this.#source.state();
    return phase === "open" && !playing && frame !== null && this.#source.model() !== null;
  }

  /** @param {boolean} on */
  #tell(on) {
    const model = this.#source.model();
    model?.ask("coarse", { on }).catch((error) => this.#failed(error, model));
  }

  /** Shows the map as finely as it goes; a coarse picture gives way to a whole one first, which calls for this again. */
  async #refine() {
    const model = this.#source.model();
    const { frame } = this.#source.state();
    if (!model || !frame) return;
    const latest = () => this.#resting && this.#source.state().frame === frame;
    try {
      if (numbersOf(frame).mayBeFiner) {
        await model.ask("coarse", { on: false });
        const buffer = await model.frame(0, 0, null);
        if (latest()) this.#source.show(buffer);
        return;
      }
      const { side, output, contour } = await model.ask("fineMap");
      if (latest()) this.#source.set({ fine: { frame, side, output: new Uint8Array(fromBase64(output)), contour } });
    } catch (error) {
      this.#failed(error, model);
    }
  }

  /** A model that has been closed meanwhile is of no interest. @param {unknown} error @param {PythonInstance} model */
  #failed(error, model) {
    if (model === this.#source.model()) this.#source.failed(error);
  }
}
