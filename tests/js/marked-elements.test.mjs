import assert from "node:assert/strict";
import test from "node:test";
import { drawMaps } from "../../site/static/js/draw/heatmap.js";
import { networkGeometry } from "../../site/static/js/draw/network-geometry.js";
import { partAt, partsOf } from "../../site/static/js/draw/network-parts.js";
import { makePalette } from "../../site/static/js/draw/palette.js";
import { drawPoints } from "../../site/static/js/draw/points.js";
import { layoutOf, recorder, TOKENS } from "./samples.mjs";

const palette = makePalette((token) => TOKENS[token]);
const made = (shape, classes = 2) => {
  const layout = { ...layoutOf(shape), classes };
  const geometry = networkGeometry({ shape, features: layout.features, width: 700 });
  return { geometry, parts: partsOf(geometry, layout) };
};

test("every parameter is one part, named and in reading order", () => {
  const { parts } = made([2, 3, 1]);
  const numbered = parts.filter(({ index }) => index >= 0);
  assert.deepEqual(numbered.map(({ index }) => index).toSorted((a, b) => a - b), Array.from({ length: 13 }, (_, index) => index));
  const names = parts.filter(({ kind }) => kind !== "input").map(({ name }) => name);
  assert.deepEqual(names.slice(0, 5), [
    "Neuron 1 of layer 1", "Bias of neuron 1 of layer 1", "Weight from x to neuron 1 of layer 1", "Weight from y to neuron 1 of layer 1", "Neuron 2 of layer 1",
  ]);
  assert.deepEqual(names.slice(-5), [
    "Output", "Bias of output", "Weight from neuron 1 of layer 1 to output", "Weight from neuron 2 of layer 1 to output", "Weight from neuron 3 of layer 1 to output",
  ]);
});

test("units and inputs are numbered as Python numbers what the map can show", () => {
  const { parts } = made([2, 3, 1]);
  assert.deepEqual(parts.filter(({ kind }) => kind === "unit").map(({ look }) => look), [1, 2, 3, 4]);
  assert.deepEqual(parts.filter(({ kind }) => kind === "input").map(({ look }) => look), [-1, -2, -3, -4, -5, -6, -7]);
  assert.deepEqual(made([2, 1, 3], 3).parts.filter(({ kind }) => kind === "unit").map(({ name }) => name).slice(1), [
    "Output of class 1", "Output of class 2", "Output of class 3",
  ]);
});

test("a pointer finds biases, units and the nearest weight, and nothing in the open", () => {
  const { geometry, parts } = made([2, 4, 2, 1]);
  for (const part of parts.filter(({ kind }) => kind !== "weight")) assert.equal(partAt(parts, part.x, part.y, 6), part);
  for (const { link } of parts) {
    // Where a link leaves its source several lie above each other; near its end it is alone.
    if (link) assert.equal(partAt(parts, link.x1 - 3, link.y1, 2).link, link);
  }
  assert.equal(partAt(parts, geometry.width / 2, 5, 6), null);
});

test("a bias can be met within 24 pixels, by a finger within 44", () => {
  const { parts } = made([2, 2, 1]);
  const bias = parts.find(({ kind }) => kind === "bias");
  assert.equal(partAt(parts, bias.x - 12, bias.y + 12, 6), bias);
  assert.equal(partAt(parts, bias.x - 22, bias.y + 22, 16), bias);
});

test("maps have colours of their own, and points of several classes their class's", () => {
  const { context } = recorder();
  const image = { width: 1, height: 2, data: new Uint8ClampedArray(8) };
  drawMaps(context, Uint8Array.of(3, 3), { side: 1, coloursOf: (map) => palette.classMaps[map], image });
  assert.deepEqual([...new Uint32Array(image.data.buffer)], [palette.classMaps[0][3], palette.classMaps[1][3]]);
  assert.throws(() => drawMaps(context, new Uint8Array(3), { side: 1, coloursOf: () => palette.map, image }), /3 samples/);
  assert.equal(palette.classMap[32 * 2 + 7], palette.classMaps[2][7]);
  const { context: points, named } = recorder();
  drawPoints(points, Float32Array.of(0, 0, 2), { side: 120, extent: 6, palette, train: 1, classes: 3 });
  assert.deepEqual(named("fillStyle ="), [["fillStyle =", "rgb(0 158 115)"]]);
});
