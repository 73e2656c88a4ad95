import assert from "node:assert/strict";
import test, { after } from "node:test";
import { networkGeometry } from "../../site/static/js/draw/network-geometry.js";
import { makePalette } from "../../site/static/js/draw/palette.js";
import { decodeFrame } from "../../site/static/js/frame.js";
import { NetworkPicture } from "../../site/static/js/widgets/network-picture.js";
import { layoutOf, TOKENS } from "./samples.mjs";

const palette = makePalette((token) => TOKENS[token]);
const { document: documentBefore, devicePixelRatio: ratioBefore } = globalThis;
/** every curve that was drawn, on whichever canvas: where it begins */
const curves = [];

/** A canvas that notes the curves drawn on it. */
class FakeCanvas {
  width = 300;
  height = 150;
  getContext() {
    const context = { moveTo: (x) => (context.from = x), bezierCurveTo: () => curves.push(context.from) };
    context.createImageData = (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) });
    return new Proxy(context, { get: (target, name) => target[name] ?? (() => {}) });
  }
}
globalThis.document = { createElement: () => new FakeCanvas() };
globalThis.devicePixelRatio = 1;
after(() => Object.assign(globalThis, { document: documentBefore, devicePixelRatio: ratioBefore }));

function begin(shape) {
  const layout = layoutOf(shape);
  const frame = decodeFrame(layout, new ArrayBuffer(layout.bytes));
  frame.kept.fill(1);
  const geometry = networkGeometry({ shape, features: layout.features, width: 900 });
  let now = 0;
  const picture = new NetworkPicture(new FakeCanvas(), () => now);
  /** Draws and returns where the links that were drawn anew begin. */
  const draw = ({ after: milliseconds = 16, running = true } = {}) => {
    now += milliseconds;
    curves.length = 0;
    picture.draw(frame, { geometry, palette, marked: null, running });
    return [...curves];
  };
  return { draw, frame, geometry };
}

const DEEP = [7, 8, 8, 8, 8, 8, 8, 1];

test("while a large network runs, a picture renews some of its links, and a few pictures all of them", () => {
  const { draw, geometry } = begin(DEEP);
  assert.equal(draw().length, geometry.links.length, "the first picture has all");
  assert.equal(draw().length, geometry.links.length, "so has the layer that later ones add to");
  const gaps = new Set();
  for (let i = 0; i < geometry.gaps.length; i++) {
    const renewed = draw();
    assert.ok(renewed.length >= 56 && renewed.length < geometry.links.length / 2, `${renewed.length} links`);
    for (const x of renewed) gaps.add(x);
  }
  assert.equal(gaps.size, geometry.gaps.length);
});

test("all links are drawn when it rests, when pictures come slowly, and when units are dropped out", () => {
  const { draw, frame, geometry } = begin(DEEP);
  for (let i = 0; i < 4; i++) draw();
  assert.equal(draw({ running: false }).length, geometry.links.length);
  draw();
  assert.equal(draw({ after: 100 }).length, geometry.links.length);
  frame.kept[0] = 0;
  draw();
  assert.equal(draw().length, geometry.links.length - 7 - 8);
});

test("a small network is always drawn whole", () => {
  const { draw } = begin([2, 4, 2, 1]);
  for (let i = 0; i < 4; i++) assert.equal(draw().length, 8 + 8 + 2);
});
