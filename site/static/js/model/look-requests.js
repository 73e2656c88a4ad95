/** Tells Python what the reader looks at; of several wishes in a row only the latest is granted, so that Python keeps up with a pointer. */

/** @import { PythonInstance } from "../python/client.js" */

export class Inspection {
  /** @type {{ look: object, watch: object } | null} */
  #wish = null;
  #busy = false;
  #model;
  #done;

  /**
   * @param {() => PythonInstance | null} model null while there is none to ask
   * @param {(model: PythonInstance) => Promise<void>} done told when Python knows
   */
  constructor(model, done) {
    this.#model = model;
    this.#done = done;
  }

  /**
   * Looks at a unit in the output's map and watches a parameter.
   * @param {number} look as in pycore.picture.frame, 0 for the output
   * @param {number} watch -1 for no parameter
   */
  async ask(look, watch) {
    this.#wish = { look: { unit: look }, watch: { index: watch < 0 ? null : watch } };
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let model = this.#model(); this.#wish && model; model = this.#model()) {
        const wish = this.#wish;
        this.#wish = null;
        await model.ask("look", wish.look);
        await model.ask("watch", wish.watch);
        await this.#done(model);
      }
    } finally {
      this.#busy = false;
    }
  }
}
