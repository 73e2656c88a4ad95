import assert from "node:assert/strict";
import test from "node:test";
import { fromBase64 } from "../../site/static/js/draw/frame-views.js";
import { contentOf } from "../../site/static/js/panels/load-panel.js";

test("a JSON file goes as its text", async () => {
  assert.deepEqual(await contentOf(new Blob(['{"ü": 1}'])), { saved: '{"ü": 1}', binary: false });
});

test("a ZIP file goes as base64, whatever its length", async () => {
  const bytes = Uint8Array.from({ length: 20001 }, (_, index) => index % 251);
  bytes.set([0x50, 0x4b]);
  const { saved, binary } = await contentOf(new Blob([bytes]));
  assert.equal(binary, true);
  assert.deepEqual(new Uint8Array(fromBase64(saved)), bytes);
});

test("a file that is too large is not read", async () => {
  const file = { size: 20.5e6, arrayBuffer: () => assert.fail("read") };
  await assert.rejects(contentOf(file), /file: expected at most 20 MB, got 21 MB/);
});
