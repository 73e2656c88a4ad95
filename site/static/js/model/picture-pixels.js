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
  const { first, shares, reach } = spans(from, to);
  // Along the rows first, then down the columns.
  const wide = new Float64Array(3 * from * to);
  for (let row = 0; row < from; row++) {
    for (let column = 0; column < to; column++) {
      for (let part = 0; part < 3; part++) {
        let sum = 0;
        for (let k = 0; k < reach; k++) sum += shares[column * reach + k] * rgb[3 * (row * from + Math.min(from - 1, first[column] + k)) + part];
        wide[3 * (row * to + column) + part] = sum;
      }
    }
  }
  const made = new Uint8Array(3 * to * to);
  for (let row = 0; row < to; row++) {
    for (let at = 0; at < 3 * to; at++) {
      let sum = 0;
      for (let k = 0; k < reach; k++) sum += shares[row * reach + k] * wide[3 * to * Math.min(from - 1, first[row] + k) + at];
      made[3 * to * row + at] = Math.round(sum);
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

/**
 * Of each new pixel along a side: the first old one that it covers, and the share of each of `reach` old ones from there in its mean.
 * @param {number} from @param {number} to
 */
function spans(from, to) {
  const reach = Math.ceil(from / to) + 1;
  const first = new Int32Array(to);
  const shares = new Float64Array(to * reach);
  for (let at = 0; at < to; at++) {
    const [begin, end] = [(at * from) / to, ((at + 1) * from) / to];
    first[at] = Math.floor(begin);
    for (let k = 0; k < reach; k++) shares[at * reach + k] = (Math.max(0, Math.min(end, first[at] + k + 1) - Math.max(begin, first[at] + k)) * to) / from;
  }
  return { first, shares, reach };
}
