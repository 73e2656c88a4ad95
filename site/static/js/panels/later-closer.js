/** “Look closer” until it is wanted: its script is loaded when something in it is pressed, focused, or dropped; then that is done. */

import { LaterThing } from "./later-script.js";
import { find } from "./marked-elements.js";

/** @import { Session } from "../model/session.js" */
/** @import { PlaygroundState } from "../types.js" */
/** @import { Change } from "./control-kinds.js" */
/** @import { LaterScript } from "./later-script.js" */

export class LaterCloser {
  #later;
  /** @type {PlaygroundState | null} */
  #state = null;

  /**
   * @param {HTMLElement} root of the playground
   * @param {Session} session
   * @param {Change} change
   * @param {LaterScript<typeof import("./look-closer.js")>} script
   */
  constructor(root, session, change, script) {
    const place = find(root, "[data-part=closer]");
    this.#later = new LaterThing(script, find(place, ".tabs"), ({ Closer }) => {
      const closer = new Closer(root, session, change);
      if (this.#state) closer.show(this.#state);
      return closer;
    });
    const onclick = (/** @type {Event} */ event) => {
      const { target } = event;
      if (this.#later.thing || !(target instanceof HTMLElement) || target.closest("[data-not-loaded]")) return;
      event.preventDefault();
      event.stopPropagation();
      this.#later.wanted(() => target.click());
    };
    place.addEventListener("click", onclick, { capture: true });
    for (const name of ["focusin", "dragenter"]) place.addEventListener(name, () => !this.#later.thing && this.#later.wanted(), { once: true });
  }

  /** @param {PlaygroundState} state */
  show(state) {
    this.#state = state;
    this.#later.thing?.show(state);
  }

  dispose() {
    this.#later.over()?.dispose();
  }
}
