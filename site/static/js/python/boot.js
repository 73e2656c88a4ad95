/** Starts Pyodide inside the worker, so that whatever goes wrong on the way ends in one sentence and never in silence. */

import { installLateModules } from "./late-library.js";
import { BootError, sha256, watchFetch } from "./watched-fetch.js";

/** @import { BootProgress, PyodideConfig } from "../types.js" */
/** @import { Pyodide, PyodideScript } from "./pyodide.js" */

/**
 * @param {PyodideConfig} config with absolute URLs
 * @param {(progress: BootProgress) => void} report
 * @returns {Promise<Pyodide>} with the config's packages loaded
 * @throws {BootError} naming the file that was missing or wrong
 */
export async function bootPyodide(config, report) {
  const total = Object.values(config.files).reduce((sum, file) => sum + file.bytes, 0);
  let loaded = 0;
  /** @param {BootProgress["stage"]} stage */
  const at = (stage) => report({ stage, loaded, total });
  const watch = watchFetch({
    files: config.files,
    report: (bytes) => {
      loaded = bytes;
      at(loaded < total ? "downloading" : "starting");
    },
    fetch: globalThis.fetch.bind(globalThis),
    digest: sha256,
    nameOf: shortName,
  });
  at("downloading");
  globalThis.fetch = watch.fetch;
  const wasmFailed = watchInstantiation();
  try {
    const started = start(config, watch.text);
    started.catch(() => {}); // the race below may be over by then
    return await Promise.race([started, watch.failed, wasmFailed]);
  } catch (error) {
    // A wrong file breaks what reads it before its digest is known: give the check the chance to name the file.
    if (!(error instanceof BootError)) await watch.checked();
    throw error;
  }

  /**
   * @param {PyodideConfig} options
   * @param {(url: string) => Promise<string>} text
   */
  async function start({ indexURL, lockFileURL, stdLibURL, packages, library }, text) {
    const [loader] = await Promise.all([
      text(`${indexURL}pyodide.mjs`).then(importText),
      // Defines _createPyodideModule, which loadPyodide would otherwise import by itself, unchecked.
      text(`${indexURL}pyodide.asm.js`).then(importText),
    ]);
    const { loadPyodide } = /** @type {PyodideScript} */ (loader);
    const pyodide = await loadPyodide({ indexURL, lockFileURL, stdLibURL, packages });
    await watch.checked();
    at("importing");
    installLateModules(pyodide, library);
    return pyodide;
  }
}

/**
 * Runs the very bytes that were checked.
 * @param {string} source of a module without imports of its own
 * @returns {Promise<unknown>}
 */
async function importText(source) {
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Pyodide writes a failed instantiation to the console and then waits for ever. Here the boot rejects, and Pyodide is left
 * waiting without having heard of it, until its worker is ended.
 * @returns {Promise<never>}
 */
function watchInstantiation() {
  const native = WebAssembly.instantiateStreaming;
  return new Promise((_, reject) => {
    WebAssembly.instantiateStreaming = async (source, imports) => {
      try {
        return await native(source, imports);
      } catch (error) {
        reject(error);
        return new Promise(() => {});
      } finally {
        WebAssembly.instantiateStreaming = native;
      }
    };
  });
}

/** @param {string} url */
function shortName(url) {
  return url.split("/").slice(-2).join("/");
}
