/** The page's hold on one playground's model in the worker, and what it takes to open it again as it was. */

import { PythonModel } from "./python-model.js";

/** @import { PythonClient } from "./client.js" */
/** @import { Configured, Opened, OwnTable } from "../types.js" */

/** What one model's owner holds. Calls are answered in the order they were made. @extends {PythonModel<Opened>} */
export class PythonInstance extends PythonModel {
  #hash;
  #snapshot = "";
  /** the reader's own data as JSON, "null" while it learns a built-in data set */
  #data;
  #compared;

  /**
   * @param {PythonClient} client
   * @param {string} hash
   * @param {string} [compared] what many networks differ in, a kind of pycore.page.comparison; "" for one network
   * @param {string} [data] the reader's own, as JSON
   */
  constructor(client, hash, compared = "", data = "null") {
    super(client);
    this.#hash = hash;
    this.#compared = compared;
    this.#data = data;
  }

  /** @override */
  begin() {
    return this.call("open", this.#hash, this.#snapshot, this.#data, this.#compared);
  }

  /** @override @param {string} snapshot */
  keep(snapshot) {
    this.#snapshot = snapshot;
  }

  /** Opens many networks with the same settings and data but for one thing. @param {string} kind of pycore.page.comparison */
  compare(kind) {
    return this.client.open(this.#hash, kind, this.#data);
  }

  /**
   * @param {number} epochs below 0: as many as fit into `milliseconds`
   * @param {number} milliseconds
   * @param {ArrayBuffer | null} spare a frame no longer needed, to be filled again
   */
  frame(epochs, milliseconds, spare) {
    return this.call("frame", epochs, milliseconds, spare);
  }

  /**
   * @param {string} changes JSON, by address key
   * @returns {Promise<Configured>}
   */
  async configure(changes) {
    return this.#changed(await this.call("configure", changes));
  }

  /**
   * Learns from the reader's own table, or from the settings' data set again.
   * @param {OwnTable | null} table
   * @returns {Promise<Configured>}
   */
  async use(table) {
    const data = JSON.stringify(table);
    const configured = await this.call("use", data);
    this.#data = data;
    return this.#changed(configured);
  }

  /**
   * Goes on as a saved playground, which has settings, weights and data of its own.
   * @param {string} saved its text, or its bytes in base64
   * @param {boolean} binary
   * @returns {Promise<Configured>}
   */
  load(saved, binary) {
    return this.#another(this.call("load", saved, binary));
  }

  /**
   * Takes the reader's latest change back, or makes it again.
   * @param {boolean} forwards
   */
  revert(forwards) {
    return this.#another(this.call("revert", forwards));
  }

  /** @param {Promise<Configured>} answer of a call after which there may be other data */
  async #another(answer) {
    const configured = this.#changed(await answer);
    if (configured.layout.own) this.#data = JSON.stringify({ text: await this.ask("pointsCsv"), skipBad: false });
    return configured;
  }

  /** @param {Configured} configured */
  #changed(configured) {
    this.#hash = configured.layout.hash;
    // One from before the restart; the worker sends another at once. Without a restart the old one is nearest until then.
    if (configured.restarted !== "no") this.#snapshot = "";
    if (!configured.layout.own) this.#data = "null";
    return configured;
  }

  async reset() {
    const frame = await this.call("reset");
    this.#snapshot = "";
    return frame;
  }

  /**
   * Asks Python something that is not part of every frame; see `ask` in pycore/page/bridge.py.
   * @param {string} question
   * @param {object} [details]
   * @returns {Promise<any>} what Python answered; its shape is the question's
   */
  async ask(question, details = {}) {
    return JSON.parse(await this.call("ask", question, JSON.stringify(details)));
  }
}
