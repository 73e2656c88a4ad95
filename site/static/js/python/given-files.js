/** The files of Python that a page hands its worker along with the script, where there is no server to ask: they answer like one. */

import { unpacked } from "./packed-bytes.js";

/** Under this name the page's text for the worker stands before the script. */
const NAME = "pygroundPacked";

/**
 * The text of a script that begins with the packed files: the worker finds them before it asks for anything.
 * @param {string} packed gzip in base64
 * @param {string} script
 * @returns {Blob}
 */
export function scriptWith(packed, script) {
  return new Blob([`globalThis.${NAME} = "`, packed, `";\n`, script], { type: "text/javascript" });
}

export class GivenFiles {
  #bytes;
  #places;

  /**
   * @param {Uint8Array} bytes of all files, one after the other
   * @param {Record<string, [number, number]>} places where each begins and ends, by its absolute URL
   */
  constructor(bytes, places) {
    this.#bytes = bytes;
    this.#places = places;
  }

  /** Those that the page has put before the script. @param {Record<string, [number, number]>} places by URLs relative to `base` @param {string} base */
  static async unpack(places, base) {
    const scope = /** @type {Record<string, string | undefined>} */ (/** @type {unknown} */ (globalThis));
    const packed = scope[NAME];
    if (packed === undefined) throw new Error("this worker's script came without the files of Python that should stand before it");
    delete scope[NAME];
    return new GivenFiles(await unpacked(packed), Object.fromEntries(Object.entries(places).map(([url, place]) => [new URL(url, base).href, place])));
  }

  /** Answers as a server would that has these files alone. @type {typeof fetch} */
  fetch = async (resource) => {
    const url = resource instanceof Request ? resource.url : String(resource);
    const place = this.#places[url];
    if (!place) return new Response(null, { status: 404, statusText: "not in this file" });
    const type = url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(/** @type {Uint8Array<ArrayBuffer>} */ (this.#bytes.subarray(...place)), { headers: { "content-type": type } });
  };
}
