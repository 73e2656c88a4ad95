/** “Look closer” until it is wanted: its script is loaded when something in it is pressed, focused, or dropped; then that is done. */

import { find } from "./marked-elements.js";

/** @import { Closer } from "./look-closer.js" */
/** @import { Session } from "../model/session.js" */
/** @import { PlaygroundState } from "../types.js" */
/** @import { Change } from "./control-kinds.js" */
/** @import { LaterScript } from "./later-script.js" */

export class LaterCloser {
  #script;
  #make;
  #tabs;
  /** @type {Closer | null} */
  #closer = null;
  /** @type {PlaygroundState | null} */
  #state = null;
  #isOver = false;

  /**
   * @param {HTMLElement} root of the playground
   * @param {Session} session
   * @param {Change} change
   * @param {LaterScript<typeof import("./look-closer.js")>} script
   */
  constructor(root, session, change, script) {
    this.#script = script;
    this.#make = (/** @type {typeof Closer} */ kind) => new kind(root, session, change);
    const place = find(root, "[data-part=closer]");
    this.#tabs = find(place, ".tabs");
    const onclick = (/** @type {Event} */ event) => {
      const { target } = event;
      if (this.#closer || !(target instanceof HTMLElement) || target.closest("[data-not-loaded]")) return;
      event.preventDefault();
      event.stopPropagation();
      this.#load(() => target.click());
    };
    place.addEventListener("click", onclick, { capture: true });
    for (const name of ["focusin", "dragenter"]) place.addEventListener(name, () => !this.#closer && this.#load(), { once: true });
  }

  /** @param {PlaygroundState} state */
  show(state) {
    this.#state = state;
    this.#closer?.show(state);
  }

  dispose() {
    this.#isOver = true;
    this.#closer?.dispose();
  }

  /** @param {() => void} [then] */
  #load(then) {
    void this.#script.wanted(this.#tabs, (module) => {
      if (this.#isOver) return;
      if (!this.#closer) {
        this.#closer = this.#make(module.Closer);
        if (this.#state) this.#closer.show(this.#state);
      }
      then?.();
    });
  }
}
