/** Takes the network along: a model, its points, programs that are the very network, a picture, and the link. */

import { fromBase64 } from "../draw/frame-views.js";

/** @typedef {{ name: string, type: string, text?: string, base64?: string, error?: string }} Saved a file, as text or as bytes */

/**
 * @param {HTMLElement} panel with buttons that say by data-save what they give
 * @param {HTMLElement} note says what became of it
 * @param {object} does
 * @param {(what: string) => Promise<Saved>} does.ask Python for a file
 * @param {() => HTMLCanvasElement} does.picture
 * @param {() => string} does.link
 */
export function connectSaving(panel, note, { ask, picture, link }) {
  panel.addEventListener("click", async ({ target }) => {
    const what = target instanceof Element ? target.closest("[data-save]")?.getAttribute("data-save") : null;
    if (!what) return;
    note.textContent = "";
    if (what === "link") note.textContent = await copied(link());
    else if (what === "picture") picture().toBlob((blob) => blob && download("pyground.png", blob));
    else {
      const { name, type, text = "", base64, error } = await ask(what);
      if (error) note.textContent = error;
      else download(name, new Blob([base64 ? fromBase64(base64) : text], { type }));
    }
  });
}

/**
 * @param {string} address
 * @returns {Promise<string>} what to say of it
 */
async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return "The link is copied.";
  } catch (error) {
    // Without the right to write there, the reader copies by hand.
    return `Copy this link: ${address} (${error instanceof Error ? error.message : error})`;
  }
}

/**
 * Has the browser keep a file for the reader.
 * @param {string} name
 * @param {Blob} blob
 */
export function download(name, blob) {
  const anchor = document.createElement("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  // The browser has taken the blob by the next task.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 0);
}

/**
 * The output's map with what lies over it, in one picture.
 * @param {HTMLCanvasElement} map of few samples
 * @param {HTMLCanvasElement[]} over as large as the screen shows them
 */
export function pictureOf(map, over) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.max(640, ...over.map(({ width }) => width));
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gave no 2D drawing context for a canvas");
  for (const layer of [map, ...over]) context.drawImage(layer, 0, 0, canvas.width, canvas.height);
  return canvas;
}
