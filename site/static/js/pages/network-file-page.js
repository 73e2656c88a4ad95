/** The page that recognises by itself: unpacks Python, takes the network that lies in it, and lets a reader show it something. */

import { PictureSet } from "../model/picture-set.js";
import { PictureWorkshop } from "../model/picture-workshop.js";
import { find, part } from "../panels/marked-elements.js";
import { TryingPanel } from "../panels/trying-panel.js";
import { unpacked } from "../python/packed-bytes.js";
import { siteConfig } from "../python/page-python.js";
import { scriptWith } from "../python/given-files.js";

/** @param {string} name */
function textOf(name) {
  return find(document, `script[data-part=${name}]`).textContent ?? "";
}

/** @param {string} words */
function tell(words) {
  const note = part(document, "broken");
  note.textContent = words;
  note.hidden = false;
}

async function begin() {
  if (!globalThis.DecompressionStream) {
    tell("This file unpacks itself with DecompressionStream, which this browser lacks. Chrome and Edge from 80, Firefox from 113 and Safari from 16.4 have it.");
    return;
  }
  try {
    const worker = new TextDecoder().decode(await unpacked(textOf("worker")));
    siteConfig().worker = URL.createObjectURL(scriptWith(textOf("python"), worker));
    const workshop = new PictureWorkshop(new PictureSet());
    workshop.onopen = () => (part(document, "python-note").hidden = true);
    workshop.onboot(() => Object.assign(part(document, "python-note"), { hidden: false, textContent: "Python is starting" }));
    const { classes } = await workshop.take(new TextEncoder().encode(textOf("model")).buffer, textOf("model"));
    const names = classes.map((/** @type {{ name: string }} */ { name }) => name);
    part(document, "title").textContent = names.length === 2 ? names.join(" or ") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
    part(document, "about").textContent = "Show it something, by camera, as a picture, or drawn.";
    document.title = part(document, "title").textContent ?? "";
    const trying = new TryingPanel(part(document, "trying"), workshop, () => null, () => {});
    trying.refresh();
    connect(trying);
    part(document, "network-page").dataset.status = "open";
  } catch (error) {
    tell(`This file can’t be used: ${error instanceof Error ? error.message : error} Get it again from where it came from.`);
  }
}

/** @param {TryingPanel} trying */
function connect(trying) {
  addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    if (file) void trying.file(file);
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) void trying.file(file);
  });
}

void begin();
