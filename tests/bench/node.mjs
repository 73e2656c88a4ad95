// Measures in Node: `node node.mjs '{"stage": ..., "scenarios": [...], "rounds": ..., "sampleMs": ...}'` prints the results as JSON.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { measure } from "./rounds.mjs";

const { stage, ...options } = JSON.parse(process.argv[2]);
const runtime = join(stage, "runtime");
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const { buffer, byteOffset, byteLength } = await readFile(join(stage, "archive.zip"));
try {
  const results = await measure({
    ...options,
    loadPyodide,
    indexURL: runtime + "/",
    archive: buffer.slice(byteOffset, byteOffset + byteLength),
    say: (name) => console.error(`node: ${name}`),
  });
  console.log(JSON.stringify({ host: `Node ${process.version}`, ...results }));
} catch (error) {
  // Left to itself, Node would print the line of the runtime that threw: a megabyte.
  console.error(error.stack);
  process.exitCode = 1;
}
