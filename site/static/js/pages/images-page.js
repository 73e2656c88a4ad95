/** The page for a reader's own images: what they gather is kept on the device, and Python comes when something is to be learned. */

import { PictureSet } from "../model/picture-set.js";
import { PictureStore } from "../model/picture-store.js";
import { resized, SIDE } from "../model/picture-pixels.js";
import { bytesOfBase64, PictureWorkshop } from "../model/picture-workshop.js";
import { connectDemos } from "../panels/demo-panel.js";
import { GatheringPanel } from "../panels/gathering-panel.js";
import { find, part } from "../panels/marked-elements.js";
import { TakeAwayPanel } from "../panels/take-away-panel.js";
import { TrainingPanel } from "../panels/training-panel.js";
import { TryingPanel } from "../panels/trying-panel.js";
import { siteConfig } from "../python/page-python.js";
import { keepOffline } from "./offline.js";
import "./theme-button.js";

/** @import { Keeping } from "../model/picture-store.js" */

/** @type {Partial<Record<Keeping, string>>} */
const KEEPING = {
  kept: "Kept in this browser, on this device.",
  full: "This browser has no room left to keep all of it. Nothing is lost as long as this page is open: save the pictures as a zip, or delete some.",
  elsewhere: "This page is open in another tab, which keeps the pictures. What you change here is not kept: save it as a zip, or go on over there.",
  none: "This browser keeps nothing for this page, as in a private window. It works all the same; save the pictures as a zip before you leave.",
};

/** The number of the next drawn hand. */
let fingers = 1000;

async function begin() {
  const main = find(document, "[data-part=images]");
  const keeping = part(main, "keeping");
  const store = new PictureStore((state) => {
    keeping.textContent = KEEPING[state] ?? keeping.textContent;
    keeping.dataset.state = state;
  });
  const set = new PictureSet();
  const { classes, pictures, model } = await store.recall();
  if (classes.length) set.restore(classes, pictures);
  else set.restore([{ id: "c1", name: "Class 1" }, { id: "c2", name: "Class 2" }], []);
  set.onchange((change) => void store.keep(change, set));

  const workshop = new PictureWorkshop(set);
  if (model) workshop.remember(model, classesOf(model));
  const ask = (/** @type {string} */ question, /** @type {object} */ details = {}) => workshop.ask(question, details);
  const gathering = new GatheringPanel(main, set, ask, () => trying.stopCamera("The camera is used above now."));
  const trying = new TryingPanel(part(main, "trying"), workshop, (id) => set.picture(id)?.pixels ?? null, () => gathering.stopCamera("The camera is used below now."));
  const untrained = part(main, "untrained");
  const refresh = () => {
    untrained.hidden = workshop.isTrained;
    trying.refresh();
    training.refresh();
  };
  const changed = () => {
    refresh();
    void store.keepModel(workshop.model);
  };
  const training = new TrainingPanel(main, workshop, set, changed);
  const taken = () => {
    if (!set.size) adopt(set, workshop.classes);
    changed();
  };
  new TakeAwayPanel(part(main, "takes"), workshop, taken);
  connectDemos(part(main, "demos"), ask);
  connectPasteAndDrop(main, gathering, trying);
  find(main, "[data-action=name-greetings]").addEventListener("click", () => nameClasses(set, ["High five", "Knuckles"], main));
  find(main, "[data-action=show-fingers]").addEventListener("click", () => void showFingers(workshop, trying));
  tellOfPython(main, workshop);
  refresh();
  keepOffline(siteConfig().serviceWorker, main);
  main.dataset.status = "open";
}

/** The classes of a kept model, in its order. @param {string} model @returns {{ id: string, name: string }[]} */
function classesOf(model) {
  try {
    const { classes } = JSON.parse(model);
    return Array.isArray(classes) ? classes.map((each, at) => (typeof each === "string" ? { id: String(at), name: each } : each)) : [];
  } catch {
    return [];
  }
}

/** @param {HTMLElement} main @param {GatheringPanel} gathering @param {TryingPanel} trying */
function connectPasteAndDrop(main, gathering, trying) {
  const card = part(main, "try-card");
  addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    const isBelow = document.activeElement && card.contains(document.activeElement);
    if (isBelow) void trying.file(files[0]);
    else gathering.take([{ folder: "", files }]);
  });
  card.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    card.toggleAttribute("data-over", true);
  });
  for (const name of ["dragleave", "drop"]) card.addEventListener(name, () => card.removeAttribute("data-over"));
  card.addEventListener("drop", (event) => {
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopPropagation();
    void trying.file(file);
  });
  // A file that misses its place would take the page's place.
  for (const name of /** @type {const} */ (["dragover", "drop"])) addEventListener(name, (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
}

/** Has the classes of a network that came in where there were no pictures, so that it can be trained on. @param {PictureSet} set @param {{ name: string }[]} classes */
function adopt(set, classes) {
  set.removeAll();
  for (const { name } of classes) set.addClass(name);
}

/** @param {PictureSet} set @param {string[]} names @param {HTMLElement} main */
function nameClasses(set, names, main) {
  names.forEach((name) => {
    if (set.classes.some((each) => each.name === name)) return;
    const blank = set.classes.find(({ id, name: now }) => /^Class \d+$/.test(now) && !set.countOf(id));
    if (blank) set.rename(blank.id, name);
    else if (set.classes.length < 10) set.addClass(name);
  });
  find(main, "#gather").scrollIntoView();
}

/** Shows the network what it has not learned, another hand each time. @param {PictureWorkshop} workshop @param {TryingPanel} trying */
async function showFingers(workshop, trying) {
  find(document, "#try").scrollIntoView();
  const { side, base64 } = await workshop.ask("prepared_pictures", { name: "two-fingers", count: 1, seed: fingers++ });
  trying.show(resized(bytesOfBase64(base64), side, SIDE));
}

/** Says how far Python is, while something waits for it. @param {HTMLElement} main @param {PictureWorkshop} workshop */
function tellOfPython(main, workshop) {
  const note = part(document, "python-note");
  workshop.onboot(({ stage, loaded, total }) => {
    note.hidden = stage === "ready";
    const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
    const words = stage === "downloading" ? `Python is on its way: ${megabytes(loaded)} of ${megabytes(total)} MB` : "Python is starting";
    if (note.textContent !== words) note.textContent = words;
  });
  workshop.onopen = () => {
    note.hidden = true;
    main.dispatchEvent(new Event("ready"));
  };
}

void begin();
