/** A session's hold on its model in Python: opens it, opens others in its place, and lets go of those that come too late. */

/** @import { PythonClient, PythonInstance } from "../python/client.js" */
/** @import { Opened } from "../types.js" */

/**
 * @typedef {object} Told
 * @property {() => void} opening an attempt begins
 * @property {(opened: Opened) => void} opened the model stands, for the first time or again in a new worker
 * @property {() => void} ready after the first of these
 * @property {(error: unknown) => void} failed Python is not there
 */

export class Connection {
  /** Resolves when the model stands. After a failed start it waits for the retry. @type {Promise<void>} */
  ready;
  /** @type {PythonInstance | null} */
  instance = null;
  /** @type {() => void} */
  #nowReady = () => {};
  /** counts the attempts, so that a late one knows that it is */
  #attempt = 0;
  #client;
  #address;
  #afterPaint;
  #told;

  /**
   * @param {PythonClient} client
   * @param {string} address of the settings
   * @param {() => Promise<unknown>} afterPaint
   * @param {Told} told
   */
  constructor(client, address, afterPaint, told) {
    this.#client = client;
    this.#address = address;
    this.#afterPaint = afterPaint;
    this.#told = told;
    this.ready = this.#expect();
  }

  /** The model; raises an Error while there is none. */
  get model() {
    if (!this.instance) throw new Error("Python has not opened this playground yet");
    return this.instance;
  }

  /** Waits for the model, and for the one that takes its place meanwhile. */
  async opened() {
    let ready;
    do await (ready = this.ready);
    while (ready !== this.ready);
    return this.model;
  }

  /** Opens the model, or tries again to. */
  async open() {
    const attempt = ++this.#attempt;
    await this.#afterPaint(); // the picture first, the runtime after it
    this.#told.opening();
    try {
      const { instance, opened } = await this.#client.open(this.#address);
      if (attempt !== this.#attempt) {
        await instance.close(); // the reader has moved on meanwhile
        return;
      }
      this.instance = instance;
      instance.onreopened = (again) => this.#told.opened(again);
      instance.onlost = (failure) => this.#told.failed(failure);
      this.#told.opened(opened);
      this.#nowReady();
      this.#told.ready();
    } catch (error) {
      if (attempt === this.#attempt) this.#told.failed(error);
    }
  }

  /** Opens a model of other settings in place of this one. @param {string} address */
  async replace(address) {
    this.#address = address;
    this.ready = this.#expect();
    await this.#letGo();
    await this.open();
  }

  /** Opens all models of the page in a new worker, after one that has died. */
  restart() {
    return this.#client.reopen();
  }

  async close() {
    this.#attempt++;
    await this.#letGo();
  }

  async #letGo() {
    const { instance } = this;
    this.instance = null;
    await instance?.close();
  }

  /** @returns {Promise<void>} */
  #expect() {
    return new Promise((resolve) => {
      this.#nowReady = resolve;
    });
  }
}
