/** The page's hold on what learns from a reader's pictures in the worker. */

import { PythonModel } from "./python-model.js";

/** In a new worker it has neither pictures nor a model: its owner gives them again. @extends {PythonModel<null>} */
export class PythonPictures extends PythonModel {
  /** @override */
  begin() {
    return this.call("pictures");
  }

  /**
   * @param {string} question of pycore.page.bridge.PictureDesk
   * @param {object} [details]
   * @param {ArrayBuffer | null} [data] is handed over
   * @returns {Promise<any>}
   */
  async ask(question, details = {}, data = null) {
    return JSON.parse(await this.call("picturesAsk", question, JSON.stringify(details), data));
  }
}
