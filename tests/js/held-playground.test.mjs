import assert from "node:assert/strict";
import test from "node:test";
import { HeldInstance } from "../../site/static/js/python/held-playground.js";

/** Stands in for pycore.page.bridge.Instance as Pyodide shows it, and counts what is held. */
function fakePython({ reshaped = false, restarted = "no" } = {}) {
  const counts = { proxies: 1, views: 0, taken: 0 };
  const memory = { bytes: Uint8Array.of(1, 2, 3, 4) };
  const method = (run) => {
    counts.proxies++;
    return Object.assign(run, { destroy: () => counts.proxies-- });
  };
  const array = (type) => {
    counts.proxies++;
    return {
      getBuffer(wanted) {
        assert.equal(wanted, type);
        counts.views++;
        counts.taken++;
        const view = { data: type === "u8" ? memory.bytes : Float32Array.of(1, 2, 3), release: () => counts.views-- };
        memory.last = view;
        return view;
      },
      destroy: () => counts.proxies--,
    };
  };
  const python = {
    frame: method(() => undefined),
    configure: method(() => JSON.stringify({ restarted, reshaped, layout: {} })),
    use: method(() => JSON.stringify({ restarted: "data", reshaped: true, layout: {} })),
    load: method(() => JSON.stringify({ restarted: "data", reshaped: true, layout: {} })),
    revert: method(() => JSON.stringify({ restarted: "data", reshaped: true, layout: {}, words: "Points" })),
    reset: method(() => undefined),
    snapshot: method(() => "{}"),
    layout: method(() => "{}"),
    ask: method(() => "{}"),
    close: () => undefined,
    get buffer() {
      return array("u8");
    },
    get points() {
      return array("f32");
    },
    destroy: () => counts.proxies--,
  };
  return { python, counts, memory };
}

test("a thousand frames take one view and leave nothing behind", () => {
  const { python, counts } = fakePython();
  const held = new HeldInstance(python);
  for (let i = 0; i < 1000; i++) assert.deepEqual([...new Uint8Array(held.frame(1, 0, null))], [1, 2, 3, 4]);
  assert.equal(counts.taken, 1);
  held.close();
  assert.deepEqual({ ...counts, taken: 0 }, { proxies: 0, views: 0, taken: 0 });
});

test("a view that WebAssembly's growth has emptied is taken again", () => {
  const { python, counts, memory } = fakePython();
  const held = new HeldInstance(python);
  held.frame(0, 0, null);
  memory.last.data = new Uint8Array();
  memory.bytes = Uint8Array.of(9, 8, 7, 6);
  assert.deepEqual([...new Uint8Array(held.frame(0, 0, null))], [9, 8, 7, 6]);
  assert.equal(counts.views, 1);
});

test("a spare buffer is filled again when its size is right", () => {
  const held = new HeldInstance(fakePython().python);
  const right = new ArrayBuffer(4);
  assert.equal(held.frame(0, 0, right), right);
  assert.notEqual(held.frame(0, 0, new ArrayBuffer(5)).byteLength, 5);
});

test("a change that reshapes gives the old buffer back before it takes the new one", () => {
  const { python, counts, memory } = fakePython({ reshaped: true, restarted: "data" });
  const held = new HeldInstance(python);
  held.frame(0, 0, null);
  memory.bytes = Uint8Array.of(5, 5);
  const { frame, points } = held.configure("{}");
  assert.equal(frame.byteLength, 2);
  assert.deepEqual([...points], [1, 2, 3]);
  assert.equal(counts.views, 1);
});

test("own data give other points and another buffer", () => {
  const { python, counts } = fakePython();
  const held = new HeldInstance(python);
  held.frame(0, 0, null);
  assert.deepEqual([...(held.use("null").points ?? [])], [1, 2, 3]);
  assert.equal(counts.views, 1);
  held.close();
  assert.deepEqual({ ...counts, taken: 0 }, { proxies: 0, views: 0, taken: 0 });
});

test("a loaded model gives other points and another buffer", () => {
  const { python, counts } = fakePython();
  const held = new HeldInstance(python);
  held.frame(0, 0, null);
  assert.deepEqual([...(held.load("{}", false).points ?? [])], [1, 2, 3]);
  const reverted = held.revert(false);
  assert.deepEqual([[...(reverted.points ?? [])], reverted.words], [[1, 2, 3], "Points"]);
  held.close();
  assert.deepEqual({ ...counts, taken: 0 }, { proxies: 0, views: 0, taken: 0 });
});

test("points are sent only when they are others", () => {
  const held = new HeldInstance(fakePython({ restarted: "network" }).python);
  assert.equal(held.configure("{}").points, null);
});
