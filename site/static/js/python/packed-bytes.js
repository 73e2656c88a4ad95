/** Unpacks what the builder has packed into a page: gzip, written as base64. */

import { fromBase64 } from "../draw/frame-views.js";

/**
 * @param {string} base64
 * @returns {Promise<Uint8Array>}
 * @throws {TypeError} if the bytes are not those of one whole gzip file
 */
export async function unpacked(base64) {
  // Not by a Blob: a worker of a page that was opened from disk can't read one in WebKit.
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  for (const done of [writer.write(new Uint8Array(fromBase64(base64))), writer.close()]) done.catch(() => {}); // reading fails with it
  return new Uint8Array(await new Response(readable).arrayBuffer());
}
