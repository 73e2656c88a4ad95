import assert from "node:assert/strict";
import test from "node:test";
import { decodeFrame, numbersOf } from "../../site/static/js/draw/frame-views.js";
import { PythonFailure } from "../../site/static/js/python/client.js";
import { Session } from "../../site/static/js/model/session.js";
import { layoutOf, settled, TABLE } from "./samples.mjs";

const LAYOUT = layoutOf([2, 1]);

/** A model that counts epochs; `diverges` says from which epoch on its loss is no number. */
class FakeModel {
  epoch = 0;
  asked = [];
  closed = false;
  diverges = Infinity;
  stops = Infinity;
  /** epochs that one request trains at the most */
  most = Infinity;
  #left = 0;
  #buffer() {
    const buffer = new ArrayBuffer(LAYOUT.bytes);
    new Float64Array(buffer)[20] = this.#left;
    new Float64Array(buffer).set([this.epoch, 0.5, 0.5, this.epoch >= this.diverges ? this.diverges : -1, 1, this.epoch >= this.stops ? 1 : 0]);
    return buffer;
  }
  async frame(epochs) {
    this.asked.push(epochs);
    if (this.error) throw this.error;
    const trained = Math.min(epochs, this.most);
    this.#left = epochs - trained;
    this.epoch += trained;
    return this.#buffer();
  }
  async reset() {
    this.epoch = 0;
    return this.#buffer();
  }
  async configure(text) {
    const changes = JSON.parse(text);
    this.asked.push(changes);
    if (changes.learningRate < 0) throw failure("SettingError", "learningRate: expected a number of at least 0", "learningRate");
    const restarted = "noise" in changes ? "data" : "no";
    if (restarted !== "no") this.epoch = 0;
    const layout = { ...LAYOUT, settings: { ...LAYOUT.settings, ...changes } };
    return { restarted, layout, points: restarted === "data" ? new Float32Array(3) : null, frame: this.#buffer() };
  }
  async use(table) {
    this.asked.push(table);
    if (table?.text === "bad") throw failure("TableError", "line 1, column 1: expected a number, got 'bad'");
    this.epoch = 0;
    return { restarted: "data", layout: { ...LAYOUT, own: table && { rows: 2 } }, points: new Float32Array(6), frame: this.#buffer() };
  }
  async close() {
    this.closed = true;
  }
  opened() {
    return { layout: LAYOUT, points: new Float32Array(15), frame: this.#buffer() };
  }
}

const failure = (kind, message, key = "", fatal = false) => new PythonFailure({ kind, message, key, traceback: "Traceback", fatal });

function begin({ model = new FakeModel(), open } = {}) {
  const told = [];
  const listeners = new Set();
  const loop = {
    afterPaint: async () => {},
    eachFrame: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const client = { open: open ?? (async () => ({ instance: model, opened: model.opened() })), reopen: async () => {}, check() {}, memory: async () => 0 };
  const state = {
    phase: "booting", playing: false, eager: false, progress: { stage: "waiting", loaded: 0, total: 0 }, layout: LAYOUT,
    frame: decodeFrame(LAYOUT, new ArrayBuffer(LAYOUT.bytes)), points: new Float32Array(15), pending: {}, marks: [], faults: {}, refused: {}, long: "", heavy: 0, problem: null,
  };
  const session = new Session({ client, table: TABLE, state, address: "", tell: (name) => told.push(name), loop, later: () => () => {} });
  /** One animation frame, and the time for Python to answer. */
  const tick = async () => {
    for (const listener of [...listeners]) listener(0);
    await settled();
  };
  const epoch = () => numbersOf(session.store.get().frame).epoch;
  return { session, model, told, tick, epoch, listeners };
}

test("Run before Python is there is remembered and starts as soon as it can", async () => {
  const { session, tick, epoch } = begin();
  session.play();
  assert.deepEqual([session.store.get().eager, session.store.get().playing], [true, false]);
  await session.open();
  await settled();
  assert.deepEqual([session.store.get().eager, session.store.get().playing], [false, true]);
  await tick();
  await tick();
  assert.ok(epoch() >= 1);
});

test("while playing, one frame is asked for at each animation frame, and none while it can't be seen", async () => {
  const { session, model, tick, listeners } = begin();
  await session.open();
  session.play();
  for (let i = 0; i < 5; i++) await tick();
  assert.deepEqual(model.asked, [1, 1, 1, 1, 1]);
  session.visible = false;
  await tick();
  assert.equal(model.asked.length, 5);
  session.pause();
  assert.equal(listeners.size, 0, "a paused playground leaves the animation loop");
});

test("pausing shows the frame that was still on its way", async () => {
  const { session, model, tick, epoch } = begin();
  await session.open();
  session.play();
  await tick();
  session.pause();
  await settled();
  assert.equal(epoch(), model.epoch);
});

test("a step pauses, trains as many epochs, and resolves when they are shown", async () => {
  const { session, told, epoch } = begin();
  await session.open();
  session.play();
  await session.step(20);
  assert.equal(session.store.get().playing, false);
  assert.equal(epoch(), 20);
  assert.equal(told.at(-1), "frame");
  await assert.rejects(session.step(0), /whole number/);
});

test("steps asked for while others are on their way come on top", async () => {
  const { session, model } = begin();
  await session.open();
  model.most = 8;
  await Promise.all([session.step(20), session.step(10)]);
  assert.equal(model.epoch, 30);
});

test("many steps are asked for again and again, and a pause, a reset, a start or a change that restarts ends them", async () => {
  const ends = [
    (session) => session.pause(),
    (session) => session.reset(),
    (session) => session.play(),
    (session) => session.configure({ noise: 5 }),
  ];
  for (const end of [null, ...ends]) {
    const { session, model } = begin();
    await session.open();
    model.most = 8;
    if (!end) {
      await session.step(20);
      assert.deepEqual(model.asked, [20, 12, 4]);
      assert.equal(model.epoch, 20);
      continue;
    }
    const { frame } = model;
    model.frame = async (...args) => {
      const buffer = await frame.apply(model, args);
      if (model.asked.filter((each) => typeof each === "number").length === 2) void end(session);
      return buffer;
    };
    await session.step(1000);
    await settled();
    assert.ok(model.asked.filter((each) => each > 0 && each !== 1).length <= 3, JSON.stringify(model.asked));
  }
});

test("changes of one moment are sent together, in order, after the one under way", async () => {
  const { session, model } = begin();
  await session.open();
  await Promise.all([session.configure({ learningRate: 0.1 }), session.configure({ showTestData: true }), session.configure({ learningRate: 0.3 })]);
  assert.deepEqual(model.asked, [{ learningRate: 0.1 }, { showTestData: true, learningRate: 0.3 }]);
  assert.deepEqual(session.store.get().pending, {});
  assert.equal(session.store.get().layout.settings.learningRate, 0.3);
});

test("a change made before Python is there is sent when it is, and a picture it spoils is not shown", async () => {
  const { session, model } = begin();
  const changed = session.configure({ noise: 10 });
  assert.equal(session.store.get().frame, null);
  await session.open();
  await changed;
  assert.deepEqual(model.asked, [{ noise: 10 }]);
  assert.notEqual(session.store.get().frame, null);
});

test("a change that restarts training pauses it, another does not", async () => {
  const { session } = begin();
  await session.open();
  session.play();
  await session.configure({ learningRate: 0.1 });
  assert.equal(session.store.get().playing, true);
  await session.configure({ noise: 10 });
  assert.equal(session.store.get().playing, false);
});

test("a refused change keeps the last good value and says why beside its control", async () => {
  const { session, told } = begin();
  await session.open();
  await assert.rejects(session.configure({ learningRate: -1 }), /at least 0/);
  const { layout, faults, pending, problem } = session.store.get();
  assert.equal(layout.settings.learningRate, 0.03);
  assert.deepEqual([faults, pending, problem], [{ learningRate: "learningRate: expected a number of at least 0" }, {}, null]);
  assert.equal(told.at(-1), "error");
  await session.configure({ learningRate: 0.1 });
  assert.deepEqual(session.store.get().faults, {});
});

test("a run whose loss stops being a number stops, says so, and goes on after a reset", async () => {
  const model = new FakeModel();
  model.diverges = 2;
  const { session, tick } = begin({ model });
  await session.open();
  session.play();
  for (let i = 0; i < 4; i++) await tick();
  const { playing, problem } = session.store.get();
  assert.equal(playing, false);
  assert.match(problem.message, /epoch 2/);
  model.diverges = Infinity;
  await session.recover();
  assert.equal(session.store.get().problem, null);
});

test("a run that has run away offers the next smaller learning rate, which starts it again", async () => {
  const model = new FakeModel();
  const { session, tick, epoch } = begin({ model });
  await session.open();
  await session.configure({ learningRate: 0.1 });
  model.diverges = 3;
  session.play();
  for (let i = 0; i < 5; i++) await tick();
  const { problem } = session.store.get();
  assert.deepEqual([problem.action, problem.rate], ["slower", 0.03]);
  model.diverges = Infinity;
  await session.recover();
  assert.deepEqual([epoch(), session.store.get().layout.settings.learningRate, session.store.get().problem], [0, 0.03, null]);
});

test("an exception of Python stops this playground and shows its last line and its traceback", async () => {
  const { session, model, tick } = begin();
  await session.open();
  session.play();
  model.error = failure("ZeroDivisionError", "division by zero");
  await tick();
  const { playing, problem } = session.store.get();
  assert.equal(playing, false);
  assert.deepEqual([problem.message, problem.details, problem.action], ["division by zero", "Traceback", "reset"]);
});

test("when the worker has died, the playground waits and then goes on playing", async () => {
  const { session, model, tick } = begin();
  await session.open();
  session.play();
  model.error = failure("WorkerDied", "Python stopped", "", true);
  model.oninterrupted();
  await tick();
  assert.deepEqual([session.store.get().phase, session.store.get().problem], ["booting", null]);
  model.error = null;
  model.onreopened(model.opened());
  await settled();
  assert.deepEqual([session.store.get().phase, session.store.get().playing], ["open", true]);
});

test("a failed start says what failed and can be tried again", async () => {
  const model = new FakeModel();
  let fails = true;
  const open = async () => {
    if (fails) throw failure("BootError", "runtime/pyodide.mjs could not be fetched");
    return { instance: model, opened: model.opened() };
  };
  const { session, told } = begin({ model, open });
  await session.open();
  assert.deepEqual([session.store.get().phase, session.store.get().problem.action], ["failed", "retry"]);
  fails = false;
  await session.recover();
  await session.ready;
  assert.equal(session.store.get().phase, "open");
  assert.deepEqual(told, ["error", "settings", "ready"]);
});

test("a model that opens after its playground has gone is closed again", async () => {
  const model = new FakeModel();
  let come = () => {};
  const open = async () => {
    await new Promise((resolve) => (come = resolve));
    return { instance: model, opened: model.opened() };
  };
  const { session } = begin({ model, open });
  const opening = session.open();
  await settled();
  await session.close();
  come();
  await opening;
  assert.equal(model.closed, true);
});

test("a slow speed lets animation frames pass, and full speed asks for the next frame as soon as one has come", async () => {
  const { session, model, tick } = begin();
  await session.open();
  await session.configure({ animationSpeed: 25 });
  model.asked.length = 0;
  session.play();
  for (let i = 0; i < 8; i++) await tick();
  assert.deepEqual(model.asked, [1, 1]);
  session.pause();
  await session.configure({ animationSpeed: "max" });
  model.asked.length = 0;
  session.play();
  await tick();
  assert.ok(model.asked.length === 2 && model.asked.every((epochs) => epochs === -1), `${model.asked}`);
});

test("going to an epoch trains up to it and pauses, and goes back when it has passed", async () => {
  const { session, tick, epoch } = begin();
  await session.open();
  await session.goTo(12);
  await tick();
  await tick();
  assert.deepEqual([epoch(), session.store.get().playing], [12, false]);
  await session.goTo(0);
  assert.equal(epoch(), 0);
  await assert.rejects(session.goTo(1.5), /whole number/);
});

test("going to an epoch that frames under way have passed goes back for it", async () => {
  const { session, model, tick, epoch, listeners } = begin();
  await session.open();
  const frame = model.frame.bind(model);
  model.frame = async (epochs) => {
    await settled();
    return frame(epochs);
  };
  session.play();
  for (let i = 0; i < 2; i++) for (const listener of [...listeners]) listener(0); // Python has had no time to answer
  await session.goTo(1);
  for (let i = 0; i < 4; i++) await tick();
  assert.deepEqual([epoch(), session.store.get().playing], [1, false]);
});

test("a stop condition that is met ends the run and is no problem", async () => {
  const model = new FakeModel();
  model.stops = 3;
  const { session, tick, epoch } = begin({ model });
  await session.open();
  session.play();
  for (let i = 0; i < 6; i++) await tick();
  assert.deepEqual([epoch(), session.store.get().playing, session.store.get().problem], [3, false, null]);
  assert.equal(numbersOf(session.store.get().frame).stoppedBy, "epoch");
});

test("own data are learned from the start, and a table that can't be used changes nothing", async () => {
  const { session, epoch } = begin();
  await session.open();
  await session.step(3);
  await assert.rejects(session.use({ text: "bad", skipBad: false }), /line 1, column 1/);
  assert.deepEqual([epoch(), session.store.get().layout.own, session.store.get().problem], [3, undefined, null]);
  await session.use({ text: "1,2,a", skipBad: false });
  assert.deepEqual([epoch(), session.store.get().layout.own, session.store.get().points.length], [0, { rows: 2 }, 6]);
  await session.use(null);
  assert.equal(session.store.get().layout.own, null);
});

test("what an address asks for that has no control in the open is told until something is changed", async () => {
  const problems = [{ key: "address", message: "address: expected less" }, { key: "noise", message: "noise: expected more" }];
  const model = new FakeModel();
  const { session } = begin({ model, open: async () => ({ instance: model, opened: { ...model.opened(), layout: { ...LAYOUT, problems } } }) });
  await session.open();
  assert.deepEqual(session.store.get().refused, { address: "address: expected less" });
  assert.equal(session.store.get().faults.noise, "noise: expected more");
  await session.configure({ learningRate: 0.1 });
  assert.deepEqual(session.store.get().refused, {});
});
