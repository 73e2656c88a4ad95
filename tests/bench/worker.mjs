// Measures in a browser's worker; sends {say} as it goes, and {results} or {error} at the end.

import { loadPyodide } from "./runtime/pyodide.mjs";
import { measure } from "./rounds.mjs";

addEventListener("message", async ({ data }) => {
  try {
    const archive = await (await fetch("archive.zip")).arrayBuffer();
    const indexURL = new URL("runtime/", location.href).href;
    const results = await measure({ ...data, loadPyodide, indexURL, archive, say: (name) => postMessage({ say: name }) });
    postMessage({ results });
  } catch (error) {
    postMessage({ error: String(error?.stack ?? error) });
  }
});
