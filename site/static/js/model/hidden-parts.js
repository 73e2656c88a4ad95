/** What an address hides: `<name>_hide=true` takes a part of the playground away, and with some names goes more than one part. */

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
