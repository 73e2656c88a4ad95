/** A page of the course: its widgets, the words with definitions, and what the reader has read on this device. */

import { keepOffline } from "./offline.js";
import { pythonClient, siteConfig } from "../python/page-python.js";
import { rememberReading } from "./reading-progress.js";
import { explainTerms } from "./word-definitions.js";
import { defineWidgets, LessonWidget } from "../elements/lesson-widget.js";
import { bindValues } from "./widget-address.js";
import "./theme-button.js";

const { serviceWorker } = siteConfig();
const names = new Set([...document.querySelectorAll("[data-exhibit]")].map((element) => element.localName));

// A page with one widget alone may stand in a frame, and may be asked for with values.
const alone = document.querySelector("main.alone [data-exhibit]");
if (alone) bindValues(alone);
explainTerms(document.body);
rememberReading();
tellOfPython();
defineWidgets(names);
// Pages without playgrounds don't need what those are made of.
if (document.querySelector("py-playground")) void import("./lesson-playgrounds.js");
keepOffline(serviceWorker, document.querySelector("[data-exhibit]"));
if (alone instanceof LessonWidget && window.parent !== window) void import("./frame-answers.js").then(({ answerHost }) => answerHost(alone));

/** Says how far Python is, while widgets wait for it. */
function tellOfPython() {
  const note = document.querySelector("[data-part=python-note]");
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
