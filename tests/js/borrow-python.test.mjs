import assert from "node:assert/strict";
import test from "node:test";
import { borrowPort } from "../../site/static/js/python/borrow-python.js";
import { startWorker } from "../../site/static/js/python/start-worker.js";

const LENDER = "http://site.test/assets/lend-python-b1.html";

/** A frame whose page answers with these, once asked: [message, port] each. */
function lender(...answers) {
  const hearing = new Set();
  const tell = (message, ...ports) => [...hearing].forEach((hear) => hear({ pyground: "lend", build: "b1", ...message }, ports));
  const frame = async () => ({
    ask: () => answers.forEach(([message, ...ports]) => tell(message, ...ports)),
    listen(hear) {
      hearing.add(hear);
      return () => hearing.delete(hear);
    },
  });
  return { frame, tell, hearing };
}

const port = () => ({ posted: [], onmessage: null, postMessage(message) { this.posted.push(message.name); }, close() { this.posted.push("closed"); } });

test("a page borrows the way to the worker that frames share, and hears if its script has failed, until it stops", async () => {
  const lent = port();
  const { frame, tell, hearing } = lender([{}, lent]);
  const told = [];
  const borrowed = await borrowPort(LENDER, "b1", (words) => told.push(words), frame);
  assert.equal(borrowed.port, lent);
  tell({ failed: "no such file" });
  borrowed.stop();
  assert.deepEqual([told, hearing.size], [["no such file"], 0]);
});

test("a lender of another version, without shared workers, or that says nothing, lends nothing and says why", async () => {
  for (const [answers, why] of [
    [[[{ build: "b2" }, port()]], /of another version/],
    [[[{ fault: "this browser has no shared workers" }]], /no shared workers/],
    [[], /does not answer/],
  ]) {
    const { frame, hearing } = lender(...answers);
    await assert.rejects(borrowPort(LENDER, "b1", () => {}, frame, 5), why);
    assert.equal(hearing.size, 0);
  }
});

/** What the browser has, on a page of this origin with frames of the site on it; `borrow` as the lender has it. */
function browser(origin, borrow) {
  const made = [];
  const said = [];
  class Worker {
    constructor(url) {
      made.push(url.startsWith("blob:") ? "own, across origins" : "own");
    }
    terminate() {}
  }
  class SharedWorker {
    port = port();
    constructor(url, { name }) {
      made.push(name);
    }
  }
  const hasFramesOf = (site) => site === "http://site.test/";
  return { made, said, surroundings: { Worker, SharedWorker, WebAssembly, origin, framed: false, hasFramesOf, borrow, say: (words) => said.push(words) } };
}
const OPTIONS = { url: "http://site.test/assets/worker.js", build: "b1", generation: 2, lender: LENDER };

test("tags beside frames have the frames' Python: of the same origin by name, of another by borrowing it", async () => {
  const same = browser("http://site.test");
  startWorker(OPTIONS, same.surroundings);
  assert.deepEqual(same.made, ["pyground b1 2"]);
  const lent = {};
  const other = browser("http://host.test", async (...asked) => {
    assert.deepEqual(asked, [LENDER, "b1"]);
    return lent;
  });
  assert.equal(await startWorker(OPTIONS, other.surroundings), lent);
  assert.deepEqual(other.made, []);
});

test("where there is nothing to borrow, tags have a Python of their own, and the console says so", async () => {
  const { made, said, surroundings } = browser("http://host.test", () => Promise.reject(new Error("this browser has no shared workers")));
  const link = await startWorker(OPTIONS, surroundings);
  link.terminate();
  assert.deepEqual(made, ["own, across origins"]);
  assert.deepEqual(said, ["The tags of this page have a Python of their own, apart from that of its frames: this browser has no shared workers"]);
});
