import assert from "node:assert/strict";
import test from "node:test";
import { CHART, Phases } from "../../site/static/js/model/phases.js";
import { settled } from "./samples.mjs";

function begin(open) {
  const told = [];
  const made = [];
  const client = {
    open: async (address) => {
      if (open) await open(address);
      const instance = { address, closed: false, close: async () => void (instance.closed = true) };
      made.push(instance);
      return { instance, opened: { address } };
    },
  };
  const phases = new Phases(client, "a", "waiting", async () => {}, {
    moved: (phase) => told.push(phase),
    opened: ({ address }, first) => told.push(`${first ? "opened" : "again"} ${address}`),
    failed: (error) => told.push(`failed ${error.message}`),
  });
  return { phases, told, made, client };
}

test("opening tells in order and gives the model", async () => {
  const { phases, told, made } = begin();
  assert.equal(phases.model, null);
  await phases.open();
  await phases.ready;
  assert.deepEqual(told, ["booting", "open", "opened a"]);
  assert.equal(phases.model, made[0]);
});

test("another model takes the place of the first, which is closed", async () => {
  const { phases, told, made } = begin();
  await phases.open();
  await phases.replace("b");
  await phases.ready;
  assert.deepEqual([made[0].closed, phases.model.address, told.at(-1)], [true, "b", "opened b"]);
});

test("who waits for the model while another takes its place gets the other", async () => {
  const { phases } = begin();
  await phases.open();
  const waited = phases.opened();
  await phases.replace("b");
  assert.equal((await waited).address, "b");
  await phases.close();
  await assert.rejects(phases.opened(), /was closed/);
});

test("of two attempts at once only the later one counts", async () => {
  const gates = [];
  const { phases, told, made } = begin(() => new Promise((resolve) => gates.push(resolve)));
  const attempts = [phases.open()];
  await settled();
  attempts.push(phases.replace("b"));
  await settled();
  for (const open of gates.reverse()) open();
  await Promise.all(attempts);
  assert.equal(phases.model.address, "b");
  assert.deepEqual(made.map(({ closed }) => closed).sort(), [false, true]);
  assert.equal(told.filter((word) => word.startsWith("opened")).length, 1);
});

test("a failure is told, unless the reader has moved on", async () => {
  const { phases, told } = begin(async () => {
    throw new Error("no runtime");
  });
  await phases.open();
  assert.deepEqual(told, ["booting", "failed", "failed no runtime"]);
  const opening = phases.open();
  await phases.close();
  await opening;
  assert.equal(told.filter((word) => word === "failed no runtime").length, 1);
  assert.equal(phases.phase, "closed");
});

test("every phase that is reached can be left, and only a model that is on its way can open", () => {
  const reached = new Set(Object.values(CHART).flatMap((row) => Object.values(row)));
  for (const phase of reached) assert.ok(Object.values(CHART).some((row) => phase in row), phase);
  assert.deepEqual(Object.keys(CHART.opened), ["booting", "lost"]);
});

test("a model whose worker has died is waited for, and the first answer of a dead one changes nothing any more", async () => {
  const { phases, told, made } = begin();
  await phases.open();
  const [model] = made;
  model.oninterrupted();
  const waited = phases.opened();
  assert.deepEqual([phases.phase, phases.model], ["lost", null]);
  model.onreopened({ address: "a" });
  assert.equal(await waited, model);
  model.onlost(new Error("no memory"));
  model.oninterrupted();
  assert.deepEqual([phases.phase, told.at(-1)], ["failed", "failed no memory"]);
});

test("a retry opens what was lost in the page's new worker, and what never stood anew", async () => {
  let fails = true;
  const { phases, made, client } = begin(async () => {
    if (fails) throw new Error("no runtime");
  });
  let reopened = 0;
  client.reopen = async () => void reopened++;
  await phases.open();
  fails = false;
  await phases.retry();
  assert.deepEqual([phases.phase, reopened, made.length], ["open", 0, 1]);
  made[0].onlost(new Error("gone"));
  await phases.retry();
  assert.deepEqual([phases.phase, reopened, made.length], ["booting", 1, 1]);
});

test("what a model says after another has taken its place is not heard", async () => {
  const { phases, made } = begin();
  await phases.open();
  const { onlost } = made[0];
  await phases.replace("b");
  assert.equal(made[0].onlost, null);
  assert.equal(typeof onlost, "function");
  assert.equal(phases.phase, "open");
});
