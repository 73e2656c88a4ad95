/** What came of a training: how well each class is recognised, what is taken for what, and the pictures that it gets wrong. */

import { part } from "./marked-elements.js";
import { showThumbs } from "./picture-thumbs.js";
import { percent } from "./training-chart.js";

/** @import { PictureSet } from "../model/picture-set.js" */

/** Pictures that a list shows at the most. */
const MOST = 60;

/**
 * @typedef {object} Report of pycore
 * @property {string} text
 * @property {string[]} notes
 * @property {{ id: string, name: string, train: number, held: number, right: number, accuracy: number | null, enough: boolean, text: string }[]} classes
 * @property {number[][]} confusion rows are what it is
 * @property {number[][][]} cells the pictures of each cell, by their ids: rows of columns of ids
 * @property {{ id: number, is: string | number, said: string | number, sure: number, held: boolean }[]} wrong
 */

export class ReportPanel {
  #root;
  #set;
  /** @type {Report | null} */
  #report = null;

  /** @param {HTMLElement} root @param {PictureSet} set */
  constructor(root, set) {
    this.#root = root;
    this.#set = set;
    part(root, "confusion").addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) this.#cell(Number(button.dataset.row), Number(button.dataset.column));
    });
  }

  hide() {
    this.#root.hidden = true;
  }

  /** @param {Report} report */
  show(report) {
    this.#report = report;
    this.#root.hidden = false;
    part(this.#root, "report-text").textContent = report.text;
    const notes = part(this.#root, "report-notes");
    notes.replaceChildren(...report.notes.map((words) => row("li", words)));
    notes.hidden = !report.notes.length;
    this.#perClass(report);
    this.#confusion(report);
    part(this.#root, "cell").replaceChildren();
    part(this.#root, "cell-told").textContent = "Press a number to see its pictures.";
    // Those that it could not learn by heart count most.
    const wrong = [...report.wrong].sort((one, other) => Number(other.held) - Number(one.held)).slice(0, MOST);
    part(this.#root, "wrong-told").hidden = wrong.every(({ held }) => held);
    part(this.#root, "wrong-box").hidden = !wrong.length;
    showThumbs(part(this.#root, "wrong"), wrong.flatMap(({ id, is, said, sure, held }) => {
      const words = `${this.#name(is)} taken for ${this.#name(said)}, ${percent(sure)} sure${held ? "" : ", and learned from"}`;
      return this.#thumb(id, words, `${this.#name(is)} → ${this.#name(said)}`, held ? "" : "learned");
    }));
  }

  /** @param {Report} report */
  #perClass({ classes }) {
    const rows = classes.map(({ name, train, text }) => {
      const line = document.createElement("tr");
      line.append(heading(name, "row"), row("td", String(train)), row("td", text));
      return line;
    });
    table(part(this.#root, "per-class"), "Each class", ["Class", "Learned from", "Of those put aside"], rows);
  }

  /** @param {Report} report */
  #confusion({ classes, confusion }) {
    const most = Math.max(1, ...confusion.flat());
    const rows = confusion.map((counts, is) => {
      const line = document.createElement("tr");
      line.append(heading(classes[is].name, "row"));
      counts.forEach((count, said) => {
        const cell = document.createElement("td");
        cell.dataset.kind = is === said ? "right" : count ? "wrong" : "none";
        cell.style.setProperty("--share", String(count / most));
        if (count) {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = String(count);
          Object.assign(button.dataset, { row: is, column: said });
          button.setAttribute("aria-label", `${classes[is].name} taken for ${classes[said].name}: ${count}. Show them`);
          cell.append(button);
        } else cell.textContent = "0";
        line.append(cell);
      });
      return line;
    });
    table(part(this.#root, "confusion"), "Of the pictures put aside: what it is, and what the network says", ["Is \\ says", ...classes.map(({ name }) => name)], rows);
  }

  /** @param {number} is @param {number} said */
  #cell(is, said) {
    if (!this.#report) return;
    const { classes, cells } = this.#report;
    const ids = cells[is][said];
    const words = is === said ? `${classes[is].name}, and recognised` : `${classes[is].name}, taken for ${classes[said].name}`;
    part(this.#root, "cell-told").textContent = `${words}: ${ids.length}.`;
    showThumbs(part(this.#root, "cell"), ids.slice(0, MOST).flatMap((id) => this.#thumb(id, words)));
  }

  /** @param {number} id @param {string} words @param {string} [caption] @param {string} [tone] */
  #thumb(id, words, caption, tone) {
    const picture = this.#set.picture(id);
    return picture ? [{ pixels: picture.pixels, words, caption, tone }] : []; // it may have been deleted meanwhile
  }

  /** @param {string | number} one a class by its id or its place */
  #name(one) {
    const classes = this.#report?.classes ?? [];
    return (typeof one === "number" ? classes[one] : classes.find(({ id }) => id === one))?.name ?? String(one);
  }
}

/** @param {string} tag @param {string} text */
export function row(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/** @param {string} text @param {"row" | "col"} scope */
function heading(text, scope) {
  const cell = document.createElement("th");
  cell.scope = scope;
  cell.textContent = text;
  return cell;
}

/** @param {HTMLElement} place a table @param {string} caption @param {string[]} heads @param {HTMLElement[]} rows */
export function table(place, caption, heads, rows) {
  const head = document.createElement("tr");
  head.append(...heads.map((text) => (text ? heading(text, "col") : row("td", ""))));
  const [top, body] = [document.createElement("thead"), document.createElement("tbody")];
  top.append(head);
  body.append(...rows);
  place.replaceChildren(row("caption", caption), top, body);
}
