/** Reads a reader's picture files into small squares: upright as the camera held them, cut square in the middle, made smaller in steps. */

import { HEAD_BYTES, kindOf } from "../model/picture-kinds.js";
import { SIDE, withoutAlpha } from "../model/picture-pixels.js";
import { contextOf } from "../draw/fit.js";

/** Photographs with a side beyond that are made smaller while they are decoded. */
const LARGE = 1600;

/** @typedef {{ pixels: Uint8Array | null, note: string }} Read `note`: a sentence with the file's name, "" for none */

const steps = [document.createElement("canvas"), document.createElement("canvas")];
/** The last step, whose pixels are read: such a canvas stays in plain memory. */
const last = document.createElement("canvas");
last.width = last.height = SIDE;
const lastContext = /** @type {CanvasRenderingContext2D} */ (last.getContext("2d", { willReadFrequently: true }));

/**
 * @param {File | Blob} file
 * @param {string} [name]
 * @returns {Promise<Read>} never rejects: what is wrong with a file is told
 */
export async function readPicture(file, name = file instanceof File ? file.name : "The picture") {
  const told = (/** @type {string} */ words) => (words ? `“${name}” ${words}` : "");
  try {
    const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
    const { fault, note, isTried } = kindOf(head, file.size);
    if (!isTried) return { pixels: null, note: told(fault) };
    const bitmap = await decoded(file).catch((error) => {
      if (fault) return null;
      throw error;
    });
    if (!bitmap) return { pixels: null, note: told(fault) };
    try {
      return { pixels: squareOf(bitmap, bitmap.width, bitmap.height), note: told(note) };
    } finally {
      bitmap.close();
    }
  } catch (error) {
    const why = error instanceof DOMException && error.name === "NotReadableError" ? "could not be read: it may have been moved or deleted." : "is damaged, or of a kind that this browser can’t read.";
    return { pixels: null, note: told(why) };
  }
}

/** @param {Blob} file */
async function decoded(file) {
  /** @type {ImageBitmapOptions} */
  const upright = { imageOrientation: "from-image", premultiplyAlpha: "none" };
  // Where the whole does not fit into memory, a browser may still decode it at a smaller size.
  const whole = await createImageBitmap(file, upright).catch(() => createImageBitmap(file, { ...upright, resizeWidth: LARGE, resizeQuality: "high" }));
  if (Math.max(whole.width, whole.height) <= LARGE) return whole;
  // Half the way at once, so that the steps below begin with a small picture.
  const share = LARGE / Math.max(whole.width, whole.height);
  const size = { resizeWidth: Math.max(1, Math.round(whole.width * share)), resizeHeight: Math.max(1, Math.round(whole.height * share)) };
  try {
    return await createImageBitmap(whole, { ...size, resizeQuality: "high" });
  } finally {
    whole.close();
  }
}

/**
 * The middle of a picture as a square of SIDE times SIDE pixels, on white where it is transparent.
 * @param {CanvasImageSource} source
 * @param {number} width @param {number} height
 * @returns {Uint8Array}
 */
export function squareOf(source, width, height) {
  let side = Math.min(width, height);
  let [left, top] = [(width - side) / 2, (height - side) / 2];
  /** @type {CanvasImageSource} */
  let from = source;
  let turn = 0;
  // A browser looks at few pixels when it makes a picture much smaller: half the size at a time, each pixel counts.
  for (;;) {
    const next = side > 2 * SIDE ? Math.max(SIDE, Math.ceil(side / 2)) : SIDE;
    const canvas = next === SIDE ? last : steps[turn];
    turn = 1 - turn;
    if (canvas !== last) canvas.width = canvas.height = next;
    const context = canvas === last ? lastContext : contextOf(canvas);
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, next, next);
    context.drawImage(from, left, top, side, side, 0, 0, next, next);
    if (next === SIDE) return withoutAlpha(context.getImageData(0, 0, SIDE, SIDE).data);
    [from, side, left, top] = [canvas, next, 0, 0];
  }
}
