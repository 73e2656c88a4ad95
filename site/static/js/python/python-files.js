/** What the builder knows of Python's files. In a worker's bundle its values stand in place of these. */

/** @import { PyodideConfig } from "../types.js" */

/** with URLs relative to the top of the site @type {Omit<PyodideConfig, "base"> | null} */
export const python = null;

/** URL of the top of the site. @type {string} */
export const base = "";
