import assert from "node:assert/strict";
import test from "node:test";
import { chartScale, drawChart, nearestPoint } from "../../site/static/js/draw/chart.js";
import { makePalette } from "../../site/static/js/draw/palette.js";
import { changedWords, withMark } from "../../site/static/js/model/change-marks.js";
import { historyOf, layoutOf, recorder, TABLE, TOKENS } from "./samples.mjs";

const palette = makePalette((token) => TOKENS[token]);
const HISTORY = historyOf([0, 0.5, 0.6, 0.5, 0.4], [10, 0.05, 0.06, 1, 0.75], [20, 0.004, 0.005, 1, 1]);

test("a logarithmic axis runs over whole powers of ten around the losses", () => {
  const { top, bottom, log } = chartScale(HISTORY, 3, true);
  assert.deepEqual([top, bottom, log], [1, 0.001, true]);
  assert.equal(chartScale(historyOf([0, 0, 0]), 1, true).log, false, "a loss of 0 has no logarithm");
  const tiny = chartScale(historyOf([0, 1, 1], [1, 1e-30, 1e-30]), 2, true);
  assert.ok(Math.abs(tiny.bottom - 1e-6) < 1e-12, "and not over all of them");
});

test("equal factors are equal steps on a logarithmic axis", () => {
  const { context, named } = recorder();
  const history = historyOf([0, 1, 1], [1, 0.1, 0.1], [2, 0.01, 0.01]);
  drawChart(context, history, { count: 3, width: 300, height: 126, palette, log: true });
  const first = named("moveTo").at(-1)[2];
  const [second, third] = named("lineTo").slice(-2).map(([, , y]) => y);
  assert.ok(Math.abs(second - first - (third - second)) < 1e-9 && second > first);
});

test("a place of the chart is read as the nearest point, and the cursor stands there on both lines", () => {
  assert.deepEqual([0, 38, 160, 290, 999].map((place) => nearestPoint(HISTORY, 3, place, 300)), [0, 0, 1, 2, 2]);
  assert.equal(nearestPoint(HISTORY, 0, 50, 300), -1);
  const { context, named } = recorder();
  drawChart(context, HISTORY, { count: 3, width: 300, height: 100, palette, at: 1 });
  assert.equal(named("arc").length, 2);
});

test("shares that are right are drawn from nothing to all, whatever the losses", () => {
  const { context, named } = recorder();
  drawChart(context, HISTORY, { count: 3, width: 300, height: 126, palette, shares: true });
  assert.deepEqual(named("fillText").map(([, text]) => text).slice(0, 3), ["0%", "50%", "100%"]);
  const [low, half, full] = named("moveTo").slice(0, 3).map(([, , y]) => y);
  const test = [named("moveTo").at(-1), ...named("lineTo").slice(-2)].map(([, , y]) => y);
  const share = test.map((y) => (low - y) / (low - full));
  for (const [k, wanted] of [0.4, 0.75, 1].entries()) assert.ok(Math.abs(share[k] - wanted) < 0.01, `${share[k]} for ${wanted}`);
  assert.ok(low > half && half > full);
});

test("training settings that changed while it went on are marked, others and those at epoch 0 are not", () => {
  const layout = layoutOf([2, 1]);
  const table = TABLE.map((row) => ({ ...row, group: row.key === "learningRate" ? "training" : "data" }));
  const after = { ...layout, settings: { ...layout.settings, learningRate: 0.1, noise: 5 } };
  assert.equal(changedWords(table, layout, after), "learningRate 0.1");
  assert.equal(changedWords(table, layout, layout), "");
  const once = withMark([], 10, "A");
  assert.deepEqual(withMark(withMark(once, 10, "B"), 12, "C"), [{ epoch: 10, text: "A, B" }, { epoch: 12, text: "C" }]);
  assert.deepEqual([withMark(once, 0, "A"), withMark(once, 20, "")], [once, once]);
});

test("no epoch along the axis runs into the last one, at its end", () => {
  for (let last = 1; last < 3000; last += 7) {
    const { context, calls } = recorder();
    drawChart(context, historyOf([0, 1, 1], [last, 1, 1]), { count: 2, width: 280, height: 100, palette });
    let align = "";
    const ends = [];
    for (const [name, value, x, y] of calls) {
      if (name === "textAlign =") align = value;
      if (name !== "fillText" || y !== 97) continue;
      const wide = 6.3 * value.length; // a digit of 11 pixels
      ends.push({ left: align === "right" ? x - wide : align === "center" ? x - wide / 2 : x, right: align === "right" ? x : align === "center" ? x + wide / 2 : x + wide });
    }
    for (let i = 1; i < ends.length; i++) assert.ok(ends[i].left > ends[i - 1].right + 4, `epoch ${last}`);
  }
});
