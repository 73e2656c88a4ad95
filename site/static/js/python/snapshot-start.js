/**
 * Starts Pyodide with a memory in which NumPy and pycore have been imported already, and makes that start the same each time.
 *
 * Where a library's data and functions come to lie depends on what was loaded before it. So the libraries are loaded before the
 * interpreter starts, always the same ones in the same order: when the builder makes the snapshot, and when a page restores it.
 * What this uses of Pyodide is private to its version, which is pinned.
 */

/** @import { Snapshot } from "../types.js" */
/** @import { LoadPyodideOptions, ModuleSettings, Pyodide, PyodideModule, PyodideScript } from "./pyodide.js" */

/** The difference of two memories: the length of the first, the number of runs, the bytes in them; the runs, the bytes. */
const HEAD = 12;

/** A module of one empty function, which it exports by itself and in a table. */
// prettier-ignore
const ONE_FUNCTION = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 4, 4, 1, 112, 0, 1, 7, 9, 2, 1, 102, 0, 0, 1, 116, 1, 0, 9, 7, 1, 0, 65,
  0, 11, 1, 0, 10, 4, 1, 2, 0, 11,
]);

/**
 * Why this browser can't restore a snapshot, before anything is fetched for it; "" if it can.
 *
 * In WebKit a function has one identity as an export and another in a table, so that Pyodide does not find it there and adds it again:
 * then functions have other places than in the memory that the builder made.
 */
export function reasonAgainstSnapshots() {
  if (!globalThis.DecompressionStream) return "this browser has no DecompressionStream to unpack it";
  const { f, t } = new WebAssembly.Instance(new WebAssembly.Module(ONE_FUNCTION)).exports;
  const table = /** @type {WebAssembly.Table} */ (t);
  return table.get(0) === f ? "" : "in this browser functions lie in other places than in the memory it was made of";
}

/**
 * @param {object} parts
 * @param {PyodideScript["loadPyodide"]} parts.loadPyodide
 * @param {LoadPyodideOptions} parts.options
 * @param {Snapshot} parts.snapshot
 * @param {Promise<WebAssembly.Module[]>} parts.libraries those of the snapshot, in its order
 * @param {Promise<Uint8Array>} parts.difference what the memory differs in from that of a Pyodide that has just started
 * @returns {Promise<Pyodide>}
 */
export async function restorePyodide({ loadPyodide, options, snapshot, libraries, difference }) {
  const pyodide = await changedStart(loadPyodide, { ...options, _loadSnapshot: new Uint8Array(64) }, (settings) => {
    // Pyodide would take the length of what it was given.
    Object.defineProperty(settings, "INITIAL_MEMORY", { get: () => snapshot.heap, set() {} });
    const restore = async (/** @type {PyodideModule} */ module) => {
      placeLibraries(module, snapshot, await libraries);
      const { length } = module.wasmTable;
      if (length !== snapshot.slots) throw new Error(`it was made with ${snapshot.slots} functions, and here are ${length}`);
      const bytes = await difference;
      module.API.restoreSnapshot = () => {
        applyDifference(bytes, module.HEAPU8);
        return snapshot.state;
      };
    };
    return restore;
  });
  const { _module: module } = pyodide;
  module.LDSO.loadedLibsByHandle[0].exports._PyEM_InitTrampoline_js?.();
  for (const [handle, path] of Object.entries(snapshot.handles)) {
    module.LDSO.loadedLibsByHandle[Number(handle)] = module.LDSO.loadedLibsByName[path];
  }
  return pyodide;
}

/**
 * Loads Pyodide with changed settings.
 * @param {PyodideScript["loadPyodide"]} loadPyodide
 * @param {LoadPyodideOptions} options
 * @param {(settings: ModuleSettings) => (module: PyodideModule) => Promise<void>} change gives what is to be done before the
 *   interpreter starts
 * @returns {Promise<Pyodide>}
 */
export async function changedStart(loadPyodide, options, change) {
  const scope = /** @type {{ _createPyodideModule: (settings: ModuleSettings) => Promise<PyodideModule> }} */ (
    /** @type {unknown} */ (globalThis)
  );
  const create = scope._createPyodideModule;
  /** @type {(reason: unknown) => void} */
  let fail = () => {};
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => (fail = reject));
  scope._createPyodideModule = (settings) => {
    scope._createPyodideModule = create;
    // They stand in memory, in Node as the path of the script that makes the snapshot.
    settings.thisProgram = "/pyground";
    settings.arguments = [];
    const before = change(settings);
    settings.preRun.push((module) => {
      module.addRunDependency("before-start");
      before(module).then(() => module.removeRunDependency("before-start"), fail);
    });
    return create(settings);
  };
  try {
    return await Promise.race([loadPyodide(options), failed]);
  } finally {
    scope._createPyodideModule = create;
  }
}

/**
 * @param {PyodideModule} module
 * @param {Pick<Snapshot, "folder" | "libraries">} snapshot
 * @param {WebAssembly.Module[]} libraries
 */
export function placeLibraries(module, { folder, libraries: names }, libraries) {
  for (const [index, { path }] of names.entries()) {
    const name = folder + path;
    const exports = module.loadWebAssemblyModule(libraries[index], { loadAsync: false, global: false, nodelete: true }, name, {});
    module.LDSO.loadedLibsByName[name] = { refcount: Infinity, name, exports, global: false };
  }
}

/**
 * @param {Uint8Array} packed
 * @param {Uint8Array} heap
 * @throws {Error} if `packed` is no difference of a memory of this length
 */
export function applyDifference(packed, heap) {
  const [length, count, bytes] = new Uint32Array(packed.buffer, packed.byteOffset, HEAD / 4);
  if (length !== heap.length || packed.length !== HEAD + 4 * count + bytes) {
    throw new Error(`the snapshot is of a memory of ${length} bytes, and this one has ${heap.length}`);
  }
  const runs = new Uint32Array(packed.buffer, packed.byteOffset + HEAD, count);
  let from = HEAD + 4 * count;
  let at = 0;
  for (let run = 0; run < count; run += 2) {
    at += 4 * runs[run];
    const size = 4 * runs[run + 1];
    heap.set(packed.subarray(from, from + size), at);
    at += size;
    from += size;
  }
}

/**
 * The difference that `applyDifference` makes up for: runs of words, each after a number of words that are alike.
 * @param {Uint8Array} heap
 * @param {Uint8Array} base at most as long; what it lacks counts as zeros
 * @returns {Uint8Array}
 */
export function differenceOf(heap, base) {
  const words = heap.length >> 2;
  const now = new Uint32Array(heap.buffer, heap.byteOffset, words);
  const before = new Uint32Array(words);
  new Uint8Array(before.buffer).set(base.subarray(0, heap.length));
  /** @type {number[]} */
  const runs = [];
  /** @type {Uint8Array[]} */
  const parts = [];
  let end = 0;
  for (let from = next(0); from < words; from = next(end)) {
    runs.push(from - end);
    end = from + 1;
    // A run goes on across a few words that are alike: another run would take as much.
    for (let like = 0, word = end; word < words && like <= 3; word += 1) {
      like = now[word] === before[word] ? like + 1 : 0;
      if (!like) end = word + 1;
    }
    runs.push(end - from);
    parts.push(heap.subarray(4 * from, 4 * end));
  }
  const bytes = parts.reduce((sum, part) => sum + part.length, 0);
  const packed = new Uint8Array(HEAD + 4 * runs.length + bytes);
  new Uint32Array(packed.buffer, 0, 3).set([heap.length, runs.length, bytes]);
  new Uint32Array(packed.buffer, HEAD, runs.length).set(runs);
  let at = HEAD + 4 * runs.length;
  for (const part of parts) {
    packed.set(part, at);
    at += part.length;
  }
  return packed;

  /** @param {number} word the first that differs from there on */
  function next(word) {
    let at = word;
    while (at < words && now[at] === before[at]) at += 1;
    return at;
  }
}
