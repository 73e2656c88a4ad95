/** The pictures a reader has gathered, in named classes: what can be done with them, and undone. */

/**
 * @typedef {{ id: string, name: string }} PictureClass
 * @typedef {{ id: number, class: string, pixels: Uint8Array }} Picture `pixels`: red, green, blue, row after row, of a square
 * @typedef {{ put: Picture[], gone: number[], hasClasses: boolean }} SetChange what is new or elsewhere, what went, whether the classes changed
 * @typedef {{ words: string, undo: () => SetChange, into?: string, ids?: number[] }} Step
 */

export const MOST_CLASSES = 10;
export const FEWEST_CLASSES = 2;
export const MOST_PICTURES = 5000;
export const MOST_LETTERS = 40;
/** Steps that can be undone. */
const MOST_STEPS = 50;

/** Something that can't be done, as a sentence for the reader. */
export class PictureSetError extends Error {
  name = "PictureSetError";
}

export class PictureSet {
  /** in the order in which they are shown @type {PictureClass[]} */
  #classes = [];
  /** @type {Map<number, Picture>} */
  #pictures = new Map();
  /** of each class, in the order in which they came @type {Map<string, Set<number>>} */
  #members = new Map();
  /** what can be undone, the latest last; pictures that go on coming join the step `into` their class @type {Step[]} */
  #steps = [];
  /** @type {Set<(change: SetChange) => void>} */
  #listeners = new Set();
  #lastClass = 0;
  #lastPicture;

  /** @param {number} [before] numbers of pictures begin above it: by the time, so that those of a network from elsewhere are never taken for these */
  constructor(before = 1000 * Date.now()) {
    this.#lastPicture = before;
  }

  get classes() {
    return this.#classes.map((each) => ({ ...each }));
  }

  get size() {
    return this.#pictures.size;
  }

  /** What the next undo takes back, "" for nothing. */
  get undoable() {
    return this.#steps.at(-1)?.words ?? "";
  }

  /** @param {(change: SetChange) => void} listener */
  onchange(listener) {
    this.#listeners.add(listener);
  }

  /** @param {string} id */
  nameOf(id) {
    return this.#classes.find((each) => each.id === id)?.name ?? "";
  }

  /** @param {string} id of a class @returns {number[]} */
  idsOf(id) {
    return [...(this.#members.get(id) ?? [])];
  }

  /** @param {string} id of a class */
  countOf(id) {
    return this.#members.get(id)?.size ?? 0;
  }

  /** @param {number} id */
  picture(id) {
    return this.#pictures.get(id) ?? null;
  }

  /** All of them, class after class. @returns {Picture[]} */
  all() {
    return this.#classes.flatMap(({ id }) => this.idsOf(id).map((each) => /** @type {Picture} */ (this.#pictures.get(each))));
  }

  /**
   * Takes what was kept before; nothing of it can be undone.
   * @param {PictureClass[]} classes
   * @param {Picture[]} pictures
   */
  restore(classes, pictures) {
    this.#classes = classes.map((each) => ({ ...each }));
    this.#members = new Map(classes.map(({ id }) => [id, new Set()]));
    this.#pictures = new Map();
    this.#steps = [];
    for (const picture of pictures) if (this.#members.has(picture.class)) this.#put(picture);
    for (const { id } of classes) this.#lastClass = Math.max(this.#lastClass, Number(/^c(\d+)$/.exec(id)?.[1] ?? 0));
    this.#tell({ put: [], gone: [], hasClasses: true });
  }

  /** @param {string} [name] @returns {string} the id of the new class */
  addClass(name = this.#freeName()) {
    if (this.#classes.length >= MOST_CLASSES) throw new PictureSetError(`There are ${MOST_CLASSES} classes already, which is as many as there can be.`);
    const right = this.#checkedName(name, "");
    const id = `c${++this.#lastClass}`;
    this.#classes.push({ id, name: right });
    this.#members.set(id, new Set());
    this.#step(`new class “${right}”`, () => this.#dropClass(id));
    this.#tell({ put: [], gone: [], hasClasses: true });
    return id;
  }

  /** @param {string} id @param {string} name */
  rename(id, name) {
    const one = this.#classOf(id);
    const before = one.name;
    const right = this.#checkedName(name, id);
    if (right === before) return;
    one.name = right;
    this.#step(`“${before}” renamed`, () => {
      const now = this.#classes.find((each) => each.id === id);
      if (now) now.name = before;
      return { put: [], gone: [], hasClasses: true };
    });
    this.#tell({ put: [], gone: [], hasClasses: true });
  }

  /** Removes a class with its pictures. @param {string} id */
  removeClass(id) {
    const one = { ...this.#classOf(id) };
    const place = this.#classes.findIndex((each) => each.id === id);
    const pictures = this.idsOf(id).map((each) => /** @type {Picture} */ (this.#pictures.get(each)));
    const change = this.#dropClass(id);
    this.#step(`“${one.name}” removed`, () => {
      this.#classes.splice(Math.min(place, this.#classes.length), 0, one);
      this.#members.set(id, new Set());
      for (const picture of pictures) this.#put(picture);
      return { put: pictures, gone: [], hasClasses: true };
    });
    this.#tell(change);
  }

  /** Removes all classes with all pictures, in one step. */
  removeAll() {
    const classes = this.classes;
    const pictures = this.all();
    if (!classes.length) return;
    const change = classes.map(({ id }) => this.#dropClass(id)).reduce((all, { gone }) => ({ ...all, gone: [...all.gone, ...gone] }));
    this.#step("all classes removed", () => {
      const gone = this.#classes.flatMap(({ id }) => this.#dropClass(id).gone);
      this.#classes = classes;
      for (const { id } of classes) this.#members.set(id, new Set());
      for (const picture of pictures) this.#put(picture);
      return { put: pictures, gone, hasClasses: true };
    });
    this.#tell(change);
  }

  /**
   * Adds pictures to a class; as many as there is room for.
   * @param {string} id @param {Uint8Array[]} pixels
   * @param {boolean} [joins] whether one undo takes these back with those that came just before: a recording
   * @returns {number} how many were taken
   */
  add(id, pixels, joins = false) {
    const { name } = this.#classOf(id);
    const room = Math.max(0, MOST_PICTURES - this.size);
    const pictures = pixels.slice(0, room).map((each) => ({ id: ++this.#lastPicture, class: id, pixels: each }));
    if (!pictures.length) return 0;
    for (const picture of pictures) this.#put(picture);
    const last = this.#steps.at(-1);
    const ids = pictures.map((picture) => picture.id);
    if (joins && last?.into === id) last.ids?.push(...ids);
    else {
      const step = this.#step(`pictures added to “${name}”`, () => {
        for (const each of ids) this.#take(each);
        return { put: [], gone: ids, hasClasses: false };
      });
      Object.assign(step, { into: id, ids });
    }
    this.#tell({ put: pictures, gone: [], hasClasses: false });
    return pictures.length;
  }

  /** @param {number[]} ids */
  remove(ids) {
    const pictures = ids.flatMap((id) => this.#pictures.get(id) ?? []);
    if (!pictures.length) return;
    for (const { id } of pictures) this.#take(id);
    const words = pictures.length === 1 ? "1 picture deleted" : `${pictures.length} pictures deleted`;
    this.#step(words, () => {
      const back = pictures.filter((picture) => this.#members.has(picture.class));
      for (const picture of back) this.#put(picture);
      return { put: back, gone: [], hasClasses: false };
    });
    this.#tell({ put: [], gone: pictures.map(({ id }) => id), hasClasses: false });
  }

  /** Takes the last step back. @returns {string} what it was, "" for nothing */
  undo() {
    const step = this.#steps.pop();
    if (!step) return "";
    this.#tell(step.undo());
    return step.words;
  }

  /** @param {string} words @param {() => SetChange} undo */
  #step(words, undo) {
    /** @type {Step} */
    const step = { words, undo };
    this.#steps.push(step);
    if (this.#steps.length > MOST_STEPS) this.#steps.shift();
    return step;
  }

  /** @param {SetChange} change */
  #tell(change) {
    for (const listener of this.#listeners) listener(change);
  }

  /** @param {Picture} picture */
  #put(picture) {
    this.#pictures.set(picture.id, picture);
    this.#members.get(picture.class)?.add(picture.id);
    this.#lastPicture = Math.max(this.#lastPicture, picture.id);
  }

  /** @param {number} id */
  #take(id) {
    const picture = this.#pictures.get(id);
    if (!picture) return;
    this.#pictures.delete(id);
    this.#members.get(picture.class)?.delete(id);
  }

  /** @param {string} id @returns {SetChange} */
  #dropClass(id) {
    const gone = this.idsOf(id);
    for (const each of gone) this.#take(each);
    this.#members.delete(id);
    this.#classes = this.#classes.filter((each) => each.id !== id);
    return { put: [], gone, hasClasses: true };
  }

  /** @param {string} id */
  #classOf(id) {
    const found = this.#classes.find((each) => each.id === id);
    if (!found) throw new PictureSetError("This class is no longer there.");
    return found;
  }

  /** @param {string} name @param {string} id of the class that is to have it */
  #checkedName(name, id) {
    const right = [...name.replace(/\s+/g, " ").trim()].slice(0, MOST_LETTERS).join("").trim();
    if (!right) throw new PictureSetError("A class needs a name.");
    if (this.#classes.some((each) => each.id !== id && each.name === right)) throw new PictureSetError(`There is a class “${right}” already.`);
    return right;
  }

  #freeName() {
    for (let number = this.#classes.length + 1; ; number++) {
      const name = `Class ${number}`;
      if (!this.#classes.some((each) => each.name === name)) return name;
    }
  }
}
