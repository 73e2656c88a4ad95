import assert from "node:assert/strict";
import test from "node:test";
import { PythonClient } from "../../site/static/js/python/client.js";
import { layoutOf, settled } from "./samples.mjs";

/** A worker that answers by the given handlers, and can die. */
class FakeWorker {
  calls = [];
  handles = [];
  terminated = false;
  constructor(handlers) {
    this.handlers = handlers;
  }
  postMessage({ generation, handle, call, name, args }) {
    this.calls.push([name, ...args]);
    this.handles.push(handle);
    queueMicrotask(() => {
      if (this.terminated) return;
      try {
        const value = this.handlers[name](...args);
        if (value !== undefined) this.onmessage({ data: { type: "done", generation, handle, call, value } });
      } catch (error) {
        this.onmessage({ data: { type: "error", generation, handle, call, error: { kind: error.name, message: error.message, traceback: "", key: "", fatal: Boolean(error.fatal) } } });
      }
    });
  }
  terminate() {
    this.terminated = true;
  }
  die(message) {
    this.onerror({ message, preventDefault() {} });
  }
}

const layout = layoutOf([2, 1]);
const HANDLERS = {
  boot: () => null,
  open: () => ({ layout, points: new Float32Array(), frame: new ArrayBuffer(layout.bytes) }),
  frame: () => new ArrayBuffer(layout.bytes),
  configure: () => ({ restarted: "no", layout: { ...layout, hash: "noise=5" }, points: null, frame: new ArrayBuffer(layout.bytes) }),
  use: () => ({ restarted: "data", layout: { ...layout, own: { rows: 2 } }, points: new Float32Array(), frame: new ArrayBuffer(layout.bytes) }),
  ping: () => null,
  keep: () => null,
  reset: () => new ArrayBuffer(layout.bytes),
  close: () => null,
};

function clientOf(handlers = HANDLERS) {
  const workers = [];
  const clock = { now: 0 };
  const later = [];
  const lives = [];
  const makeWorker = (generation) => {
    assert.equal(generation, workers.length + 1);
    workers.push(new FakeWorker(handlers));
    return workers.at(-1);
  };
  const client = new PythonClient({ makeWorker, now: () => clock.now, later: (action) => void later.push(action), watch: (life) => lives.push(life) });
  /** What a worker says by itself. */
  const push = (worker, message) => worker.onmessage({ data: { generation: workers.indexOf(worker) + 1, ...message } });
  return { client, workers, clock, push, later, lives };
}

test("no worker is made before it is needed, and one serves all models", async () => {
  const { client, workers } = clientOf();
  assert.equal(workers.length, 0);
  await Promise.all([client.open("a=1"), client.open("b=2")]);
  assert.equal(workers.length, 1);
  assert.deepEqual(workers[0].calls.map(([name]) => name), ["boot", "open", "open"]);
});

test("a failed boot rejects, ends its worker, and can be tried again", async () => {
  let failing = true;
  const { client, workers } = clientOf({
    ...HANDLERS,
    boot() {
      if (failing) throw new Error("a file is missing");
      return null;
    },
  });
  await assert.rejects(client.open(""), { name: "PythonFailure", message: "a file is missing" });
  assert.equal(workers[0].terminated, true);
  failing = false;
  await client.open("");
  assert.equal(workers.length, 2);
});

test("a start that has another way is tried in another worker: without the snapshot, and once more when a file was damaged", async () => {
  const kinds = ["SnapshotFailed", "FilesRenewed"];
  const { client, workers } = clientOf({
    ...HANDLERS,
    boot() {
      const name = kinds.shift();
      if (name) throw Object.assign(new Error("not this way"), { name });
      return null;
    },
  });
  await client.open("");
  assert.deepEqual(workers.map(({ calls, terminated }) => [calls[0], terminated]), [
    [["boot", false], true],
    [["boot", true], true],
    [["boot", true], false],
  ]);
  await client.open("noise=5");
  assert.equal(workers.length, 3);
});

test("a start that never finds a way ends with what was wrong", async () => {
  const { client, workers } = clientOf({
    ...HANDLERS,
    boot() {
      throw Object.assign(new Error("numpy is not the file that this page was made with"), { name: "FilesRenewed" });
    },
  });
  await assert.rejects(client.open(""), { message: /numpy is not the file/ });
  assert.equal(workers.length, 3);
  assert.ok(workers.every(({ terminated }) => terminated));
});

test("a worker script that does not load rejects the boot", async () => {
  const { client, workers } = clientOf({ boot: () => undefined });
  const opening = client.open("");
  workers[0].die("");
  await assert.rejects(opening, /worker\.js could not be loaded/);
});

test("an exception of Python rejects its own call only", async () => {
  const { client, workers } = clientOf({
    ...HANDLERS,
    reset() {
      throw Object.assign(new Error("no"), { name: "ValueError" });
    },
  });
  const { instance } = await client.open("");
  await assert.rejects(instance.reset(), { kind: "ValueError", fatal: false });
  assert.equal((await instance.frame(1, 0, null)).byteLength, layout.bytes);
  assert.equal(workers.length, 1);
});

test("when the worker dies, models are opened again with their latest settings and weights", async () => {
  const { client, workers, clock, push } = clientOf();
  const { instance } = await client.open("");
  await instance.configure("{}");
  clock.now = 60000;
  push(workers[0], { type: "snapshot", handle: instance.handle, snapshot: "saved" });
  let reopened = 0;
  instance.onreopened = () => reopened++;
  workers[0].die("out of memory");
  await settled();
  assert.equal(reopened, 1);
  assert.equal(workers.length, 2);
  assert.deepEqual(workers[1].calls[1], ["open", "noise=5", "saved", "null", ""]);
});

test("a model that learns the reader's own data does so again after the worker has died, until it has left them", async () => {
  const { client, workers, clock } = clientOf({
    ...HANDLERS,
    configure: (changes) => ({ ...HANDLERS.configure(), layout: { ...layout, hash: "", own: "dataset" in JSON.parse(changes) ? null : { rows: 2 } } }),
  });
  const { instance } = await client.open("");
  await instance.use({ text: "1,2,a", skipBad: false });
  await instance.configure('{"noise": 5}');
  clock.now = 60000;
  workers[0].die("out of memory");
  await settled();
  assert.deepEqual(workers[1].calls[1], ["open", "", "", '{"text":"1,2,a","skipBad":false}', ""]);
  await instance.configure('{"dataset": "circle"}');
  clock.now = 120000;
  workers[1].die("out of memory");
  await settled();
  assert.deepEqual(workers[2].calls[1], ["open", "", "", "null", ""]);
});

test("calls that wait when the worker dies are told why", async () => {
  const { client, workers, clock } = clientOf({ ...HANDLERS, reset: () => undefined });
  const { instance } = await client.open("");
  clock.now = 60000;
  const waiting = instance.reset();
  workers[0].die("out of memory");
  await assert.rejects(waiting, { kind: "WorkerDied", message: /out of memory/, fatal: true });
});

test("an error that stops Python replaces the worker", async () => {
  const { client, workers, clock } = clientOf({
    ...HANDLERS,
    reset() {
      throw Object.assign(new RangeError("stack"), { fatal: true });
    },
  });
  const { instance } = await client.open("");
  clock.now = 60000;
  await assert.rejects(instance.reset(), { fatal: true });
  await settled();
  assert.equal(workers.length, 2);
});

test("a worker that dies again at once is not replaced by itself, but on request", async () => {
  const { client, workers, clock } = clientOf();
  const { instance } = await client.open("");
  let lost = 0;
  instance.onlost = () => lost++;
  clock.now = 10;
  workers[0].die("again");
  await settled();
  assert.equal(lost, 1);
  assert.equal(workers.length, 1);
  await client.reopen();
  assert.equal(workers.length, 2);
});

test("a playground whose opening meets the death of its worker is opened once more by itself, and only once", async () => {
  let answers = 0;
  const { client, workers } = clientOf({ ...HANDLERS, open: () => (answers-- > 0 ? HANDLERS.open() : undefined) });
  const opening = client.open("");
  await settled();
  answers = 1;
  workers[0].die("out of memory");
  const { instance } = await opening;
  assert.deepEqual([workers.length, instance.generation], [2, 2]);
  const another = client.open("");
  await settled();
  workers[1].die("out of memory");
  await settled();
  workers[2].die("out of memory");
  await assert.rejects(another, { kind: "WorkerDied", message: /out of memory/ });
  assert.equal(workers.length, 3);
});

test("what ended Python by being opened is not opened again", async () => {
  const open = () => {
    throw Object.assign(new RangeError("stack"), { fatal: true });
  };
  const { client, workers } = clientOf({ ...HANDLERS, open });
  await assert.rejects(client.open(""), { fatal: true, kind: "RangeError" });
  assert.equal(workers.length, 1);
});

test("a closed model is not opened again", async () => {
  const { client, workers, clock } = clientOf();
  const { instance } = await client.open("");
  await instance.close();
  clock.now = 60000;
  workers[0].die("x");
  await settled();
  assert.equal(workers.length, 1);
  await instance.close(); // a second time, without a worker, does no harm
});

test("buffers are handed over with a call, not copied", async () => {
  const { client, workers } = clientOf();
  const { instance } = await client.open("");
  const original = workers[0].postMessage;
  let transferred = null;
  workers[0].postMessage = function (message, transfer) {
    transferred = transfer;
    original.call(this, message);
  };
  const spare = new ArrayBuffer(4);
  await instance.frame(1, 0, spare);
  assert.deepEqual(transferred, [spare]);
});

test("networks to compare are opened with the settings and the data of the one they stand beside", async () => {
  const { client, workers } = clientOf();
  const { instance } = await client.open("noise=5", "", '{"text":"","skipBad":false}');
  await instance.compare("widths");
  assert.deepEqual(workers[0].calls.at(-1), ["open", "noise=5", "", '{"text":"","skipBad":false}', "widths"]);
});
