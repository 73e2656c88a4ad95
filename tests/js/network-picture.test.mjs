import assert from "node:assert/strict";
import test, { after } from "node:test";
import { networkGeometry } from "../../site/static/js/draw/network-geometry.js";
import { makePalette } from "../../site/static/js/draw/palette.js";
import { decodeFrame } from "../../site/static/js/draw/frame-views.js";
import { NetworkPicture } from "../../site/static/js/panels/network-picture.js";
import { layoutOf, TOKENS } from "./samples.mjs";

const palette = makePalette((token) => TOKENS[token]);
const { document, devicePixelRatio, OffscreenCanvas } = globalThis;
const before = { document, devicePixelRatio, OffscreenCanvas };
/** every curve that was drawn, on whichever canvas: where it begins */
const curves = [];

/** A canvas that notes the curves drawn on it, and how much of it is cleared. */
class FakeCanvas {
  width = 300;
  height = 150;
  restored = () => {};
  cleared = [];
  getContext() {
    const context = { moveTo: (x) => (context.from = x), bezierCurveTo: () => curves.push(context.from) };
    context.createImageData = (width, height) => ({ width, height, data: new Uint8ClampedArray(4 * width * height) });
    context.clearRect = (left) => this.cleared.push(left);
    return new Proxy(context, { get: (target, name) => target[name] ?? (() => {}) });
  }
  addEventListener(name, listener) {
    if (name === "contextrestored") this.restored = listener;
  }
  transferToImageBitmap() {
    return { width: this.width, height: this.height };
  }
}
Object.assign(globalThis, { document: { createElement: () => new FakeCanvas() }, OffscreenCanvas: FakeCanvas, devicePixelRatio: 1 });
after(() => Object.assign(globalThis, before));

function begin(shape) {
  const layout = layoutOf(shape);
  const frame = decodeFrame(layout, new ArrayBuffer(layout.bytes));
  frame.kept.fill(1);
  const geometry = networkGeometry({ shape, features: layout.features, width: 900 });
  const canvas = new FakeCanvas();
  let now = 0;
  let rest = null;
  const picture = new NetworkPicture(canvas, () => now, (action) => (rest = action));
  /** Lets time pass, does something, and returns where the links that it has drawn anew begin. */
  const drawnBy = (action, milliseconds) => {
    now += milliseconds;
    curves.length = 0;
    canvas.cleared.length = 0;
    action();
    return [...curves];
  };
  const draw = (milliseconds = 16) => drawnBy(() => picture.draw(frame, { geometry, palette, marked: null }), milliseconds);
  return { draw, frame, geometry, canvas, rest: (milliseconds) => drawnBy(() => rest(), milliseconds), restore: () => drawnBy(() => canvas.restored(), 16) };
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

test("all links are drawn when no further picture comes, when pictures come slowly, and when units are dropped out", () => {
  const { draw, rest, frame, geometry } = begin(DEEP);
  for (let i = 0; i < 4; i++) draw();
  assert.equal(rest(10).length, 0, "another picture has just come");
  assert.equal(rest(100).length, geometry.links.length);
  draw();
  assert.equal(draw(100).length, geometry.links.length);
  frame.kept[0] = 0;
  draw();
  assert.equal(draw().length, geometry.links.length - 7 - 8);
});

test("the inputs are drawn once, and again when the browser has lost the drawing", () => {
  const { draw, restore, geometry, canvas } = begin([2, 4, 2, 1]);
  draw();
  assert.ok(canvas.cleared.includes(0));
  draw();
  assert.ok(Math.min(...canvas.cleared) >= geometry.inputsEnd);
  restore();
  assert.ok(canvas.cleared.includes(0));
});

test("a small network is always drawn whole", () => {
  const { draw } = begin([2, 4, 2, 1]);
  for (let i = 0; i < 4; i++) assert.equal(draw().length, 8 + 8 + 2);
});
