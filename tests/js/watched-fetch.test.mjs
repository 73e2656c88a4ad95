import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { sha256, watchFetch } from "../../site/static/js/python/watched-fetch.js";

const URL_OF = "http://site.test/runtime/file.zip";
const BYTES = new TextEncoder().encode("the right bytes");
const FILES = { [URL_OF]: { bytes: BYTES.length, sha256: await sha256(BYTES) } };

function watching(answer, options = {}) {
  const seen = [];
  const watch = watchFetch({
    files: FILES,
    report: (loaded) => seen.push(loaded),
    fetch: async (...args) => answer(...args),
    digest: sha256,
    nameOf: (url) => url.split("/").slice(-2).join("/"),
    ...options,
  });
  return { watch, seen };
}

test("the right bytes go through untouched and are counted", async () => {
  const { watch, seen } = watching(() => new Response(BYTES));
  const response = await watch.fetch(URL_OF);
  assert.equal(await response.text(), "the right bytes");
  await watch.checked();
  assert.equal(seen.at(-1), BYTES.length);
});

test("wrong bytes are named with what was expected and what came", async () => {
  const { watch } = watching(() => new Response("the wrong bytes!"));
  await watch.fetch(URL_OF);
  await assert.rejects(watch.failed, {
    name: "BootError",
    message: /^runtime\/file\.zip is not the file.*expected 15 bytes with SHA-256 [0-9a-f]{12}…, received 16 bytes with SHA-256/,
  });
  await assert.rejects(watch.checked(), /runtime\/file\.zip/);
});

test("without a digest function the lengths are compared, and the browser's own check is kept", async () => {
  let integrity = null;
  const right = watching((_, init) => ((integrity = init.integrity), new Response(BYTES)), { digest: null });
  await right.watch.fetch(URL_OF, { integrity: "sha256-abc" });
  await right.watch.checked();
  assert.equal(integrity, "sha256-abc");
  const wrong = watching(() => new Response("short"), { digest: null });
  await wrong.watch.fetch(URL_OF);
  await assert.rejects(wrong.watch.failed, /another length/);
});

test("a status that is not ok is named, and the answer still goes to who asked", async () => {
  const { watch } = watching(() => new Response("", { status: 404, statusText: "Not Found" }));
  assert.equal((await watch.fetch(URL_OF)).status, 404);
  await assert.rejects(watch.failed, { message: "runtime/file.zip could not be fetched: the server answered 404 Not Found" });
});

test("a network that fails is named", async () => {
  const { watch } = watching(() => {
    throw new TypeError("Failed to fetch");
  });
  await assert.rejects(watch.fetch(URL_OF), { name: "BootError" });
  await assert.rejects(watch.failed, { message: "runtime/file.zip could not be fetched: Failed to fetch" });
});

test("a body that breaks off is named", async () => {
  const broken = () =>
    new ReadableStream({
      pull(controller) {
        controller.error(new Error("connection lost"));
      },
    });
  const { watch } = watching(() => new Response(broken()));
  const response = await watch.fetch(URL_OF);
  await assert.rejects(response.text());
  await assert.rejects(watch.failed, { message: "runtime/file.zip did not arrive whole: connection lost" });
});

test("WebAssembly is declared as such when the server did not, so that it compiles while streaming", async () => {
  const url = "http://site.test/runtime/a.wasm";
  const files = { [url]: FILES[URL_OF] };
  const { watch } = watching(() => new Response(BYTES, { headers: { "content-type": "application/octet-stream" } }), { files });
  assert.equal((await watch.fetch(url)).headers.get("content-type"), "application/wasm");
  const declared = new Response(BYTES, { headers: { "content-type": "application/wasm" } });
  const untouched = watching(() => declared, { files });
  assert.equal(await untouched.watch.fetch(url), declared);
});

test("files that are not listed are fetched as they are", async () => {
  const other = new Response("other");
  const { watch, seen } = watching(() => other);
  assert.equal(await watch.fetch("http://site.test/other"), other);
  assert.deepEqual(seen, []);
});

test("the text of a file is given only after its check", async () => {
  const right = watching(() => new Response(BYTES));
  assert.equal(await right.watch.text(URL_OF), "the right bytes");
  const wrong = watching(() => new Response("evil"));
  await assert.rejects(wrong.watch.text(URL_OF), { name: "BootError" });
  const missing = watching(() => new Response("", { status: 500 }));
  await assert.rejects(missing.watch.text(URL_OF), /answered 500/);
});

test("a file that was compressed is given unpacked, once it has been checked", async () => {
  const packed = new Uint8Array(gzipSync("a memory"));
  const files = { [URL_OF]: { bytes: packed.length, sha256: await sha256(packed) } };
  const { watch } = watching(() => new Response(packed), { files });
  assert.equal(new TextDecoder().decode(await watch.unpacked(URL_OF)), "a memory");
  const other = watching(() => new Response(gzipSync("another one")), { files });
  await assert.rejects(other.watch.unpacked(URL_OF), { name: "BootError", url: URL_OF });
});

test("a file of WebAssembly is compiled while it comes, and given once it has been checked", async () => {
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const files = { [URL_OF]: { bytes: empty.length, sha256: await sha256(empty) } };
  const type = { headers: { "content-type": "application/wasm" } };
  const { watch } = watching(() => new Response(empty, type), { files });
  assert.ok((await watch.compiled(URL_OF)) instanceof WebAssembly.Module);
  const wrong = { [URL_OF]: { bytes: empty.length, sha256: "00" } };
  await assert.rejects(watching(() => new Response(empty, type), { files: wrong }).watch.compiled(URL_OF), /is not the file/);
});
