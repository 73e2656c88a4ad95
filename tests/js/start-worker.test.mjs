import assert from "node:assert/strict";
import test from "node:test";
import { nextGeneration, startWorker } from "../../site/static/js/python/start-worker.js";

function browser(changes = {}) {
  const made = [];
  const said = [];
  class Worker {
    constructor(url, options) {
      made.push(["own", url, options.type]);
    }
    terminate() {
      made.push(["ended"]);
    }
  }
  class SharedWorker {
    port = { posted: [], postMessage(message) { this.posted.push(message.name); }, close() { this.posted.push("closed"); } };
    constructor(url, options) {
      made.push(["shared", url, options.name]);
      made.port = this.port;
    }
  }
  return { made, said, surroundings: { Worker, SharedWorker, WebAssembly, origin: "http://site.test", framed: false, hasFramesOf: () => false, say: (words) => said.push(words), ...changes } };
}
const OPTIONS = { url: "http://site.test/a/worker.js", build: "b1", generation: 2 };

test("a page has a worker of its own, straight from its origin", () => {
  const { made, surroundings } = browser();
  startWorker(OPTIONS, surroundings);
  assert.deepEqual(made, [["own", OPTIONS.url, "module"]]);
});

test("across origins a small module of the page's own imports the worker", async () => {
  const { made, surroundings } = browser({ origin: "http://host.test" });
  const link = startWorker(OPTIONS, surroundings);
  const [[, url]] = made;
  assert.match(url, /^blob:/);
  assert.equal(await (await fetch(url)).text(), 'import "http://site.test/a/worker.js";');
  link.terminate();
  assert.deepEqual(made.at(-1), ["ended"]);
  await assert.rejects(fetch(url));
});

test("a script that the page has made itself is no module, and shared with nobody", () => {
  const { made, surroundings } = browser({ origin: "null", framed: true });
  startWorker({ ...OPTIONS, url: "blob:null/0" }, surroundings);
  assert.deepEqual(made, [["own", "blob:null/0", undefined]]);
});

test("a frame shares the worker of its build and generation, and says goodbye to it", () => {
  const { made, surroundings } = browser({ framed: true });
  const link = startWorker(OPTIONS, surroundings);
  assert.deepEqual(made[0], ["shared", OPTIONS.url, "pyground b1 2"]);
  assert.equal(link.shared, true);
  link.terminate();
  assert.deepEqual(made.port.posted, ["goodbye", "closed"]);
});

test("a frame that comes after a shared worker's death takes the number that the others have reached", () => {
  const kept = new Map();
  const tab = { shared: true, kept: () => ({ getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => kept.set(key, text) }) };
  assert.deepEqual([nextGeneration(0, "b1", tab), nextGeneration(0, "b1", tab)], [1, 1]);
  assert.deepEqual([nextGeneration(1, "b1", tab), nextGeneration(1, "b1", tab)], [2, 2]);
  assert.equal(nextGeneration(0, "b1", tab), 2);
  assert.equal(nextGeneration(2, "b1", tab), 3);
  assert.equal(nextGeneration(0, "b2", tab), 1, "another build counts for itself");
  assert.equal(nextGeneration(0, "b1", { ...tab, shared: false }), 1, "nor does a page that shares with nobody");
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  assert.equal(nextGeneration(4, "b1", { shared: true, kept: denied }), 5);
});

test("a frame without shared workers, or where they are forbidden, has one of its own and says so", () => {
  class Forbidden {
    constructor() {
      throw new DOMException("denied", "SecurityError");
    }
  }
  for (const SharedWorker of [undefined, Forbidden]) {
    const { made, said, surroundings } = browser({ framed: true, SharedWorker });
    startWorker(OPTIONS, surroundings);
    assert.deepEqual([made[0][0], said.length], ["own", 1]);
  }
});

test("what is needed and missing is named in one sentence", () => {
  assert.throws(() => startWorker(OPTIONS, browser({ Worker: undefined }).surroundings), { name: "PythonFailure", message: /no web workers/ });
  assert.throws(() => startWorker(OPTIONS, browser({ WebAssembly: undefined }).surroundings), { name: "PythonFailure", message: /no WebAssembly/ });
});
