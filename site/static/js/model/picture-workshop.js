/** What Python is told of a reader's pictures and asked about them: it starts when it is first needed, and is told only what is new. */

import { PythonFailure } from "../python/client.js";
import { pythonClient } from "../python/page-python.js";
import { PythonPictures } from "../python/python-pictures.js";
import { packed } from "./picture-pixels.js";

/** @import { PictureSet } from "./picture-set.js" */

/** Pictures in one call, so that none takes long. */
const BATCH = 250;
/** Milliseconds of training in one call: the page stays free, and Stop is heard soon. */
const PORTION_MS = 60;

/**
 * @typedef {{ phase: "features" | "training" | "done" | "stopped", share: number, epoch: number, epochs: number, points: (number | null)[][] }} Progress
 * @typedef {{ shares: number[], best: number, distance: number, none: boolean, nearest: { id: number, class: number, distance: number }[], text: string }} Answer
 * @typedef {{ id: string, name: string }} KnownClass
 */

export class PictureWorkshop {
  #set;
  #client;
  #python = /** @type {PythonPictures | null} */ (null);
  #opening = /** @type {Promise<PythonPictures> | null} */ (null);
  /** pixels along a side of Python's pictures */
  #side = 0;
  /** what Python has been told @type {Map<number, string>} */
  #told = new Map();
  #toldClasses = "";
  /** calls that must not be mixed with others */
  #turn = Promise.resolve();
  #isStopping = false;
  /** @type {(() => void) | null} told when Python is there, or could not come */
  onopen = null;
  /** the trained model as a file's text, "" for none: a new worker is given it again */
  #model = "";
  /** the classes of that model, in the order of its answers @type {KnownClass[]} */
  classes = [];

  /** @param {PictureSet} set @param {import("../python/client.js").PythonClient} [client] */
  constructor(set, client = pythonClient()) {
    this.#set = set;
    this.#client = client;
  }

  get isTrained() {
    return this.#model !== "";
  }

  /** The trained model as a file's text. */
  get model() {
    return this.#model;
  }

  /** @param {(progress: import("../types.js").BootProgress) => void} listener */
  onboot(listener) {
    return this.#client.onprogress(listener);
  }

  /**
   * @param {string} question of pycore.page.bridge.PictureDesk
   * @param {object} [details]
   * @param {ArrayBuffer | null} [data]
   */
  async ask(question, details = {}, data = null) {
    const python = await this.#opened();
    return python.ask(question, details, data);
  }

  /**
   * Trains on the pictures as they are now.
   * @param {object} settings
   * @param {boolean} further whether to go on from the model that is there
   * @param {(progress: Progress) => void} told
   * @returns {Promise<Progress>} the last
   */
  train(settings, further, told) {
    return this.#alone(async () => {
      this.#isStopping = false;
      await this.#synchronise();
      const classes = this.#set.classes;
      /** @type {Progress} */
      let progress = await this.ask("begin", { settings, further });
      told(progress);
      while (progress.phase === "features" || progress.phase === "training") {
        progress = this.#isStopping ? await this.ask("stop") : await this.ask("portion", { milliseconds: PORTION_MS });
        told(progress);
      }
      this.#model = (await this.ask("export", { kind: "json" })).text;
      this.classes = classes;
      return progress;
    });
  }

  stop() {
    this.#isStopping = true;
  }

  /**
   * @param {Uint8Array} pixels of SIDE times SIDE
   * @param {{ neighbours?: number, threshold?: number | null }} [options]
   * @returns {Promise<Answer>}
   */
  async predict(pixels, options = {}) {
    await this.#opened();
    return (await this.ask("predict", options, packed([pixels], this.#side))).answers[0];
  }

  /** @param {Uint8Array} pixels @param {number | null} [index] of the class that is asked about, null for the answer */
  async occlusion(pixels, index = null) {
    await this.#opened();
    return this.ask("occlusion", { class_index: index }, packed([pixels], this.#side));
  }

  /**
   * Takes a model from a file, or one that was kept.
   * @param {ArrayBuffer} bytes
   * @param {string} [text] the same as text, where it is
   */
  take(bytes, text) {
    return this.#alone(async () => {
      const told = await this.ask("import", {}, bytes);
      this.classes = told.classes;
      this.#toldClasses = "";
      this.#model = text ?? (await this.ask("export", { kind: "json" })).text;
      return told;
    });
  }

  /** A model that was kept: it is given to Python when that is first needed. @param {string} text @param {KnownClass[]} classes */
  remember(text, classes) {
    this.#model = text;
    this.classes = classes;
  }

  /** Tells Python what is new since it was last told. */
  async #synchronise() {
    await this.#opened();
    const classes = JSON.stringify(this.#set.classes);
    const now = new Map(this.#set.all().map((picture) => [picture.id, picture.class]));
    const gone = [...this.#told.keys()].filter((id) => !now.has(id));
    for (let at = 0; at < gone.length; at += 5000) await this.ask("remove", { ids: gone.slice(at, at + 5000) });
    if (classes !== this.#toldClasses) await this.ask("classes", { classes: this.#set.classes });
    for (const id of gone) this.#told.delete(id);
    this.#toldClasses = classes;
    for (const { id } of this.#set.classes) {
      const fresh = this.#set.idsOf(id).filter((each) => this.#told.get(each) !== id);
      for (let at = 0; at < fresh.length; at += BATCH) {
        const ids = fresh.slice(at, at + BATCH);
        const pixels = ids.flatMap((each) => this.#set.picture(each)?.pixels ?? []);
        await this.ask("add", { class_id: id, ids }, packed(pixels, this.#side));
        for (const each of ids) this.#told.set(each, id);
      }
    }
  }

  /** @returns {Promise<PythonPictures>} */
  #opened() {
    this.#opening ??= this.#open()
      .catch((error) => {
        this.#opening = null;
        throw error;
      })
      .finally(() => this.onopen?.());
    return this.#opening;
  }

  async #open() {
    const python = new PythonPictures(this.#client);
    python.onlost = () => {
      this.#opening = null; // the next question tries again, with another
      this.#forget();
      void python.close();
    };
    // Its worker has died, with all that it knew: everything is told anew when it is next needed.
    python.oninterrupted = () => this.#forget();
    python.onreopened = () => {
      this.#opening = this.#begin(python).then(() => python);
      this.#opening.catch(notOver);
    };
    await this.#client.stand(python);
    await this.#begin(python);
    this.#python = python;
    return python;
  }

  /** @param {PythonPictures} python */
  async #begin(python) {
    this.#forget();
    this.#side = (await python.ask("state")).side;
    if (this.#model) this.classes = (await python.ask("import", {}, bytesOf(this.#model))).classes;
  }

  #forget() {
    this.#told.clear();
    this.#toldClasses = "";
  }

  /** @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  #alone(work) {
    const mine = this.#turn.then(work);
    this.#turn = mine.then(() => {}, () => {});
    return mine;
  }

  close() {
    return this.#python?.close();
  }
}

/** @param {string} text */
export function bytesOf(text) {
  return /** @type {ArrayBuffer} */ (new TextEncoder().encode(text).buffer);
}

/** @param {string} base64 */
export function bytesOfBase64(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** @param {unknown} error */
function notOver(error) {
  if (!(error instanceof PythonFailure)) throw error;
}
