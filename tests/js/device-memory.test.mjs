import assert from "node:assert/strict";
import test from "node:test";
import { halfOf, mostMemory } from "../../site/static/js/model/device-memory.js";

test("Python may hold a quarter of what the device has, or of what devices usually have", () => {
  assert.deepEqual([mostMemory({ deviceMemory: 8 }), mostMemory({ deviceMemory: 0.5 }), mostMemory({})], [2 * 2 ** 30, 2 ** 27, 2 ** 30]);
});

test("half of a network has half the neurons in each layer, as long as there is something to halve", () => {
  assert.deepEqual([[8, 3, 1], [1, 1], []].map((networkShape) => halfOf({ networkShape })), [[4, 2, 1], null, null]);
});
