/** The page's hold on one model in the worker, whatever its kind: opened, opened again after a death, and closed once. */

import { modelClosed } from "./failure.js";
import { newHandle } from "./protocol.js";

/** @import { PythonClient } from "./client.js" */
/** @import { PythonFailure } from "./failure.js" */
/** @import { Calls, CallName } from "../types.js" */

/** @template Begun what its owner gets when it stands */
export class PythonModel {
  handle = newHandle();
  /** the generation of the worker it stands in, 0 for none yet */
  generation = 0;
  closed = false;
  /** @type {(() => void) | null} told when its worker has died; another one is on its way */
  oninterrupted = null;
  /** @type {((begun: Begun) => void) | null} told when it stands in a new worker */
  onreopened = null;
  /** @type {((error: PythonFailure) => void) | null} told when there will be no new worker by itself */
  onlost = null;
  /** @type {((call: CallName | "") => void) | null} told which call of it waits long, "" when none does any longer */
  onlong = null;
  client;

  /** @param {PythonClient} client */
  constructor(client) {
    this.client = client;
  }

  /**
   * Asks the worker for the model, as far as it had come.
   * @returns {Promise<Begun>}
   */
  begin() {
    throw new Error("each kind of model begins in its own way");
  }

  /** Opens it in the present worker. */
  open() {
    this.generation = this.client.generation;
    return this.begin();
  }

  /** Opens it again in a new worker and tells its owner. */
  async reopen() {
    const begun = await this.open();
    if (!this.closed) this.onreopened?.(begun);
  }

  /** The worker could open it again from this. @param {string} _snapshot */
  keep(_snapshot) {}

  /**
   * @template {CallName} K
   * @param {K} name
   * @param {Calls[K]["args"]} args
   * @returns {Promise<Calls[K]["result"]>}
   */
  call(name, ...args) {
    return this.closed ? Promise.reject(modelClosed()) : this.client.callModel(this, name, args);
  }

  /** Lets go of it. A second time, or after its worker has died, that is nothing. @returns {Promise<void>} never rejects */
  close() {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    return this.client.close(this);
  }
}
