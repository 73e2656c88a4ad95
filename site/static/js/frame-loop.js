/** While a model trains: asks Python for the next frame at the right moment, and shows each frame once, when the page paints. */

import { Pace } from "./pace.js";

/** @import { SettingValue } from "./types.js" */

/**
 * @typedef {object} FrameSource what the loop needs of its session
 * @property {() => { runs: boolean, speed: SettingValue, epoch: number }} now whether a frame may be asked for, and for what
 * @property {(epochs: number, milliseconds: number, spare: ArrayBuffer | null) => Promise<ArrayBuffer>} ask
 * @property {(buffer: ArrayBuffer) => void} show
 * @property {(error: unknown) => void} failed
 * @property {(milliseconds: number) => void} took told how long a picture took to come, without the time that was given to training
 */

export class FrameLoop {
  /** the epoch at which to pause, Infinity without one */
  goal = Infinity;
  #pace = new Pace();
  #source;
  #eachFrame;
  #clock;
  /** true while a frame has been asked for and has not come */
  #asked = false;
  /** the latest frame, waiting to be drawn @type {ArrayBuffer | null} */
  #arrived = null;
  /** a frame that is no longer shown, to be filled again @type {ArrayBuffer | null} */
  #spare = null;
  /** @type {(() => void) | null} */
  #stop = null;

  /**
   * @param {FrameSource} source
   * @param {(listener: () => void) => () => void} eachFrame
   * @param {() => number} clock milliseconds
   */
  constructor(source, eachFrame, clock) {
    this.#source = source;
    this.#eachFrame = eachFrame;
    this.#clock = clock;
  }

  /** True while a frame waits to be drawn. */
  get waits() {
    return this.#arrived !== null;
  }

  start() {
    this.#pace.restart();
    this.#stop ??= this.#eachFrame(() => {
      this.arrive();
      this.#request(false);
    });
  }

  /** Leaves the animation loop; a frame that is on its way is shown when it comes. */
  stop() {
    this.#stop?.();
    this.#stop = null;
    this.goal = Infinity;
    this.arrive();
  }

  /** Shows the frame that has come, if one has. */
  arrive() {
    if (!this.#arrived) return;
    const buffer = this.#arrived;
    this.#arrived = null;
    const began = this.#clock();
    this.#source.show(buffer);
    this.#pace.drew(this.#clock() - began);
  }

  /** A newer frame than the one that waits has been shown. */
  dropWaiting() {
    this.#arrived = null;
  }

  /** Nothing that was asked for will come. */
  forget() {
    this.#asked = false;
    this.#arrived = null;
  }

  /** @param {ArrayBuffer | null} buffer */
  reuse(buffer) {
    this.#spare = buffer;
  }

  /** Asks for the next frame, if there is reason to. @param {boolean} early not at an animation frame: only full speed does that */
  #request(early) {
    const { runs, speed, epoch } = this.#source.now();
    if (!runs || this.#asked) return;
    const left = this.goal - epoch;
    if (early && (speed !== "max" || left < Infinity)) return;
    const ask = this.#pace.next(speed, left, this.#clock());
    if (!ask) return;
    const spare = this.#spare;
    this.#spare = null;
    this.#asked = true;
    const asked = this.#clock();
    this.#source.ask(ask.epochs, ask.milliseconds, spare).then(
      (buffer) => {
        this.#asked = false;
        this.#pace.came(this.#clock());
        this.#source.took(this.#clock() - asked - ask.milliseconds);
        const undrawn = this.#arrived !== null;
        this.#arrived = buffer;
        if (!this.#stop) this.arrive();
        else if (!undrawn) this.#request(true); // Python trains on while the page draws
      },
      (error) => this.#source.failed(error),
    );
  }
}
