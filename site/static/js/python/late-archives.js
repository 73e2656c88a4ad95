/** Gives Python the way to the rest of its modules, for the first import of something that no start needs. */

/** @import { PyodideConfig } from "../types.js" */
/** @import { Pyodide } from "./pyodide.js" */

/**
 * @param {Pyodide} pyodide
 * @param {PyodideConfig["late"]} archives
 */
export function installLateModules(pyodide, archives) {
  const late = pyodide.pyimport("pycore.page.late_modules");
  late.install((url) => pyodide.toPy(readNow(url)), JSON.stringify(archives));
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
