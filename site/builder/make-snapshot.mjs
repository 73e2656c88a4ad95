// Makes the memory that pages start with: `node make-snapshot.mjs RUNTIME/ FOLDER OPTIONS`. In FOLDER are program.py, which is run
// first, and site/ with the packages; OPTIONS is JSON: the paths lockFile and stdlib, `folder`, where packages lie in Pyodide, and
// `libraries`, [{path}] below that. Writes FOLDER/snapshot.bin, and prints what a page must know of it as JSON.

import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { changedStart, differenceOf, placeLibraries } from "../static/js/python/snapshot-start.js";

// Node would first quote the line where it happened, and Pyodide's are long.
process.on("uncaughtException", (error) => {
  console.error(error.stack ?? error);
  process.exit(1);
});
const [runtime, place, given] = process.argv.slice(2);
const { lockFile, stdlib, folder, libraries } = JSON.parse(given);
/** Pyodide's memory has 20 MiB when it starts. */
const LEAST = 20971520;
const PAGE = 65536;
standStill();

const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
await import(pathToFileURL(join(runtime, "pyodide.asm.js")).href);
const modules = libraries.map(({ path }) => new WebAssembly.Module(readFileSync(join(place, "site", path))));
const common = { indexURL: runtime, lockFileURL: lockFile, stdLibURL: stdlib, env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" } };

let slots = 0;
const pyodide = await changedStart(loadPyodide, { ...common, _makeSnapshot: true }, () => async (module) => {
  placeLibraries(module, { folder, libraries }, modules);
  slots = module.wasmTable.length;
});
const { FS, _module: module } = pyodide;
putFiles("");
pyodide.runPython(readFileSync(join(place, "program.py"), "utf8"));
if (module.wasmTable.length !== slots) throw new Error("the program added functions to the table; a page could not have them in the same places");
zeroFreeMemory();

// Behind its head Pyodide's own snapshot is the memory; a page needs less of that.
const whole = pyodide.makeMemorySnapshot();
const [, start, stateLength] = new Uint32Array(whole.buffer, 0, 3);
const state = JSON.parse(new TextDecoder().decode(whole.subarray(48, 48 + stateLength)));
const used = Math.ceil(module._sbrk(0) / PAGE) * PAGE;
const heap = whole.slice(start, start + Math.max(LEAST, used));
const handles = Object.entries(module.LDSO.loadedLibsByHandle).filter(([handle]) => handle !== "0");

writeFileSync(join(place, "snapshot.bin"), differenceOf(heap, await freshMemory(heap.length)));
const names = Object.fromEntries(handles.map(([handle, { name }]) => [handle, name]));
console.log(JSON.stringify({ heap: heap.length, slots, state, handles: names }));
process.exit(0);

/** Takes away the clock and chance: what is made of the same files is the same. */
function standStill() {
  const now = Date.UTC(2026, 0, 1);
  const Time = Date;
  globalThis.Date = class extends Time {
    constructor(...args) {
      super(...(args.length ? args : [now]));
    }
    static now() {
      return now;
    }
  };
  performance.now = () => 0;
  let seed = 1;
  const getRandomValues = (array) => {
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let index = 0; index < bytes.length; index += 1) {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      bytes[index] = seed >>> 16;
    }
    return array;
  };
  Object.defineProperty(globalThis, "crypto", { value: { getRandomValues }, configurable: true });
}

/** Copies FOLDER/site into Pyodide. @param {string} below */
function putFiles(below) {
  FS.mkdirTree(folder + below);
  for (const name of readdirSync(join(place, "site", below)).sort()) {
    const path = join(place, "site", below, name);
    if (statSync(path).isDirectory()) putFiles(`${below}${name}/`);
    else FS.writeFile(folder + below + name, readFileSync(path));
  }
}

/** What was freed still holds what it held, which would only be carried along: takes all free memory, clears it, gives it back. */
function zeroFreeMemory() {
  const top = () => module._sbrk(0);
  const taken = [];
  const take = (allocate, free, size, lengthOf) => {
    for (;;) {
      const before = top();
      const block = allocate(size);
      if (!block || top() !== before) {
        if (block) free(block);
        return;
      }
      module.HEAPU8.fill(0, block, block + lengthOf(block));
      taken.push([free, block]);
    }
  };
  // First the large holes, so that afterwards only the interpreter's own small blocks are had without growth.
  const { _PyMem_RawMalloc: rawMalloc, _PyMem_RawFree: rawFree, _PyObject_Malloc: malloc, _PyObject_Free: freeObject } = module;
  for (let size = 1 << 18; size >= 16; size = size > 64 ? size >> 1 : size - 16) {
    take(rawMalloc, rawFree, size, (block) => module._malloc_usable_size(block));
    module._malloc_trim(0);
  }
  for (let size = 16; size <= 512; size += 16) take(malloc, freeObject, size, () => size);
  for (const [free, block] of taken.reverse()) free(block);
  module._malloc_trim(0);
}

/** The memory of a Pyodide that is about to restore a snapshot of this length. @param {number} length */
async function freshMemory(length) {
  const options = { ...common, _loadSnapshot: new Uint8Array(64) };
  let base = new Uint8Array();
  const enough = new Error("enough");
  const start = changedStart(loadPyodide, options, (settings) => {
    Object.defineProperty(settings, "INITIAL_MEMORY", { get: () => length, set() {} });
    return async (fresh) => {
      placeLibraries(fresh, { folder, libraries }, modules);
      fresh.API.restoreSnapshot = () => {
        base = fresh.HEAPU8.slice();
        throw enough;
      };
    };
  });
  await start.catch((error) => {
    if (error !== enough) throw error;
  });
  return base;
}
