import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import test from "node:test";
import { GivenFiles, scriptWith } from "../../site/static/js/python/given-files.js";

const PACKED = gzipSync("wasmtext").toString("base64");
const PLACES = { "a.wasm": [0, 4], "b.txt": [4, 8] };

test("a worker finds the files that stand before its script, once, and they answer like a server", async () => {
  const script = await scriptWith(PACKED, "globalThis.ran = true;").text();
  new Function(script)();
  assert.equal(globalThis.ran, true);
  const { fetch } = await GivenFiles.unpack(PLACES, "file:///pyground/");
  const [wasm, text, none] = await Promise.all(["a.wasm", "b.txt", "c.txt"].map((name) => fetch(`file:///pyground/${name}`)));
  assert.equal(await wasm.text(), "wasm");
  assert.equal(wasm.headers.get("content-type"), "application/wasm");
  assert.equal(await text.text(), "text");
  assert.equal(none.status, 404);
  await assert.rejects(GivenFiles.unpack(PLACES, "file:///pyground/"), /came without the files of Python/);
});

test("files that are damaged are not taken", async () => {
  const broken = gzipSync("wasmtext").subarray(0, 12).toString("base64");
  new Function(await scriptWith(broken, "").text())();
  await assert.rejects(GivenFiles.unpack(PLACES, "file:///pyground/"), Error);
});
