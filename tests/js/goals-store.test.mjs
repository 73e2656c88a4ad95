/** Reached goals are kept by exercise, and what can't be read counts as nothing. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { keepReached, reachedBefore } from "../../site/static/js/model/goals-store.js";

/** @param {Record<string, string>} [kept] */
function storageOf(kept = {}) {
  const items = new Map(Object.entries(kept));
  return /** @type {Storage} */ (/** @type {unknown} */ ({
    getItem: (/** @type {string} */ key) => items.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => items.set(key, value),
  }));
}

test("goals are kept for each exercise by itself", () => {
  const storage = storageOf();
  assert.equal(keepReached("first network", [0, 1], storage), true);
  keepReached("L1", [2], storage);
  assert.deepEqual(reachedBefore("first network", storage), [0, 1]);
  assert.deepEqual(reachedBefore("L1", storage), [2]);
  assert.deepEqual(reachedBefore("L2", storage), []);
});

test("what another version has left counts as nothing", () => {
  for (const left of ["{", "null", "[]", '{"L1": "all"}']) assert.deepEqual(reachedBefore("L1", storageOf({ "pyground-goals": left })), [], left);
});

test("a full storage is said, not thrown", () => {
  const full = storageOf();
  full.setItem = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  assert.equal(keepReached("L1", [0], full), false);
});
