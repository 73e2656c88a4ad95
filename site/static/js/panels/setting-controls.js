/** Connects the controls that the templates drew with the settings: control → change, settings → controls. */

import { idleReason } from "../model/setting-rules.js";
import { connectControl } from "./control-kinds.js";
import { find } from "./marked-elements.js";

/** @import { Change, Show } from "./control-kinds.js" */
/** @import { PlaygroundState, SettingRow } from "../types.js" */

/** @typedef {{ row: SettingRow, show: Show, element: HTMLElement, inputs: (HTMLInputElement | HTMLSelectElement)[], fault: HTMLElement, reason: HTMLElement }} Control */

export class Controls {
  /** Several may show one setting. @type {Control[]} */
  #controls = [];
  #root;
  /** @type {Map<string, SettingRow>} */
  #rows;

  /**
   * @param {HTMLElement} root
   * @param {SettingRow[]} table
   * @param {Change} change told what the reader chose
   */
  constructor(root, table, change) {
    this.#root = root;
    this.#rows = new Map(table.map((row) => [row.key, row]));
    for (const element of root.querySelectorAll("[data-control]")) {
      const row = this.#rows.get(element.getAttribute("data-control") ?? "");
      if (!row || !(element instanceof HTMLElement)) continue;
      this.#controls.push({
        row,
        element,
        show: connectControl(element, row, change),
        inputs: [...element.querySelectorAll("select, input")].filter((input) => input instanceof HTMLSelectElement || input instanceof HTMLInputElement),
        fault: find(element, ".fault"),
        reason: find(element, ".reason"),
      });
    }
  }

  /** @param {PlaygroundState} state */
  show({ layout, pending, faults }) {
    const values = { ...layout.settings, ...pending };
    for (const { row, show, element, inputs, fault, reason } of this.#controls) {
      show(values[row.key]);
      say(fault, faults[row.key] ?? "");
      const why = idleReason(row, values);
      say(reason, why);
      element.toggleAttribute("data-idle", why !== "");
      for (const input of inputs) {
        input.setAttribute("aria-invalid", String(Boolean(faults[row.key])));
        input.disabled = why !== "";
      }
    }
    for (const element of this.#root.querySelectorAll("[data-when]")) {
      const row = this.#rows.get(element.getAttribute("data-when") ?? "");
      if (row && element instanceof HTMLElement) element.hidden = idleReason(row, values) !== "";
    }
  }
}

/**
 * @param {HTMLElement} place
 * @param {string} sentence
 */
function say(place, sentence) {
  if (place.textContent !== sentence) place.textContent = sentence;
  place.hidden = sentence === "";
}
