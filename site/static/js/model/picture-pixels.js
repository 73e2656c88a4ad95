/** Small square pictures as bytes: without the transparency of a canvas, and smaller, by the mean of what each new pixel covers. */

/** Pixels along a side of the pictures that are kept. */
export const SIDE = 64;

/**
 * @param {Uint8ClampedArray} rgba
 * @returns {Uint8Array} red, green, blue
 */
export function withoutAlpha(rgba) {
  const count = rgba.length / 4;
  const rgb = new Uint8Array(3 * count);
  for (let at = 0; at < count; at++) {
    rgb[3 * at] = rgba[4 * at];
    rgb[3 * at + 1] = rgba[4 * at + 1];
    rgb[3 * at + 2] = rgba[4 * at + 2];
  }
  return rgb;
}

/**
 * @param {Uint8Array} rgb
 * @param {Uint8ClampedArray} rgba is filled, opaque
 */
export function intoRgba(rgb, rgba) {
  for (let at = 0; at < rgb.length / 3; at++) {
    rgba[4 * at] = rgb[3 * at];
    rgba[4 * at + 1] = rgb[3 * at + 1];
    rgba[4 * at + 2] = rgb[3 * at + 2];
    rgba[4 * at + 3] = 255;
  }
}

/**
 * A square picture at another size: each new pixel is the mean of the area it covers, so the same everywhere.
 * @param {Uint8Array} rgb of `from` times `from` pixels
 * @param {number} from
 * @param {number} to
 * @returns {Uint8Array}
 */
export function resized(rgb, from, to) {
  if (from === to) return rgb.slice();
  const spans = Array.from({ length: to }, (_, k) => span((k * from) / to, ((k + 1) * from) / to));
  const made = new Uint8Array(3 * to * to);
  for (let row = 0; row < to; row++) {
    for (let column = 0; column < to; column++) {
      let [red, green, blue, whole] = [0, 0, 0, 0];
      for (const [y, high] of spans[row]) {
        for (const [x, wide] of spans[column]) {
          const share = high * wide;
          const at = 3 * (y * from + x);
          red += share * rgb[at];
          green += share * rgb[at + 1];
          blue += share * rgb[at + 2];
          whole += share;
        }
      }
      const at = 3 * (row * to + column);
      made[at] = Math.round(red / whole);
      made[at + 1] = Math.round(green / whole);
      made[at + 2] = Math.round(blue / whole);
    }
  }
  return made;
}

/**
 * Several pictures in one buffer, each brought to the size of a model.
 * @param {Uint8Array[]} pictures of SIDE times SIDE pixels
 * @param {number} side of the model's pictures
 * @returns {ArrayBuffer}
 */
export function packed(pictures, side) {
  const bytes = new Uint8Array(pictures.length * 3 * side * side);
  pictures.forEach((picture, number) => bytes.set(resized(picture, SIDE, side), number * 3 * side * side));
  return bytes.buffer;
}

/** Which pixels lie between two places, and how much of each. @param {number} begin @param {number} end @returns {[number, number][]} */
function span(begin, end) {
  /** @type {[number, number][]} */
  const found = [];
  for (let at = Math.floor(begin); at < end - 1e-9; at++) found.push([at, Math.min(end, at + 1) - Math.max(begin, at)]);
  return found;
}
