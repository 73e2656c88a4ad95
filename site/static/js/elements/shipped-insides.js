/** The insides of all elements and their style sheet, for pages that were not made by our builder; each is loaded when it is needed. */

import { siteUrl } from "../python/page-python.js";
import { loaders } from "./inside-loaders.js";

/** @type {Promise<CSSStyleSheet> | null} */
let sheet = null;

/** The names of all elements that have an inside here. */
export const elementNames = Object.keys(loaders).filter((name) => name !== "styles");

/**
 * The markup of an element's inside, as the builder renders it.
 * @param {string} name of the element
 * @returns {Promise<string>}
 */
export async function insideOf(name) {
  if (!Object.hasOwn(loaders, name)) throw new Error(`there is no <${name}>; there are ${elementNames.join(", ")}`);
  const template = document.createElement("template");
  template.innerHTML = (await loaders[name]()).default; // our own template's output
  // Its links lead to pages of our site, wherever it stands.
  for (const link of template.content.querySelectorAll("a[href]")) link.setAttribute("href", siteUrl(link.getAttribute("href") ?? ""));
  return template.innerHTML;
}

/** The one style sheet of all elements on a page. */
export function componentSheet() {
  sheet ??= loaders.styles().then(({ default: text }) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  });
  return sheet;
}
