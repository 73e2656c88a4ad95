/** Writes and reads zip archives whose files lie in them as they are: what a reader takes along opens everywhere. */

/** @typedef {{ name: string, data: Uint8Array }} Entry */

/** 1 January 1980, the first day that a zip can name: the same files make the same bytes. */
const DATE = 0x21;
/** Says that names are UTF-8. */
const UTF8 = 0x800;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
/** Files and bytes that are read: 5,000 pictures are far below. */
const MOST_ENTRIES = 20_000;
const MOST_ENTRY_BYTES = 120_000_000;

/** What is wrong with an archive, as the end of a sentence that begins with its name. */
export class ZipError extends Error {
  name = "ZipError";
}

/** @param {Entry[]} entries @returns {Blob} */
export function zipOf(entries) {
  /** @type {BlobPart[]} */
  const parts = [];
  /** @type {BlobPart[]} */
  const directory = [];
  let place = 0;
  let directoryBytes = 0;
  for (const { name, data } of entries) {
    const named = new TextEncoder().encode(name);
    const shared = [UTF8, 0, 0, DATE];
    const [sum, size] = [crc32(data), data.length];
    const local = fields([4, LOCAL], [2, 20], ...shared.map((value) => /** @type {[number, number]} */ ([2, value])), [4, sum], [4, size], [4, size], [2, named.length], [2, 0]);
    parts.push(local, named, /** @type {Uint8Array<ArrayBuffer>} */ (data));
    const central = fields([4, CENTRAL], [2, 20], [2, 20], ...shared.map((value) => /** @type {[number, number]} */ ([2, value])), [4, sum], [4, size], [4, size], [2, named.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, place]);
    directory.push(central, named);
    place += local.length + named.length + size;
    directoryBytes += central.length + named.length;
  }
  const end = fields([4, END], [2, 0], [2, 0], [2, entries.length], [2, entries.length], [4, directoryBytes], [4, place], [2, 0]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

/**
 * The files of an archive that is whole; folders are left out.
 * @param {Uint8Array} bytes
 * @returns {AsyncGenerator<Entry>}
 * @throws {ZipError}
 */
export async function* entriesOf(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) throw new ZipError("is no zip archive, or its end is missing.");
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw new ZipError(`holds ${count} files, and ${MOST_ENTRIES} are as many as are read.`);
  let at = view.getUint32(end + 16, true);
  for (let number = 0; number < count; number++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw new ZipError(`is damaged: entry ${number + 1} of its list can’t be read.`);
    const [method, sum, size, whole] = [view.getUint16(at + 10, true), view.getUint32(at + 16, true), view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    const [nameBytes, extra, remark, place] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true), view.getUint16(at + 32, true), view.getUint32(at + 42, true)];
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameBytes));
    at += 46 + nameBytes + extra + remark;
    if (name.endsWith("/")) continue;
    if (whole > MOST_ENTRY_BYTES) throw new ZipError(`holds “${name}” with ${Math.round(whole / 1e6)} MB, which is too large.`);
    if (place + 30 > bytes.length || view.getUint32(place, true) !== LOCAL) throw new ZipError(`is damaged: “${name}” is not where its list says.`);
    const from = place + 30 + view.getUint16(place + 26, true) + view.getUint16(place + 28, true);
    if (from + size > bytes.length) throw new ZipError(`is damaged: “${name}” is cut off.`);
    const data = await unpackedEntry(bytes.subarray(from, from + size), method, whole, name);
    if (crc32(data) !== sum) throw new ZipError(`is damaged: “${name}” is not what it was when it was packed.`);
    yield { name, data };
  }
}

/** @param {Uint8Array} data @param {number} method @param {number} whole bytes it must have @param {string} name */
async function unpackedEntry(data, method, whole, name) {
  if (method === 0) return data;
  if (method !== 8) throw new ZipError(`packs “${name}” in a way that is not known here.`);
  const reader = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (data)]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const made = new Uint8Array(whole);
  let at = 0;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      if (at + piece.value.length > whole) throw new ZipError(`is damaged: “${name}” is longer than it says.`); // never more than it has promised
      made.set(piece.value, at);
      at += piece.value.length;
    }
  } catch (error) {
    throw error instanceof ZipError ? error : new ZipError(`is damaged: “${name}” can’t be unpacked.`);
  }
  if (at !== whole) throw new ZipError(`is damaged: “${name}” is shorter than it says.`);
  return made;
}

/** Little-endian numbers, each as [bytes, value]. @param {...[number, number]} values */
function fields(...values) {
  const bytes = new Uint8Array(values.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of values) {
    if (size === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += size;
  }
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8);
  return ~sum >>> 0;
}
