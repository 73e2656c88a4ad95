import assert from "node:assert/strict";
import test from "node:test";
import { hiddenNames } from "../../site/static/js/model/hidden-parts.js";

test("only the word true hides a part", () => {
  assert.deepEqual([...hiddenNames("#hideText=1&noise_hide=true&seed_hide=yes&x_hide=1&y_hide=")], ["noise"]);
  assert.deepEqual([...hiddenNames("")], []);
});

test("some names hide more than one part", () => {
  assert.deepEqual([...hiddenNames("dataset_hide=true&percTrainData_hide=true")], ["dataset", "regDataset", "ownData", "percTrainData", "testLoss"]);
  assert.ok(hiddenNames("layerwise_hide=true").has("layerwiseGradientNormalization"));
});

test("a name that every object has is a name like any other", () => {
  assert.deepEqual([...hiddenNames("constructor_hide=true&__proto___hide=true&toString_hide=true")], ["constructor", "__proto__", "toString"]);
});
