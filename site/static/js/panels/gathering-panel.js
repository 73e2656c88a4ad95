/** Gathering: pictures from the camera, from files and folders, from the clipboard, from the pad, or prepared; told, counted, undone. */

import { MOST_CLASSES, MOST_PICTURES, PictureSetError } from "../model/picture-set.js";
import { resized, SIDE } from "../model/picture-pixels.js";
import { bytesOfBase64 } from "../model/picture-workshop.js";
import { PythonFailure } from "../python/client.js";
import { CameraView } from "./camera-view.js";
import { ClassShelves, countedWords } from "./class-shelves.js";
import { DrawingPad } from "./drawing-pad.js";
import { chosenGroups, droppedGroups } from "./dropped-files.js";
import { HoldButton } from "./hold-button.js";
import { find, part } from "./marked-elements.js";
import { readPicture } from "./picture-reading.js";
import { download } from "./save-panel.js";
import { pictureOfStrokes } from "./stroke-picture.js";

/** @import { PictureSet } from "../model/picture-set.js" */
/** @import { DroppedGroup } from "./dropped-files.js" */

/** Milliseconds between two pictures of a recording. */
const EVERY_MS = 100;
/** Sentences about files that are shown at once. */
const MOST_FAULTS = 8;
/** Pictures that are added in one step while files are read. */
const STEP = 25;
/** Pictures of each class that are drawn for those without a camera. */
const PREPARED = 30;

export class GatheringPanel {
  #root;
  #set;
  #ask;
  #camera;
  #target = "";
  /** @type {[number, number][][]} */
  #strokes = [];
  #reading = Promise.resolve();
  #recorded = 0;

  /**
   * @param {HTMLElement} root
   * @param {PictureSet} set
   * @param {(question: string, details?: object) => Promise<any>} ask Python, for the prepared pictures
   * @param {() => void} cameraBegins
   */
  constructor(root, set, ask, cameraBegins) {
    this.#root = root;
    this.#set = set;
    this.#ask = ask;
    const does = { tell: this.#tell, take: (/** @type {File[]} */ files, /** @type {string} */ id) => this.take([{ folder: "", files }], id), target: (/** @type {string} */ id) => this.#aim(id) };
    const shelves = new ClassShelves(part(root, "classes"), find(document, "[data-part=class-template]", HTMLTemplateElement), set, does);
    const record = find(root, "[data-action=record]", HTMLButtonElement);
    this.#camera = new CameraView(part(root, "camera"), () => {
      record.disabled = !this.#camera.isOn;
      if (this.#camera.isOn) cameraBegins();
    });
    new HoldButton(record, EVERY_MS, (isFirst) => this.#record(isFirst), () => this.#recordingOver());
    this.#connectPad();
    this.#connectButtons();
    this.#connectDrops();
    set.onchange(() => this.#show());
    shelves.show();
    this.#show();
  }

  /** @param {string} words */
  stopCamera(words) {
    this.#camera.stop(words);
  }

  /** @param {string} id of the class that new pictures go to */
  #aim(id) {
    if (!id || id === this.#target) return;
    this.#target = id;
    this.#show();
  }

  /** The class that new pictures go to. */
  get target() {
    const { classes } = this.#set;
    if (!classes.some(({ id }) => id === this.#target)) this.#target = classes[0]?.id ?? "";
    return this.#target;
  }

  #show() {
    const { target } = this;
    const { classes, undoable } = this.#set;
    part(this.#root, "counted").textContent = countedWords(this.#set);
    const select = find(this.#root, "[data-part=target]", HTMLSelectElement);
    select.replaceChildren(...classes.map(({ id, name }) => new Option(name, id, false, id === target)));
    for (const card of part(this.#root, "classes").children) card.toggleAttribute("data-target", /** @type {HTMLElement} */ (card).dataset.class === target);
    const undo = find(this.#root, "[data-action=undo]", HTMLButtonElement);
    undo.disabled = !undoable;
    undo.textContent = undoable ? `Undo: ${undoable}` : "Undo";
    find(this.#root, "[data-action=add-class]", HTMLButtonElement).disabled = classes.length >= MOST_CLASSES;
    find(this.#root, "[data-action=record]").textContent = target ? `Hold to record “${this.#set.nameOf(target)}”` : "Hold to record";
  }

  /** @param {string} words */
  #tell = (words) => {
    part(this.#root, "gather-told").textContent = words;
  };

  /** @param {string[]} sentences of files that could not be used, or not as they are */
  #complain(sentences) {
    const list = part(this.#root, "faults");
    const shown = sentences.slice(0, MOST_FAULTS);
    if (sentences.length > shown.length) shown.push(`And ${sentences.length - shown.length} more of that kind.`);
    list.replaceChildren(...shown.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
    list.hidden = !shown.length;
  }

  // Camera and pad -----------------------------------------------------------------------------------------------------

  /** @param {boolean} isFirst */
  #record(isFirst) {
    const pixels = this.#camera.grab();
    const { target } = this;
    if (!pixels || !target) return false;
    if (isFirst) this.#recorded = 0;
    const taken = this.#set.add(target, [pixels], !isFirst);
    this.#recorded += taken;
    if (!taken) this.#tell(fullWords());
    return taken > 0;
  }

  #recordingOver() {
    if (this.#set.size < MOST_PICTURES) this.#tell(`${this.#recorded === 1 ? "1 picture" : `${this.#recorded} pictures`} recorded for “${this.#set.nameOf(this.target)}”.`);
  }

  #connectPad() {
    const pad = new DrawingPad(find(this.#root, "[data-pad]"), (_, details) => (this.#strokes = /** @type {any} */ (details).strokes));
    const clear = () => {
      this.#strokes = [];
      pad.show([]);
    };
    clear();
    find(this.#root, "[data-action=clear-drawing]").addEventListener("click", clear);
    find(this.#root, "[data-action=take-drawing]").addEventListener("click", () => {
      if (!this.#strokes.length) return this.#tell("Nothing has been drawn yet.");
      if (!this.target) return this.#tell("Add a class first.");
      if (this.#set.add(this.target, [pictureOfStrokes(this.#strokes)])) this.#tell(`The drawing is in “${this.#set.nameOf(this.target)}”.`);
      else this.#tell(fullWords());
      clear();
    });
  }

  // Buttons ------------------------------------------------------------------------------------------------------------

  #connectButtons() {
    const on = (/** @type {string} */ name, /** @type {() => void} */ act) => find(this.#root, `[data-action=${name}]`).addEventListener("click", act);
    on("undo", () => {
      const words = this.#set.undo();
      if (words) this.#tell(`Taken back: ${words}.`);
    });
    on("add-class", () => {
      const id = this.#set.addClass();
      this.#aim(id);
      queueMicrotask(() => {
        const name = this.#root.querySelector(`[data-class="${id}"] [data-part=name]`);
        if (name instanceof HTMLInputElement) {
          name.focus();
          name.select();
        }
      });
    });
    on("save-pictures", () => void this.#save());
    on("forget", () => {
      this.#set.removeAll();
      this.#tell("All classes are removed. Undo brings them back.");
    });
    const select = find(this.#root, "[data-part=target]", HTMLSelectElement);
    select.addEventListener("change", () => this.#aim(select.value));
    for (const input of this.#root.querySelectorAll("[name=source-way]")) {
      input.addEventListener("change", () => {
        const { value } = /** @type {HTMLInputElement} */ (input);
        for (const place of this.#root.querySelectorAll("[data-way]")) /** @type {HTMLElement} */ (place).hidden = /** @type {HTMLElement} */ (place).dataset.way !== value;
        if (value !== "camera") this.#camera.stop("The camera is released.");
        if (value === "prepared") void this.#offerPrepared();
      });
    }
    const zip = find(this.#root, "[data-part=pictures-file]", HTMLInputElement);
    zip.addEventListener("change", () => {
      const file = zip.files?.[0];
      if (file) this.#then(() => this.#open(file));
      zip.value = "";
    });
  }

  async #save() {
    if (!this.#set.size) return this.#tell("There are no pictures yet.");
    const bar = find(this.#root, "[data-part=reading]", HTMLProgressElement);
    bar.hidden = false;
    const { zipOfPictures } = await import("./picture-zip.js");
    download("pictures.zip", await zipOfPictures(this.#set, (share) => (bar.value = share)));
    bar.hidden = true;
    this.#tell(`${this.#set.size} pictures are in pictures.zip.`);
  }

  /** @param {File} file */
  async #open(file) {
    const { readPictureZip } = await import("./picture-zip.js");
    /** @type {Map<string, Uint8Array[]>} */
    const found = new Map();
    /** @type {string[]} */
    const notes = [];
    try {
      await readPictureZip(file, (folder, pixels, note) => {
        if (note) notes.push(note);
        if (pixels) found.set(folder, [...(found.get(folder) ?? []), pixels]);
      });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.#complain([`“${file.name}” ${error.message} What was here before is still here.`]);
      return;
    }
    let count = 0;
    for (const [folder, pixels] of found) count += this.#addTo(this.#classFor(folder, notes), pixels, notes);
    this.#complain(notes);
    this.#tell(`${count} pictures came from ${file.name}.`);
  }

  // Files --------------------------------------------------------------------------------------------------------------

  #connectDrops() {
    const place = part(this.#root, "drop-place");
    const zone = this.#root;
    zone.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const card = event.target instanceof Element ? event.target.closest("[data-class]") : null;
      for (const each of part(this.#root, "classes").children) each.toggleAttribute("data-over", each === card);
      place.toggleAttribute("data-over", !card);
    });
    const leave = () => {
      for (const each of this.#root.querySelectorAll("[data-over]")) each.removeAttribute("data-over");
    };
    zone.addEventListener("dragleave", (event) => {
      if (!(event.relatedTarget instanceof Node) || !zone.contains(event.relatedTarget)) leave();
    });
    zone.addEventListener("drop", (event) => {
      leave();
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      const card = event.target instanceof Element ? event.target.closest("[data-class]") : null;
      const id = card instanceof HTMLElement ? (card.dataset.class ?? "") : "";
      const groups = droppedGroups(event.dataTransfer); // at once: later the browser has let go of them
      this.#then(async () => this.#takeAll(await groups, id));
    });
  }

  /** @param {DroppedGroup[]} groups @param {string} [id] of the class for what lies in no folder */
  take(groups, id = "") {
    const split = groups.flatMap(({ folder, files }) => (folder ? [{ folder, files }] : chosenGroups(files)));
    this.#then(() => this.#takeAll(split, id));
  }

  /** One after the other: what was dropped first is added first. @param {() => Promise<void>} work */
  #then(work) {
    this.#reading = this.#reading.then(work).catch((error) => {
      this.#tell(`That could not be read: ${error instanceof Error ? error.message : error}`);
    });
  }

  /** @param {DroppedGroup[]} groups @param {string} id */
  async #takeAll(groups, id) {
    const total = groups.reduce((sum, { files }) => sum + files.length, 0);
    if (!total) {
      this.#complain(["There was no picture in that."]);
      return;
    }
    this.#complain([]);
    const bar = find(this.#root, "[data-part=reading]", HTMLProgressElement);
    bar.hidden = false;
    /** @type {string[]} */
    const notes = [];
    let [done, taken] = [0, 0];
    for (const { folder, files } of groups) {
      const into = folder ? this.#classFor(folder, notes) : id && this.#set.nameOf(id) ? id : this.target || this.#set.addClass();
      if (!into) {
        done += files.length;
        continue;
      }
      /** @type {Uint8Array[]} */
      let waiting = [];
      let isFirst = true;
      for (const file of files) {
        if (this.#set.size + waiting.length >= MOST_PICTURES) break;
        const { pixels, note } = await readPicture(file);
        if (note) notes.push(note);
        if (pixels) waiting.push(pixels);
        bar.value = ++done / total;
        if (waiting.length < STEP) continue;
        taken += this.#addTo(into, waiting, notes, !isFirst);
        [waiting, isFirst] = [[], false];
      }
      if (waiting.length) taken += this.#addTo(into, waiting, notes, !isFirst);
      if (this.#set.size >= MOST_PICTURES && done < total) {
        notes.push(fullWords());
        break;
      }
    }
    bar.hidden = true;
    this.#complain(notes);
    this.#tell(taken === 1 ? "1 picture was added." : `${taken} pictures were added.`);
  }

  /** The class of that name, made if there is none. @param {string} folder @param {string[]} notes @returns {string} "" where there is no room */
  #classFor(folder, notes) {
    const { classes } = this.#set;
    const found = classes.find(({ name }) => name === folder);
    if (found) return found.id;
    try {
      // The classes that a page begins with are there to be named.
      const blank = classes.find(({ id, name }) => /^Class \d+$/.test(name) && !this.#set.countOf(id));
      if (!blank) return this.#set.addClass(folder);
      this.#set.rename(blank.id, folder);
      return blank.id;
    } catch (error) {
      if (!(error instanceof PictureSetError)) throw error;
      notes.push(`The folder “${folder}” was left out. ${error.message}`);
      return "";
    }
  }

  /** @param {string} id @param {Uint8Array[]} pixels @param {string[]} notes @param {boolean} [joins] */
  #addTo(id, pixels, notes, joins = false) {
    if (!id || !this.#set.nameOf(id)) return 0;
    const taken = this.#set.add(id, pixels, joins);
    if (taken < pixels.length) notes.push(fullWords());
    return taken;
  }

  // Prepared pictures --------------------------------------------------------------------------------------------------

  async #offerPrepared() {
    const told = part(this.#root, "prepared-told");
    const list = part(this.#root, "prepared");
    if (list.children.length) return;
    told.textContent = "Python is on its way.";
    try {
      const { sets } = await this.#ask("prepared");
      list.replaceChildren(...sets.map((/** @type {{ name: string, title: string, text: string }} */ { name, title, text }) => {
        const row = document.createElement("li");
        const [button, words] = [document.createElement("button"), document.createElement("p")];
        Object.assign(button, { type: "button", className: "ghost", textContent: title });
        Object.assign(words, { className: "k", textContent: text });
        button.addEventListener("click", () => void this.#takePrepared(name, title));
        row.append(button, words);
        return row;
      }));
      told.textContent = "";
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      told.textContent = error.message;
    }
  }

  /** @param {string} name @param {string} title */
  async #takePrepared(name, title) {
    const told = part(this.#root, "prepared-told");
    told.textContent = "Python draws them.";
    try {
      const { classes, labels, side, base64 } = await this.#ask("prepared_pictures", { name, count: PREPARED });
      const bytes = bytesOfBase64(base64);
      const size = 3 * side * side;
      /** @type {string[]} */
      const notes = [];
      const ids = classes.map((/** @type {{ name: string }} */ each) => this.#classFor(each.name, notes));
      ids.forEach((/** @type {string} */ id, /** @type {number} */ at) => {
        const pixels = labels.flatMap((/** @type {number} */ label, /** @type {number} */ number) => (label === at ? [resized(bytes.subarray(number * size, (number + 1) * size), side, SIDE)] : []));
        this.#addTo(id, pixels, notes);
      });
      this.#complain(notes);
      told.textContent = `${title}: ${labels.length} pictures were added.`;
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      told.textContent = error.message;
    }
  }
}

function fullWords() {
  return `${MOST_PICTURES} pictures are as many as there can be. What was there before is still here; delete some to add others.`;
}
