/** Finds settings in the window of all of them: by words, and those that differ from their defaults. */

import { find } from "./marked-elements.js";

/** @import { PlaygroundState, SettingRow } from "../types.js" */
/** @import { Store } from "../model/state-store.js" */

export class SettingsSearch {
  #dialog;
  #rows;
  #words;
  #changed;
  #none;
  #store;

  /**
   * @param {HTMLElement} dialog
   * @param {SettingRow[]} table
   * @param {Store<PlaygroundState>} store
   */
  constructor(dialog, table, store) {
    this.#store = store;
    this.#dialog = dialog;
    this.#rows = new Map(table.map((row) => [row.key, row]));
    this.#words = find(dialog, "[data-part=settings-words]", HTMLInputElement);
    this.#changed = find(dialog, "[data-part=settings-changed]", HTMLInputElement);
    this.#none = find(dialog, "[data-part=settings-none]");
    for (const input of [this.#words, this.#changed]) input.addEventListener("input", () => this.#filter());
    dialog.addEventListener("close", () => {
      this.#words.value = "";
      this.#changed.checked = false;
      this.#filter();
    });
  }

  /** What is changed back while it is open stays where it is: nothing moves under the hand. */
  #filter() {
    const words = this.#words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const element of this.#dialog.querySelectorAll("[data-control]")) {
      const row = this.#rows.get(element.getAttribute("data-control") ?? "");
      const fits = row !== undefined && words.every((word) => `${row.key} ${element.textContent}`.toLowerCase().includes(word)) && (!this.#changed.checked || this.#differs(row));
      element.toggleAttribute("data-sifted", !fits);
      if (fits) found++;
    }
    const sifts = words.length > 0 || this.#changed.checked;
    for (const section of this.#dialog.querySelectorAll("section")) {
      section.toggleAttribute("data-sifted", sifts && !section.querySelector("[data-control]:not([data-sifted], [data-put-away])"));
    }
    this.#none.hidden = !sifts;
    this.#none.textContent = found ? `${found} setting${found === 1 ? "" : "s"}` : words.length ? "No setting has these words." : "All settings have their defaults.";
  }

  /** @param {SettingRow} row */
  #differs(row) {
    const { layout, pending } = this.#store.get();
    return String({ ...layout.settings, ...pending }[row.key]) !== String(row.default);
  }
}
