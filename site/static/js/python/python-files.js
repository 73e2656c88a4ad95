/** What the builder knows of Python's files. In a worker's bundle its values stand in place of these. */

/** @import { PyodideConfig } from "../types.js" */

/** with URLs relative to the top of the site @type {Omit<PyodideConfig, "base"> | null} */
export const python = null;

/** URL of the top of the site. @type {string} */
export const base = "";

/**
 * Where each file begins and ends in what a worker of the one file is handed, by its URL relative to `base`; null where files are fetched.
 * @type {Record<string, [number, number]> | null}
 */
export const given = null;
