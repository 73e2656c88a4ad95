/** Connects the controls that the templates drew with the settings: control → change, settings → control. */

import { find } from "./parts.js";

/** @import { PlaygroundState, SettingRow, SettingValue } from "../types.js" */

/** @typedef {(changes: Record<string, SettingValue>) => void} Change */
/** @typedef {{ show: (value: SettingValue) => void, element: HTMLElement, fault: HTMLElement }} Control */

export class Controls {
  /** @type {Map<string, Control>} */
  #controls = new Map();
  #root;

  /**
   * @param {HTMLElement} root
   * @param {SettingRow[]} table
   * @param {Change} change told what the reader chose
   */
  constructor(root, table, change) {
    this.#root = root;
    for (const row of table) {
      const element = root.querySelector(`[data-control="${row.key}"]`);
      if (element instanceof HTMLElement) this.#controls.set(row.key, connect(element, row, change));
    }
  }

  /** @param {PlaygroundState} state */
  show({ layout, pending, faults }) {
    const values = { ...layout.settings, ...pending };
    for (const [key, { show, element, fault }] of this.#controls) {
      show(values[key]);
      const sentence = faults[key] ?? "";
      fault.textContent = sentence;
      fault.hidden = sentence === "";
      element.querySelector("select, input")?.setAttribute("aria-invalid", String(sentence !== ""));
    }
    for (const element of this.#root.querySelectorAll("[data-when]")) {
      const [key, value] = (element.getAttribute("data-when") ?? "").split("=");
      if (element instanceof HTMLElement) element.hidden = String(values[key]) !== value;
    }
  }
}

/**
 * @param {HTMLElement} element
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Control}
 */
function connect(element, row, change) {
  const fault = find(element, ".fault");
  const input = element.querySelector("select, input");
  if (input instanceof HTMLSelectElement) return { element, fault, show: connectChoice(input, row, change) };
  if (!(input instanceof HTMLInputElement)) throw new Error(`the control of ${row.key} has neither a select nor an input`);
  const show = input.type === "checkbox" ? connectFlag(input, row, change) : connectSlider(element, input, row, change);
  return { element, fault, show };
}

/**
 * @param {HTMLSelectElement} select its options have the positions of the row's options as values
 * @param {SettingRow} row
 * @param {Change} change
 */
function connectChoice(select, { key, options }, change) {
  select.addEventListener("change", () => {
    const option = options[Number(select.value)];
    if (option) change({ [key]: option[0] });
  });
  /** @param {SettingValue} value */
  return (value) => {
    const index = options.findIndex(([option]) => option === value);
    const odd = select.querySelector("option[data-odd]");
    if (index >= 0) {
      odd?.remove();
      select.value = String(index);
      return;
    }
    // A value from the address that the page does not offer is shown as it is.
    const extra = odd instanceof HTMLOptionElement ? odd : document.createElement("option");
    extra.dataset.odd = "";
    extra.value = "odd";
    extra.textContent = String(value);
    if (!odd) select.prepend(extra);
    select.value = "odd";
  };
}

/**
 * @param {HTMLInputElement} input
 * @param {SettingRow} row
 * @param {Change} change
 */
function connectFlag(input, { key }, change) {
  input.addEventListener("change", () => change({ [key]: input.checked }));
  /** @param {SettingValue} value */
  return (value) => {
    input.checked = value === true;
  };
}

/**
 * @param {HTMLElement} element
 * @param {HTMLInputElement} input
 * @param {SettingRow} row
 * @param {Change} change
 */
function connectSlider(element, input, { key, slider }, change) {
  const output = find(element, "output");
  const [lowest, highest, step] = slider;
  input.addEventListener("input", () => {
    output.textContent = input.value;
    change({ [key]: Number(input.value) });
  });
  /** @param {SettingValue} value */
  return (value) => {
    const number = Number(value);
    output.textContent = String(value);
    if (Number(input.value) === number) return;
    // A value from the address may lie beyond the slider's ends or between its steps.
    input.min = String(Math.min(lowest, number));
    input.max = String(Math.max(highest, number));
    input.step = (number - lowest) % step === 0 ? String(step) : "any";
    input.value = String(number);
  };
}
