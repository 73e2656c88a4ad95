/** The page's hold on one lesson widget's model in the worker. */

/** @import { PythonClient, PythonFailure } from "./client.js" */
/** @import { ExhibitView } from "../types.js" */

export class PythonExhibit {
  #client;
  #name;
  #options;
  #id = 0;
  /** @type {((view: ExhibitView) => void) | null} told when the model stands in a new worker, from its beginning */
  onreopened = null;
  /** @type {((error: PythonFailure) => void) | null} told when there will be no new worker */
  onlost = null;

  /**
   * @param {PythonClient} client
   * @param {string} name of the widget
   * @param {Record<string, string>} options
   */
  constructor(client, name, options) {
    this.#client = client;
    this.#name = name;
    this.#options = options;
  }

  /** Opens the model, or opens it again in a new worker. @returns {Promise<ExhibitView>} */
  async open() {
    const { widget, view } = await this.#client.call("exhibit", this.#name, JSON.stringify(this.#options));
    this.#id = widget;
    return JSON.parse(view);
  }

  /** Opens it again and tells its owner. */
  async reopen() {
    const view = await this.open();
    this.onreopened?.(view);
  }

  /**
   * @param {string} action
   * @param {object} details
   * @returns {Promise<ExhibitView>}
   */
  async act(action, details) {
    return JSON.parse(await this.#client.call("act", this.#id, action, JSON.stringify(details)));
  }

  /** @param {PythonFailure} failure */
  lose(failure) {
    this.onlost?.(failure);
  }

  async close() {
    this.#client.forget(this);
    if (this.#client.running) await this.#client.call("closeWidget", this.#id);
  }
}
