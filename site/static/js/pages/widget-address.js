/** The page of one widget alone: what its address says are the widget's values and what it hides, also when the address changes. */

import { addressOf, parseAddress } from "../model/address.js";
import { hiddenNames } from "../model/hidden-parts.js";
import { namesOf } from "../elements/lesson-widget.js";

/** @param {Element} element before or after it has been made what it is */
export function bindValues(element) {
  const names = namesOf(element.localName);
  const take = () => {
    const address = addressOf(location);
    for (const [name, value] of parseAddress(address)) if (names.includes(name)) element.setAttribute(name, value);
    element.setAttribute("hide", [...hiddenNames(address)].join(" "));
  };
  take();
  addEventListener("hashchange", take);
}
