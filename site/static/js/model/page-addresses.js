/**
 * Where the pages of the site are, from one another: files beside each other, or, in the one file that holds them all, what stands behind
 * "#". There the playground has its address, as everywhere, and every other page "/" with its name, and "/" with a place in it.
 */

import { siteConfig } from "../python/page-python.js";

/** The page with the playground. */
export const PLAYGROUND = "index";

/**
 * The address of a page, relative to any other.
 * @param {string} page "index" for the playground
 * @param {string} [place] in it; for the playground, the address of its settings
 * @param {boolean} [isOneFile]
 */
export function pageAddress(page, place = "", isOneFile = siteConfig().isOneFile === true) {
  if (!isOneFile) return `${page}.html${place && "#"}${place}`;
  if (page === PLAYGROUND) return `#${place || "/"}`;
  return `#/${page}${place && "/"}${place}`;
}

/**
 * What the part behind "#" names in the one file.
 * @param {string} fragment with or without "#"
 * @returns {{ page: string, place: string } | null} null for an address of the playground's settings; the page "" is the playground as it stands
 */
export function pageAsked(fragment) {
  const [, page, place = ""] = /^#?\/([^/]*)(?:\/(.*))?$/s.exec(fragment) ?? [];
  return page === undefined ? null : { page, place };
}
