/** While a model trains: asks Python for the next frame at the right moment, and shows each frame once, when the page paints. */

import { Pace } from "./training-pace.js";

/** @import { SettingValue } from "../types.js" */

/**
 * @typedef {object} FrameSource what the loop needs of its session
 * @property {() => { runs: boolean, speed: SettingValue, epoch: number }} now whether a frame may be asked for, and for what
 * @property {(epochs: number, milliseconds: number, spare: ArrayBuffer | null) => Promise<ArrayBuffer>} ask
 * @property {(buffer: ArrayBuffer) => void} show
 * @property {(error: unknown) => void} failed
 * @property {(milliseconds: number) => void} took told how long a picture took to come, without the time that was given to training
 */

/** At one epoch for each picture, so many frames may be on their way or wait to be drawn: Python works on one while the page draws another. */
const MOST_AHEAD = 2;
/** Where a frame takes longer than this, in milliseconds, only one is on its way, so that a reset or a change does not wait for two. */
const SLOW_MS = 60;

export class FrameLoop {
  /** the epoch at which to pause, Infinity without one */
  goal = Infinity;
  #pace = new Pace();
  #source;
  #eachFrame;
  #clock;
  /** how many frames have been asked for and have not come */
  #asked = 0;
  /** whether the latest frame did not come soon */
  #tookLong = false;
  /** when the latest frame came, in milliseconds */
  #cameAt = 0;
  /** counts how often everything under way was forgotten; an answer to an earlier question is no answer */
  #era = 0;
  /** frames waiting to be drawn, the oldest first @type {ArrayBuffer[]} */
  #arrived = [];
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
    return this.#arrived.length > 0;
  }

  /** True while a frame has been asked for and has not come. */
  get underWay() {
    return this.#asked > 0;
  }

  start() {
    this.#pace.restart();
    this.#stop ??= this.#eachFrame(() => {
      this.#draw(this.#arrived.shift());
      this.#request(false);
    });
  }

  /** Leaves the animation loop, with the latest frame; one that is on its way is shown when it comes. */
  stop() {
    this.#stop?.();
    this.#stop = null;
    this.goal = Infinity;
    const latest = this.#arrived.pop();
    this.dropWaiting();
    this.#draw(latest);
  }

  /** A newer frame than those that wait has been shown. */
  dropWaiting() {
    this.#arrived.length = 0;
  }

  /** Nothing that was asked for will come. */
  forget() {
    this.#era++;
    this.#asked = 0;
    this.dropWaiting();
  }

  /** @param {ArrayBuffer | undefined} buffer */
  #draw(buffer) {
    if (!buffer) return;
    const began = this.#clock();
    this.#source.show(buffer);
    this.#pace.drew(this.#clock() - began);
  }

  /** @param {ArrayBuffer | null} buffer */
  reuse(buffer) {
    this.#spare = buffer;
  }

  /** Asks for the next frame, if there is reason to. @param {boolean} early not at an animation frame: only full speed does that */
  #request(early) {
    const { runs, speed, epoch } = this.#source.now();
    const left = this.goal - epoch;
    const full = speed === "max" || left < Infinity;
    const alone = full || this.#tookLong;
    const free = alone ? this.#asked === 0 : this.#asked + this.#arrived.length < MOST_AHEAD;
    if (!runs || !free || (early && (speed !== "max" || left < Infinity))) return;
    const ask = this.#pace.next(speed, left, this.#clock());
    if (!ask) return;
    const spare = this.#spare;
    this.#spare = null;
    this.#asked++;
    const asked = this.#clock();
    const era = this.#era;
    this.#source.ask(ask.epochs, ask.milliseconds, spare).then(
      (buffer) => {
        if (era === this.#era) this.#came(buffer, asked, ask.milliseconds);
      },
      (error) => {
        if (era !== this.#era) return;
        this.#asked--;
        this.#source.failed(error);
      },
    );
  }

  /**
   * @param {ArrayBuffer} buffer
   * @param {number} asked when it was asked for
   * @param {number} training milliseconds that were given to training, 0 at one epoch for each picture
   */
  #came(buffer, asked, training) {
    const now = this.#clock();
    this.#asked--;
    this.#pace.came(now);
    // Python began with it when it had sent the one before.
    const took = now - Math.max(asked, this.#cameAt);
    this.#tookLong = took > SLOW_MS;
    this.#source.took(took - training);
    this.#cameAt = now;
    const undrawn = this.waits;
    if (training) this.dropWaiting(); // at full speed only the latest is of interest
    this.#arrived.push(buffer);
    if (!this.#stop) this.#draw(this.#arrived.shift());
    else if (!undrawn) this.#request(true); // Python trains on while the page draws
  }
}
