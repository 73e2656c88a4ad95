/** What a reader has dropped or chosen: files, and folders with all that is in them. */

import { looksLikePicture } from "../model/picture-kinds.js";

/** @typedef {{ folder: string, files: File[] }} DroppedGroup `folder`: "" for files that were given by themselves */

/** Files that are taken from one folder. */
const MOST = 5000;

/**
 * Must be called while the event is being handled: later the browser has let go of what was dropped.
 * @param {DataTransfer} data
 * @returns {Promise<DroppedGroup[]>}
 */
export async function droppedGroups(data) {
  const entries = [...data.items].filter((item) => item.kind === "file").map((item) => ({ entry: item.webkitGetAsEntry?.() ?? null, file: item.getAsFile() }));
  /** @type {DroppedGroup[]} */
  const groups = [];
  const loose = [];
  for (const { entry, file } of entries) {
    if (entry?.isDirectory) groups.push(...(await groupsOf(/** @type {FileSystemDirectoryEntry} */ (entry))));
    else if (file) loose.push(file);
  }
  return loose.length ? [{ folder: "", files: loose }, ...groups] : groups;
}

/** Files that were chosen together, with the folders they lie in. @param {Iterable<File>} files @returns {DroppedGroup[]} */
export function chosenGroups(files) {
  /** @type {Map<string, File[]>} */
  const groups = new Map();
  for (const file of files) {
    const way = (file.webkitRelativePath || "").split("/");
    const folder = way.length > 1 ? way[way.length - 2] : "";
    if (folder && !looksLikePicture(file.name)) continue;
    groups.set(folder, [...(groups.get(folder) ?? []), file]);
  }
  return [...groups].map(([folder, found]) => ({ folder, files: found }));
}

/** Each folder that has pictures in it is a group, however deep. @param {FileSystemDirectoryEntry} folder @returns {Promise<DroppedGroup[]>} */
async function groupsOf(folder) {
  const files = [];
  const groups = [];
  const reader = folder.createReader();
  for (;;) {
    // A reader gives a hundred at a time.
    const some = await new Promise((/** @type {(found: FileSystemEntry[]) => void} */ resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) break;
    for (const entry of some) {
      if (entry.isDirectory) groups.push(...(await groupsOf(/** @type {FileSystemDirectoryEntry} */ (entry))));
      else if (looksLikePicture(entry.name) && files.length < MOST) files.push(await fileOf(/** @type {FileSystemFileEntry} */ (entry)));
    }
  }
  return files.length ? [{ folder: folder.name, files }, ...groups] : groups;
}

/** @param {FileSystemFileEntry} entry @returns {Promise<File>} */
function fileOf(entry) {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}
