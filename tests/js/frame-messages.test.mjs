import assert from "node:assert/strict";
import test from "node:test";
import { faultOf, messageIn, MOST_BYTES, MOST_NESTED, MOST_VALUES, VERSION } from "../../site/static/js/model/frame-messages.js";

const nested = (depth) => (depth ? [nested(depth - 1)] : 1);

test("what a call brings along is taken up to its bounds, and refused above them in a sentence that has them", () => {
  for (const fits of [
    undefined,
    [],
    [{ learningRate: 0.1, networkShape: [8, 8], seed: "1", showTestData: true, features: null }],
    ["x".repeat(MOST_BYTES)],
    [new ArrayBuffer(MOST_BYTES)],
    [new Uint8Array(5)],
    new Array(MOST_VALUES - 1).fill(0),
    nested(MOST_NESTED),
  ]) assert.equal(faultOf(fits), "");
  const around = [];
  around.push(around);
  for (const [wrong, words] of [
    ["text", /a list of arguments, got string/],
    [{ length: 1e9 }, /a list of arguments, got object/],
    [["x".repeat(MOST_BYTES + 1)], /at most 20 MB, got 21 MB/],
    [["x".repeat(MOST_BYTES), "y"], /at most 20 MB/],
    [[new ArrayBuffer(10 * MOST_BYTES)], /at most 20 MB, got 200 MB/],
    [[{ ["k".repeat(MOST_BYTES + 1)]: 1 }], /at most 20 MB/],
    [new Array(MOST_VALUES).fill(0), /at most 100000 values/],
    [new Array(1e9), /at most 100000 values, got 1000000000/],
    [[Array.from({ length: 500 }, () => new Array(500).fill(0))], /at most 100000 values/],
    [nested(MOST_NESTED + 1), /at most 8 lists within each other/],
    [around, /at most 8 lists within each other/],
    [[new Map()], /got Map/],
    [[new Blob(["x"])], /got Blob/],
    [[10n], /got a bigint/],
  ]) assert.match(faultOf(wrong), words);
});

test("only what is ours in our version is a message", () => {
  assert.equal(messageIn({ pyground: VERSION, type: "hello" })?.type, "hello");
  for (const other of [null, 5, "hello", [], {}, { pyground: VERSION + 1, type: "hello" }, { pyground: VERSION, type: 5 }]) assert.equal(messageIn(other), null);
});
