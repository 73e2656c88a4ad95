/** Changes of settings on their way to Python: those of one moment go together, and each asker hears what became of his. */

/** @import { SettingValue } from "../types.js" */

/** @typedef {Record<string, SettingValue>} Changes by address key */

export class ChangeQueue {
  /** @type {{ changes: Changes, resolve: () => void, reject: (error: unknown) => void }[]} */
  #queue = [];
  /** true while some are being sent */
  sending = false;

  /**
   * @param {Changes} changes
   * @returns {Promise<void>} settles when they have been sent
   */
  add(changes) {
    return new Promise((/** @type {(value: void) => void} */ resolve, reject) => {
      this.#queue.push({ changes, resolve, reject });
    });
  }

  /** What has not been sent yet. @returns {Changes} */
  get waiting() {
    return Object.assign({}, ...this.#queue.map((asked) => asked.changes));
  }

  /**
   * Sends all that waits, also what comes meanwhile, as long as `open` says so.
   * @template T
   * @param {object} options
   * @param {() => boolean} options.open
   * @param {(changes: Changes) => Promise<T>} options.send
   * @param {(answer: T) => void} options.done
   * @param {(error: unknown, changes: Changes) => void} options.refused
   * @param {(error: unknown) => boolean} [options.again] whether the changes wait for the next time instead
   */
  async flush({ open, send, done, refused, again = () => false }) {
    if (this.sending) return;
    this.sending = true;
    while (this.#queue.length && open()) {
      const batch = this.#queue.splice(0);
      /** @type {Changes} */
      const changes = Object.assign({}, ...batch.map((asked) => asked.changes));
      try {
        done(await send(changes));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        if (again(error)) {
          this.#queue.unshift(...batch);
          break;
        }
        refused(error, changes);
        for (const { reject } of batch) reject(error);
      }
    }
    this.sending = false;
  }
}
