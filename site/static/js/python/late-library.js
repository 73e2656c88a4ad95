/** Gives Python the way to the rest of its standard library, for the first import of something that no start needs. */

/** @import { PyodideConfig } from "../types.js" */
/** @import { Pyodide } from "./pyodide.js" */

/**
 * @param {Pyodide} pyodide
 * @param {PyodideConfig["library"]} library
 */
export function installLateModules(pyodide, { url, sha256 }) {
  const late = pyodide.pyimport("pycore.page.late_modules");
  late.install((address) => pyodide.toPy(readNow(address)), url, sha256);
  late.destroy();
}

/**
 * An import can't wait, so neither can this; only a worker may do it.
 * @param {string} url
 * @returns {Uint8Array}
 */
function readNow(url) {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`the server answered ${request.status} ${request.statusText}`.trimEnd());
  return new Uint8Array(request.response);
}
