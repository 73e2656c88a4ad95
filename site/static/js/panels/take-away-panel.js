/** What a reader takes along of a trained network, and brings back: files of Python's, and a page that works by itself. */

import { PythonFailure } from "../python/client.js";
import { bytesOfBase64 } from "../model/picture-workshop.js";
import { find, part } from "./marked-elements.js";
import { download } from "./save-panel.js";

/** @import { PictureWorkshop } from "../model/picture-workshop.js" */

/** A model with its features for comparing is far smaller. */
const MOST_BYTES = 100_000_000;

export class TakeAwayPanel {
  #workshop;
  #told;
  #fault;
  #taken;

  /**
   * @param {HTMLElement} root
   * @param {PictureWorkshop} workshop
   * @param {() => void} taken another network has come in
   */
  constructor(root, workshop, taken) {
    this.#workshop = workshop;
    this.#taken = taken;
    this.#told = part(root, "take-told");
    this.#fault = part(root, "take-fault");
    root.addEventListener("click", ({ target }) => {
      const button = target instanceof Element ? target.closest("[data-save]") : null;
      if (button instanceof HTMLElement) void this.#try(() => this.#save(button.dataset.save ?? ""));
    });
    const file = find(root, "[data-part=model-file]", HTMLInputElement);
    file.addEventListener("change", () => {
      const chosen = file.files?.[0];
      if (chosen) void this.#try(() => this.open(chosen));
      file.value = "";
    });
  }

  /** @param {string} what */
  async #save(what) {
    if (!this.#workshop.isTrained) throw new Refused("There is no trained network yet.");
    this.#told.textContent = "It is being written.";
    if (what === "page") {
      const { pageOfNetwork } = await import("../model/network-page.js");
      download("recognise.html", new Blob([await pageOfNetwork(this.#workshop.model)], { type: "text/html" }));
    } else {
      const { name, type, text, base64 } = await this.#workshop.ask("export", { kind: what });
      download(name, new Blob([base64 ? bytesOfBase64(base64) : text], { type }));
    }
    this.#told.textContent = "It is in your downloads.";
  }

  /** @param {File} file */
  async open(file) {
    if (file.size > MOST_BYTES) throw new Refused(`“${file.name}” has ${Math.round(file.size / 1e6)} MB: no network from here is that large.`);
    this.#told.textContent = "Python reads it.";
    const { text } = await this.#workshop.take(await file.arrayBuffer());
    this.#told.textContent = text;
    this.#taken();
  }

  /** @param {() => Promise<void>} work */
  async #try(work) {
    this.#fault.hidden = true;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const words = error.message.replace(/[.!?]?$/, (sign) => sign || ".");
      this.#fault.textContent = error instanceof Refused ? words : `${words} What was here before is still here.`;
      this.#fault.hidden = false;
      this.#told.textContent = "";
      if (!(error instanceof Refused || error instanceof PythonFailure)) console.info(error.message);
    }
  }
}

/** What can't be done, and why. */
class Refused extends Error {}
