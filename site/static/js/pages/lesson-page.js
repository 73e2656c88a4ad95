/** A page of the course: its widgets, the words with definitions, and what the reader has read on this device. */

import { keepOffline } from "./offline.js";
import { siteConfig } from "../python/page-python.js";
import { beginCoursePage } from "./course-page.js";
import { explainTerms } from "./word-definitions.js";
import { LessonWidget } from "../elements/lesson-widget.js";
import { bindValues } from "./widget-address.js";
import "./theme-button.js";

// A page with one widget alone may stand in a frame, and may be asked for with values.
const alone = document.querySelector("main.alone [data-exhibit]");
if (alone) bindValues(alone);
explainTerms(document.body);
beginCoursePage(document);
keepOffline(siteConfig().serviceWorker, document.querySelector("[data-exhibit]"));
if (alone instanceof LessonWidget && window.parent !== window) void import("./frame-answers.js").then(({ answerHost }) => answerHost(alone));
