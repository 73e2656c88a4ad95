/** A fetch that asks another place for Python's files first, so that the site's own host carries less; the browser checks what comes. */

/** @import { PinnedFile } from "../types.js" */

/**
 * @param {object} options
 * @param {string} options.mirror URL of the place where the same files lie as below `base`; "" for none
 * @param {string} options.base URL of the top of the site
 * @param {Record<string, PinnedFile>} options.files those that may come from there, by absolute URL
 * @param {typeof fetch} options.fetch
 * @param {(words: string) => void} [options.say] a word for the console
 * @returns {typeof fetch}
 */
export function mirroredFetch({ mirror, base, files, fetch, say = console.info }) {
  let isThere = mirror !== "";
  return async (resource, init) => {
    const url = String(resource instanceof Request ? resource.url : resource);
    if (!isThere || !Object.hasOwn(files, url) || !url.startsWith(base)) return fetch(resource, init);
    const there = mirror + url.slice(base.length);
    try {
      // With a digest the browser hands over nothing but the very bytes. Who asks is nobody's business there.
      const response = await fetch(there, { integrity: integrityOf(files[url].sha256), credentials: "omit", referrerPolicy: "no-referrer" });
      if (response.ok) return response;
      say(`${there} could not be used: the server answered ${response.status} ${response.statusText}`.trimEnd());
    } catch (error) {
      say(`${there} could not be used: ${error instanceof Error ? error.message : error}`);
      // It may be blocked here, or out of reach: the other files come from the site at once.
      isThere = false;
    }
    return fetch(resource, init);
  };
}

/** A digest as `integrity` has it. @param {string} sha256 in hexadecimal */
export function integrityOf(sha256) {
  const bytes = Array.from(sha256.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
}
