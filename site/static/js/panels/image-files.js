/** Where a widget takes a reader's own files: dropped or chosen, read piece by piece, and handed to the model, which says what is wrong. */

import { siteUrl } from "../python/page-python.js";
import { find } from "./marked-elements.js";

/** Bytes of a piece, which may be ten times as many once they are unpacked; a multiple of three, so that its text in base64 needs no filling up. */
const PIECE = 262_143;

/** @typedef {{ name: string, size: number, read: (from: number, to: number) => Promise<ArrayBuffer> }} Source */
/** @typedef {(action: string, details: object) => Promise<{ texts?: Record<string, string> }>} Act */

export class ImageFiles {
  #act;
  #bar;
  #fault;
  /** counts the tries, so that an earlier one gives up */
  #tries = 0;

  /** @param {HTMLElement} box @param {Act} act */
  constructor(box, act) {
    this.#act = act;
    this.#bar = find(box, "progress", HTMLProgressElement);
    this.#fault = find(box, "[role=alert]");
    const input = find(box, "input[type=file]", HTMLInputElement);
    input.addEventListener("change", () => {
      void this.take([...(input.files ?? [])].map(ofFile));
      input.value = ""; // the same file may be chosen again
    });
    const place = /** @type {HTMLElement} */ (box.closest(".exhibit") ?? box);
    place.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      box.toggleAttribute("data-over", true);
    });
    for (const name of ["dragleave", "drop"]) place.addEventListener(name, () => box.toggleAttribute("data-over", false));
    place.addEventListener("drop", (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      void this.take([...event.dataTransfer.files].map(ofFile));
    });
    box.addEventListener("click", (event) => {
      const button = event.target instanceof Element ? event.target.closest("button[data-fetch]") : null;
      if (button instanceof HTMLElement) void this.take((button.dataset.fetch ?? "").split(" ").map((path) => ofAddress(siteUrl(path))));
    });
  }

  /** Hands files to the model, one after the other. @param {Source[]} sources */
  async take(sources) {
    const turn = ++this.#tries;
    this.#tell("");
    const total = sources.reduce((bytes, { size }) => bytes + size, 0);
    let done = 0;
    this.#bar.hidden = false;
    this.#bar.value = 0;
    try {
      await this.#act("forget_files", {});
      for (const { name, size, read } of sources) {
        let at = 0;
        do {
          const piece = await read(at, at + PIECE);
          if (turn !== this.#tries) return;
          await this.#act("feed_file", { file: name, data: base64(piece), at });
          at += piece.byteLength;
          done += piece.byteLength;
          this.#bar.value = total ? done / total : 0.5;
          if (!piece.byteLength) break;
        } while (size === 0 || at < size);
      }
      if (turn === this.#tries) await this.#act("use_files", {});
    } catch (error) {
      if (turn === this.#tries) this.#tell(error instanceof Error ? error.message : String(error));
    } finally {
      if (turn === this.#tries) this.#bar.hidden = true;
    }
  }

  /** @param {string} words */
  #tell(words) {
    this.#fault.textContent = words && `${words}. What was here before is still here.`;
    this.#fault.hidden = !words;
  }
}

/** @param {File} file @returns {Source} */
function ofFile(file) {
  return { name: file.name, size: file.size, read: (from, to) => file.slice(from, to).arrayBuffer() };
}

/** A file of the site, fetched as a whole when its first piece is wanted. @param {string} address @returns {Source} */
function ofAddress(address) {
  /** @type {Promise<ArrayBuffer> | null} */
  let whole = null;
  const get = async () => {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: the server answered ${answer.status}`);
    return answer.arrayBuffer();
  };
  return {
    name: address.split("/").pop() ?? "",
    size: 0,
    read: async (from, to) => (await (whole ??= get())).slice(from, to),
  };
}

/** @param {ArrayBuffer} piece */
function base64(piece) {
  const bytes = new Uint8Array(piece);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
