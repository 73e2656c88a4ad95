/** Brings a page of the course to life: its widgets, what the reader has read on this device, and how far Python is. */

import { defineWidgets } from "../elements/lesson-widget.js";
import { pythonClient } from "../python/page-python.js";
import { rememberReading } from "./reading-progress.js";

/** @param {ParentNode} page all of the document, or the part that is this page */
export function beginCoursePage(page) {
  rememberReading(page);
  tellOfPython(page);
  defineWidgets(new Set([...page.querySelectorAll("[data-exhibit]")].map((element) => element.localName)));
  // Pages without playgrounds don't need what those are made of.
  if (page.querySelector("py-playground")) void import("./lesson-playgrounds.js");
}

/** Says how far Python is, while widgets wait for it. @param {ParentNode} page */
function tellOfPython(page) {
  const note = page.querySelector("[data-part=python-note]");
  if (!(note instanceof HTMLElement)) return;
  pythonClient().onprogress(({ stage, loaded, total }) => {
    note.hidden = stage === "ready";
    const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
    const words = stage === "downloading" ? `Python is on its way: ${megabytes(loaded)} of ${megabytes(total)} MB` : "Python is starting";
    if (note.textContent !== words) note.textContent = words;
  });
  // Those who waited say the rest themselves.
  for (const name of ["ready", "error"]) document.addEventListener(name, () => (note.hidden = true), { capture: true });
}
