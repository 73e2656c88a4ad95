/** Takes the reader's latest change back, or makes it again: two buttons, and the keys that do so everywhere. */

import { find } from "./marked-elements.js";
import { asked } from "./reader-request.js";

/** @import { Session } from "../model/session.js" */
/** @import { Frame, Layout, PlaygroundState } from "../types.js" */

export class UndoButtons {
  #buttons;
  #session;
  #speak;
  /** @type {Layout | null} */
  #layout = null;
  /** @type {Frame | null} */
  #frame = null;

  /**
   * @param {HTMLElement} root of the playground
   * @param {Session} session
   * @param {(words: string) => void} speak has a screen reader say what was done
   */
  constructor(root, session, speak) {
    this.#session = session;
    this.#speak = speak;
    this.#buttons = [find(root, "[data-action=undo]"), find(root, "[data-action=redo]")];
    this.#buttons.forEach((button, index) => button.addEventListener("click", () => asked(this.#revert(index === 1))));
    root.addEventListener("keydown", (event) => pressUndo(event, (action) => this.#buttons[action === "undo" ? 0 : 1].click()));
  }

  /** @param {PlaygroundState} state */
  show({ phase, layout, frame, playing }) {
    // While it trains, only what changes the layout is a change; at rest, whatever brings another picture may be one.
    if (phase !== "open" || (layout === this.#layout && (playing || frame === this.#frame))) return;
    this.#layout = layout;
    this.#frame = frame;
    asked(this.#ask());
  }

  async #ask() {
    /** @type {number[]} */
    const counts = await this.#session.ask("undoCounts");
    // Not `disabled`, which would take the focus away.
    this.#buttons.forEach((button, index) => button.setAttribute("aria-disabled", String(!counts[index])));
  }

  /** @param {boolean} forwards */
  async #revert(forwards) {
    if (this.#buttons[forwards ? 1 : 0].getAttribute("aria-disabled") === "true") return;
    const words = await this.#session.revert(forwards);
    if (words) this.#speak(`${forwards ? "Made again" : "Taken back"}: ${words}.`);
  }
}

/**
 * Calls `press` if a key asks for it: Ctrl or Command with Z, and with Shift and Z, or Y, but in fields, which undo by themselves.
 * @param {KeyboardEvent} event
 * @param {(action: "undo" | "redo") => void} press
 */
export function pressUndo(event, press) {
  if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return;
  const key = event.key.toLowerCase();
  const [target] = event.composedPath();
  if ((key !== "z" && key !== "y") || (target instanceof Element && target.closest("input:not([type=radio], [type=checkbox], [type=range]), textarea"))) return;
  event.preventDefault();
  press(key === "y" || event.shiftKey ? "redo" : "undo");
}
