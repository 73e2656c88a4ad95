import assert from "node:assert/strict";
import test from "node:test";
import { decodeFrame, numbersOf } from "../../site/static/js/draw/frame-views.js";
import { Session } from "../../site/static/js/model/session.js";
import { PythonClient } from "../../site/static/js/python/client.js";
import { PythonServer } from "../../site/static/js/python/python-server.js";
import { layoutOf, settled, TABLE } from "./samples.mjs";

const LAYOUT = layoutOf([2, 1]);

class PythonError extends Error {
  type = "ValueError";
}

/** Stands in for pycore in Pyodide: models that count epochs, and a place to let one of their methods go wrong. */
function fakePyodide(world) {
  const method = (run) => Object.assign(run, { destroy() {} });
  const open = (hash, snapshot) => {
    const model = { epoch: snapshot ? JSON.parse(snapshot).epoch : 0, hash: snapshot ? JSON.parse(snapshot).hash : hash };
    world.models.push(model);
    const layout = () => JSON.stringify({ ...LAYOUT, hash: model.hash, settings: { ...LAYOUT.settings, ...world.settings } });
    const buffer = () => {
      const bytes = new ArrayBuffer(LAYOUT.bytes);
      new Float64Array(bytes).set([model.epoch, 0.5, 0.5, -1, 1, 0]);
      return new Uint8Array(bytes);
    };
    const call = (name, run) => method((...args) => {
      world.calls.push([name, model.hash, ...args]);
      if (world.wrong[name]) throw world.wrong[name];
      return run(...args);
    });
    return {
      frame: call("frame", (epochs) => void (model.epoch += Math.max(epochs, 0) || (epochs < 0 ? 10 : 0))),
      configure: call("configure", (changes) => {
        const restarted = "noise" in JSON.parse(changes) ? "data" : "no";
        if (restarted !== "no") model.epoch = 0;
        return JSON.stringify({ restarted, reshaped: false, layout: { ...LAYOUT, hash: model.hash, settings: { ...LAYOUT.settings, ...JSON.parse(changes) } } });
      }),
      use: call("use", () => JSON.stringify({ restarted: "data", reshaped: false, layout: LAYOUT })),
      revert: call("revert", () => JSON.stringify({ restarted: "data", reshaped: false, layout: LAYOUT, words: "" })),
      load: call("load", () => JSON.stringify({ restarted: "data", reshaped: false, layout: LAYOUT })),
      reset: call("reset", () => void (model.epoch = 0)),
      snapshot: call("snapshot", () => JSON.stringify(model)),
      layout: method(layout),
      ask: call("ask", () => "7"),
      close: () => void (model.closed = true),
      get buffer() {
        return { getBuffer: () => ({ get data() { return buffer(); }, release() {} }), destroy() {} };
      },
      get points() {
        return { getBuffer: () => ({ data: new Float32Array(15), release() {} }), destroy() {} };
      },
      destroy() {},
    };
  };
  const exhibit = (name) => ({ view: method(() => "{}"), act: method((action) => JSON.stringify({ texts: { action } })), close: () => world.closed.push(name), destroy() {} });
  const sys = { last_exc: undefined, destroy() {} };
  return { pyimport: (name) => (name === "sys" ? sys : { open, exhibit }), ffi: { PythonError }, _module: { HEAPU8: { length: world.heap ?? 8 }, pyproxy_alloc_map: new Map(), enable_pyproxy_allocation_tracing() {} } };
}

/** A page with its client, and workers that run the real server on a fake Pyodide; clocks move when they are told to. */
function page() {
  const world = { models: [], calls: [], wrong: {}, closed: [], boots: 0, bootError: null };
  const clock = { now: 0 };
  const workers = [];
  const timers = [];
  const clientTimers = [];
  const lives = [];
  const pass = async (milliseconds) => {
    clock.now += milliseconds;
    for (const timer of timers.splice(0)) (timer.at <= clock.now ? timer.action : () => timers.push(timer))();
    await settled();
  };
  const makeWorker = () => {
    const server = new PythonServer({
      boot: async () => {
        world.boots++;
        if (world.bootError) throw world.bootError;
        return fakePyodide(world);
      },
      now: () => clock.now,
      later: (action, milliseconds) => void timers.push({ action, at: clock.now + milliseconds }),
      end: () => {},
    });
    const worker = {
      onmessage: null, onerror: null, deaf: false,
      terminate: () => (worker.deaf = true),
      postMessage: (message) => setImmediate(() => worker.deaf || port.onmessage({ data: structuredClone(message) })),
    };
    const port = { onmessage: null, postMessage: (message) => setImmediate(() => worker.deaf || worker.onmessage?.({ data: structuredClone(message) })) };
    server.connect(port);
    workers.push(worker);
    return worker;
  };
  const client = new PythonClient({
    base: "http://site.test/", makeWorker, now: () => clock.now, later: (action) => void clientTimers.push(action), watch: (life) => lives.push(life),
  });
  const die = async (worker, message = "out of memory") => {
    worker.deaf = true;
    worker.onerror({ message, preventDefault() {} });
    await rest();
  };
  return { world, clock, workers, clientTimers, lives, client, pass, die };
}

/** Lets everything that is on its way between page and worker arrive. */
async function rest() {
  for (let i = 0; i < 12; i++) await settled();
}

function sessionOf({ client }, address) {
  const listeners = new Set();
  const loop = {
    afterPaint: async () => {},
    eachFrame: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const told = [];
  const state = {
    phase: "booting", playing: false, eager: false, progress: { stage: "waiting", loaded: 0, total: 0 }, layout: LAYOUT,
    frame: decodeFrame(LAYOUT, new ArrayBuffer(LAYOUT.bytes)), points: new Float32Array(15), pending: {}, marks: [], faults: {}, refused: {}, long: "", heavy: 0, problem: null,
  };
  const session = new Session({ client, table: TABLE, state, address, tell: (name, error) => told.push(error ? `${name} ${error.message}` : name), loop, later: () => () => {} });
  const tick = async () => {
    for (const listener of [...listeners]) listener(0);
    await rest();
  };
  return { session, told, tick, listeners, epoch: () => numbersOf(session.store.get().frame).epoch, phase: () => session.store.get().phase };
}

test("another address opened while a copy is due leaves Python alive", async () => {
  const here = page();
  const { session, tick, phase, told } = sessionOf(here, "noise=1");
  await session.open();
  session.play();
  await tick();
  here.clock.now += 6000;
  await tick();
  const opening = session.reopen("noise=2");
  await here.pass(0);
  await opening;
  await rest();
  assert.deepEqual([phase(), session.store.get().layout.hash, here.workers.length], ["open", "noise=2", 1]);
  assert.ok(!told.some((word) => word.startsWith("error")), `${told}`);
  assert.equal(here.world.models[0].closed, true);
});

test("Reset and New seed show their own picture also while a copy is due", async () => {
  const here = page();
  const { session, tick, epoch } = sessionOf(here, "");
  await session.open();
  session.play();
  await tick();
  here.clock.now += 6000;
  const ticking = tick();
  await session.reset();
  await ticking;
  await here.pass(400);
  assert.equal(epoch(), 0);
  await session.step(3);
  await session.newSeed();
  await rest();
  assert.equal(session.store.get().layout.settings.seed, 7);
});

test("after a lost worker each playground trains its own model, at the epoch where it was", async () => {
  const here = page();
  const [a, b] = [sessionOf(here, "a=1"), sessionOf(here, "b=2")];
  await a.session.open();
  const other = await here.client.open("c=3");
  await b.session.open();
  await other.instance.close();
  await a.session.step(4);
  await b.session.step(9);
  await here.pass(400); // nothing is asked: both are copied
  here.clock.now = 60000;
  await here.die(here.workers[0]);
  assert.deepEqual([a.phase(), b.phase(), a.epoch(), b.epoch()], ["open", "open", 4, 9]);
  await a.session.step(1);
  assert.deepEqual([a.epoch(), b.epoch()], [5, 9]);
  assert.deepEqual(here.world.calls.at(-1), ["frame", "a=1", 1, 0]);
  await b.session.step(1);
  assert.deepEqual(here.world.calls.at(-1), ["frame", "b=2", 1, 0]);
});

test("a playground that trains when its worker dies goes on training in the next one", async () => {
  const here = page();
  const { session, tick, epoch } = sessionOf(here, "");
  await session.open();
  session.play();
  await tick();
  here.clock.now += 6000;
  await tick();
  await here.pass(0);
  here.clock.now = 60000;
  const before = epoch();
  await here.die(here.workers[0]);
  await tick();
  await tick();
  assert.ok(session.store.get().playing && epoch() > before, `${epoch()} after ${before}`);
});

test("Run pressed between closing and opening starts the new model and stops nobody's animation", async () => {
  const here = page();
  const { session, tick, epoch, phase } = sessionOf(here, "noise=1");
  await session.open();
  const opening = session.reopen("noise=2");
  session.play();
  await tick();
  await opening;
  await tick();
  await tick();
  assert.equal(phase(), "open");
  assert.ok(session.store.get().playing && epoch() > 0);
});

test("a worker that dies early says that it failed, stays so, and Run tries again", async () => {
  const here = page();
  const { session, tick, phase, epoch } = sessionOf(here, "");
  await session.open();
  session.play();
  for (const worker of here.workers) worker.postMessage = () => {}; // it does not answer any more
  await tick();
  here.clock.now = 10;
  await here.die(here.workers[0]);
  await tick();
  assert.deepEqual([phase(), session.store.get().problem.action, here.workers.length], ["failed", "retry", 1]);
  session.play();
  await rest();
  await tick();
  assert.deepEqual([phase(), session.store.get().playing, here.workers.length], ["open", true, 2]);
  await tick();
  assert.ok(epoch() > 0);
});

test("only the end of the interpreter is fatal, by the error's name; an unknown model is not", async () => {
  const here = page();
  const { instance } = await here.client.open("");
  await assert.rejects(here.client.callModel({ generation: 1, handle: 999 }, "reset", []), { fatal: false, message: /no such model/ });
  here.world.wrong.reset = new RangeError("Invalid array buffer length");
  await assert.rejects(instance.reset(), { fatal: false, kind: "RangeError" });
  here.world.wrong.reset = new PythonError("Traceback\nValueError: no");
  await assert.rejects(instance.reset(), { fatal: false, kind: "ValueError", message: "no" });
  const fatal = [
    new WebAssembly.RuntimeError("unreachable"), new RangeError("Maximum call stack size exceeded"),
    Object.assign(new Error("x"), { name: "FatalPyodideError" }), Object.assign(new TypeError("x"), { pyodide_fatal_error: true }),
  ];
  for (const error of fatal) {
    here.clock.now += 60000;
    here.world.wrong.reset = error;
    await assert.rejects(instance.reset(), { fatal: true });
    await rest();
  }
  assert.equal(here.workers.length, 1 + fatal.length);
});

test("what an older worker still says is dropped, and so is an answer to a closed model", async () => {
  const here = page();
  const { instance } = await here.client.open("");
  const speak = here.workers[0].onmessage;
  here.clock.now = 60000;
  await here.die(here.workers[0]);
  speak({ data: { generation: 1, handle: instance.handle, call: 99, type: "done", value: null } });
  speak({ data: { generation: 1, handle: 0, type: "died", error: { message: "again" } } });
  const waiting = instance.reset();
  await Promise.all([assert.rejects(waiting, { kind: "ModelClosed", fatal: false }), instance.close(), instance.close()]);
  await assert.rejects(instance.frame(1, 0, null), { kind: "ModelClosed" });
  await rest();
  assert.equal(here.workers.length, 2);
});

test("closing a model never rejects, also when the worker dies over it", async () => {
  const here = page();
  const { instance } = await here.client.open("");
  const { exhibit } = await here.client.exhibit("house-dials", {});
  assert.equal((await exhibit.act("turn", {})).texts.action, "turn");
  here.workers[0].postMessage = () => {};
  const closing = [instance.close(), exhibit.close()];
  await here.die(here.workers[0]);
  await Promise.all(closing);
});

test("copies are sent between requests, when nothing is asked, and when the page is put aside; never twice the same", async () => {
  const here = page();
  const { instance } = await here.client.open("");
  const copies = () => here.world.calls.filter(([name]) => name === "snapshot").length;
  await instance.frame(0, 0, null);
  await here.pass(1000);
  assert.equal(copies(), 0);
  await instance.frame(1, 0, null);
  await here.pass(1000);
  assert.equal(copies(), 1);
  await here.pass(1000);
  assert.equal(copies(), 1);
  await instance.frame(1, 0, null);
  here.lives[0].hidden();
  await rest();
  assert.equal(copies(), 2);
});

test("a change that was on its way when the worker died is made in the next one", async () => {
  const here = page();
  const { session } = sessionOf(here, "");
  await session.open();
  const post = here.workers[0].postMessage;
  here.workers[0].postMessage = () => {};
  const changed = session.configure({ learningRate: 0.1 });
  here.workers[0].postMessage = post;
  here.clock.now = 60000;
  await here.die(here.workers[0]);
  await changed;
  assert.equal(session.store.get().layout.settings.learningRate, 0.1);
});

test("a page that comes back and hears nothing takes its worker for dead and opens its models again", async () => {
  const here = page();
  const { session, phase, epoch } = sessionOf(here, "");
  await session.open();
  await session.step(5);
  await here.pass(400);
  here.clock.now = 3600000;
  here.lives[0].shown();
  await rest();
  for (let i = 0; i < 6; i++) for (const action of here.clientTimers.splice(0)) action();
  assert.equal(here.workers.length, 1, "it has answered");
  here.workers[0].deaf = true;
  here.lives[0].shown();
  for (let i = 0; i < 6; i++) for (const action of here.clientTimers.splice(0)) action();
  await rest();
  assert.deepEqual([here.workers.length, phase(), epoch()], [2, "open", 5]);
});

test("what takes long is told, and stopped when the reader does not want to wait: all goes on as it was before", async () => {
  const here = page();
  const { session, phase, epoch } = sessionOf(here, "");
  const other = sessionOf(here, "b=2");
  await session.open();
  await other.session.open();
  await session.step(4);
  await here.pass(400); // nothing is asked: it is copied
  const look = async () => {
    here.clock.now += 2500;
    for (const action of here.clientTimers.splice(0)) action();
    await rest();
    return session.store.get().long;
  };
  assert.equal(await look(), "", "nothing waits");
  here.workers[0].deaf = true; // it answers nothing any longer, as one that works on something long
  const change = session.configure({ noise: 5 });
  const refusal = assert.rejects(change, (error) => error.isStopped && /stopped before Python had done it/.test(error.message));
  await rest();
  assert.equal(await look(), "configure");
  assert.equal(other.session.store.get().long, "", "the other has asked for nothing");
  await session.recover();
  await refusal;
  const { pending, problem, long } = session.store.get();
  assert.deepEqual([phase(), epoch(), pending, problem, long, here.workers.length], ["open", 4, {}, null, "", 2]);
  await session.step(1);
  assert.equal(epoch(), 5);
  assert.equal(other.phase(), "open");
});

test("a copy that fails before other settings are taken does not keep them from being taken", async (t) => {
  const here = page();
  const { session, phase } = sessionOf(here, "");
  const warned = [];
  t.mock.method(console, "warn", (words) => warned.push(words));
  await session.open();
  await session.step(2);
  here.world.wrong.snapshot = new PythonError("ValueError: not this one");
  await session.configure({ noise: 5 });
  assert.deepEqual([phase(), session.store.get().layout.settings.noise, session.store.get().problem], ["open", 5, null]);
  assert.match(warned[0], /could not be copied: not this one/);
});

test("an opening that takes long can be stopped, and tried again", async () => {
  const here = page();
  const { session, phase } = sessionOf(here, "");
  await here.client.boot();
  here.workers[0].deaf = true;
  const opening = session.open();
  await rest();
  here.clock.now += 2500;
  for (const action of here.clientTimers.splice(0)) action();
  assert.equal(session.store.get().long, "open");
  await session.recover();
  await opening;
  assert.deepEqual([phase(), session.store.get().problem.title, session.store.get().long], ["failed", "Stopped", ""]);
  await session.recover();
  assert.equal(phase(), "open");
});

test("a Python that holds much of the device's memory is told of; the smaller network has another one", async () => {
  const here = page();
  const { session } = sessionOf(here, "");
  here.world.heap = 3e9;
  here.world.settings = { networkShape: [8, 3] };
  await session.open();
  await rest();
  assert.equal(session.store.get().heavy, 3e9);
  here.world.heap = 8;
  await session.recover();
  await rest();
  const change = here.world.calls.find(([name]) => name === "configure");
  assert.deepEqual([JSON.parse(change[2]), here.workers.length, session.store.get().heavy], [{ networkShape: [4, 2] }, 2, 0]);
});

test("a listener that throws stops neither the others nor the boot, and is told", async () => {
  const here = page();
  const { session, told, phase } = sessionOf(here, "");
  const reported = [];
  globalThis.reportError = (error) => reported.push(error.message);
  let drawn = 0;
  session.store.listen(() => {
    throw new Error("no canvas");
  });
  session.store.listen(() => drawn++);
  await session.open();
  await session.step();
  delete globalThis.reportError;
  assert.equal(phase(), "open");
  assert.ok(drawn > 1 && reported.includes("no canvas") && told.includes("error no canvas"));
});

test("pages that share a server have models of their own; one that leaves has them closed, and a death is told to all", async () => {
  const world = { models: [], calls: [], wrong: {}, closed: [] };
  let boots = 0, ended = 0;
  const server = new PythonServer({ boot: async () => (boots++, fakePyodide(world)), now: () => 0, later() {}, end: () => ended++ });
  const ports = [1, 2].map(() => {
    const port = { said: [], onmessage: null, postMessage: (message) => port.said.push(message) };
    server.connect(port);
    return port;
  });
  const ask = async (port, name, handle = 0, ...args) => {
    port.onmessage({ data: { generation: 1, handle, call: 1, name, args } });
    await rest();
    return port.said.at(-1);
  };
  for (const port of ports) await ask(port, "boot", 0);
  assert.equal(boots, 1);
  for (const port of ports) assert.equal((await ask(port, "open", 1, "", "", "null", "")).type, "done");
  assert.deepEqual([(await ask(ports[0], "diagnose")).value.instances, (await ask(ports[0], "diagnose")).value.pages], [2, 2]);
  await ask(ports[1], "goodbye");
  assert.deepEqual([world.models[0].closed, world.models[1].closed], [undefined, true]);
  const late = { said: [], onmessage: null, postMessage: (message) => late.said.push(message) };
  server.connect(late);
  await ask(late, "ping");
  world.wrong.reset = new WebAssembly.RuntimeError("unreachable");
  await ask(ports[0], "reset", 1);
  assert.deepEqual([ports[0].said.at(-1).type, late.said.at(-1).type, ended], ["died", "died", 1]);
  assert.equal((await ask(late, "ping")).error.fatal, true);
});
