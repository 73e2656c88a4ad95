// Starts Pyodide from the snapshot of a built site, as a page does, and runs a program: `node restore.mjs DIST CONFIG PROGRAM`.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";
import { installLateModules } from "../../site/static/js/python/late-archives.js";
import { restorePyodide } from "../../site/static/js/python/snapshot-start.js";

const [dist, config, program] = process.argv.slice(2);
const { indexURL, lockFileURL, snapshot, late } = JSON.parse(config);
const here = (path) => join(dist, path);
globalThis.XMLHttpRequest = class {
  open(method, path) {
    console.log(`fetched ${path}`);
    Object.assign(this, { status: 200, response: new Uint8Array(readFileSync(here(path))).buffer });
  }
  send() {}
};
const { loadPyodide } = await import(pathToFileURL(here(`${indexURL}pyodide.mjs`)).href);
await import(pathToFileURL(here(`${indexURL}pyodide.asm.js`)).href);
const pyodide = await restorePyodide({
  loadPyodide,
  options: { indexURL: here(indexURL), lockFileURL: here(lockFileURL), stdLibURL: "/dev/null", env: { HOME: "/home/pyodide" } },
  snapshot,
  libraries: Promise.resolve(snapshot.libraries.map(({ url }) => new WebAssembly.Module(readFileSync(here(url))))),
  difference: Promise.resolve(new Uint8Array(gunzipSync(readFileSync(here(snapshot.url))))),
});
installLateModules(pyodide, late);
try {
  await pyodide.runPythonAsync(program);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
