/** What the builder wrote into the page, read once, and the one Python client that all widgets of the page share. */

import { PythonClient } from "./client.js";

/** @import { SettingRow, SiteConfig } from "../types.js" */

/** @type {SiteConfig | null} */
let config = null;
/** @type {PythonClient | null} */
let shared = null;

/** @returns {SiteConfig} */
export function siteConfig() {
  if (!config) {
    const script = document.getElementById("pyground-config");
    if (!script?.textContent) throw new Error('this page has no <script id="pyground-config">, so nothing says where Python is');
    config = /** @type {SiteConfig} */ (JSON.parse(script.textContent));
  }
  return config;
}

/** @returns {SettingRow[]} */
export function settingsTable() {
  return siteConfig().settings;
}

/** @returns {PythonClient} */
export function pythonClient() {
  shared ??= new PythonClient(siteConfig().pyodide);
  return shared;
}
