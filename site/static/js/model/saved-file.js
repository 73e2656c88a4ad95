/** A playground as a file that works without a network: the one file that holds the site, with the playground's state in it. */

import { siteConfig, siteUrl } from "../python/page-python.js";
import { formatAddress, parseAddress } from "./address.js";

/**
 * @typedef {object} SavedState
 * @property {string} address of the settings, and of what is hidden
 * @property {string} model settings, weights and points, as Python saves them
 */

export const FILE = "pyground.html";
/** Where the state stands in the file: this text once. */
const BEGIN = '<script type="application/json" data-part="saved">';
const END = "</script>";
const EMPTY = `${BEGIN}null${END}`;

/** Gives the text of the one file without a state, where it need not be fetched. @type {(() => string) | null} */
let own = null;

/** @param {() => string} template */
export function giveTemplate(template) {
  own = template;
}

/**
 * The text of the one file without a state.
 * @returns {Promise<string>}
 * @throws {Error} saying why it can't be had
 */
export async function templateOfFile() {
  if (own) return own();
  /** @type {Response} */
  let response;
  try {
    response = await fetch(siteUrl(FILE));
  } catch (error) {
    throw new Error(`${FILE} could not be fetched; is the network there? (${error instanceof Error ? error.message : error})`);
  }
  if (!response.ok) throw new Error(`${FILE} could not be fetched: the server answered ${response.status} ${response.statusText}`.trimEnd());
  const text = await response.text();
  const build = /<meta name="pyground-build" content="([^"]*)">/.exec(text.slice(0, 5000))?.[1];
  if (build !== siteConfig().build) throw new Error(`${FILE} is of another version of this site; load this page again first`);
  return text;
}

/**
 * @param {string} template
 * @param {SavedState} state
 * @returns {string} the file
 */
export function fileWith(template, state) {
  const parts = template.split(EMPTY);
  if (parts.length !== 2) throw new Error(`${FILE} has ${parts.length - 1} places for a playground, expected one`);
  // Nothing in it can end the script that it stands in, or begin a comment.
  const json = JSON.stringify(state).replace(/</g, "\\u003c").replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
  return `${parts[0]}${BEGIN}${json}${END}${parts[1]}`;
}

/**
 * The state that a page was saved with.
 * @param {ParentNode} page
 * @returns {SavedState | null}
 */
export function savedState(page) {
  const state = JSON.parse(page.querySelector("script[data-part=saved]")?.textContent ?? "null");
  return typeof state?.address === "string" && typeof state.model === "string" ? state : null;
}

/** Whether two addresses say the same, however their signs are written. @param {string} one @param {string} other */
export function isSameAddress(one, other) {
  const [first, second] = [one, other].map((address) => formatAddress(parseAddress(address)));
  return first === second;
}
