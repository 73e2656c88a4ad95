/** “Your own data” until it is wanted: its script is loaded when its window is opened, or when there are own data to show. */

import { recall } from "../model/own-data-store.js";
import { LaterThing } from "./later-script.js";
import { find } from "./marked-elements.js";

/** @import { OwnModel } from "./own-data.js" */
/** @import { LaterScript } from "./later-script.js" */
/** @import { Layout } from "../types.js" */

export class LaterOwnData {
  #later;
  /** in force @type {Layout | null} */
  #layout = null;

  /**
   * @param {HTMLElement} root
   * @param {OwnModel} model
   * @param {{ remembers: boolean }} options
   * @param {LaterScript<typeof import("./own-data.js")>} script
   */
  constructor(root, model, options, script) {
    this.#later = new LaterThing(script, find(root, "[data-action=own]"), ({ OwnData }) => {
      const own = new OwnData(root, model, options);
      if (this.#layout) own.show(this.#layout);
      return own;
    });
    if (recall()) this.#later.wanted();
  }

  open() {
    this.#later.wanted((own) => own.open());
  }

  /** @param {Layout} layout in force */
  show(layout) {
    this.#layout = layout;
    if (this.#later.thing) this.#later.thing.show(layout);
    else if (layout.own) this.#later.wanted();
  }

  dispose() {
    this.#later.over()?.dispose();
  }
}
