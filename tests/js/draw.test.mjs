import assert from "node:assert/strict";
import test from "node:test";
import { chartScale, drawChart, roundUp } from "../../site/static/js/draw/chart.js";
import { drawContour } from "../../site/static/js/draw/contour.js";
import { drawHeatmap } from "../../site/static/js/draw/heatmap.js";
import { networkGeometry } from "../../site/static/js/draw/network-geometry.js";
import { drawGap, drawInputs, drawUnits, linkWidth } from "../../site/static/js/draw/network.js";
import { makePalette, parseHex, shadeOf } from "../../site/static/js/draw/palette.js";
import { drawPoints } from "../../site/static/js/draw/points.js";
import { errorText } from "../../site/static/js/draw/number-text.js";
import { decodeFrame } from "../../site/static/js/draw/frame-views.js";
import { featuresOf, historyOf, layoutOf, recorder, TOKENS } from "./samples.mjs";

const palette = makePalette((token) => TOKENS[token]);
const bytesOf = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255, pixel >>> 24];

test("shades run from the negative over the zero to the positive colour, and one stands for not-a-number", () => {
  assert.equal(palette.solid.length, 32);
  assert.equal(palette.solid[0], "rgb(245 147 34)");
  assert.equal(palette.solid[15], "rgb(232 234 235)");
  assert.equal(palette.solid[30], "rgb(8 119 189)");
  assert.deepEqual([shadeOf(-9), shadeOf(-1), shadeOf(0), shadeOf(1), shadeOf(9), shadeOf(NaN)], [0, 0, 15, 30, 30, 31]);
});

test("maps are opaque, at 160/255 strength over the card", () => {
  assert.deepEqual(bytesOf(palette.map[0]), [249, 187, 116, 255]);
  assert.deepEqual(bytesOf(palette.map[30]), [100, 170, 214, 255]);
});

test("a colour token that is not #rrggbb is named", () => {
  assert.deepEqual(parseHex(" #0A10ff"), [10, 16, 255]);
  assert.throws(() => parseHex("red"), /#rrggbb.*"red"/);
});

test("a heat map looks every sample up in the colours", () => {
  const { context, named } = recorder();
  const image = { width: 2, height: 2, data: new Uint8ClampedArray(16) };
  drawHeatmap(context, Uint8Array.of(0, 15, 30, 31), { width: 2, colours: palette.map, image });
  assert.deepEqual([...new Uint32Array(image.data.buffer)], [0, 15, 30, 31].map((shade) => palette.map[shade]));
  assert.deepEqual(named("putImageData"), [["putImageData", image, 0, 0]]);
  assert.throws(() => drawHeatmap(context, new Uint8Array(5), { width: 2, colours: palette.map, image }), /5 samples/);
});

test("points beyond the window are not drawn, and test points only when asked for", () => {
  const points = Float32Array.of(0, 0, 1, 7, 0, 1, -6, 6, -1, 3, 3, 1);
  const without = recorder();
  drawPoints(without.context, points, { side: 120, extent: 6, palette, train: 3 });
  assert.deepEqual(without.named("arc").map(([, x, y]) => [x, y]), [[60, 60], [0, 0]]);
  const withTest = recorder();
  drawPoints(withTest.context, points, { side: 120, extent: 6, palette, train: 3, test: 1 });
  assert.deepEqual(withTest.named("arc").map(([, x, y]) => [x, y]), [[60, 60], [0, 0], [90, 30]]);
});

test("the chart's top is a round number above every finite loss", () => {
  const history = historyOf([0, 0.51, 0.48], [10, NaN, Infinity], [20, 0.1, 0.2]);
  const { top, lastEpoch } = chartScale(history, 3);
  assert.ok(Math.abs(top - 0.6) < 1e-12);
  assert.equal(lastEpoch, 20);
  assert.deepEqual(chartScale(history, 0), { top: 1, bottom: 0, lastEpoch: 1, log: false });
  assert.deepEqual([0, 1, 1.1, 7, 9, 1000].map(roundUp), [1, 1, 1.2, 8, 10, 1000]);
});

test("a line of the chart breaks where a loss is not a number", () => {
  const { context, named } = recorder();
  const history = historyOf([0, 1, 1], [1, 1, 1], [2, NaN, NaN], [3, 1, 1], [4, 1, 1]);
  drawChart(context, history, { count: 5, width: 300, height: 100, palette });
  const rules = 3;
  assert.equal(named("moveTo").length, rules + 2 * 2);
  assert.equal(named("lineTo").length, rules + 2 * 2);
});

test("links come in the order of the parameters", () => {
  const { links, nodes } = networkGeometry({ shape: [2, 3, 1], features: featuresOf(2), width: 700 });
  assert.deepEqual(links.map(({ layer, unit, input }) => [layer, unit, input]), [
    [0, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 1], [0, 2, 0], [0, 2, 1], [1, 0, 0], [1, 0, 1], [1, 0, 2],
  ]);
  assert.equal(nodes.filter(({ layer }) => layer === 0).length, 7);
});

test("inactive inputs fold into one where there is little room, until they are unfolded", () => {
  const narrow = networkGeometry({ shape: [2, 4, 1], features: featuresOf(2), width: 320 });
  assert.equal(narrow.folded?.count, 5);
  assert.equal(narrow.nodes.filter(({ layer }) => layer === 0).length, 2);
  const unfolded = networkGeometry({ shape: [2, 4, 1], features: featuresOf(2), width: 320, unfolded: true });
  assert.equal(unfolded.folded, null);
  assert.equal(unfolded.nodes.filter(({ layer }) => layer === 0).length, 7);
  assert.equal(networkGeometry({ shape: [7, 4, 1], features: featuresOf(7), width: 320 }).folded, null);
});

test("everything stands inside the drawing, whatever the shape", () => {
  for (const width of [300, 640, 1200]) {
    for (const hidden of [[], [1], [4, 2], [16, 16, 16], Array(10).fill(8)]) {
      const { nodes, height, width: drawn } = networkGeometry({ shape: [7, ...hidden, 1], features: featuresOf(7), width });
      for (const { x, y, side } of nodes) {
        assert.ok(x - side / 2 >= 0 && x + side / 2 <= drawn, `${x} in ${drawn}`);
        assert.ok(y - side / 2 >= 0 && y + side / 2 <= height, `${y} in ${height}`);
      }
    }
  }
});

test("columns have room for themselves and their buttons on any page, if need be on a wider drawing than the page", () => {
  for (const width of [280, 450, 690]) {
    for (let layers = 0; layers <= 10; layers++) {
      const { nodes, columns, stacked, ...drawing } = networkGeometry({ shape: [2, ...Array(layers).fill(16), 1], features: featuresOf(2), width });
      const apart = columns[1] - columns[0];
      assert.ok(apart >= 61 && drawing.width >= width, `${layers} layers: ${apart}`);
      assert.equal(stacked, apart < 104);
      for (const { y, side } of nodes) {
        assert.ok(side < apart, `${side} wide, ${apart} apart`);
        assert.ok(y - side / 2 >= (stacked ? 66 : 34), "below the buttons");
      }
      if (layers <= 2) assert.equal(drawing.width, width, "the first network fits a phone");
    }
  }
});

test("a network without hidden layers and without inputs still has its output", () => {
  const { nodes, links } = networkGeometry({ shape: [0, 1], features: featuresOf(0), width: 640 });
  assert.equal(links.length, 0);
  assert.equal(nodes.filter(({ layer }) => layer === 1).length, 1);
});

test("links are drawn by weight: 1 pixel for nothing, 10 for 5 and more", () => {
  assert.deepEqual([0, 2.5, 5, -50, NaN].map(linkWidth), [1, 5.5, 10, 10, 1]);
  const layout = layoutOf([1, 1]);
  const frame = decodeFrame(layout, new ArrayBuffer(layout.bytes));
  frame.parameters.set([-5, 1]); // one weight, one bias
  const { context, calls } = recorder();
  const geometry = networkGeometry({ shape: layout.shape, features: layout.features, width: 640 });
  drawGap(context, frame, 0, { geometry, palette });
  const stroke = calls.findIndex(([name]) => name === "stroke");
  assert.deepEqual(calls.slice(stroke - 2, stroke), [["strokeStyle =", palette.solid[0]], ["lineWidth =", 10]]);
  const sprites = fakeSprites();
  drawUnits(context, frame, { geometry, palette, sprites, maps: {} });
  assert.ok(sprites.places.some(([name]) => name === "dot 30"), "the bias has its colour");
});

test("a gap takes away what was drawn there before, and nothing beside it", () => {
  const layout = layoutOf([2, 3, 1]);
  const frame = decodeFrame(layout, new ArrayBuffer(layout.bytes));
  frame.kept.fill(1);
  const geometry = networkGeometry({ shape: layout.shape, features: layout.features, width: 640 });
  const { context, named } = recorder();
  drawGap(context, frame, 1, { geometry, palette });
  const [[, left, , width]] = named("clearRect");
  assert.equal(named("bezierCurveTo").length, 3);
  const side = geometry.nodes.find(({ layer }) => layer === 1).side;
  assert.ok(left >= geometry.columns[1] + side / 2 && left + width <= geometry.columns[2] - side / 2, `${left} + ${width}`);
});

test("the line between the sides is drawn where it lies on the plane, with a rim, and only as far as it is in use", () => {
  const pieces = Float32Array.of(-6, 6, 0, 0, 3, -3, 6, -6, 1, 1, 2, 2);
  const { context, named } = recorder();
  drawContour(context, pieces, { count: 2, side: 120, extent: 6, palette });
  assert.deepEqual(named("moveTo").map(([, ...place]) => place), [[0, 0], [90, 90]]);
  assert.deepEqual(named("lineTo").map(([, ...place]) => place), [[60, 60], [120, 120]]);
  assert.deepEqual(named("strokeStyle =").map(([, colour]) => colour), [palette.card, palette.ink]);
  const none = recorder();
  drawContour(none.context, pieces, { count: 0, side: 120, extent: 6, palette });
  assert.deepEqual([none.named("clearRect").length, none.named("stroke").length], [1, 0]);
});

test("a unit that is dropped out is faint, without links, and with a bias that says nothing", () => {
  const layout = layoutOf([2, 3, 1]);
  const frame = decodeFrame(layout, new ArrayBuffer(layout.bytes));
  frame.parameters.fill(1);
  const geometry = networkGeometry({ shape: layout.shape, features: layout.features, width: 640 });
  const drawn = () => {
    const { context, named } = recorder();
    const sprites = fakeSprites();
    for (const gap of geometry.gaps.keys()) drawGap(context, frame, gap, { geometry, palette });
    drawUnits(context, frame, { geometry, palette, sprites, maps: {} });
    const faint = named("globalAlpha =").filter(([, value]) => value === 0.38).length;
    const count = (name) => sprites.places.filter(([sprite]) => sprite === name).length;
    return { links: named("bezierCurveTo").length, faint, neutral: count("dot 15"), dashed: named("setLineDash").length / 2 };
  };
  frame.kept.fill(1);
  assert.deepEqual(drawn(), { links: 9, faint: 0, neutral: 0, dashed: 0 });
  frame.kept[1] = 0;
  assert.deepEqual(drawn(), { links: 6, faint: 1, neutral: 1, dashed: 1 });
});

test("inputs stand in their column with their names; inactive ones are faint and have no outline", () => {
  const layout = layoutOf([2, 1]);
  const geometry = networkGeometry({ shape: layout.shape, features: layout.features, width: 640 });
  const { context, named } = recorder();
  const sprites = fakeSprites();
  drawInputs(context, layout, { geometry, palette, sprites, maps: {} });
  assert.equal(named("globalAlpha =").filter(([, value]) => value === 0.38).length, 5);
  const { side } = geometry.nodes[0];
  assert.equal(sprites.places.filter(([name]) => name === `outline ${side}`).length, 2);
  assert.deepEqual(sprites.places.filter(([name]) => name.startsWith("label")).map(([name]) => name), layout.features.map(({ label }) => `label ${label}`));
  assert.ok(geometry.links.every(({ x0 }) => x0 >= geometry.inputsEnd), "a picture clears what is right of them");
});

/** Sprites that only note where they are put. */
function fakeSprites() {
  const places = [];
  return {
    places,
    outline: (side) => `outline ${side}`,
    corners: (side) => `corners ${side}`,
    dot: (shade) => `dot ${shade}`,
    label: (text) => `label ${text}`,
    labelWidth: 100,
    put: (context, sprite, x, y) => places.push([sprite, x, y]),
  };
}

test("how far a regression is off is told in four digits, with R² where there is one, and nothing for classes", () => {
  assert.equal(errorText(0.123456, 0.98765), "RMSE\u00a00.1235 · R²\u00a00.988");
  assert.equal(errorText(12345.678, NaN), "RMSE\u00a012,350");
  assert.equal(errorText(NaN, NaN), "");
});
