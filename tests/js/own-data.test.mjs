import assert from "node:assert/strict";
import test from "node:test";
import { makePalette } from "../../site/static/js/draw/palette.js";
import { colourOf, drawPlane, pointsNear } from "../../site/static/js/draw/plane.js";
import { forget, isInUse, keep, recall, setInUse, UndoTexts } from "../../site/static/js/model/own-data-store.js";
import { recorder, TOKENS } from "./samples.mjs";

const PALETTE = makePalette((token) => TOKENS[token]);
const KEPT = { draft: { text: "1,2,a", skipBad: false }, used: null, picture: { places: [1, 2, -1], classes: 2 } };

/** A browser's storage that takes `most` characters. */
function storage(most = Infinity) {
  const items = new Map();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem(key, value) {
      if (value.length > most) throw new DOMException("full", "QuotaExceededError");
      items.set(key, value);
    },
    removeItem: (key) => items.delete(key),
  };
}

test("own data are kept, recalled and forgotten", () => {
  const store = storage();
  assert.equal(recall(store), null);
  assert.equal(keep(KEPT, store), true);
  assert.deepEqual(recall(store), KEPT);
  forget(store);
  assert.equal(recall(store), null);
});

test("a browser without room says so and keeps what it had", () => {
  const store = storage(200);
  keep(KEPT, store);
  assert.equal(keep({ ...KEPT, draft: { text: "1,2,a\n".repeat(100), skipBad: false } }, store), false);
  assert.deepEqual(recall(store), KEPT);
});

test("what can't be understood is as if nothing had been kept", () => {
  const store = storage();
  for (const text of ["{", "null", "{}", '{"draft":{"text":1}}', '{"draft":{"text":"","skipBad":true},"used":null}']) {
    store.setItem("pyground-own-data", text);
    assert.equal(recall(store), null, text);
  }
});

test("whether own data are in use is known to the page's own step of the history alone", () => {
  const steps = { state: null, replaceState: (state) => (steps.state = state) };
  assert.equal(isInUse(steps), false);
  setInUse(false, steps);
  assert.equal(steps.state, null);
  steps.state = { pyground: true };
  setInUse(true, steps);
  assert.deepEqual([isInUse(steps), steps.state], [true, { pyground: true, own: true }]);
  setInUse(false, steps);
  assert.deepEqual([isInUse(steps), steps.state], [false, { pyground: true }]);
});

test("the eraser finds the points within its reach", () => {
  assert.deepEqual(pointsNear([0, 0, 1, 0.3, 0, -1, 0.3, 0.3, 1], { x1: 0, x2: 0 }, 0.4), [0, 1]);
  assert.deepEqual(pointsNear([], { x1: 0, x2: 0 }, 0.4), []);
});

test("two classes have the colours of the scale, more have their own, and so has a third one that is still to come", () => {
  assert.equal(colourOf(-1, 2, PALETTE), PALETTE.solid[0]);
  assert.equal(colourOf(1, 2, PALETTE), PALETTE.solid[30]);
  assert.equal(colourOf(1, 3, PALETTE), PALETTE.classes[1]);
  assert.equal(colourOf(2, 2, PALETTE), PALETTE.classes[2]);
  assert.equal(colourOf(0, 0, PALETTE), PALETTE.solid[15]);
});

test("the cursor stands where the keyboard put it, and only then", () => {
  const options = { side: 120, extent: 6, palette: PALETTE, classes: 2 };
  const without = recorder();
  drawPlane(without.context, Float32Array.of(0, 0, 1), options);
  assert.equal(without.named("moveTo").length, 10); // the grid's lines
  assert.equal(without.named("arc").length, 1);
  const { context, named } = recorder();
  drawPlane(context, new Float32Array(), { ...options, cursor: { x1: 3, x2: -3 }, reach: 0.5 });
  assert.deepEqual(named("moveTo").slice(-2), [["moveTo", 80, 90], ["moveTo", 90, 80]]);
  assert.deepEqual(named("arc").at(-1).slice(1, 4), [90, 90, 5]);
});

test("undo keeps the latest texts within a size, and always the last one", () => {
  const texts = new UndoTexts({ most: 3, mostCharacters: 10 });
  for (const text of ["aa", "bb", "cc", "dd"]) texts.push(text);
  assert.equal(texts.length, 3);
  texts.push("eeeeeee");
  assert.equal(texts.length, 2);
  texts.push("f".repeat(50));
  assert.deepEqual([texts.length, texts.pop()?.length, texts.pop()], [1, 50, undefined]);
});

test("without storage nothing is kept, and nothing fails", () => {
  assert.deepEqual([recall(null), keep(KEPT, null)], [null, false]);
  forget(null);
});
