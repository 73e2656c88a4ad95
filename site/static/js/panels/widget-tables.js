/** The tables of a lesson's widget: texts from the model, marked rows, and rows that can be chosen. */

/** @import { ExhibitTable } from "../types.js" */

export class ExhibitTables {
  #root;
  #do;

  /**
   * @param {HTMLElement} root
   * @param {(action: string, details: object) => void} act
   */
  constructor(root, act) {
    this.#root = root;
    this.#do = act;
    root.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("tr[data-row]") : null;
      const table = row?.closest("table[data-action-of-rows]");
      if (row instanceof HTMLElement && table instanceof HTMLElement) this.#do(table.dataset.actionOfRows ?? "", { row: Number(row.dataset.row) });
    });
  }

  /** @param {Record<string, ExhibitTable>} tables */
  show(tables) {
    for (const [name, table] of Object.entries(tables)) {
      const element = this.#root.querySelector(`table[data-table="${CSS.escape(name)}"]`);
      if (element instanceof HTMLTableElement) fill(element, table);
    }
  }
}

/** @param {HTMLTableElement} element @param {ExhibitTable} table */
function fill(element, { head, rows, strong = [], action }) {
  const titles = [...element.querySelectorAll("thead th")];
  titles.forEach((title, i) => {
    if (title.textContent !== head[i]) title.textContent = head[i] ?? "";
  });
  const body = element.tBodies[0];
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((texts, number) => {
    const row = body.rows[number] ?? body.insertRow();
    row.dataset.row = String(number);
    row.toggleAttribute("data-strong", strong.includes(number));
    texts.forEach((text, i) => {
      const cell = row.cells[i] ?? row.insertCell();
      // A row that can be chosen has a button in its first cell, so that the keyboard reaches it.
      let place = cell;
      if (action && i === 0) {
        if (!(cell.firstElementChild instanceof HTMLButtonElement)) {
          const button = document.createElement("button");
          button.type = "button";
          cell.replaceChildren(button);
        }
        place = /** @type {HTMLTableCellElement} */ (cell.firstElementChild);
        place.setAttribute("aria-pressed", String(strong.includes(number)));
      }
      if (place.textContent !== text) place.textContent = text;
    });
    while (row.cells.length > texts.length) row.deleteCell(-1);
  });
}
