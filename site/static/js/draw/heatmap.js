/** Paints shades as pixels, one pixel for one sample; the canvas is scaled to its place by CSS or by drawImage. */

/**
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context of a canvas of `width` × `shades.length / width` pixels
 * @param {Uint8Array} shades row by row
 * @param {{ width: number, colours: Uint32Array, image: ImageData }} options `image` is scratch, of the canvas's size
 */
export function drawHeatmap(context, shades, { width, colours, image }) {
  const pixels = new Uint32Array(image.data.buffer);
  if (pixels.length !== shades.length || image.width !== width) {
    throw new RangeError(`an image of ${image.width} × ${image.height} can't hold ${shades.length} samples in rows of ${width}`);
  }
  for (let i = 0; i < shades.length; i++) pixels[i] = colours[shades[i]];
  context.putImageData(image, 0, 0);
}

/**
 * Paints square maps that stand one below the other, each with colours of its own.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Uint8Array} shades map by map, row by row
 * @param {{ side: number, coloursOf: (map: number) => Uint32Array, image: ImageData }} options `image` is scratch, of the canvas's size
 */
export function drawMaps(context, shades, { side, coloursOf, image }) {
  const pixels = new Uint32Array(image.data.buffer);
  if (pixels.length !== shades.length || image.width !== side) {
    throw new RangeError(`an image of ${image.width} × ${image.height} can't hold ${shades.length} samples in rows of ${side}`);
  }
  const samples = side * side;
  for (let start = 0; start < shades.length; start += samples) {
    const colours = coloursOf(start / samples);
    for (let i = start; i < start + samples; i++) pixels[i] = colours[shades[i]];
  }
  context.putImageData(image, 0, 0);
}
