import assert from "node:assert/strict";
import test from "node:test";
import { decodeFirst, decodeFrame, layersOf, numbersOf } from "../../site/static/js/draw/frame-views.js";
import { layoutOf } from "./samples.mjs";

test("a frame is views into the buffer that came, not copies", () => {
  const layout = layoutOf([2, 3, 1]);
  const buffer = new ArrayBuffer(layout.bytes);
  const frame = decodeFrame(layout, buffer);
  new Float64Array(buffer)[0] = 42;
  assert.equal(numbersOf(frame).epoch, 42);
  for (const view of [frame.header, frame.parameters, frame.history, frame.output, frame.units, frame.features]) assert.equal(view.buffer, buffer);
  assert.equal(frame.parameters.length, 13);
  assert.equal(frame.units.length, 16);
});

test("a buffer of another size than the layout's is refused with both sizes", () => {
  const layout = layoutOf([2, 1]);
  assert.throws(() => decodeFrame(layout, new ArrayBuffer(8)), { name: "RangeError", message: new RegExp(`${layout.bytes} bytes.* has 8$`) });
});

test("a section of an unexpected type is refused", () => {
  const layout = layoutOf([2, 1]);
  layout.sections.header.type = "f32";
  assert.throws(() => decodeFrame(layout, new ArrayBuffer(layout.bytes)), /f64.*f32/);
});

test("the builder's first frame and points come back from base64", () => {
  const layout = layoutOf([2, 1]);
  const bytes = Buffer.alloc(layout.bytes);
  bytes.writeDoubleLE(0.5, 8);
  const points = Buffer.from(new Float32Array([1, -2, 1, 3, 4, -1]).buffer);
  const first = decodeFirst({ layout, frame: bytes.toString("base64"), points: points.toString("base64") });
  assert.equal(numbersOf(first.frame).lossTrain, 0.5);
  assert.deepEqual([...first.points], [1, -2, 1, 3, 4, -1]);
});

test("layers start where the one before ends, biases included", () => {
  assert.deepEqual(layersOf([2, 4, 2, 1]), [
    { units: 4, inputs: 2, start: 0 },
    { units: 2, inputs: 4, start: 12 },
    { units: 1, inputs: 2, start: 22 },
  ]);
});

test("a network without inputs has biases only", () => {
  assert.deepEqual(layersOf([0, 1]), [{ units: 1, inputs: 0, start: 0 }]);
});
