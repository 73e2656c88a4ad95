import assert from "node:assert/strict";
import test from "node:test";
import { Connection } from "../../site/static/js/model/connection.js";
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
  const connection = new Connection(client, "a", async () => {}, {
    opening: () => told.push("opening"),
    opened: ({ address }) => told.push(`opened ${address}`),
    ready: () => told.push("ready"),
    failed: (error) => told.push(`failed ${error.message}`),
  });
  return { connection, told, made };
}

test("opening tells in order and gives the model", async () => {
  const { connection, told, made } = begin();
  assert.throws(() => connection.model, /not opened/);
  await connection.open();
  await connection.ready;
  assert.deepEqual(told, ["opening", "opened a", "ready"]);
  assert.equal(connection.model, made[0]);
});

test("another model takes the place of the first, which is closed", async () => {
  const { connection, told, made } = begin();
  await connection.open();
  await connection.replace("b");
  await connection.ready;
  assert.deepEqual([made[0].closed, connection.model.address, told.at(-2)], [true, "b", "opened b"]);
});

test("who waits for the model while another takes its place gets the other", async () => {
  const { connection } = begin();
  await connection.open();
  const waited = connection.opened();
  await connection.replace("b");
  assert.equal((await waited).address, "b");
  await connection.close();
  await assert.rejects(connection.opened(), /not opened/);
});

test("of two attempts at once only the later one counts", async () => {
  const gates = [];
  const { connection, told, made } = begin(() => new Promise((resolve) => gates.push(resolve)));
  const attempts = [connection.open(), connection.replace("b")];
  await settled();
  for (const open of gates.reverse()) open();
  await Promise.all(attempts);
  assert.equal(connection.model.address, "b");
  assert.deepEqual(made.map(({ closed }) => closed).sort(), [false, true]);
  assert.equal(told.filter((word) => word.startsWith("opened")).length, 1);
});

test("a failure is told, unless the reader has moved on", async () => {
  const { connection, told } = begin(async () => {
    throw new Error("no runtime");
  });
  await connection.open();
  assert.deepEqual(told, ["opening", "failed no runtime"]);
  const opening = connection.open();
  await connection.close();
  await opening;
  assert.equal(told.filter((word) => word.startsWith("failed")).length, 1);
});
