/** The tile "Your data" among the pictures of the data sets, there while there are own data, and the sentences below the button. */

import { fitCanvas } from "../draw/fit.js";
import { drawPoints } from "../draw/points.js";
import { themeAround } from "./theme-palette.js";
import { inWords } from "./own-data-report.js";
import { part } from "./marked-elements.js";

/** @import { OwnDescription } from "../types.js" */

const EXTENT = 6.5;

export class OwnTiles {
  /** One for each group of data sets. */
  #tiles;
  #note;
  /** @type {{ places: number[], classes: number } | null} */
  #picture = null;
  #inUse = false;

  /**
   * @param {HTMLElement} root
   * @param {() => void} choose told when the reader chooses the tile
   */
  constructor(root, choose) {
    this.#note = part(root, "own-note");
    this.#tiles = [...root.querySelectorAll(".data .thumbs")].map((group) => {
      const label = document.createElement("label");
      label.className = "own-tile";
      label.title = "Your data";
      label.hidden = true;
      const radio = document.createElement("input");
      radio.type = "radio";
      radio.className = "visually-hidden";
      radio.name = group.querySelector("input")?.name ?? "";
      radio.ariaLabel = "Your data";
      radio.addEventListener("change", choose);
      const canvas = document.createElement("canvas");
      canvas.setAttribute("aria-hidden", "true");
      label.append(radio, canvas);
      group.insertBefore(label, group.querySelector("p"));
      return { label, radio, canvas };
    });
  }

  /** @param {{ places: number[], classes: number } | null} picture null without own data */
  show(picture) {
    this.#picture = picture;
    this.draw();
  }

  /** @param {OwnDescription | null | undefined} own that is learned @param {boolean} kept whether the browser has it */
  use(own, kept) {
    this.#inUse = Boolean(own);
    for (const { radio } of this.#tiles) if (own) radio.checked = true;
    this.#note.hidden = !own;
    this.draw();
    if (!own) return;
    const left = own.leftOut ? ` ${own.leftOut} ${own.leftOut === 1 ? "cell" : "cells"} could not be used; their rows are left out.` : "";
    const where = kept ? "Kept on this device only." : "Too much for this browser to keep: gone when you leave the page.";
    this.#note.textContent = [`Your data: ${inWords(own)} ${own.scaling}.${left}`, ...own.notes, where].join(" ");
  }

  draw() {
    for (const { label, canvas } of this.#tiles) {
      label.hidden = !this.#picture && !this.#inUse;
      const side = canvas.clientWidth;
      if (!this.#picture || !side) continue;
      const { places, classes } = this.#picture;
      drawPoints(fitCanvas(canvas, side, side), Float32Array.from(places), { side, extent: EXTENT, palette: themeAround(canvas).palette, train: places.length / 3, classes, smallest: 1.4 });
    }
  }
}
