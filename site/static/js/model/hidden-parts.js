/** What an address hides: `<name>_hide=true` takes a part of a playground or widget away, and with some names goes more than one part. */

import { parseAddress } from "./address.js";

/** Parts that go along with a name, as they did in TensorFlow Playground or its fork: a Map, for names come from the address. */
const ALONG = new Map([
  ["dataset", ["regDataset", "ownData"]],
  ["percTrainData", ["testLoss"]],
  ["layerwise", ["layerwiseGradientNormalization"]],
]);

/**
 * The names of all parts that an address hides.
 * @param {string} fragment with or without "#"
 * @returns {Set<string>}
 */
export function hiddenNames(fragment) {
  /** @type {Set<string>} */
  const names = new Set();
  for (const [key, value] of parseAddress(fragment)) {
    if (!key.endsWith("_hide") || value !== "true") continue;
    for (const name of hiddenAlong(key.slice(0, -"_hide".length))) names.add(name);
  }
  return names;
}

/** A name and those of the parts that go along with it. @param {string} name */
export function hiddenAlong(name) {
  return [name, ...(ALONG.get(name) ?? [])];
}

/**
 * Hides the parts with these names and shows all others; a group that has lost all its controls goes, too.
 * @param {HTMLElement} root
 * @param {Set<string>} names
 */
export function hideParts(root, names) {
  for (const element of root.querySelectorAll("[data-control], [data-hide]")) {
    const name = element.getAttribute("data-control") ?? element.getAttribute("data-hide") ?? "";
    element.toggleAttribute("data-put-away", names.has(name));
  }
  for (const section of root.querySelectorAll("dialog section:has([data-control])")) {
    section.toggleAttribute("data-put-away", section.querySelector("[data-control]:not([data-put-away])") === null);
  }
  // Those of the other problem are hidden along with the one that is shown.
  const left = [...root.querySelectorAll(".data [data-control]")].filter((control) => !control.closest("[hidden], [data-put-away]"));
  root.toggleAttribute("data-no-data", left.length === 0);
}

/** A widget's control as a whole, with its label. */
const CONTROL = ".dial, .field, .choice, .flag";

/**
 * What a widget may hide: its controls by their value's name, its buttons by their action's.
 * @param {HTMLElement} inside
 * @returns {Map<string, { label: string, elements: Element[] }>}
 */
export function widgetParts(inside) {
  /** @type {Map<string, { label: string, elements: Element[] }>} */
  const parts = new Map();
  const add = (/** @type {string} */ name, /** @type {string} */ label, /** @type {Element} */ element) => {
    const part = parts.get(name);
    if (!part) parts.set(name, { label, elements: [element] });
    else if (!part.elements.includes(element)) part.elements.push(element);
  };
  for (const input of inside.querySelectorAll("[data-set]")) {
    const control = input.closest(CONTROL);
    const words = control?.querySelector("span, legend") ?? control;
    if (control) add(input.getAttribute("data-set") ?? "", words?.textContent?.trim() ?? "", control);
  }
  for (const button of inside.querySelectorAll("button[data-do]")) {
    const name = button.getAttribute("data-do") ?? "";
    add(name, parts.has(name) ? "" : `Button “${button.textContent?.trim()}”`, button);
  }
  for (const row of inside.querySelectorAll(".embed-row")) add("embed", "Button “Embed”", row);
  return parts;
}

/** Hides the parts of a widget with these names and shows all others. @param {HTMLElement} inside @param {Set<string>} names */
export function hideWidgetParts(inside, names) {
  for (const [name, { elements }] of widgetParts(inside)) for (const element of elements) element.toggleAttribute("data-put-away", names.has(name));
}

/** The names in an attribute `hide`. @param {string} text */
export function namesIn(text) {
  return text.split(/[\s,]+/).filter(Boolean);
}
