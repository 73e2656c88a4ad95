/** The colours of a sheet's shades: from paper to ink, or from orange over nothing to blue, at full strength. */

import { parseHex, SHADES } from "./palette.js";

/** @import { Palette } from "../types.js" */

/**
 * @param {Palette} palette
 * @param {"ink" | "signed"} kind
 * @returns {Uint32Array} a pixel of ImageData for each shade
 */
export function sheetColours(palette, kind) {
  if (kind === "signed") return Uint32Array.from(palette.solid.slice(0, SHADES), (text) => pixel((text.match(/\d+/g) ?? []).map(Number)));
  const [card, ink] = [parseHex(palette.card), parseHex(palette.ink)];
  return Uint32Array.from({ length: SHADES }, (_, k) => pixel(card.map((value, part) => Math.floor(value + ((ink[part] - value) * k) / (SHADES - 1) + 0.5))));
}

/** @param {number[]} rgb */
function pixel([red, green, blue]) {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
