/** The rest of Python's modules: fetched at once, in the middle of an import, or an error that says why not. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { installLateModules } from "../../site/static/js/python/late-archives.js";

/** Has every request answered with `status`; gives the list of what was asked. */
function answering(context, status, bytes = new Uint8Array()) {
  const asked = [];
  const before = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = class {
    status = 0;
    statusText = "";
    response = null;
    open(method, url, later) {
      asked.push([method, url, later]);
    }
    send() {
      Object.assign(this, { status, statusText: status === 200 ? "OK" : "Not Found", response: bytes.buffer });
    }
  };
  context.after(() => (globalThis.XMLHttpRequest = before));
  return asked;
}

/** A Pyodide that keeps what it is told. */
function python() {
  const told = [];
  const late = { install: (...args) => told.push(args), destroy: () => told.push("destroyed") };
  return { told, pyimport: (name) => name === "pycore.page.late_modules" && late, toPy: (value) => ({ python: value }) };
}

const LATE = { stdlib: { url: "https://a.example/stdlib.zip", sha256: "ab", bytes: 3 } };

test("python is told where its archives are and given a way to read them without waiting", (context) => {
  const asked = answering(context, 200, new Uint8Array([1, 2, 3]));
  const pyodide = python();
  installLateModules(pyodide, LATE);
  const [[read, archives], end] = pyodide.told;
  assert.deepEqual(JSON.parse(archives), LATE);
  assert.equal(end, "destroyed");
  assert.deepEqual(asked, []);
  assert.deepEqual(read(LATE.stdlib.url), { python: new Uint8Array([1, 2, 3]) });
  assert.deepEqual(asked, [["GET", LATE.stdlib.url, false]]);
});

test("an answer that is not the file is an error with the server's words", (context) => {
  answering(context, 404);
  const pyodide = python();
  installLateModules(pyodide, LATE);
  assert.throws(() => pyodide.told[0][0]("u"), /the server answered 404 Not Found/);
});
