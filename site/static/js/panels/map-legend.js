/** Says what the output's map shows: a scale from -1 to +1 or of confidence, or the classes' colours, and whose map it is. */

import { mapKind, numbersOf } from "../draw/frame-views.js";
import { themeAround } from "./theme-palette.js";
import { find, ifThere, part } from "./marked-elements.js";

/** @import { Frame, NetworkPart } from "../types.js" */

export class Legend {
  #theme;
  #scale;
  #ends;
  #classes;
  #title;
  #note;
  #drawn = "";

  /** @param {HTMLElement} root */
  constructor(root) {
    this.#theme = themeAround(root);
    this.#scale = find(root, ".legend");
    this.#ends = this.#scale.querySelectorAll("span");
    this.#classes = part(root, "classes");
    this.#title = part(root, "map-title");
    this.#note = ifThere(root, "[data-part=map-note]", (note) => note);
  }

  /**
   * @param {Frame} frame
   * @param {NetworkPart | null} part that is looked at
   */
  show(frame, part) {
    const { looked, coarse } = numbersOf(frame);
    if (this.#note) this.#note.hidden = !coarse;
    const { classes } = frame.layout;
    const kind = mapKind(frame);
    const byClass = kind === "classes" || (kind === "confidence" && classes > 2);
    const name = looked !== 0 && part?.look === looked ? part.name : "";
    const names = frame.layout.own?.classes ?? [];
    const key = [kind, byClass ? classes : 0, name, names.join(), this.#theme.palette.classes.join()].join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    this.#title.textContent = name;
    this.#title.hidden = name === "";
    this.#scale.hidden = kind === "classes";
    this.#scale.dataset.kind = kind;
    const [low, high] = kind === "confidence" ? ["undecided", "sure"] : classes === 2 && names.length === 2 && looked === 0 ? names : ["−1", "+1"];
    this.#ends[0].textContent = low;
    this.#ends[1].textContent = high;
    this.#classes.hidden = !byClass;
    this.#classes.replaceChildren(
      ...this.#theme.palette.classes.slice(0, byClass ? classes : 0).map((colour, index) => {
        const item = document.createElement("li");
        const swatch = document.createElement("i");
        swatch.style.background = colour;
        item.append(swatch, names[index] ?? `Class ${index + 1}`);
        return item;
      }),
    );
  }
}
