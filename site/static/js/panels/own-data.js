/** The reader's own data: a window to draw, paste and edit them in, kept in this browser and learned by the playground. */

import "./later-shared.js";
import { toBase64 } from "../draw/frame-views.js";
import { colourOf } from "../draw/plane.js";
import { forget, isInUse, keep, recall, setInUse, UndoTexts } from "../model/own-data-store.js";
import { PythonFailure } from "../python/client.js";
import { themeAround } from "./theme-palette.js";
import { DrawingPlane } from "./own-data-plane.js";
import { OwnReport } from "./own-data-report.js";
import { OwnTableView } from "./own-data-table.js";
import { OwnTiles } from "./own-data-tile.js";
import { activeIn, find, part } from "./marked-elements.js";

/** @import { Tool } from "./own-data-plane.js" */
/** @import { Layout, OwnTable, Sheet } from "../types.js" */

/** Milliseconds without a key after which what is typed is read. */
const TYPED_AFTER = 300;
const MOST_BYTES = 20e6;
const MOST_IN_PICTURE = 120;

/** Tells the groups of radio buttons of several playgrounds apart; the first one's have their names as they are. */
let groups = 0;

/**
 * @typedef {object} OwnModel
 * @property {Promise<void>} ready
 * @property {(question: string, details?: object) => Promise<any>} ask
 * @property {(table: OwnTable | null) => Promise<void>} use
 * @property {() => void} refresh shows the settings in force again
 */

export class OwnData {
  #root;
  #model;
  /** whether this playground takes up where the reader left it */
  #remembers;
  #dialog;
  #text;
  #skip;
  #useButton;
  #undoButton;
  #plane;
  #table;
  #report;
  #tiles;
  #live;
  /** the text as Python has read it last */
  #sheetText = "";
  /** @type {Sheet | null} */
  #sheet = null;
  #before = new UndoTexts();
  /** what was learned last @type {OwnTable | null} */
  #used = null;
  /** @type {{ places: number[], classes: number } | null} */
  #picture = null;
  #kept = true;
  #restoring = false;
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  /** the timer after which what is typed is read, while one runs @type {number | undefined} */
  #typing;
  #brush = 0;
  #suffix = groups++ || "";
  #stop;

  /**
   * @param {HTMLElement} root
   * @param {OwnModel} model
   * @param {{ remembers: boolean }} options
   */
  constructor(root, model, { remembers }) {
    this.#root = root;
    this.#model = model;
    this.#remembers = remembers;
    const dialog = find(root, "dialog[data-part=own]", HTMLDialogElement);
    this.#dialog = dialog;
    this.#text = find(dialog, "[data-part=own-text]", HTMLTextAreaElement);
    this.#skip = find(dialog, "[data-part=own-skip]", HTMLInputElement);
    this.#useButton = find(dialog, "[data-own=use]", HTMLButtonElement);
    this.#undoButton = find(dialog, "[data-own=undo]", HTMLButtonElement);
    this.#live = part(dialog, "own-live");
    this.#report = new OwnReport(dialog, (line) => this.#goToLine(line));
    this.#plane = new DrawingPlane(find(dialog, "[data-part=own-plane]", HTMLCanvasElement), {
      add: (points) => this.#edit({ add: points }),
      erase: (lines) => this.#edit({ remove: lines }),
      speak: (words) => (this.#live.textContent = words),
      choose: (place) => this.#chooseBrush(place),
    });
    this.#table = new OwnTableView(dialog, {
      change: (line, column, cell) => this.#edit({ change: [line, column, cell] }),
      remove: (line) => this.#edit({ remove: [line] }),
      append: (cells) => this.#edit({ append: cells }),
    });
    this.#tiles = new OwnTiles(root, () => void this.#useKept().catch(notOurs));
    this.#listen(dialog);
    this.#stop = themeAround(root).onchange(() => this.#recolour());
    this.#recall();
  }

  dispose() {
    this.#stop();
    clearTimeout(this.#typing);
  }

  open() {
    this.#dialog.showModal();
    this.#plane.draw();
    this.#edit({});
  }

  /** @param {Layout} layout in force */
  show({ own }) {
    this.#root.toggleAttribute("data-own-used", Boolean(own));
    this.#tiles.use(own, this.#kept);
    if (own === null && this.#remembers && !this.#restoring) setInUse(false);
  }

  // Keeping ------------------------------------------------------------------------------------------------------------

  /** Takes what this browser has kept, and learns from it again if this tab did. */
  #recall() {
    const kept = recall();
    if (!kept) return;
    this.#sheetText = this.#text.value = kept.draft.text;
    this.#skip.checked = kept.draft.skipBad;
    this.#used = kept.used;
    this.#picture = kept.picture;
    this.#tiles.show(kept.picture);
    if (!this.#remembers || !kept.used || !isInUse()) return;
    this.#restoring = true;
    void this.#model.ready.then(() => this.#useKept()).catch(notOurs).finally(() => (this.#restoring = false));
  }

  #keep() {
    const draft = { text: this.#sheetText, skipBad: this.#skip.checked };
    if (!draft.text.trim() && !this.#used) {
      this.#picture = null;
      forget();
    } else this.#kept = keep({ draft, used: this.#used, picture: this.#picture ?? { places: [], classes: 2 } });
    this.#tiles.show(this.#picture);
    part(this.#dialog, "own-kept").textContent = this.#kept
      ? "Kept in this browser on this device until you forget them, also when you reload. Never sent anywhere."
      : "Too much for this browser to keep: these points are gone when you leave the page. Never sent anywhere.";
  }

  async #forget() {
    this.#used = null;
    this.#picture = null;
    const inUse = this.#root.hasAttribute("data-own-used");
    this.#edit({ text: "" });
    await this.#queue;
    forget();
    setInUse(false);
    if (inUse) await this.#model.use(null);
    this.#report.say("Forgotten. Until you leave the page, Undo brings them back.");
  }

  // Learning -----------------------------------------------------------------------------------------------------------

  async #use() {
    this.#readTyped();
    await this.#queue;
    const table = { text: this.#sheetText, skipBad: this.#skip.checked };
    if (!this.#sheet?.table || !(await this.#learn(table))) return;
    this.#picture = pictureOf(this.#sheet);
    this.#used = table;
    this.#keep();
    this.#dialog.close();
  }

  /** What the tile does. */
  async #useKept() {
    const learned = await this.#learn(this.#used ?? { text: this.#sheetText, skipBad: this.#skip.checked });
    if (learned) return;
    this.#model.refresh();
    const why = part(this.#dialog, "own-fault").textContent ?? "";
    this.#dialog.showModal();
    this.#edit({});
    await this.#queue;
    this.#report.say(why);
  }

  /** @param {OwnTable} table @returns {Promise<boolean>} whether it is learned now; else the window says why */
  async #learn(table) {
    try {
      await this.#model.use(table);
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      this.#report.say(`Python could not use these points: ${error.message}`);
      return false;
    }
    if (this.#remembers) setInUse(true);
    return true;
  }

  // Editing ------------------------------------------------------------------------------------------------------------

  /** Changes the text, one change after the other; `change` are keywords of Python's sheet. @param {object} change */
  #edit(change) {
    this.#readTyped();
    this.#queue = this.#queue.then(() => this.#run(change));
  }

  /** What has been typed is a change of its own, before any other. */
  #readTyped() {
    if (this.#typing === undefined) return;
    clearTimeout(this.#typing);
    this.#typing = undefined;
    this.#edit({ text: this.#text.value });
  }

  /** @param {object} change */
  async #run(change) {
    try {
      const sheet = await this.#model.ask("sheet", { text: this.#sheetText, skip_bad: this.#skip.checked, ...change });
      if (sheet.text !== this.#sheetText) this.#before.push(this.#sheetText);
      this.#show(sheet);
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      if (this.#sheet) this.#show(this.#sheet);
      this.#report.say(`Python could not do that: ${error.message}`);
    }
  }

  /** @param {Sheet} sheet */
  #show(sheet) {
    this.#sheet = sheet;
    this.#sheetText = sheet.text;
    if (this.#typing === undefined && this.#text.value !== sheet.text) this.#text.value = sheet.text;
    this.#plane.show(sheet.points);
    this.#table.show(sheet);
    this.#report.show(sheet, this.#skip.checked);
    this.#showBrushes(sheet);
    this.#useButton.disabled = !sheet.table;
    this.#undoButton.disabled = this.#before.length === 0;
    if (!this.#used) this.#picture = pictureOf(sheet);
    this.#keep();
  }

  async #undo() {
    this.#readTyped();
    await this.#queue;
    const text = this.#before.pop();
    if (text === undefined) return;
    this.#sheetText = this.#text.value = text; // not a change that could be undone in its turn
    this.#edit({});
  }

  /** @param {File} file */
  async #read(file) {
    if (file.size > MOST_BYTES) {
      this.#report.say(`${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${MOST_BYTES / 1e6} MB are read.`);
      return;
    }
    this.#edit({ file: toBase64(new Uint8Array(await file.arrayBuffer())) }); // Python knows more encodings than UTF-8
  }

  /** @param {number} line from 1 */
  #goToLine(line) {
    this.#view("text");
    const lines = this.#text.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    this.#text.focus();
    this.#text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    this.#text.scrollTop = (this.#text.scrollHeight * (line - 3)) / lines.length;
  }

  async #download() {
    const text = this.#sheetText.trim() ? this.#sheetText : await this.#model.ask("pointsCsv");
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = "pyground-points.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The window ---------------------------------------------------------------------------------------------------------

  /** @param {HTMLDialogElement} dialog */
  #listen(dialog) {
    for (const radio of dialog.querySelectorAll("input")) if (radio.type === "radio") radio.name += this.#suffix;
    const actions = {
      use: () => void this.#use(),
      undo: () => void this.#undo(),
      clear: () => this.#edit({ text: "" }),
      begin: () => void this.#model.ask("pointsCsv").then((text) => this.#edit({ text })).catch(notOurs),
      download: () => void this.#download().catch(notOurs),
      forget: () => void this.#forget().catch(notOurs),
    };
    for (const [name, action] of Object.entries(actions)) find(dialog, `[data-own=${name}]`).addEventListener("click", action);
    part(dialog, "own-views").addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#view(target.value);
    });
    part(dialog, "own-tools").addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#plane.tool = /** @type {Tool} */ (target.value);
    });
    part(dialog, "own-brushes").addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) this.#chooseBrush(Number(target.value));
    });
    this.#skip.addEventListener("change", () => this.#edit({}));
    this.#text.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = setTimeout(() => this.#readTyped(), TYPED_AFTER);
    });
    const file = find(dialog, "[data-part=own-file]", HTMLInputElement);
    file.addEventListener("change", () => {
      if (file.files?.[0]) void this.#read(file.files[0]);
      file.value = "";
    });
    dialog.addEventListener("paste", (event) => {
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const text = event.clipboardData?.getData("text/plain");
      if (!typing && text) this.#edit({ text });
    });
    dialog.addEventListener("dragover", (event) => {
      event.preventDefault();
      dialog.dataset.dropping = "";
    });
    dialog.addEventListener("dragleave", (event) => {
      if (!(event.relatedTarget instanceof Node && dialog.contains(event.relatedTarget))) delete dialog.dataset.dropping;
    });
    dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      delete dialog.dataset.dropping;
      const dropped = event.dataTransfer?.files[0];
      if (dropped) void this.#read(dropped);
    });
  }

  /** @param {string} name */
  #view(name) {
    for (const view of this.#dialog.querySelectorAll("[data-view]")) {
      if (view instanceof HTMLElement) view.hidden = view.dataset.view !== name;
    }
    find(this.#dialog, `[data-part=own-views] input[value=${name}]`, HTMLInputElement).checked = true;
    this.#plane.draw();
  }

  /** @param {number} place among the brushes */
  #chooseBrush(place) {
    const brush = this.#sheet?.brushes[place];
    if (!brush || !this.#sheet) return;
    this.#brush = place;
    this.#plane.brush = brush;
    this.#live.textContent = `Drawing ${brush.label}`;
    this.#showBrushes(this.#sheet);
  }

  /** @param {Sheet} sheet */
  #showBrushes({ brushes, table, points }) {
    const group = part(this.#dialog, "own-brushes");
    part(this.#dialog, "own-brushes-title").textContent = table?.kind === "regression" ? "Value" : "Class";
    const same = brushes.findIndex(({ label }) => label === this.#plane.brush.label);
    this.#brush = same >= 0 ? same : Math.min(this.#brush, brushes.length - 1);
    this.#plane.brush = brushes[this.#brush];
    const focused = group.contains(activeIn(group));
    for (const label of group.querySelectorAll("label")) label.remove();
    for (const [place, { label, value }] of brushes.entries()) {
      const element = document.createElement("label");
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.className = "visually-hidden";
      radio.name = `own-brush${this.#suffix}`;
      radio.value = String(place);
      radio.checked = place === this.#brush;
      const swatch = document.createElement("i");
      swatch.style.background = colourOf(value, points.classes, themeAround(group).palette);
      element.append(radio, swatch, label);
      element.title = label;
      group.append(element);
      if (radio.checked && focused) radio.focus();
    }
  }

  #recolour() {
    this.#plane.draw();
    this.#tiles.draw();
    if (this.#sheet) this.#showBrushes(this.#sheet);
  }
}

/** What Python refuses, the playground says itself. @param {unknown} error */
function notOurs(error) {
  if (!(error instanceof PythonFailure)) throw error;
}

/** Points enough for a small picture, evenly taken. @param {Sheet} sheet */
function pictureOf({ points: { places, classes } }) {
  const every = Math.ceil(places.length / 3 / MOST_IN_PICTURE);
  return { places: places.filter((_, index) => Math.floor(index / 3) % every === 0), classes };
}
