/** What a widget about images has beyond others, loaded where there is one: sheets of pictures, pads to draw on, and files. */

import { DrawingPad } from "./drawing-pad.js";
import { ImageFiles } from "./image-files.js";
import { PictureSheets } from "./picture-sheets.js";

/** @import { ExhibitView } from "../types.js" */

/** Where a widget's inside has such parts. */
export class ImageParts {
  #sheets;
  /** @type {[string, DrawingPad][]} */
  #pads;

  /**
   * @param {HTMLElement} root
   * @param {(action: string, details: object) => void} wish
   * @param {(action: string, details: object) => Promise<ExhibitView>} act
   */
  constructor(root, wish, act) {
    this.#sheets = new PictureSheets(root, wish);
    this.#pads = places(root, "[data-pad]").map((box) => [box.dataset.pad ?? "", new DrawingPad(box, wish)]);
    for (const box of places(root, "[data-files]")) new ImageFiles(box, act);
  }

  dispose() {
    this.#sheets.dispose();
  }

  /** @param {ExhibitView} view */
  show(view) {
    this.#sheets.show(view.sheets ?? {});
    for (const [name, pad] of this.#pads) pad.show(view.pads?.[name]);
  }
}

/** @param {HTMLElement} root @param {string} selector @returns {HTMLElement[]} */
function places(root, selector) {
  return [...root.querySelectorAll(selector)].filter((element) => element instanceof HTMLElement);
}
