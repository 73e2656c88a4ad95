/** Reads and writes the part of the address after "#": settings by their keys, unknown keys kept as they are. */

/** @import { SettingRow, SettingValue } from "../types.js" */

/** Of a longer address nothing is read here, and Python says so: the bound is that of pycore.settings. */
export const MOST_CHARACTERS = 100_000;

/**
 * Pairs in the order of the address; the last one wins when a key comes twice.
 * @param {string} fragment with or without "#"
 * @returns {Map<string, string>} empty for an address that is too long
 */
export function parseAddress(fragment) {
  const pairs = new Map();
  if (fragment.length > MOST_CHARACTERS) return pairs;
  for (const part of fragment.replace(/^#/, "").split("&")) {
    const split = part.indexOf("=");
    if (split > 0) pairs.set(part.slice(0, split), decode(part.slice(split + 1)));
  }
  return pairs;
}

/**
 * The address of a page as one: what stands after "?" counts like what stands after "#", which wins.
 * @param {{ search: string, hash: string }} location
 * @returns {string} without "#"
 */
export function addressOf({ search, hash }) {
  const fragment = hash.replace(/^#/, "");
  if (search.length + hash.length > MOST_CHARACTERS) return search + hash; // not taken apart, only told
  const query = parseAddress(search.replace(/^\?/, "").replace(/\+/g, " "));
  if (!query.size) return fragment;
  return formatAddress(new Map([...query, ...parseAddress(fragment)]));
}

/** An address key as an attribute is named: `networkShape` is `network-shape`. @param {string} key */
export function attributeOf(key) {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** @param {Map<string, string>} pairs */
export function formatAddress(pairs) {
  return Array.from(pairs, ([key, value]) => `${key}=${encode(value)}`).join("&");
}

/**
 * The address after Python has named its settings: keys Python did not write stay, known ones it left out go.
 * @param {string} current
 * @param {string} fromPython
 * @param {SettingRow[]} table
 * @returns {string} without "#"
 */
export function mergeAddress(current, fromPython, table) {
  const known = new Set(table.map((row) => row.key));
  const merged = parseAddress(fromPython);
  for (const [key, value] of parseAddress(current)) {
    if (!known.has(key) && !merged.has(key)) merged.set(key, value);
  }
  return formatAddress(merged);
}

/**
 * What the address seems to ask for, to be shown until Python has read it by its own rules.
 * @param {string} fragment
 * @param {SettingRow[]} table
 * @returns {Record<string, SettingValue>}
 */
export function guessSettings(fragment, table) {
  const pairs = parseAddress(fragment);
  /** @type {Record<string, SettingValue>} */
  const values = {};
  for (const row of table) {
    const text = pairs.get(row.key);
    if (text === undefined || (text === "" && row.kind !== "shape")) continue;
    const value = guessValue(row, text);
    if (value !== undefined) values[row.key] = value;
  }
  return values;
}

/**
 * @param {SettingRow} row
 * @param {string} text
 * @returns {SettingValue | undefined} undefined for what can't be right
 */
function guessValue({ kind, options }, text) {
  if (kind === "flag") return text !== "false";
  if (kind === "shape") return text === "" ? [] : text.split(",").map(Number);
  if (kind === "choice") return options.find(([option]) => String(option) === text)?.[0];
  if (kind === "text") return text;
  if (kind === "names") return text.split(",");
  if (kind === "integers") return text.split(",").map(Number);
  if (kind === "expressions") return text.split(";");
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
}

/** @param {string} text */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone "%" in an old or hand-written link: taken as it stands
  }
}

/** Only what would break the address is escaped, so that links stay readable. @param {string} text */
function encode(text) {
  return text.replace(/[%&#\s]/g, (character) => encodeURIComponent(character));
}
