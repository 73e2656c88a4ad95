/** The reader's own points as a table of fields: tells which cell was changed, which row taken away, and which one added. */

import { activeIn, find, part } from "./marked-elements.js";

/** @import { Sheet } from "../types.js" */

/** @typedef {{ change: (line: number, column: number, cell: string) => void, remove: (line: number) => void, append: (cells: string[]) => void }} TellTable */

export class OwnTableView {
  #root;
  #columns;
  #rows;
  #more;
  #append;
  #tell;

  /**
   * @param {HTMLElement} root
   * @param {TellTable} tell
   */
  constructor(root, tell) {
    this.#root = root;
    this.#tell = tell;
    this.#columns = part(root, "own-columns");
    this.#rows = part(root, "own-rows");
    this.#more = part(root, "own-more");
    const form = part(root, "own-append");
    this.#append = [...form.querySelectorAll("input")];
    this.#rows.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement) tell.change(Number(target.dataset.line), Number(target.dataset.column), target.value);
    });
    this.#rows.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("button") : null;
      if (button) this.#remove(button);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#append.every(({ value }) => value.trim() === "")) return;
      tell.append(this.#append.map(({ value }) => value));
      for (const input of this.#append) input.value = "";
      this.#append[0].focus();
    });
  }

  /** @param {Sheet} sheet */
  show({ columns, rows, rowCount, problems }) {
    const wrong = new Map(problems.map(({ line, column, text }) => [`${line} ${column}`, text]));
    const active = activeIn(this.#rows);
    const focused = active instanceof HTMLElement && this.#rows.contains(active) ? active : null;
    const where = focused && `[data-line="${focused.dataset.line}"][data-column="${focused.dataset.column}"]`;
    this.#columns.replaceChildren(...["Line", ...columns, ""].map((name, index) => heading(name, index === 4 ? "Take away" : "")));
    this.#rows.replaceChildren(...rows.map(([line, ...cells]) => this.#row(line, cells, columns, wrong)));
    for (const [index, input] of this.#append.entries()) {
      input.placeholder = columns[index];
      input.ariaLabel = `${columns[index]} of a new point`;
    }
    this.#more.hidden = rowCount <= rows.length;
    this.#more.textContent = `These are the first ${rows.length} of ${rowCount} rows; edit the others under Paste CSV.`;
    const again = where ? this.#root.querySelector(where) : null;
    if (again instanceof HTMLElement) again.focus();
  }

  /**
   * @param {number} line
   * @param {string[]} cells
   * @param {string[]} columns
   * @param {Map<string, string>} wrong
   */
  #row(line, cells, columns, wrong) {
    const row = document.createElement("tr");
    const number = document.createElement("th");
    number.scope = "row";
    number.textContent = String(line);
    const fields = cells.map((cell, index) => {
      const input = document.createElement("input");
      input.type = "text";
      input.autocomplete = "off";
      input.value = cell;
      input.dataset.line = String(line);
      input.dataset.column = String(index + 1);
      input.ariaLabel = `${columns[index]}, line ${line}`;
      const sentence = wrong.get(`${line} ${index + 1}`);
      input.setAttribute("aria-invalid", String(sentence !== undefined));
      input.title = sentence ?? "";
      return inCell(input);
    });
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "ghost";
    remove.textContent = "×";
    remove.dataset.line = String(line);
    remove.dataset.column = "0";
    remove.ariaLabel = `Take away line ${line}`;
    row.append(number, ...fields, inCell(remove));
    return row;
  }

  /** @param {HTMLButtonElement} button */
  #remove(button) {
    // The focus goes to the row that takes its place, which has the same line.
    const next = button.closest("tr")?.nextElementSibling ?? button.closest("tr")?.previousElementSibling;
    if (!next) find(this.#root, "[data-part=own-append] input").focus();
    this.#tell.remove(Number(button.dataset.line));
  }
}

/** @param {HTMLElement} content */
function inCell(content) {
  const cell = document.createElement("td");
  cell.append(content);
  return cell;
}

/**
 * @param {string} name
 * @param {string} spoken
 */
function heading(name, spoken) {
  const cell = document.createElement("th");
  cell.scope = "col";
  cell.textContent = name;
  if (spoken) {
    const words = document.createElement("span");
    words.className = "visually-hidden";
    words.textContent = spoken;
    cell.append(words);
  }
  return cell;
}
