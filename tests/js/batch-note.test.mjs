import assert from "node:assert/strict";
import test from "node:test";
import { batchAdvice } from "../../site/static/js/panels/batch-note.js";

test("a batch that is bounded by the points there are is told, with a size that makes more updates", () => {
  const { text, offer } = batchAdvice(6, 10);
  assert.equal(text, "A batch of 10 is all 6 training points here, so an epoch makes only 1 update.");
  assert.match(batchAdvice(1, 10).text, /the only training point/);
  assert.equal(offer, 1);
  assert.equal(batchAdvice(25, 30).offer, 2);
});

test("few updates an epoch are told as they are", () => {
  assert.match(batchAdvice(12, 10).text, /12 training points.*only 1 update\./);
  assert.match(batchAdvice(39, 10).text, /only 3 updates/);
});

test("nothing is said while all is well, or when nothing better can be offered", () => {
  for (const [points, size] of [[250, 10], [40, 10], [50, 10], [3, 1], [1, 1], [0, 10]]) assert.equal(batchAdvice(points, size), null, `${points} by ${size}`);
});
