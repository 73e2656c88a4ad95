/** Says what Python makes of the reader's own table: what it is, how its axes are scaled, and what is wrong in which line. */

import { wholeText } from "../draw/number-text.js";
import { part } from "./marked-elements.js";

/** @import { OwnDescription, Sheet } from "../types.js" */

export class OwnReport {
  #summary;
  #scaling;
  #notes;
  #fault;
  #problems;
  #title;
  #list;
  #skip;
  #goTo;

  /**
   * @param {HTMLElement} root
   * @param {(line: number) => void} goTo shows a line of the text
   */
  constructor(root, goTo) {
    this.#summary = part(root, "own-summary");
    this.#scaling = part(root, "own-scaling");
    this.#notes = part(root, "own-notes");
    this.#fault = part(root, "own-fault");
    this.#problems = part(root, "own-problems");
    this.#title = part(root, "own-problems-title");
    this.#skip = part(root, "own-skip");
    const list = this.#problems.querySelector("ol");
    if (!list) throw new Error("the markup of own data has no list for problems");
    this.#list = list;
    this.#goTo = goTo;
  }

  /** @param {Sheet} sheet @param {boolean} skipBad */
  show({ told, empty, table, goodRows, problems, problemCount }, skipBad) {
    this.say("");
    if (empty) this.#summary.textContent = "No points yet. Draw some, paste a CSV, or fill in the table.";
    else this.#summary.textContent = table ? inWords(table) : "These points can't be learned yet.";
    this.#scaling.textContent = table?.scaling ? `Axes: ${table.scaling}.` : "";
    this.#scaling.hidden = !table;
    const notes = [told, ...(table?.notes ?? [])].filter(Boolean);
    this.#notes.hidden = notes.length === 0;
    this.#notes.replaceChildren(...notes.map(inItem));
    this.#problems.hidden = problems.length === 0;
    const more = problemCount > problems.length ? `, the first ${problems.length} are` : "";
    const things = problemCount === 1 ? "1 thing" : `${problemCount} things`;
    this.#title.textContent = table ? `Rows left out, for ${things} in them that can't be used${more}:` : `${things} to mend${more}:`;
    this.#list.replaceChildren(...problems.map(({ line, text }) => this.#item(line, text)));
    const label = this.#skip.closest("label");
    if (label) label.hidden = !skipBad && goodRows === 0;
    const words = label?.querySelector("span");
    if (words) words.textContent = goodRows ? `Use the ${goodRows} good rows` : "Use the good rows";
  }

  /** A sentence about what went wrong beside the table, or "". @param {string} sentence */
  say(sentence) {
    this.#fault.textContent = sentence;
    this.#fault.hidden = sentence === "";
  }

  /** @param {number} line @param {string} text */
  #item(line, text) {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = "Show this line";
    button.addEventListener("click", () => this.#goTo(line));
    item.append(button);
    return item;
  }
}

/** @param {string} sentence */
function inItem(sentence) {
  const item = document.createElement("li");
  item.textContent = sentence;
  return item;
}

/**
 * @param {OwnDescription} table
 * @returns {string}
 */
export function inWords({ kind, classes, rows }) {
  const points = `${wholeText(rows)} points`;
  return kind === "regression" ? `${points} for regression.` : `${points} in ${classes.length} classes: ${classes.join(", ")}.`;
}
