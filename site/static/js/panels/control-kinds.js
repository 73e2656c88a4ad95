/** One function for each kind of control: tells what the reader chose, and returns what shows a setting's value in it. */

import { find } from "./marked-elements.js";

/** @import { SettingRow, SettingValue } from "../types.js" */

/** @typedef {(changes: Record<string, SettingValue>) => void} Change */
/** @typedef {(value: SettingValue) => void} Show */

/** Numbers the groups of radio buttons, which are told apart by their names all over the page. */
let groups = 0;

/**
 * @param {HTMLElement} element what the templates drew for the row
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
export function connectControl(element, row, change) {
  const input = element.querySelector("select, input");
  if (input instanceof HTMLSelectElement) return connectChoice(input, row, change);
  if (!(input instanceof HTMLInputElement)) throw new Error(`the control of ${row.key} has neither a select nor an input`);
  if (input.type === "radio") return connectPictures(element, row, change);
  if (input.type === "checkbox") return connectFlag(input, row, change);
  if (input.type === "range") return connectSlider(element, input, row, change);
  return connectTyped(input, row, change);
}

/**
 * @param {HTMLSelectElement} select its options have the positions of the row's options as values
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
function connectChoice(select, { key, options }, change) {
  select.addEventListener("change", () => {
    const option = options[Number(select.value)];
    if (option) change({ [key]: option[0] });
  });
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
 * @param {HTMLElement} element its radio buttons have the positions of the row's options as values
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
function connectPictures(element, { key, options }, change) {
  const name = `${key}-${++groups}`;
  const radios = [...element.querySelectorAll("input")];
  for (const radio of radios) {
    radio.name = name;
    radio.addEventListener("change", () => change({ [key]: options[Number(radio.value)][0] }));
  }
  return (value) => {
    for (const radio of radios) radio.checked = options[Number(radio.value)][0] === value;
  };
}

/**
 * @param {HTMLInputElement} input
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
function connectFlag(input, { key }, change) {
  input.addEventListener("change", () => change({ [key]: input.checked }));
  return (value) => {
    input.checked = value === true;
  };
}

/**
 * @param {HTMLElement} element
 * @param {HTMLInputElement} input
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
function connectSlider(element, input, { key, slider }, change) {
  const output = find(element, "output");
  const [lowest, highest, step] = slider;
  input.addEventListener("input", () => {
    output.textContent = input.value;
    change({ [key]: Number(input.value) });
  });
  return (value) => {
    const number = Number(value);
    output.textContent = String(value);
    if (Number(input.value) === number) return;
    // A value from the address may lie beyond the slider's ends or between its steps.
    const steps = (number - lowest) / step;
    input.min = String(Math.min(lowest, number));
    input.max = String(Math.max(highest, number));
    input.step = Math.abs(steps - Math.round(steps)) < 1e-6 ? String(step) : "any";
    input.value = String(number);
  };
}

/**
 * A number, a text, or a list written with commas; takes effect when the field is left or at Enter.
 * @param {HTMLInputElement} input
 * @param {SettingRow} row
 * @param {Change} change
 * @returns {Show}
 */
function connectTyped(input, row, change) {
  let shown = input.value;
  input.addEventListener("change", () => {
    shown = ""; // what is refused is replaced by what is in force
    change({ [row.key]: typedValue(row, input.value) });
  });
  return (value) => {
    const text = typedText(row, value);
    if (text === shown) return;
    shown = text;
    input.value = text;
  };
}

/** Characters between the parts of a list. */
const BETWEEN = { names: ",", integers: ",", shape: ",", expressions: ";" };

/**
 * What a typed text stands for; whether it is allowed, Python says.
 * @param {SettingRow} row
 * @param {string} text
 * @returns {SettingValue}
 */
export function typedValue({ kind }, text) {
  if (kind === "number" || kind === "integer") return text.trim() === "" ? text : Number(text);
  if (kind === "text" || kind === "choice" || kind === "flag") return text.trim();
  const parts = text.split(BETWEEN[kind]).map((part) => part.trim()).filter(Boolean);
  return kind === "names" || kind === "expressions" ? parts : parts.map(Number);
}

/**
 * @param {SettingRow} row
 * @param {SettingValue} value
 */
export function typedText({ kind }, value) {
  return Array.isArray(value) ? value.join(kind === "expressions" ? "; " : ",") : String(value);
}
