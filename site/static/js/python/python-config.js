/** Where the files are that Python starts with, and what they must be. */

import { GivenFiles } from "./given-files.js";
import { base, given, python } from "./python-files.js";

/** @import { PyodideConfig } from "../types.js" */

/** @returns {PyodideConfig} with absolute URLs */
export function pythonConfig() {
  if (!python) throw new Error("this worker was not bundled by build.py, so nothing says where Python is");
  return absolute(python, base);
}

/** What answers for files that this worker was handed with its script. @returns {Promise<typeof fetch | undefined>} nothing where they are fetched */
export async function givenFetch() {
  return given ? (await GivenFiles.unpack(given, base)).fetch : undefined;
}

/**
 * @param {Omit<PyodideConfig, "base">} config with URLs relative to `base`
 * @param {string} base
 * @returns {PyodideConfig} with absolute ones: the scripts that are given them stand elsewhere
 */
export function absolute({ indexURL, lockFileURL, stdLibURL, packages, files, snapshot, late, mirror }, base) {
  const here = (/** @type {string} */ url) => new URL(url, base).href;
  /** @template T @param {Record<string, T>} listed @returns {Record<string, T>} */
  const hereAll = (listed) => Object.fromEntries(Object.entries(listed).map(([url, file]) => [here(url), file]));
  return {
    base,
    mirror,
    indexURL: here(indexURL),
    lockFileURL: here(lockFileURL),
    stdLibURL: here(stdLibURL),
    packages,
    files: hereAll(files),
    snapshot: snapshot && {
      ...snapshot,
      url: here(snapshot.url),
      files: hereAll(snapshot.files),
      libraries: snapshot.libraries.map(({ path, url }) => ({ path, url: here(url) })),
    },
    late: Object.fromEntries(Object.entries(late).map(([name, file]) => [name, { ...file, url: here(file.url) }])),
  };
}
