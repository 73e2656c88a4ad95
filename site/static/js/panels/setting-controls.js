/** Connects the controls that the templates drew with the settings: control → change, settings → controls. */

import { idleReason } from "../model/setting-rules.js";
import { connectControl } from "./control-kinds.js";
import { find } from "./marked-elements.js";

/** @import { Change, Show } from "./control-kinds.js" */
/** @import { PlaygroundState, SettingRow } from "../types.js" */

/** @typedef {{ key: string, show: Show, element: HTMLElement, inputs: (HTMLInputElement | HTMLSelectElement)[], fault: HTMLElement, reason: HTMLElement }} Control */

export class Controls {
  /** Several may show one setting. @type {Control[]} */
  #controls = [];
  #root;

  /**
   * @param {HTMLElement} root
   * @param {SettingRow[]} table
   * @param {Change} change told what the reader chose
   */
  constructor(root, table, change) {
    this.#root = root;
    const rows = new Map(table.map((row) => [row.key, row]));
    for (const element of root.querySelectorAll("[data-control]")) {
      const row = rows.get(element.getAttribute("data-control") ?? "");
      if (!row || !(element instanceof HTMLElement)) continue;
      this.#controls.push({
        key: row.key,
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
    for (const { key, show, element, inputs, fault, reason } of this.#controls) {
      show(values[key]);
      say(fault, faults[key] ?? "");
      const why = idleReason(key, values);
      say(reason, why);
      element.toggleAttribute("data-idle", why !== "");
      for (const input of inputs) {
        input.setAttribute("aria-invalid", String(Boolean(faults[key])));
        input.disabled = why !== "";
      }
    }
    for (const element of this.#root.querySelectorAll("[data-when]")) {
      const conditions = (element.getAttribute("data-when") ?? "").split(";").map((condition) => condition.split("="));
      const holds = conditions.every(([key, wanted]) => wanted.split(",").includes(String(values[key])));
      if (element instanceof HTMLElement) element.hidden = !holds;
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
