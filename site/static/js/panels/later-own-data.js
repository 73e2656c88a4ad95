/** “Your own data” until it is wanted: its script is loaded when its window is opened, or when there are own data to show. */

import { recall } from "../model/own-data-store.js";
import { find } from "./marked-elements.js";

/** @import { OwnData, OwnModel } from "./own-data.js" */
/** @import { LaterScript } from "./later-script.js" */
/** @import { Layout } from "../types.js" */

export class LaterOwnData {
  #script;
  #make;
  #button;
  /** @type {OwnData | null} */
  #own = null;
  /** in force @type {Layout | null} */
  #layout = null;
  #isOver = false;

  /**
   * @param {HTMLElement} root
   * @param {OwnModel} model
   * @param {{ remembers: boolean }} options
   * @param {LaterScript<typeof import("./own-data.js")>} script
   */
  constructor(root, model, options, script) {
    this.#script = script;
    this.#button = find(root, "[data-action=own]");
    this.#make = (/** @type {typeof OwnData} */ kind) => new kind(root, model, options);
    if (recall()) this.#load();
  }

  open() {
    this.#load((own) => own.open());
  }

  /** @param {Layout} layout in force */
  show(layout) {
    this.#layout = layout;
    if (this.#own) this.#own.show(layout);
    else if (layout.own) this.#load();
  }

  dispose() {
    this.#isOver = true;
    this.#own?.dispose();
  }

  /** @param {(own: OwnData) => void} [use] */
  #load(use) {
    void this.#script.wanted(this.#button, (module) => {
      if (this.#isOver) return;
      if (!this.#own) {
        this.#own = this.#make(module.OwnData);
        if (this.#layout) this.#own.show(this.#layout);
      }
      use?.(this.#own);
    });
  }
}
