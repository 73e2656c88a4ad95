/** Reads the theme's tokens for drawing, and tells when they have changed. */

import { makePalette } from "../draw/palette.js";

/** @import { Palette } from "../types.js" */

/** @type {Palette | null} */
let current = null;
/** @type {Set<() => void>} */
const listeners = new Set();

/** The colours in force. @returns {Palette} */
export function palette() {
  if (!current) {
    const style = getComputedStyle(document.documentElement);
    current = makePalette((token) => style.getPropertyValue(token).trim());
  }
  return current;
}

/**
 * @param {() => void} listener
 * @returns {() => void} stops listening
 */
export function onThemeChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed() {
  current = null;
  for (const listener of listeners) listener();
}

for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) globalThis.matchMedia?.(query).addEventListener("change", changed);
new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-theme", "data-palette"] });
