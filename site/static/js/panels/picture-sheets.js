/** The sheets of a widget in the page: rows of small pictures from the model, some of which can be chosen. */

import { sheetColours } from "../draw/sheet-colours.js";
import { themeAround } from "./theme-palette.js";

/** @import { PictureSheet, SheetItem } from "../types.js" */

export class PictureSheets {
  /** what each list shows @type {Map<HTMLElement, PictureSheet>} */
  #shown = new Map();
  #root;
  #stop;

  /**
   * @param {HTMLElement} root
   * @param {(action: string, details: object) => void} act
   */
  constructor(root, act) {
    this.#root = root;
    root.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-item]") : null;
      const list = button?.closest("[data-sheet]");
      const action = list instanceof HTMLElement ? this.#shown.get(list)?.action : "";
      if (button instanceof HTMLElement && action) act(action, { name: button.dataset.item });
    });
    this.#stop = themeAround(root).onchange(() => {
      for (const [list, sheet] of this.#shown) this.#paint(list, sheet);
    });
  }

  dispose() {
    this.#stop();
  }

  /** @param {Record<string, PictureSheet>} sheets by name; those that have not changed may be missing */
  show(sheets) {
    for (const list of this.#root.querySelectorAll("[data-sheet]")) {
      if (!(list instanceof HTMLElement)) continue;
      const sheet = sheets[list.dataset.sheet ?? ""];
      if (!sheet) continue;
      const before = this.#shown.get(list);
      this.#shown.set(list, sheet);
      if (!before || JSON.stringify(before) !== JSON.stringify(sheet)) this.#fill(list, sheet);
    }
  }

  /** @param {HTMLElement} list @param {PictureSheet} sheet */
  #fill(list, sheet) {
    while (list.children.length > sheet.items.length) list.lastElementChild?.remove();
    sheet.items.forEach((item, number) => {
      const row = list.children[number] ?? list.appendChild(document.createElement("li"));
      fillRow(/** @type {HTMLElement} */ (row), item, Boolean(sheet.action));
    });
    this.#paint(list, sheet);
  }

  /** @param {HTMLElement} list @param {PictureSheet} sheet */
  #paint(list, { kind, size: [height, width], shades }) {
    const colours = sheetColours(themeAround(this.#root).palette, kind);
    const bytes = atob(shades);
    const image = new ImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    [...list.querySelectorAll("canvas")].forEach((canvas, number) => {
      if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
      for (let at = 0; at < pixels.length; at++) pixels[at] = colours[bytes.charCodeAt(number * pixels.length + at)];
      canvas.getContext("2d")?.putImageData(image, 0, 0);
    });
  }
}

/** Gives a row its picture's place, a button if it can be chosen, and its caption. @param {HTMLElement} row @param {SheetItem} item @param {boolean} isButton */
function fillRow(row, { name, caption, words, tone, box }, isButton) {
  const tag = isButton ? "BUTTON" : "SPAN";
  let place = /** @type {HTMLElement | null} */ (row.firstElementChild);
  if (place?.tagName !== tag) {
    place = document.createElement(tag);
    if (place instanceof HTMLButtonElement) place.type = "button";
    else place.setAttribute("role", "img");
    row.replaceChildren(place);
  }
  if (!place.querySelector("canvas")) place.replaceChildren(document.createElement("canvas"));
  const frame = place.querySelector("i");
  if (box) {
    const [left, top, width, height] = box.map((share) => `${share * 100}%`);
    Object.assign((frame ?? place.appendChild(document.createElement("i"))).style, { left, top, width, height });
  } else frame?.remove();
  if (isButton) place.dataset.item = name;
  if (place.getAttribute("aria-label") !== words) place.setAttribute("aria-label", words);
  if (isButton) place.setAttribute("aria-pressed", String(tone === "chosen"));
  if (tone) row.dataset.tone = tone;
  else delete row.dataset.tone;
  const small = row.querySelector("small");
  if (caption) (small ?? row.appendChild(document.createElement("small"))).textContent = caption;
  else small?.remove();
}
