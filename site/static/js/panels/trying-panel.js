/** Trying a network: what the camera, a picture or a drawing shows, what it says to that as it goes, what mattered, and what it reminds it of. */

import { PythonFailure } from "../python/client.js";
import { contextOf } from "../draw/fit.js";
import { SHADES } from "../draw/palette.js";
import { CameraView } from "./camera-view.js";
import { DrawingPad } from "./drawing-pad.js";
import { find, part } from "./marked-elements.js";
import { readPicture } from "./picture-reading.js";
import { paint, showThumbs } from "./picture-thumbs.js";
import { pictureOfStrokes } from "./stroke-picture.js";
import { readPalette } from "./theme-palette.js";
import { percent } from "./training-chart.js";

/** @import { Answer, KnownClass } from "../model/picture-workshop.js" */

/** Training pictures that are shown beside an answer. */
const NEIGHBOURS = 4;
/** How often the rate is said, in milliseconds. */
const RATE_MS = 1000;

/**
 * @typedef {object} Asked what answers
 * @property {boolean} isTrained
 * @property {KnownClass[]} classes
 * @property {(pixels: Uint8Array, options: object) => Promise<Answer>} predict
 * @property {(pixels: Uint8Array) => Promise<{ cells: number, rows: number[][], reach: number, text: string }>} occlusion
 * @property {(question: string) => Promise<any>} ask
 */

export class TryingPanel {
  #root;
  #asked;
  #pictureOf;
  #camera;
  #way = "camera";
  #threshold = /** @type {number | null} */ (null);
  /** what is shown now, and what waits while Python is busy @type {Uint8Array | null} */
  #shown = null;
  #next = /** @type {{ pixels: Uint8Array, isLive: boolean } | null} */ (null);
  #isAsking = false;
  #answers = 0;
  #since = 0;
  #looks = 0;

  /**
   * @param {HTMLElement} root
   * @param {Asked} asked
   * @param {(id: number) => Uint8Array | null} pictureOf gives a training picture, where it is still there
   * @param {() => void} cameraBegins
   */
  constructor(root, asked, pictureOf, cameraBegins) {
    this.#root = root;
    this.#asked = asked;
    this.#pictureOf = pictureOf;
    this.#camera = new CameraView(part(root, "camera"), () => {
      if (!this.#camera.isOn) return;
      cameraBegins();
      this.#live();
    });
    for (const input of root.querySelectorAll("[name=try-way]")) input.addEventListener("change", () => this.#choose(/** @type {HTMLInputElement} */ (input).value));
    const file = find(root, "[data-part=try-file]", HTMLInputElement);
    file.addEventListener("change", () => {
      if (file.files?.length) void this.file(file.files[0]);
      file.value = "";
    });
    const pad = new DrawingPad(find(root, "[data-pad]"), (_, details) => this.#drawn(/** @type {any} */ (details).strokes));
    pad.show([]);
    find(root, "[data-action=try-clear]").addEventListener("click", () => pad.show([]));
    find(root, "[data-action=look]").addEventListener("click", () => this.#hold());
    const dial = find(root, "[data-part=threshold]", HTMLInputElement);
    dial.addEventListener("input", () => {
      this.#threshold = dial.valueAsNumber;
      part(root, "threshold-said").textContent = dial.valueAsNumber.toFixed(2);
      if (this.#shown) this.#ask(this.#shown, this.#camera.isOn);
    });
  }

  /** Another network is there, or none. */
  refresh() {
    this.#threshold = null;
    part(this.#root, "bars").replaceChildren(...this.#asked.classes.map(barOf));
    part(this.#root, "verdict").textContent = this.#asked.isTrained ? "Show it something." : "Nothing has been shown to it yet.";
    if (this.#asked.isTrained && this.#shown) this.#ask(this.#shown, this.#camera.isOn);
  }

  /** @param {string} words */
  stopCamera(words) {
    this.#camera.stop(words);
  }

  /** A picture that was chosen, dropped or pasted: it is answered at once. @param {File} file */
  async file(file) {
    this.#choose("file");
    const { pixels, note } = await readPicture(file);
    const told = part(this.#root, "try-told");
    told.textContent = note;
    told.hidden = !note;
    if (pixels) this.#ask(pixels, false);
  }

  /** A picture that the page has made. @param {Uint8Array} pixels */
  show(pixels) {
    this.#choose("file");
    this.#ask(pixels, false);
  }

  /** @param {string} way */
  #choose(way) {
    this.#way = way;
    for (const input of this.#root.querySelectorAll("[name=try-way]")) /** @type {HTMLInputElement} */ (input).checked = /** @type {HTMLInputElement} */ (input).value === way;
    for (const place of this.#root.querySelectorAll("[data-way]")) /** @type {HTMLElement} */ (place).hidden = /** @type {HTMLElement} */ (place).dataset.way !== way;
    if (way !== "camera") this.#camera.stop("The camera is released.");
  }

  /** @param {[number, number][][]} strokes */
  #drawn(strokes) {
    this.#ask(pictureOfStrokes(strokes), false);
  }

  /** One picture of the camera after the other, as fast as they are answered. */
  #live() {
    if (!this.#camera.isOn || this.#way !== "camera" || this.#isAsking) return;
    const pixels = this.#camera.grab();
    if (pixels) this.#ask(pixels, true);
  }

  #hold() {
    const pixels = this.#camera.grab() ?? this.#shown;
    this.#camera.stop("The camera is released, and its last picture held.");
    if (pixels) this.#ask(pixels, false);
  }

  /** @param {Uint8Array} pixels @param {boolean} isLive */
  #ask(pixels, isLive) {
    this.#shown = pixels;
    paint(find(this.#root, "[data-part=seen]", HTMLCanvasElement), pixels);
    find(this.#root, "[data-action=look]").hidden = !isLive;
    if (!this.#asked.isTrained) return;
    this.#next = { pixels, isLive };
    if (!this.#isAsking) void this.#answerAll();
  }

  async #answerAll() {
    this.#isAsking = true;
    try {
      while (this.#next) {
        const { pixels, isLive } = this.#next;
        this.#next = null;
        if (this.#threshold === null) await this.#readThreshold();
        const answer = await this.#asked.predict(pixels, { neighbours: isLive ? 0 : NEIGHBOURS, threshold: this.#threshold });
        this.#show(answer, isLive);
        if (!isLive && !this.#next) await this.#lookCloser(pixels, answer);
      }
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      part(this.#root, "verdict").textContent = error.message;
      this.#next = null;
    } finally {
      this.#isAsking = false;
    }
    if (this.#camera.isOn) requestAnimationFrame(() => this.#live());
  }

  async #readThreshold() {
    const { threshold, low, high, step } = await this.#asked.ask("threshold");
    const dial = find(this.#root, "[data-part=threshold]", HTMLInputElement);
    Object.assign(dial, { min: low, max: high, step });
    dial.value = String(threshold);
    part(this.#root, "threshold-said").textContent = Number(threshold).toFixed(2);
    this.#threshold = threshold;
  }

  /** @param {Answer} answer @param {boolean} isLive */
  #show(answer, isLive) {
    const { shares, best, none, text, distance } = answer;
    const { classes } = this.#asked;
    const verdict = none ? "None of these looks right" : `${classes[best]?.name ?? "?"}`;
    const place = part(this.#root, "verdict");
    if (place.textContent !== verdict) place.textContent = verdict; // said aloud when it changes
    place.toggleAttribute("data-none", none);
    const said = isLive ? `How far from what it has seen: ${distance.toFixed(2)}` : text;
    part(this.#root, "try-text").textContent = said;
    const rows = part(this.#root, "bars").children;
    shares.forEach((share, at) => {
      const row = /** @type {HTMLElement | undefined} */ (rows[at]);
      if (!row) return;
      row.style.setProperty("--share", String(share));
      row.toggleAttribute("data-best", at === best && !none);
      find(row, "output").textContent = percent(share);
    });
    if (isLive) this.#count();
    else part(this.#root, "try-rate").textContent = "";
    part(this.#root, "looks").hidden = isLive;
    if (isLive) part(this.#root, "mattered-text").textContent = "";
  }

  #count() {
    const now = performance.now();
    if (now - this.#since > 2 * RATE_MS) [this.#since, this.#answers] = [now, 0];
    this.#answers++;
    if (now - this.#since < RATE_MS) return;
    part(this.#root, "try-rate").textContent = `${Math.round((1000 * this.#answers) / (now - this.#since))} answers a second`;
    [this.#since, this.#answers] = [now, 0];
  }

  /** What mattered, and what it reminds the network of. @param {Uint8Array} pixels @param {Answer} answer */
  async #lookCloser(pixels, { nearest }) {
    const turn = ++this.#looks;
    const { classes } = this.#asked;
    const near = nearest.flatMap(({ id, class: at, distance }) => {
      const found = this.#pictureOf(id);
      const name = classes[at]?.name ?? "";
      return found ? [{ pixels: found, words: `${name}, ${distance.toFixed(2)} away`, caption: name }] : [];
    });
    part(this.#root, "nearest-box").hidden = !near.length;
    showThumbs(part(this.#root, "nearest"), near);
    const map = await this.#asked.occlusion(pixels);
    if (turn !== this.#looks || this.#shown !== pixels) return;
    part(this.#root, "mattered-text").textContent = map.text;
    paintMap(find(this.#root, "[data-part=mattered]", HTMLCanvasElement), pixels, map);
  }
}

/** @param {KnownClass} one */
function barOf({ name }) {
  const row = document.createElement("li");
  const [label, bar, output] = [document.createElement("span"), document.createElement("i"), document.createElement("output")];
  label.textContent = name;
  output.textContent = "–";
  row.append(label, bar, output);
  return row;
}

/**
 * The picture, with what mattered over it: blue where it spoke for the answer, orange where it spoke against.
 * @param {HTMLCanvasElement} canvas
 * @param {Uint8Array} pixels
 * @param {{ cells: number, rows: number[][], reach: number }} map
 */
function paintMap(canvas, pixels, { cells, rows, reach }) {
  const small = document.createElement("canvas");
  paint(small, pixels);
  const context = contextOf(canvas);
  const { width } = canvas;
  context.globalAlpha = 1;
  context.drawImage(small, 0, 0, width, width);
  const { solid } = readPalette(document.body);
  const side = width / cells;
  rows.forEach((row, down) => row.forEach((value, across) => {
    context.globalAlpha = reach > 0 ? Math.min(0.85, (0.85 * Math.abs(value)) / reach) : 0;
    context.fillStyle = solid[value > 0 ? SHADES - 1 : 0];
    context.fillRect(across * side, down * side, side, side);
  }));
  context.globalAlpha = 1;
}
