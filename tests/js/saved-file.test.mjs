import assert from "node:assert/strict";
import test from "node:test";
import { fileWith, isSameAddress, savedState } from "../../site/static/js/model/saved-file.js";

const PLACE = '<script type="application/json" data-part="saved">null</script>';
const TEMPLATE = `<title>A</title>${PLACE}<p>$& $1</p>`;
/** What stands in the file's script, as a page would find it there. */
function readFrom(text) {
  const [, json, ...others] = text.split(/<script type="application\/json" data-part="saved">|<\/script>/);
  assert.equal(others.length, 1, "nothing in it ends its script or begins another");
  return savedState({ querySelector: () => ({ textContent: json }) });
}

test("whatever a state holds, it comes out again as it went in, and nothing of it is markup", () => {
  const state = { address: "x=</script><script>alert(1)</script>&y=$&$1", model: '{"a": "<!--<script>\u2028\u2029\\"}' };
  const file = fileWith(TEMPLATE, state);
  assert.deepEqual(readFrom(file), state);
  assert.equal(file.match(/<script/g).length, 1);
  assert.ok(!file.includes("<!--") && file.startsWith("<title>A</title>") && file.endsWith("<p>$& $1</p>"));
});

test("a file without the one place for it is not written", () => {
  assert.throws(() => fileWith("<p></p>", { address: "", model: "" }), /has 0 places for a playground, expected one/);
  assert.throws(() => fileWith(PLACE + PLACE, { address: "", model: "" }), /has 2 places/);
});

test("a page without a state, or with something else in its place, has none", () => {
  for (const textContent of ["null", "1", '{"address": 1, "model": "{}"}', '{"address": "a=1"}']) assert.equal(savedState({ querySelector: () => ({ textContent }) }), null);
  assert.equal(savedState({ querySelector: () => null }), null);
});

test("addresses are the same however their signs are written", () => {
  assert.ok(isSameAddress("features=x^2&seed=1", "#features=x%5E2&seed=1"));
  assert.ok(!isSameAddress("seed=1", "seed=2"));
});
