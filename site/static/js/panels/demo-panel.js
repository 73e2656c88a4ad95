/** The demonstrations of how such a network fails: Python runs one when it is asked for, and the page shows what came of it. */

import { PythonFailure } from "../python/client.js";
import { bytesOfBase64 } from "../model/picture-workshop.js";
import { find, part } from "./marked-elements.js";
import { showThumbs } from "./picture-thumbs.js";
import { row, table } from "./report-panel.js";
import { percent } from "./training-chart.js";

/**
 * @param {HTMLElement} list
 * @param {(question: string, details: object) => Promise<any>} ask
 */
export function connectDemos(list, ask) {
  list.addEventListener("click", async ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-action=demo]") : null;
    const card = button?.closest("[data-demo]");
    if (!(card instanceof HTMLElement) || button?.getAttribute("aria-disabled") === "true") return;
    const told = part(card, "demo-told");
    button?.setAttribute("aria-disabled", "true");
    told.textContent = "Python draws and trains.";
    try {
      // In portions, so that the page stays free and whatever else is asked comes in between.
      let demo = await ask("demo", { name: card.dataset.demo });
      while (demo.share < 1) {
        told.textContent = `Python draws and trains: ${percent(demo.share)}`;
        demo = await ask("demo", { name: card.dataset.demo });
      }
      show(card, demo);
      told.textContent = "Done.";
    } catch (error) {
      if (!(error instanceof PythonFailure)) throw error;
      told.textContent = error.message;
    } finally {
      button?.removeAttribute("aria-disabled");
    }
  });
}

/**
 * @param {HTMLElement} card
 * @param {{ pictures: { base64: string, side: number, label: string, caption: string }[], numbers: { label: string, value: number, text: string }[], verdict: string, lesson: string }} demo
 */
function show(card, { pictures, numbers, verdict, lesson }) {
  const list = part(card, "demo-pictures");
  list.replaceChildren();
  showThumbs(list, pictures.map(({ base64, side, label, caption }) => ({ pixels: bytesOfBase64(base64), side, words: `${label}: ${caption}`, caption })));
  const rows = numbers.map(({ label, text }) => {
    const line = document.createElement("tr");
    const head = row("th", label);
    head.setAttribute("scope", "row");
    line.append(head, row("td", text));
    return line;
  });
  table(find(card, "[data-part=demo-numbers]"), "What came of it", ["", ""], rows);
  part(card, "demo-verdict").textContent = verdict;
  part(card, "demo-lesson").textContent = lesson;
  part(card, "demo-shown").hidden = false;
}
