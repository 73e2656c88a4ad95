/** A reader's pictures as one file: a zip with a folder of PNG files for each class, written and read. */

import { contextOf } from "../draw/fit.js";
import { SIDE } from "../model/picture-pixels.js";
import { entriesOf, zipOf } from "../model/zip-archive.js";
import { paint } from "./picture-thumbs.js";
import { readPicture } from "./picture-reading.js";

/** @import { PictureSet } from "../model/picture-set.js" */

/**
 * @param {PictureSet} set
 * @param {(share: number) => void} told
 * @returns {Promise<Blob>}
 */
export async function zipOfPictures(set, told) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  contextOf(canvas);
  /** @type {{ name: string, data: Uint8Array }[]} */
  const entries = [];
  const folders = new Set();
  for (const { id, name } of set.classes) {
    const folder = freeName(safeName(name), folders);
    let number = 0;
    for (const each of set.idsOf(id)) {
      const picture = set.picture(each);
      if (!picture) continue;
      paint(canvas, picture.pixels);
      const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ resolve) => canvas.toBlob(resolve, "image/png"));
      if (!blob) throw new Error("this browser could not write a picture");
      entries.push({ name: `${folder}/${String(++number).padStart(4, "0")}.png`, data: new Uint8Array(await blob.arrayBuffer()) });
      told(entries.length / set.size);
    }
    if (!number) entries.push({ name: `${folder}/`, data: new Uint8Array() });
  }
  return zipOf(entries);
}

/**
 * @param {File} file
 * @param {(folder: string, pixels: Uint8Array | null, note: string) => void} found told of every picture
 * @throws {import("../model/zip-archive.js").ZipError}
 */
export async function readPictureZip(file, found) {
  for await (const { name, data } of entriesOf(new Uint8Array(await file.arrayBuffer()))) {
    const way = name.split("/");
    const own = way.pop() ?? "";
    if (own.startsWith(".") || way[0] === "__MACOSX") continue;
    const { pixels, note } = await readPicture(new File([/** @type {Uint8Array<ArrayBuffer>} */ (data)], own));
    found(way.pop() ?? file.name.replace(/\.zip$/i, ""), pixels, note);
  }
}

/** A class's name as a folder may be called on every system. @param {string} name */
function safeName(name) {
  return name.replace(/[<>:"/\\|?*\u0000-\u001f]/g, "_").replace(/[. ]+$/, "") || "class";
}

/** @param {string} name @param {Set<string>} taken in small letters: some systems don't tell them apart */
function freeName(name, taken) {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name} (${number})`;
  taken.add(free.toLowerCase());
  return free;
}
