import assert from "node:assert/strict";
import test from "node:test";
import { absolute, pythonConfig } from "../../site/static/js/python/python-config.js";

const CONFIG = {
  indexURL: "runtime/",
  lockFileURL: "assets/1/python/pyodide-lock.json",
  stdLibURL: "assets/1/python/stdlib-at-start.zip",
  late: { stdlib: { url: "assets/1/python/stdlib.zip", bytes: 2, sha256: "01" } },
  snapshot: { url: "assets/1/python/snapshot.bin", libraries: [{ path: "a.so", url: "assets/1/python/a.wasm" }], files: {}, heap: 8 },
  packages: ["pycore"],
  mirror: "https://cdn.test/v1/",
  files: { "runtime/pyodide.mjs": { bytes: 1, sha256: "00" } },
};

test("Python's files have absolute URLs, under whatever path the site stands", () => {
  const config = absolute(CONFIG, "http://site.test/sub/index.html");
  assert.equal(config.indexURL, "http://site.test/sub/runtime/");
  assert.equal(config.lockFileURL, "http://site.test/sub/assets/1/python/pyodide-lock.json");
  assert.equal(config.stdLibURL, "http://site.test/sub/assets/1/python/stdlib-at-start.zip");
  assert.equal(config.late.stdlib.url, "http://site.test/sub/assets/1/python/stdlib.zip");
  assert.equal(config.snapshot.url, "http://site.test/sub/assets/1/python/snapshot.bin");
  assert.deepEqual(config.snapshot.libraries, [{ path: "a.so", url: "http://site.test/sub/assets/1/python/a.wasm" }]);
  assert.equal(config.snapshot.heap, 8);
  assert.deepEqual([config.base, config.mirror], ["http://site.test/sub/index.html", "https://cdn.test/v1/"]);
  assert.deepEqual(Object.keys(config.files), ["http://site.test/sub/runtime/pyodide.mjs"]);
});

test("a worker from plain sources says that nothing tells it where Python is", () => {
  assert.throws(pythonConfig, /not bundled by build\.py/);
});
