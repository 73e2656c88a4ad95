/** What the builder knows of the site, and the one Python client that all elements of a page share. */

import { PythonClient } from "./client.js";
import { base, site } from "./site-data.js";

/** @import { SettingRow, SiteConfig } from "../types.js" */

/** @returns {SiteConfig} */
export function siteConfig() {
  if (!site) throw new Error("these scripts were not bundled by build.py, so nothing says where Python is");
  return site;
}

/** An absolute URL of something of the site. @param {string} path relative to its top */
export function siteUrl(path) {
  return new URL(path, base).href;
}

/** @returns {SettingRow[]} */
export function settingsTable() {
  return siteConfig().settings;
}

/**
 * The client of this build on this page, whichever origins its scripts came from.
 * @returns {PythonClient}
 */
export function pythonClient() {
  const place = Symbol.for(`pyground ${siteConfig().build}`);
  const page = /** @type {Record<symbol, PythonClient | undefined>} */ (/** @type {unknown} */ (globalThis));
  const { worker, lender, build } = siteConfig();
  return (page[place] ??= new PythonClient({ workerURL: siteUrl(worker), build, lender: siteUrl(lender) }));
}
