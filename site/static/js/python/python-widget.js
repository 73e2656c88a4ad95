/** The page's hold on one lesson widget's model in the worker. */

import { PythonModel } from "./python-model.js";

/** @import { PythonClient } from "./client.js" */
/** @import { ExhibitView } from "../types.js" */

/** In a new worker it stands from its beginning. @extends {PythonModel<ExhibitView>} */
export class PythonExhibit extends PythonModel {
  #name;
  /** with which it begins in a new worker @type {Record<string, string>} */
  options;

  /**
   * @param {PythonClient} client
   * @param {string} name of the widget
   * @param {Record<string, string>} options
   */
  constructor(client, name, options) {
    super(client);
    this.#name = name;
    this.options = options;
  }

  /** @override @returns {Promise<ExhibitView>} */
  async begin() {
    return JSON.parse(await this.call("exhibit", this.#name, JSON.stringify(this.options)));
  }

  /**
   * @param {string} action
   * @param {object} details
   * @returns {Promise<ExhibitView>}
   */
  async act(action, details) {
    return JSON.parse(await this.call("act", action, JSON.stringify(details)));
  }
}
