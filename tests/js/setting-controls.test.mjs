import assert from "node:assert/strict";
import test from "node:test";
import { idleReason, withConsequences } from "../../site/static/js/model/setting-rules.js";
import { typedText, typedValue } from "../../site/static/js/panels/control-kinds.js";

const SETTINGS = {
  problem: "classification", dataset: "circle", classes: 2, regularization: "none", optimizer: "sgd", schedule: "constant",
  animationSpeed: 100, learningRateAutotuning: -1, dropout: 0, initZero: false,
};

test("a setting says why it has no effect unless one of the ways holds in which it has", () => {
  const rate = { needs: [{ regularization: ["L1", "L2"] }], idle: "No regularisation is chosen." };
  assert.equal(idleReason(rate, SETTINGS), "No regularisation is chosen.");
  assert.equal(idleReason(rate, { ...SETTINGS, regularization: "L1" }), "");
  const loss = { needs: [{ problem: ["classification"], dataset: ["circle"] }, { problem: ["classification"], classes: [2] }], idle: "no choice" };
  assert.equal(idleReason(loss, { ...SETTINGS, dataset: "rings", classes: 3 }), "no choice");
  assert.equal(idleReason(loss, { ...SETTINGS, classes: 3 }), "", "circle has two classes whatever the setting says");
  assert.equal(idleReason(loss, { ...SETTINGS, dataset: "rings" }), "");
  assert.equal(idleReason(loss, { ...SETTINGS, problem: "regression" }), "no choice");
  assert.equal(idleReason({ needs: [], idle: "" }, SETTINGS), "");
});

test("choosing dropout slows the pictures down to 5 %, unless they are as slow already", () => {
  assert.deepEqual(withConsequences({ dropout: 0.5 }, SETTINGS), { dropout: 0.5, animationSpeed: 5 });
  assert.deepEqual(withConsequences({ dropout: 0.5 }, { ...SETTINGS, animationSpeed: "max" }), { dropout: 0.5, animationSpeed: 5 });
  assert.deepEqual(withConsequences({ dropout: 0.5 }, { ...SETTINGS, animationSpeed: 1 }), { dropout: 0.5 });
  assert.deepEqual(withConsequences({ dropout: 0 }, SETTINGS), { dropout: 0 });
  const rate = (changes, before) => withConsequences(changes, { ...SETTINGS, regularizationRate: before }).regularizationRate;
  const chosen = { regularization: "L2" };
  assert.deepEqual([rate(chosen, 0), rate(chosen, 0.3), rate({ ...chosen, regularizationRate: 0 }, 0), rate({ regularization: "none" }, 0)], [0.001, undefined, 0, undefined]);
});

test("preventing loss increases brings the calmest autotuning along, and leaves one that was chosen", () => {
  const on = { preventLossIncreases: true };
  assert.deepEqual(withConsequences(on, SETTINGS), { ...on, learningRateAutotuning: 0.0001 });
  assert.deepEqual(withConsequences(on, { ...SETTINGS, learningRateAutotuning: 0.1 }), on);
  assert.deepEqual(withConsequences({ preventLossIncreases: false }, SETTINGS), { preventLossIncreases: false });
});

test("typed lists are taken apart, numbers become numbers, and what is no number is left for Python to refuse", () => {
  assert.deepEqual(typedValue({ kind: "shape" }, " 8, 8"), [8, 8]);
  assert.deepEqual(typedValue({ kind: "shape" }, ""), []);
  assert.deepEqual(typedValue({ kind: "names" }, "relu, tanh"), ["relu", "tanh"]);
  assert.deepEqual(typedValue({ kind: "expressions" }, "x1^2; abs(x2)"), ["x1^2", "abs(x2)"]);
  assert.equal(typedValue({ kind: "number" }, "1e-8"), 1e-8);
  assert.equal(typedValue({ kind: "integer" }, ""), "");
  assert.equal(typedText({ kind: "expressions" }, ["x1^2", "abs(x2)"]), "x1^2; abs(x2)");
});
