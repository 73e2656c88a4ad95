/** A page that recognises by itself: a reader's network, Python and the page's scripts in one file that asks for nothing. */

import { siteConfig, siteUrl } from "../python/page-python.js";
import { unpacked } from "../python/packed-bytes.js";
import { templateOfFile } from "./saved-file.js";

/** Stands on both sides of the name of a part that is put in. */
const MARK = "\u0001";

/**
 * @param {string} model a network as JSON
 * @returns {Promise<string>} the text of the page
 * @throws {Error} saying why it can't be had
 */
export async function pageOfNetwork(model) {
  // The one file of the site has Python packed, and the script of its worker: the page takes both from there.
  const [shell, whole] = await Promise.all([shellOfPage(), templateOfFile()]);
  const { worker } = JSON.parse(new TextDecoder().decode(await unpacked(packedPart(whole, "pages"))));
  return filled(shell, { model: safeJson(model), worker: await packedText(worker), python: packedPart(whole, "python") });
}

/**
 * @param {string} shell
 * @param {Record<string, string>} parts
 */
export function filled(shell, parts) {
  let text = shell;
  for (const [name, part] of Object.entries(parts)) {
    const pieces = text.split(`${MARK}${name}${MARK}`);
    if (pieces.length !== 2) throw new Error(`the page has ${pieces.length - 1} places for ${name}, expected one`);
    text = pieces.join(part);
  }
  return text;
}

/** JSON that can neither end the script it stands in nor begin a comment. @param {string} json */
export function safeJson(json) {
  return json.replace(/</g, "\\u003c").replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029").replace(/\u0001/g, "\\u0001");
}

async function shellOfPage() {
  const path = siteConfig().networkPage;
  const response = await fetch(siteUrl(path)).catch((error) => {
    throw new Error(`The page could not be fetched; is the network there? (${error instanceof Error ? error.message : error})`);
  });
  if (!response.ok) throw new Error(`The page could not be fetched: the server answered ${response.status}`);
  return response.text();
}

/** @param {string} whole @param {string} name */
function packedPart(whole, name) {
  const begin = `<script type="text/plain" data-part="${name}">`;
  const from = whole.indexOf(begin) + begin.length;
  const to = whole.indexOf("</script>", from);
  if (from < begin.length || to < 0) throw new Error(`pyground.html has no part called ${name}`);
  return whole.slice(from, to);
}

/** Gzip in base64. @param {string} text */
async function packedText(text) {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let letters = "";
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(letters);
}
