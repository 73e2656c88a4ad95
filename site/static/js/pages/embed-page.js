/** A page for frames, with one playground or widget and nothing around it. */

import { LessonWidget, defineWidgets } from "../elements/lesson-widget.js";
import { PyPlayground } from "../elements/py-playground.js";
import { answerHost } from "./frame-answers.js";
import { bindAddress } from "./page-address.js";
import { bindValues } from "./widget-address.js";

const element = document.querySelector("main > *");
if (element instanceof PyPlayground) bindAddress(element);
else if (element) {
  bindValues(element);
  defineWidgets([element.localName]);
}
if (element instanceof PyPlayground || element instanceof LessonWidget) answerHost(element);
