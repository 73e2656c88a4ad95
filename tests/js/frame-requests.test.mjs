import assert from "node:assert/strict";
import test from "node:test";
import { FrameLoop } from "../../site/static/js/model/frame-requests.js";
import { settled } from "./samples.mjs";

/** A loop whose Python answers when it is told to, and whose screen paints when it is told to. */
function begin({ speed = 100 } = {}) {
  const waiting = [];
  const asked = [];
  const shown = [];
  const took = [];
  const failures = [];
  let paint = () => {};
  let now = 0;
  let count = 0;
  const state = { runs: true, speed, epoch: 0 };
  const loop = new FrameLoop(
    {
      now: () => state,
      ask: (epochs, milliseconds, spare) => {
        asked.push({ epochs, milliseconds, spare });
        return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
      },
      show: (buffer) => shown.push(buffer.number),
      failed: (error) => failures.push(error.message),
      took: (milliseconds) => took.push(milliseconds),
    },
    (listener) => {
      paint = listener;
      return () => (paint = () => {});
    },
    () => now,
  );
  const answer = async () => {
    const buffer = new ArrayBuffer(8);
    buffer.number = ++count;
    waiting.shift().resolve(buffer);
    await settled();
  };
  return {
    loop, state, asked, shown, took, failures, waiting, answer,
    paint: () => paint(),
    pass: (milliseconds) => (now += milliseconds),
  };
}

test("with a slow Python a second frame is asked for while the first is on its way, never a third", () => {
  const { loop, asked, paint } = begin();
  loop.start();
  for (let i = 0; i < 5; i++) paint();
  assert.equal(asked.length, 2);
});

test("where frames take long only one is on its way, so that a reset waits for one", async () => {
  const { loop, waiting, paint, pass, answer } = begin();
  loop.start();
  paint();
  paint();
  for (let i = 0; i < 2; i++) {
    pass(70);
    await answer();
  }
  for (let i = 0; i < 3; i++) paint();
  assert.equal(waiting.length, 1);
  pass(70);
  await answer();
  paint();
  paint();
  assert.equal(waiting.length, 1);
  pass(10);
  await answer();
  for (let i = 0; i < 4; i++) paint();
  assert.equal(waiting.length, 2);
});

test("each animation frame shows one frame and asks for one, in order, and none is left out", async () => {
  const { loop, asked, shown, paint, answer } = begin();
  loop.start();
  paint();
  paint();
  await answer();
  await answer();
  paint();
  assert.deepEqual([shown, asked.length], [[1], 3]);
  paint();
  assert.deepEqual([shown, asked.length], [[1, 2], 4]);
});

test("a quick Python has one frame on its way at a time, so that a change shows at once", async () => {
  const { loop, waiting, shown, paint, answer } = begin();
  loop.start();
  for (let i = 0; i < 4; i++) {
    paint();
    assert.equal(waiting.length, 1);
    await answer();
  }
  assert.deepEqual(shown, [1, 2, 3]);
});

test("stopping shows the latest frame that has come, and those still on their way when they come", async () => {
  const { loop, shown, paint, answer } = begin();
  loop.start();
  paint();
  paint();
  await answer();
  await answer();
  loop.stop();
  assert.deepEqual(shown, [2]);
  loop.start();
  paint();
  loop.stop();
  await answer();
  assert.deepEqual([shown, loop.waits], [[2, 3], false]);
});

test("at full speed one request is under way, and only the latest of the frames that wait is shown", async () => {
  const { loop, asked, waiting, shown, paint, answer } = begin({ speed: "max" });
  loop.start();
  paint();
  paint();
  assert.equal(asked.length, 1);
  await answer();
  assert.equal(asked.length, 2, "Python trains on while the page draws");
  await answer();
  assert.equal(waiting.length, 0, "but not further ahead");
  paint();
  assert.deepEqual(shown, [2]);
});

test("on the way to an epoch, the next frame is asked for when the epochs that are left are known", async () => {
  const { loop, state, asked, paint, answer } = begin();
  loop.start();
  loop.goal = 30;
  paint();
  paint();
  assert.deepEqual(asked.map(({ epochs }) => epochs), [30]);
  await answer();
  assert.equal(asked.length, 1);
  state.epoch = 20;
  paint();
  assert.deepEqual(asked.map(({ epochs }) => epochs), [30, 10]);
});

test("how long a frame took does not count the time in which Python worked on the one before", async () => {
  const { loop, took, paint, pass, answer } = begin();
  loop.start();
  paint();
  paint();
  pass(30);
  await answer();
  pass(20);
  await answer();
  assert.deepEqual(took, [30, 20]);
});

test("an answer to what was asked before everything was forgotten is not shown, an error is told", async () => {
  const { loop, shown, failures, waiting, paint, answer } = begin();
  loop.start();
  paint();
  paint();
  waiting.shift().reject(new Error("division by zero"));
  await settled();
  loop.forget();
  await answer();
  loop.stop();
  assert.deepEqual([shown, failures], [[], ["division by zero"]]);
});
