import assert from "node:assert/strict";
import test from "node:test";
import { Store } from "../../site/static/js/model/state-store.js";

test("a change makes a new state and tells it once, with the one before", () => {
  const first = { epoch: 0, playing: false };
  const store = new Store(first);
  const told = [];
  const stop = store.listen((state, before) => told.push([state, before]));
  store.set({ epoch: 1 });
  assert.deepEqual(first, { epoch: 0, playing: false });
  assert.deepEqual(store.get(), { epoch: 1, playing: false });
  assert.deepEqual(told, [[{ epoch: 1, playing: false }, first]]);
  stop();
  store.set({ epoch: 2 });
  assert.equal(told.length, 1);
});
