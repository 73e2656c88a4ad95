import assert from "node:assert/strict";
import test from "node:test";
import { Detail, Slowness } from "../../site/static/js/model/map-resolution.js";
import { decodeFrame } from "../../site/static/js/draw/frame-views.js";
import { layoutOf, settled } from "./samples.mjs";

const LAYOUT = layoutOf([2, 1]);
const took = (slowness, milliseconds, times = 8) => {
  for (let i = 0; i < times; i++) slowness.took(milliseconds);
  return slowness.coarse;
};

test("pictures that take long become coarse, and stay so while that helps", () => {
  const slowness = new Slowness();
  assert.equal(took(slowness, 50), false);
  assert.equal(took(slowness, 90), true);
  assert.equal(took(slowness, 30), true);
  assert.equal(took(slowness, 70), true);
});

test("one picture that had to wait does not make the others coarse", () => {
  const slowness = new Slowness();
  took(slowness, 20, 5);
  took(slowness, 900, 3);
  assert.equal(slowness.coarse, false);
});

test("where coarse pictures take as long, something else is slow, and they are whole again for good", () => {
  const slowness = new Slowness();
  took(slowness, 100);
  assert.equal(took(slowness, 95), false);
  assert.equal(took(slowness, 300, 80), false);
  slowness.forget();
  assert.equal(took(slowness, 300), true);
});

test("when a device is quick again, pictures are whole again", () => {
  const slowness = new Slowness();
  took(slowness, 100);
  assert.equal(took(slowness, 5), false);
});

/** A detail with a model that notes what it is asked, and a state that the test changes. */
function begin() {
  const asked = [];
  const timers = [];
  const frameOf = (coarse) => {
    const buffer = new ArrayBuffer(LAYOUT.bytes);
    new Float64Array(buffer)[14] = Number(coarse);
    return buffer;
  };
  let isCoarse = false;
  const model = {
    async ask(question, details) {
      asked.push([question, ...(details ? [details.on] : [])]);
      if (model.error) throw model.error;
      if (question === "coarse") isCoarse = details.on;
      return question === "fineMap" ? { side: 2, output: btoa("\x01\x02\x03\x04"), contour: [] } : null;
    },
    async frame() {
      asked.push(["frame"]);
      return frameOf(isCoarse);
    },
  };
  const failures = [];
  let state = { phase: "open", playing: false, layout: LAYOUT, frame: null, fine: null };
  const set = (changes) => {
    const before = state;
    state = { ...state, ...changes };
    detail.changed(state, before);
  };
  const show = (buffer) => set({ frame: decodeFrame(LAYOUT, buffer) });
  let current = model;
  const source = { state: () => state, model: () => current, show, set, failed: (error) => failures.push(error) };
  const detail = new Detail(source, (action) => {
    timers.push(action);
    return () => timers.splice(timers.indexOf(action), 1);
  });
  const rest = async () => {
    for (const action of timers.splice(0)) action();
    await settled();
  };
  return { detail, model, asked, timers, set, rest, failures, show, frameOf, state: () => state, close: () => (current = null) };
}

test("after a rest the map is asked for finer, once, and never while training goes on", async () => {
  const { asked, timers, set, rest, show, frameOf, state } = begin();
  show(frameOf(false));
  show(frameOf(false));
  assert.equal(timers.length, 1, "a newer frame puts it off");
  await rest();
  assert.deepEqual(asked, [["fineMap"]]);
  assert.equal(state().fine.frame, state().frame);
  assert.deepEqual([...state().fine.output], [1, 2, 3, 4]);
  assert.equal(timers.length, 0);
  set({ playing: true });
  show(frameOf(false));
  assert.equal(timers.length, 0);
});

test("a finer map that comes after training has begun is not shown", async () => {
  const { set, rest, show, frameOf, state } = begin();
  show(frameOf(false));
  const resting = rest();
  set({ playing: true });
  await resting;
  assert.equal(state().fine, null);
});

test("slow pictures become coarse while training and whole when it pauses", async () => {
  const { detail, asked, set, rest, show, frameOf, state } = begin();
  set({ playing: true });
  for (let i = 0; i < 8; i++) detail.took(100);
  assert.deepEqual(asked, [["coarse", true]]);
  show(frameOf(true));
  set({ playing: false });
  await rest();
  assert.deepEqual(asked.slice(1), [["coarse", false], ["frame"]]);
  await rest();
  assert.deepEqual(asked.at(-1), ["fineMap"]);
  assert.equal(state().fine.frame, state().frame);
  set({ playing: true });
  assert.deepEqual(asked.at(-1), ["coarse", true], "and coarse again at once when it goes on");
  set({ layout: layoutOf([2, 3, 1]), playing: false });
  set({ playing: true });
  assert.equal(asked.filter(([question, on]) => question === "coarse" && on).length, 2, "another network is judged anew");
});

test("an error of Python is told, but not that of a model which has been closed meanwhile", async () => {
  const { model, rest, show, frameOf, failures, close } = begin();
  model.error = new Error("no");
  show(frameOf(false));
  await rest();
  assert.deepEqual(failures, [model.error]);
  show(frameOf(false));
  const resting = rest();
  close();
  await resting;
  assert.equal(failures.length, 1);
});
