/** A memory and its difference from another; a start with the same libraries in the same places, or an error that says why not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { applyDifference, changedStart, differenceOf, reasonAgainstSnapshots, restorePyodide } from "../../site/static/js/python/snapshot-start.js";

const PAGE = 4096;

/** A memory of `length` bytes with some words set. */
function memory(length, words) {
  const bytes = new Uint8Array(length);
  for (const [at, value] of words) new Uint32Array(bytes.buffer)[at] = value;
  return bytes;
}

test("a difference makes a fresh memory the other one, and holds little beside what differs", () => {
  const base = memory(PAGE, [[0, 7], [10, 8], [500, 9]]);
  const heap = memory(2 * PAGE, [[0, 7], [11, 1], [13, 2], [500, 9], [501, 3], [1030, 4], [2047, 5]]);
  const difference = differenceOf(heap, base);
  const fresh = new Uint8Array(2 * PAGE);
  fresh.set(base);
  applyDifference(difference, fresh);
  assert.deepEqual(fresh, heap);
  assert.ok(difference.length < 100, `${difference.length} bytes`);
});

test("memories that are alike differ in nothing", () => {
  const heap = memory(PAGE, [[3, 1]]);
  const difference = differenceOf(heap, heap.slice());
  assert.equal(difference.length, 12);
  applyDifference(difference, heap);
  assert.deepEqual(heap, memory(PAGE, [[3, 1]]));
});

test("a difference of another memory, or one that is cut off, is refused and changes nothing", () => {
  const difference = differenceOf(memory(PAGE, [[3, 1]]), new Uint8Array(PAGE));
  const heap = new Uint8Array(2 * PAGE);
  assert.throws(() => applyDifference(difference, heap), /a memory of 4096 bytes, and this one has 8192/);
  assert.throws(() => applyDifference(difference.slice(0, -4), new Uint8Array(PAGE)), /snapshot/);
  assert.ok(heap.every((byte) => byte === 0));
});

/** The little of Pyodide that a start touches; `grown` is how many functions come with a library. */
function pyodideWith(context, { grown = 2 } = {}) {
  const module = {
    HEAPU8: new Uint8Array(PAGE),
    API: {},
    LDSO: { loadedLibsByName: {}, loadedLibsByHandle: { 0: { exports: { _PyEM_InitTrampoline_js: () => done.push("trampoline") } } } },
    wasmTable: { length: 10 },
    waiting: 0,
    addRunDependency: () => (module.waiting += 1),
    removeRunDependency: () => (module.waiting -= 1) || module.go(),
    loadWebAssemblyModule(library, flags, name) {
      module.wasmTable.length += grown;
      done.push([library, name]);
      return { library };
    },
  };
  const done = [];
  const before = globalThis._createPyodideModule;
  context.after(() => (globalThis._createPyodideModule = before));
  globalThis._createPyodideModule = async (settings) => {
    done.push(["memory", settings.INITIAL_MEMORY]);
    const started = new Promise((resolve) => (module.go = resolve));
    for (const action of settings.preRun) action(module);
    await started;
    return module;
  };
  const loadPyodide = async (options) => {
    const settings = { preRun: [] };
    settings.INITIAL_MEMORY = options._loadSnapshot?.length;
    await globalThis._createPyodideModule(settings);
    done.push(["state", module.API.restoreSnapshot?.()]);
    return { _module: module };
  };
  return { module, done, loadPyodide };
}

const SNAPSHOT = {
  folder: "/packages/",
  libraries: [{ path: "a.so", url: "a" }, { path: "b.so", url: "b" }],
  heap: PAGE,
  slots: 14,
  state: { keys: [] },
  handles: { 77: "/packages/b.so" },
};
const HEAP = memory(PAGE, [[5, 6]]);

function parts(world, change = {}) {
  return {
    loadPyodide: world.loadPyodide,
    options: { indexURL: "runtime/" },
    snapshot: { ...SNAPSHOT, ...change },
    libraries: Promise.resolve(["A", "B"]),
    difference: Promise.resolve(differenceOf(HEAP, new Uint8Array(PAGE))),
  };
}

test("libraries are placed in their order before the memory is restored, and Python's handles of them are set", async (context) => {
  const world = pyodideWith(context);
  const create = globalThis._createPyodideModule;
  await restorePyodide(parts(world));
  assert.deepEqual(world.done, [
    ["memory", PAGE],
    ["A", "/packages/a.so"],
    ["B", "/packages/b.so"],
    ["state", SNAPSHOT.state],
    "trampoline",
  ]);
  assert.deepEqual(world.module.HEAPU8, HEAP);
  assert.equal(world.module.LDSO.loadedLibsByHandle[77], world.module.LDSO.loadedLibsByName["/packages/b.so"]);
  assert.equal(globalThis._createPyodideModule, create);
});

test("another number of functions than the snapshot was made with ends the start before the memory is touched", async (context) => {
  const world = pyodideWith(context, { grown: 3 });
  await assert.rejects(restorePyodide(parts(world)), /it was made with 14 functions, and here are 16/);
  assert.ok(world.module.HEAPU8.every((byte) => byte === 0));
});

test("a part that does not come ends the start", async (context) => {
  const world = pyodideWith(context);
  const create = globalThis._createPyodideModule;
  const missing = { ...parts(world), difference: Promise.reject(new Error("the line is dead")) };
  await assert.rejects(restorePyodide(missing), /the line is dead/);
  assert.equal(globalThis._createPyodideModule, create);
});

test("a start that fails before Pyodide's own script was asked leaves that as it was", async (context) => {
  pyodideWith(context);
  const create = globalThis._createPyodideModule;
  const loadPyodide = async () => {
    throw new Error("no lock file");
  };
  await assert.rejects(changedStart(loadPyodide, {}, () => async () => {}), /no lock file/);
  assert.equal(globalThis._createPyodideModule, create);
});

test("a browser that can't restore is known before anything is fetched", (context) => {
  assert.equal(reasonAgainstSnapshots(), "");
  const { get } = WebAssembly.Table.prototype;
  context.after(() => (WebAssembly.Table.prototype.get = get));
  WebAssembly.Table.prototype.get = function (at) {
    return get.call(this, at).bind();
  };
  assert.match(reasonAgainstSnapshots(), /functions lie in other places/);
  const stream = globalThis.DecompressionStream;
  context.after(() => (globalThis.DecompressionStream = stream));
  delete globalThis.DecompressionStream;
  assert.match(reasonAgainstSnapshots(), /no DecompressionStream/);
});
