/** Starts Pyodide inside the worker, so that whatever goes wrong on the way ends in one sentence and never in silence. */

import { installLateModules } from "./late-archives.js";
import { mirroredFetch } from "./mirrored-fetch.js";
import { reasonAgainstSnapshots, restorePyodide } from "./snapshot-start.js";
import { BootError, sha256, watchFetch } from "./watched-fetch.js";

/** @import { BootProgress, PinnedFile, PyodideConfig, Snapshot } from "../types.js" */
/** @import { Pyodide, PyodideScript } from "./pyodide.js" */

/** @typedef {ReturnType<typeof watchFetch>} Watch */

/** Stands for a standard library of no bytes: a restored memory has it. */
const NOTHING = "nothing:";
const native = globalThis.fetch.bind(globalThis);

/** The memory could not be restored; another worker can start as Pyodide starts elsewhere. */
class SnapshotFailed extends Error {
  name = "SnapshotFailed";
}

/** A file came with other bytes, and has been asked for anew, past all that the browser keeps: another worker may start with it. */
class FilesRenewed extends BootError {
  name = "FilesRenewed";
}

/**
 * Restores the memory that the builder made; where the browser can't, starts as Pyodide starts elsewhere, and tells the console why.
 * A worker starts one Python: what is left of a start that failed can't be taken back.
 * @param {PyodideConfig} config with absolute URLs
 * @param {(progress: BootProgress) => void} report
 * @param {{ isPlain?: boolean, ask?: typeof fetch }} [options] `isPlain` leaves the memory aside; `ask` gives the files
 * @returns {Promise<Pyodide>} which can import pycore
 * @throws {SnapshotFailed} saying why the memory could not be restored
 * @throws {BootError} naming the file that was missing or wrong
 */
export async function bootPyodide(config, report, { isPlain = false, ask = native } = {}) {
  const { snapshot, files } = config;
  const reason = snapshot && !isPlain ? reasonAgainstSnapshots() : "";
  if (!snapshot || isPlain || reason) {
    if (reason) warn(reason);
    const late = snapshot ? { stdlib: config.late.stdlib } : config.late;
    return watched(config, files, report, loaded, ask, late).catch((error) => renewing(error, files, ask));
  }
  try {
    return await watched(config, snapshot.files, report, (parts, watch) => restored(parts, snapshot, watch), ask, config.late);
  } catch (error) {
    const problem = await renewing(error, snapshot.files, ask).catch((told) => told);
    // What both ways need is missing either way.
    if (problem instanceof BootError && problem.url in files) throw problem;
    const why = problem instanceof Error ? problem.message : String(problem);
    warn(why);
    throw new SnapshotFailed(why);
  }
}

/** @param {string} reason */
function warn(reason) {
  console.warn(`Python starts without the snapshot of its memory: ${reason}`);
}

/**
 * What the browser keeps of a file that differs may be damaged, and of others, too: they are asked for anew.
 * @param {unknown} error that a start ended with
 * @param {Record<string, PinnedFile>} files by absolute URL
 * @param {typeof fetch} ask
 * @returns {Promise<never>}
 */
async function renewing(error, files, ask) {
  if (!(error instanceof BootError && error.differs) || ask !== native) throw error;
  try {
    for (const url of Object.keys(files)) await (await native(url, { cache: "reload" })).arrayBuffer();
  } catch {
    throw error; // the server is not there
  }
  throw new FilesRenewed(error.message, error.url, true);
}

/**
 * @param {PyodideConfig} config
 * @param {Snapshot} snapshot
 * @param {Watch} watch
 * @returns {Promise<Pyodide>}
 */
async function restored({ indexURL, lockFileURL }, snapshot, watch) {
  // All at once: each takes its own time to come, to be compiled or to be unpacked.
  const libraries = Promise.all(snapshot.libraries.map(({ url }) => watch.compiled(url)));
  const difference = watch.unpacked(snapshot.url);
  for (const part of [libraries, difference]) part.catch(() => {}); // reported by whoever waits for them
  const { loadPyodide } = await scripts(indexURL, watch);
  const options = { indexURL, lockFileURL, stdLibURL: NOTHING, env: { HOME: "/home/pyodide" } };
  return restorePyodide({ loadPyodide, options, snapshot, libraries, difference });
}

/**
 * @param {PyodideConfig} config
 * @param {Watch} watch
 * @returns {Promise<Pyodide>}
 */
async function loaded({ indexURL, lockFileURL, stdLibURL, packages }, watch) {
  const { loadPyodide } = await scripts(indexURL, watch);
  return loadPyodide({ indexURL, lockFileURL, stdLibURL, packages });
}

/**
 * Starts Pyodide one of the two ways, with a fetch that checks and counts `files`.
 * @param {PyodideConfig} config
 * @param {Record<string, PinnedFile>} files by absolute URL
 * @param {(progress: BootProgress) => void} report
 * @param {(config: PyodideConfig, watch: Watch) => Promise<Pyodide>} way
 * @param {typeof fetch} ask gives the files
 * @param {PyodideConfig["late"]} [late] what comes when it is missed
 * @returns {Promise<Pyodide>}
 */
async function watched(config, files, report, way, ask, late = {}) {
  const total = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  let received = 0;
  const at = (/** @type {BootProgress["stage"]} */ stage) => report({ stage, loaded: received, total });
  const watch = watchFetch({
    files,
    report: (bytes) => {
      received = bytes;
      at(received < total ? "downloading" : "starting");
    },
    fetch: ask === native ? mirroredFetch({ mirror: config.mirror, base: config.base, files, fetch: native }) : ask,
    digest: sha256,
    nameOf: shortName,
  });
  at("downloading");
  const wasm = `${config.indexURL}pyodide.asm.wasm`;
  const wasmFailed = giveInstance(watch.compiled(wasm));
  globalThis.fetch = async (resource, init) => {
    const url = urlOf(resource);
    if (url === wasm || url === NOTHING) return new Response();
    if (!(url in files)) return native(resource, init);
    // Without one of its files the start has failed, and the watch tells so; Pyodide would go on and fill the console.
    const response = await watch.fetch(resource, init).catch(() => null);
    return response?.ok ? response : new Promise(() => {});
  };
  try {
    const starting = way(config, watch);
    starting.catch(() => {}); // the race below may be over by then
    const pyodide = await Promise.race([starting, watch.failed, wasmFailed]);
    await watch.checked();
    at("importing");
    installLateModules(pyodide, late);
    return pyodide;
  } catch (error) {
    // A wrong file breaks what reads it before its digest is known: give the check the chance to name the file.
    if (!(error instanceof BootError)) await watch.checked();
    throw error;
  }
}

/**
 * @param {string} indexURL
 * @param {Watch} watch
 */
async function scripts(indexURL, watch) {
  // The worker of the one file has both in its own script: opened from disk, WebKit lets it import nothing.
  const own = /** @type {Partial<PyodideScript> & { _createPyodideModule?: unknown }} */ (/** @type {unknown} */ (globalThis));
  if (own.loadPyodide && own._createPyodideModule) return { loadPyodide: own.loadPyodide };
  const [loader] = await Promise.all([
    watch.text(`${indexURL}pyodide.mjs`).then(importText),
    // Defines _createPyodideModule, which loadPyodide would otherwise import by itself, unchecked.
    watch.text(`${indexURL}pyodide.asm.js`).then(importText),
  ]);
  return /** @type {PyodideScript} */ (loader);
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
 * Has Pyodide take `module`, which compiles since before Pyodide was there. Pyodide writes a failed instantiation to the console
 * and then waits for ever. Here the boot rejects, and Pyodide is left waiting without having heard of it, until its worker is
 * ended.
 * @param {Promise<WebAssembly.Module>} module
 * @returns {Promise<never>}
 */
function giveInstance(module) {
  const streaming = WebAssembly.instantiateStreaming;
  return new Promise((_, reject) => {
    module.catch(reject);
    WebAssembly.instantiateStreaming = async (_, imports) => {
      try {
        const compiled = await module;
        return { module: compiled, instance: await WebAssembly.instantiate(compiled, imports) };
      } catch (error) {
        reject(error);
        return new Promise(() => {});
      } finally {
        WebAssembly.instantiateStreaming = streaming;
      }
    };
  });
}

/** @param {RequestInfo | URL} resource */
function urlOf(resource) {
  return resource instanceof Request ? resource.url : String(resource);
}

/** @param {string} url */
function shortName(url) {
  return url.split("/").slice(-2).join("/");
}
