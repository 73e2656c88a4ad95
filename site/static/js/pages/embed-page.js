/** A page for frames, with one playground or widget and nothing around it. */

import "../elements/whole-playground.js"; // before the element is made, which asks for it
import { LessonWidget, defineWidgets } from "../elements/lesson-widget.js";
import { PyPlayground } from "../elements/py-playground.js";
import { addressOf, parseAddress } from "../model/address.js";
import { answerHost } from "./frame-answers.js";
import { bindAddress } from "./page-address.js";
import { bindValues } from "./widget-address.js";

const element = document.querySelector("main > *");
if (element instanceof PyPlayground) {
  bindAddress(element);
  openModelOf(element);
} else if (element) {
  bindValues(element);
  defineWidgets([element.localName]);
}
if (element instanceof PyPlayground || element instanceof LessonWidget) answerHost(element);

/** Opens the saved model that the address holds in itself; nothing is fetched that an address names. @param {PyPlayground} playground */
function openModelOf(playground) {
  const src = parseAddress(addressOf(location)).get("src");
  if (src === undefined) return;
  if (src.startsWith("data:")) playground.setAttribute("src", src);
  else playground.refused("src", `src: expected a saved model in the address itself, as data:…, got ${JSON.stringify(src.slice(0, 80))}`);
}
