/** Where a model stands in its life, in one chart, and what brings it from one phase to the next: opening, death, retry, closing. */

import { modelClosed } from "../python/failure.js";

/** @import { PythonClient, PythonInstance } from "../python/client.js" */
/** @import { CallName, Opened, PlaygroundState } from "../types.js" */

/**
 * waiting: Python has not been asked for it. booting: it has, and it may take long. open: it can be asked. lost: its worker has
 * died, and another is on its way. failed: there is no Python, until somebody tries again. closed: its page has let go of it.
 * @typedef {"waiting" | "booting" | "open" | "lost" | "failed" | "closed"} Phase
 */

/** @typedef {"asked" | "opened" | "interrupted" | "failed" | "closed"} Happening */

/** From where each happening leads where; what stands in no row changes nothing. @type {Record<Happening, Partial<Record<Phase, Phase>>>} */
export const CHART = {
  asked: { waiting: "booting", open: "booting", lost: "booting", failed: "booting", closed: "booting" },
  opened: { booting: "open", lost: "open" },
  interrupted: { open: "lost" },
  failed: { booting: "failed", open: "failed", lost: "failed" },
  closed: { waiting: "closed", booting: "closed", open: "closed", lost: "closed", failed: "closed" },
};

/** What the reader is shown of each: a lost model is on its way as one that boots is. @type {Record<Phase, PlaygroundState["phase"]>} */
export const SHOWN = { waiting: "waiting", booting: "booting", open: "open", lost: "booting", failed: "failed", closed: "waiting" };

/**
 * @typedef {object} Told
 * @property {(phase: Phase) => void} moved to another phase
 * @property {(opened: Opened, first: boolean) => void} opened the model stands, for the first time or again in a new worker
 * @property {(error: unknown) => void} failed Python is not there
 * @property {(call: CallName | "") => void} long what call waits long, "" when none does any longer
 */

export class Phases {
  /** Resolves when the model stands. After a failed start it waits for the retry, after a death for the new worker. @type {Promise<void>} */
  ready;
  /** @type {PythonInstance | null} */
  #model = null;
  /** @type {Phase} */
  #phase;
  /** @type {(() => void) | null} */
  #nowReady = null;
  /** counts the attempts, so that a late one knows that it is */
  #attempt = 0;
  #client;
  #address;
  #afterPaint;
  #told;

  /**
   * @param {PythonClient} client
   * @param {string} address of the settings
   * @param {Phase} phase to begin in
   * @param {() => Promise<unknown>} afterPaint
   * @param {Told} told
   */
  constructor(client, address, phase, afterPaint, told) {
    this.#client = client;
    this.#address = address;
    this.#phase = phase;
    this.#afterPaint = afterPaint;
    this.#told = told;
    this.ready = this.#expect();
  }

  get phase() {
    return this.#phase;
  }

  /** The model while it can be asked, else null. */
  get model() {
    return this.#phase === "open" ? this.#model : null;
  }

  /** Waits until the model stands, also the one that takes its place meanwhile. Rejects when the playground has been closed. */
  async opened() {
    let ready;
    do await (ready = this.ready);
    while (ready !== this.ready);
    if (!this.model) throw modelClosed();
    return this.model;
  }

  /** Opens the model, or tries again to. */
  async open() {
    const attempt = ++this.#attempt;
    const before = this.#letGo();
    this.#go("asked");
    await before;
    await this.#afterPaint(); // the picture first, the runtime after it
    if (attempt !== this.#attempt) return;
    try {
      const { instance, opened } = await this.#client.open(this.#address, "", "null", (call) => attempt === this.#attempt && this.#told.long(call));
      if (attempt === this.#attempt) this.#take(instance, opened);
      else await instance.close(); // the reader has moved on meanwhile
    } catch (error) {
      if (attempt === this.#attempt) this.#fail(error);
    }
  }

  /** Opens a model of other settings in place of this one. @param {string} address */
  replace(address) {
    this.#address = address;
    return this.open();
  }

  /** After a failure: opens the model again as far as it had come, in a new worker along with the page's others, or anew. */
  async retry() {
    if (!this.#model) {
      await this.open();
      return;
    }
    this.#go("asked");
    await this.#client.reopen();
  }

  async close() {
    this.#attempt++;
    this.#go("closed");
    const closed = this.#letGo();
    this.#nowReady?.(); // who waits is told
    this.#nowReady = null;
    await closed;
  }

  /**
   * @param {PythonInstance} model
   * @param {Opened} opened
   */
  #take(model, opened) {
    this.#model = model;
    model.oninterrupted = () => this.#go("interrupted") && this.#again();
    model.onreopened = (again) => this.#stands(again, false);
    model.onlost = (failure) => this.#fail(failure);
    this.#stands(opened, true);
  }

  /** @param {Opened} opened @param {boolean} first */
  #stands(opened, first) {
    this.#go("opened");
    this.#told.opened(opened, first);
    this.#nowReady?.();
    this.#nowReady = null;
  }

  /** @param {unknown} error */
  #fail(error) {
    if (!this.#go("failed")) return;
    this.#again();
    this.#told.failed(error);
  }

  /** @returns {Promise<void>} never rejects */
  async #letGo() {
    const model = this.#model;
    this.#model = null;
    this.#again();
    if (!model) return;
    model.oninterrupted = model.onreopened = model.onlost = model.onlong = null;
    await model.close();
  }

  /** @param {Happening} happening @returns {boolean} whether it leads anywhere */
  #go(happening) {
    const next = CHART[happening][this.#phase];
    if (!next) return false;
    this.#phase = next;
    this.#told.moved(next);
    return true;
  }

  /** Who asks from now on waits for the next opening; who waits already, too. */
  #again() {
    if (!this.#nowReady) this.ready = this.#expect();
  }

  /** @returns {Promise<void>} */
  #expect() {
    return new Promise((resolve) => {
      this.#nowReady = resolve;
    });
  }
}
