/** Takes a saved model up again: a file that is chosen or dropped goes to Python, which says what is wrong with a wrong one. */

import { toBase64 } from "../draw/frame-views.js";

const MOST_BYTES = 20e6;

/**
 * @param {HTMLElement} panel where a file may be dropped, with the field that chooses one
 * @param {HTMLElement} note says what became of it
 * @param {(saved: string, binary: boolean) => Promise<void>} load rejects with the sentence to show
 */
export function connectLoading(panel, note, load) {
  const field = panel.querySelector("input[type=file]");
  if (!(field instanceof HTMLInputElement)) throw new Error("there is no field to choose a model's file with");

  /** @param {File | undefined} file */
  async function take(file) {
    if (!file) return;
    delete note.dataset.tone;
    note.textContent = `Reading ${file.name}`;
    try {
      const { saved, binary } = await contentOf(file);
      await load(saved, binary);
      note.textContent = `${file.name} is loaded: its settings, weights and points are in place.`;
    } catch (error) {
      note.dataset.tone = "bad";
      note.textContent = `${file.name} is not loaded, and nothing has changed. ${error instanceof Error ? error.message : error}.`;
    }
  }

  field.addEventListener("change", () => {
    void take(field.files?.[0]);
    field.value = ""; // so that the same file can be chosen again
  });
  panel.addEventListener("dragover", (event) => {
    event.preventDefault();
    panel.dataset.dropping = "";
  });
  panel.addEventListener("dragleave", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && panel.contains(relatedTarget))) delete panel.dataset.dropping;
  });
  panel.addEventListener("drop", (event) => {
    event.preventDefault();
    delete panel.dataset.dropping;
    void take(event.dataTransfer?.files[0]);
  });
}

/**
 * A model's file as Python takes it: JSON as text, NPZ, which is a ZIP file and begins as one, in base64.
 * @param {Blob} file
 * @returns {Promise<{ saved: string, binary: boolean }>}
 */
export async function contentOf(file) {
  if (file.size > MOST_BYTES) throw new RangeError(`file: expected at most ${MOST_BYTES / 1e6} MB, got ${Math.ceil(file.size / 1e6)} MB`);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const binary = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return { binary, saved: binary ? toBase64(bytes) : new TextDecoder().decode(bytes) };
}
