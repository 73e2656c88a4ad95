/** Keeps a reader's pictures on this device, in IndexedDB: what changes is written, and what can't be is told, never lost. */

/** @import { Picture, PictureClass, PictureSet, SetChange } from "./picture-set.js" */

const DATABASE = "pyground-pictures";
const VERSION = 1;
/** What is kept beside the pictures, by its name: the list of classes, and the trained model. */
const CLASSES = "classes";
const MODEL = "model";

/** Milliseconds after which another tab is taken to keep the pictures. */
const LOCK_MS = 1500;

/** @typedef {"writing" | "kept" | "full" | "none" | "elsewhere"} Keeping whether it is at work, all is kept, some could not be for want of room, nothing can be, or another tab does it */

export class PictureStore {
  #factory;
  #database = /** @type {Promise<IDBDatabase | null> | null} */ (null);
  /** pictures that are still to be written, null for those to be deleted @type {Map<number, Picture | null>} */
  #waiting = new Map();
  /** @type {PictureClass[] | null} */
  #classes = null;
  /** @type {string | null | undefined} */
  #model = undefined;
  #writing = /** @type {Promise<void> | null} */ (null);
  #told;
  #locks;
  /** whether this tab is the one that writes @type {Promise<boolean> | null} */
  #isOurs = null;

  /**
   * @param {(keeping: Keeping) => void} told each time that something was written, or could not be
   * @param {IDBFactory | null} [factory]
   * @param {LockManager | undefined} [locks]
   */
  constructor(told, factory = indexedDatabases(), locks = globalThis.navigator?.locks) {
    this.#told = told;
    this.#locks = locks;
    this.#factory = factory;
  }

  /** What was kept before. @returns {Promise<{ classes: PictureClass[], pictures: Picture[], model: string }>} */
  async recall() {
    const nothing = { classes: [], pictures: [], model: "" };
    const database = await this.#opened();
    if (!database) {
      this.#told("none");
      return nothing;
    }
    try {
      const all = database.transaction(["pictures", "rest"], "readonly");
      const [pictures, classes, model] = await Promise.all([
        answer(all.objectStore("pictures").getAll()),
        answer(all.objectStore("rest").get(CLASSES)),
        answer(all.objectStore("rest").get(MODEL)),
      ]);
      return { classes: Array.isArray(classes) ? classes : [], pictures, model: typeof model === "string" ? model : "" };
    } catch (error) {
      console.info(`pictures of an earlier visit can't be read: ${error instanceof Error ? error.message : error}`);
      return nothing;
    }
  }

  /** Writes what has changed. @param {SetChange} change @param {PictureSet} set */
  keep(change, set) {
    for (const picture of change.put) this.#waiting.set(picture.id, picture);
    for (const id of change.gone) this.#waiting.set(id, null);
    if (change.hasClasses || !this.#classes) this.#classes = set.classes;
    return this.#write();
  }

  /** @param {string | null} model as Python exports it, null for none */
  keepModel(model) {
    this.#model = model;
    return this.#write();
  }

  /** All that waits is written, one transaction after the other; what could not be written waits on. */
  #write() {
    this.#told("writing");
    this.#writing ??= this.#writeAll().finally(() => (this.#writing = null));
    return this.#writing;
  }

  async #writeAll() {
    const database = await this.#opened();
    if (!database) {
      this.#told("none");
      return;
    }
    if (!(await this.#ours())) {
      this.#told("elsewhere");
      return;
    }
    while (this.#waiting.size || this.#classes || this.#model !== undefined) {
      const batch = [...this.#waiting].slice(0, 200);
      const [classes, model] = [this.#classes, this.#model];
      try {
        const all = database.transaction(["pictures", "rest"], "readwrite");
        const pictures = all.objectStore("pictures");
        for (const [id, picture] of batch) {
          if (picture) pictures.put(picture);
          else pictures.delete(id);
        }
        if (classes) all.objectStore("rest").put(classes, CLASSES);
        if (model !== undefined) all.objectStore("rest").put(model ?? "", MODEL);
        await done(all);
      } catch (error) {
        console.info(`pictures can't be kept: ${error instanceof Error ? error.message : error}`);
        this.#told("full");
        return; // they wait for the next change, and stay in memory
      }
      for (const [id, picture] of batch) if (this.#waiting.get(id) === picture) this.#waiting.delete(id);
      if (this.#classes === classes) this.#classes = null;
      if (this.#model === model) this.#model = undefined;
    }
    this.#told("kept");
  }

  /** Two tabs that wrote would undo each other's work: the first one does, for as long as it is there. */
  #ours() {
    this.#isOurs ??= new Promise((resolve) => {
      if (!this.#locks) return resolve(true);
      const held = () => {
        resolve(true);
        return new Promise(() => {});
      };
      // The page that this one takes the place of may still hold it for a moment.
      this.#locks.request(DATABASE, { signal: AbortSignal.timeout(LOCK_MS) }, held).catch(() => resolve(false));
    });
    return this.#isOurs;
  }

  #opened() {
    this.#database ??= this.#open();
    return this.#database;
  }

  /** @returns {Promise<IDBDatabase | null>} */
  async #open() {
    if (!this.#factory) return null;
    try {
      const request = this.#factory.open(DATABASE, VERSION);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("pictures", { keyPath: "id" });
        request.result.createObjectStore("rest");
      };
      const database = await answer(request);
      // Another tab with a later version of this page may want to change it.
      database.onversionchange = () => {
        database.close();
        this.#database = null;
      };
      return database;
    } catch (error) {
      console.info(`nothing can be kept on this device: ${error instanceof Error ? error.message : error}`);
      return null;
    }
  }
}

/** Private windows and some frames have none, and asking may fail, too. @returns {IDBFactory | null} */
function indexedDatabases() {
  try {
    return globalThis.indexedDB ?? null;
  } catch {
    return null;
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the request failed"));
  });
}

/** @param {IDBTransaction} transaction @returns {Promise<void>} */
function done(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    for (const name of /** @type {const} */ (["onabort", "onerror"])) transaction[name] = () => reject(transaction.error ?? new Error("not written"));
  });
}
