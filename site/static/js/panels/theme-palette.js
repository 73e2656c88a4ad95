/** The theme in which an element stands: light or dark as its page is, the colours for drawing, and word when they change. */

import { makePalette } from "../draw/palette.js";

/** @import { Palette } from "../types.js" */

/** From this share of white on, a background counts as light. */
const LIGHT_FROM = 0.4;

/** @type {Set<Theme>} */
const held = new Set();
/** @type {WeakMap<Element, Theme>} */
const themes = new WeakMap();

export class Theme {
  #host;
  /** the element's inside, whose tokens count @type {HTMLElement | null} */
  #inside = null;
  /** @type {Palette | null} */
  #palette = null;
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /** @param {Element} host an element of ours */
  constructor(host) {
    this.#host = host;
  }

  /**
   * Follows the page for this inside.
   * @param {HTMLElement} inside
   * @returns {() => void} stops
   */
  hold(inside) {
    this.#inside = inside;
    held.add(this);
    this.changed();
    watchPage();
    return () => {
      held.delete(this);
      this.#inside = null;
      this.#palette = null;
    };
  }

  /** The colours in force. @returns {Palette} */
  get palette() {
    this.#palette ??= readPalette(this.#inside ?? this.#host);
    return this.#palette;
  }

  /**
   * @param {() => void} listener
   * @returns {() => void} stops listening
   */
  onchange(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The page, or the element's `theme`, may be another now. */
  changed() {
    if (!this.#inside) return;
    const scheme = schemeOf(this.#host);
    if (scheme) this.#inside.dataset.theme = scheme;
    else delete this.#inside.dataset.theme;
    this.#palette = null;
    for (const listener of this.#listeners) listener();
  }
}

/** The theme of an element of ours. @param {Element} host @returns {Theme} */
export function themeOf(host) {
  let theme = themes.get(host);
  if (!theme) themes.set(host, (theme = new Theme(host)));
  return theme;
}

/** The theme of whatever stands inside an element of ours. @param {Node} node @returns {Theme} */
export function themeAround(node) {
  const root = node.getRootNode();
  if (root instanceof ShadowRoot) return themeOf(root.host);
  throw new Error("this stands in no element of ours, so it has no theme");
}

/**
 * Light or dark, as an element stands on its page: what the attribute says, else what the page's colour scheme is, else what the nearest background is like.
 * @param {Element} host
 */
export function schemeOf(host) {
  const asked = host.getAttribute("theme");
  if (asked === "light" || asked === "dark") return asked;
  const declared = getComputedStyle(host).colorScheme;
  if (/dark|light/.test(declared)) {
    if (!declared.includes("dark")) return "light";
    return declared.includes("light") && !prefers("(prefers-color-scheme: dark)") ? "light" : "dark";
  }
  for (let node = /** @type {Element | null} */ (host); node; node = parentOf(node)) {
    const [red, green, blue, alpha = 1] = numbersOf(getComputedStyle(node).backgroundColor);
    if (alpha > 0.5) return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255 < LIGHT_FROM ? "dark" : "light";
  }
  return "light";
}

/** @param {string} query */
function prefers(query) {
  return typeof matchMedia === "function" && matchMedia(query).matches;
}

/** @param {Element} node @returns {Element | null} */
function parentOf(node) {
  const { parentNode } = node;
  if (parentNode instanceof ShadowRoot) return parentNode.host;
  return parentNode instanceof Element ? parentNode : null;
}

/** @param {string} colour as a computed style gives it */
function numbersOf(colour) {
  const numbers = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return colour.startsWith("color(") ? [numbers[0] * 255, numbers[1] * 255, numbers[2] * 255, numbers[3]] : numbers;
}

/** The tokens as they are in force at a place; a probe is asked, for a token may be given by any function of CSS. @param {Element} place */
export function readPalette(place) {
  const probe = document.createElement("i");
  probe.style.display = "none";
  place.append(probe);
  const style = getComputedStyle(probe);
  try {
    return makePalette((token) => {
      if (token === "--font") return style.getPropertyValue(token).trim();
      probe.style.color = `var(${token})`;
      return hexOf(numbersOf(style.color));
    });
  } finally {
    probe.remove();
  }
}

/** @param {number[]} rgb */
function hexOf(rgb) {
  return `#${rgb.slice(0, 3).map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

let watching = false;

/** Looks for what may change a page's theme, once for all elements. */
function watchPage() {
  if (watching) return;
  watching = true;
  const changed = () => held.forEach((theme) => theme.changed());
  if (typeof matchMedia === "function") {
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) matchMedia(query).addEventListener?.("change", changed);
  }
  const watch = new MutationObserver(changed);
  const attributes = { attributeFilter: ["class", "style", "theme", "data-theme", "data-palette", "data-bs-theme", "data-md-color-scheme", "data-jp-theme-light"] };
  for (const element of [document.documentElement, document.body]) if (element) watch.observe(element, attributes);
}
