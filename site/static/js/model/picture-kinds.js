/** What kind of file a picture is, by its first bytes and not by its name, and what is said of those that can't be used. */

/**
 * @typedef {{ kind: string, fault: string, note: string, isTried: boolean }} PictureKind `fault`: why it can't be used, unless it `isTried` and this
 *   browser can read it after all; `note`: what the reader should know
 */

/** First bytes that are looked at. */
export const HEAD_BYTES = 4096;
/** Larger files are not tried: no camera makes such a picture, and a browser may run out of memory. */
export const MOST_BYTES = 120_000_000;

/** Kinds that only some browsers read, those of Apple above all. */
const TRIED = new Set(["heic", "tiff"]);
/** Marks of HEIC, AVIF and films, after "ftyp". */
const HEIC = ["heic", "heix", "hevc", "heim", "heis", "hevm", "mif1", "msf1"];
const AVIF = ["avif", "avis"];

/**
 * @param {Uint8Array} head the first bytes of the file, HEAD_BYTES at the most
 * @param {number} size of the whole file
 * @returns {PictureKind}
 */
export function kindOf(head, size) {
  const bad = (/** @type {string} */ kind, /** @type {string} */ fault) => ({ kind, fault, note: "", isTried: TRIED.has(kind) });
  const good = (/** @type {string} */ kind, note = "") => ({ kind, fault: "", note, isTried: true });
  if (size === 0) return bad("empty", "is empty: it has no bytes at all.");
  if (size > MOST_BYTES) return bad("large", `has ${Math.round(size / 1e6)} MB, and ${MOST_BYTES / 1e6} MB is as much as is tried. Make it smaller first.`);
  const text = latin(head);
  if (text.startsWith("\xff\xd8\xff")) return good("jpeg");
  if (text.startsWith("\x89PNG\r\n\x1a\n")) return good("png", text.includes("acTL") ? "moves; its first picture was taken." : "");
  if (/^GIF8[79]a/.test(text)) return good("gif", isMovingGif(text, size) ? "moves; its first picture was taken." : "");
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return good("webp", text.slice(12, 60).includes("ANIM") ? "moves; its first picture was taken." : "");
  if (text.startsWith("BM")) return good("bmp");
  if (text.slice(4, 8) === "ftyp") {
    const brands = text.slice(8, 64);
    if (AVIF.some((brand) => brands.includes(brand))) return good("avif");
    if (HEIC.some((brand) => brands.includes(brand))) {
      return bad("heic", "is a HEIC photograph, as iPhones take them, which few browsers can read. On the iPhone choose Settings, Camera, Formats, “Most Compatible”, or open it in Photos and save it as JPEG.");
    }
    return bad("film", "is a film. Take a few pictures from it and choose those.");
  }
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return bad("tiff", "is a TIFF or a camera’s raw file, which browsers can’t read. Save it as JPEG or PNG first.");
  if (text.startsWith("%PDF")) return bad("pdf", "is a PDF. Save its pictures as JPEG or PNG first.");
  if (/<svg[\s>]/i.test(text)) return bad("svg", "is an SVG, a drawing made of instructions, and those are not run here. Save it as PNG first.");
  return bad("unknown", "is not a picture that is known here: JPEG, PNG, WebP, GIF, BMP or AVIF.");
}

/** Whether a file of this name is worth looking into, in a folder with others. @param {string} name */
export function looksLikePicture(name) {
  return !/^(\.|Thumbs\.db$|desktop\.ini$)/i.test(name) && /\.(jpe?g|jfif|png|webp|gif|bmp|avif|heic|heif|tiff?|svg)$/i.test(name);
}

/** @param {string} text @param {number} size */
function isMovingGif(text, size) {
  const frames = text.split("\x21\xf9\x04").length - 1; // a control block stands before each picture
  return frames > 1 || text.includes("NETSCAPE2.0") && size > 0;
}

/** @param {Uint8Array} bytes */
function latin(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}
