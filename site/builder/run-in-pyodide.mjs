// Runs a Python program in the pinned Pyodide, in Node: `node run-in-pyodide.mjs RUNTIME/ FOLDER OPTIONS`. FOLDER is /job to the
// program, program.py in it the program; OPTIONS is JSON: the paths lockFile and stdlib, and packages to load. What it prints goes to stdout.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Node would first quote the line where it happened, and Pyodide's are long.
process.on("uncaughtException", (error) => {
  console.error(error.stack ?? error);
  process.exit(1);
});

const [runtime, folder, options] = process.argv.slice(2);
const { lockFile, packages, stdlib } = JSON.parse(options);
const { loadPyodide } = await import(pathToFileURL(join(runtime, "pyodide.mjs")).href);
const pyodide = await loadPyodide({
  indexURL: runtime,
  lockFileURL: lockFile,
  ...(stdlib ? { stdLibURL: stdlib } : {}),
  // What a set is written as in byte code depends on it.
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0" },
});
if (packages.length) await pyodide.loadPackage(packages, { messageCallback: () => {} });
pyodide.FS.mkdirTree("/job");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/job");
pyodide.runPython(readFileSync(join(folder, "program.py"), "utf8"));
