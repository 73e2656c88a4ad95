/** How much is trained for each picture: an epoch now and then, one for each, or as many as fit while the page stays smooth. */

/** @import { SettingValue } from "../types.js" */

/** What one round trip should take at full speed: some 25 pictures a second, most of the time spent on training. */
const ROUND_MS = 40;
/** Training gets at least this much of a round, and at least this share of what everything else in it takes. */
const LEAST_MS = 10;
const LEAST_SHARE = 1;
/** Drawing may take this share of the page's time. */
const DRAWING_SHARE = 0.25;
/** However long the rest takes, so much training is asked for at most: the reader can press Pause between two rounds. */
export const LONGEST_MS = 200;
/** A round that took longer than this was no round: the device or the tab slept. */
const ASLEEP_MS = 5000;
/** How quickly measurements are forgotten. */
const FRESH = 0.2;

export class Pace {
  /** parts of an epoch that are due */
  #due = 1;
  #beside = 8;
  #drawing = 2;
  #asked = { at: 0, milliseconds: 0 };

  /** Starts counting frames anew, so that the first one trains. */
  restart() {
    this.#due = 1;
  }

  /**
   * What to ask of Python at this animation frame; null to let it pass.
   * @param {SettingValue} speed percent of one epoch per frame, or "max"
   * @param {number} left epochs to a goal, Infinity without one
   * @param {number} now milliseconds
   * @returns {{ epochs: number, milliseconds: number } | null}
   */
  next(speed, left, now) {
    if (speed === "max" || left < Infinity) {
      const milliseconds = this.budget;
      this.#asked = { at: now, milliseconds };
      return { epochs: left < Infinity ? left : -1, milliseconds };
    }
    // Binary fractions of percents don't add up to 1 exactly.
    if (this.#due < 1 - 1e-9) {
      this.#due += Number(speed) / 100;
      return null;
    }
    this.#due = Math.max(0, this.#due - 1) + Number(speed) / 100;
    return { epochs: 1, milliseconds: 0 };
  }

  /** Milliseconds of training that go into the next round at full speed. */
  get budget() {
    const round = Math.max(ROUND_MS, this.#drawing / DRAWING_SHARE);
    return Math.min(LONGEST_MS, Math.max(LEAST_MS, LEAST_SHARE * this.#beside, round - this.#beside));
  }

  /** A frame asked for at full speed has come. @param {number} now milliseconds */
  came(now) {
    const beside = now - this.#asked.at - this.#asked.milliseconds;
    if (this.#asked.milliseconds && beside < ASLEEP_MS) this.#beside += FRESH * (Math.max(0, beside) - this.#beside);
    this.#asked.milliseconds = 0;
  }

  /** The page has drawn a frame. @param {number} milliseconds */
  drew(milliseconds) {
    if (milliseconds < ASLEEP_MS) this.#drawing += FRESH * (milliseconds - this.#drawing);
  }
}
